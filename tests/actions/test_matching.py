"""Matches follow what is published, changed, withdrawn; pages read them with their reasons."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlmodel import Session, select

from matching.matcher import POSSIBLE
from registry.actions import matching as actions
from registry.domain.account import Role
from registry.domain.base import utcnow
from registry.domain.calendar import last_open_day
from registry.domain.category import Category
from registry.domain.fact import Stream
from registry.domain.match import Match
from registry.domain.need import Need
from registry.domain.organisation import Capability, Organisation
from registry.domain.permission import VISITOR, Actor, Seat
from registry.i18n import language
from registry.queries import set_aside
from registry.queries.live_matcher import LiveMatcher
from registry.queries.matching import cards_of_need, cards_of_offering
from registry.storage import generation
from registry.storage import offering as offerings
from registry.storage.migrate import upgrade
from registry.storage.opportunity import count_unmet
from registry.storage.session import Database
from tests.factories.need import need
from tests.factories.offering import offering, revision
from tests.factories.organisation import organisation

VI, EN = language("vi"), language("en")
DYEING = {
    "title_vi": "Trạm xử lý nước thải dệt nhuộm dạng mô-đun",
    "summary_vi": "Keo tụ, sinh học hiếu khí, khử màu cho làng nghề dệt nhuộm.",
}
TRUCK = {
    "title_vi": "Xe cuốn ép rác 9 m3",
    "summary_vi": "Thân xe ép rác, nâng thùng 240 lít.",
    "category": Category.SOLID_WASTE_COLLECTION,
}


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'registry.db'}")
    upgrade(database)
    yield database
    database.close()


@pytest.fixture
def supplier(database: Database) -> Organisation:
    with database.write() as session:
        return organisation(session, name_vi="Công ty Màu Trong", name_en="Clear Colour Co.")


@pytest.fixture
def asked(database: Database) -> Need:
    """A need of two items: a treatment plant with a capacity and a standard, and a truck."""
    with database.write() as session:
        return need(
            session,
            organisation(session, Capability.BUYS),
            title_vi="Xử lý nước thải dệt nhuộm của làng nghề",
            problem_vi="Nước thải tẩy nhuộm có màu đậm chảy ra mương.",
            items=(
                {"title_vi": "Trạm xử lý nước thải dệt nhuộm 500 m3/ngày đêm"},
                {"title_vi": "Xe ép rác 9 m3", "category": Category.SOLID_WASTE_COLLECTION},
            ),
            requirements=(
                {
                    "item": 1,
                    "parameter": "flow",
                    "stream": Stream.RATING,
                    "low": Decimal(500),
                    "unit": "m3/day",
                },
                {"item": 1, "standard_code": "QCVN 40:2025/BTNMT", "column": "A"},
            ),
        )


@pytest.fixture
def live(database: Database, supplier: Organisation, tmp_path: Path) -> LiveMatcher:
    """A matcher whose idf table was made of a few offerings of several kinds."""
    with database.write() as session:
        offering(session, supplier, **TRUCK, facts=())
        for title in ("Tháp hấp thụ khí thải lò hơi", "Máy quan trắc nước tự động", "Lò đốt rác"):
            offering(session, supplier, title_vi=title, facts=(), standards=())
    live = LiveMatcher(tmp_path / "matcher")
    actions.refresh_all(database, live)
    return live


def _publish(database: Database, live: LiveMatcher, owner: Organisation, **over: object) -> str:
    with database.write() as session:
        row = offering(session, owner, **{**DYEING, **over})
        actions.offerings_changed(session, live, {row.public_id})
        return row.public_id


def _domestic(session: Session, asked: Need) -> list[str]:
    return [card.offering_id for card in cards_of_need(session, asked.public_id, VI).domestic]


def test_a_new_offering_is_matched_with_its_reasons(
    database: Database, live: LiveMatcher, supplier: Organisation, asked: Need
) -> None:
    facts = ({"parameter": "flow", "low": Decimal(50), "high": Decimal(600)},)
    marks = ({"standard_code": "QCVN 40:2025/BTNMT", "column": "A"},)
    public_id = _publish(database, live, supplier, facts=facts, standards=marks)
    with database.read() as session:
        matches = cards_of_need(session, asked.public_id, VI)
    card = matches.domestic[0]
    assert card.offering_id == public_id
    assert card.level == "strong"
    assert card.item == "Hạng mục 1: Trạm xử lý nước thải dệt nhuộm 500 m3/ngày đêm"
    assert any("dệt nhuộm" in join.need and "dệt nhuộm" in join.offering for join in card.joins)
    assert {(row.state, row.text) for row in card.constraints} >= {
        ("met", "Lưu lượng nước: từ 500 m³/ngày đêm trở lên"),
        ("met", "QCVN 40:2025/BTNMT, cột A"),
    }
    assert matches.matcher_version == live.version
    assert matches.idf_version == live.idf_version
    assert matches.made_at is not None


def test_an_offering_for_another_trade_says_so(
    database: Database, live: LiveMatcher, supplier: Organisation, asked: Need
) -> None:
    title = "Trạm xử lý nước thải xi mạ dạng mô-đun"
    public_id = _publish(database, live, supplier, title_vi=title, summary_vi="Keo tụ, hoá lý.")
    with database.read() as session:
        cards = cards_of_need(session, asked.public_id, VI).domestic
    card = next(card for card in cards if card.offering_id == public_id)
    told = [(row.asked, row.made_for) for row in card.apart]
    assert told == [("nước thải dệt nhuộm", "nước thải xi mạ")]


def test_who_misses_an_essential_figure_is_set_aside(
    database: Database, live: LiveMatcher, supplier: Organisation
) -> None:
    outlet = {"parameter": "cod", "stream": Stream.OUTLET, "unit": "mg/L"}
    with database.write() as session:
        buyer = organisation(session, Capability.BUYS)
        title = "Xử lý nước thải dệt nhuộm của làng nghề"
        limit = {**outlet, "high": Decimal(75)}
        row = need(session, buyer, title_vi=title, requirements=(limit,))
    high = _publish(database, live, supplier, facts=({**outlet, "high": Decimal(150)},))
    low = _publish(database, live, supplier, facts=({**outlet, "high": Decimal(50)},))
    seat = Seat(buyer.key, buyer.public_id, None, None, frozenset(), Role.EDITOR)
    with database.read() as session:
        assert _domestic(session, row)[0] == low
        assert high not in _domestic(session, row)
        aside = set_aside.of_need(session, Actor(account_id=1, seats=(seat,)), row.public_id, EN)
        assert set_aside.of_need(session, VISITOR, row.public_id, EN) == set_aside.NOBODY
        assert count_unmet(session, last_open_day(utcnow())) == 0
    assert [told.offering_id for told in aside.rows] == [high]
    assert [(told.state, told.text, told.note) for told in aside.rows[0].constraints] == [
        ("missed", "COD (outlet): at most 75 mg/L", "the offering states up to 150 mg/L")
    ]
    assert _states(database, high) == [("set_aside", True)]
    with database.write() as session:
        actions.needs_changed(session, live, {row.public_id})
    assert _states(database, high) == [("set_aside", True)]


def _states(database: Database, offering_id: str) -> list[tuple[str, bool]]:
    """The levels of an offering's matches, and whether the score would do."""
    with database.read() as session:
        row = offerings.by_public_id(session, offering_id)
        assert row is not None
        found = session.exec(select(Match).where(Match.offering_id == row.key))
        return [(match.level, match.score >= POSSIBLE) for match in found]


