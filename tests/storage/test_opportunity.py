"""Which needs nobody meets at home, by the categories of their items."""

from datetime import timedelta
from decimal import Decimal

from registry.domain.base import utcnow
from registry.domain.calendar import last_open_day
from registry.domain.category import Category, Segment
from registry.domain.organisation import Capability
from registry.storage import opportunity
from registry.storage.listed import page
from registry.storage.session import Database
from tests.factories.need import need
from tests.factories.organisation import organisation

TODAY = last_open_day(utcnow())


def test_what_a_withdrawn_organisation_needed_is_no_opportunity(database: Database) -> None:
    with database.write() as session:
        kept = need(session, organisation(session, Capability.BUYS), public_id="open").key
        gone = organisation(session, Capability.BUYS, withdrawn_at=utcnow())
        need(session, gone, public_id="gone")
    with database.read() as session:
        found = page(session, opportunity.unmet(TODAY), {}, "newest", 1, 20)
        rows = opportunity.unmet_items(session, TODAY, found.ids)
        assert [row.need_id for row in rows.values()] == [kept] and found.total == 1
        assert opportunity.count_unmet(session, TODAY) == 1


def test_a_need_stands_once_in_each_category_of_its_items(database: Database) -> None:
    monitoring = {"category": Category.MONITORING, "segment": Segment.MONITORING}
    with database.write() as session:
        owner = organisation(session, Capability.BUYS)
        both = need(session, owner, items=[{}, monitoring, monitoring]).key
        one = need(session, owner, items=[monitoring]).key
    with database.read() as session:
        unmet = opportunity.unmet(TODAY)
        found = page(session, unmet, {}, "category", 1, 20)
        rows = opportunity.unmet_items(session, TODAY, found.ids)
        told = [rows[key] for key in found.ids]
        assert [(row.need_id, row.category.value, len(row.items)) for row in told] == [
            (both, "wastewater", 1), (one, "monitoring", 1), (both, "monitoring", 2),
        ]  # fmt: skip
        counts = {"wastewater": 1, "monitoring": 2}
        assert found.counts == {"category": counts, "segment": counts}
        narrowed = page(session, unmet, {"segment": ["wastewater"]}, "newest", 1, 20)
        assert narrowed.ids == found.ids[:1]
        assert opportunity.unmet_items(session, TODAY, []) == {}
        later = last_open_day(utcnow() + timedelta(days=400))
        assert opportunity.count_unmet(session, later) == 0


def test_sums_are_of_public_values_and_of_one_unit(database: Database) -> None:
    truck = {"category": Category.SOLID_WASTE_COLLECTION, "segment": None, "unit": "vehicle"}
    with database.write() as session:
        owner = organisation(session, Capability.BUYS)
        sets = [{"value": 10**9}, {"quantity": Decimal(3), "value": 2 * 10**9}]
        need(session, owner, items=[*sets, truck])
        need(session, owner, items=[{"value": 7 * 10**9}], budget_public=False)
        need(session, owner, items=[truck, {**truck, "unit": "set"}])
    with database.read() as session:
        sums = opportunity.sums(session, TODAY)
        assert sums == {
            Category.WASTEWATER: opportunity.Sum(2, 3, 3 * 10**9, 2, (Decimal(5), "set")),
            Category.SOLID_WASTE_COLLECTION: opportunity.Sum(2, 3, 0, 0, None),
        }
        assert set(opportunity.sums(session, TODAY, ["wastewater"])) == {Category.WASTEWATER}
