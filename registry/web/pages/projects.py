"""Projects of the programme: the list, narrowed by facets, and one project."""

from flask.typing import ResponseReturnValue

from registry.domain.base import utcnow
from registry.queries import project as project_query
from registry.web import listing
from registry.web.access import found, public
from registry.web.context import lang, read
from registry.web.pages import section
from registry.web.respond import page

blueprint = section("projects", __name__)


@blueprint.get("/projects/")
@public("projects are published for everybody")
def index() -> ResponseReturnValue:
    """The projects by kind, status, place and category."""
    asked = listing.asked("project")
    with read() as session:
        shown = project_query.listed(session, lang(), asked, utcnow())
    listing.within(asked.number, shown.pages)
    return page("projects/index.html", shown=shown, number=asked.number)


@blueprint.get("/projects/<public_id>")
@public("projects are published for everybody")
def show(public_id: str) -> ResponseReturnValue:
    """One project: what it is, whom it calls for, and what is needed around it."""
    with read() as session:
        project = project_query.detail(session, lang(), utcnow(), public_id)
    return page("projects/show.html", project=found(project))
