"""What follows a published, changed or withdrawn listing: search index and matches up to date.

The index comes first and the matches second, in the transaction that also closes the job and
raises the generation. Killed anywhere between, the job's lease runs out and all is done again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlmodel import Session

from registry.actions import matching, queue
from registry.domain.outbox import JobKind, OutboxMessage
from registry.portal import Portal
from registry.queries import entries
from registry.queries.live_matcher import LiveMatcher
from registry.search import KINDS, Entry, IndexDamaged, Key, Kind

_JOBS: dict[Kind, JobKind] = {
    "offering": JobKind.OFFERING_CHANGED,
    "need": JobKind.NEED_CHANGED,
    "organisation": JobKind.ORGANISATION_CHANGED,
    "project": JobKind.PROJECT_CHANGED,
    "site": JobKind.SITE_CHANGED,
}


@dataclass(frozen=True, slots=True)
class Changed:
    """Public ids of what changed, by noun."""

    offering: set[str] = field(default_factory=set)
    need: set[str] = field(default_factory=set)
    organisation: set[str] = field(default_factory=set)
    project: set[str] = field(default_factory=set)
    site: set[str] = field(default_factory=set)
    page: set[str] = field(default_factory=set)

    def __len__(self) -> int:
        return sum(len(getattr(self, kind)) for kind in KINDS)

    def add(self, kind: str, public_id: str) -> None:
        """Note one thing; ``kind`` as in the search index."""
        getattr(self, kind).add(public_id)


def changed_by(session: Session, jobs: Iterable[OutboxMessage]) -> Changed:
    """What some jobs are about; what bears an organisation's name changes with it."""
    kinds = {job: kind for kind, job in _JOBS.items()}
    changed = Changed()
    for job in jobs:
        changed.add(kinds[job.kind], job.subject)
    for kind, public_ids in entries.listings_of(session, changed.organisation).items():
        getattr(changed, kind).update(public_ids)
    return changed


def index(portal: Portal, changed: Changed) -> None:
    """Bring the index up to date in one commit; what is not public leaves it."""
    found: list[Entry] = []
    gone: list[Key] = []
    with portal.database.read() as session:
        for kind in KINDS:
            ids: set[str] = getattr(changed, kind)
            public = entries.entries(session, kind, ids) if ids else []
            found += public
            gone += [(kind, public_id) for public_id in ids - {entry.id for entry in public}]
    portal.search.put(found, gone)


def match(session: Session, live: LiveMatcher, changed: Changed) -> None:
    """Bring the matches up to date and raise the generation."""
    if changed.offering:
        matching.offerings_changed(session, live, changed.offering)
    if changed.need:
        matching.needs_changed(session, live, changed.need)


def queue_again(session: Session, changed: Changed) -> None:
    """Put a job into the queue for each thing whose entry in the index was out of date.

    Not for the portal's own pages: they change with the portal alone, and nothing follows.
    """
    for kind, job in _JOBS.items():
        for public_id in sorted(getattr(changed, kind)):
            queue.again(session, job, public_id)


def rebuild_index(portal: Portal) -> Changed:
    """Hold the index to the database: built anew where it is missing or damaged, else mended.

    Gives back what differed.
    """
    with portal.database.read() as session:
        expected = {
            (entry.kind, entry.id): entry
            for kind in KINDS
            for entry in entries.entries(session, kind)
        }
    try:
        stamps = portal.search.stamps()
    except IndexDamaged:
        portal.search.rebuild(expected.values())
        return _changed(expected)
    differing = [key for key, entry in expected.items() if stamps.get(key) != entry.stamp]
    gone = [key for key in stamps if key not in expected]
    if differing or gone:
        portal.search.put([expected[key] for key in differing], gone)
    return _changed([*differing, *gone])


def _changed(keys: Iterable[Key]) -> Changed:
    changed = Changed()
    for kind, public_id in keys:
        changed.add(kind, public_id)
    return changed
