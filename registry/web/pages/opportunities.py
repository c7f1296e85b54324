"""Opportunities: demand that nobody in the country meets yet, and projects that call."""

from flask.typing import ResponseReturnValue

from registry.domain.base import utcnow
from registry.queries import opportunity, project
from registry.web import listing
from registry.web.access import public
from registry.web.context import lang, read
from registry.web.pages import section
from registry.web.respond import page

blueprint = section("opportunities", __name__)


@blueprint.get("/opportunities/")
@public("investors look here before they have an account")
def index() -> ResponseReturnValue:
    """Open needs with items for which there is no domestic match, once matches are computed."""
    asked, now = listing.asked("opportunity"), utcnow()
    with read() as session:
        parts = opportunity.parts(session, now)
        if parts.unmet is None:
            return page("opportunities/waiting.html", parts=parts)
        shown, groups = opportunity.unmet(session, lang(), asked, now)
    listing.within(asked.number, shown.pages)
    return page(
        "opportunities/index.html", parts=parts, shown=shown, groups=groups, number=asked.number
    )


@blueprint.get("/opportunities/projects/")
@public("investors look here before they have an account")
def projects() -> ResponseReturnValue:
    """Projects that call for investors and partners."""
    asked, now = listing.asked("project"), utcnow()
    with read() as session:
        parts = opportunity.parts(session, now)
        shown = project.calling(session, lang(), asked, now)
    listing.within(asked.number, shown.pages)
    return page("opportunities/projects.html", parts=parts, shown=shown, number=asked.number)
