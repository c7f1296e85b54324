"""Unmet demand by category, beside the projects that call."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from registry.domain.category import Category, Segment
from registry.domain.organisation import Capability
from registry.storage import generation
from registry.storage.session import Database
from tests.factories.need import need
from tests.factories.organisation import organisation
from tests.factories.project import project
from tests.services.database import statements
from tests.web.test_list_pages import values
from tests.web.test_projects import fetch, titles

MONITORING = {"category": Category.MONITORING, "segment": Segment.MONITORING}


@pytest.fixture
def fill(database: Database) -> Callable[[int], None]:
    """Store two needs and a project so many times over."""

    def make(times: int) -> None:
        with database.write() as session:
            for _ in range(times):
                _needs(session)
            generation.advance(session, "need", None)

    return make


def _needs(session: Session) -> None:
    owner = organisation(session, Capability.BUYS)
    need(session, owner, title_vi="Hai phần", items=[{}, MONITORING])
    need(session, owner, title_vi="Máy đo", items=[MONITORING])
    project(session, owner)


def test_before_matches_are_computed_the_page_says_so(client: FlaskClient) -> None:
    page = fetch(client, "/en/opportunities/")
    assert "Matches are being computed" in page


def test_unmet_demand_is_narrowed_by_the_categories_of_items(
    client: FlaskClient, fill: Callable[[int], None]
) -> None:
    fill(1)
    page = fetch(client, "/vi/opportunities/")
    assert titles(page) == ["Hai phần", "Máy đo", "Hai phần"], "once in each of its categories"
    counted = values(page)
    assert counted["category=monitoring"] == counted["segment=monitoring"] == (2, False)
    assert counted["category=wastewater"] == (1, False)
    narrowed = fetch(client, "/vi/opportunities/?category=wastewater")
    assert titles(narrowed) == ["Hai phần"]
    assert '<span class="count">2</span>' in narrowed  # the tab tells all of it
    none = fetch(client, "/en/opportunities/?category=remediation")
    assert "No unmet demand has all of this." in none


def test_as_many_statements_for_many_needs_as_for_few(
    client: FlaskClient, fill: Callable[[int], None]
) -> None:
    counts = []
    for times in (1, 7):
        fill(times)
        with statements() as seen:
            page = fetch(client, "/vi/opportunities/")
        counts.append(len(seen))
    assert len(titles(page)) == 20
    assert counts[0] == counts[1]


def test_unmet_demand_stands_by_category_with_its_sums(
    client: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        owner = organisation(session, Capability.BUYS)
        item = {"title_vi": "Máy ép bùn khung bản", "quantity": Decimal(2), "value": 3 * 10**9}
        need(session, owner, title_vi="Ép bùn", items=[item, {**MONITORING, "value": 10**9}])
        secret = [{"value": 9 * 10**9}]
        need(session, owner, title_vi="Giá kín", items=secret, budget_public=False)
        generation.advance(session, "need", None)
    page = " ".join(fetch(client, "/en/opportunities/").split())
    water, monitoring = page.index(">Wastewater treatment</h3>"), page.index("monitoring</h3>")
    assert water < monitoring
    sums = page[water : page.index("Ép bùn")]
    for words in ("2 needs", "2 items", "VND 3 billion for the 1 item whose", "3 sets"):
        assert words in sums, words
    assert "9 billion" not in page and "12 billion" not in page
    line = page[page.index("Máy ép bùn khung bản") :]
    assert line.startswith("Máy ép bùn khung bản</span>, 2 sets")
    assert '<span class="gloss">' in line[:120], "told in the reader's language"
    assert "Wanted:" in page, "the portal's brief of the need"
    newest = fetch(client, "/en/opportunities/?sort=newest&category=monitoring")
    assert "</h3>" in newest and titles(newest) == ["Ép bùn"] and "group-1" not in newest


def test_a_segment_narrows_to_its_items(client: FlaskClient, database: Database) -> None:
    with database.write() as session:
        owner = organisation(session, Capability.BUYS)
        leaflets = {"title_vi": "Tờ rơi", "segment": None}
        need(session, owner, title_vi="Trạm", items=[{"title_vi": "Bể lọc"}, leaflets])
        need(session, owner, title_vi="Truyền thông", items=[leaflets])
        generation.advance(session, "need", None)
    page = fetch(client, "/vi/opportunities/?segment=wastewater")
    assert titles(page) == ["Trạm"] and "Bể lọc" in page and "Tờ rơi" not in page
