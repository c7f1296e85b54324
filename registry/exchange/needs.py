"""Needs from a spreadsheet: each row to what it says, or to why it can't be taken.

Knows no organisation and writes nothing; registry/actions/import_needs.py makes drafts of it.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from matching.text import Language, fold, guess_language
from registry import codelists
from registry.domain.category import Category
from registry.domain.need import ItemKind
from registry.domain.need_content import ItemContent, NeedContent
from registry.exchange import need_cells, need_headings
from registry.exchange.need_headings import TITLES, Column, Headings
from registry.exchange.place_names import PlaceNames
from registry.exchange.spreadsheet import Cell, Row
from registry.exchange.titles import readable
from registry.i18n import N_

_TOTAL = re.compile(r"(?:tong(?: cong| so)?|cong|total|sum)\b[ :]*$")
_NUMBERING = re.compile(r"[(\[]?(\d{1,2})[)\]]?$")
_VNEPS = re.compile(r"(?:IB|PL|PR|KH|KHLCNT)\d{8,}(?:-\d+)?", re.I)
_LONGEST_VNEPS = 40


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a row is refused: the column's heading, and a message of the catalogues."""

    column: str
    message: str
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Read:
    """What one row says. ``item`` is what it says of the thing itself, kind and category perhaps
    open; ``notes`` are questions that don't keep the row from being taken."""

    row: Row
    content: NeedContent
    item: ItemContent | None = None
    faults: tuple[Fault, ...] = ()
    notes: tuple[Fault, ...] = ()

    @property
    def key(self) -> str:
        """The same for the same content, whatever the file's format, order or capitals."""
        said = repr((_casefolded(self.content), self.item and _casefolded(self.item)))
        return sha256(said.encode()).hexdigest()[:40]


@dataclass(frozen=True, slots=True)
class Table:
    """A whole file: its headings, what its rows say, and the rows that are no needs (totals)."""

    headings: Headings
    rows: tuple[Read, ...]
    passed_over: tuple[int, ...]


def read(rows: Sequence[Row], places: PlaceNames) -> Table:
    """What a table says. Raises SpreadsheetError where no column holds a title."""
    headings = need_headings.find(rows)
    names = places.names
    taken: list[Read] = []
    passed_over: list[int] = []
    for row in rows:
        if row.number <= headings.row.number or not row:
            continue
        if _is_no_need(row, headings):
            passed_over.append(row.number)
        else:
            taken.append(_Reader(row, headings, places, names).read())
    return Table(headings, tuple(taken), tuple(passed_over))


def _is_no_need(row: Row, headings: Headings) -> bool:
    """A row of totals, a row that numbers the columns, or the heading repeated on a new page."""
    told = [str(cell) for cell in row.cells if cell != ""]
    repeated = row.cells[: len(headings.row.cells)] == headings.row.cells
    numbers = [int(found[1]) for cell in told if (found := _NUMBERING.match(cell))]
    numbering = len(numbers) > 1 and numbers == [*range(numbers[0], numbers[0] + len(told))]
    return repeated or numbering or any(_TOTAL.match(fold(cell)) for cell in told[:3])


