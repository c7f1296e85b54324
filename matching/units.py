"""Units of measure: their codes and labels, conversion, and quantities as people write them.

The codes, labels and names stand in `units.toml`, what they measure in `units.txt`, which pint
reads in place of its own definitions. pint is imported at the first conversion.
"""

import re
import tomllib
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import product, zip_longest
from pathlib import Path
from typing import Any

from matching.text import Language, fold, guess_language

_FOLDER = Path(__file__).parent


class UnknownUnit(ValueError):
    """A unit that `units.toml` does not list."""


class IncompatibleUnits(ValueError):
    """Two units that measure different things, as Nm3 and m3 do."""


class UnreadableNumber(ValueError):
    """A text that is no number, or no amount of dong."""


@dataclass(frozen=True, slots=True)
class _Unit:
    code: str
    vi: str
    en: str
    dimension: str
    names: tuple[str, ...]  # as numerator or by itself, the labels among them
    below: tuple[str, ...]  # as denominator
    plural: str
    pint: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with the code of its unit."""

    value: Decimal
    unit: str


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """A quantity or range in a text; `text[start:end]` is what was written, unit and all.

    `low` equals `high` where one value is given.
    """

    low: Decimal
    high: Decimal
    unit: str
    start: int
    end: int


@cache
def _units() -> dict[str, _Unit]:
    found = {}
    for row in tomllib.loads((_FOLDER / "units.toml").read_text("utf-8"))["unit"]:
        code, vi, en, plural = row["code"], row["vi"], row["en"], row.get("plural", row["en"])
        names = tuple(filter(None, dict.fromkeys((code, vi, en, plural, *row["names"]))))
        below, pint = (*names, *row.get("below", ())), row.get("pint", code)
        found[code] = _Unit(code, vi, en, row["dimension"], names, below, plural, pint)
    return found


def _known(code: str) -> _Unit:
    try:
        return _units()[code]
    except KeyError:
        raise UnknownUnit(f"Unknown unit: {code}") from None


def codes() -> tuple[str, ...]:
    """The codes of all units, in the order of `units.toml`."""
    return tuple(_units())


def label(code: str, language: Language, value: Decimal | int = 1) -> str:
    """How a unit is written after a number: "m³/ngày đêm"; raises UnknownUnit.

    With a `value` other than 1, English words stand in the plural: "months".
    """
    unit = _known(code)
    if language == "vi":
        return unit.vi
    return unit.en if value == 1 else unit.plural


def dimension(code: str) -> str:
    """What a unit measures: "volume_flow" for m3/day; raises UnknownUnit."""
    return _known(code).dimension


def comparable(a: str, b: str) -> bool:
    """Whether the values of two units can be compared; raises UnknownUnit."""
    return dimension(a) == dimension(b)


def convert(value: Decimal, source: str, target: str) -> Decimal:
    """`value` in another unit, exact to Decimal's 28 digits; raises IncompatibleUnits."""
    if source == target:
        return value
    if not comparable(source, target):
        raise IncompatibleUnits(f"{source} does not convert to {target}")
    exact = Fraction(value) * _factor(source) / _factor(target)
    result = Decimal(exact.numerator) / Decimal(exact.denominator)
    return Decimal(f"{result.normalize():f}")  # 500, neither 500.00 nor 5E+2


@cache
def _factor(code: str) -> Fraction:
    """How many of pint's base units one of this unit is."""
    return Fraction(_registry().parse_expression(_known(code).pint).to_base_units().magnitude)


@cache
def _registry() -> Any:
    from pint import UnitRegistry

    return UnitRegistry(str(_FOLDER / "units.txt"), non_int_type=Fraction, cache_folder=None)


class _OneForOne(dict[int, str]):
    """A table for str.translate that keeps offsets: characters folded, invisible ones a space."""

    def __missing__(self, code: int) -> str:
        self[code] = fold(chr(code)) or " "
        return self[code]


_FOLDED = _OneForOne()
_LOOSE = re.compile(r"[\s.\-^]")
_OVER = r"\s?/\s?|\s+(?:per|a|moi|mot)\s+"


