"""What is public and open, in how many statements; a need's status in SQL as in Python."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.category import Category, Segment
from registry.domain.need import Need, NeedRevision, need_status
from registry.domain.organisation import Capability, Organisation
from registry.storage import need as needs
from registry.storage.session import Database
from tests.factories.need import need, revision
from tests.factories.organisation import organisation
from tests.services.database import statements

NOW = utcnow()
DAY = timedelta(days=1)


def buyer(session: Session) -> Organisation:
    return organisation(session, Capability.BUYS)


def test_drafts_and_withdrawn_needs_are_not_public(database: Database) -> None:
    with database.write() as session:
        owner = buyer(session)
        shown = need(session, owner)
        closed = need(session, owner, closes_on=hanoi_day(NOW) - DAY)
        need(session, owner, withdrawn_at=NOW)
        draft = Need(organisation_id=owner.key)
        needs.add(session, draft)
        revision(session, draft)
        gone = buyer(session)
        need(session, gone)
        gone.withdrawn_at = NOW
        kept, late, owned = shown.public_id, closed.public_id, owner.key
    with database.read() as session:
        assert {r.need.public_id for r in needs.public(session)} == {kept, late}
        assert [r.need.public_id for r in needs.public(session, [late])] == [late]
        assert needs.public(session, []) == []
        assert [r.need.public_id for r in needs.open_(session)] == [kept]
        assert len(needs.of_organisation(session, owned)) == 2
        assert len(needs.working_of_organisations(session, {owned})) == 1


def test_a_record_has_items_by_number_and_requirements_where_they_belong(
    database: Database,
) -> None:
    with database.write() as session:
        asked = [
            {"text_vi": "Bảo hành 24 tháng"},
            {"item": 2, "text_vi": "Thùng 240 lít"},
            {"item": 2, "text_vi": "Nắp kín"},
        ]
        key = need(session, buyer(session), items=[{}, {"unit": "piece"}], requirements=asked).key
    with database.read() as session:
        record = needs.public_by_row_ids(session, {key})[key]
    assert [part.item.number for part in record.items] == [1, 2]
    assert [row.text_vi for row in record.requirements] == ["Bảo hành 24 tháng"]
    assert [row.text_vi for row in record.items[1].requirements] == ["Thùng 240 lít", "Nắp kín"]
    assert record.items[0].requirements == ()


def test_a_page_is_read_in_as_many_statements_for_forty_as_for_two(database: Database) -> None:
    counts = []
    for more in (2, 38):
        with database.write() as session:
            owner = buyer(session)
            for index in range(more):
                need(session, owner, items=[{}, {}], published_at=NOW - index * DAY)
        with database.read() as session, statements() as seen:
            records, total = needs.newest(session, 1, 40)
        counts.append(len([s for s in seen if s.startswith("SELECT")]))
    assert len(records) == total == 40
    assert counts[0] == counts[1] == 4


def test_the_latest_published_comes_first(database: Database) -> None:
    with database.write() as session:
        owner = buyer(session)
        ids = [need(session, owner, published_at=NOW - age * DAY).public_id for age in (3, 1, 2)]
    with database.read() as session:
        first, total = needs.newest(session, 1, 2)
        second, _ = needs.newest(session, 2, 2)
    assert total == 3
    assert [r.need.public_id for r in first + second] == [ids[1], ids[2], ids[0]]


def test_segments_are_those_of_the_programme_on_the_day(database: Database) -> None:
    with database.read() as session:
        found = needs.segments(session, "hanoi-50", hanoi_day(NOW))
        assert found[Category.SOLID_WASTE_COLLECTION] is Segment.COLLECTION
        assert Category.CONSULTING not in found
        assert needs.segments(session, "hanoi-50", hanoi_day(NOW).replace(year=2000)) == {}


MOMENTS = st.datetimes(datetime(2027, 3, 9), datetime(2027, 3, 12), timezones=st.just(UTC))
DAYS = st.dates(datetime(2027, 3, 9).date(), datetime(2027, 3, 12).date())


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    published=st.none() | MOMENTS,
    working=st.booleans(),
    submitted=st.none() | MOMENTS,
    closes_on=st.none() | DAYS,
    withdrawn=st.none() | MOMENTS,
    now=MOMENTS,
)
def test_status_is_the_same_in_sql_and_in_python(
    database: Database,
    published: datetime | None,
    working: bool,
    submitted: datetime | None,
    closes_on: datetime | None,
    withdrawn: datetime | None,
    now: datetime,
) -> None:
    with database.write() as session:
        row = Need(organisation_id=buyer(session).key, withdrawn_at=withdrawn)
        needs.add(session, row)
        told: list[NeedRevision] = []
        if published:
            told.append(revision(session, row, published_at=published, closes_on=closes_on))
        if working or not published:
            number = len(told) + 1
            revision(session, row, number=number, submitted_at=submitted, closes_on=closes_on)
        found = needs.statuses(session, {row.key}, now)[row.key]
        shown = needs.public_record(session, row.key) is not None
    assert shown == (published is not None and withdrawn is None)
    assert found is need_status(
        published_at=published,
        submitted_at=submitted if working or not published else None,
        closes_on=closes_on if published else None,
        withdrawn_at=withdrawn,
        now=now,
    )
