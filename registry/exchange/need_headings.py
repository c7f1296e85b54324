"""Which column of a spreadsheet of needs means what, by headings in either language."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from matching.text import fold
from registry.exchange.spreadsheet import Cell, Row, SpreadsheetError


class Column(StrEnum):
    """What a column holds."""

    TITLE = "title"
    TITLE_VI = "title_vi"
    TITLE_EN = "title_en"
    PROBLEM = "problem"
    PROBLEM_EN = "problem_en"
    CATEGORY = "category"
    KIND = "kind"
    PLACE = "place"
    DISTRICT = "district"
    QUANTITY = "quantity"
    UNIT = "unit"
    BUDGET = "budget"
    YEAR = "year"
    CLOSES_ON = "closes_on"
    VNEPS = "vneps"
    CODE = "code"


TITLES = frozenset({Column.TITLE, Column.TITLE_VI, Column.TITLE_EN})
# Headings without accents, the surest first. "Đơn vị" alone is not listed: it may be the agency.
_NAMES: dict[Column, str] = {
    Column.TITLE: "title|tieu de|ten nhu cau|ten goi thau|ten nhiem vu|ten cong trinh|ten du an"
    "|ten hang hoa|ten thiet bi|ten hang muc|ten danh muc|ten|nhu cau|goi thau|danh muc|hang muc"
    "|noi dung nhu cau|noi dung mua sam|noi dung cong viec|noi dung|need|package name|package|name",
    Column.TITLE_VI: "title vi|vietnamese title|title in vietnamese|ten tieng viet"
    "|tieu de tieng viet",
    Column.TITLE_EN: "title en|english title|title in english|ten tieng anh|tieu de tieng anh",
    Column.PROBLEM: "problem|description|problem vi|mo ta|mo ta chi tiet|van de|hien trang"
    "|noi dung chi tiet|thuyet minh|muc tieu|su can thiet",
    Column.PROBLEM_EN: "problem en|description en|mo ta tieng anh|description in english",
    Column.CATEGORY: "category|linh vuc moi truong|linh vuc|nhom linh vuc|nhom",
    Column.KIND: "kind|loai|loai hinh|loai goi thau|linh vuc dau thau|linh vuc lcnt|type",
    Column.PLACE: "commune or ward|commune|ward|place|location|xa phuong|phuong xa"
    "|xa phuong thi tran|don vi hanh chinh|dia diem thuc hien|dia diem|dia ban|phuong|xa",
    Column.DISTRICT: "district|quan huyen|huyen quan|quan huyen thi xa|quan huyen cu|huyen|quan",
    Column.QUANTITY: "quantity|qty|so luong|khoi luong|sl|kl",
    Column.UNIT: "unit|unit of measure|don vi tinh|dvt|d v t",
    Column.BUDGET: "budget|estimated budget|estimated value|kinh phi du kien|kinh phi|du toan"
    "|du kien kinh phi|gia du toan|du toan kinh phi|gia goi thau|tong muc dau tu|gia tri du kien"
    "|gia tri|du kien gia tri|thanh tien|von dau tu|value",
    Column.YEAR: "year|planned year|nam thuc hien|nam ke hoach|nam du kien|ke hoach nam|nam",
    Column.CLOSES_ON: "closing day|closing date|deadline|han chot|han nhan thong tin|han gui"
    "|ngay dong|ngay het han|han tiep nhan|ngay ket thuc nhan|thoi han nhan thong tin",
    Column.VNEPS: "vneps number|vneps|so tbmt|ma tbmt|so thong bao moi thau|so khlcnt|ma khlcnt"
    "|ma ke hoach lua chon nha thau|so ke hoach|ma ke hoach|plan code|plan number|notice number",
    Column.CODE: "code|ma so|ma goi thau|ma|so hieu|number",
}
# Columns that nobody misses when they are not read.
_PASSED_OVER = re.compile(r"(?:stt|tt|no|so tt|so thu tu)?$")
# Columns that an earlier import added to a file to mend.
_REFUSAL = re.compile(r"(?:refused|bi tu choi) ")
_ENGLISH = frozenset({"title", "need", "name", "package", "package name", "title en"})
_MOST_ROWS_ABOVE = 30
_LONGEST_HEADING = 60
_MULTIPLES = (
    (re.compile(r"\b(?:ty|ti|billion|bn)\b"), Decimal(10**9)),
    (re.compile(r"\b(?:trieu|trd|tr d|million|mn)\b"), Decimal(10**6)),
    (re.compile(r"\b(?:nghin|ngan|1 000|1000|thousand)\b"), Decimal(1000)),
)


@dataclass(frozen=True, slots=True)
class Headings:
    """The heading row: ``columns`` by what they hold, ``names`` as written.

    ``multiple``: what sums are counted in ("Dự toán (tỷ đồng)"). ``unread``: the names of columns
    that mean nothing here.
    """

    row: Row
    columns: dict[Column, int]
    multiple: Decimal
    english: bool
    unread: tuple[str, ...]

    def name(self, column: Column) -> str:
        """The heading as the file has it; the column's own name where it has none."""
        place = self.columns.get(column)
        return str(self.row.cells[place]) if place is not None else column.value

    def own(self, row: Row) -> list[Cell]:
        """A row's cells as wide as the headings, without what an earlier import had added."""
        cells = [*row.cells, *[""] * (len(self.row.cells) - len(row.cells))]
        added = {p for p, cell in enumerate(self.row.cells) if _REFUSAL.match(_plain(cell))}
        return [cell for place, cell in enumerate(cells) if place not in added]

    def cell(self, row: Row, column: Column) -> Cell:
        """The cell of a row, "" where there is none."""
        place = self.columns.get(column)
        return row.cells[place] if place is not None and place < len(row.cells) else ""