def _key(name: str) -> str:
    """A name by which units are looked up: folded, without spaces, dots, hyphens."""
    return _LOOSE.sub("", name.translate(_FOLDED))


def _agrees(written: str, name: str) -> bool:
    """Whether each accented letter of `written` stands in `name`: "trăm" is no "trạm"."""
    pairs = zip(_LOOSE.sub("", written.lower()), _LOOSE.sub("", name.lower()), strict=False)
    return all(w == n or w == fold(w) or not w.isalpha() for w, n in pairs)


@cache
def _spellings() -> dict[str, tuple[str, str]]:
    """Key to code and accented spelling, for all names and all names over all names."""
    units = _units()
    found = {_key(name): (unit.code, name) for unit in units.values() for name in unit.names}
    for code in units:
        above, _, below = code.partition("/")
        if above in units and below in units:
            for pair in product(units[above].names, units[below].below):
                name = "/".join(pair)
                found.setdefault(_key(name), (code, name))
    return {key: known for key, known in found.items() if key != "1"}


@cache
def _unit_pattern() -> re.Pattern[str]:
    """A unit after up to two spaces: one name, or one name over another."""
    names = {name for unit in _units().values() for name in unit.below} - {"1"}
    patterns = sorted({_name_pattern(name) for name in names}, key=len, reverse=True)
    one = f"(?:{'|'.join(patterns)})(?![a-z0-9])"
    over = rf"(?P<over>{_OVER})(?P<below>{one})"
    return re.compile(rf"\s{{0,2}}(?P<above>{one})(?:{over})?(?P<more>\s?/)?")


def _name_pattern(name: str) -> str:
    parts = re.split(r"[\s.\-]+", name.translate(_FOLDED))
    loose = r"[\s.\-]{0,2}".join(map(re.escape, parts))
    return re.sub(r"(?<=m)(?=[23]$)", r"\\^?", loose)


def _look_up(written: str) -> str | None:
    """The code of a unit as written, if its accents agree."""
    written = unicodedata.normalize("NFC", written)
    code, name = _spellings().get(_key(written), (None, ""))
    return code if code and _agrees(written, name) else None


def find_unit(text: str) -> str | None:
    """The code of the unit that `text` names, with or without accents; None if it is none.

    "m³/ngày.đêm", "m3/ngd", "m3 per day" are all m3/day.
    """
    written = unicodedata.normalize("NFC", text).strip()
    over = re.search(_OVER, written.translate(_FOLDED))
    if over and over[0].strip() != "/":
        written = f"{written[: over.start()]}/{written[over.end() :]}"
    return _look_up(written)


def _unit_at(written: str, folded: str, start: int) -> tuple[str, int] | None:
    """Code and end of the unit that begins at `start` in running text."""
    if (found := _unit_pattern().match(folded, start)) is None:
        return None
    above, below = (written[slice(*found.span(part))] for part in ("above", "below"))
    if found["below"] and (code := _look_up(f"{above}/{below}")):
        return code, found.end("below")
    if found["more"] or (found["over"] or "").strip() == "/":
        return None  # an unknown ratio is not its numerator
    code = _look_up(above)
    return (code, found.end("above")) if code else None


_GROUPED = re.compile(r"([+-]?\d{1,3}(?: \d{3})+)((?:[.,]\d+)?)")
_NUMBER = r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?(?!\d)|\d+(?:[.,]\d+)*"


