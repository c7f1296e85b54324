"""Sites: zones, clusters, plants, craft villages and polluted places; the list and one site."""

from flask.typing import ResponseReturnValue

from registry.domain.base import utcnow
from registry.queries import site as site_query
from registry.web import listing
from registry.web.access import found, public
from registry.web.context import lang, read
from registry.web.pages import section
from registry.web.respond import page

blueprint = section("sites", __name__)


@blueprint.get("/sites/")
@public("where the city's environmental works stand is public")
def index() -> ResponseReturnValue:
    """The sites by kind and place."""
    asked = listing.asked("site")
    with read() as session:
        shown = site_query.listed(session, lang(), asked)
    listing.within(asked.number, shown.pages)
    return page("sites/index.html", shown=shown, number=asked.number)


@blueprint.get("/sites/<public_id>")
@public("where the city's environmental works stand is public")
def show(public_id: str) -> ResponseReturnValue:
    """One site, its projects, and what is needed around it."""
    with read() as session:
        site = site_query.detail(session, lang(), utcnow(), public_id)
    return page("sites/show.html", site=found(site))
