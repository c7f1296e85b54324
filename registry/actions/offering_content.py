"""What an offering says, and the rules by which it may be published (origin, ranges, units)."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import cache
from typing import Any

from matching import units
from registry.actions.errors import ActionError
from registry.domain.category import Category
from registry.domain.fact import Grade, Stream
from registry.domain.offering import OfferingKind, Part
from registry.domain.organisation import Organisation
from registry.exchange import reference
from registry.i18n import N_

LIMITS = {
    "title_vi": 300,
    "title_en": 300,
    "summary_vi": 4000,
    "summary_en": 4000,
    "maker": 300,
    "price_note_vi": 300,
    "price_note_en": 300,
    "conditions_vi": 300,
    "conditions_en": 300,
    "code": 60,
    "column": 16,
}
"""The longest text of each field, in characters."""

_GOODS = frozenset({OfferingKind.EQUIPMENT, OfferingKind.MATERIAL})
_MAKING = frozenset({Part.MAKER, Part.ASSEMBLER, Part.LICENSED_MAKER})
_LARGEST = Decimal(10**15)
# Gas is also stated as it is, without a reference temperature: then no number of Nm³ can be
# compared with it, and the matcher calls the requirement unknown.
_AS_IT_IS = {"gas_flow": "volume_flow", "gas_concentration": "concentration"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FactContent:
    """One parameter as it is stated. ``unit``: a unit's code or any name of it ("m3/ngđ"); None
    stands for the parameter's usual unit."""

    parameter: str | None
    stream: Stream | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    unit: str | None = None
    conditions_vi: str | None = None
    conditions_en: str | None = None
    grade: Grade = Grade.DECLARED


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardContent:
    """A standard that the thing meets, with the column where the standard has some."""

    code: str | None
    column: str | None = None
    grade: Grade = Grade.DECLARED


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferingContent:
    """What a revision says. Prices in dong, local content in per cent of the value."""

    kind: OfferingKind | None
    category: Category | None
    part: Part | None
    title_vi: str | None = None
    title_en: str | None = None
    summary_vi: str | None = None
    summary_en: str | None = None
    maker: str | None = None
    country_of_manufacture: str | None = None
    local_content_min: Decimal | None = None
    local_content_max: Decimal | None = None
    local_content_grade: Grade | None = None
    price_min: int | None = None
    price_max: int | None = None
    price_note_vi: str | None = None
    price_note_en: str | None = None
    facts: tuple[FactContent, ...] = ()
    standards: tuple[StandardContent, ...] = ()


def problems(content: OfferingContent, publisher: Organisation | None = None) -> list[ActionError]:
    """All that keeps ``content`` of ``publisher`` from being published, in the order of the form.

    A row's field is named ``facts-<index>-<name>`` or ``standards-<index>-<name>``.
    """
    return [
        *_text_problems(content),
        *_origin_problems(content),
        *_maker_problems(content, publisher),
        *_price_problems(content),
        *(p for index, fact in enumerate(content.facts) for p in _fact_problems(index, fact)),
        *(p for index, row in enumerate(content.standards) for p in _standard_problems(index, row)),
    ]


def _too_long(values: dict[str, Any], prefix: str = "") -> Iterator[ActionError]:
    for name, limit in LIMITS.items():
        if len(values.get(name) or "") > limit:
            message = N_("Shorten this to %(limit)s characters.")
            yield ActionError("too_long", message, field=prefix + name, limit=limit)


def _text_problems(content: OfferingContent) -> Iterator[ActionError]:
    said = {"vi": (content.title_vi, content.summary_vi)}
    said["en"] = (content.title_en, content.summary_en)
    if not any(title and summary for title, summary in said.values()):
        begun = next((code for code, texts in said.items() if any(texts)), "vi")
        missing = "summary" if said[begun][0] else "title"
        message = N_("Give both a title and a summary in at least one language.")
        yield ActionError("no_text", message, field=f"{missing}_{begun}")
    yield from _too_long(asdict(content))
    if content.kind is None:
        yield ActionError("no_kind", N_("Choose what kind of thing you offer."), field="kind")
    if content.category is None:
        message = N_("Choose the part of the environment that it serves.")
        yield ActionError("no_category", message, field="category")


