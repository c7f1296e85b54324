"""The demand side of the sample catalogue: well formed, varied, and without copied sentences."""

import csv
import re
import tomllib
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from registry.domain.category import Category, Segment
from registry.domain.fact import Stream
from registry.domain.need import ItemKind
from registry.domain.organisation import BuyerKind, Capability

DATA = Path(__file__).parents[2] / "registry" / "data"
RUN = 8  # words in a row that no two records share
UNITS = {
    "m3/day", "m3/h", "L/s", "L", "m3", "kg", "t", "t/day", "t/h", "kg/h", "t/year", "kW", "kWh",
    "MW", "m2", "Nm3/h", "mg/L", "mg/Nm3", "ngTEQ/Nm3", "%", "degC", "dBA", "Pt-Co", "MPN/100mL",
    "1", "piece", "set", "vehicle", "station", "system", "lot", "month", "year", "person",
}  # fmt: skip
COUNTED_KINDS = {"equipment", "works"}

Record = dict[str, Any]


@cache
def load(file: str, table: str) -> list[Record]:
    """The rows of one table of a file, or of all files of a folder."""
    path = DATA / file
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    return [row for one in files for row in tomllib.loads(one.read_text("utf-8"))[table]]


def organisations() -> list[Record]:
    return load("sample/organisations", "organisation")


def buyers() -> list[Record]:
    return [one for one in organisations() if "buyer_kind" in one]


def needs() -> list[Record]:
    return load("sample/needs", "need")


def items() -> Iterator[tuple[Record, Record]]:
    """Each item with its need."""
    for need in needs():
        for item in need["item"]:
            yield need, item


def requirements() -> Iterator[tuple[Record, Record]]:
    """Each requirement with its need."""
    for need in needs():
        for requirement in need["requirement"]:
            yield need, requirement


def place_codes() -> set[str]:
    with (DATA / "reference" / "places.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"] for row in csv.DictReader(file)}


def languages(record: Record, field: str) -> set[str]:
    return {code for code in ("vi", "en") if record.get(f"{field}_{code}")}


def texts(record: Record) -> Iterator[str]:
    """Every title, text and description of a record and of what it holds."""
    for key, value in record.items():
        if isinstance(value, list):
            for part in value:
                if isinstance(part, dict):
                    yield from texts(part)
        elif re.fullmatch(r"(title|problem|text|about|summary|conditions)_(vi|en)", key):
            yield value


def runs(record: Record) -> set[tuple[str, ...]]:
    """All runs of RUN words of a record."""
    found: set[tuple[str, ...]] = set()
    for text in texts(record):
        words = re.findall(r"\w+", text.lower())
        found.update(tuple(words[i : i + RUN]) for i in range(len(words) - RUN + 1))
    return found


def test_buyers_are_of_every_kind_and_unique() -> None:
    keys = [buyer["key"] for buyer in buyers()]
    assert len(keys) == len(set(keys)) >= 24
    assert {buyer["buyer_kind"] for buyer in buyers()} == {kind.value for kind in BuyerKind}
    for buyer in buyers():
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", buyer["key"])
        assert languages(buyer, "name")
        assert "buys" in [Capability(value).value for value in buyer["capabilities"]]


def test_one_organisation_keeps_the_registry() -> None:
    keepers = [buyer["key"] for buyer in buyers() if "registers" in buyer["capabilities"]]
    assert keepers == ["so-cong-thuong"]


def test_buyers_stand_at_places_of_today() -> None:
    communes = [buyer for buyer in buyers() if buyer["buyer_kind"] == "commune"]
    assert len(communes) == len({buyer["place"] for buyer in communes}) >= 15
    assert {buyer["place"] for buyer in buyers() if "place" in buyer} <= place_codes()


def test_no_contact_can_be_a_real_person() -> None:
    for buyer in buyers():
        assert buyer["contact"], buyer["key"]
        for contact in buyer["contact"]:
            assert contact["email"].endswith(".example")
            assert re.fullmatch(r"\+84 (24|900)[ 0]+", contact["phone"])
        if buyer["buyer_kind"] in {"commune", "department"}:
            offices = ("Phòng", "Bộ phận")
            assert all(contact["name"].startswith(offices) for contact in buyer["contact"])


def test_eighty_needs_of_every_buyer_kind_and_category() -> None:
    kind = {buyer["key"]: buyer["buyer_kind"] for buyer in buyers()}
    keys = [need["key"] for need in needs()]
    assert len(keys) == len(set(keys)) == 80
    assert {kind[need["organisation"]] for need in needs()} == {kind.value for kind in BuyerKind}
    assert {item["category"] for _, item in items()} == {category.value for category in Category}
    assert len(list(items())) > 100


