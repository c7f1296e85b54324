"""Tables as people send them: CSV of any encoding and separator, XLSX, XLS and ODS; and back.

A table is read whole, row for row with the number that a spreadsheet program shows, blank rows
too. Text is brought to NFC. What the file is decides its content, not its name.
"""

import csv
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import charset_normalizer
import xlsxwriter
from python_calamine import CalamineError, CalamineWorkbook, SheetVisibleEnum

from registry.domain.characters import printable

Cell = str | Decimal | date

SEPARATORS = ",;\t|"
# A quoted cell longer than this is a quote that somebody forgot to close.
_MOST_LINES = 20
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
# What a spreadsheet program would take for a formula.
_FORMULA = re.compile(r"^[=+@\t\r-]")


class SpreadsheetError(Exception):
    """The file is no table that can be read; the text says why."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number (from 1) as a spreadsheet program shows it, and its cells."""

    number: int
    cells: tuple[Cell, ...]

    def __bool__(self) -> bool:
        return any(cell != "" for cell in self.cells)


def read(path: Path) -> list[Row]:
    """All rows of a CSV file, or of a workbook's first visible sheet that holds anything.

    Raises :class:`SpreadsheetError`, and OSError for a file that can't be opened.
    """
    data = path.read_bytes()
    cells = _workbook(data) if data.startswith(_WORKBOOKS) else _csv(decode(data))
    rows = [Row(number, tuple(map(_cell, row))) for number, row in enumerate(cells, start=1)]
    if not any(rows):
        raise SpreadsheetError("the file holds no rows")
    return rows


def write(path: Path, rows: Sequence[Sequence[Cell]]) -> None:
    """The rows as XLSX or, under any other name, as CSV in UTF-8; the first one is the heading.

    Nothing in it becomes a formula or a link.
    """
    if path.suffix.lower() == ".xlsx":
        _write_workbook(path, rows)
        return
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([_written(cell) for cell in row] for row in rows)


def decode(data: bytes) -> str:
    """The text of a file: by its mark, as UTF-8, UTF-16 or windows-1258, else by likelihood.

    windows-1258, the old Vietnamese code page, writes tones as characters of their own; a text in
    which they all find their vowel is taken for it.
    """
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\0" in data[:200]:
        return data.decode("utf-16-le" if data[1:2] == b"\0" else "utf-16-be", errors="replace")
    for encoding in ("utf-8", "cp1258"):
        try:
            text = unicodedata.normalize("NFC", data.decode(encoding))
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or not any(tone in text for tone in _TONES):
            return text
    best = charset_normalizer.from_bytes(data).best()
    if best is None:
        raise SpreadsheetError("the text's encoding can't be told: save the file as UTF-8")
    return str(best)


def _csv(text: str) -> list[list[str]]:
    lines = io.StringIO(text, newline="").readlines()
    told = re.match(r"sep=(.)\s*$", lines[0]) if lines else None
    separator = told[1] if told else _separator(lines)
    rows = list(_records(lines[1:] if told else lines, separator))
    return [[], *rows] if told else rows


def _separator(lines: Sequence[str]) -> str:
    """The separator under which most of the first rows are equally wide, and the wider ones."""

    def fit(separator: str) -> tuple[float, int]:
        rows = [row for row in _records(lines[:60], separator) if any(row)]
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if not widths:
            return 0.0, 1
        width, count = widths.most_common(1)[0]
        return count / len(rows), width

    return max(SEPARATORS, key=fit)


def _records(lines: Sequence[str], separator: str) -> Iterator[list[str]]:
    """The records, each from one line or, where a quote is open, from several.

    A line with stray quotes is split at its separators, so that it can't swallow the lines below.
    """
    place = 0
    while place < len(lines):
        for taken in range(1, _MOST_LINES + 1):
            record = _strict("".join(lines[place : place + taken]), separator)
            if record is not None or place + taken >= len(lines):
                break
        if record is None:
            taken, record = 1, lines[place].rstrip("\r\n").split(separator)
        yield record
        place += taken


def _strict(text: str, separator: str) -> list[str] | None:
    """The one record in ``text``; None where its quotes don't close or stand astray."""
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    except csv.Error:
        return None
    return rows[0] if rows else []


def _workbook(data: bytes) -> list[list[Any]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for sheet in workbook.sheets_metadata:
            if sheet.visible == SheetVisibleEnum.Visible:
                rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False)
                if any(cell != "" for row in rows for cell in row):
                    return rows
    except CalamineError as error:
        raise SpreadsheetError(f"the workbook can't be read: {error}") from None
    return []


def _cell(value: Any) -> Cell:
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, int | float):
        return Decimal(repr(value)) if value != int(value) else Decimal(int(value))
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    text = printable(unicodedata.normalize("NFC", str(value))).strip(" \t\r\n\xa0\u200b\ufeff")
    return text[1:] if text[:1] == "'" and _FORMULA.match(text[1:]) else text


def _written(cell: Cell) -> str:
    """A cell of a CSV file as :func:`read` gives it back, and no program takes for a formula."""
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _write_workbook(path: Path, rows: Sequence[Sequence[Cell]]) -> None:
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(str(path), options) as workbook:
        sheet = workbook.add_worksheet()
        day = workbook.add_format({"num_format": "dd/mm/yyyy"})
        head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                if isinstance(cell, date):
                    sheet.write_datetime(
                        number, place, datetime(cell.year, cell.month, cell.day), day
                    )
                elif isinstance(cell, Decimal):
                    sheet.write_number(number, place, float(cell))
                else:
                    sheet.write_string(number, place, cell, None if number else head)
        sheet.freeze_panes(1, 0)