def _origin_problems(content: OfferingContent) -> Iterator[ActionError]:
    part, goods = content.part, content.kind in _GOODS
    if part is None:
        yield ActionError("no_part", N_("Choose your organisation's part in it."), field="part")
    elif content.kind is OfferingKind.SERVICE and part in _MAKING:
        message = N_("A service is not made: choose service provider, integrator or agent.")
        yield ActionError("part_of_service", message, field="part")
    elif goods and part is Part.SERVICE_PROVIDER:
        message = N_(
            "A service provider offers a service: change the kind, or choose another part."
        )
        yield ActionError("part_of_goods", message, field="part")
    if goods and not content.country_of_manufacture:
        message = N_("Choose the country in which it is made or assembled.")
        yield ActionError("no_country", message, field="country_of_manufacture")
    yield from _local_content_problems(content)


def _maker_problems(
    content: OfferingContent, publisher: Organisation | None
) -> Iterator[ActionError]:
    if content.part in (Part.AGENT, Part.LICENSED_MAKER) and not content.maker:
        message = N_("Name the maker whose product you sell or whose licence you use.")
        yield ActionError("no_maker", message, field="maker")
    if content.part is Part.MAKER and content.maker and publisher:
        own = (publisher.name_vi, publisher.name_en, publisher.short_vi, publisher.short_en)
        if content.maker not in own:
            message = N_(
                "You chose “Maker” as your part, so the maker is your own organisation: leave this"
                " empty, or choose another part."
            )
            yield ActionError("maker_is_publisher", message, field="maker")


def _local_content_problems(content: OfferingContent) -> Iterator[ActionError]:
    low, high = content.local_content_min, content.local_content_max
    for name, share in (("local_content_min", low), ("local_content_max", high)):
        if share is not None and not 0 <= share <= 100:
            yield ActionError("not_a_share", N_("Enter a share between 0 and 100."), field=name)
    if low is None and high is None:
        return
    if low is not None and high is not None and low > high:
        message = N_("The lower share is above the upper one: swap them.")
        yield ActionError("share_swapped", message, field="local_content_min")
    if content.country_of_manufacture != "VN":
        message = N_(
            "Local content is the Vietnamese share of a product made in Vietnam: leave it empty,"
            " or correct the country."
        )
        yield ActionError("local_content_abroad", message, field="local_content_min")
    if content.local_content_grade is None:
        message = N_("Say how far the share of local content is proved.")
        yield ActionError("no_local_content_grade", message, field="local_content_grade")


def _price_problems(content: OfferingContent) -> Iterator[ActionError]:
    low, high = content.price_min, content.price_max
    if low is not None and high is not None and low > high:
        message = N_("The lower price is above the upper one: swap them.")
        yield ActionError("price_swapped", message, field="price_min")


def _fact_problems(index: int, fact: FactContent) -> Iterator[ActionError]:
    at = f"facts-{index}-"
    values = (fact.low, fact.high)
    if fact.parameter not in _usual_units():
        yield ActionError("no_parameter", N_("Choose the parameter."), field=at + "parameter")
    elif (unit := unit_of(fact)) is None:
        message = N_(
            "%(unit)s is not a unit for this parameter: write a unit like %(usual)s, or leave it"
            " empty for that one."
        )
        usual = _usual_units()[fact.parameter]
        yield ActionError("unit", message, field=at + "unit", unit=fact.unit, usual=usual)
    elif any(v is not None and abs(v) >= _LARGEST for v in values):
        message = N_("This value is too large: check it and its unit (%(unit)s).")
        yield ActionError("too_large", message, field=at + "low", unit=unit)
    if fact.low is None and fact.high is None:
        message = N_("Enter the lower value, the upper one or both.")
        yield ActionError("no_value", message, field=at + "low")
    elif fact.low is not None and fact.high is not None and fact.low > fact.high:
        message = N_("The lower value is above the upper one: swap them.")
        yield ActionError("value_swapped", message, field=at + "low")
    yield from _too_long(asdict(fact), at)


def _standard_problems(index: int, row: StandardContent) -> Iterator[ActionError]:
    at = f"standards-{index}-"
    if not row.code:
        message = N_("Write the code of the standard, such as QCVN 40:2025/BTNMT.")
        yield ActionError("no_standard", message, field=at + "code")
    yield from _too_long(asdict(row), at)


@cache
def _usual_units() -> dict[str, str]:
    """For each parameter its usual unit's code."""
    return {row["code"]: row["unit"] for row in reference.read("parameters")["parameter"]}


def unit_of(fact: FactContent) -> str | None:
    """The code of the unit that a fact is stated in; None where that can't measure it."""
    usual = _usual_units()[fact.parameter or ""]
    if not fact.unit:
        return usual
    code = units.find_unit(fact.unit)
    dimension = units.dimension(usual)
    fits = code and units.dimension(code) in (dimension, _AS_IT_IS.get(dimension))
    return code if fits else None
