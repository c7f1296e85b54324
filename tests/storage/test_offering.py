"""What is public, in which order, and in how many statements; on both databases."""

from datetime import timedelta

from registry.domain.base import utcnow
from registry.storage import listed
from registry.storage import offering as offerings
from registry.storage.offering_list import queue
from registry.storage.session import Database
from tests.factories.offering import offering, revision
from tests.factories.organisation import organisation
from tests.services.database import statements

NOW = utcnow()


def test_public_is_what_is_published_and_neither_superseded_nor_withdrawn(
    database: Database,
) -> None:
    with database.write() as session:
        owner = organisation(session)
        offering(session, owner, public_id="stands", title_vi="Bản cũ", superseded_at=NOW)
        stands = offerings.by_public_id(session, "stands")
        assert stands is not None
        revision(session, stands, number=2, published_at=NOW, title_vi="Bản mới")
        revision(session, stands, number=3, published_at=None, title_vi="Bản nháp")
        offering(session, owner, public_id="gone", withdrawn_at=NOW)
        closed = organisation(session, withdrawn_at=NOW)
        offering(session, closed, public_id="closed")
    with database.read() as session:
        assert [r.revision.title_vi for r in offerings.public(session)] == ["Bản mới"]
        assert offerings.public(session, ["gone", "closed"]) == []
        assert offerings.public(session, []) == []
        own = offerings.of_organisation(session, owner.key, withdrawn=True)
        assert {r.offering.public_id for r in own} == {"stands", "gone"}
        assert len(offerings.of_organisation(session, owner.key)) == 1


def test_newest_come_first_and_pages_do_not_overlap(database: Database) -> None:
    with database.write() as session:
        owner = organisation(session)
        for days in range(5):
            published = NOW - timedelta(days=days)
            offering(session, owner, public_id=f"o{days}", published_at=published)
    with database.read() as session:
        first, total = offerings.newest(session, 1, 2)
        last, _ = offerings.newest(session, 3, 2)
    assert total == 5
    assert [r.offering.public_id for r in first] == ["o0", "o1"]
    assert [r.offering.public_id for r in last] == ["o4"]


def test_facts_and_standards_come_with_their_own_revision_and_in_order(database: Database) -> None:
    with database.write() as session:
        owner = organisation(session)
        facts = ({"parameter": "flow"}, {"parameter": "cod", "unit": "mg/L"})
        one = offering(session, owner, public_id="one", facts=facts)
        offering(session, owner, public_id="two", facts=(), standards=())
    with database.read() as session:
        records = offerings.public_by_row_ids(session, {one.key, one.key + 1})
        by_id = {r.offering.public_id: r for r in records.values()}
    assert [f.parameter for f in by_id["one"].facts] == ["flow", "cod"]
    assert [s.standard_code for s in by_id["one"].standards] == ["QCVN 40:2025/BTNMT"]
    assert by_id["two"].facts == () == by_id["two"].standards
    assert by_id["one"].organisation.public_id == owner.public_id


def test_a_list_takes_as_many_statements_at_2_rows_as_at_40(database: Database) -> None:
    with database.write() as session:
        owner = organisation(session)
        for _ in range(40):
            offering(session, owner)
    with database.read() as session, statements() as small:
        assert len(offerings.newest(session, 1, 2)[0]) == 2
    with database.read() as session, statements() as large:
        assert len(offerings.newest(session, 1, 40)[0]) == 40
    with database.read() as session, statements() as everything:
        assert len(offerings.public(session)) == 40
    asked = [[s for s in seen if s.startswith("SELECT")] for seen in (small, large, everything)]
    assert [len(seen) for seen in asked] == [4, 4, 3]


def test_unchecked_are_the_oldest_first_and_apart_from_those_asked_about(
    database: Database,
) -> None:
    with database.write() as session:
        owner = organisation(session)
        offering(session, owner, public_id="new")
        offering(session, owner, public_id="old", published_at=NOW - timedelta(days=9))
        offering(session, owner, public_id="asked", returned_at=NOW, returned_note="Hãng nào?")
        offering(session, owner, public_id="checked", checked_at=NOW, first_checked_at=NOW)
    with database.read() as session:
        keys = {
            record.offering.key: record.offering.public_id for record in offerings.public(session)
        }
        waiting, asked = (
            listed.page(session, queue("vi", returned=returned), {}, "oldest", 1, 20)
            for returned in (False, True)
        )
        assert offerings.count_unchecked(session) == waiting.total == 2
    assert [keys[key] for key in waiting.ids] == ["old", "new"]
    assert [keys[key] for key in asked.ids] == ["asked"]
    assert waiting.counts["state"] == {"new": 2}
