"""One search over all that is public, and the pages about the portal."""

from flask import request
from flask.typing import ResponseReturnValue

from registry.domain.base import utcnow
from registry.queries import search as queries
from registry.web import listing
from registry.web.access import public
from registry.web.context import lang, portal, read
from registry.web.pages import section
from registry.web.respond import page

blueprint = section("search", __name__)


@blueprint.get("/search")
@public("finds only what is published for everybody")
def index() -> ResponseReturnValue:
    """What was found of one kind, with a tab for each."""
    query, number = listing.words(), listing.page_number()
    as_typed = request.args.get("typed") == "1"
    kind = request.args.get("kind")
    if not query:
        return page("search/index.html", query="", shown=None, number=1, as_typed=False)
    with read() as session:
        shown = queries.results(
            session, portal().search, query, kind, number, lang(), utcnow(), as_typed=as_typed
        )
    listing.within(number, shown.pages)
    return page("search/index.html", query=query, shown=shown, number=number, as_typed=as_typed)
