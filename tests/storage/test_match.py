"""Match rows: written anew by set, the best kept, gone with what they belong to."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlmodel import Session, col, select

from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.match import Match
from registry.domain.need import Need, NeedItem, NeedRevision
from registry.domain.offering import Offering, OfferingRevision
from registry.domain.organisation import Capability
from registry.storage import match
from registry.storage.session import Database
from tests.factories.need import need
from tests.factories.offering import offering
from tests.factories.organisation import organisation

YESTERDAY = hanoi_day(utcnow()) - timedelta(days=1)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.write() as session:
        yield session


@pytest.fixture
def asked(session: Session) -> Need:
    return need(session, organisation(session, Capability.BUYS), items=({}, {}))


def _items(session: Session, row: Need) -> list[int]:
    items = select(NeedItem).where(NeedItem.need_id == row.key).order_by(col(NeedItem.number))
    return [item.key for item in session.exec(items)]


def _row(session: Session, item_id: int, offered: Offering, score: float) -> Match:
    item = session.get_one(NeedItem, item_id)
    asking = session.exec(select(NeedRevision).where(NeedRevision.need_id == item.need_id)).one()
    told = session.exec(
        select(OfferingRevision).where(OfferingRevision.offering_id == offered.key)
    ).one()
    return Match(
        item_id=item_id,
        offering_id=offered.key,
        need_revision_id=asking.key,
        offering_revision_id=told.key,
        score=score,
        level="strong" if score >= 0.6 else "weak",
        domestic=True,
        reasons={"joins": [{"need": "nước thải"}]},
        checks=[{"key": "1", "state": "met"}],
        matcher_version="1",
        idf_version="a",
    )


def test_a_need_shows_its_matches_best_first(session: Session, asked: Need) -> None:
    first, second = _items(session, asked)
    supplier = organisation(session)
    one, other = offering(session, supplier), offering(session, supplier)
    rows = [_row(session, first, one, 0.3), _row(session, second, one, 0.9)]
    match.replace_for_items(session, [first, second], [*rows, _row(session, first, other, 0.5)])
    found = match.of_need(session, asked.key)
    assert [row.score for row in found] == [0.9, 0.5, 0.3]
    assert found[0].reasons == {"joins": [{"need": "nước thải"}]}
    assert found[0].checks == [{"key": "1", "state": "met"}]


def test_an_offering_shows_matches_of_some_levels_with_their_need(
    session: Session, asked: Need
) -> None:
    first, second = _items(session, asked)
    one = offering(session, organisation(session))
    rows = [_row(session, first, one, 0.3), _row(session, second, one, 0.9)]
    match.replace_for_items(session, [first, second], rows)
    found = match.of_offering(session, one.key, ("strong", "possible"))
    assert [(row.item_id, need_id) for row, need_id in found] == [(second, asked.key)]


def test_an_item_written_anew_loses_its_old_rows_and_no_other_item_does(
    session: Session, asked: Need
) -> None:
    first, second = _items(session, asked)
    supplier = organisation(session)
    one, other = offering(session, supplier), offering(session, supplier)
    rows = [_row(session, first, one, 0.3), _row(session, second, one, 0.4)]
    match.replace_for_items(session, [first, second], rows)
    match.replace_for_items(session, [first], [_row(session, first, other, 0.8)])
    pairs = {(row.item_id, row.offering_id) for row in match.of_need(session, asked.key)}
    assert pairs == {(first, other.key), (second, one.key)}
    match.replace_for_items(session, [second], [])
    assert [row.item_id for row in match.of_need(session, asked.key)] == [first]


def test_an_item_keeps_its_fifty_best(session: Session, asked: Need) -> None:
    first, second = _items(session, asked)
    supplier = organisation(session)
    offered = [offering(session, supplier) for _ in range(match.KEPT + 2)]
    rows = [_row(session, first, one, n / 100) for n, one in enumerate(offered, start=1)]
    match.replace_for_items(session, [first], rows[:-1])
    match.replace_for_items(session, [second], [_row(session, second, offered[0], 0.01)])
    match.replace_for_offerings(session, [offered[-1].key], [first, second], rows[-1:])
    found = [row for row in match.of_need(session, asked.key) if row.item_id == first]
    assert [row.score for row in found] == [n / 100 for n in range(52, 2, -1)]
    assert match.of_offering(session, offered[0].key, ("weak",))[0][0].item_id == second


def test_an_offering_written_anew_keeps_its_matches_with_other_items(
    session: Session, asked: Need
) -> None:
    first, second = _items(session, asked)
    one = offering(session, organisation(session))
    rows = [_row(session, first, one, 0.3), _row(session, second, one, 0.4)]
    match.replace_for_items(session, [first, second], rows)
    match.replace_for_offerings(session, [one.key], [first], [_row(session, first, one, 0.7)])
    assert [(r.item_id, r.score) for r in match.of_need(session, asked.key)] == [
        (first, 0.7),
        (second, 0.4),
    ]


def test_what_is_forgotten_leaves_no_rows(session: Session, asked: Need) -> None:
    first, second = _items(session, asked)
    supplier = organisation(session)
    one, other = offering(session, supplier), offering(session, supplier)
    rows = [_row(session, item, which, 0.5) for item in (first, second) for which in (one, other)]
    match.replace_for_items(session, [first, second], rows)
    match.forget_offerings(session, {one.public_id, "never-there"})
    assert {row.offering_id for row in match.of_need(session, asked.key)} == {other.key}
    match.forget_needs(session, {asked.public_id})
    assert match.of_need(session, asked.key) == []


def test_the_newest_versions_are_those_of_the_last_row(session: Session, asked: Need) -> None:
    assert match.newest_versions(session) is None
    first, second = _items(session, asked)
    one = offering(session, organisation(session))
    match.replace_for_items(session, [first], [_row(session, first, one, 0.5)])
    later = _row(session, second, one, 0.5)
    later.matcher_version, later.idf_version = "2", "b"
    match.replace_for_items(session, [second], [later])
    assert match.newest_versions(session) == ("2", "b")


def test_a_supplier_finds_each_need_once_by_its_best_offering(
    session: Session, asked: Need
) -> None:
    supplier, other = organisation(session), organisation(session)
    good, better, foreign = (offering(session, o) for o in (supplier, supplier, other))
    first, second = _items(session, asked)
    buyer = organisation(session, Capability.BUYS)
    closed = need(session, buyer, closes_on=YESTERDAY)
    own = need(session, supplier)
    weak = need(session, buyer)
    session.add_all(
        [
            _row(session, first, good, 0.7),
            _row(session, second, better, 0.9),
            _row(session, first, foreign, 0.95),
            *(_row(session, _items(session, n)[0], good, 0.9) for n in (closed, own)),
            _row(session, _items(session, weak)[0], good, 0.3),
        ]
    )
    session.flush()
    suppliers, today = [supplier.key, other.key], hanoi_day(utcnow())
    found = match.best_of_suppliers(session, suppliers, ("strong",), today, 5)
    assert {(f.supplier_id, f.need_id, f.offering_id) for f in found} == {
        (supplier.key, asked.key, better.key),
        (other.key, asked.key, foreign.key),
    }


def test_a_supplier_is_shown_the_best_needs_alone(session: Session) -> None:
    buyer, supplier = organisation(session, Capability.BUYS), organisation(session)
    offered = offering(session, supplier)
    wanted = [need(session, buyer) for _ in range(4)]
    for score, row in zip((0.7, 0.9, 0.6, 0.8), wanted, strict=True):
        session.add(_row(session, _items(session, row)[0], offered, score))
    session.flush()
    today = hanoi_day(utcnow())
    found = match.best_of_suppliers(session, [supplier.key], ("strong",), today, 2)
    assert [f.need_id for f in found] == [wanted[1].key, wanted[3].key]
