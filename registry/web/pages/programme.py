"""The programme: targets, tasks, departments."""

from flask.typing import ResponseReturnValue

from registry.domain.permission import Permission, can
from registry.queries import programme
from registry.web.access import found, public
from registry.web.context import actor, lang, read
from registry.web.pages import section
from registry.web.respond import page

blueprint = section("programme", __name__)


@blueprint.get("/programme/")
@public("a public plan of the city")
def index() -> ResponseReturnValue:
    """The targets to 2030, who does what, and where it is written."""
    with read() as session:
        shown = found(programme.page(session, lang()))
    may_edit = can(actor(), Permission.EDIT_REFERENCE)
    return page("programme/index.html", programme=shown, may_edit=may_edit)
