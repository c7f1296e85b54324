"""The supply side of the sample catalogue: well formed, varied, and joined to what it names."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal

import pytest

from matching import units
from registry.domain.account import Role
from registry.domain.category import Category
from registry.domain.fact import Grade, Stream
from registry.domain.offering import OfferingKind, Part
from registry.domain.organisation import Capability
from tests.data.test_demand import (
    Record,
    buyers,
    languages,
    load,
    needs,
    organisations,
    place_codes,
    texts,
)

KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
CITY_ROLES = {"registrar", "curator", "plan_owner", "recipient", "administrator"}
ORGANISATION_FIELDS = """
    key name_vi name_en short_vi short_en country place province_vi address_vi address_en
    capabilities foreign_owned founded staff verified_days_ago website about_vi about_en
    contact capacity"""
OFFERING_FIELDS = """
    key organisation kind category title_vi title_en summary_vi summary_en part maker
    country_of_manufacture local_content_min local_content_max local_content_grade
    price_min price_max price_note_vi price_note_en trl capacity
    published_days_ago checked_days_ago standards standards_grade fact"""
FACT_FIELDS = "parameter stream min max unit grade conditions_vi conditions_en"
# Air at room conditions is stated in m3/h, flue gas in Nm3/h; the needs do the same.
DIMENSIONS = {"air_flow": {"gas_flow", "volume_flow"}}


def suppliers() -> list[Record]:
    """The domestic organisations of the supply side, the investor among them."""
    return [one for one in organisations() if one["country"] == "VN" and "buyer_kind" not in one]


def partners() -> list[Record]:
    return [one for one in organisations() if one["country"] != "VN"]


def domestic() -> list[Record]:
    return _of({one["key"] for one in suppliers()})


def foreign() -> list[Record]:
    return _of({one["key"] for one in partners()})


def _of(keys: set[str]) -> list[Record]:
    return [one for one in load("sample/offerings", "offering") if one["organisation"] in keys]


def offerings() -> list[Record]:
    return domestic() + foreign()


def accounts() -> list[Record]:
    return load("sample/accounts.toml", "account")


def facts() -> Iterator[tuple[Record, Record]]:
    """Each fact with its offering."""
    for offering in offerings():
        for fact in offering.get("fact", []):
            yield offering, fact


def share(records: list[Record], holds: Callable[[Record], bool]) -> float:
    """How large a part of the records a condition holds for."""
    return sum(map(holds, records)) / len(records)


def ordered(record: Record, low: str, high: str) -> bool:
    """Whether two bounds stand in order, where both are given."""
    return low not in record or high not in record or record[low] <= record[high]


def test_suppliers_at_home_partners_of_many_countries_and_an_investor() -> None:
    supplying = [one for one in suppliers() if "supplies" in one["capabilities"]]
    assert len(supplying) >= 90
    assert [one["capabilities"] for one in suppliers() if one not in supplying] == [["invests"]]
    assert {one["country"] for one in suppliers()} == {"VN"}
    assert sum("researches" in one["capabilities"] for one in suppliers()) >= 6
    assert sum(one.get("foreign_owned", False) for one in suppliers()) >= 8
    assert len(partners()) >= 45
    assert len({one["country"] for one in partners()}) >= 12
    for partner in partners():
        assert re.fullmatch(r"[A-Z]{2}", partner["country"]) and partner["country"] != "VN"
        assert "supplies" in partner["capabilities"]
        assert "place" not in partner and "province_vi" not in partner


def test_keys_are_unique_and_read_as_addresses() -> None:
    for records in (buyers() + suppliers() + partners(), offerings(), accounts()):
        keys = [record["key"] for record in records]
        assert len(keys) == len(set(keys))
        assert all(KEY.fullmatch(key) and len(key) <= 80 for key in keys)


def test_no_field_is_misspelt() -> None:
    for records, fields in [
        (suppliers() + partners(), ORGANISATION_FIELDS),
        (offerings(), OFFERING_FIELDS),
        ([claim for _, claim in facts()], FACT_FIELDS),
    ]:
        for record in records:
            assert record.keys() <= set(fields.split()), record


def test_suppliers_stand_in_hanoi_or_in_a_province() -> None:
    for supplier in suppliers():
        assert ("place" in supplier) != ("province_vi" in supplier), supplier["key"]
    places = [supplier["place"] for supplier in suppliers() if "place" in supplier]
    assert set(places) <= place_codes()
    assert share(suppliers(), lambda one: "place" in one) > 0.5
    assert len({one["province_vi"] for one in suppliers() if "province_vi" in one}) >= 7


def test_organisations_are_described_and_reachable_at_no_real_address() -> None:
    for organisation in suppliers() + partners():
        key = organisation["key"]
        assert languages(organisation, "name") and languages(organisation, "about"), key
        assert {Capability(value) for value in organisation["capabilities"]}, key
        assert organisation.get("website", ".example").endswith(".example"), key
        assert organisation["contact"], key
        for contact in organisation["contact"]:
            assert contact["email"].endswith(".example"), key
            assert re.fullmatch(r"\+\d{1,3} (24|900)?[ 0]+", contact["phone"]), key
            assert set(contact["languages"]) <= {"vi", "en"}, key


def test_about_a_third_of_the_suppliers_are_self_declared() -> None:
    assert 0.25 < share(suppliers(), lambda one: "verified_days_ago" not in one) < 0.45


def test_capacities_are_yearly_amounts_that_offerings_use() -> None:
    held = {}
    for organisation in suppliers() + partners():
        for capacity in organisation.get("capacity", []):
            key = organisation["key"], capacity["key"]
            assert key not in held
            held[key] = capacity
            assert languages(capacity, "group") and capacity["amount"] > 0, key
            assert capacity["unit"] in units.codes(), key
            assert 2026 <= capacity["year"] <= 2030, key
            assert Grade(capacity.get("grade", "declared"))
    used = {
        (offering["organisation"], offering["capacity"])
        for offering in offerings()
        if "capacity" in offering
    }
    assert used == set(held)


def test_offerings_by_every_supplier() -> None:
    assert len(offerings()) >= 350 and len(foreign()) >= 80
    supplying = {one["key"] for one in suppliers() if "supplies" in one["capabilities"]}
    assert {offering["organisation"] for offering in domestic()} == supplying
    assert {offering["organisation"] for offering in foreign()} == {
        partner["key"] for partner in partners()
    }


def test_domestic_offerings_are_of_every_category_kind_and_part() -> None:
    found = Counter(offering["category"] for offering in domestic())
    assert found.keys() == {category.value for category in Category}
    assert min(found.values()) >= 3
    assert {offering["kind"] for offering in domestic()} == {kind.value for kind in OfferingKind}
    assert {offering["part"] for offering in domestic()} == {part.value for part in Part}


def test_most_domestic_offerings_are_in_vietnamese_alone() -> None:
    found = Counter("+".join(sorted(languages(one, "title"))) for one in domestic())
    assert found["vi"] > found["en+vi"] > found["en"] > 0
    for offering in offerings():
        assert languages(offering, "summary") == languages(offering, "title"), offering["key"]
        for code in ("vi", "en"):
            assert len(offering.get(f"title_{code}", "")) <= 300, offering["key"]


def test_an_offering_says_who_made_it_and_where() -> None:
    for offering in offerings():
        key, part = offering["key"], offering["part"]
        assert (offering["kind"] == "service") == (part == "service_provider"), key
        if part == "service_provider":
            continue
        assert re.fullmatch(r"[A-Z]{2}", offering["country_of_manufacture"]), key
        if part == "agent":
            assert offering["maker"] and offering["country_of_manufacture"] != "VN", key
    for offering in domestic():
        if offering["part"] not in {"agent", "service_provider"}:
            assert offering["country_of_manufacture"] == "VN", offering["key"]


def test_local_content_is_a_share_with_a_grade() -> None:
    for offering in offerings():
        shares = [offering[f"local_content_{end}"] for end in ("min", "max")
                  if f"local_content_{end}" in offering]  # fmt: skip
        assert shares == sorted(shares) and all(0 <= share <= 100 for share in shares)
        assert bool(shares) == ("local_content_grade" in offering), offering["key"]
        assert Grade(offering.get("local_content_grade", "declared"))


def test_prices_and_readiness_are_likely() -> None:
    for offering in offerings():
        key = offering["key"]
        assert ordered(offering, "price_min", "price_max"), key
        assert all(offering.get(f"price_{end}", 1) > 0 for end in ("min", "max")), key
        assert 1 <= offering.get("trl", 9) <= 9, key
        assert len(offering.get("price_note_vi", "")) <= 300, key
    assert all("trl" in one for one in domestic() if one["kind"] == "technology")


def test_about_a_quarter_of_the_domestic_offerings_are_not_checked_yet() -> None:
    assert 0.15 < share(domestic(), lambda one: "checked_days_ago" not in one) < 0.35
    for offering in offerings():
        assert offering["published_days_ago"] >= offering.get("checked_days_ago", 0) >= 0
    # Not confirmed for 90 days: these have left the matches.
    assert sum(one["published_days_ago"] > 90 for one in domestic()) >= 2


def test_facts_are_numbers_of_a_known_parameter() -> None:
    parameters = {row["code"]: row for row in load("reference/parameters.toml", "parameter")}
    for offering, fact in facts():
        key = offering["key"], fact["parameter"]
        dimension = parameters[fact["parameter"]]["dimension"]
        allowed = DIMENSIONS.get(fact["parameter"], {dimension})
        assert units.dimension(fact["unit"]) in allowed, key
        assert Stream(fact["stream"]) and Grade(fact.get("grade", "declared")), key
        assert {"min", "max"} & fact.keys() and ordered(fact, "min", "max"), key
        assert languages(fact, "conditions") <= languages(offering, "title"), key
        assert all(len(text) <= 300 for text in texts(fact)), key
    assert {fact.get("grade", "declared") for _, fact in facts()} == {g.value for g in Grade}


def test_standards_are_known_and_some_are_replaced_ones() -> None:
    known = {row["code"]: row for row in load("reference/standards.toml", "standard")}
    old = 0
    for offering in offerings():
        for text in offering.get("standards", []):
            code = re.sub(r" [ABC]$", "", text)
            assert code in known, (offering["key"], text)
            old += offering in domestic() and "replaced_by" in known[code]
        assert Grade(offering.get("standards_grade", "declared"))
        assert "standards" in offering or "standards_grade" not in offering, offering["key"]
    assert old >= 6


@pytest.mark.parametrize(
    ("need", "parameter", "least"),
    [
        ("duong-noi-det-nhuom", "flow", 500),
        ("ta-tich-xlnt-lien-xa", "flow", 2000),
        ("minh-chau-nuoc-gieng", "flow", 320),
        ("an-van-thinh-tram-trung-chuyen", "payload", 13),
        ("thien-nga-hong-lo-hoi", "air_flow", 26000),
        ("thuong-khe-rac-y-te", "batch_mass", 60),
    ],
)
def test_needs_find_a_large_enough_answer_at_home(need: str, parameter: str, least: int) -> None:
    wanted = next(one for one in needs() if one["key"] == need)
    asked = next(
        one for one in wanted["requirement"]
        if one.get("parameter") == parameter and one.get("min") == least
    )  # fmt: skip
    category = next(i["category"] for i in wanted["item"] if i["number"] == asked["item"])
    answers = [
        offering["key"]
        for offering, fact in facts()
        if offering in domestic()
        and offering["category"] == category
        and fact["parameter"] == parameter
        and units.comparable(fact["unit"], asked["unit"])
        and units.convert(Decimal(str(fact.get("max", 0))), fact["unit"], asked["unit"]) >= least
    ]
    assert answers


def test_no_text_has_a_dash_that_no_keyboard_types() -> None:
    for record in suppliers() + partners() + offerings():
        assert not any("—" in text for text in texts(record)), record["key"]


def test_accounts_cover_the_parts_and_sit_in_known_organisations() -> None:
    known = {one["key"]: one for one in organisations()}
    emails = [account["email"].lower() for account in accounts()]
    assert len(emails) == len(set(emails)) and all(e.endswith(".example") for e in emails)
    held: dict[str, set[str]] = {}
    for account in accounts():
        assert account["language"] in {"vi", "en"}
        assert "password" not in account
        assert account["name"].endswith(("(mẫu)", "(sample)"))
        for seat in account["seat"]:
            assert seat["organisation"] in known, account["key"]
            roles = {Role(role).value for role in seat["roles"]}
            assert not roles & CITY_ROLES or seat["organisation"] == "so-cong-thuong"
            # Nobody approves what they wrote: the two are different persons.
            assert not {"editor", "approver"} <= roles
            held.setdefault(seat["organisation"], set()).update(roles)
    assert held["so-cong-thuong"] == CITY_ROLES
    assert held["ubnd-duong-noi"] >= {"editor", "approver"}
    assert held["ban-ta-tich"] >= {"editor", "approver"}
    assert held["vi-lam-khe"] == {"owner", "editor"}
    assert held["rheinfeld-umwelttechnik"] == {"owner"}
    assert any("invests" in known[key]["capabilities"] for key in held)
