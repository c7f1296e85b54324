"""What differs between the languages: messages, dates, numbers, money, units. Knows no Flask.

English is the language of the source. Vietnamese messages stand in the catalogues
``registry/translations/vi/*.po``, one a section, merged when first used. Days and times are
Hanoi's.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

Code = Literal["vi", "en"]
LANGUAGES: tuple[Code, ...] = ("vi", "en")
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
FOLDER = Path(__file__).parent / "translations"

_VIETNAMESE_MARKS = str.maketrans(",.", ".,")
_BILLION, _MILLION = Decimal(10**9), Decimal(10**6)
_AMOUNTS = {
    "vi": {_BILLION: "tỷ", _MILLION: "triệu"},
    "en": {_BILLION: "billion", _MILLION: "million"},
}
_FROM = {"vi": "từ {}", "en": "from {}"}
_UP_TO = {"vi": "đến {}", "en": "up to {}"}

Number = int | float | Decimal


class CatalogueError(Exception):
    """Two catalogues of one language say different things for one message."""


def N_(message: str) -> str:
    """Mark a message for the catalogues where it can't be translated yet."""
    return message


@dataclass(frozen=True, slots=True)
class Language:
    """One of the two languages: how it says and writes things. From :func:`language`."""

    code: Code
    name: str
    _messages: NullTranslations

    def gettext(self, message: str, **values: Any) -> str:
        """The message in this language, with ``%(name)s`` filled in from ``values``."""
        text = self._messages.gettext(message) if message else ""
        return text % values if values else text

    def ngettext(self, one: str, many: str, n: int, **values: Any) -> str:
        """The message for ``n`` things; ``%(num)s`` is ``n`` where values are filled in."""
        text = self._messages.ngettext(one, many, n)
        return text % {"num": self.number(n), **values} if values else text

    def pick(self, vi: str | None, en: str | None) -> str:
        """The text in the reader's language, else in the other one, else ''."""
        own, other = (vi, en) if self.code == "vi" else (en, vi)
        return own or other or ""

    def pick_language(self, vi: str | None, en: str | None) -> str:
        """The language of what :meth:`pick` gives, for the attribute ``lang``."""
        if vi and en:
            return self.code
        return "vi" if vi else "en" if en else self.code

    def date(self, day: date | datetime) -> str:
        """``23/11/2026``; of a moment, its day in Hanoi."""
        if isinstance(day, datetime):
            day = day.astimezone(HANOI)
        return f"{day:%d/%m/%Y}"

    def datetime(self, moment: datetime) -> str:
        """``17:00 ngày 23/11/2026``; in English with the zone, ``23/11/2026, 17:00 (UTC+7)``."""
        local = moment.astimezone(HANOI)
        return (
            f"{local:%H:%M} ngày {local:%d/%m/%Y}"
            if self.code == "vi"
            else (f"{local:%d/%m/%Y}, {local:%H:%M} (UTC+7)")
        )

    def number(self, value: Number, places: int | None = None) -> str:
        """``1.500,5`` or ``1,500.5``: with ``places`` decimals, else as many as there are to 3."""
        exact = value if isinstance(value, int) else Decimal(str(value))
        if isinstance(exact, int) and places is None:
            text = f"{exact:,}"
        else:
            text = f"{_rounded(Decimal(exact), 3 if places is None else places):,f}"
        if places is None and "." in text:
            text = text.rstrip("0").rstrip(".")
        return text.translate(_VIETNAMESE_MARKS) if self.code == "vi" else text

    def money(self, dong: int) -> str:
        """``12,5 tỷ đồng`` or ``VND 12.5 billion``, rounded to two decimals, for running text."""
        return self._currency(self._short(dong))

    def money_range(self, low: int | None, high: int | None) -> str:
        """``12–15 tỷ đồng`` or ``VND 12–15 billion``; open at one end, or '' at both."""
        if low is None or high is None or low == high:
            return self._open_range(low, high)
        low_unit, high_unit = _money_unit(low), _money_unit(high)
        if low_unit == high_unit:
            return self._currency(f"{self._in_unit(low, low_unit)}–{self._short(high)}")
        return self._currency(f"{self._short(low)} – {self._short(high)}")

    def money_full(self, dong: int) -> str:
        """``12.500.000.000 đồng`` or ``VND 12,500,000,000``, exact, for tables."""
        return self._currency(self.number(dong))

    def quantity(self, value: Number, unit: str | None) -> str:
        """A number with its unit, by the unit's code: ``500 m³/ngày đêm``, ``18 vehicles``."""
        from matching import units

        if unit in (None, "1"):
            return self.number(value)
        name = units.label(unit, self.code, Decimal(str(value)))
        return f"{self.number(value)}{'' if name == '%' else ' '}{name}"

    def quantity_range(
        self, low: Number | None, high: Number | None, unit: str | None, *, asked: bool = False
    ) -> str:
        """``10–500 m³/day``. Open at one end: ``from 10 m³/day``, ``up to 30 mg/L``; where it is
        asked for, ``at least`` and ``at most``. '' without an end."""
        if low is not None and high is not None and low != high:
            return f"{self.number(low)}–{self.quantity(high, unit)}"
        if low is not None and high is not None:
            return self.quantity(low, unit)
        if low is not None:
            message = N_("at least %(value)s") if asked else N_("from %(value)s")
            return self.gettext(message, value=self.quantity(low, unit))
        if high is not None:
            message = N_("at most %(value)s") if asked else N_("up to %(value)s")
            return self.gettext(message, value=self.quantity(high, unit))
        return ""

    def read_number(self, text: str) -> Decimal:
        """``1.500,5`` or ``1,500.5``; ValueError for what is no number."""
        from matching import units

        return units.read_number(text, self.code)

    def read_money(self, text: str) -> int:
        """``1,5 tỷ``, ``VND 12.5 billion`` or ``1.500.000.000`` in dong; else ValueError."""
        from matching import units

        return units.read_money(text, self.code)

    def _open_range(self, low: int | None, high: int | None) -> str:
        if low is not None:
            text = self.money(low)
            return text if low == high else _FROM[self.code].format(text)
        return "" if high is None else _UP_TO[self.code].format(self.money(high))

    def _short(self, dong: int) -> str:
        unit = _money_unit(dong)
        return " ".join(filter(None, (self._in_unit(dong, unit), _AMOUNTS[self.code].get(unit))))

    def _in_unit(self, dong: int, unit: Decimal) -> str:
        return self.number(_rounded(dong / unit, 2))

    def _currency(self, amount: str) -> str:
        return f"{amount} đồng" if self.code == "vi" else f"VND {amount}"


