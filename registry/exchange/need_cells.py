"""Single cells of a spreadsheet of needs: days, years, sums, quantities, units, names of codes."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any

from matching import units
from matching.text import Language, fold
from registry import codelists
from registry.domain.category import Category
from registry.domain.need import ItemKind
from registry.exchange.spreadsheet import Cell
from registry.i18n import LANGUAGES, N_

YEARS = range(2020, 2061)
_MOST_DONG = 10**16
_SCALED = re.compile(r"[^\d.,\s].*$")
_RANGE = re.compile(r"\s*(?:[-–~]|đến|tới|to)\s*")
_DAYS = (
    re.compile(r"(?P<d>\d{1,2})[/.-](?P<m>\d{1,2})[/.-](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"ngay (?P<d>\d{1,2}) thang (?P<m>\d{1,2}) nam (?P<y>\d{4})"),
)
_EXCEL_DAY_0 = date(1899, 12, 30)
_PACKAGES = frozenset({"goi", "tron goi", "goi thau", "hang muc", "cong trinh", "package"})
# What people write besides the portal's own names, without accents.
_OTHERS: dict[str, Mapping[StrEnum, str]] = {
    "item_kind": {
        ItemKind.EQUIPMENT: "thiet bi|hang hoa|mua sam|mua sam hang hoa|goods|hh",
        ItemKind.WORKS: "xay lap|cong trinh|xay dung|hon hop|construction|epc|xl",
        ItemKind.SERVICE: "dich vu|tu van|phi tu van|dich vu tu van|dich vu phi tu van|services"
        "|consulting services",
        ItemKind.MATERIAL: "vat tu|vat lieu|hoa chat|che pham|materials",
    },
    "category": {
        Category.WASTEWATER: "nuoc thai|thoat nuoc va xu ly nuoc thai",
        Category.EXHAUST_GAS: "khi thai|bui|bui khi thai",
        Category.SOLID_WASTE_COLLECTION: "thu gom rac|thu gom van chuyen rac|thu gom",
        Category.SOLID_WASTE_RECYCLING: "tai che|xu ly rac|xu ly chat thai ran",
        Category.HAZARDOUS_WASTE: "chat thai nguy hai|chat thai y te|ctnh",
        Category.MONITORING: "quan trac|monitoring",
        Category.WATER_SUPPLY: "cap nuoc|nuoc sach|water supply",
        Category.ENERGY_SAVING: "tiet kiem nang luong|nang luong",
    },
}


class Unreadable(Exception):
    """A cell that can't be read; ``message`` says how to write it, with ``values`` filled in."""

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message)
        self.message, self.values = message, values


def day(cell: Cell) -> date:
    """A day: of the program itself, 30/06/2027, 2027-06-30, "ngày 30 tháng 6 năm 2027"."""
    message = N_("“%(text)s” is not a day: write it as day/month/year, like 30/06/2027.")
    if isinstance(cell, date):
        return cell
    if isinstance(cell, Decimal):
        if cell == int(cell) and 40000 < cell < 60000:  # a day as Excel counts it
            return _EXCEL_DAY_0 + timedelta(days=int(cell))
        raise Unreadable(message)
    for pattern in _DAYS:
        if found := pattern.search(fold(cell)):
            try:
                return date(*(int(found[part]) for part in "ymd"))
            except ValueError:
                break
    raise Unreadable(message)


def year(cell: Cell) -> int:
    """The year; of several, as in "2026-2028", the first."""
    text = str(cell.year) if isinstance(cell, date) else str(cell)
    found = re.search(r"(?<!\d)20\d\d(?!\d)", text)
    if found is None or int(found[0]) not in YEARS:
        message = N_("“%(text)s” is not a year between %(first)s and %(last)s.")
        raise Unreadable(message, first=str(YEARS[0]), last=str(YEARS[-1]))
    return int(found[0])


def quantity(cell: Cell, language: Language) -> tuple[Decimal, str | None]:
    """A number above zero, with the unit that the same cell gives, if it does."""
    message = N_("“%(text)s” is not a quantity: write a number above zero, such as 1.500,5.")
    if isinstance(cell, date):
        raise Unreadable(message)
    try:
        found = (
            units.Quantity(cell, "1")
            if isinstance(cell, Decimal)
            else units.read_quantity(cell, language)
        )
    except units.UnknownUnit:
        raise Unreadable(
            N_("“%(text)s” has a unit that the portal does not know: write the number alone.")
        ) from None
    except units.UnreadableNumber:
        raise Unreadable(message) from None
    if found.value <= 0:
        raise Unreadable(message)
    return found.value, None if found.unit == "1" else found.unit


def unit(cell: Cell) -> str | None:
    """The code of a unit; None for a package, which is counted and not measured."""
    text = str(cell)
    if fold(text) in _PACKAGES:
        return None
    code = units.find_unit(text)
    if code is None:
        message = N_("“%(text)s” is not a unit that the portal knows: write one like m3 or bộ.")
        raise Unreadable(message)
    return code


def budget(cell: Cell, multiple: Decimal, language: Language) -> tuple[int, int]:
    """A sum or range in dong. A bare number counts in ``multiple``; words count for themselves."""
    message = N_("“%(text)s” is not a sum: write it like 1,5 tỷ, 850 triệu or 1.500.000.000.")
    if isinstance(cell, date):
        raise Unreadable(message)
    try:
        amounts = [_dong(part, multiple, language) for part in _ends(cell)]
    except units.UnreadableNumber:
        raise Unreadable(message) from None
    low, high = amounts[0], amounts[-1]
    if not 0 <= low <= high < _MOST_DONG:
        raise Unreadable(message)
    return low, high


def coded(text: str, kind: str) -> str | None:
    """The code that ``text`` names: by itself, by its label in either language, or otherwise.

    ``kind`` is a codelist, item_kind or category.
    """
    return _names(kind).get(_words(text))


def _ends(cell: str | Decimal) -> list[str | Decimal]:
    """ "12-15 tỷ" → "12 tỷ" and "15 tỷ"; anything else as it is."""
    if isinstance(cell, Decimal):
        return [cell]
    parts = [part for part in _RANGE.split(cell) if part]
    if len(parts) != 2:
        return [cell]
    scale = _SCALED.search(parts[1])
    low = f"{parts[0]} {scale[0]}" if scale and not _SCALED.search(parts[0]) else parts[0]
    return [low, parts[1]]


def _dong(amount: str | Decimal, multiple: Decimal, language: Language) -> int:
    if isinstance(amount, str):
        if re.search(r"[^\d.,\s+-]", amount):
            return units.read_money(amount, language)
        amount = units.read_number(amount, language)
    dong = amount * multiple
    if dong != dong.to_integral():
        raise units.UnreadableNumber("a part of a dong")
    return int(dong)


@cache
def _names(kind: str) -> dict[str, str]:
    found = {name: code.value for code, names in _OTHERS[kind].items() for name in names.split("|")}
    for language in LANGUAGES:
        for code, label in codelists.options(kind, language):
            found[_words(code)] = found[_words(label)] = code
    return found


def _words(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", fold(text)))
