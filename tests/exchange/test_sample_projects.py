"""The sample sites and projects load, show every state and kind, and go with the catalogue."""

from collections import Counter

import pytest
from sqlmodel import Session, col, select

from matching import units
from registry.domain.base import utcnow
from registry.domain.organisation import Capability
from registry.domain.project import Project, ProjectKind, ProjectStatus
from registry.domain.site import Site, SiteKind
from registry.exchange import sample_projects
from registry.storage import project as projects
from registry.storage import project_list, reference
from registry.storage import sample as sample_storage
from registry.storage.listed import page
from registry.storage.session import Database
from tests.factories.organisation import organisation
from tests.factories.project import project, site

NOW = utcnow()


def load(session: Session) -> None:
    """Load them, each organisation that they name being a sample one."""
    named = {r["organisation"] for r in sample_projects.records("project")}
    named |= {r["operator"] for r in sample_projects.records("site") if "operator" in r}
    leads = {key: organisation(session, Capability.BUYS, sample=True) for key in sorted(named)}
    sample_projects.load(session, leads, reference.place_ids(session), NOW)


@pytest.fixture
def session(sqlite_database: Database) -> Session:
    with sqlite_database.write() as session:
        load(session)
    with sqlite_database.read() as session:
        yield session


def test_every_record_reads_back_marked_as_sample(session: Session) -> None:
    kept = session.exec(select(Project)).all()
    there = session.exec(select(Site)).all()
    assert {row.public_id for row in kept} == {r["key"] for r in sample_projects.records("project")}
    assert {row.public_id for row in there} == {r["key"] for r in sample_projects.records("site")}
    assert all(row.sample for row in (*kept, *there))
    assert len(kept) == 25 and len(there) == 22


def test_all_kinds_and_states_can_be_seen(session: Session) -> None:
    found = page(session, project_list.projects(NOW), {}, "newest", 1, 50)
    records = projects.public_by_row_ids(session, found.ids, NOW).values()
    assert set(found.counts["kind"]) == set(ProjectKind)
    assert set(found.counts["status"]) == set(ProjectStatus) - {ProjectStatus.WITHDRAWN}
    assert all(r.forms for r in records if r.status is ProjectStatus.CALLING)
    keys = {r.project.key for r in records}
    assert len(session.exec(select(Project).where(col(Project.id).not_in(keys))).all()) == 1


def test_figures_hold_together(session: Session) -> None:
    for row in session.exec(select(Project)):
        assert row.investment_low and row.investment_low <= (row.investment_high or 0)
        assert row.start_year and row.start_year <= (row.finish_year or 0)
    for place in session.exec(select(Site)):
        assert (place.capacity is None) == (place.capacity_unit is None)
        assert place.capacity_unit is None or place.capacity_unit in units.codes()
        assert (place.polluter_known is None) == (place.kind is not SiteKind.POLLUTED_SITE)


def test_five_polluted_sites_have_no_known_polluter(session: Session) -> None:
    known = Counter(row.polluter_known for row in session.exec(select(Site)))
    assert known[False] == 5
    assert known[True] == 1


def test_they_go_with_the_catalogue_and_leave_what_is_real(database: Database) -> None:
    with database.write() as session:
        load(session)
        real = organisation(session, Capability.BUYS)
        operator = session.exec(select(Site.operator_id).where(col(Site.operator_id) > 0)).first()
        at = session.exec(select(Site)).first()
        assert at is not None and operator is not None
        own = site(session, operator_id=operator).public_id
        kept = project(session, real, site_id=at.key).public_id
    with database.write() as session:
        sample_storage.remove(session)
    with database.read() as session:
        left, there = session.exec(select(Project)).all(), session.exec(select(Site)).all()
    assert [(row.public_id, row.site_id) for row in left] == [(kept, None)]
    assert [(row.public_id, row.operator_id) for row in there] == [(own, None)]