def test_cards_speak_the_readers_language(
    database: Database, live: LiveMatcher, supplier: Organisation, asked: Need
) -> None:
    _publish(database, live, supplier)
    with database.read() as session:
        card = cards_of_need(session, asked.public_id, EN).domestic[0]
    assert card.organisation == "Clear Colour Co."
    assert card.part == "Maker"
    assert card.item is not None and card.item.startswith("Item 1: ")
    assert card.offering_lang == "vi"
    glosses = [join.gloss for join in card.joins if join.gloss]
    assert glosses and all(gloss.isascii() for gloss in glosses)
    assert "Water flow: at least 500 m³/day" in [row.text for row in card.constraints]


def test_an_english_offering_from_abroad_is_a_foreign_partner(
    database: Database, live: LiveMatcher, asked: Need
) -> None:
    with database.write() as session:
        abroad = organisation(session, name_vi=None, name_en="Farbe GmbH", country="DE")
    public_id = _publish(
        database, live, abroad,
        title_vi=None, summary_vi=None,
        title_en="Textile wastewater treatment plant with decolourisation",
        summary_en="Treats textile dyeing effluent of craft villages.",
        country_of_manufacture="DE",
    )  # fmt: skip
    with database.read() as session:
        matches = cards_of_need(session, asked.public_id, VI)
    assert [card.offering_id for card in matches.foreign] == [public_id]
    assert matches.foreign[0].place == "Đức"
    assert public_id not in [card.offering_id for card in matches.domestic]


