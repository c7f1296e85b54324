"""Units, their conversion, and quantities as people write them."""

import subprocess
import sys
import tomllib
import unicodedata
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching import units
from matching.text import fold
from matching.units import (
    IncompatibleUnits,
    Quantity,
    UnknownUnit,
    UnreadableNumber,
    comparable,
    convert,
    dimension,
    find_quantities,
    find_unit,
    label,
    read_money,
    read_number,
    read_quantity,
)

DATA = Path(__file__).parents[2] / "registry" / "data"
CODES = units.codes()


def found(text: str, language: Any = None) -> list[tuple[str, str, str, str]]:
    return [
        (str(q.low), str(q.high), q.unit, text[q.start : q.end])
        for q in find_quantities(text, language)
    ]


def used_units(value: Any) -> set[str]:
    """Every value that stands under "unit", however deep."""
    if isinstance(value, dict):
        here = {value["unit"]} if isinstance(value.get("unit"), str) else set()
        return here.union(*(used_units(inner) for inner in value.values()))
    if isinstance(value, list):
        return set().union(*(used_units(inner) for inner in value))
    return set()


# Units


def test_units_convert_if_and_only_if_they_measure_the_same() -> None:
    """pint, which reads units.txt, and the dimensions in units.toml agree on every pair."""
    registry = units._registry()
    kinds = {}
    for code in CODES:
        expression = registry.parse_expression(units._known(code).pint)
        kinds[code] = dict(expression.dimensionality)
    for a, b in combinations(CODES, 2):
        assert (kinds[a] == kinds[b]) == comparable(a, b), f"{a} and {b}"


@pytest.mark.parametrize("code", CODES)
def test_each_unit_is_read_under_each_of_its_names(code: str) -> None:
    unit = units._known(code)
    for name in unit.names:
        if name != "1":
            assert find_unit(name) == code
            assert find_unit(fold(name)) == code
            assert find_unit(unicodedata.normalize("NFD", name)) == code


@pytest.mark.parametrize("code", CODES)
def test_each_unit_has_a_label_in_both_languages(code: str) -> None:
    for language in ("vi", "en"):
        text = label(code, language)
        assert text or code == "1"
        assert text == text.strip()


@pytest.mark.parametrize("file", ["reference/parameters.toml", "sample/needs/wastewater.toml"])
def test_the_registry_uses_known_units_only(file: str) -> None:
    used = used_units(tomllib.loads((DATA / file).read_text("utf-8")))
    assert used
    assert used <= set(CODES)


def test_parameters_bear_the_dimension_of_their_unit() -> None:
    content = tomllib.loads((DATA / "reference" / "parameters.toml").read_text("utf-8"))
    for parameter in content["parameter"]:
        assert dimension(parameter["unit"]) == parameter["dimension"], parameter["code"]


def test_labels_stand_in_the_readers_language_and_number() -> None:
    assert label("m3/day", "vi") == "m³/ngày đêm"
    assert label("m3/day", "en") == "m³/day"
    assert label("month", "en", 24) == "months"
    assert label("month", "en", 1) == "month"
    assert label("month", "vi", 24) == "tháng"


@pytest.mark.parametrize("ask", [lambda: label("yard", "en"), lambda: dimension("yard")])
def test_an_unknown_unit_is_named(ask: Any) -> None:
    with pytest.raises(UnknownUnit, match="yard"):
        ask()


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        ("1", "L/s", "m3/day", "86.4"),
        ("24", "m3/day", "m3/h", "1"),
        ("1.50", "t", "kg", "1500"),
        ("365", "t/day", "t/year", "133225"),
        ("1", "t/year", "t/month", "0.08333333333333333333333333333"),
        ("2400", "Nm3/h", "Nm3/day", "57600"),
        ("1000", "ug/m3", "mg/m3", "1"),
        ("60000", "kW", "MW", "60"),
        ("12", "month", "year", "1"),
        ("0", "t", "kg", "0"),
    ],
)
def test_conversion_is_exact(value: str, source: str, target: str, expected: str) -> None:
    assert str(convert(Decimal(value), source, target)) == expected


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("Nm3", "m3"),
        ("Nm3/h", "m3/h"),
        ("mg/Nm3", "mg/m3"),
        ("kgDS", "kg"),
        ("kgDS/h", "kg/h"),
        ("piece", "set"),
        ("%", "1"),
        ("ngTEQ/Nm3", "mg/Nm3"),
    ],
)
def test_unlike_units_never_convert(source: str, target: str) -> None:
    assert not comparable(source, target)
    with pytest.raises(IncompatibleUnits, match=target):
        convert(Decimal(1), source, target)


