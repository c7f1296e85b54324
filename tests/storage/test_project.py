"""Which projects are public, by which facets, in how many statements; their status in SQL."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.category import Category
from registry.domain.organisation import Capability, Organisation
from registry.domain.project import (
    Cooperation,
    Project,
    ProjectKind,
    ProjectStatus,
    project_status,
)
from registry.storage import project as projects
from registry.storage import project_list
from registry.storage.listed import Chosen, Page, page
from registry.storage.project import ProjectRecord
from registry.storage.session import Database
from tests.factories.organisation import organisation
from tests.factories.project import place, project, site
from tests.services.database import statements

NOW = utcnow()
DAY = timedelta(days=1)
TODAY = hanoi_day(NOW)


def lead(session: Session) -> Organisation:
    return organisation(session, Capability.BUYS)


def listed(
    session: Session, chosen: Chosen, order: str = "name", number: int = 1, per_page: int = 50
) -> tuple[list[ProjectRecord], Page]:
    found = page(session, project_list.projects(NOW), chosen, order, number, per_page)
    records = projects.public_by_row_ids(session, found.ids, NOW)
    return [records[key] for key in found.ids], found


def names(session: Session, chosen: Chosen, order: str = "name") -> list[str | None]:
    return [record.project.name_vi for record in listed(session, chosen, order)[0]]


def test_only_what_is_published_and_stands_is_public(database: Database) -> None:
    with database.write() as session:
        owner = lead(session)
        shown = project(session, owner).public_id
        hidden = [
            project(session, owner, published_at=None),
            project(session, owner, withdrawn_at=NOW),
            project(session, organisation(session, Capability.BUYS, withdrawn_at=NOW)),
        ]
        ids = [row.public_id for row in hidden]
    with database.read() as session:
        records, found = listed(session, {})
        assert ([r.project.public_id for r in records], found.total) == ([shown], 1)
        assert projects.public(session, shown, NOW) == records[0]
        assert [projects.public(session, each, NOW) for each in ids] == [None] * 3
        assert projects.by_public_id(session, ids[0]) is not None
        assert projects.count_calling(session, NOW) == 1
        assert found.counts["kind"] == {"central_wastewater": 1}


def test_within_a_facet_or_and_between_facets_and(database: Database) -> None:
    with database.write() as session:
        owner = lead(session)
        at = {"place_id": place(session, "00577").key}
        recycling = {"kind": ProjectKind.RECYCLING, "category": Category.SOLID_WASTE_RECYCLING}
        project(session, owner, name_vi="A", **at)
        project(session, owner, name_vi="B", **recycling)
        project(session, owner, name_vi="C", **recycling, **at, closes_on=None)
        project(session, owner, name_vi="D", kind=ProjectKind.SUPPLIES)
    with database.read() as session:
        assert names(session, {}) == ["A", "B", "C", "D"]
        two = {"kind": ["central_wastewater", "recycling"]}
        assert names(session, two) == ["A", "B", "C"]
        assert names(session, {**two, "place": ["00577"]}) == ["A", "C"]
        assert names(session, {**two, "status": ["calling"]}) == ["A", "B"]
        assert names(session, {"category": ["solid_waste_recycling"]}) == ["B", "C"]
        assert names(session, {"kind": ["nothing"]}) == []
        # A facet's counts leave its own choice out, and keep the others'.
        chosen = {"kind": ["recycling"], "place": ["00577"]}
        counts = listed(session, chosen)[1].counts
    assert counts["kind"] == {"central_wastewater": 1, "recycling": 1}
    assert counts["place"] == {"00577": 1}
    assert counts["status"] == {"preparing": 1}


def test_the_forms_of_cooperation_are_a_facet(database: Database) -> None:
    with database.write() as session:
        owner = lead(session)
        project(session, owner, [Cooperation.FUNDING, Cooperation.INVESTMENT], name_vi="A")
        project(session, owner, [Cooperation.FUNDING], name_vi="B", closes_on=None)
    with database.read() as session:
        assert names(session, {"form": ["investment"]}) == ["A"]
        assert listed(session, {})[1].counts["form"] == {"funding": 2, "investment": 1}
        calling = page(session, project_list.calling(NOW), {}, "closing", 1, 20)
        assert calling.total == 1 and calling.counts["form"] == {"funding": 1, "investment": 1}


def test_orders(database: Database) -> None:
    with database.write() as session:
        owner = lead(session)
        for name, age, closes in [
            ("Đê", 1, None), ("Dâu", 2, TODAY + 9 * DAY), ("Ếch", 3, TODAY + 2 * DAY),
            ("An", 4, TODAY - DAY),
        ]:  # fmt: skip
            project(session, owner, name_vi=name, published_at=NOW - age * DAY, closes_on=closes)
    with database.read() as session:
        assert names(session, {}, "newest") == ["Đê", "Dâu", "Ếch", "An"]
        assert names(session, {}, "name") == ["An", "Dâu", "Đê", "Ếch"]
        assert names(session, {}, "closing") == ["Ếch", "Dâu", "Đê", "An"]
        first, found = listed(session, {}, "newest", 1, 3)
        second, _ = listed(session, {}, "newest", 2, 3)
    assert (len(first), [r.project.name_vi for r in second], found.total) == (3, ["An"], 4)


def test_a_page_is_read_in_as_many_statements_for_forty_as_for_two(database: Database) -> None:
    counts = []
    for more in (2, 38):
        with database.write() as session:
            owner, at = lead(session), site(session)
            for _ in range(more):
                project(session, owner, tuple(Cooperation), site_id=at.key)
        with database.read() as session, statements() as seen:
            records, found = listed(session, {})
        counts.append(len(seen))
    assert len(records) == found.total == 40
    assert counts[0] == counts[1]


def test_forms_stand_in_their_order_and_can_be_written_anew(database: Database) -> None:
    with database.write() as session:
        row = project(session, lead(session), [Cooperation.FUNDING, Cooperation.JOINT_VENTURE])
        key = row.public_id
    with database.read() as session:
        told = projects.public(session, key, NOW)
    assert told is not None
    assert told.forms == (Cooperation.JOINT_VENTURE, Cooperation.FUNDING)
    with database.write() as session:
        row = projects.by_public_id(session, key)
        assert row is not None
        projects.set_forms(session, row, [Cooperation.FUNDING, Cooperation.INVESTMENT])
    with database.read() as session:
        told = projects.public(session, key, NOW)
    assert told is not None
    assert told.forms == (Cooperation.INVESTMENT, Cooperation.FUNDING)


MOMENTS = st.datetimes(datetime(2026, 12, 30), datetime(2027, 1, 3), timezones=st.just(UTC))
DAYS = st.dates(datetime(2026, 12, 30).date(), datetime(2027, 1, 3).date())
YEARS = st.none() | st.integers(2025, 2028)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    published=st.none() | MOMENTS,
    closes_on=st.none() | DAYS,
    start=YEARS,
    finish=YEARS,
    withdrawn=st.none() | MOMENTS,
    now=MOMENTS,
)
def test_status_is_the_same_in_sql_and_in_python(
    database: Database,
    published: datetime | None,
    closes_on: datetime | None,
    start: int | None,
    finish: int | None,
    withdrawn: datetime | None,
    now: datetime,
) -> None:
    dates = {
        "published_at": published,
        "closes_on": closes_on,
        "start_year": start,
        "finish_year": finish,
        "withdrawn_at": withdrawn,
    }
    with database.write() as session:
        row: Project = project(session, lead(session), **dates)
        found = projects.statuses(session, {row.key}, now)[row.key]
        record = projects.public(session, row.public_id, now)
        calling = projects.count_calling(session, now)
        row.withdrawn_at = NOW
    assert found is project_status(**dates, now=now)  # type: ignore[arg-type]
    assert (record is not None) == (published is not None and withdrawn is None)
    assert record is None or record.status is found
    assert (calling == 1) == (found is ProjectStatus.CALLING)
