"""Full-text search over what is public: the interface, and its backends one a file.

Only the worker writes. A backend keeps what it needs outside the database and can be built anew
from it at any time; nothing is lost with it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

from registry.search.words import stamp_of

Kind = Literal["offering", "need", "organisation", "project", "site", "page"]
KINDS: tuple[Kind, ...] = ("offering", "need", "organisation", "project", "site", "page")

# A kind and a public id.
Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is searched of one noun.

    texts: "title" (weighs more) and "body"; several texts, also of both languages, stand on
        lines of their own, so that no phrase runs from one into the next
    """

    kind: Kind
    id: str
    texts: Mapping[str, str]

    @property
    def stamp(self) -> str:
        """A short hash of the texts and of all that turns them into terms."""
        return stamp_of(self.texts)


@dataclass(frozen=True, slots=True)
class Hits:
    """One page of what was found.

    ids: kind and public id, best first
    scores: one for each of `ids`, to be compared within these hits only
    total: how many there are of the kinds asked for
    counts: how many of each kind, those not asked for included
    partial: the kinds of which nothing has all the words, so that what has half of them counts
    """

    ids: list[Key] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    total: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    whole: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    partial: frozenset[str] = frozenset()


class Search(Protocol):
    """What every backend does; `tests/search/` holds each one to it."""

    @property
    def ready(self) -> bool:
        """Whether there is an index to read: False until the worker has built it."""
        ...

    def find(
        self, text: str, kinds: Sequence[str] | None = None, page: int = 1, per_page: int = 20
    ) -> Hits:
        """What has all words of `text`, or says the same in the other language, best first.

        Phrases in double quotes must stand as they are. Where nothing of a kind has all words,
        what has at least half of them counts. Accents and capitals don't matter. Nothing is found
        while the index is not ready.
        """
        ...

    def put(self, entries: Iterable[Entry], gone: Collection[Key] = ()) -> None:
        """Add or replace entries, and take out those that are gone, in one commit."""
        ...

    def remove(self, kind: str, public_id: str) -> None:
        """Take one entry out; nothing happens where there is none."""
        ...

    def stamps(self) -> dict[Key, str]:
        """A short hash of each entry's texts, for comparing the index with the database.

        Raises :class:`IndexDamaged` where the index can't be read.
        """
        ...

    def rebuild(self, entries: Iterable[Entry]) -> None:
        """Build anew; the old index, where there is one, serves until the new one is complete."""
        ...


class IndexDamaged(Exception):
    """The index is missing, or can't be read to its end."""