def read_number(text: str, language: Language = "vi") -> Decimal:
    """A number as people write it in Vietnamese or English; raises UnreadableNumber.

    Where both signs stand, the last is the decimal sign ("1.500,5", "1,500.5"); a sign that
    stands twice groups thousands, as a space does. A single sign before other than three digits,
    or after a nought, is the decimal sign. What is left decides by language: "1.500" is 1500 in
    Vietnamese and 1.5 in English, "1,500" the other way round; but "60,000" is 60000 in either,
    since nobody gives three noughts as decimals after a comma.
    """
    plain = " ".join(unicodedata.normalize("NFC", text).translate(_FOLDED).split())
    if grouped := _GROUPED.fullmatch(plain):
        return Decimal(grouped[1].replace(" ", "") + grouped[2].replace(",", "."))
    if not re.fullmatch(r"[+-]?\d+(?:[.,]\d+)*", plain):
        raise UnreadableNumber(f"Not a number: {text}")
    decimal_sign = _decimal_sign(plain, language)
    whole, _, fraction = plain.partition(decimal_sign) if decimal_sign else (plain, "", "")
    if not re.fullmatch(r"[+-]?\d+|[+-]?\d{1,3}(?:\.\d{3})+|[+-]?\d{1,3}(?:,\d{3})+", whole):
        raise UnreadableNumber(f"Not a number: {text}")
    return Decimal(re.sub("[.,]", "", whole) + (f".{fraction}" if fraction else ""))


def _decimal_sign(number: str, language: Language) -> str:
    """The decimal sign of a number of digits and signs; empty if it has none."""
    signs = re.findall("[.,]", number)
    if len(set(signs)) == 2:
        return signs[-1] if signs.count(signs[-1]) == 1 else ""
    if len(signs) != 1:
        return ""
    whole, fraction = re.split("[.,]", number.lstrip("+-"))
    if len(fraction) != 3 or len(whole) > 3 or whole.startswith("0"):
        return signs[0]
    grouping = "." if language == "vi" else ","
    return "" if signs[0] == grouping or (signs[0] == "," and fraction == "000") else signs[0]


# Multiples with the language of their name
_MULTIPLES: dict[str, tuple[Language, int]] = {
    **dict.fromkeys(("tỷ", "tỉ"), ("vi", 10**9)),
    **dict.fromkeys(("triệu", "tr"), ("vi", 10**6)),
    "vạn": ("vi", 10**4),
    **dict.fromkeys(("nghìn", "ngàn"), ("vi", 10**3)),
    **dict.fromkeys(("billion", "bn"), ("en", 10**9)),
    **dict.fromkeys(("million", "mn", "mio"), ("en", 10**6)),
    **dict.fromkeys(("thousand", "k"), ("en", 10**3)),
}
_MULTIPLE = "|".join(sorted({fold(name) for name in _MULTIPLES}, key=len, reverse=True))


def _multiple(written: str) -> tuple[Language, int] | None:
    """Language and size of a multiple as written; None if it is none or its accents differ."""
    names = (name for name in _MULTIPLES if fold(name) == fold(written) and _agrees(written, name))
    return next((_MULTIPLES[name] for name in names), None)


_DONG = re.compile(r"^(?:vnd|dong)\s*|(?<![a-z])(?:viet nam dong|vnd|dong|d)$")
_PART = re.compile(rf"({_NUMBER})\s*({_MULTIPLE})?(?![a-z])( ruoi(?![a-z]))?\s*")


def read_money(text: str, language: Language = "vi") -> int:
    """An amount in dong: "1,5 tỷ", "12 tỷ 500 triệu", "VND 12.5 billion"; raises UnreadableNumber.

    The word for a multiple tells the language of its number. Other currencies, amounts below
    nought and parts of a dong are refused.
    """
    written = " ".join(unicodedata.normalize("NFC", text).lower().split()).strip(" .")
    folded = written.translate(_FOLDED)
    for _ in range(2):  # before and after
        if dong := _DONG.search(folded):
            written = (written[: dong.start()] + written[dong.end() :]).strip(" .")
            folded = written.translate(_FOLDED)
    amount, last, place = Decimal(0), 0, 0
    while place < len(folded):
        part = _PART.match(folded, place)
        multiple = _multiple(written[slice(*part.span(2))]) if part and part[2] else (language, 1)
        if part is None or multiple is None or (last and multiple[1] >= last):
            raise UnreadableNumber(f"Not an amount of money: {text}")
        value = read_number(part[1], multiple[0]) + (Decimal("0.5") if part[3] else 0)
        amount, last, place = amount + value * multiple[1], multiple[1], part.end()
    if not last or amount != amount.to_integral():
        raise UnreadableNumber(f"Not an amount of money: {text}")
    return int(amount)