@given(
    value=st.decimals(min_value=0, max_value=10**9, places=3),
    pair=st.sampled_from([p for p in combinations(CODES, 2) if comparable(*p)]),
)
def test_there_and_back_is_the_same(value: Decimal, pair: tuple[str, str]) -> None:
    back = convert(convert(value, *pair), pair[1], pair[0])
    assert abs(back - value) <= value * Decimal("1e-24")


def test_starting_the_web_does_not_load_pint() -> None:
    code = (
        "import sys; from matching import units; units.label('m3/day', 'vi');"
        "units.find_quantities('500 m3/ngày'); sys.exit('pint' in sys.modules)"
    )
    root = Path(__file__).parents[2]
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False).returncode == 0


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("m3/ngđ", "m3/day"),
        ("m³/ngày đêm", "m3/day"),
        ("m3/ngày.đêm", "m3/day"),
        ("m3/ngd", "m3/day"),
        ("M3/NGÀY", "m3/day"),
        ("m^3/24h", "m3/day"),
        ("m3 per day", "m3/day"),
        ("khối một ngày", "m3/day"),
        ("cubic metres a day", "m3/day"),
        ("tấn/ngày", "t/day"),
        ("tan/ngay", "t/day"),
        ("t/d", "t/day"),
        ("Nm3/h", "Nm3/h"),
        ("Nm³/giờ", "Nm3/h"),
        ("mg/l", "mg/L"),
        ("µg/m³", "ug/m3"),
        ("cái", "piece"),
        ("bộ", "set"),
        ("xe", "vehicle"),
        ("kgDS/h", "kgDS/h"),
        ("kg bùn khô/giờ", "kgDS/h"),
        ("°C", "degC"),
        ("dB(A)", "dBA"),
        ("MPN/100ml", "MPN/100mL"),
        ("ng TEQ/Nm3", "ngTEQ/Nm3"),
    ],
)
def test_units_are_read_as_people_write_them(written: str, code: str) -> None:
    assert find_unit(written) == code


@pytest.mark.parametrize("written", ["", "trăm", "bò", "hồ", "kỳ", "ng", "xe/ngày", "yard", "1"])
def test_what_is_no_unit_is_none(written: str) -> None:
    assert find_unit(written) is None


# Numbers and money


@pytest.mark.parametrize(
    ("written", "vi", "en"),
    [
        ("1.500,5", "1500.5", "1500.5"),
        ("1,500.5", "1500.5", "1500.5"),
        ("1 500,5", "1500.5", "1500.5"),
        ("1\u202f500", "1500", "1500"),
        ("0,5", "0.5", "0.5"),
        ("0.125", "0.125", "0.125"),
        ("1.500", "1500", "1.500"),
        ("1,500", "1.500", "1500"),
        ("60,000", "60000", "60000"),
        ("1.500.000", "1500000", "1500000"),
        ("1,500,000.25", "1500000.25", "1500000.25"),
        ("12.5", "12.5", "12.5"),
        ("1234.567", "1234.567", "1234.567"),
        (" 7 ", "7", "7"),
        ("-3,2", "-3.2", "-3.2"),
    ],
)
def test_numbers_are_read_in_both_customs(written: str, vi: str, en: str) -> None:
    assert read_number(written, "vi") == Decimal(vi)
    assert read_number(written, "en") == Decimal(en)


@pytest.mark.parametrize(
    "written", ["", "abc", "1.50.000", "1.500,000,5", "1,5,5", "12 34", "5 m3", "1..5", ".5", "1e5"]
)
def test_other_texts_are_no_numbers(written: str) -> None:
    with pytest.raises(UnreadableNumber):
        read_number(written)


@given(st.integers(min_value=0, max_value=10**15))
def test_grouped_numbers_read_back(value: int) -> None:
    english = f"{value:,}"
    assert read_number(english, "en") == value
    assert read_number(english.replace(",", "."), "vi") == value
    assert read_number(english.replace(",", " ")) == value


