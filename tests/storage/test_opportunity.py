"""Which needs nobody meets at home, by the categories of their items."""

from datetime import timedelta

from registry.domain.base import utcnow
from registry.domain.calendar import last_open_day
from registry.domain.category import Category
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
        found = page(session, opportunity.unmet_needs(TODAY), {}, "newest", 1, 20)
        assert (found.ids, found.total) == ((kept,), 1)
        assert opportunity.count_unmet(session, TODAY) == 1


def test_a_need_is_counted_once_in_each_category(database: Database) -> None:
    monitoring = {"category": Category.MONITORING}
    with database.write() as session:
        owner = organisation(session, Capability.BUYS)
        both = need(session, owner, items=[{}, monitoring, monitoring]).key
        one = need(session, owner, items=[monitoring]).key
    with database.read() as session:
        unmet = opportunity.unmet_needs(TODAY)
        found = page(session, unmet, {"category": ["wastewater"]}, "newest", 1, 20)
        assert found.ids == (both,) and found.total == 1
        assert found.counts["category"] == {"wastewater": 1, "monitoring": 2}
        items = opportunity.unmet_items(session, TODAY, [both, one])
        assert {key: len(rows) for key, rows in items.items()} == {both: 3, one: 1}
        assert opportunity.unmet_items(session, TODAY, []) == {}
        later = last_open_day(utcnow() + timedelta(days=400))
        assert opportunity.count_unmet(session, later) == 0
