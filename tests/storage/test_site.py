"""Sites by facets, in how many statements; what stands and is needed there."""

from datetime import timedelta

from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day, last_open_day
from registry.domain.category import Category
from registry.domain.organisation import Capability
from registry.domain.site import SiteKind
from registry.storage import place as places
from registry.storage import project as projects
from registry.storage import site as sites
from registry.storage import site_list
from registry.storage.listed import Chosen, page
from registry.storage.session import Database
from tests.factories.need import need
from tests.factories.organisation import organisation
from tests.factories.project import place, project, site
from tests.services.database import statements

NOW = utcnow()
DAY = timedelta(days=1)


def test_facets_and_orders(database: Database) -> None:
    with database.write() as session:
        elsewhere = {"place_id": place(session, "00577").key}
        site(session, name_vi="Đồng", created_at=NOW - DAY)
        site(session, name_vi="Dương", kind=SiteKind.POLLUTED_SITE, **elsewhere, created_at=NOW)
        site(session, name_vi="Ao", kind=SiteKind.POLLUTED_SITE, created_at=NOW - 2 * DAY)
    with database.read() as session:

        def names(chosen: Chosen, order: str = "name") -> list[str | None]:
            ids = page(session, site_list.sites(), chosen, order, 1, 20).ids
            records = sites.by_row_ids(session, ids)
            return [records[key].site.name_vi for key in ids]

        assert names({}) == ["Ao", "Dương", "Đồng"]
        assert names({}, "newest") == ["Dương", "Đồng", "Ao"]
        polluted = {"kind": ["polluted_site"]}
        assert names(polluted) == ["Ao", "Dương"]
        assert names({**polluted, "place": ["00577"]}) == ["Dương"]
        chosen = {**polluted, "place": ["00454"]}
        found = page(session, site_list.sites(), chosen, "name", 1, 20)
        counts, total = found.counts, found.total
    assert total == 1
    assert counts["kind"] == {"polluted_site": 1, "industrial_cluster": 1}
    assert counts["place"] == {"00577": 1, "00454": 1}


def test_a_site_counts_its_public_projects_and_tells_its_operator(database: Database) -> None:
    with database.write() as session:
        runs = organisation(session, Capability.BUYS)
        gone = organisation(session, Capability.BUYS, withdrawn_at=NOW)
        run, left = site(session, operator_id=runs.key), site(session, operator_id=gone.key)
        shown = project(session, runs, site_id=run.key).public_id
        project(session, runs, site_id=run.key, published_at=None)
        project(session, gone, site_id=run.key)
        run_id, left_id, operator = run.public_id, left.public_id, runs.public_id
    with database.read() as session:
        found, other = sites.by_public_id(session, run_id), sites.by_public_id(session, left_id)
        assert found is not None and other is not None
        assert found.operator is not None and found.operator.public_id == operator
        assert (found.projects, other.projects, other.operator) == (1, 0, None)
        at = projects.at_site(session, found.site.key, NOW)
        assert [r.project.public_id for r in at] == [shown]
        assert sites.by_public_id(session, "nothing") is None


def test_a_page_is_read_in_as_many_statements_for_forty_as_for_two(database: Database) -> None:
    counts = []
    for more in (2, 38):
        with database.write() as session:
            lead = organisation(session, Capability.BUYS)
            for _ in range(more):
                project(session, lead, site_id=site(session, operator_id=lead.key).key)
        with database.read() as session, statements() as seen:
            found = page(session, site_list.sites(), {}, "name", 1, 40)
            records = sites.by_row_ids(session, found.ids)
        counts.append(len(seen))
    assert len(records) == found.total == 40
    assert counts[0] == counts[1]


def test_open_needs_of_a_place(database: Database) -> None:
    with database.write() as session:
        owner, here = organisation(session, Capability.BUYS), place(session).key
        need(session, owner, public_id="old", place_id=here, published_at=NOW - 3 * DAY)
        need(session, owner, public_id="new", place_id=here, published_at=NOW - DAY)
        waste = Category.HAZARDOUS_WASTE
        need(session, owner, public_id="waste", place_id=here, category=waste)
        need(session, owner, public_id="gone", place_id=here, withdrawn_at=NOW)
        need(session, owner, public_id="late", place_id=here, closes_on=hanoi_day(NOW) - DAY)
        need(session, owner, public_id="elsewhere", place_id=place(session, "00577").key)
    day = last_open_day(NOW)
    with database.read() as session:
        assert set(places.open_needs(session, here, day, 9)) == {"waste", "new", "old"}
        wastewater = places.open_needs(session, here, day, 9, Category.WASTEWATER)
        assert wastewater == ["new", "old"]
        assert places.open_needs(session, here, day, 1, Category.WASTEWATER) == ["new"]
