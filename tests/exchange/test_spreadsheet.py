"""Tables come in any encoding, separator and format, and go out without formulas."""

import unicodedata
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from registry.exchange import spreadsheet
from registry.exchange.spreadsheet import SpreadsheetError

TITLE = "Xử lý nước thải làng nghề ở phường Dương Nội"


def read(tmp_path: Path, data: bytes, name: str = "needs.csv") -> list[tuple[object, ...]]:
    path = tmp_path / name
    path.write_bytes(data)
    return [row.cells for row in spreadsheet.read(path)]


def windows_1258(text: str) -> bytes:
    """As old programs wrote it: the tone follows its vowel."""
    written = []
    for character in unicodedata.normalize("NFC", text):
        try:
            written.append(character.encode("cp1258"))
        except UnicodeEncodeError:
            parts = unicodedata.normalize("NFD", character)
            tone = next(part for part in parts if part in spreadsheet._TONES)
            base = unicodedata.normalize("NFC", parts.replace(tone, ""))
            written.append(base.encode("cp1258") + tone.encode("cp1258"))
    return b"".join(written)


@pytest.mark.parametrize(
    "data",
    [
        f"Tên,Năm\n{TITLE},2027\n".encode(),
        f"\ufeffTên,Năm\r\n{TITLE},2027\r\n".encode(),
        unicodedata.normalize("NFD", f"Tên;Năm\n{TITLE};2027").encode(),
        f"Tên\tNăm\r\n{TITLE}\t2027\r\n".encode("utf-16"),
        f"Tên,Năm\n{TITLE},2027\n".encode("utf-16-le"),
        windows_1258(f"Tên;Năm\n{TITLE};2027\n"),
        f'"Tên"|"Năm"\n"{TITLE}"|"2027"\n'.encode(),
    ],
    ids=["utf-8", "mark", "decomposed", "utf-16", "utf-16 unmarked", "windows-1258", "bars"],
)
def test_encodings_and_separators_are_told(tmp_path: Path, data: bytes) -> None:
    assert read(tmp_path, data) == [("Tên", "Năm"), (TITLE, "2027")]


def test_a_named_separator_counts_as_a_row(tmp_path: Path) -> None:
    rows = read(tmp_path, f"sep=;\nTên;Năm\n{TITLE}, đợt 1;2027".encode())
    assert rows == [(), ("Tên", "Năm"), (f"{TITLE}, đợt 1", "2027")]


def test_a_stray_quote_swallows_nothing(tmp_path: Path) -> None:
    data = 'Tên,Năm\n"Cung cấp xe,2026\nMua "thùng" rác,2027\n"Nhiều\ndòng",2028\n'.encode()
    rows = read(tmp_path, data)
    assert rows[1:] == [
        ('"Cung cấp xe', "2026"),
        ('Mua "thùng" rác', "2027"),
        ("Nhiều\ndòng", "2028"),
    ]


def test_a_workbook_is_told_by_its_content(tmp_path: Path) -> None:
    path = tmp_path / "needs.xlsx"
    with xlsxwriter.Workbook(str(path)) as workbook:
        workbook.add_worksheet("Trống")
        sheet = workbook.add_worksheet("Danh mục")
        sheet.write_row(2, 0, ["Tên", "Số lượng", "Hạn chót"])
        sheet.write_row(3, 0, [TITLE, 1.5])
        sheet.write_datetime(3, 2, date(2027, 6, 30), workbook.add_format({"num_format": "d/m/yy"}))
    renamed = path.rename(tmp_path / "needs.csv")
    rows = spreadsheet.read(renamed)
    assert [row.number for row in rows if row] == [3, 4]
    assert rows[3].cells == (TITLE, Decimal("1.5"), date(2027, 6, 30))


@pytest.mark.parametrize("data", [b"", b"\n\n", b"PK\x03\x04 broken"])
def test_what_is_no_table_is_refused(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(SpreadsheetError):
        read(tmp_path, data)


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_what_is_written_reads_back_and_is_no_formula(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"out{suffix}"
    rows = [("Tên", "Số"), ("=1+1", Decimal(3)), ("@x", Decimal("2.5")), ("http://a.invalid", "")]
    spreadsheet.write(path, rows)
    back = [row.cells for row in spreadsheet.read(path)]
    numbers = [("3", "2.5"), (Decimal(3), Decimal("2.5"))][suffix == ".xlsx"]
    assert back == [rows[0], ("=1+1", numbers[0]), ("@x", numbers[1]), rows[3]]
    if suffix == ".csv":
        assert not [line for line in path.read_text("utf-8-sig").splitlines() if line[:1] in "=@"]
    else:
        sheet = CalamineWorkbook.from_path(path).get_sheet_by_index(0)
        assert sheet.to_python()[1][0] == "=1+1"


CELLS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zs", "Cf"]), max_size=12
).map(lambda text: unicodedata.normalize("NFC", text).strip("'"))


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=6))
def test_any_text_comes_back_from_csv(tmp_path_factory: pytest.TempPathFactory, rows: list) -> None:
    path = tmp_path_factory.mktemp("csv") / "any.csv"
    spreadsheet.write(path, [("a", "b", "c"), *rows])
    back = [row.cells for row in spreadsheet.read(path)]
    assert back[1:] == rows


def test_what_is_no_character_of_a_text_is_left_out(tmp_path: Path) -> None:
    told = f"Tên,Năm\n{TITLE * 5},2027\nB\u202eơm\x00\x07 nước,2026\n"
    assert read(tmp_path, told.encode())[2] == ("Bơm nước", "2026")
