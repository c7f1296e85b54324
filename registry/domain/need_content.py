"""What an author writes in a need, as one value: from a form, an import or an earlier revision."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from registry.domain.calendar import last_open_day
from registry.domain.category import Category
from registry.domain.fact import Stream
from registry.domain.need import ItemKind


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementContent:
    """What is asked for; ``item`` is an item's number, or None for the whole need."""

    item: int | None = None
    essential: bool = True
    text_vi: str | None = None
    text_en: str | None = None
    parameter: str | None = None
    stream: Stream | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    standard_code: str | None = None
    column: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemContent:
    """One item. Its number stays across revisions; sums are dong.

    Kind and category may be open while somebody types, but not in what is saved.
    """

    number: int
    kind: ItemKind | None = None
    category: Category | None = None
    title_vi: str | None = None
    title_en: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    year: int | None = None
    value: int | None = None
    equipment_value: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedContent:
    """One revision of a need. ``place`` is a commune's or ward's code; sums are dong."""

    title_vi: str | None = None
    title_en: str | None = None
    problem_vi: str | None = None
    problem_en: str | None = None
    category: Category | None = None
    place: str | None = None
    new_plant: bool | None = None
    closes_on: date | None = None
    budget_min: int | None = None
    budget_max: int | None = None
    budget_public: bool = True
    vneps_number: str | None = None
    items: tuple[ItemContent, ...] = ()
    requirements: tuple[RequirementContent, ...] = ()


class Missing(StrEnum):
    """What a need still lacks before it can be submitted."""

    TITLE = "title"
    PROBLEM = "problem"
    CATEGORY = "category"
    ITEM = "item"
    ITEM_TITLE = "item_title"
    CLOSING_DAY = "closing_day"
    CLOSING_DAY_AHEAD = "closing_day_ahead"


def missing(content: NeedContent, now: datetime) -> list[Missing]:
    """What has to be added before submission at ``now``, in the order of the form."""
    lacks = {
        Missing.TITLE: not (content.title_vi or content.title_en),
        Missing.PROBLEM: not (content.problem_vi or content.problem_en),
        Missing.CATEGORY: content.category is None,
        Missing.CLOSING_DAY: content.closes_on is None,
        Missing.CLOSING_DAY_AHEAD: content.closes_on is not None
        and content.closes_on < last_open_day(now),
        Missing.ITEM: not content.items,
        Missing.ITEM_TITLE: any(not (i.title_vi or i.title_en) for i in content.items),
    }
    return [what for what, lacking in lacks.items() if lacking]