def test_a_changed_offering_is_matched_as_it_is_now(
    database: Database, live: LiveMatcher, supplier: Organisation, asked: Need
) -> None:
    public_id = _publish(database, live, supplier)
    with database.write() as session:
        record = offerings.public(session, [public_id])[0]
        offerings.supersede(session, record.revision, utcnow())
        texts = {"title_vi": "Bàn ghế văn phòng", "summary_vi": "Bàn ghế gỗ cho văn phòng."}
        revision(session, record.offering, published_at=utcnow(), number=2, **texts)
        actions.offerings_changed(session, live, {public_id})
    with database.read() as session:
        assert public_id not in _domestic(session, asked)


def test_a_withdrawn_offering_leaves_no_match(
    database: Database, live: LiveMatcher, supplier: Organisation, asked: Need
) -> None:
    public_id = _publish(database, live, supplier)
    with database.write() as session:
        row = offerings.by_public_id(session, public_id)
        assert row is not None
        row.withdrawn_at = utcnow()
        session.flush()
        actions.offerings_changed(session, live, {public_id})
    with database.read() as session:
        assert public_id not in _domestic(session, asked)
        assert cards_of_offering(session, public_id, VI) == ()


def test_a_new_need_is_compared_with_all_offerings(
    database: Database, live: LiveMatcher, supplier: Organisation
) -> None:
    public_id = _publish(database, live, supplier)
    with database.write() as session:
        buyer = organisation(session, Capability.BUYS)
        row = need(session, buyer, title_vi="Xử lý nước thải dệt nhuộm", items=({},))
        assert _domestic(session, row) == []
        actions.needs_changed(session, live, {row.public_id})
    with database.read() as session:
        assert _domestic(session, row)[0] == public_id
        cards = cards_of_offering(session, public_id, VI)
    assert [card.need_id for card in cards] == [row.public_id]
    assert cards[0].item is None, "a need's only item needs no name"


def test_a_withdrawn_need_leaves_no_match(
    database: Database, live: LiveMatcher, supplier: Organisation, asked: Need
) -> None:
    public_id = _publish(database, live, supplier)
    with database.write() as session:
        row = session.merge(asked)
        row.withdrawn_at = utcnow()
        session.flush()
        actions.needs_changed(session, live, {row.public_id})
    with database.read() as session:
        assert cards_of_offering(session, public_id, VI) == ()


def test_a_closed_need_is_no_card_of_an_offering(
    database: Database, live: LiveMatcher, supplier: Organisation
) -> None:
    public_id = _publish(database, live, supplier)
    with database.write() as session:
        buyer = organisation(session, Capability.BUYS)
        closed = date.today() - timedelta(days=3)
        row = need(session, buyer, title_vi="Xử lý nước thải dệt nhuộm", closes_on=closed)
        actions.needs_changed(session, live, {row.public_id})
    with database.read() as session:
        assert _domestic(session, row)[0] == public_id
        assert cards_of_offering(session, public_id, VI) == ()


