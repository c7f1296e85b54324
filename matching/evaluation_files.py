"""Files of labelled cases: offerings and needs as JSON lines, labels as tab-separated lines.

UTF-8, one object a line; a field that is missing or null is not told. A line that can't be read
is named by file, line and field. A unit that ``units`` doesn't know leaves its size untold.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from math import isfinite
from pathlib import Path
from typing import Any, cast

from matching import units
from matching.documents import Document, Field, Measure, Passage
from matching.facts import GENERIC, RATES, SIZES
from matching.text import Language

KINDS = ("technology", "equipment", "material", "service")
LANGUAGES: tuple[Language, ...] = ("vi", "en")
GRADES = range(4)

Labels = dict[str, dict[str, int]]
"""Grades by need and offering."""


class LabelFileError(ValueError):
    """A line that can't be read, by `file`, `line` (from 1) and `field`."""

    def __init__(self, file: Path, line: int, field: str, fault: str) -> None:
        super().__init__(f"{file}, line {line}, field {field}: {fault}")
        self.file, self.line, self.field = file, line, field


class _Line:
    """One object of a file, whose fields are checked as they are read."""

    def __init__(self, file: Path, number: int, fields: Mapping[str, Any]) -> None:
        self._file, self._number, self._fields = file, number, fields

    def error(self, field: str, fault: str) -> LabelFileError:
        return LabelFileError(self._file, self._number, field, fault)

    def text(self, field: str, required: bool = False) -> str:
        """A text without blanks at its ends; "" where it is not told."""
        value = self._fields.get(field)
        if value is None and not required:
            return ""
        if not isinstance(value, str):
            raise self.error(field, "is missing" if value is None else "must be text")
        if required and not value.strip():
            raise self.error(field, "must not be empty")
        return value.strip()

    def language(self) -> Language:
        value = self.text("lang", required=True)
        if value not in LANGUAGES:
            raise self.error("lang", "must be vi or en")
        return cast(Language, value)

    def kind(self) -> str | None:
        value = self.text("kind")
        if value and value not in KINDS:
            raise self.error("kind", f"must be one of {', '.join(KINDS)}")
        return value or None

    def number(self, field: str) -> Decimal | None:
        """A number, of an object within the line as "capacity.min"; None where it is not told."""
        outer, _, name = field.rpartition(".")
        value = (self.inner(outer) if outer else self._fields).get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float) or not isfinite(value):
            raise self.error(field, "must be a number")
        return Decimal(str(value))

    def texts(self, field: str) -> tuple[str, ...] | None:
        """A list of texts; None where it is not told."""
        value = self._fields.get(field)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
            raise self.error(field, "must be a list of texts")
        return tuple(value)

    def inner(self, field: str) -> Mapping[str, Any]:
        """An object within the line; empty where it is not told."""
        value = self._fields.get(field)
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self.error(field, "must be an object")
        return value

    def span(self, field: str) -> tuple[Decimal | None, Decimal | None]:
        """The ends of an object with min and max."""
        low, high = self.number(f"{field}.min"), self.number(f"{field}.max")
        if low is not None and high is not None and low > high:
            raise self.error(f"{field}.min", "must not be above max")
        return low, high

    def unit(self, field: str) -> str | None:
        value = self.inner(field).get("unit")
        if value is not None and not isinstance(value, str):
            raise self.error(f"{field}.unit", "must be text")
        return units.find_unit(value) if value else None

    def capacity(self) -> tuple[Measure, ...]:
        """The capacity as a measure; none where it or its unit is unknown."""
        low, high = self.span("capacity")
        unit = self.unit("capacity")
        if unit is None or (low is None and high is None) or units.dimension(unit) not in SIZES:
            return ()
        return (Measure(GENERIC, "rating", low, high, unit, essential=False),)

    def rate(self) -> tuple[Measure, ...]:
        """A quantity in a rate unit, which is a capacity asked for."""
        value = self.number("quantity.value")
        unit = self.unit("quantity")
        if unit is None or value is None or units.dimension(unit) not in RATES:
            return ()
        return (Measure(GENERIC, "rating", value, value, unit, essential=False),)


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """The lines of `file` that are not empty, numbered from 1."""
    for number, line in enumerate(file.read_bytes().split(b"\n"), start=1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").strip(" \r")
        except UnicodeDecodeError:
            raise LabelFileError(file, number, "line", "is not UTF-8") from None
        if text:
            yield number, text


def read_objects(file: Path) -> Iterator[_Line]:
    """The objects of a JSONL file, whose ids must be told once each; raises LabelFileError."""
    seen: set[str] = set()
    for number, text in _lines(file):
        try:
            fields = json.loads(text)
        except json.JSONDecodeError as error:
            raise LabelFileError(file, number, "line", f"is not JSON ({error.msg})") from None
        if not isinstance(fields, dict):
            raise LabelFileError(file, number, "line", "is not an object")
        line = _Line(file, number, fields)
        id = line.text("id", required=True)
        if id in seen:
            raise line.error("id", f"{id} stands twice")
        if any(mark in id for mark in "\t\n\r"):
            raise line.error("id", "must not hold tabs or line ends")
        seen.add(id)
        yield line


def read_offerings(file: Path) -> list[Document]:
    """The offerings of a JSONL file; raises LabelFileError.

    A company's name is a part of the body: it often tells the trade.
    """
    return [_offering(line) for line in read_objects(file)]


def _offering(line: _Line) -> Document:
    language = line.language()
    passages = [("title", line.text("title", True)), ("body", line.text("summary", True))]
    passages.append(("body", line.text("company")))
    low, high = line.span("price_vnd")
    return Document(
        id=line.text("id"),
        passages=_passages(language, passages),
        category=line.text("category") or None,
        kind=line.kind(),
        country=line.text("country") or None,
        measures=line.capacity(),
        price=(_dong(low), _dong(high)),
    )


def read_needs(file: Path) -> list[Document]:
    """The needs of a JSONL file as queries; raises LabelFileError."""
    return [_need(line) for line in read_objects(file)]


def _need(line: _Line) -> Document:
    language = line.language()
    title = line.text("title", True)
    budget = line.number("budget_vnd")
    return Document(
        id=line.text("id"),
        passages=_passages(
            language, [("title", title), ("body", line.text("description") or title)]
        ),
        category=line.text("category") or None,
        measures=line.capacity() or line.rate(),
        price=(None, _dong(budget)),
    )


@dataclass(frozen=True, slots=True)
class Query:
    """What somebody typed into the search.

    type: a free word, by which figures are reported apart
    relevant: the ids of what should be found; None where it is not labelled
    """

    id: str
    text: str
    type: str = ""
    relevant: tuple[str, ...] | None = None


def read_queries(file: Path) -> list[Query]:
    """The queries of a JSONL file; raises LabelFileError."""
    return [
        Query(line.text("id"), line.text("query", True), line.text("type"), line.texts("relevant"))
        for line in read_objects(file)
    ]


def _passages(language: Language, texts: Iterable[tuple[str, str]]) -> tuple[Passage, ...]:
    return tuple(Passage(cast(Field, field), language, text) for field, text in texts if text)


def _dong(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


def read_labels(file: Path, needs: Iterable[str], offerings: Iterable[str]) -> Labels:
    """The grades of a tab-separated file: need, offering, grade; raises LabelFileError.

    Grades of needs or offerings that are not among those given are left out.
    """
    known_needs, known_offerings = set(needs), set(offerings)
    labels: Labels = {}
    for number, text in _lines(file):
        cells = [cell.strip() for cell in text.split("\t")]
        if len(cells) != 3:
            raise LabelFileError(file, number, "line", "must have three cells, by tabs")
        need, offering, grade = cells
        for field, value in (("need", need), ("offering", offering)):
            if not value:
                raise LabelFileError(file, number, field, "must not be empty")
        if not (grade.isascii() and grade.isdigit() and int(grade) in GRADES):
            raise LabelFileError(file, number, "grade", "must be 0, 1, 2 or 3")
        if need in known_needs and offering in known_offerings and int(grade):
            labels.setdefault(need, {})[offering] = int(grade)
    return labels
