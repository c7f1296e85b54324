"""Keeping matches up to date: what the worker does after an offering or a need has changed.

Rows depend on what is public and on the idf table, nothing else, so that each of these can run
twice without harm. Each raises the generation, which other processes follow.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from matching.documents import Document
from matching.matcher import Candidate
from registry.domain.match import SET_ASIDE, Match
from registry.queries import explanation
from registry.queries.documents import query_of_item
from registry.queries.live_matcher import ALL, NEED, OFFERING, LiveMatcher
from registry.storage import generation, match, need, offering
from registry.storage.need import ItemRecord, NeedRecord
from registry.storage.offering import OfferingRecord
from registry.storage.session import Database


@dataclass(frozen=True, slots=True)
class _Asked:
    """An item as the matcher's query."""

    record: NeedRecord
    item: ItemRecord
    query: Document


def offerings_changed(session: Session, live: LiveMatcher, public_ids: Collection[str]) -> None:
    """Bring the matches of some offerings with all open needs up to date.

    An offering that is no longer public, or never was, leaves no matches.
    """
    records = live.take(session, public_ids)
    match.forget_offerings(session, set(public_ids) - set(records))
    asked = _asked(need.open_(session))
    found = _ranked(live, asked)
    match.replace_for_offerings(
        session,
        [record.offering.key for record in records.values()],
        [one.item.item.key for one in asked],
        [
            _match(live, one, level, candidate, records[candidate.id])
            for one, ranked in zip(asked, found, strict=True)
            for level, candidate in ranked
            if candidate.id in records
        ],
    )
    for public_id in public_ids:
        generation.advance(session, OFFERING, public_id)


def needs_changed(session: Session, live: LiveMatcher, public_ids: Collection[str]) -> None:
    """Find the matches of some needs anew; a need that is not public has none."""
    match.forget_needs(session, public_ids)
    asked = _asked(need.public(session, public_ids))
    rows = list(_matches(session, live, asked))
    match.replace_for_items(session, [one.item.item.key for one in asked], rows)
    for public_id in public_ids:
        generation.advance(session, NEED, public_id)


def refresh_all(database: Database, live: LiveMatcher) -> None:
    """Make a new idf table, and all matches of open needs anew under it.

    Reads and computes first, then writes in one transaction, so that nobody waits for it
    meanwhile. What changes in between has its own job in the queue.
    """
    with database.read() as session:
        live.refit(session)
        asked = _asked(need.open_(session))
        rows = list(_matches(session, live, asked))
    with database.write() as session:
        match.replace_for_items(session, [one.item.item.key for one in asked], rows)
        generation.advance(session, ALL, None)


def stale(session: Session, live: LiveMatcher) -> bool:
    """Whether all is to be made anew: no idf table, none of this version, or none for this
    database."""
    if not live.ready or generation.current(session) == 0:
        return True
    return match.newest_versions(session) not in (None, (live.version, live.idf_version))


def _asked(records: Sequence[NeedRecord]) -> list[_Asked]:
    return [_Asked(r, item, query_of_item(r, item)) for r in records for item in r.items]


def _ranked(live: LiveMatcher, asked: Sequence[_Asked]) -> list[list[tuple[str, Candidate]]]:
    """The best candidates of each item, then who is set aside, each with the level."""
    rankings = live.rankings([one.query for one in asked], match.KEPT) if asked else []
    return [
        [(c.level, c) for c in ranking.fitting] + [(SET_ASIDE, c) for c in ranking.excluded]
        for ranking in rankings
    ]


def _matches(session: Session, live: LiveMatcher, asked: Sequence[_Asked]) -> Iterator[Match]:
    """The best matches of each item, and who is set aside."""
    found = _ranked(live, asked)
    ids = {candidate.id for ranked in found for _, candidate in ranked}
    records = {r.offering.public_id: r for r in offering.public(session, ids)}
    for one, ranked in zip(asked, found, strict=True):
        for level, candidate in ranked:
            if candidate.id in records:
                yield _match(live, one, level, candidate, records[candidate.id])


def _match(
    live: LiveMatcher, asked: _Asked, level: str, candidate: Candidate, record: OfferingRecord
) -> Match:
    worth_telling = candidate.score >= explanation.TOLD_FROM
    told = live.explain(asked.query, candidate.id) if worth_telling else None
    return Match(
        item_id=asked.item.item.key,
        offering_id=record.offering.key,
        need_revision_id=asked.record.revision.key,
        offering_revision_id=record.revision.key,
        score=candidate.score,
        level=level,
        domestic=record.domestic,
        reasons=explanation.reasons_of(told) if told else {},
        checks=explanation.checks_of(told) if told else [],
        matcher_version=live.version,
        idf_version=live.idf_version,
    )
