"""Texts as vectors: concepts that both languages share, and the words of each language.

Two spaces, each normalised by itself: in one joint space the many words of one language would
drown the few concepts that join two. Term weights are log(1 + occurrences, the title's counting
more) times idf; rows have length one, so that a product of rows is a cosine.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import log1p, log2, sqrt
from typing import Literal, NamedTuple

import numpy as np
import scipy.sparse as sp
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize

from matching.documents import Document, Field
from matching.reading import ACCENTED, SYLLABLE, Reading, Term
from matching.text import Language
from matching.thesaurus import Thesaurus

TITLE = 2.0
"""Weight of an occurrence in a title; one in a body weighs 1."""
BROADER = 0.6
"""Factor on the concept one step broader than the one named."""
RELATED = 0.3
"""Factor on a concept joined by use to the one named."""
PLACES, PLACE = "pollution-source", 0.4
"""The widest concept of those that say where a thing is used, and the factor on them."""
OTHER_TRADES, FOREIGN = "other-trades", 2.0
"""The widest concept of what no environmental supplier sells; such concepts join nothing, but
count that much of a text's length."""
INEXACT = 0.9
"""Factor on a concept found through its folded form alone."""
UNKNOWN = 0.45
"""Factor on the words of no concept, as if each were one that no other text names."""
INFERRED = 0.7
"""Length of a row of categories that the text alone tells; one that states its category has 1."""
UNSEEN = 0.8
"""Factor on a query's words that no document bears: they lengthen the query all the same."""


Shared = Literal["shared"]
Tongue = Language | Shared
"""What words are compared in: a language, or what the two share."""
SHARED: Shared = "shared"


class Weights(NamedTuple):
    """Terms with their weights before idf; `rest` is the length of what is told besides."""

    terms: dict[str, float]
    rest: float = 0.0


def concept_weights(readings: Iterable[Reading], thesaurus: Thesaurus) -> Weights:
    """Each concept named and, weaker, each broader one.

    What a document says in two languages counts once. The rest are a title's words of no concept,
    and what other trades sell: they keep a text with one passing concept from looking as if it
    spoke of nothing else.
    """
    counts = _Counts()
    for reading in readings:
        for mention in reading.mentions:
            weight = 1.0 if mention.exact else INEXACT
            counts.add(reading, mention.first, mention.concept, weight)
    terms: dict[str, float] = {}
    foreign = 0.0
    for concept, weight in sorted(counts.weights().items()):
        line = (concept, *thesaurus.broader(concept))
        if OTHER_TRADES in line:
            foreign += (FOREIGN * weight) ** 2
            continue
        weight *= PLACE if PLACES in line else 1.0
        for told, factor in implied(concept, thesaurus).items():
            terms[told] = max(terms.get(told, 0.0), weight * factor)
    return Weights(terms, sqrt(_uncovered(readings) ** 2 + foreign))


def implied(concept: str, thesaurus: Thesaurus) -> dict[str, float]:
    """The concept itself, the broader ones and, weakest, those joined to it by use."""
    factors = {concept: 1.0}
    for wider, steps in thesaurus.steps(concept).items():
        factors[wider] = BROADER**steps
    for related in thesaurus.concept(concept).related:
        factors[related] = max(factors.get(related, 0.0), RELATED)
        for wider, steps in thesaurus.steps(related).items():
            factors[wider] = max(factors.get(wider, 0.0), RELATED * BROADER**steps)
    return factors


def _uncovered(readings: Iterable[Reading]) -> float:
    lengths: dict[Language, float] = {}
    for reading in readings:
        if reading.passage.field == "title":
            covered = {i for m in reading.mentions for i in range(m.first, m.last)}
            language = reading.passage.language
            words = {
                token.folded
                for i, token in enumerate(reading.tokens)
                if i not in covered and i not in reading.hollow and token.kind == "word"
            }
            square = len(words) * (SYLLABLE**2 if language == "vi" else 1.0)
            lengths[language] = lengths.get(language, 0.0) + square
    return UNKNOWN * TITLE * sqrt(max(lengths.values(), default=0.0))