class _Reader:
    """Reads one row, collecting all its faults."""

    def __init__(
        self, row: Row, headings: Headings, places: PlaceNames, names: frozenset[str]
    ) -> None:
        self._row, self._headings, self._places, self._names = row, headings, places, names
        self._language: Language = "en" if headings.english else "vi"
        self._faults: list[Fault] = []
        self._notes: list[Fault] = []

    def read(self) -> Read:
        low, high = self._value(Column.BUDGET, self._budget) or (None, None)
        kind, category = self._kind_and_category()
        content = NeedContent(
            **self._titles(),
            **self._problems(),
            category=category,
            place=self._place(),
            closes_on=self._value(Column.CLOSES_ON, need_cells.day),
            budget_min=low,
            budget_max=high,
            vneps_number=self._vneps(),
        )
        item = self._item(kind, category, content, low if low == high else None)
        return Read(self._row, content, item, tuple(self._faults), tuple(self._notes))

    def _text(self, column: Column) -> str:
        cell = self._headings.cell(self._row, column)
        return f"{cell:%d/%m/%Y}" if isinstance(cell, date) else str(cell)

    def _value(self, column: Column, reader: Callable[[Cell], Any]) -> Any:
        """What ``reader`` makes of a cell; None for an empty one, or with a fault."""
        cell = self._headings.cell(self._row, column)
        if cell in ("", "-", "–"):
            return None
        try:
            return reader(cell)
        except need_cells.Unreadable as error:
            self._refuse(column, error.message, text=self._text(column), **error.values)
            return None

    def _refuse(self, column: Column, message: str, **values: Any) -> None:
        self._faults.append(Fault(self._headings.name(column), message, values))

    def _titles(self) -> dict[str, Any]:
        titles: dict[str, str] = {}
        for column in sorted(TITLES):
            if title := readable(self._text(column), self._names):
                own = {Column.TITLE_VI: "vi", Column.TITLE_EN: "en"}.get(column)
                titles.setdefault(f"title_{own or guess_language(title)}", title)
        if not titles:
            column = next(iter(sorted(TITLES & self._headings.columns.keys())))
            self._refuse(column, N_("There is no title: a need has at least a title."))
        return titles

    def _problems(self) -> dict[str, Any]:
        problems: dict[str, str] = {}
        if text := self._text(Column.PROBLEM):
            problems[f"problem_{guess_language(text)}"] = text
        if text := self._text(Column.PROBLEM_EN):
            problems["problem_en"] = text
        return problems

    def _kind_and_category(self) -> tuple[ItemKind | None, Category | None]:
        """Tender tables write the kind of purchase under "Lĩnh vực", so each column may hold
        either."""
        kind: ItemKind | None = None
        category: Category | None = None
        for column in (Column.KIND, Column.CATEGORY):
            text = self._text(column)
            if not text:
                continue
            if found := need_cells.coded(text, "category"):
                category = Category(found)
            elif as_kind := need_cells.coded(text, "item_kind"):
                kind = kind or ItemKind(as_kind)
            elif column is Column.CATEGORY:
                self._refuse(
                    column,
                    N_("“%(text)s” is not a category: write one like “%(like)s”, or nothing."),
                    text=text,
                    like=codelists.label("category", Category.WASTEWATER, "vi"),
                )
            else:
                self._refuse(
                    column,
                    N_("“%(text)s” is not a kind of purchase: write equipment, works, service or"
                       " material, or leave it empty."),
                    text=text,
                )  # fmt: skip
        return kind, category

    def _place(self) -> str | None:
        text = self._text(Column.PLACE)
        if not text:
            return None
        found = self._places.find(text, self._text(Column.DISTRICT))
        if found is None:
            self._refuse(
                Column.PLACE,
                N_("Hanoi has no commune or ward “%(text)s”: write its name as of 1 July 2025, or"
                   " leave it empty."),
                text=text,
            )  # fmt: skip
            return None
        if found.code is None:
            message = N_(
                "“%(text)s” now lies in %(places)s: the place was left empty, choose one of them."
            )
            values = {"text": text, "places": ", ".join(found.choices)}
            self._notes.append(Fault(self._headings.name(Column.PLACE), message, values))
        return found.code

    def _vneps(self) -> str | None:
        written = self._text(Column.VNEPS)
        if len(written) > _LONGEST_VNEPS:
            message = N_("Say it in at most %(most)s characters.")
            self._refuse(Column.VNEPS, message, most=_LONGEST_VNEPS)
            return None
        code = self._text(Column.CODE)
        if written or not code:
            return written or None
        if found := _VNEPS.search(code):
            return found[0].upper()
        message = N_("“%(text)s” is not a VNEPS number and was left out.")
        self._notes.append(Fault(self._headings.name(Column.CODE), message, {"text": code}))
        return None

    def _item(
        self,
        kind: ItemKind | None,
        category: Category | None,
        content: NeedContent,
        value: int | None,
    ) -> ItemContent | None:
        """What the row says of the thing: only where it has a quantity, a year or a kind."""
        amount = self._value(Column.QUANTITY, self._quantity)
        year = self._value(Column.YEAR, need_cells.year)
        unit = self._value(Column.UNIT, need_cells.unit) if amount is not None else None
        if amount is None and year is None and kind is None:
            return None
        quantity, own_unit = amount or (None, None)
        return ItemContent(
            number=1,
            kind=kind,
            category=category,
            title_vi=content.title_vi,
            title_en=content.title_en,
            quantity=quantity,
            unit=own_unit or unit,
            year=year,
            value=value,
        )

    def _quantity(self, cell: Cell) -> tuple[Decimal, str | None]:
        return need_cells.quantity(cell, self._language)

    def _budget(self, cell: Cell) -> tuple[int, int]:
        return need_cells.budget(cell, self._headings.multiple, self._language)


def _casefolded(content: Any) -> Any:
    """The content with its titles in small letters, for comparing."""
    titles = {name: getattr(content, name) for name in ("title_vi", "title_en")}
    return replace(content, **{name: t.casefold() if t else t for name, t in titles.items()})
