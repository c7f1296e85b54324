"""Facets on random small worlds: totals, counts and order equal a plain count in Python.

Drafts, what waits for approval, superseded revisions and what was withdrawn are in every world and
must never be counted.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from sqlmodel import Session, col, select

from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.category import Category, Segment
from registry.domain.need import ItemKind, Need, need_status
from registry.domain.offering import OfferingKind, Part, is_domestic
from registry.domain.organisation import BuyerKind, Capability, Organisation
from registry.domain.place import Place
from registry.i18n import language
from registry.queries import need as need_query
from registry.queries import offering as offering_query
from registry.queries import organisation as organisation_query
from registry.queries.facets import Asked, FacetedListing
from registry.storage import need as needs
from registry.storage import offering as offerings
from registry.storage import organisation as organisations
from registry.storage.session import Database
from tests.factories.need import need, revision
from tests.factories.offering import offering
from tests.factories.offering import revision as offering_revision
from tests.factories.organisation import organisation

NOW = utcnow()
VI = language("vi")
SEEDS = range(4)
TRIES = 12  # questions asked of each world


@dataclass(frozen=True)
class Thing:
    """A public row as Python sees it: its codes by facet, and the keys of its orders."""

    public_id: str
    codes: Mapping[str, set[str]]
    orders: Mapping[str, Any]


def owners(session: Session, random: Random) -> list[Organisation]:
    """Organisations of every sort, one of them withdrawn."""
    places = session.exec(select(Place).order_by(col(Place.code)).limit(3)).all()
    made = []
    for number in range(6):
        does = random.sample(list(Capability), random.randint(1, 3))
        made.append(
            organisation(
                session,
                *does,
                name_vi=f"{random.choice(['Đại', 'Ánh', 'An', 'Ân'])} {number}",
                country=random.choice(["VN", "VN", "JP", "DE"]),
                buyer_kind=random.choice([None, BuyerKind.COMMUNE, BuyerKind.UTILITY]),
                place_id=random.choice([None, *(place.key for place in places)]),
                verified_at=random.choice([None, NOW]),
                withdrawn_at=NOW if number == 5 else None,
            )
        )
    return made


def offering_world(session: Session, random: Random) -> None:
    codes = ["QCVN 40:2025/BTNMT", "ISO 14001", "TCVN 9999"]
    held = owners(session, random)
    for _ in range(25):
        cited = random.sample(codes, random.randint(0, 3))
        cited += cited[:1]  # one standard with two columns counts once
        stated: dict[str, Any] = {
            "kind": random.choice(list(OfferingKind)),
            "category": random.choice(list(Category)[:4]),
            "part": random.choice(list(Part)[:3]),
            "country_of_manufacture": random.choice([None, "VN", "JP"]),
            "standards": [{"standard_code": code} for code in cited],
        }
        row = offering(
            session,
            random.choice(held),
            published_at=NOW - timedelta(minutes=random.randint(1, 10)),
            first_checked_at=random.choice([None, NOW]),
            withdrawn_at=random.choice([None, None, NOW]),
            superseded_at=NOW if (old := random.random() < 0.3) else None,
            **stated,
        )
        if old:
            stated["category"] = random.choice(list(Category)[:4])
            offering_revision(session, row, number=2, published_at=NOW, **stated)
        if random.random() < 0.3:
            offering_revision(session, row, number=3, published_at=None, **stated)


def need_world(session: Session, random: Random) -> None:
    held = owners(session, random)
    places = session.exec(select(Place).order_by(col(Place.code)).limit(3)).all()
    today = hanoi_day(NOW)
    for _ in range(25):
        days = random.choice([None, -1, 0, 1, 6, 7, 8, 30, 89, 91])
        told: dict[str, Any] = {
            "category": random.choice([None, *list(Category)[:3]]),
            "place_id": random.choice([None, *(place.key for place in places)]),
            "closes_on": None if days is None else today + timedelta(days=days),
        }
        items = [
            {
                "kind": random.choice(list(ItemKind)),
                "segment": random.choice([None, *list(Segment)[:3]]),
                "year": random.choice([None, 2026, 2027, 2030]),
            }
            for _ in range(random.randint(0, 3))
        ]
        row = need(
            session,
            random.choice(held),
            items=items,
            published_at=NOW - timedelta(minutes=random.randint(1, 10)),
            withdrawn_at=random.choice([None, None, NOW]),
            superseded_at=NOW if (old := random.random() < 0.3) else None,
            **told,
        )
        if old:
            revision(session, row, number=2, published_at=NOW, **told)
        if random.random() < 0.3:
            waits = random.choice([None, NOW])
            revision(session, row, number=3, submitted_at=waits, category=Category.CONSULTING)
    for waits in (None, NOW):
        row = unpublished(session, held[0])
        revision(session, row, submitted_at=waits, category=Category.CONSULTING)


def unpublished(session: Session, owner: Organisation) -> Need:
    """The identity of a need of which nothing was ever public."""
    row = Need(organisation_id=owner.key)
    needs.add(session, row)
    return row


def organisation_world(session: Session, random: Random) -> None:
    for _ in range(4):
        owners(session, random)


def offered(session: Session) -> Iterable[Thing]:
    for record in offerings.public(session):
        row, told, owner = record.offering, record.revision, record.organisation
        made = told.country_of_manufacture
        foreign = made or (owner.country if told.kind is OfferingKind.SERVICE else None)
        origin = (
            "domestic" if is_domestic(told, owner.country) else "foreign" if foreign else "unknown"
        )
        check = {"listing" if row.first_checked_at else "declared"}
        yield Thing(
            row.public_id,
            {
                "kind": {told.kind.value},
                "category": {told.category.value},
                "part": {told.part.value},
                "origin": {origin},
                "country": {made} if made else set(),
                "check": check | ({"organisation"} if owner.verified_at else set()),
                "standard": {cited.standard_code for cited in record.standards},
            },
            {
                "newest": (-told.published_at.timestamp(), -row.key),
                "name": (owner.name_key, -told.published_at.timestamp(), -row.key),
            },
        )


def needed(session: Session) -> Iterable[Thing]:
    for record in needs.public(session):
        row, told, owner = record.need, record.revision, record.organisation
        status = need_status(
            published_at=told.published_at,
            submitted_at=None,
            closes_on=told.closes_on,
            withdrawn_at=None,
            now=NOW,
        ).value
        left = (told.closes_on - hanoi_day(NOW)).days if told.closes_on else None
        soon = {str(d) for d in (7, 30, 90) if left is not None and left <= d}
        newest = (-told.published_at.timestamp(), -row.key)
        last = {"open": 10**6 if left is None else left, "closed": 10**7}[status]
        yield Thing(
            row.public_id,
            {
                "status": {status},
                "category": {told.category.value} if told.category else set(),
                "item": {item.revision.kind.value for item in record.items},
                "buyer": {owner.buyer_kind.value} if owner.buyer_kind else set(),
                "place": {record.place.code} if record.place else set(),
                "segment": {i.revision.segment.value for i in record.items if i.revision.segment},
                "year": {str(i.revision.year) for i in record.items if i.revision.year},
                "closing": soon if status == "open" else set(),
            },
            {
                "newest": newest,
                "closing": (last, *newest),
                "name": (owner.name_key, *newest),
            },
        )


def listed_organisations(session: Session) -> Iterable[Thing]:
    rows = list(organisations.all_public(session))
    does = organisations.capabilities(session, {row.key for row in rows})
    places = {place.key: place.code for place in session.exec(select(Place))}
    for row in rows:
        yield Thing(
            row.public_id,
            {
                "does": {one.value for one in does[row.key]},
                "buyer": {row.buyer_kind.value} if row.buyer_kind else set(),
                "country": {row.country},
                "check": {"organisation" if row.verified_at else "declared"},
                "place": {places[row.place_id]} if row.place_id else set(),
            },
            {
                "name": (row.name_key, row.key),
                "newest": (-row.created_at.timestamp(), -row.key),
            },
        )


@dataclass(frozen=True)
class Noun:
    fill: Callable[[Session, Random], None]
    public: Callable[[Session], Iterable[Thing]]
    listed: Callable[[Session, Asked], FacetedListing[Any]]


NOUNS = {
    "offerings": Noun(
        offering_world, offered, lambda s, asked: offering_query.listed(s, VI, asked)
    ),
    "needs": Noun(need_world, needed, lambda s, asked: need_query.listed(s, VI, asked, NOW)),
    "organisations": Noun(
        organisation_world,
        listed_organisations,
        lambda s, asked: organisation_query.listed(s, VI, asked),
    ),
}


def fits(thing: Thing, chosen: Mapping[str, list[str]], but: str = "") -> bool:
    """Whether a thing has one of the chosen codes of each facet, ``but`` left out."""
    return all(thing.codes[name] & set(codes) for name, codes in chosen.items() if name != but)


def check(things: list[Thing], chosen: dict[str, list[str]], shown: FacetedListing[Any]) -> None:
    """Hold a page's total and every count to the count in Python."""
    assert shown.total == sum(fits(thing, chosen) for thing in things)
    counted = {
        facet.name: {v.code: v.count for v in (*facet.values, *facet.more)}
        for facet in shown.facets
    }
    expected: dict[str, dict[str, int]] = {}
    for name in things[0].codes:
        codes = {code for thing in things for code in thing.codes[name]} | set(chosen.get(name, ()))
        counts = {
            code: sum(code in t.codes[name] and fits(t, chosen, but=name) for t in things)
            for code in codes
        }
        kept = {c: n for c, n in counts.items() if n or c in chosen.get(name, ())}
        if kept:
            expected[name] = kept
    assert counted == expected