def test_most_needs_are_in_vietnamese_alone() -> None:
    found = Counter("+".join(sorted(languages(need, "title"))) for need in needs())
    assert found["vi"] > 50 and min(found["en"], found["en+vi"]) >= 3
    for need in needs():
        assert languages(need, "problem") in (languages(need, "title"), set()), need["key"]
        for item in need["item"]:
            assert languages(item, "title") == languages(need, "title"), need["key"]


def test_a_need_has_a_category_days_and_a_likely_budget() -> None:
    for need in needs():
        key = need["key"]
        assert Category(need.get("category", "wastewater"))
        assert need.get("place", "00004") in place_codes(), key
        assert need["published_days_ago"] >= 0, key
        worth = sum(item["value"] for item in need["item"])
        assert need.get("budget_min", 0) <= worth <= need.get("budget_max", worth), key
    assert sum(need["closes_in_days"] < 0 for need in needs()) >= 3


def test_items_are_numbered_once_and_countable() -> None:
    for need in needs():
        numbers = [item["number"] for item in need["item"]]
        assert numbers == list(range(1, len(numbers) + 1)), need["key"]
    for need, item in items():
        assert ItemKind(item["kind"])
        assert item["unit"] in UNITS, need["key"]
        assert item["quantity"] > 0 and item["value"] > 0
        assert 2026 <= item["year"] <= 2030
        if "equipment_value" in item:
            assert item["kind"] == "works" and item["equipment_value"] < item["value"]


def test_segments_follow_the_table_of_the_city() -> None:
    segment_of = {
        row["category"]: row["segment"]
        for row in load("reference/segments.toml", "mapping")
        if row["programme"] == "hanoi-50"
    }
    for need, item in items():
        counted = item["kind"] in COUNTED_KINDS
        expected = segment_of.get(item["category"]) if counted else None
        assert item.get("segment") == expected, (need["key"], item["number"])
    assert {item["segment"] for _, item in items() if "segment" in item} == set(Segment)


def test_requirements_say_something_and_belong_to_an_item() -> None:
    for need, requirement in requirements():
        assert isinstance(requirement["essential"], bool)
        assert requirement.get("item", 1) in [item["number"] for item in need["item"]]
        words = languages(requirement, "text")
        assert words or {"parameter", "standard"} & requirement.keys(), need["key"]
        assert not words or words == languages(need, "title"), need["key"]
    essential = Counter(requirement["essential"] for _, requirement in requirements())
    assert essential[True] > essential[False] > 15


def test_numbers_have_a_stream_a_bound_and_a_unit() -> None:
    parameters = {row["code"] for row in load("reference/parameters.toml", "parameter")}
    for need, requirement in requirements():
        if "parameter" in requirement:
            assert requirement["parameter"] in parameters, need["key"]
            assert Stream(requirement["stream"])
            assert requirement["unit"] in UNITS, need["key"]
            bounds = [requirement[bound] for bound in ("min", "max") if bound in requirement]
            assert bounds and bounds == sorted(bounds), need["key"]
        else:
            assert not {"stream", "min", "max", "unit"} & requirement.keys(), need["key"]


def test_standards_asked_for_are_known_and_in_force() -> None:
    standards = {row["code"]: row for row in load("reference/standards.toml", "standard")}
    asked = [requirement for _, requirement in requirements() if "standard" in requirement]
    assert len(asked) >= 5
    for requirement in asked:
        assert "replaced_by" not in standards[requirement["standard"]]
        assert requirement.get("column", "A") in {"A", "B", "C"}


def test_no_requirement_asks_for_an_origin() -> None:
    origin = re.compile(
        r"xuất xứ|nhập khẩu từ|hàng (Nhật|Đức|Mỹ|G7|châu Âu)|nhãn hiệu|thương hiệu"
        r"|made in|brand|country of origin",
        re.IGNORECASE,
    )
    for need, requirement in requirements():
        for text in texts(requirement):
            assert not origin.search(text), need["key"]


def test_no_two_records_share_eight_words_in_a_row() -> None:
    offerings = load("sample/offerings", "offering")
    holders: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for record in [*organisations(), *needs(), *offerings]:
        for run in runs(record):
            holders[run].add(record["key"])
    shared = {" ".join(run): keys for run, keys in holders.items() if len(keys) > 1}
    assert shared == {}