def word_weights(readings: Iterable[Reading], tongue: Tongue) -> Weights:
    """The words of the passages in a language, or of all passages those that both share."""
    counts = _Counts()
    for reading in readings:
        if tongue in (SHARED, reading.passage.language):
            for term in words_of(reading, tongue):
                counts.add(reading, term.first, term.name, term.weight)
    return Weights(counts.weights())


def words_of(reading: Reading, tongue: Tongue) -> tuple[Term, ...]:
    """The words by which a passage is compared."""
    return reading.shared if tongue == SHARED else reading.terms


class _Counts:
    """Occurrences by language, field and term, each weighed by its place."""

    def __init__(self) -> None:
        self._counts: dict[tuple[Language, Field, str], float] = {}

    def add(self, reading: Reading, place: int, term: str, weight: float) -> None:
        key = reading.passage.language, reading.field(place), term
        self._counts[key] = self._counts.get(key, 0.0) + weight

    def weights(self) -> dict[str, float]:
        """log2(1 + count) in each field, the title's TITLE times; the best of the languages."""
        sums: dict[tuple[Language, str], float] = {}
        for (language, field, term), count in self._counts.items():
            weight = log2(1.0 + count) * (TITLE if field == "title" else 1.0)
            sums[language, term] = sums.get((language, term), 0.0) + weight
        best: dict[str, float] = {}
        for (_, term), weight in sums.items():
            best[term] = max(best.get(term, 0.0), weight)
        return best


def category_weights(
    document: Document, readings: Iterable[Reading], thesaurus: Thesaurus
) -> Weights:
    """How far each category speaks: the stated one and, half as loud, those of the concepts.

    Where none is stated, the rest makes the row as short as INFERRED.
    """
    inferred: dict[str, float] = {}
    for reading in readings:
        for mention in reading.mentions:
            category = thesaurus.concept(mention.concept).category
            if category:
                weight = TITLE if reading.passage.field == "title" else 1.0
                inferred[category] = inferred.get(category, 0.0) + weight
    length = sqrt(sum(weight**2 for weight in inferred.values()))
    if not document.category:
        return Weights(inferred, length * sqrt(INFERRED**-2 - 1.0))
    weights = {category: 0.5 * weight / length for category, weight in inferred.items()}
    weights[document.category] = weights.get(document.category, 0.0) + 1.0
    return Weights(weights)


def query_words(space: "Space", weights: Weights, tongue: Tongue) -> np.ndarray:
    """The row of a query's words.

    One typed without accents meets folded forms alone; it is lengthened by what the documents'
    accented forms take of their length, so that its scores mean the same.
    """
    row = space.query(weights)
    told = any(name.startswith("=") for name in weights.terms)
    return row if told or tongue != "vi" else row * sqrt(1.0 + ACCENTED**2)


class Row(NamedTuple):
    """A sparse row: its columns in rising order, their values, and the length of the rest."""

    columns: np.ndarray
    values: np.ndarray
    rest: float = 0.0


