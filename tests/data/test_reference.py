"""The reference files: sourced, free of doubles, and joined to one another."""

import csv
import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from registry.domain.category import Category, Segment

REFERENCE = Path(__file__).parents[2] / "registry" / "data" / "reference"

# Plan 50/KH-UBND, and Decision 1894/QĐ-TTg as the press reported it on 2025-09-04: percent.
TARGETS = {
    ("hanoi-50", "wastewater"): (70, 80),
    ("hanoi-50", "exhaust_gas"): (70, 80),
    ("hanoi-50", "collection"): (50, 60),
    ("hanoi-50", "recycling"): (60, 70),
    ("hanoi-50", "monitoring"): (20, 20),
    ("national-1894", "wastewater"): (70, 80),
    ("national-1894", "exhaust_gas"): (60, 70),
    ("national-1894", "collection"): (50, 60),
    ("national-1894", "recycling"): (60, 70),
    ("national-1894", "monitoring"): (20, 20),
}


def toml(name: str, table: str) -> list[dict[str, Any]]:
    """The rows of one table of a file."""
    rows: list[dict[str, Any]] = tomllib.loads((REFERENCE / name).read_text("utf-8"))[table]
    return rows


def table(name: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    with (REFERENCE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def doubles(values: list[Any]) -> list[Any]:
    """What occurs more than once."""
    return [value for value, count in Counter(values).items() if count > 1]


def test_every_file_names_its_source() -> None:
    sources = toml("sources.toml", "source")
    named = [source["file"] for source in sources]
    held = {path.name for path in REFERENCE.iterdir()} - {"sources.toml"}
    assert sorted(named) == sorted(held)
    for source in sources:
        assert source["title"] and source["licence"]
        assert isinstance(source["date"], date)


def test_text_is_utf8_in_composed_form_without_mark() -> None:
    for path in REFERENCE.iterdir():
        text = path.read_bytes().decode("utf-8")
        assert not text.startswith("\ufeff"), path.name
        assert unicodedata.is_normalized("NFC", text), path.name


def test_hanoi_has_126_communes_and_wards() -> None:
    places = table("places.csv")
    assert len(places) == 126
    assert doubles([place["code"] for place in places]) == []
    assert Counter(place["kind"] for place in places) == {"commune": 75, "ward": 51}
    for place in places:
        assert len(place["code"]) == 5 and place["code"].isdigit()
        assert 105.2 < float(place["longitude"]) < 106.1, place
        assert 20.5 < float(place["latitude"]) < 21.4, place
        assert 0 < float(place["area_km2"]) < 100, place


def test_each_old_unit_leads_to_a_place_of_today() -> None:
    codes = {place["code"] for place in table("places.csv")}
    aliases = table("place_aliases.csv")
    assert {alias["new_code"] for alias in aliases} == codes
    assert doubles([tuple(alias.values()) for alias in aliases]) == []


def test_only_a_divided_unit_leads_to_several_places() -> None:
    places: dict[tuple[str, str], set[str]] = defaultdict(set)
    how: dict[tuple[str, str], set[str]] = defaultdict(set)
    for alias in table("place_aliases.csv"):
        unit = (alias["old_district"], alias["old_unit"])
        places[unit].add(alias["new_code"])
        how[unit].add(alias["how"])
    for unit, kinds in how.items():
        assert len(kinds) == 1, unit
        assert kinds <= {"divided", "merged", "renamed", "unchanged"}, unit
        assert (len(places[unit]) > 1) == (kinds == {"divided"}), unit


def test_targets_are_those_of_the_programmes() -> None:
    targets = toml("targets.toml", "target")
    found = {(row["programme"], row["segment"]): (row["low"], row["high"]) for row in targets}
    assert found == TARGETS
    assert len(targets) == len(TARGETS)
    assert {row["measure"] for row in targets} == {"value"}


def test_each_target_belongs_to_a_sourced_programme() -> None:
    programmes = {row["code"]: row for row in toml("targets.toml", "programme")}
    assert programmes["hanoi-50"]["basis"] == "Kế hoạch 50/KH-UBND"
    assert programmes["national-1894"]["basis"] == "Quyết định 1894/QĐ-TTg"
    for programme in programmes.values():
        assert programme["horizon"] == 2030 and programme["source"]
    for target in toml("targets.toml", "target"):
        assert target["valid_from"] >= programmes[target["programme"]]["valid_from"]


def test_the_categories_are_those_of_the_domain() -> None:
    assert [row["code"] for row in toml("categories.toml", "category")] == [
        category.value for category in Category
    ]


def test_the_segments_are_those_of_the_domain() -> None:
    assert [row["code"] for row in toml("segments.toml", "segment")] == [
        segment.value for segment in Segment
    ]


def test_a_category_counts_in_one_segment_unless_the_item_states_it() -> None:
    mappings = toml("segments.toml", "mapping")
    programmes = {row["code"] for row in toml("targets.toml", "programme")}
    assert {row["programme"] for row in mappings} == programmes
    for row in mappings:
        assert Category(row["category"]) and Segment(row["segment"])
    by_category = [
        (row["programme"], row["category"], row["valid_from"])
        for row in mappings
        if not row["stated"]
    ]
    assert doubles(by_category) == []


def test_every_target_counts_some_category() -> None:
    counted = {
        (row["programme"], row["segment"])
        for row in toml("segments.toml", "mapping")
        if not row["stated"]
    }
    assert counted == set(TARGETS)


def test_five_groups_of_tasks_and_four_departments() -> None:
    assert [row["number"] for row in toml("tasks.toml", "group")] == [1, 2, 3, 4, 5]
    agencies = toml("agencies.toml", "agency")
    assert len(agencies) == 4
    assert [row["code"] for row in agencies if row["lead"]] == ["so-cong-thuong"]
    tasks = [task for agency in agencies for task in agency["task"]]
    assert doubles([task["code"] for task in tasks]) == []
    for agency in agencies:
        assert agency["task"] and agency["source"] and agency["valid_from"]
    for task in tasks:
        assert task["text_vi"] and task["text_en"] and task.get("group", 1) in range(1, 6)


@pytest.mark.parametrize(
    ("file", "table", "names"),
    [
        ("documents.toml", "document", ("number", "title_vi", "title_en")),
        (
            "certificates.toml",
            "certificate",
            ("name_vi", "name_en", "issuer_vi", "issuer_en", "standard"),
        ),
    ],
)
def test_each_document_and_certificate_kind_is_sourced(
    file: str, table: str, names: tuple[str, ...]
) -> None:
    rows = toml(file, table)
    assert doubles([row["code"] for row in rows]) == []
    for row in rows:
        assert row["source"] and row["valid_from"]
        assert all(row[name] for name in names), row["code"]


def test_codes_of_other_classifications_lead_to_our_categories() -> None:
    schemes = {row["scheme"]: row for row in toml("classifications.toml", "scheme")}
    assert [row["code"] for row in schemes["CEPA"]["code"]] == list("123456789")
    assert all(re.fullmatch(r"\d{4}\.\d{2}", row["code"]) for row in schemes["APEC"]["code"])
    for scheme in schemes.values():
        assert scheme["source"] and scheme["edition"] and scheme["valid_from"]
        assert doubles([row["code"] for row in scheme["code"]]) == []
        for row in scheme["code"]:
            assert row["name_vi"] and row["name_en"]
            assert [Category(category).value for category in row["categories"]] == row["categories"]


@pytest.mark.parametrize(
    ("code", "since"),
    [
        ("QCVN 40:2025/BTNMT", date(2025, 9, 1)),
        ("QCVN 14:2025/BTNMT", date(2025, 9, 1)),
        ("QCVN 19:2024/BTNMT", date(2025, 7, 1)),
    ],
)
def test_the_standards_in_force_have_their_day(code: str, since: date) -> None:
    standards = {row["code"]: row for row in toml("standards.toml", "standard")}
    assert standards[code]["in_force_from"] == since
    assert "replaced_by" not in standards[code]


def test_a_replaced_standard_leads_to_the_one_in_force() -> None:
    rows = toml("standards.toml", "standard")
    standards = {row["code"]: row for row in rows}
    assert len(standards) == len(rows)
    for row in rows:
        assert row["source"] and row["url"] and row["issuer"] and row["territory"]
        if "replaced_by" in row:
            successor = standards[row["replaced_by"]]
            assert row["replaced_from"] == successor["in_force_from"]
            assert row.get("existing_until", date.max) > row["replaced_from"]


def test_one_standard_may_replace_several() -> None:
    by_successor = Counter(
        row["replaced_by"] for row in toml("standards.toml", "standard") if "replaced_by" in row
    )
    assert by_successor["QCVN 40:2025/BTNMT"] == 11
    assert by_successor["QCVN 19:2024/BTNMT"] == 7


def test_parameters_are_unique_and_named_in_both_languages() -> None:
    parameters = toml("parameters.toml", "parameter")
    assert doubles([row["code"] for row in parameters]) == []
    for row in parameters:
        assert row["label_vi"] and row["label_en"] and row["unit"] and row["dimension"]


def test_a_dimension_has_one_canonical_unit_but_for_volume() -> None:
    units: dict[str, set[str]] = defaultdict(set)
    for row in toml("parameters.toml", "parameter"):
        units[row["dimension"]].add(row["unit"])
    assert units.pop("volume") == {"m3", "L"}
    assert units.pop("mass") == {"kg", "t"}
    assert {dimension for dimension, held in units.items() if len(held) > 1} == set()
