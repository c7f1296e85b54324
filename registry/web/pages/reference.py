"""Reference data: what can be edited here, and what is loaded from files."""

from flask.typing import ResponseReturnValue

from registry.queries import reference as query
from registry.web.access import signed_in
from registry.web.context import actor, lang, read
from registry.web.pages import section
from registry.web.respond import page

blueprint = section("reference", __name__)


@blueprint.get("/registrar/reference/")
@signed_in
def index() -> ResponseReturnValue:
    """What this reader may edit."""
    with read() as session:
        shown = query.index(session, actor())
    return page("reference/index.html", shown=shown)


@blueprint.get("/registrar/reference/codes")
@signed_in
def codes() -> ResponseReturnValue:
    """Codes of other classifications with our categories, and rates of currencies."""
    with read() as session:
        shown = query.codes(session, actor(), lang())
    return page("reference/codes.html", shown=shown)
