"""What a document claims and a query asks for, its text included, in the form that compares.

Ranges are in one base unit for each dimension, open ends infinite.
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from math import inf
from typing import Literal, NamedTuple

from matching import units
from matching.documents import Document, Measure, Passage, StandardMark
from matching.text import analyse, code_family, fold

GENERIC = "capacity"
"""The parameter of a size of which only the unit tells what it measures."""
RATES = frozenset(("volume_flow", "gas_flow", "mass_flow", "dry_mass_flow"))
SIZES = RATES | {"volume", "mass", "power"}


class Span(NamedTuple):
    """A range in the base unit of its dimension, under the key by which ranges are compared.

    key: a parameter and its stream, or GENERIC and the dimension of a size
    """

    key: tuple[str, str]
    low: float
    high: float


class Mark(NamedTuple):
    """A standard: without issuer and year, then with the year if it is told, and the column."""

    family: str
    edition: str
    column: str


class Facts(NamedTuple):
    """What a document claims, its text included, in the form in which claims are compared."""

    spans: tuple[Span, ...]
    marks: tuple[Mark, ...]
    price: float
    kind: str


class Asked(NamedTuple):
    """A figure of a query, with the rule by which claims are judged."""

    rule: Literal["size", "rating", "inlet", "outlet"]
    span: Span
    measure: Measure


@cache
def base_unit(unit: str) -> tuple[str, float]:
    """The dimension of `unit`, and how many of the dimension's base unit it is."""
    dimension = units.dimension(unit)
    base = next(code for code in units.codes() if units.dimension(code) == dimension)
    return dimension, float(units.convert(Decimal(1), unit, base))


def ends(measure: Measure) -> tuple[str, float, float]:
    """The dimension of a measure, and its low and high end in the base unit."""
    dimension, factor = base_unit(measure.unit)
    low = -inf if measure.low is None else float(measure.low) * factor
    high = inf if measure.high is None else float(measure.high) * factor
    return dimension, low, high


def is_size(measure: Measure) -> bool:
    """Whether a measure says how large the thing is, so that several may add up."""
    return measure.stream == "rating" and base_unit(measure.unit)[0] in SIZES


def facts_of(document: Document) -> Facts:
    """The claims of `document`: its measures, standards and price, and what its text states."""
    spans: list[Span] = []
    for measure in (*document.measures, *sizes_in_text(document)):
        dimension, low, high = ends(measure)
        if measure.parameter != GENERIC:
            spans.append(Span((measure.parameter, measure.stream), low, high))
        if is_size(measure):
            spans.append(Span((GENERIC, dimension), low, high))
    marks = [mark_of(mark) for mark in (*document.standards, *standards_in_text(document))]
    price = float(document.price[0]) if document.price[0] is not None else -inf
    return Facts(tuple(spans), tuple(dict.fromkeys(marks)), price, document.kind or "")


def sizes_in_text(document: Document) -> list[Measure]:
    """Sizes told in the text and not stated as measures; a title's before a body's.

    Volumes and rates of a title count, of a body only rates that it calls a capacity.
    """
    stated = {base_unit(measure.unit)[0] for measure in document.measures if is_size(measure)}
    found: dict[tuple[str, str], list[units.FoundQuantity]] = {}
    for passage in document.passages:
        for quantity in units.find_quantities(passage.text, passage.language):
            dimension = units.dimension(quantity.unit)
            if dimension not in stated and _speaks_of_size(passage, quantity, dimension):
                found.setdefault((dimension, passage.field), []).append(quantity)
    return [
        _widest(quantities)
        for (dimension, field), quantities in sorted(found.items())
        if field == "title" or (dimension, "title") not in found
    ]


_CAPACITY = re.compile(
    r"\b(?:cong suat|luu luong|nang luc|quy mo|xu ly|capacity|throughput|flow|rated|treats?|for)\b"
)


def _speaks_of_size(passage: Passage, quantity: units.FoundQuantity, dimension: str) -> bool:
    if passage.field == "title":
        return dimension in RATES or dimension == "volume"
    before = passage.text[max(0, quantity.start - 30) : quantity.start].rpartition(";")[2]
    return dimension in RATES and _CAPACITY.search(fold(before)) is not None


def _widest(quantities: Sequence[units.FoundQuantity]) -> Measure:
    unit = quantities[0].unit
    low = min(units.convert(quantity.low, quantity.unit, unit) for quantity in quantities)
    high = max(units.convert(quantity.high, quantity.unit, unit) for quantity in quantities)
    return Measure(GENERIC, "rating", low, high, unit, essential=False)


_COLUMN = re.compile(r"[\s,(]*(?:cot|column|loai|class)\s*\(?([ab])\b")


def standards_in_text(document: Document) -> list[StandardMark]:
    """Standards that the text cites, with the column that follows them."""
    marks = []
    for passage in document.passages:
        for token in analyse(passage.text):
            if token.kind == "code" and code_family(token.folded):
                column = _COLUMN.match(fold(passage.text[token.end : token.end + 20]))
                marks.append(StandardMark(token.folded, column[1].upper() if column else None))
    return marks


def mark_of(mark: StandardMark) -> Mark:
    """`mark` in the form in which marks are compared."""
    cited = (token.folded for token in analyse(mark.code) if token.kind == "code")
    code = next(cited, fold(mark.code))
    readings = (code, *code_family(code))
    edition = next((reading for reading in readings[1:] if ":" in reading), "")
    if not edition and ":" in code:
        edition = code
    return Mark(readings[-1], edition, (mark.column or "").upper())


def asked_of(query: Document) -> list[Asked]:
    """The figures that `query` asks for; a size of one end is that size, not all above it."""
    asked = []
    for measure in (*query.measures, *sizes_in_text(query)):
        dimension, low, high = ends(measure)
        if low == -inf and high == inf:
            continue
        if is_size(measure):
            key = (GENERIC, dimension)
            if dimension not in RATES and measure.parameter != GENERIC:
                key = (measure.parameter, measure.stream)
            low, high = (high if low == -inf else low), (low if high == inf else high)
            asked.append(Asked("size", Span(key, low, high), measure))
        else:
            key = (measure.parameter, measure.stream)
            asked.append(Asked(measure.stream, Span(key, low, high), measure))
    return asked
