"""What the address of a list asks for: which page, which choices, and the words to search for."""

from flask import abort, request

from registry.queries.facets import SEARCHED, Asked
from registry.web.context import portal

LONGEST_QUERY = 200
LAST_PAGE = 100_000


def words() -> str:
    """What was typed in the list's search box, without control characters."""
    typed = request.args.get("q", "")
    printable = "".join(sign if sign.isprintable() else " " for sign in typed)
    return " ".join(printable.split())[:LONGEST_QUERY]


def page_number() -> int:
    """The page asked for, from 1."""
    return min(max(1, request.args.get("page", 1, type=int)), LAST_PAGE)


def asked(kind: str) -> Asked:
    """What the address asks of the list of one kind; a search it names is carried out."""
    query = words()
    if not query:
        return Asked(page_number(), request.args.get("sort", ""), dict(request.args.lists()))
    hits = portal().search.find(query, [kind], 1, SEARCHED, narrow=True)
    return Asked(
        number=page_number(),
        order=request.args.get("sort", ""),
        choices=dict(request.args.lists()),
        words=query,
        found=[public_id for _, public_id in hits.ids],
        cut=hits.total > SEARCHED,
    )


def within(number: int, pages: int) -> None:
    """Answer "not found" for a page after the last one; an empty list has a first page."""
    if number > max(1, pages):
        abort(404)