class Space:
    """Terms, each with a column and its idf: log((1 + n) / (1 + df)) + 1, before any fit 1.

    Columns are never given anew: a term that no document bears any more leaves a gap.
    """

    def __init__(self) -> None:
        self._columns: dict[str, int] = {}
        self._width = 0
        self._idf = np.ones(0)
        self._unseen = 1.0
        self.documents = 0

    def learn(self, weights: Weights) -> Row:
        """A document's weights before idf as a row; terms not met before get a column."""
        for name in weights.terms:
            if name not in self._columns:
                self._columns[name] = self._width
                self._width += 1
        return self._row(weights)

    def _row(self, weights: Weights) -> Row:
        known = sorted((self._columns[name], weight) for name, weight in weights.terms.items())
        columns = np.array([column for column, _ in known], dtype=np.int32)
        values = np.array([weight for _, weight in known], dtype=np.float64)
        return Row(columns, values, weights.rest)

    def fit(self, documents: Sequence[Sequence[Row]]) -> None:
        """Sets idf from the rows of `documents`; one of two languages has two rows."""
        self.documents = len(documents)
        self._unseen = log1p(self.documents) + 1.0
        nothing = np.zeros(0, dtype=np.int32)
        bearing = [
            np.unique(np.concatenate([nothing, *(row.columns for row in rows)]))
            for rows in documents
        ]
        if not any(len(columns) for columns in bearing):
            self._columns, self._idf = {}, np.zeros(0)
            return
        presence = self._assemble([Row(columns, np.ones(len(columns))) for columns in bearing])
        self._idf = TfidfTransformer(norm=None).fit(presence).idf_
        borne = presence.getnnz(axis=0) > 0
        self._columns = {name: column for name, column in self._columns.items() if borne[column]}

    @property
    def table(self) -> dict[str, float]:
        """The idf of each term that a document bore at the last fit, by name."""
        return {
            name: float(self._idf[column])
            for name, column in sorted(self._columns.items())
            if column < len(self._idf)
        }

    def restore(self, table: Mapping[str, float], documents: int) -> None:
        """Takes over the idf of an earlier fit on so many documents."""
        self._columns = {name: column for column, name in enumerate(table)}
        self._width = len(table)
        self._idf = np.array(list(table.values()), dtype=np.float64)
        self._unseen = log1p(documents) + 1.0
        self.documents = documents

    def matrix(self, rows: Sequence[Row]) -> sp.csr_matrix:
        """The rows times idf, each together with its rest of length one (or empty)."""
        matrix = self._assemble(rows)
        if not rows:
            return matrix
        matrix.data *= self._all_idf()[matrix.indices]
        rests = np.array([row.rest for row in rows]).reshape(-1, 1) * self._unseen
        whole = normalize(sp.hstack([matrix, sp.csr_matrix(rests)], format="csr"), copy=False)
        return whole[:, :-1]

    def query(self, weights: Weights) -> np.ndarray:
        """A query's weights times idf, as a dense row, together with its rest of length one.

        Terms that no document bore at the last fit count UNSEEN times; those that no document
        bears have no column, but lengthen the query all the same.
        """
        known = {name: w for name, w in weights.terms.items() if name in self._columns}
        row = self._row(Weights(known))
        dense = np.zeros(self._width)
        dense[row.columns] = row.values * self._all_idf()[row.columns]
        dense[len(self._idf) :] *= UNSEEN
        unseen = sum(w**2 for name, w in sorted(weights.terms.items()) if name not in known)
        rest = (UNSEEN**2 * unseen + weights.rest**2) * self._unseen**2
        length = sqrt(float(dense @ dense) + rest)
        return dense / length if length else dense

    def shared(
        self, query: np.ndarray, row: sp.csr_matrix, names: Iterable[str], weight: float
    ) -> dict[str, float]:
        """What each of the query's terms adds to its product with one row, times `weight`."""
        told = row.toarray()[0]
        columns = {name: self._columns[name] for name in sorted(names) if name in self._columns}
        return {
            name: weight * float(query[column] * told[column])
            for name, column in columns.items()
            if query[column] and told[column]
        }

    def _all_idf(self) -> np.ndarray:
        late = self._width - len(self._idf)
        return np.append(self._idf, np.full(late, self._unseen)) if late > 0 else self._idf

    def _assemble(self, rows: Sequence[Row]) -> sp.csr_matrix:
        lengths = [len(row.columns) for row in rows]
        starts = np.concatenate([[0], np.cumsum(lengths, dtype=np.int64)])
        columns = np.concatenate([row.columns for row in rows]) if rows else np.zeros(0, np.int32)
        values = np.concatenate([row.values for row in rows]) if rows else np.zeros(0)
        return sp.csr_matrix((values, columns, starts), shape=(len(rows), self._width))