def test_doing_it_twice_changes_nothing(
    database: Database, live: LiveMatcher, supplier: Organisation, asked: Need
) -> None:
    public_id = _publish(database, live, supplier)
    with database.write() as session:
        actions.needs_changed(session, live, {asked.public_id})
    with database.read() as session:
        before = cards_of_need(session, asked.public_id, VI)
    with database.write() as session:
        actions.offerings_changed(session, live, {public_id})
        actions.needs_changed(session, live, {asked.public_id})
    with database.read() as session:
        after = cards_of_need(session, asked.public_id, VI)
    assert (before.domestic, before.foreign) == (after.domestic, after.foreign)


def test_all_matches_made_anew_are_those_made_one_by_one(
    database: Database, live: LiveMatcher, supplier: Organisation, asked: Need
) -> None:
    public_id = _publish(database, live, supplier)
    old = live.idf_version
    actions.refresh_all(database, live)
    assert live.idf_version != old, "the table now knows the new offering"
    with database.read() as session:
        matches = cards_of_need(session, asked.public_id, VI)
        assert not actions.stale(session, live)
    assert matches.domestic[0].offering_id == public_id
    assert matches.idf_version == live.idf_version


def test_a_withheld_budget_enters_no_query(database: Database, asked: Need) -> None:
    from registry.queries.documents import query_of_item
    from registry.storage import need as needs

    with database.write() as session:
        buyer = organisation(session, Capability.BUYS)
        items = ({"value": 10**9},)
        hidden = need(session, buyer, items=items, budget_public=False, budget_max=2 * 10**9)
        shown = need(session, buyer, items=items, budget_public=True, budget_max=2 * 10**9)
        prices = {
            record.need.public_id: query_of_item(record, record.items[0]).price
            for record in needs.public(session, [hidden.public_id, shown.public_id])
        }
    assert prices == {hidden.public_id: (None, None), shown.public_id: (None, 10**9)}


def test_another_process_follows_the_generation(
    database: Database, live: LiveMatcher, supplier: Organisation, tmp_path: Path
) -> None:
    from matching.documents import Document, Passage

    other = LiveMatcher(tmp_path / "matcher")
    query = Document("q", (Passage("title", "vi", "xử lý nước thải dệt nhuộm"),))
    with database.read() as session:
        other.refresh(session)
        number = generation.current(session)
    public_id = _publish(database, live, supplier)
    assert public_id not in [c.id for c in other.rank(query, 5)]
    with database.read() as session:
        assert generation.current(session) > number
        other.refresh(session)
    assert [c.id for c in other.rank(query, 1)] == [public_id]
    assert other.rank(query, 5) == live.rank(query, 5)
    actions.refresh_all(database, live)
    with database.read() as session:
        other.refresh(session)
    assert other.idf_version == live.idf_version
    with database.write() as session:
        session.merge(offerings.by_public_id(session, public_id)).withdrawn_at = utcnow()  # type: ignore[union-attr]
        session.flush()
        actions.offerings_changed(session, live, {public_id})
    with database.read() as session:
        other.refresh(session)
    assert public_id not in [c.id for c in other.rank(query, 5)]


def test_a_matcher_without_table_or_with_a_damaged_one_is_not_ready(
    database: Database, live: LiveMatcher, tmp_path: Path
) -> None:
    elsewhere = LiveMatcher(tmp_path / "elsewhere")
    with database.read() as session:
        elsewhere.refresh(session)
        assert not elsewhere.ready
        assert actions.stale(session, elsewhere)
        (tmp_path / "matcher" / "idf.json").write_text("{")
        damaged = LiveMatcher(tmp_path / "matcher")
        damaged.refresh(session)
        assert not damaged.ready
