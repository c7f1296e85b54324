"""The matcher as each process holds it: all public offerings, under the idf table of the worker.

The worker makes the table and keeps it in the var folder; every process reads the offerings from
the database and follows the generation number. Matches of needs are rows, so that most pages need
no matcher; the open box of the home page does.
"""

import os
import threading
from collections.abc import Collection, Sequence
from pathlib import Path

from sqlmodel import Session

from matching.documents import Document
from matching.explain import Explanation
from matching.matcher import Candidate, Matcher, Ranking
from registry.domain.outbox import JobKind
from registry.queries.documents import document_of_offering
from registry.storage import generation, offering
from registry.storage.offering import OfferingRecord

# Of what a generation tells: an offering by its public id, a need, or (without a subject) all.
OFFERING, NEED, ALL = JobKind.OFFERING_CHANGED.value, JobKind.NEED_CHANGED.value, "all"


class LiveMatcher:
    """A :class:`matching.matcher.Matcher` that follows the database. Safe for several threads."""

    def __init__(self, folder: Path) -> None:
        self._table = folder / "idf.json"
        self._matcher: Matcher | None = None
        self._fitted = 0
        self._generation = -1
        self._turn = threading.RLock()

    @property
    def ready(self) -> bool:
        """Whether there is an idf table of this version of the matcher to work with."""
        with self._turn:
            return self._matcher is not None

    @property
    def version(self) -> str:
        """The version of the matcher's rules and thesaurus."""
        return self._held().version

    @property
    def idf_version(self) -> str:
        """The version of the idf table."""
        return self._held().idf_version

    @property
    def outgrown(self) -> bool:
        """Whether the offerings are a fifth more or fewer than when the table was made or read."""
        with self._turn:
            return 5 * abs(len(self._held()) - self._fitted) > self._fitted

    def refresh(self, session: Session) -> None:
        """Bring the matcher to the newest generation: one statement where nothing changed.

        Where there is no idf table yet, the matcher stays not :attr:`ready`.
        """
        number = generation.current(session)
        with self._turn:
            if self._matcher is not None and number == self._generation:
                return
            news = generation.since(session, self._generation) if self._matcher else ()
            if self._matcher is None or any(row.subject is None for row in news):
                self._load(session)
            else:
                changed = {r.subject for r in news if r.kind == OFFERING and r.subject is not None}
                self.take(session, changed)
            self._generation = number

    def take(self, session: Session, public_ids: Collection[str]) -> dict[str, OfferingRecord]:
        """Bring some offerings to their state in the database; gives back the public ones."""
        records = {r.offering.public_id: r for r in offering.public(session, public_ids)}
        with self._turn:
            matcher = self._held()
            for record in records.values():
                matcher.put(document_of_offering(record))
            for public_id in set(public_ids) - set(records):
                if public_id in matcher:
                    matcher.remove(public_id)
        return records

    def refit(self, session: Session) -> None:
        """Make a new idf table of all public offerings, and keep it for the other processes."""
        matcher = Matcher.fit(document_of_offering(r) for r in offering.public(session))
        self._table.parent.mkdir(parents=True, exist_ok=True)
        draft = self._table.with_suffix(".draft")
        matcher.save(draft)
        os.replace(draft, self._table)
        with self._turn:
            self._matcher, self._fitted = matcher, len(matcher)

    def caught_up(self, session: Session) -> None:
        """Take the newest generation as known: its news came from this process."""
        number = generation.current(session)
        with self._turn:
            self._generation = number

    def rank(self, query: Document, limit: int) -> list[Candidate]:
        """The offerings that fit a query, best first."""
        return self.rankings([query], limit)[0].fitting

    def rankings(self, queries: Sequence[Document], limit: int) -> list[Ranking]:
        """The same for several queries at once, and what a constraint alone excludes."""
        with self._turn:
            return self._held().rankings(queries, limit)

    def explain(self, query: Document, public_id: str) -> Explanation:
        """Why an offering has its score; LookupError where it is not in."""
        with self._turn:
            return self._held().explain(query, public_id)

    def _load(self, session: Session) -> None:
        try:
            matcher = Matcher.load(self._table)
        except (OSError, ValueError, KeyError):  # none yet, of another version, or damaged
            self._matcher = None
            return
        for record in offering.public(session):
            matcher.put(document_of_offering(record))
        self._matcher, self._fitted = matcher, len(matcher)

    def _held(self) -> Matcher:
        if self._matcher is None:
            raise LookupError("the matcher has no idf table yet")
        return self._matcher
