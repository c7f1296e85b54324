"""What an author may not write in a need, not even in a draft; each fault at its field."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from matching import units
from registry.actions.errors import ActionError
from registry.domain.need import ItemKind
from registry.domain.need_content import ItemContent, NeedContent, RequirementContent
from registry.domain.requirement import Fault, fault, named_origin
from registry.exchange import reference
from registry.i18n import N_

# Characters. The long texts have a limit so that a page stays a page.
LIMITS = {
    "title_vi": 500,
    "title_en": 500,
    "problem_vi": 5000,
    "problem_en": 5000,
    "vneps_number": 40,
    "text_vi": 2000,
    "text_en": 2000,
    "column": 16,
    "reason": 2000,
}
LONGEST_REASON = 300
LONGEST_NOTE = 2000
YEARS = range(2020, 2061)
# The columns hold 18 digits before the point; nothing in the field comes near.
LARGEST = Decimal(10**15)
LARGEST_SUM = 10**16

_FAULTS: dict[Fault, tuple[str, str]] = {
    Fault.SAYS_NOTHING: (
        "text_vi",
        N_("Say what is required: in words, as a parameter with a range, or as a standard."),
    ),
    Fault.NO_BOUND: (
        "low",
        N_("Give the parameter at least one bound, a lowest or a highest value."),
    ),
    Fault.BOUNDS_CROSSED: ("high", N_("The lowest value is above the highest one.")),
    Fault.WRONG_UNIT: ("unit", N_("Choose a unit that measures this parameter.")),
    Fault.ORIGIN_NAMED: (
        "text",
        N_(
            "“%(words)s” names a brand, a maker or an origin. That would settle the choice before"
            " suppliers are compared: say instead what the thing must do."
        ),
    ),
}


def problems(content: NeedContent) -> list[ActionError]:
    """All that is wrong, in the order of the form; empty where nothing is.

    ``field`` is the form's field: ``title_vi``, or ``items-0-unit`` of the first item.
    """
    return [*_of_need(content), *_of_items(content), *_of_requirements(content)]


def canonical_units() -> dict[str, str]:
    """Each parameter's own unit."""
    return {row["code"]: row["unit"] for row in reference.read("parameters")["parameter"]}


def _of_need(content: NeedContent) -> Iterator[ActionError]:
    if not (content.title_vi or content.title_en):
        message = N_("Give the need a title, in Vietnamese or in English.")
        yield ActionError("no_title", message, field="title_vi")
    yield from _too_long(content, "")
    yield from _no_sum(content, "", "budget_min", "budget_max")
    low, high = content.budget_min, content.budget_max
    if low is not None and high is not None and low > high:
        message = N_("The budget's lower end is above its upper end.")
        yield ActionError("budget_crossed", message, field="budget_max")


def _of_items(content: NeedContent) -> Iterator[ActionError]:
    seen: set[int] = set()
    for index, item in enumerate(content.items):
        at = f"items-{index}-"
        if item.number in seen:
            message = N_("Another item has the number %(number)s.")
            yield ActionError("same_number", message, field=f"{at}number", number=item.number)
        seen.add(item.number)
        yield from _of_item(item, at)


def _of_item(item: ItemContent, at: str) -> Iterator[ActionError]:
    if item.kind is None:
        yield ActionError("no_kind", N_("Choose what sort of thing it is."), field=f"{at}kind")
    if item.category is None:
        yield ActionError("no_category", N_("Choose a category."), field=f"{at}category")
    yield from _too_long(item, at)
    if item.quantity is not None and item.quantity <= 0:
        message = N_("Enter a quantity above zero.")
        yield ActionError("no_quantity", message, field=f"{at}quantity")
    yield from _no_sum(item, at, "value", "equipment_value")
    yield from _too_large(item.quantity, f"{at}quantity")
    if item.unit is not None and item.unit not in units.codes():
        yield ActionError("unknown_unit", N_("Choose a unit of the list."), field=f"{at}unit")
    if item.year is not None and item.year not in YEARS:
        message = N_("Enter a year between %(first)s and %(last)s.")
        years = {"first": YEARS[0], "last": YEARS[-1]}
        yield ActionError("odd_year", message, field=f"{at}year", **years)
    if item.equipment_value is None:
        return
    if item.kind is not ItemKind.WORKS:
        message = N_("Only works have a value of the equipment in them.")
        yield ActionError("not_works", message, field=f"{at}equipment_value")
    elif item.value is not None and item.equipment_value > item.value:
        message = N_("The equipment in it can't be worth more than the whole.")
        yield ActionError("equipment_above_value", message, field=f"{at}equipment_value")


def _of_requirements(content: NeedContent) -> Iterator[ActionError]:
    numbers = {item.number for item in content.items}
    own_units = canonical_units()
    for index, asked in enumerate(content.requirements):
        at = f"requirements-{index}-"
        if asked.item is not None and asked.item not in numbers:
            message = N_("There is no item %(number)s.")
            yield ActionError("no_such_item", message, field=f"{at}item", number=asked.item)
        if asked.parameter is not None and asked.parameter not in own_units:
            message = N_("Choose a parameter of the list.")
            yield ActionError("unknown_parameter", message, field=f"{at}parameter")
        yield from _too_long(asked, at)
        yield from _too_large(asked.low, f"{at}low")
        yield from _too_large(asked.high, f"{at}high")
        if wrong := fault(asked, own_units.get(asked.parameter or "")):
            yield _fault(wrong, asked, at)


def _fault(wrong: Fault, asked: RequirementContent, at: str) -> ActionError:
    field, message = _FAULTS[wrong]
    if wrong is not Fault.ORIGIN_NAMED:
        return ActionError(wrong.value, message, field=at + field)
    in_vietnamese = named_origin(asked.text_vi)
    field = "text_vi" if in_vietnamese else "text_en"
    words = in_vietnamese or named_origin(asked.text_en)
    return ActionError(wrong.value, message, field=at + field, words=words)


def _no_sum(content: Any, at: str, *names: str) -> Iterator[ActionError]:
    """Forms read no such sum, but a spreadsheet may hold one."""
    for name in names:
        if not 0 <= (getattr(content, name) or 0) < LARGEST_SUM:
            message = N_("Enter a sum between 0 and 10 million billion dong.")
            yield ActionError("no_sum", message, field=f"{at}{name}")


def _too_large(value: Decimal | None, field: str) -> Iterator[ActionError]:
    if value is not None and abs(value) >= LARGEST:
        message = N_("This number is too large: check it and its unit.")
        yield ActionError("too_large", message, field=field)


def _too_long(content: Any, at: str) -> Iterator[ActionError]:
    for name, most in LIMITS.items():
        if len(getattr(content, name, None) or "") > most:
            message = N_("Say it in at most %(most)s characters.")
            yield ActionError("too_long", message, field=f"{at}{name}", most=most)
