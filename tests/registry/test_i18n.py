"""Dates, numbers, money and messages in both languages, and how catalogues are merged."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from registry.i18n import CatalogueError, Number, catalogue, compiled, language

VI, EN = language("vi"), language("en")

PO = """
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"

msgid "{id}"
msgstr "{text}"
"""


def test_dates_are_written_alike_in_both_languages() -> None:
    assert VI.date(date(2026, 11, 3)) == EN.date(date(2026, 11, 3)) == "03/11/2026"


def test_a_moment_is_told_in_hanoi_and_with_its_zone_in_english() -> None:
    moment = datetime(2026, 11, 23, 18, 30, tzinfo=UTC)
    assert VI.date(moment) == "24/11/2026"
    assert VI.datetime(moment) == "01:30 ngày 24/11/2026"
    assert EN.datetime(moment) == "24/11/2026, 01:30 (UTC+7)"


@pytest.mark.parametrize(
    ("value", "vi", "en"),
    [
        (0, "0", "0"),
        (-1500, "-1.500", "-1,500"),
        (1500.5, "1.500,5", "1,500.5"),
        (Decimal("0.12345"), "0,123", "0.123"),
        (Decimal("2.50"), "2,5", "2.5"),
        (100.0, "100", "100"),
    ],
)
def test_numbers(value: Number, vi: str, en: str) -> None:
    assert (VI.number(value), EN.number(value)) == (vi, en)


def test_a_number_keeps_the_places_that_are_asked_for() -> None:
    assert VI.number(7, 2) == "7,00"
    assert EN.number(1234.5, 0) == "1,235"


@pytest.mark.parametrize(
    ("dong", "vi", "en"),
    [
        (12_500_000_000, "12,5 tỷ đồng", "VND 12.5 billion"),
        (850_000_000, "850 triệu đồng", "VND 850 million"),
        (999_999_999, "1 tỷ đồng", "VND 1 billion"),
        (1_250_000_000_000, "1.250 tỷ đồng", "VND 1,250 billion"),
        (500_000, "500.000 đồng", "VND 500,000"),
        (0, "0 đồng", "VND 0"),
    ],
)
def test_money_in_running_text(dong: int, vi: str, en: str) -> None:
    assert (VI.money(dong), EN.money(dong)) == (vi, en)


def test_money_in_tables_is_exact() -> None:
    assert VI.money_full(12_500_000_001) == "12.500.000.001 đồng"
    assert EN.money_full(12_500_000_001) == "VND 12,500,000,001"


@pytest.mark.parametrize(
    ("low", "high", "vi", "en"),
    [
        (12 * 10**9, 15 * 10**9, "12–15 tỷ đồng", "VND 12–15 billion"),
        (85 * 10**7, 12 * 10**8, "850 triệu – 1,2 tỷ đồng", "VND 850 million – 1.2 billion"),
        (12 * 10**9, 12 * 10**9, "12 tỷ đồng", "VND 12 billion"),
        (None, 15 * 10**9, "đến 15 tỷ đồng", "up to VND 15 billion"),
        (12 * 10**9, None, "từ 12 tỷ đồng", "from VND 12 billion"),
        (None, None, "", ""),
    ],
)
def test_ranges_of_money(low: int | None, high: int | None, vi: str, en: str) -> None:
    assert (VI.money_range(low, high), EN.money_range(low, high)) == (vi, en)


def test_the_reader_gets_the_own_language_or_else_the_other() -> None:
    assert (VI.pick("bơm", "pump"), VI.pick_language("bơm", "pump")) == ("bơm", "vi")
    assert (EN.pick("bơm", None), EN.pick_language("bơm", None)) == ("bơm", "vi")
    assert (VI.pick("", "pump"), VI.pick_language("", "pump")) == ("pump", "en")
    assert (EN.pick(None, None), EN.pick_language(None, None)) == ("", "en")


def test_no_third_language() -> None:
    with pytest.raises(LookupError):
        language("fr")


def test_english_says_the_source_and_fills_in_values() -> None:
    assert EN.gettext("From %(name)s", name="A%B") == "From A%B"
    assert EN.gettext("100 %") == "100 %"
    assert EN.ngettext("%(num)s item", "%(num)s items", 1200) == "%(num)s items"


def write(folder: Path, name: str, msgid: str, text: str) -> Path:
    path = folder / name
    path.write_text(PO.format(id=msgid, text=text), encoding="utf-8")
    return path


def test_catalogues_of_all_sections_are_one(tmp_path: Path) -> None:
    paths = [write(tmp_path, "a.po", "Pump", "Bơm"), write(tmp_path, "b.po", "Filter", "Lọc")]
    messages = compiled(catalogue(paths))
    assert (messages.gettext("Pump"), messages.gettext("Filter")) == ("Bơm", "Lọc")


def test_two_sections_may_not_translate_a_message_differently(tmp_path: Path) -> None:
    same = [write(tmp_path, "a.po", "Pump", "Bơm"), write(tmp_path, "b.po", "Pump", "Bơm")]
    assert compiled(catalogue(same)).gettext("Pump") == "Bơm"
    write(tmp_path, "b.po", "Pump", "Máy bơm")
    with pytest.raises(CatalogueError, match="Pump"):
        catalogue(same)
