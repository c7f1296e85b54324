"""What a thing is made for: kinds that exclude one another, such as the wastewaters of two trades.

A concept may be marked ``exclusive``: its narrower ones are then kinds of which a thing is made for
one or some. A need that names textile wastewater and an offering whose title names that of plating
share many words, and yet do not fit. An offering that speaks of the asked kind too, anywhere in its
text, is not against it. Water to be supplied and water to be discharged exclude each other outright
where both sides state their category and neither text speaks of the other's water.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from matching.documents import Document
from matching.reading import Reading
from matching.thesaurus import Thesaurus

MEDIUM = 0.4
"""Share of what the shared terms add that an offering made for something else loses."""

Kind = tuple[str, str]
"""An exclusive concept and one of its narrower ones."""

WATERS = {"wastewater": "wastewater", "water_supply": "water-supply"}
"""The two categories of water, and the widest concept of each."""


class Kinds(NamedTuple):
    """The kinds that a text names or that overlap with these, and those that its title names, each
    by the first words.

    water: the category stated, where it is one of the two of water
    waters: the widest concepts of water that the text speaks of, each by its first words
    """

    named: Mapping[Kind, str]
    titled: Mapping[Kind, str]
    water: str | None
    waters: Mapping[str, str]


def kinds_of(document: Document, readings: Iterable[Reading], thesaurus: Thesaurus) -> Kinds:
    """The kinds of a document with the words that name them."""
    named: dict[Kind, str] = {}
    titled: dict[Kind, str] = {}
    waters: dict[str, str] = {}
    for reading in readings:
        for mention in reading.mentions:
            phrase = reading.phrase(mention.first, mention.last)
            for kind in thesaurus.kinds(mention.concept):
                for near in sorted(thesaurus.overlapping(kind)):
                    named.setdefault(near, phrase)
                if reading.passage.field == "title":
                    titled.setdefault(kind, phrase)
            for concept in (mention.concept, *thesaurus.broader(mention.concept)):
                if concept in WATERS.values():
                    waters.setdefault(concept, phrase)
    return Kinds(named, titled, WATERS.get(document.category or ""), waters)


class Apart(NamedTuple):
    """Words of the query and of the document that name what excludes each other."""

    asked: str
    told: str
    excludes: bool = False


def other_water(query: Kinds, document: Kinds) -> bool:
    """Whether one is about water to be supplied, the other about water to be discharged."""
    return bool(
        query.water
        and document.water
        and query.water != document.water
        and query.waters
        and document.waters
        and query.waters.keys().isdisjoint(document.waters)
    )


def apart(query: Kinds, document: Kinds) -> list[Apart]:
    """Where the document is made for something else, by the name of what both are kinds of."""
    found = []
    if other_water(query, document):
        asked, told = (next(iter(kinds.waters.values())) for kinds in (query, document))
        found.append(Apart(asked, told, excludes=True))
    for family in sorted({family for family, _ in query.named}):
        titled = [phrase for (of, _), phrase in document.titled.items() if of == family]
        kinds = {kind: phrase for kind, phrase in query.named.items() if kind[0] == family}
        if titled and kinds.keys().isdisjoint(document.named):
            found.append(Apart(next(iter(kinds.values())), titled[0]))
    return found


class Media:
    """The kinds of all documents in columns."""

    def __init__(self, documents: Sequence[Kinds]) -> None:
        kinds = sorted({kind for document in documents for kind in document.named})
        self._columns = {kind: column for column, kind in enumerate(kinds)}
        families = sorted({family for family, _ in kinds})
        self._families = {family: column for column, family in enumerate(families)}
        self._water = np.array([document.water or "" for document in documents], dtype=object)
        self._speaks = {
            concept: np.array([concept in document.waters for document in documents], dtype=bool)
            for concept in WATERS.values()
        }
        self._named = self._matrix([document.named for document in documents]).tocsc()
        self._titled = np.zeros((len(documents), len(families)), dtype=bool)
        for row, document in enumerate(documents):
            for family, _ in document.titled:
                self._titled[row, self._families[family]] = True

    def against(self, query: Kinds) -> np.ndarray:
        """Which documents are made for something else, as ``apart`` says of one."""
        against = np.zeros(self._titled.shape[0], dtype=bool)
        for family in {family for family, _ in query.named} & self._families.keys():
            asked = [
                self._columns[kind]
                for kind in query.named
                if kind[0] == family and kind in self._columns
            ]
            shared = np.asarray(self._named[:, asked].sum(axis=1)).ravel() > 0
            against |= self._titled[:, self._families[family]] & ~shared
        return against

    def excluded(self, query: Kinds) -> np.ndarray:
        """Which documents are about the other water, as ``other_water`` says of one."""
        if not (query.water and query.waters):
            return np.zeros(len(self._water), dtype=bool)
        others = [concept for concept in WATERS.values() if concept != query.water]
        spoken = np.zeros(len(self._water), dtype=bool)
        for concept in query.waters:
            spoken |= self._speaks[concept]
        anything = np.logical_or.reduce(list(self._speaks.values()))
        return np.isin(self._water, others) & anything & ~spoken

    def _matrix(self, rows: Sequence[Mapping[Kind, str]]) -> sp.csr_matrix:
        lengths = np.cumsum([0, *(len(row) for row in rows)])
        columns = [self._columns[kind] for row in rows for kind in row]
        return sp.csr_matrix(
            (np.ones(len(columns)), columns, lengths), shape=(len(rows), len(self._columns))
        )
