"""Opportunities: demand that nobody in the country meets yet."""

from flask.typing import ResponseReturnValue

from registry.domain.base import utcnow
from registry.queries import opportunity
from registry.web import listing
from registry.web.access import public
from registry.web.context import lang, read
from registry.web.pages import section
from registry.web.respond import page

blueprint = section("opportunities", __name__)


@blueprint.get("/opportunities/")
@public("investors look here before they have an account")
def index() -> ResponseReturnValue:
    """Open needs with items for which there is no domestic match."""
    number = listing.page_number()
    with read() as session:
        shown = opportunity.page(session, lang(), utcnow(), number)
    return page("opportunities/index.html", shown=shown, number=number)
