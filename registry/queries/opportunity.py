"""Opportunities: what buyers need and no domestic supplier offers, and projects that call."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from registry.domain.calendar import last_open_day
from registry.i18n import N_, Language
from registry.queries import need
from registry.queries.facets import Asked, Criterion, FacetedListing, codelist, open_list
from registry.storage import generation, opportunity
from registry.storage import need as needs
from registry.storage import project as projects

_CRITERIA = (Criterion("category", N_("Category"), codelist("category")),)
_ORDERS = {"newest": N_("Newest first")}


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


def parts(session: Session, now: datetime) -> Parts:
    """How many opportunities of each sort there are at ``now``."""
    counted = generation.current(session) != 0
    unmet = opportunity.count_unmet(session, last_open_day(now)) if counted else None
    return Parts(unmet, projects.count_calling(session, now))


def unmet(
    session: Session, language: Language, asked: Asked, now: datetime
) -> FacetedListing[Opportunity]:
    """The page of unmet demand that was asked for, by the categories of its items."""
    day = last_open_day(now)

    def rows_of(ids: Sequence[int]) -> list[Opportunity]:
        items = opportunity.unmet_items(session, day, ids)
        records = needs.public_by_row_ids(session, set(ids))
        rows = need.rows([records[key] for key in ids], language, now)
        return [
            Opportunity(row, _titles(records[key], items[key], language))
            for key, row in zip(ids, rows, strict=True)
        ]

    of = opportunity.unmet_needs(day)
    return open_list(session, language, asked, of, _CRITERIA, _ORDERS, rows_of)


def _titles(record: needs.NeedRecord, wanted: set[int], language: Language) -> tuple[str, ...]:
    return tuple(
        language.pick(item.revision.title_vi, item.revision.title_en)
        for item in record.items
        if item.item.key in wanted
    )