@pytest.mark.parametrize(
    ("written", "dong"),
    [
        ("1,5 tỷ", 1_500_000_000),
        ("1,5 tỉ đồng", 1_500_000_000),
        ("12 tỷ 500 triệu", 12_500_000_000),
        ("12 tỷ rưỡi", 12_500_000_000),
        ("850 triệu", 850_000_000),
        ("850tr", 850_000_000),
        ("VND 12.5 billion", 12_500_000_000),
        ("VND 1.234 billion", 1_234_000_000),
        ("1.234 tỷ", 1_234_000_000_000),
        ("12.5bn VND", 12_500_000_000),
        ("1.500.000.000 đ", 1_500_000_000),
        ("1.500.000.000 VNĐ", 1_500_000_000),
        ("12,5 ty dong", 12_500_000_000),
        ("500.000", 500_000),
        ("500 nghìn đồng", 500_000),
    ],
)
def test_money_is_read_to_the_dong(written: str, dong: int) -> None:
    assert read_money(written) == dong


def test_the_readers_language_decides_bare_money() -> None:
    assert read_money("VND 1,500,000", "en") == 1_500_000
    assert read_money("VND 850,000", "en") == 850_000


@pytest.mark.parametrize(
    "written", ["", "đồng", "12 USD", "EUR 3 m", "-5 tỷ", "5 triệu 3 tỷ", "0,5 đ", "mười tỷ", "tỷ"]
)
def test_other_sums_are_refused(written: str) -> None:
    with pytest.raises(UnreadableNumber):
        read_money(written)


# Quantities


@pytest.mark.parametrize(
    ("written", "value", "unit"),
    [
        ("500 m3/ngđ", "500", "m3/day"),
        ("1.500,5 m³/ngày đêm", "1500.5", "m3/day"),
        ("1,5 triệu tấn/năm", "1500000", "t/year"),
        ("60,000 Nm3/h", "60000", "Nm3/h"),
        ("20%", "20", "%"),
        ("3 bộ", "3", "set"),
        ("42", "42", "1"),
    ],
)
def test_one_quantity_is_read(written: str, value: str, unit: str) -> None:
    assert read_quantity(written) == Quantity(Decimal(value), unit)


def test_what_is_wrong_with_a_quantity_is_told() -> None:
    with pytest.raises(UnknownUnit, match="thước"):
        read_quantity("5 thước")
    with pytest.raises(UnreadableNumber):
        read_quantity("m3/ngày")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("công suất 500 m3/ngày đêm", [("500", "500", "m3/day", "500 m3/ngày đêm")]),
        ("từ 5 đến 10 tấn/ngày", [("5", "10", "t/day", "5 đến 10 tấn/ngày")]),
        ("từ 5 tấn/ngày đến 10 tấn/ngày", [("5", "10", "t/day", "5 tấn/ngày đến 10 tấn/ngày")]),
        ("10-20 t/day", [("10", "20", "t/day", "10-20 t/day")]),
        ("10 – 20 t/day", [("10", "20", "t/day", "10 – 20 t/day")]),
        ("between 5 and 8 m3/h", [("5", "8", "m3/h", "5 and 8 m3/h")]),
        ("60,000 Nm3/h", [("60000", "60000", "Nm3/h", "60,000 Nm3/h")]),
        ("cong suat 500 m3/ngay dem", [("500", "500", "m3/day", "500 m3/ngay dem")]),
        ("mua 3 bộ và 2 xe", [("3", "3", "set", "3 bộ"), ("2", "2", "vehicle", "2 xe")]),
        ("thùng 240 lít, loại to", [("240", "240", "L", "240 lít")]),
    ],
)  # fmt: skip
def test_quantities_are_found_in_running_text(text: str, expected: list[Any]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "3 trăm",
        "cạnh 2 hồ lớn",
        "5 lò nung",
        "năm 2026 hệ thống chạy",
        "ống D225",
        "100 kg/ha",
        "QCVN 40:2025/BTNMT",
        "ngày 12.5.2026",
        "không có số",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert found(text) == []


def test_offsets_hold_in_decomposed_text() -> None:
    text = unicodedata.normalize("NFD", "trạm xử lý công suất 1.500 m³/ngày đêm, vận hành")
    (quantity,) = find_quantities(text)
    assert quantity.low == 1500
    assert unicodedata.normalize("NFC", text[quantity.start : quantity.end]) == "1.500 m³/ngày đêm"


@given(st.text(alphabet="0123456789.,-/ m3tgđàyêhxeNlbộ%₫\u0301", max_size=40))
def test_any_text_can_be_searched(text: str) -> None:
    for quantity in find_quantities(text):
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert quantity.low <= quantity.high
        assert quantity.unit in CODES
