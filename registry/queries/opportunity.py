"""Opportunities: what buyers need and no domestic supplier offers, and projects that call."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel import Session

from registry import codelists
from registry.domain.calendar import last_open_day
from registry.domain.category import Category
from registry.i18n import N_, Language
from registry.queries import need, project
from registry.queries.facets import Asked, Criterion, FacetedListing, codelist, open_list
from registry.storage import generation, listed, opportunity
from registry.storage import need as needs
from registry.storage import project as projects

_CRITERIA = (Criterion("category", N_("Category"), codelist("category")),)
_ORDERS = {"newest": N_("Newest first")}
SHOWN = 5
"""So many of each part stand in an investor's workspace."""


@dataclass(frozen=True, slots=True)
class Parts:
    """How much stands in each part; ``unmet`` is None until matches have been computed once."""

    unmet: int | None
    calling: int


@dataclass(frozen=True, slots=True)
class Opportunity:
    """An open need and the titles of those items of it that nobody meets at home."""

    need: need.NeedRow
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForInvestor:
    """The best of both parts for one investor; ``categories``: in words, those that narrow them,
    none where the newest of all are shown."""

    unmet: tuple[Opportunity, ...]
    calling: tuple[project.ProjectRow, ...]
    categories: tuple[str, ...]


def parts(session: Session, now: datetime) -> Parts:
    """How many opportunities of each sort there are at ``now``."""
    counted = generation.current(session) != 0
    unmet = opportunity.count_unmet(session, last_open_day(now)) if counted else None
    return Parts(unmet, projects.count_calling(session, now))


def unmet(
    session: Session, language: Language, asked: Asked, now: datetime
) -> FacetedListing[Opportunity]:
    """The page of unmet demand that was asked for, by the categories of its items."""
    of = opportunity.unmet_needs(last_open_day(now))
    rows_of = partial(_rows, session, language, now)
    return open_list(session, language, asked, of, _CRITERIA, _ORDERS, rows_of)


def for_investor(
    session: Session,
    language: Language,
    now: datetime,
    investors: Collection[int],
    categories: Collection[Category],
) -> ForInvestor:
    """What some organisations (row numbers) may invest in, in the categories of their work.

    Where nothing is unmet and nobody calls in these, the newest of all.
    """
    codes = sorted(categories)
    found = _for_investor(session, language, now, investors, codes)
    if codes and not found.unmet and not found.calling:
        return _for_investor(session, language, now, investors, [])
    return found


def _for_investor(
    session: Session,
    language: Language,
    now: datetime,
    investors: Collection[int],
    codes: Sequence[str],
) -> ForInvestor:
    unmet: list[Opportunity] = []
    if generation.current(session) != 0:
        of = opportunity.unmet_needs(last_open_day(now))
        ids = listed.page(session, of, {"category": codes}, "newest", 1, SHOWN).ids
        unmet = _rows(session, language, now, ids)
    calling = project.best_calling(session, language, now, codes, SHOWN, investors)
    names = (codelists.label("category", code, language.code) for code in codes)
    return ForInvestor(tuple(unmet), calling, tuple(names))


def _rows(
    session: Session, language: Language, now: datetime, ids: Sequence[int]
) -> list[Opportunity]:
    items = opportunity.unmet_items(session, last_open_day(now), ids)
    records = needs.public_by_row_ids(session, set(ids))
    rows = need.rows([records[key] for key in ids], language, now)
    return [
        Opportunity(row, _titles(records[key], items[key], language))
        for key, row in zip(ids, rows, strict=True)
    ]


def _titles(record: needs.NeedRecord, wanted: set[int], language: Language) -> tuple[str, ...]:
    return tuple(
        language.pick(item.revision.title_vi, item.revision.title_en)
        for item in record.items
        if item.item.key in wanted
    )
