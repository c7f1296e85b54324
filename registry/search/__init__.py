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

    ids: kind and public id, best first; those of the first sort, which have the whole query and
        not just in passing, before those that have most of it
    scores: one for each of `ids`, to be compared within one sort of these hits only
    total: how many there are of the kinds asked for
    counts: how many of each kind, those not asked for included
    whole: how many of each kind are of the first sort
    read: the query as it was read, misspelt words mended
    words: its folded words, each with its accents where it was typed with them
    """

    ids: list[Key] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    total: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    whole: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    read: str = ""
    words: dict[str, str | None] = field(default_factory=dict)


class Search(Protocol):
    """What every backend does; `tests/search/` holds each one to it."""

    @property
    def ready(self) -> bool:
        """Whether there is an index to read: False until the worker has built it."""
        ...

    def find(
        self,
        text: str,
        kinds: Sequence[str] | None = None,
        page: int = 1,
        per_page: int = 20,
        *,
        as_typed: bool = False,
        narrow: bool = False,
    ) -> Hits:
        """What has all words of `text`, or says the same by other words, and then what has most.

        Phrases in double quotes must stand as they are. Accents and capitals don't matter, but
        accents as typed rank higher. A word that no text has is read as the one that is meant,
        unless `as_typed`. With `narrow`, what lacks a word is left out of the kinds of which
        something has all. Nothing is found while the index is not ready.
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