def find(rows: Sequence[Row]) -> Headings:
    """The heading row: of the first rows the one that names most columns, a title among them.

    Raises :class:`~registry.exchange.spreadsheet.SpreadsheetError` where there is none.
    """
    read = [_headings(row) for row in rows[:_MOST_ROWS_ABOVE] if row]
    titled = [headings for headings in read if TITLES & headings.columns.keys()]
    if not titled:
        seen = ", ".join(str(cell) for cell in read[0].row.cells if cell != "")[:200]
        raise SpreadsheetError(
            f"no column holds the title: head it Tên nhu cầu, Tên gói thầu or Title (found: {seen})"
        )
    return max(titled, key=lambda headings: len(headings.columns))


def _headings(row: Row) -> Headings:
    best: dict[Column, tuple[int, int]] = {}
    known: dict[int, Column] = {}
    for place, cell in enumerate(row.cells):
        if meant := _meaning(cell):
            known[place] = meant[0]
            best[meant[0]] = min(best.get(meant[0], (999, 0)), (meant[1], place))
    columns = {column: place for column, (_, place) in best.items()}
    return Headings(
        row=row,
        columns=columns,
        multiple=_multiple(row, columns.get(Column.BUDGET)),
        english=any(_plain(row.cells[columns[c]]) in _ENGLISH for c in TITLES & columns.keys()),
        unread=tuple(
            str(cell)
            for place, cell in enumerate(row.cells)
            if place not in columns.values()
            and not _PASSED_OVER.match(_plain(cell))
            and not _REFUSAL.match(_plain(cell))
        ),
    )


def _meaning(cell: Cell) -> tuple[Column, int] | None:
    """What a heading means, and how sure that is (0: surest)."""
    if not isinstance(cell, str) or len(cell) > _LONGEST_HEADING:
        return None
    whole, bare = _plain(cell), _plain(re.sub(r"\(.*?\)|\[.*?\]", "", cell))
    for column, names in _NAMES.items():
        for rank, name in enumerate(names.split("|")):
            if name in (whole, bare):
                return column, rank
    words = f"{bare} "
    starts = [
        (len(name), column, rank)
        for column, names in _NAMES.items()
        for rank, name in enumerate(names.split("|"))
        if " " in name and words.startswith(f"{name} ")
    ]
    if not starts:
        return None
    _, column, rank = max(starts)
    return column, rank + 100


def _plain(cell: Cell) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(str(cell))))


def _multiple(row: Row, place: int | None) -> Decimal:
    heading = _plain(row.cells[place]) if place is not None else ""
    return next((size for pattern, size in _MULTIPLES if pattern.search(heading)), Decimal(1))
