"""The home page."""

from flask.typing import ResponseReturnValue

from registry.domain.base import utcnow
from registry.queries.home import home
from registry.web.access import public
from registry.web.context import lang, read
from registry.web.pages import section
from registry.web.respond import page

blueprint = section("home", __name__)


@blueprint.get("/")
@public("the first page of a public registry")
def index() -> ResponseReturnValue:
    """The box, the targets and the newest needs."""
    with read() as session:
        return page("home/index.html", home=home(session, lang(), utcnow()))
