"""Rows of messy spreadsheets become what a need says, or a fault with row, column and reason."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from registry.domain.category import Category
from registry.domain.need import ItemKind
from registry.exchange import needs, reference
from registry.exchange.place_names import PlaceNames
from registry.exchange.spreadsheet import Cell, Row, SpreadsheetError
from registry.exchange.titles import readable
from registry.storage.migrate import upgrade
from registry.storage.session import Database

NAMES = ("Dương Nội", "Thành Công")


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlaceNames]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('places') / 'registry.db'}")
    upgrade(database)
    with database.write() as session:
        reference.load(session)
    with database.read() as session:
        yield PlaceNames(session)
    database.close()


def table(places: PlaceNames, *rows: tuple[Cell, ...]) -> needs.Table:
    return needs.read([Row(n, row) for n, row in enumerate(rows, start=1)], places)


def only(places: PlaceNames, **cells: Cell) -> needs.Read:
    """The one row under headings given as keywords, with _ for blanks."""
    headings = tuple(name.replace("_", " ") for name in cells)
    (read,) = table(places, headings, tuple(cells.values())).rows
    return read


def test_headings_are_found_below_other_rows_whatever_their_case(places: PlaceNames) -> None:
    read = table(
        places,
        ("UBND XÃ MINH CHÂU",),
        ("Danh mục nhu cầu năm 2027",),
        (),
        ("STT", "TÊN GÓI THẦU", "Dự toán (tỷ đồng)", "don vi tinh", "Số lượng", "Ghi chú"),
        ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)"),
        ("1", "Mua xe ép rác", "1,5", "xe", "3", ""),
        ("", "Tổng cộng", "1,5", "", "", ""),
    )
    (row,) = read.rows
    assert (row.row.number, row.faults, read.passed_over) == (6, (), (5, 7))
    assert row.content.title_vi == "Mua xe ép rác"
    assert row.content.budget_max == 1_500_000_000
    assert row.item is not None
    assert (row.item.quantity, row.item.unit) == (Decimal(3), "vehicle")
    assert read.headings.unread == ("Ghi chú",)


def test_without_a_title_column_there_is_nothing_to_read(places: PlaceNames) -> None:
    with pytest.raises(SpreadsheetError, match="Năm"):
        table(places, ("Năm", "Số lượng"), ("2027", "3"))


def test_a_title_alone_is_enough(places: PlaceNames) -> None:
    read = only(places, title="Treatment of textile wastewater")
    assert read.faults == ()
    assert (read.content.title_en, read.content.title_vi, read.item) == (
        "Treatment of textile wastewater", None, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("written", "low", "high"),
    [
        ("1,5 tỷ", 1_500_000_000, 1_500_000_000),
        ("12-15 tỷ", 12_000_000_000, 15_000_000_000),
        ("850 triệu đồng", 850_000_000, 850_000_000),
        ("1.500.000.000", 1_500_000_000, 1_500_000_000),
        (Decimal(2_000_000), 2_000_000, 2_000_000),
    ],
)
def test_sums(places: PlaceNames, written: Cell, low: int, high: int) -> None:
    content = only(places, tên="Mua xe", kinh_phí=written).content
    assert (content.budget_min, content.budget_max) == (low, high)


@pytest.mark.parametrize(
    "written", ["30/06/2027", "30.6.2027", "2027-06-30", "17:00 ngày 30/6/2027",
                "ngày 30 tháng 6 năm 2027", date(2027, 6, 30), Decimal(46568)],
)  # fmt: skip
def test_days(places: PlaceNames, written: Cell) -> None:
    assert only(places, tên="Mua xe", hạn_chót=written).content.closes_on == date(2027, 6, 30)


def test_codes_are_read_by_their_names_even_in_the_other_column(places: PlaceNames) -> None:
    read = only(places, tên="Mua xe", lĩnh_vực="Hàng hóa", nhóm="x")
    assert read.item is not None and read.item.kind is ItemKind.EQUIPMENT
    for name in ("wastewater", "Xử lý nước thải", "NƯỚC THẢI", "Wastewater treatment"):
        assert only(places, tên="Trạm", lĩnh_vực=name).content.category is Category.WASTEWATER


def test_vneps_numbers_and_other_codes(places: PlaceNames) -> None:
    assert (
        only(places, tên="Mua xe", mã="ib2300261676-00").content.vneps_number == "IB2300261676-00"
    )
    read = only(places, tên="Mua xe", mã="GT-01")
    assert read.content.vneps_number is None
    assert [note.column for note in read.notes] == ["mã"]


@pytest.mark.parametrize(
    ("written", "code"),
    [("Phường Dương Nội", "09886"), ("P. duong noi", "09886"), ("Duong Noi ward", "09886"),
     ("09886", "09886"), ("xã Minh Châu, huyện Ba Vì, Hà Nội", "09661")],
)  # fmt: skip
def test_places_of_today_and_merged_ones(places: PlaceNames, written: str, code: str) -> None:
    assert only(places, tên="Mua xe", xã_phường=written).content.place == code


def test_a_divided_place_is_a_question(places: PlaceNames) -> None:
    read = only(places, tên="Mua xe", địa_điểm="Thị trấn Tây Đằng", huyện="Ba Vì")
    assert read.content.place is None and read.faults == ()
    (note,) = read.notes
    assert note.values["places"] == "Minh Châu, Quảng Oai"


@pytest.mark.parametrize(
    ("heading", "written"),
    [("Dự toán", "nhiều"), ("Dự toán", "15-12 tỷ"), ("Hạn chót", "31/02/2027"), ("Năm", "sớm"),
     ("Số lượng", "0"), ("Số lượng", "3 cái gì đó"), ("Lĩnh vực", "khác"), ("Loại", "khác"),
     ("Xã, phường", "Tràng An"), ("Tên", "")],
)  # fmt: skip
def test_what_cannot_be_read_names_column_and_reason(
    places: PlaceNames, heading: str, written: str
) -> None:
    headings = ("Tên", "STT") if heading == "Tên" else ("Tên", heading)
    cells = ("", "1") if heading == "Tên" else ("Mua xe", written)
    (read,) = table(places, headings, cells).rows
    (fault,) = read.faults
    assert fault.column == heading
    assert fault.message % fault.values


def test_the_key_is_of_what_is_said_not_of_how(places: PlaceNames) -> None:
    one = only(places, tên="MUA XE ÉP RÁC CHO PHƯỜNG", năm="2027", dự_toán="1,5 tỷ")
    other = only(
        places, năm=Decimal(2027), tên="Mua xe ép rác cho phường", dự_toán=Decimal(1_500_000_000)
    )
    assert one.key == other.key
    assert one.key != only(places, tên="Mua xe ép rác cho phường", năm="2028").key


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("“MUA SẮM XE ÉP RÁC CHO UBND PHƯỜNG DƯƠNG NỘI”",
         "Mua sắm xe ép rác cho UBND phường Dương Nội"),
        ("XỬ LÝ NƯỚC THẢI 500M3/NGÀY, QCVN 40:2025 CỘT A, BOD, GIAI ĐOẠN II",
         "Xử lý nước thải 500m3/ngày, QCVN 40:2025 cột A, BOD, giai đoạn II"),
        ("TẬP HUẤN THÀNH CÔNG TẠI PHƯỜNG THÀNH CÔNG, HÀ NỘI",
         "Tập huấn thành công tại phường Thành Công, Hà Nội"),
        ('"Cung cấp  nước uống', "Cung cấp nước uống"),
        ("In cuốn “Cẩm nang”", "In cuốn “Cẩm nang”"),
        ("PURCHASE OF A MBR PLANT", "Purchase of a MBR plant"),
        ("gói thầu số 01: Sửa chữa", "Gói thầu số 01: Sửa chữa"),
        ("UBND xã", "UBND xã"),
    ],
)  # fmt: skip
def test_titles_are_made_readable(typed: str, shown: str) -> None:
    assert readable(typed, NAMES) == shown
    assert readable(shown, NAMES) == shown
