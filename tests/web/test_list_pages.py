"""Every list costs as much at 40 rows as at 2; and what the lists with facets have in common."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.category import Category
from registry.domain.organisation import Capability
from registry.portal import Portal
from registry.search import Entry, Kind
from registry.storage import generation
from registry.storage import offering as offerings
from registry.storage import project as projects
from registry.storage import site as sites
from registry.storage.session import Database
from tests.factories.need import need
from tests.factories.offering import offering
from tests.factories.organisation import organisation
from tests.factories.project import project, site
from tests.services.database import statements

# The lists by their endpoint, and how to have something on them.
LISTS = {
    "offerings.index": "/vi/offerings/",
    "offerings.index, narrowed": "/vi/offerings/?category=wastewater&origin=domestic&sort=name",
    "offerings.index, searched": "/vi/offerings/?q=nước&kind=equipment",
    "needs.index": "/vi/needs/",
    "needs.index, narrowed": "/vi/needs/?status=open&item=equipment&year=2027&sort=closing",
    "organisations.index": "/vi/organisations/",
    "organisations.index, narrowed": "/vi/organisations/?does=buys&country=VN",
    "opportunities.index": "/vi/opportunities/",
    "projects.index": "/vi/projects/",
    "sites.index": "/vi/sites/",
    "search.index": "/vi/search?q=nước&kind=offering",
    "search.index, projects": "/vi/search?q=nước&kind=project",
    "search.index, sites": "/vi/search?q=nước&kind=site",
}
# Section pages that are no lists, or are held to it by their own tests.
ELSEWHERE = {
    "home.index",  # its few newest needs
    "programme.index",  # the targets
    "describe.index",  # an empty box
    "components.index",  # made without the database
    "workspace.index",  # tests/web/test_workspace.py
    # The registrar's reference data: tests/web/test_reference.py
    "reference.index", "targets.index", "agencies.index", "tasks.index", "certificates.index",
    "documents.index", "standards.index", "proposals.index",
}  # fmt: skip
FACETED = ("offerings", "needs", "organisations")


def grow(portal: Portal, more: int) -> None:
    """So many more of everything that stands in a list, with an index that finds what has no need
    or organisation."""
    with portal.database.write() as session:
        generation.advance(session, "match", None)
        for _ in range(more):
            owner = organisation(session, Capability.BUYS, Capability.SUPPLIES)
            offering(session, owner)
            need(session, owner, items=[{}, {}])
            project(session, owner)
            site(session)
    with portal.database.read() as session:
        found: list[tuple[Kind, str]] = [
            *(("offering", row.offering.public_id) for row in offerings.public(session)),
            *(("project", row.project.public_id) for row in projects.all_public(session, utcnow())),
            *(("site", row.site.public_id) for row in sites.all_(session)),
        ]
    portal.search.rebuild(Entry(*key, {"title": "Xử lý nước", "body": ""}) for key in found)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_takes_as_many_statements_at_2_rows_as_at_40(
    client: FlaskClient, portal: Portal, name: str
) -> None:
    costs = []
    for more, shown in ((2, 2), (38, 20)):
        grow(portal, more)
        with statements() as seen:
            page = client.get(LISTS[name]).get_data(as_text=True)
        costs.append(len(seen))
        assert page.count('class="listing-row"') == shown
    assert costs[0] == costs[1] > 0


def test_no_list_is_missing_here(app: Flask) -> None:
    pages = {
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.endswith(".index") and "GET" in (rule.methods or ())
    }
    assert pages == {name.partition(",")[0] for name in LISTS} | ELSEWHERE


# Facets


@pytest.fixture
def catalogue(portal: Portal) -> None:
    """Three offerings: wastewater from Vietnam twice, monitoring from Japan; one is withdrawn."""
    with portal.database.write() as session:
        owner = organisation(session, name_vi="Công ty Thử", name_en=None, country="VN")
        offering(session, owner, public_id="a", title_vi="Máy A")
        offering(session, owner, public_id="b", title_vi="Máy B", first_checked_at=utcnow())
        offering(
            session, owner, public_id="c", title_vi="Máy C", category=Category.MONITORING,
            country_of_manufacture="JP", standards=[{"standard_code": "ISO 14001"}],
        )  # fmt: skip
        offering(session, owner, public_id="gone", title_vi="Máy D", withdrawn_at=utcnow())


def fetch(client: FlaskClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return unescape(answer.get_data(as_text=True)).partition("<main")[2].partition("</main>")[0]


def titles(page: str) -> list[str]:
    return re.findall(r'class="listing-title"><a [^>]*>([^<]*)</a>', page)


def values(page: str) -> dict[str, tuple[int, bool]]:
    """``name=code`` → its count, and whether it is ticked."""
    found = re.findall(
        r'name="(\w+)" value="([^"]*)" id="[^"]*"( checked)?>\s*<label[^>]*><span>[^<]*</span>'
        r' <span class="facet-count">(\d+)</span>',
        page,
    )
    return {f"{name}={code}": (int(count), bool(ticked)) for name, code, ticked, count in found}


def chips(page: str) -> list[tuple[str, dict[str, list[str]]]]:
    """The text of each chip, and what its link asks for."""
    found = re.findall(r'<a class="chip" href="([^"]*)">(.*?)</a>', page)
    return [
        (" ".join(re.sub(r"<[^>]*>", "", text).split()), parse_qs(urlsplit(href).query))
        for href, text in found
    ]


@pytest.mark.usefixtures("catalogue")
def test_a_facet_counts_what_each_choice_would_give(client: FlaskClient) -> None:
    shown = values(fetch(client, "/en/offerings/"))
    assert shown["category=wastewater"] == (2, False) and shown["category=monitoring"] == (1, False)
    assert shown["origin=domestic"] == (2, False) and shown["origin=foreign"] == (1, False)
    assert shown["standard=ISO 14001"] == (1, False)
    assert "origin=unknown" not in shown
    page = fetch(client, "/en/offerings/?origin=foreign")
    shown = values(page)
    assert titles(page) == ["Máy C"]
    assert shown["origin=domestic"] == (2, False), "a facet leaves its own choice out"
    assert shown["origin=foreign"] == (1, True)
    assert "category=wastewater" not in shown, "nothing would be left of it"


@pytest.mark.usefixtures("catalogue")
def test_choices_are_joined_by_or_within_a_facet_and_by_and_between(client: FlaskClient) -> None:
    page = fetch(client, "/en/offerings/?category=wastewater&category=monitoring&check=declared")
    assert sorted(titles(page)) == ["Máy A", "Máy C"]
    assert [text for text, _ in chips(page)] == [
        "Take away: Category: Wastewater treatment",
        "Take away: Category: Environmental monitoring",
        "Take away: Checks: Self-declared listing",
    ]


@pytest.mark.usefixtures("catalogue")
def test_each_choice_is_taken_away_by_itself_and_all_together(client: FlaskClient) -> None:
    page = fetch(client, "/en/offerings/?category=wastewater&origin=domestic&sort=name")
    first, second = chips(page)
    assert first[1] == {"origin": ["domestic"], "sort": ["name"]}
    assert second[1] == {"category": ["wastewater"], "sort": ["name"]}
    assert 'class="chips-clear" href="/en/offerings/?sort=name"' in page


@pytest.mark.usefixtures("catalogue")
def test_a_choice_of_nothing_stays_and_shows_the_way_back(client: FlaskClient) -> None:
    page = fetch(client, "/en/offerings/?category=remediation&sort=name")
    assert values(page)["category=remediation"] == (0, True)
    assert "No offering has all of this." in page
    assert 'href="/en/offerings/?sort=name">Clear all filters' in page


@pytest.mark.parametrize("name", FACETED)
@pytest.mark.usefixtures("catalogue")
def test_what_nobody_knows_is_passed_over(client: FlaskClient, name: str) -> None:
    plain = fetch(client, f"/en/{name}/")
    strange = "category=nonsense&status=withdrawn&sort=up&does=%00&year=20.5&standard=x&_scheme=ftp"
    assert fetch(client, f"/en/{name}/?{strange}") == plain
    assert 'class="chip"' not in plain


@pytest.mark.usefixtures("catalogue")
def test_a_choice_and_a_search_go_together(client: FlaskClient, portal: Portal) -> None:
    portal.search.rebuild(
        [
            Entry("offering", "a", {"title": "Máy A", "body": "bơm nước thải công nghiệp"}),
            Entry("offering", "b", {"title": "Máy bơm", "body": ""}),
            Entry("offering", "c", {"title": "Máy bơm bơm", "body": ""}),
            Entry("offering", "gone", {"title": "Máy bơm", "body": ""}),
        ]
    )
    page = fetch(client, "/en/offerings/?q=máy+bơm")
    assert titles(page)[-1] == "Máy A" and len(titles(page)) == 3, "best first, the withdrawn out"
    page = fetch(client, "/en/offerings/?q=máy+bơm&category=wastewater")
    assert titles(page) == ["Máy B", "Máy A"]
    assert values(page)["category=monitoring"] == (1, False)
    assert chips(page)[0][1] == {"q": ["máy bơm"]}
    newest = fetch(client, "/en/offerings/?q=máy+bơm&sort=newest")
    assert titles(newest) == ["Máy C", "Máy B", "Máy A"]


@pytest.mark.usefixtures("catalogue")
def test_a_search_that_finds_too_much_says_so(
    client: FlaskClient, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("registry.web.listing.SEARCHED", 2)
    portal.search.rebuild(Entry("offering", i, {"title": "Máy", "body": ""}) for i in "abc")
    page = fetch(client, "/en/offerings/?q=máy")
    assert len(titles(page)) == 2
    assert "The search found more. Filters and counts are of the" in page


def test_pages_and_the_other_language_keep_the_choices(
    client: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        owner = organisation(session)
        for _ in range(21):
            offering(session, owner)
    address = "/en/offerings/?category=monitoring&category=wastewater&sort=name"
    whole = unescape(client.get(address).get_data(as_text=True))
    links = [
        (urlsplit(href).path, parse_qs(urlsplit(href).query))
        for href in re.findall(r'href="([^"]*category[^"]*)"', whole)
    ]
    asked = {"category": ["wastewater", "monitoring"], "sort": ["name"]}
    assert ("/en/offerings/", {**asked, "page": ["2"]}) in links
    other = {"category": ["monitoring", "wastewater"], "sort": ["name"]}
    assert ("/vi/offerings/", other) in links
    assert len(titles(fetch(client, address + "&page=2"))) == 1


def test_of_many_values_those_with_most_rows_stand_first(
    client: FlaskClient, database: Database
) -> None:
    countries = ["VN", "JP", "KR", "CN", "SG", "DE", "NL", "DK", "FI", "FR"]
    with database.write() as session:
        for more, country in enumerate(countries):
            for _ in range(1 + more):
                organisation(session, country=country)
    page = fetch(client, "/en/organisations/?country=VN")
    group = page.partition('name="country"')[2].partition("</fieldset>")[0]
    first, _, more = group.partition('class="facet-more"')
    assert re.findall(r'value="(\w\w)"', first) == ["VN", "FR", "FI", "DK", "NL", "DE", "SG", "CN"]
    assert re.findall(r'value="(\w\w)"', more) == ["KR", "JP"]


def test_needs_that_close_soon_stand_first_and_closed_ones_last(
    client: FlaskClient, database: Database
) -> None:
    today = hanoi_day(utcnow())
    days = {"Sớm": 3, "Muộn": 60, "Đã đóng": -3, "Không hạn": None}
    with database.write() as session:
        ward = organisation(session, Capability.BUYS)
        for title, left in days.items():
            closes_on = None if left is None else today + timedelta(days=left)
            need(session, ward, title_vi=title, title_en=None, closes_on=closes_on)
    page = fetch(client, "/vi/needs/?sort=closing")
    assert titles(page) == ["Sớm", "Muộn", "Không hạn", "Đã đóng"]
    shown = values(page)
    assert shown["status=open"] == (3, False) and shown["status=closed"] == (1, False)
    assert shown["closing=7"] == (1, False) and shown["closing=90"] == (2, False)
    assert titles(fetch(client, "/vi/needs/?closing=7")) == ["Sớm"]


def test_lists_stand_in_the_vietnamese_order_of_organisations(
    client: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        for name in ("Đại Phát", "Ánh Dương", "Dương Minh"):
            owner = organisation(session, Capability.BUYS, name_vi=name)
            offering(session, owner, title_vi=f"Máy của {name}")
            need(session, owner, title_vi=f"Việc của {name}")
    names = ["Ánh Dương", "Dương Minh", "Đại Phát"]
    assert titles(fetch(client, "/vi/offerings/?sort=name")) == [f"Máy của {n}" for n in names]
    assert titles(fetch(client, "/vi/needs/?sort=name")) == [f"Việc của {n}" for n in names]
    assert titles(fetch(client, "/vi/organisations/")) == names


def test_readers_of_english_get_the_order_of_english_names(
    client: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        for vi, en in (("Ban A", "works board"), ("Ban B", "Board of Zones"), ("Ban C", None)):
            offering(session, organisation(session, name_vi=vi, name_en=en), title_vi=vi)
    order = ["Board of Zones", "works board"]
    listed = titles(fetch(client, "/en/organisations/"))
    assert listed == ["Ban C", *order]
    assert titles(fetch(client, "/en/offerings/?sort=name")) == ["Ban C", "Ban B", "Ban A"]