@pytest.mark.parametrize("name", NOUNS)
def test_counts_totals_and_order_are_those_of_a_plain_count(database: Database, name: str) -> None:
    noun = NOUNS[name]
    for seed in SEEDS:
        random = Random(seed)
        with database.write() as session:
            noun.fill(session, random)
        with database.read() as session:
            things = list(noun.public(session))
            for _ in range(TRIES):
                chosen = some_choice(random, things)
                order = random.choice(sorted(things[0].orders))
                shown = noun.listed(session, Asked(order=order, choices=chosen))
                check(things, chosen, shown)
                expected = sorted(
                    (t for t in things if fits(t, chosen)), key=lambda t: t.orders[order]
                )
                assert [row.public_id for row in shown.rows] == [
                    thing.public_id for thing in expected[:20]
                ]


@pytest.mark.parametrize("name", NOUNS)
def test_a_search_narrows_rows_and_counts_and_keeps_its_order(
    database: Database, name: str
) -> None:
    noun, random = NOUNS[name], Random(7)
    with database.write() as session:
        noun.fill(session, random)
    with database.read() as session:
        things = list(noun.public(session))
        for _ in range(TRIES):
            found = random.sample(things, len(things) // 2)
            ids = [thing.public_id for thing in found] + ["nobody"]
            chosen = some_choice(random, found)
            shown = noun.listed(session, Asked(choices=chosen, words="máy", found=ids))
            check(found, chosen, shown)
            left = [thing.public_id for thing in found if fits(thing, chosen)]
            assert [row.public_id for row in shown.rows] == left[:20]
            assert shown.order == "relevance"


def some_choice(random: Random, things: list[Thing]) -> dict[str, list[str]]:
    """Up to three facets with one or two of the codes that occur."""
    chosen = {}
    for name in random.sample(sorted(things[0].codes), random.randint(0, 3)):
        codes = sorted({code for thing in things for code in thing.codes[name]})
        if codes:
            chosen[name] = random.sample(codes, min(len(codes), random.randint(1, 2)))
    return chosen


def test_a_closed_day_counts_from_five_in_the_afternoon(database: Database) -> None:
    day = datetime.fromisoformat("2026-11-23T16:59:59+07:00")
    with database.write() as session:
        need(session, organisation(session, Capability.BUYS), closes_on=day.date())
    with database.read() as session:
        for moment, status in ((day, "open"), (day + timedelta(seconds=1), "closed")):
            shown = need_query.listed(session, VI, Asked(), moment)
            assert shown.count("status", status) == 1
            assert shown.count("closing", "7") == (1 if status == "open" else 0)
