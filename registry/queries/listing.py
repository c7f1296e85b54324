"""What the lists of needs, offerings and organisations have in common: a page, and a row of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

from registry import codelists
from registry.i18n import N_, Language

PER_PAGE = 20

Mark = str | tuple[str, str]
"""A kind of templates/components/mark.html, or the kind and its text."""

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """One page of a list, how many rows it has in all and on how many pages."""

    rows: tuple[Row, ...]
    total: int
    pages: int


@dataclass(frozen=True, slots=True)
class PublishedRow:
    """A need or an offering; fields as templates/components/listing_row.html takes them.

    ``organisation_id`` is public, ``meta`` holds short facts in words.
    """

    public_id: str
    title: str
    title_lang: str
    organisation: str
    organisation_id: str
    summary: str
    summary_lang: str
    meta: tuple[str, ...]
    marks: tuple[Mark, ...]


def place_in_hanoi(code: str, language: Language) -> str:
    """A commune or ward as it stands by itself: ``Xã Phúc Thọ, Hà Nội``."""
    name = codelists.label("place", code, language.code)
    return language.gettext(N_("%(place)s, Hanoi"), place=name[:1].upper() + name[1:])


def listing(rows: Iterable[Row], total: int, per_page: int = PER_PAGE) -> Listing[Row]:
    """These rows of ``total`` as one page."""
    return Listing(tuple(rows), total, -(-total // per_page))
