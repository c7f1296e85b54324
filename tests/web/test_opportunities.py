"""Unmet demand by category, beside the projects that call."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from registry.domain.category import Category
from registry.domain.organisation import Capability
from registry.storage import generation
from registry.storage.session import Database
from tests.factories.need import need
from tests.factories.organisation import organisation
from tests.factories.project import project
from tests.services.database import statements
from tests.web.test_projects import choices, fetch, titles

MONITORING = {"category": Category.MONITORING}


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
    assert set(titles(page)) == {"Hai phần", "Máy đo"}
    assert choices(page)["Quan trắc môi trường"] == ("category=monitoring", 2)
    asked, count = choices(page)["Xử lý nước thải"]
    narrowed = fetch(client, f"/vi/opportunities/?{asked}")
    assert titles(narrowed) == ["Hai phần"] and count == 1
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
    assert len(titles(page)) == 16
    assert counts[0] == counts[1]
