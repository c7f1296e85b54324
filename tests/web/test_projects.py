"""The lists of projects and sites, narrowed and put in order by links; the pages of one."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.category import Category
from registry.domain.organisation import Capability
from registry.domain.project import Cooperation, ProjectKind
from registry.domain.site import SiteKind
from registry.storage.session import Database
from tests.factories.need import need
from tests.factories.organisation import organisation
from tests.factories.project import place, project, site
from tests.services.database import statements

DAY = timedelta(days=1)


def fetch(client: FlaskClient, address: str) -> str:
    """The main part of a page."""
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.get_data(as_text=True).partition("<main")[2].partition("</main>")[0]


def titles(page: str) -> list[str]:
    found = re.findall(r'class="listing-title"><a [^>]*>([^<]*)</a>', page)
    return [title.removesuffix(", dự án") for title in found]


def choices(page: str) -> dict[str, tuple[str, int]]:
    """The boxes of the facets: label → what one asks for, and its count."""
    found = re.findall(
        r'name="(\w+)" value="(\w+)" id="facet-[^>]*>\s*<label[^>]*><span>([^<]*)</span>'
        r' <span class="facet-count">(\d+)</span>',
        page,
    )
    return {label: (f"{name}={value}", int(count)) for name, value, label, count in found}


def link(page: str, text: str) -> str:
    """Where the link with this text leads."""
    found = re.search(rf'<a [^>]*href="([^"]*)"[^>]*>(?:(?!</a>).)*{text}(?:(?!</a>).)*</a>', page)
    assert found is not None, text
    return found[1].replace("&amp;", "&")


@pytest.fixture
def world(database: Database) -> dict[str, str]:
    """Four projects, two sites, and a need beside one of them."""
    with database.write() as session:
        lead = organisation(session, Capability.BUYS, name_vi="Ban Quản lý Thử")
        here = place(session).key
        cluster = site(session, name_vi="Cụm Đồng", operator_id=lead.key, area_ha=48)
        dump = site(
            session, name_vi="Bãi Cũ", kind=SiteKind.POLLUTED_SITE, polluter_known=False,
            place_id=place(session, "00577").key, name_en=None,
        )  # fmt: skip
        first = project(
            session, lead, [Cooperation.INVESTMENT, Cooperation.TECHNOLOGY_LICENCE],
            name_vi="Trạm Bốn", site_id=cluster.key, place_id=here, key_project=True,
            closes_on=hanoi_day(utcnow()) + 20 * DAY,
        )  # fmt: skip
        waste = {"kind": ProjectKind.RECYCLING, "category": Category.SOLID_WASTE_RECYCLING}
        project(session, lead, name_vi="Ép Viên", **waste)
        project(
            session, lead, name_vi="Ánh Dương", **waste, closes_on=None, start_year=2020,
            finish_year=2022,
        )  # fmt: skip
        project(session, lead, name_vi="Giấu Kín", published_at=None)
        need(session, lead, place_id=here, title_vi="Bơm nước thải")
        need(session, lead, place_id=here, title_vi="Xe gom", category=Category.HAZARDOUS_WASTE)
        return {
            "project": first.public_id, "cluster": cluster.public_id, "dump": dump.public_id,
            "lead": lead.public_id,
        }  # fmt: skip


def test_projects_are_narrowed_by_their_facets(client: FlaskClient, world: dict[str, str]) -> None:
    page = fetch(client, "/vi/projects/?sort=name")
    assert titles(page) == ["Ánh Dương", "Ép Viên", "Trạm Bốn"]
    recycling, count = choices(page)["Tái chế, tái sử dụng chất thải"]
    assert (recycling, count) == ("kind=recycling", 2)
    page = fetch(client, f"/vi/projects/?sort=name&{recycling}")
    assert titles(page) == ["Ánh Dương", "Ép Viên"]
    done, count = choices(page)["Đã hoàn thành"]
    assert count == 1
    narrower = fetch(client, f"/vi/projects/?sort=name&{recycling}&{done}")
    assert titles(narrower) == ["Ánh Dương"]
    both = f"/vi/projects/?sort=name&{recycling}&{done}&status=calling"
    assert titles(fetch(client, both)) == ["Ánh Dương", "Ép Viên"]
    # Its chip takes a choice away again.
    assert titles(fetch(client, link(narrower, "Đã hoàn thành"))) == ["Ánh Dương", "Ép Viên"]
    assert titles(fetch(client, "/vi/projects/?form=technology_licence")) == ["Trạm Bốn"]


def test_orders_of_projects(client: FlaskClient, world: dict[str, str]) -> None:
    closing = titles(fetch(client, "/vi/projects/?sort=closing"))
    assert closing == ["Trạm Bốn", "Ép Viên", "Ánh Dương"]
    newest = titles(fetch(client, "/vi/projects/?sort=newest"))
    assert titles(fetch(client, "/vi/projects/?sort=bogus")) == newest


def test_a_choice_that_fits_nothing_leads_back(client: FlaskClient, world: dict[str, str]) -> None:
    page = fetch(client, "/en/projects/?status=withdrawn")
    assert "No project has all of this." in page
    assert titles(fetch(client, link(page, "See all projects"))) != []


@pytest.mark.parametrize("name", ["projects", "sites"])
@pytest.mark.parametrize(
    "asked", ["kind=bogus", "place=99999&kind=", "page=x", "kind=%00&sort=%27"]
)
def test_strange_addresses_show_the_list(
    client: FlaskClient, world: dict[str, str], name: str, asked: str
) -> None:
    assert len(titles(fetch(client, f"/vi/{name}/?{asked}"))) > 1
    assert client.get(f"/vi/{name}/?page=9").status_code == 404


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("name", ["projects/", "sites/", "opportunities/projects/"])
def test_empty_lists_say_what_will_stand_there(client: FlaskClient, lang: str, name: str) -> None:
    assert "empty-state" in fetch(client, f"/{lang}/{name}")


def test_a_project_tells_its_lead_site_call_and_needs_nearby(
    client: FlaskClient, world: dict[str, str]
) -> None:
    page = fetch(client, f"/vi/projects/{world['project']}")
    for words in (
        "Trạm Bốn", "Ban Quản lý Thử", "Cụm Đồng", "Xã Đông Anh, Hà Nội", "Dự án trọng điểm",
        "80–120 tỷ đồng", "còn 20 ngày", "Góp vốn đầu tư", "Bơm nước thải",
    ):  # fmt: skip
        assert words in page, words
    assert "Xe gom" not in page
    assert f"/vi/sites/{world['cluster']}" in page
    assert f"/vi/organisations/{world['lead']}/write" in page
    english = fetch(client, f"/en/projects/{world['project']}")
    assert "VND 80–120 billion" in english and "closes in 20 days" in english
    assert client.get("/vi/projects/nothing").status_code == 404


def test_a_site_tells_its_projects_and_the_needs_of_its_commune(
    client: FlaskClient, world: dict[str, str]
) -> None:
    page = fetch(client, f"/vi/sites/{world['cluster']}")
    assert titles(page)[0] == "Trạm Bốn"
    assert set(titles(page)[1:]) == {"Bơm nước thải", "Xe gom"}
    assert "48 ha" in page and "Cụm công nghiệp" in page
    dump = fetch(client, f"/en/sites/{world['dump']}")
    assert "Polluter not identified" in dump and '<h1 lang="vi">Bãi Cũ</h1>' in dump
    assert "Projects announced for this site will appear here." in dump
    assert client.get("/vi/sites/nothing").status_code == 404


def test_sites_are_narrowed_by_their_facets(client: FlaskClient, world: dict[str, str]) -> None:
    page = fetch(client, "/vi/sites/")
    assert titles(page) == ["Bãi Cũ", "Cụm Đồng"]
    for label, names in (("Điểm ô nhiễm", ["Bãi Cũ"]), ("Xã Đông Anh", ["Cụm Đồng"])):
        assert titles(fetch(client, f"/vi/sites/?{choices(page)[label][0]}")) == names


def test_investors_find_the_open_calls(client: FlaskClient, world: dict[str, str]) -> None:
    page = fetch(client, "/vi/opportunities/projects/")
    assert titles(page) == ["Trạm Bốn", "Ép Viên"]
    assert '<span class="count">2</span>' in page
    assert "Tình trạng" not in page  # all of them call
    assert titles(fetch(client, "/vi/opportunities/projects/?kind=recycling")) == ["Ép Viên"]


@pytest.mark.parametrize("name", ["projects/", "sites/", "opportunities/projects/"])
def test_as_many_statements_for_many_rows_as_for_few(
    client: FlaskClient, database: Database, world: dict[str, str], name: str
) -> None:
    counts = []
    for more in (0, 15):
        with database.write() as session:
            lead = organisation(session, Capability.BUYS)
            for _ in range(more):
                project(session, lead, site_id=site(session, operator_id=lead.key).key)
        with statements() as seen:
            page = fetch(client, f"/vi/{name}")
        counts.append(len(seen))
    assert len(titles(page)) > 15
    assert counts[0] == counts[1]
