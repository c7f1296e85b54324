"""One search over offerings, needs and organisations."""

from flask import abort, request
from flask.typing import ResponseReturnValue

from registry.domain.base import utcnow
from registry.queries import search as queries
from registry.web.access import public
from registry.web.context import lang, portal, read
from registry.web.pages import section
from registry.web.respond import page

blueprint = section("search", __name__)

LONGEST_QUERY = 200


@blueprint.get("/search")
@public("finds only what is published for everybody")
def index() -> ResponseReturnValue:
    """What was found of one kind, with a tab for each."""
    query = _words(request.args.get("q", ""))
    kind = request.args.get("kind")
    number = max(1, request.args.get("page", 1, type=int))
    if not query:
        return page("search/index.html", query="", shown=None, number=1)
    with read() as session:
        shown = queries.results(session, portal().search, query, kind, number, lang(), utcnow())
    if number > max(1, shown.pages):
        abort(404)
    return page("search/index.html", query=query, shown=shown, number=number)


def _words(text: str) -> str:
    """What was typed without control characters, which no page may have."""
    printable = "".join(sign if sign.isprintable() else " " for sign in text)
    return " ".join(printable.split())[:LONGEST_QUERY]
