"""Opportunities: what buyers need and no domestic supplier offers."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from registry.domain.calendar import last_open_day
from registry.i18n import Language
from registry.queries import need as needs
from registry.storage import generation, need, opportunity

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class Opportunity:
    """An open need and the titles of those items of it that nobody meets at home."""

    need: needs.NeedRow
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Opportunities:
    """A page of the list; ``counted`` is False until matches have been computed once."""

    rows: tuple[Opportunity, ...]
    total: int
    pages: int
    counted: bool


def page(session: Session, language: Language, now: datetime, number: int) -> Opportunities:
    """The ``number``-th page of unmet demand at ``now``."""
    if generation.current(session) == 0:
        return Opportunities((), 0, 0, counted=False)
    unmet, total = opportunity.unmet_items(session, last_open_day(now), number, PER_PAGE)
    records = {record.need.public_id: record for record in need.public(session, list(unmet))}
    shown = [records[public_id] for public_id in unmet if public_id in records]
    rows = []
    for record, row in zip(shown, needs.rows(shown, language, now), strict=True):
        wanted = set(unmet[record.need.public_id])
        titles = tuple(
            language.pick(item.revision.title_vi, item.revision.title_en)
            for item in record.items
            if item.item.key in wanted
        )
        rows.append(Opportunity(row, titles))
    return Opportunities(tuple(rows), total, -(-total // PER_PAGE), counted=True)
