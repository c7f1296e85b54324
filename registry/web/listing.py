"""What the address of a list asks for: which page, and the words to search for."""

from flask import abort, request

from registry.queries.listing import PER_PAGE
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


def hits(kind: str, query: str, number: int) -> tuple[list[str], int]:
    """The public ids on a page of what a search finds of one kind, and how many it finds."""
    found = portal().search.find(query, [kind], number, PER_PAGE)
    return [public_id for _, public_id in found.ids], found.total


def within(number: int, pages: int) -> None:
    """Answer "not found" for a page after the last one; an empty list has a first page."""
    if number > max(1, pages):
        abort(404)