_AMOUNT = re.compile(
    rf"(?<![\w.,])(?P<number>{_NUMBER})(?:\s?(?P<multiple>{_MULTIPLE})(?![a-z0-9]))?"
)
_RANGE = re.compile(r"\s*(?:-|~|÷|to|den|toi|and|va)\s*")
_COUNTS = {"piece", "set", "vehicle", "station", "system", "lot", "person", "household"}


def read_quantity(text: str, language: Language = "vi") -> Quantity:
    """The one quantity that `text` states: "1.500,5 m3/ngđ"; a bare number has the unit 1.

    Raises UnreadableNumber or UnknownUnit.
    """
    written = unicodedata.normalize("NFC", text).strip()
    if (amount := _AMOUNT.match(written.translate(_FOLDED))) is None:
        raise UnreadableNumber(f"Not a quantity: {text}")
    value, end = _value(amount, written, language)
    rest = written[end:].strip()
    unit = find_unit(rest) if rest else "1"
    if unit is None:
        raise UnknownUnit(f"Unknown unit: {rest}")
    return Quantity(value, unit)


def _value(amount: re.Match[str], written: str, language: Language) -> tuple[Decimal, int]:
    """Value and end of an amount with its multiple, if that is one."""
    found = _multiple(written[slice(*amount.span("multiple"))]) if amount["multiple"] else None
    if found is None:
        return read_number(amount["number"], language), amount.end("number")
    return read_number(amount["number"], found[0]) * found[1], amount.end("multiple")


def find_quantities(text: str, language: Language | None = None) -> list[FoundQuantity]:
    """Quantities and ranges in running text of either language, in reading order.

    Only numbers with a unit count. Without a `language`, it is guessed from the text.
    """
    language = language or guess_language(text)
    written = unicodedata.normalize("NFC", text)
    amounts = list(_amounts(written, language))
    found: list[FoundQuantity] = []
    joined = False
    for amount, after in zip_longest(amounts, amounts[1:]):
        value, unit, start, end = amount
        if joined:  # taken as the upper end of the range before
            joined = False
        elif after and after[1] and _is_range(amount, after, written):
            found.append(FoundQuantity(value, after[0], after[1], start, after[3]))
            joined = True
        elif unit:
            found.append(FoundQuantity(value, value, unit, start, end))
    if written == text:
        return found
    return [replace(q, start=_offset(text, q.start), end=_offset(text, q.end)) for q in found]


_Amount = tuple[Decimal, str | None, int, int]  # value, unit, start, end


def _amounts(written: str, language: Language) -> Iterator[_Amount]:
    """Numbers of a text with their units, where they have one."""
    folded = written.translate(_FOLDED)
    place = 0
    while amount := _AMOUNT.search(folded, place):
        try:
            value, end = _value(amount, written, language)
        except UnreadableNumber:  # a date, a version
            place = amount.end("number")
            continue
        unit = _unit_at(written, folded, end)
        after_year = 1990 <= value <= 2100 and folded.endswith("nam ", 0, amount.start())
        if unit and unit[0] in _COUNTS and after_year:
            unit = None  # "năm 2026 hệ thống …" counts no systems
        place = unit[1] if unit else end
        yield value, unit[0] if unit else None, amount.start(), place


def _is_range(low: _Amount, high: _Amount, written: str) -> bool:
    joins = _RANGE.fullmatch(written[low[3] : high[2]].translate(_FOLDED)) is not None
    return joins and low[1] in (None, high[1]) and low[0] < high[0]


def _offset(text: str, composed: int) -> int:
    """Where a place of the composed text stands in `text`."""

    def length(end: int) -> int:
        return len(unicodedata.normalize("NFC", text[:end]))

    return bisect_right(range(len(text) + 1), composed, key=length) - 1
