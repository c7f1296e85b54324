"""Organisations are found by identifiers, listed in Vietnamese order and counted by set."""

from registry.domain.base import utcnow
from registry.domain.organisation import Capability, Contact, Identifier, Scheme
from registry.storage import organisation as organisations
from registry.storage.organisation import Published
from registry.storage.session import Database
from tests.factories.offering import offering, revision
from tests.factories.organisation import organisation


def test_the_list_is_in_vietnamese_order_and_leaves_out_what_is_withdrawn(
    database: Database,
) -> None:
    names = ["Đại Phát", "Ánh Dương", "Bình An", "Dương Minh", "Ân Thịnh", "Zeta", "An Khang"]
    with database.write() as session:
        for name in names:
            organisation(session, name_vi=name)
        organisation(session, name_vi="Cũ", withdrawn_at=utcnow())
    with database.read() as session:
        first, total = organisations.page(session, 1, 4)
        second, _ = organisations.page(session, 2, 4)
        indexed = {row.name_vi for row in organisations.all_public(session)}
    assert total == 7
    assert [row.name_vi for row in [*first, *second]] == [
        "An Khang", "Ánh Dương", "Ân Thịnh", "Bình An", "Dương Minh", "Đại Phát", "Zeta",
    ]  # fmt: skip
    assert indexed == set(names)


def test_what_organisations_do_is_read_by_set(database: Database) -> None:
    with database.write() as session:
        organisation(session, Capability.SUPPLIES, name_vi="Nhà cung cấp")
        organisation(session, Capability.BUYS, Capability.SUPPLIES, name_vi="Cả hai")
        organisation(session, Capability.INVESTS, name_vi="Nhà đầu tư")
    with database.read() as session:
        everybody, _ = organisations.page(session, 1, 20)
        does = organisations.capabilities(session, {row.key for row in everybody})
    assert set(does.values()) == {
        frozenset({Capability.SUPPLIES}),
        frozenset({Capability.BUYS, Capability.SUPPLIES}),
        frozenset({Capability.INVESTS}),
    }


def test_an_identifier_finds_its_organisation_within_its_scheme_only(database: Database) -> None:
    with database.write() as session:
        row = organisation(session)
        session.add(Identifier(organisation_id=row.key, scheme=Scheme.MST, value="0101234567"))
    with database.read() as session:
        found = organisations.by_identifier(session, Scheme.MST, "0101234567")
        assert found is not None and found.public_id == row.public_id
        assert organisations.by_identifier(session, Scheme.AGENCY, "0101234567") is None
        assert [i.value for i in organisations.identifiers(session, row.key)] == ["0101234567"]


def test_only_public_ones_are_found_by_a_set_of_public_ids(database: Database) -> None:
    with database.write() as session:
        here = organisation(session)
        gone = organisation(session, withdrawn_at=utcnow())
    with database.read() as session:
        found = organisations.by_public_ids(session, [here.public_id, gone.public_id, "none"])
        assert list(found) == [here.public_id]
        assert set(organisations.by_ids(session, {here.key, gone.key})) == {here.key, gone.key}
        assert organisations.by_public_id(session, gone.public_id) is not None


def test_only_what_is_public_counts(database: Database) -> None:
    with database.write() as session:
        row, idle = organisation(session), organisation(session)
        offering(session, row)
        revised = offering(session, row)
        revision(session, revised, number=2, published_at=None)
        offering(session, row, withdrawn_at=utcnow())
    with database.read() as session:
        counts = organisations.published(session, {row.key, idle.key})
        ids = organisations.offering_ids(session, {row.key})
    assert counts == {row.key: Published(offerings=2, needs=0), idle.key: Published()}
    assert len(ids) == 3


def test_contacts_stand_in_their_order(database: Database) -> None:
    with database.write() as session:
        row = organisation(session, contact=False)
        for position, name in ((1, "Sau"), (0, "Trước")):
            session.add(
                Contact(organisation_id=row.key, position=position, name=name, email="a@b.example")
            )
    with database.read() as session:
        assert [c.name for c in organisations.contacts(session, row.key)] == ["Trước", "Sau"]


def test_the_first_with_a_capability_is_the_one_stored_first(database: Database) -> None:
    with database.write() as session:
        assert organisations.first_with(session, Capability.REGISTERS) is None
        first = organisation(session, Capability.REGISTERS, Capability.BUYS)
        organisation(session, Capability.REGISTERS)
        found = organisations.first_with(session, Capability.REGISTERS)
        assert found is not None and found.key == first.key
