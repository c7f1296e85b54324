"""Which needs nobody meets at home."""

from registry.domain.base import utcnow
from registry.domain.calendar import last_open_day
from registry.domain.organisation import Capability
from registry.storage import opportunity
from registry.storage.session import Database
from tests.factories.need import need
from tests.factories.organisation import organisation


def test_what_a_withdrawn_organisation_needed_is_no_opportunity(database: Database) -> None:
    with database.write() as session:
        need(session, organisation(session, Capability.BUYS), public_id="open")
        gone = organisation(session, Capability.BUYS, withdrawn_at=utcnow())
        need(session, gone, public_id="gone")
    with database.read() as session:
        found, total = opportunity.unmet_items(session, last_open_day(utcnow()), 1, 20)
    assert (list(found), total) == (["open"], 1)
