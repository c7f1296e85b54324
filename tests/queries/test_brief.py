"""The portal's brief: from structure and concepts, only for readers of the other language."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session, select

from registry.domain.category import Category
from registry.domain.fact import Stream
from registry.domain.organisation import Capability
from registry.domain.place import Place
from registry.queries.brief import MOST_CONCEPTS, Brief, brief
from registry.storage import need as needs
from registry.storage.session import Database
from tests.factories.need import need
from tests.factories.organisation import organisation

TITLE = "Xử lý nước thải dệt nhuộm của các hộ sản xuất trên địa bàn phường"
FLOW = {
    "parameter": "flow", "stream": Stream.RATING, "low": Decimal(500), "unit": "m3/day",
}  # fmt: skip
STANDARD = {"standard_code": "QCVN 40:2025/BTNMT", "column": "A"}


@pytest.fixture
def session(sqlite_database: Database) -> Iterator[Session]:
    with sqlite_database.write() as session:
        yield session


def made(session: Session, language: str, **over: Any) -> Brief | None:
    owner = organisation(session, Capability.BUYS)
    row = need(session, owner, **{"title_vi": TITLE, "items": [{"title_vi": "Trạm"}], **over})
    return brief(needs.public_by_row_ids(session, {row.key})[row.key], language)


def place(session: Session, name: str) -> int:
    return session.exec(select(Place).where(Place.name_vi == name)).one().key


def test_a_brief_in_english_of_a_need_in_vietnamese(session: Session) -> None:
    found = made(
        session, "en", requirements=[FLOW, STANDARD], place_id=place(session, "Dương Nội"),
        budget_min=12 * 10**9, budget_max=15 * 10**9,
    )  # fmt: skip
    assert found is not None and found.language == "en"
    assert found.text.startswith("Wanted: ")
    assert "textile" in found.text
    assert found.text.endswith(
        "500 m³/day, QCVN 40:2025/BTNMT column A, Duong Noi ward, in 2027, VND 12–15 billion."
    )


def test_a_brief_in_vietnamese_of_a_need_in_english(session: Session) -> None:
    found = made(
        session, "vi", title_vi=None, title_en="Textile wastewater treatment",
        items=[{"title_vi": None, "title_en": "Plant"}], requirements=[FLOW],
        place_id=place(session, "Dương Nội"),
    )  # fmt: skip
    assert found is not None
    assert "dệt nhuộm" in found.text and "500 m³/ngày đêm" in found.text
    assert "phường Dương Nội" in found.text


def test_no_brief_in_the_language_of_the_author(session: Session) -> None:
    assert made(session, "vi") is None
    assert made(session, "en", title_en="Textile wastewater") is None


def test_a_withheld_budget_stays_out(session: Session) -> None:
    found = made(session, "en", budget_max=15 * 10**9, budget_public=False)
    assert found is not None and "VND" not in found.text


def test_the_narrower_concept_speaks_for_the_wider_one(session: Session) -> None:
    found = made(session, "en")
    assert found is not None
    assert "wastewater" not in found.concepts
    assert len(found.concepts) <= MOST_CONCEPTS


def test_without_known_concepts_the_category_speaks(session: Session) -> None:
    found = made(
        session, "en", title_vi="Xyz qwk", items=[{"title_vi": "Xyz"}],
        category=Category.ENERGY_SAVING,
    )  # fmt: skip
    assert found is not None and found.concepts == ()
    assert found.text.lower().startswith("wanted: energy saving")


def test_inlet_values_and_desirable_ones_are_no_size(session: Session) -> None:
    inlet = {**FLOW, "stream": Stream.INLET, "low": Decimal(900)}
    wish = {**FLOW, "low": Decimal(800), "essential": False}
    found = made(session, "en", requirements=[inlet, wish])
    assert found is not None and "m³/day" not in found.text
