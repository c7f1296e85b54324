"""In which organisations an account has a seat."""

from registry.domain.account import Role
from registry.domain.base import utcnow
from registry.domain.organisation import Capability
from registry.storage.session import Database
from tests.factories.account import account, actor
from tests.factories.organisation import organisation


def test_nobody_acts_for_an_organisation_that_was_withdrawn(database: Database) -> None:
    with database.write() as session:
        stands = organisation(session, Capability.BUYS)
        gone = organisation(session, Capability.REGISTERS, withdrawn_at=utcnow())
        person = account(session, (gone, Role.REGISTRAR), (stands, Role.EDITOR))
        who = actor(session, person)
    assert [seat.organisation for seat in who.seats] == [stands.public_id]
    assert not who.has_city_role(Role.REGISTRAR)
