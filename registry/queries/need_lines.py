"""What one revision of a need says, line by line: facts, items, requirements."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from registry import codelists
from registry.domain.fact import Stream
from registry.domain.need import Requirement
from registry.domain.permission import Actor, Permission, can
from registry.domain.standard import Replacements
from registry.i18n import N_, Language
from registry.queries import need_text, standing
from registry.queries.standing import StandingNote
from registry.storage.need import NeedRecord

_MOST_SIZES = 3


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One item as the table of items shows it."""

    number: int
    title: str
    title_lang: str
    kind: str
    category: str
    quantity: str
    year: int | None
    value: int | None


@dataclass(frozen=True, slots=True)
class RequirementLine:
    """One requirement; ``facts`` are the portal's words, ``text`` the author's.

    ``standing`` says what its standard is worth for this plant, where that was replaced.
    """

    item: int | None
    essential: bool
    facts: str
    text: str
    text_lang: str
    reason: str | None
    standing: StandingNote | None


def facts(
    actor: Actor, record: NeedRecord, now: datetime, lang: Language
) -> Iterable[tuple[str, str, str]]:
    """The short table of facts: (term, value, note)."""
    revision, say = record.revision, lang.gettext
    asked = [row for row in _all_requirements(record) if row.essential]
    sizes = [row for row in asked if row.parameter and row.stream in (None, Stream.RATING)]
    for row in sizes[:_MOST_SIZES]:
        yield need_text.parameter(row, lang), need_text.extent(row, lang), ""
    limits = [row for row in asked if row.parameter and row.stream is Stream.OUTLET]
    words = [f"{need_text.parameter(r, lang)}: {need_text.extent(r, lang)}" for r in limits]
    yield say(N_("Limits")), "; ".join(words), ""
    standards = dict.fromkeys(need_text.standard(row, lang) for row in asked)
    yield say(N_("Standard")), "; ".join(filter(None, standards)), ""
    yield say(N_("Quantity")), _quantity(record, lang), ""
    yield say(N_("Budget")), *_budget(actor, record, lang)
    yield say(N_("Year")), need_text.years(part.revision.year for part in record.items), ""
    if revision.new_plant is not None:
        plant = N_("New plant") if revision.new_plant else N_("Plant already running")
        yield say(N_("Plant")), say(plant), ""
    yield (
        say(N_("Closing time")),
        need_text.closing_time(revision, lang),
        need_text.closing(revision, now, lang),
    )


def _quantity(record: NeedRecord, lang: Language) -> str:
    """How much the only item asks for; things of different items are not added up, their table
    tells them."""
    told = [part.revision for part in record.items]
    if len(told) != 1 or told[0].quantity is None:
        return ""
    return lang.quantity(told[0].quantity, told[0].unit)


def _budget(actor: Actor, record: NeedRecord, lang: Language) -> tuple[str, str]:
    revision = record.revision
    amount = lang.money_range(revision.budget_min, revision.budget_max)
    if not amount or revision.budget_public:
        return amount, ""
    if _prices(actor, record):
        return amount, lang.gettext(N_("withheld from the public"))
    return lang.gettext(N_("Withheld by the agency")), ""


def _prices(actor: Actor, record: NeedRecord) -> bool:
    """Whether the reader sees the budget and the items' values."""
    return record.revision.budget_public or can(
        actor, Permission.READ_WITHHELD_BUDGET, record.need.organisation_id
    )


def _all_requirements(record: NeedRecord) -> list[Requirement]:
    return [*record.requirements, *(row for part in record.items for row in part.requirements)]


def items(actor: Actor, record: NeedRecord, lang: Language) -> Iterable[ItemLine]:
    """The items; their values only for those who see the budget."""
    prices = _prices(actor, record)
    for part in record.items:
        told = part.revision
        yield ItemLine(
            number=part.item.number,
            title=lang.pick(told.title_vi, told.title_en),
            title_lang=lang.pick_language(told.title_vi, told.title_en),
            kind=codelists.label("item_kind", told.kind, lang.code),
            category=codelists.label("category", told.category, lang.code),
            quantity=lang.quantity(told.quantity, told.unit) if told.quantity is not None else "",
            year=told.year,
            value=told.value if prices else None,
        )


def requirements(
    record: NeedRecord, lang: Language, replacements: Replacements
) -> list[RequirementLine]:
    """All requirements, those of the whole need first."""
    new_plant = record.revision.new_plant
    numbers = {part.item.key: part.item.number for part in record.items}
    return [
        RequirementLine(
            item=numbers.get(row.item_id) if row.item_id is not None else None,
            essential=row.essential,
            facts=need_text.facts_of(row, lang),
            text=lang.pick(row.text_vi, row.text_en),
            text_lang=lang.pick_language(row.text_vi, row.text_en),
            reason=row.reason,
            standing=standing.note(replacements, row.standard_code, new_plant, lang),
        )
        for row in _all_requirements(record)
    ]
