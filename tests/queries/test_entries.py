"""What leaves the search index together with its organisation."""

from registry.domain.base import utcnow
from registry.domain.organisation import Capability
from registry.queries import entries
from registry.storage.session import Database
from tests.factories.need import need
from tests.factories.offering import offering
from tests.factories.organisation import organisation
from tests.factories.project import project, site


def test_the_listings_of_a_withdrawn_organisation_are_known(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        gone = organisation(
            session, Capability.BUYS, Capability.SUPPLIES, public_id="gone", withdrawn_at=utcnow()
        )
        need(session, gone, public_id="need")
        offering(session, gone, public_id="offering")
        offering(session, organisation(session), public_id="another")
        project(session, gone, public_id="project")
        site(session, public_id="site", operator_id=gone.key)
    with sqlite_database.read() as session:
        assert entries.listings_of(session, {"gone"}) == {
            "offering": {"offering"},
            "need": {"need"},
            "project": {"project"},
            "site": {"site"},
        }
        assert entries.listings_of(session, set()) == {}