def _rounded(value: Decimal, places: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _money_unit(dong: int) -> Decimal:
    """The largest unit, in dong, in which the amount is 1 or more (or is rounded to it)."""
    amount = abs(dong)
    if amount >= _BILLION or _rounded(amount / _MILLION, 2) >= 1000:
        return _BILLION
    return _MILLION if amount >= _MILLION else Decimal(1)


@cache
def language(code: str) -> Language:
    """The language with this code; ``LookupError`` for any other than :data:`LANGUAGES`."""
    if code not in LANGUAGES:
        raise LookupError(f"no such language: {code!r}")
    if code == "en":
        return Language("en", "English", NullTranslations())
    return Language("vi", "Tiếng Việt", compiled(catalogue(sorted((FOLDER / code).glob("*.po")))))


def catalogue(paths: list[Path], locale: str = "vi") -> Catalog:
    """The catalogues in ``paths`` merged into one.

    :class:`CatalogueError` where a message has two different translations.
    """
    merged = Catalog(locale=locale)
    for path in paths:
        with path.open("rb") as file:
            part = read_po(file, locale=locale, abort_invalid=True)
        for message in part:
            if not message.id:
                continue
            known = merged.get(message.id, message.context)
            if known is not None and (known.id, known.string) != (message.id, message.string):
                raise CatalogueError(
                    f"{path.name}: {message.id!r} is {message.string!r} here"
                    f" and {known.string!r} in another catalogue"
                )
            merged[message.id] = message
    return merged


def compiled(merged: Catalog) -> GNUTranslations:
    """The catalogue ready for use; fuzzy and empty translations are left out."""
    buffer = BytesIO()
    write_mo(buffer, merged)
    buffer.seek(0)
    return GNUTranslations(buffer)
