"""Match cards: who could meet a need, and which needs an offering could meet, with the reasons."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from registry import codelists
from registry.domain.base import utcnow
from registry.domain.calendar import last_open_day
from registry.domain.match import FITTING, Match
from registry.domain.organisation import Organisation
from registry.domain.place import Place
from registry.domain.standard import Replacements
from registry.i18n import N_, Language
from registry.queries import explanation, standing
from registry.queries.documents import document_of_offering, query_of_item
from registry.queries.explanation import TOLD_FROM, ApartRow, ConstraintRow, JoinRow
from registry.queries.listing import place_in_hanoi
from registry.queries.live_matcher import LiveMatcher
from registry.queries.score import Score, breakdown
from registry.storage import match, need, offering, reference
from registry.storage.need import ItemRecord, NeedRecord
from registry.storage.offering import OfferingRecord

__all__ = [
    "LiveMatcher",
    "MatchCard",
    "NeedCard",
    "NeedMatches",
    "card",
    "cards_of_need",
    "cards_of_offering",
    "document_of_offering",
    "query_of_item",
]


@dataclass(frozen=True, slots=True)
class MatchCard:
    """One offering for a need: what ``templates/components/match_card.html`` shows.

    organisation_id, offering_id: public ids; item: which of several items it meets best
    """

    organisation: str
    organisation_id: str
    offering: str
    offering_id: str
    offering_lang: str
    level: str
    score: float
    marks: tuple[str, ...]
    part: str
    place: str | None
    item: str | None
    apart: tuple[ApartRow, ...]
    joins: tuple[JoinRow, ...]
    constraints: tuple[ConstraintRow, ...]
    missing: tuple[str, ...]
    scored: Score | None


@dataclass(frozen=True, slots=True)
class NeedMatches:
    """A need's candidates, best first, and when and by which versions they were found.

    ``made_at`` is None where nothing was found, or where the worker has not come to it yet.
    """

    domestic: tuple[MatchCard, ...] = ()
    foreign: tuple[MatchCard, ...] = ()
    made_at: datetime | None = None
    idf_version: str | None = None
    matcher_version: str | None = None


@dataclass(frozen=True, slots=True)
class NeedCard:
    """One open need that an offering could meet, by the item that fits best."""

    need: str
    need_id: str
    need_lang: str
    organisation: str
    organisation_id: str
    place: str | None
    closes_on: date | None
    item: str | None
    level: str
    score: float
    apart: tuple[ApartRow, ...]
    joins: tuple[JoinRow, ...]
    constraints: tuple[ConstraintRow, ...]
    missing: tuple[str, ...]
    scored: Score | None


def cards_of_need(
    session: Session, need_public_id: str, language: Language, *, limit: int = 20
) -> NeedMatches:
    """The offerings that fit a public need, each by the item that it fits best.

    Up to ``limit`` in each of the two columns; domestic is what is made in Vietnam. Empty for a
    need that is not public.
    """
    records = need.public(session, [need_public_id])
    if not records:
        return NeedMatches()
    record = records[0]
    best = _best(match.of_need(session, record.need.key), lambda row: row.offering_id)
    offered = offering.public_by_row_ids(session, {row.offering_id for row in best})
    shown = [row for row in best if row.offering_id in offered and row.score >= TOLD_FROM]
    columns = {
        domestic: [row for row in shown if row.domestic is domestic][:limit]
        for domestic in (True, False)
    }
    places = _places(session, [offered[r.offering_id].organisation for r in shown])
    items = {item.item.key: item for item in record.items}
    replacements, new_plant = standing.today(session), record.revision.new_plant

    def cards(rows: list[Match]) -> tuple[MatchCard, ...]:
        return tuple(
            card(
                offered[row.offering_id], row.level, row.score, row.reasons, row.checks,
                language, places, item_name(record, items.get(row.item_id), language),
                replacements=replacements, new_plant=new_plant,
            )
            for row in rows
        )  # fmt: skip

    last = max(shown, key=lambda row: row.made_at, default=None)
    return NeedMatches(
        domestic=cards(columns[True]),
        foreign=cards(columns[False]),
        made_at=last.made_at if last else None,
        idf_version=last.idf_version if last else None,
        matcher_version=last.matcher_version if last else None,
    )


def cards_of_offering(
    session: Session, offering_public_id: str, language: Language, *, limit: int = 10
) -> tuple[NeedCard, ...]:
    """The open needs that an offering may well meet, best first; none for one not public."""
    records = offering.public(session, [offering_public_id])
    if not records:
        return ()
    found = match.of_offering(session, records[0].offering.key, FITTING)
    needs_of = {row.item_id: need_id for row, need_id in found}
    best = _best([row for row, _ in found], lambda row: needs_of[row.item_id])
    wanted = need.public_by_row_ids(session, set(needs_of.values()))
    last_day, replacements = last_open_day(utcnow()), standing.today(session)
    cards = []
    for row in best:
        record = wanted.get(needs_of[row.item_id])
        if record and (not record.revision.closes_on or record.revision.closes_on >= last_day):
            cards.append(_need_card(record, row, language, replacements))
    return tuple(cards[:limit])


def card(
    record: OfferingRecord,
    level: str,
    score: float,
    reasons: dict[str, Any],
    checks: Sequence[dict[str, Any]],
    language: Language,
    places: dict[int, Place],
    item: str | None = None,
    *,
    replacements: Replacements | None = None,
    new_plant: bool | None = None,
) -> MatchCard:
    """The card of one offering from its reasons and checks, as they are stored.

    With ``replacements`` a claim of a replaced standard is judged by the plant.
    """
    revision, organisation = record.revision, record.organisation
    joins = explanation.joins(reasons, language)
    return MatchCard(
        organisation=language.pick(organisation.name_vi, organisation.name_en),
        organisation_id=organisation.public_id,
        offering=language.pick(revision.title_vi, revision.title_en),
        offering_id=record.offering.public_id,
        offering_lang=language.pick_language(revision.title_vi, revision.title_en),
        level=level,
        score=score,
        marks=_marks(record),
        part=codelists.label("part", revision.part.value, language.code),
        place=_place(organisation, places, language),
        item=item,
        apart=explanation.apart(reasons, language),
        joins=joins,
        constraints=explanation.constraints(checks, language, replacements, new_plant),
        missing=explanation.missing(reasons, checks, language),
        scored=breakdown(reasons, joins, score, language),
    )


def places_of(session: Session, records: Iterable[OfferingRecord]) -> dict[int, Place]:
    """The places of the organisations behind some offerings, for :func:`card`."""
    return _places(session, [record.organisation for record in records])


def _best(rows: Sequence[Match], subject: Any) -> list[Match]:
    """The first row of each subject; rows come best first."""
    first: dict[int, Match] = {}
    for row in rows:
        first.setdefault(subject(row), row)
    return list(first.values())


def _places(session: Session, organisations: Sequence[Organisation]) -> dict[int, Place]:
    ids = {o.place_id for o in organisations if o.place_id is not None}
    return reference.places_by_id(session, ids)


def _place(organisation: Organisation, places: dict[int, Place], language: Language) -> str | None:
    if organisation.country != "VN":
        return codelists.label("country", organisation.country, language.code)
    place = places.get(organisation.place_id or 0)
    if place is not None:
        return place_in_hanoi(place.code, language)
    return organisation.province_vi


def _marks(record: OfferingRecord) -> tuple[str, ...]:
    """What to know of the supplier and the listing at a glance (components/mark.html)."""
    organisation = record.organisation
    verified = organisation.verified_at is not None
    holds = {
        "verified": verified,
        "self_declared": not verified and record.offering.first_checked_at is None,
        "foreign_owned": organisation.foreign_owned,
        "sample": record.offering.sample,
    }
    return tuple(mark for mark, so in holds.items() if so)


def item_name(record: NeedRecord, item: ItemRecord | None, language: Language) -> str | None:
    """Which item of several; None where the need has but one."""
    if item is None or len(record.items) < 2:
        return None
    title = language.pick(item.revision.title_vi, item.revision.title_en)
    name = language.gettext(N_("Item %(number)s"), number=item.item.number)
    return f"{name}: {title}" if title else name


def _need_card(
    record: NeedRecord, row: Match, language: Language, replacements: Replacements
) -> NeedCard:
    revision, joins = record.revision, explanation.joins(row.reasons, language)
    item = next((item for item in record.items if item.item.key == row.item_id), None)
    return NeedCard(
        need=language.pick(revision.title_vi, revision.title_en),
        need_id=record.need.public_id,
        need_lang=language.pick_language(revision.title_vi, revision.title_en),
        organisation=language.pick(record.organisation.name_vi, record.organisation.name_en),
        organisation_id=record.organisation.public_id,
        place=place_in_hanoi(record.place.code, language) if record.place else None,
        closes_on=revision.closes_on,
        item=item_name(record, item, language),
        level=row.level,
        score=row.score,
        apart=explanation.apart(row.reasons, language),
        joins=joins,
        constraints=explanation.constraints(row.checks, language, replacements, revision.new_plant),
        missing=explanation.missing(row.reasons, row.checks, language),
        scored=breakdown(row.reasons, joins, row.score, language),
    )
