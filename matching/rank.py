"""One score that means the same for every query: terms and constraints added, mapped to 0-1."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

import numpy as np
import scipy.sparse as sp

from matching.constraints import Claims
from matching.documents import Document
from matching.medium import MEDIUM, Kinds, Media
from matching.text import Language
from matching.vectors import SHARED, Tongue

Level = Literal["strong", "possible", "weak"]

LANGUAGES: tuple[Language, ...] = ("vi", "en")
TONGUES: tuple[Tongue, ...] = (*LANGUAGES, SHARED)

CONCEPTS, WORDS, PLAIN = 0.4, 0.5, 0.2
"""Weights of the cosines of concepts, of words and of plain words by the lexicon, where query and
document share a language."""
CONCEPTS_ACROSS, PLAIN_ACROSS = 0.6, 0.6
"""The same across languages, where words meet by the lexicon alone: a pair that fits as well is to
score the same."""
CATEGORY = 0.1
"""Like categories add half of this, unlike ones take half of it away."""
FULL = 0.12
"""Terms that add up to this make constraints count in full, fewer in proportion: that a size fits
says little of a thing that is not spoken of."""

SCALE = 0.45
"""Total at which the score is 1 - 1/e: it spreads the totals that occur over most of 0 to 1."""
POSSIBLE = 0.4
"""Of the pairs from here on nine of ten are related and two of three suit; `make evaluate` says how
many needs that nothing answers have a candidate all the same."""
STRONG = 0.55
"""From here on nearly nine of ten pairs suit or are exactly what is asked, and all are related."""

BLOCK = 32
"""Queries in one product: its result is dense, 8 bytes for each of them and each document."""
DIGITS = 9
"""Decimals of a score, so that the order doesn't hang on the order of sums."""


class Candidate(NamedTuple):
    """A document for a query: the score from 0 to 1, and what it amounts to."""

    id: str
    score: float
    level: Level


def level(score: float) -> Level:
    """Which level a score is on."""
    if score >= STRONG:
        return "strong"
    return "possible" if score >= POSSIBLE else "weak"


def to_score(total: np.ndarray | float) -> np.ndarray:
    """The sum of terms and constraints as a score: 0 for 0 and below, rising towards 1."""
    return np.round(1.0 - np.exp(-np.maximum(total, 0.0) / SCALE), DIGITS)


class Ranking(NamedTuple):
    """What may fit a query, best first, and what would be possible but that a constraint excludes
    it, with the score it would have."""

    fitting: list[Candidate]
    excluded: list[Candidate]


class Vectors(NamedTuple):
    """A query's rows of length one, dense; `words` by the languages it speaks, and shared; the
    kinds it names."""

    concepts: np.ndarray
    words: Mapping[Tongue, np.ndarray]
    categories: np.ndarray
    kinds: Kinds


class Meeting(NamedTuple):
    """What weighs how between a query and a document: concepts, and words by what they meet in."""

    concepts: float
    words: Mapping[Tongue, float]


class Index:
    """The rows of all documents, ready for the product with queries.

    concepts, categories: (documents, terms); words: the same for each language, with an empty row
    where a document doesn't speak it, and for what the languages share
    """

    def __init__(
        self,
        ids: Sequence[str],
        concepts: sp.csr_matrix,
        words: Mapping[Tongue, sp.csr_matrix],
        categories: sp.csr_matrix,
        claims: Claims,
        media: Media,
    ) -> None:
        self.ids = np.array(ids, dtype=object)
        self.rows = {id: row for row, id in enumerate(ids)}
        self.concepts = concepts
        self.words = words
        self.categories = categories
        self.claims = claims
        self.media = media
        self.speaks = {language: np.diff(words[language].indptr) > 0 for language in LANGUAGES}
        self._told = np.sqrt(np.asarray(categories.power(2).sum(axis=1)).ravel())

    def terms(self, queries: Sequence[Vectors]) -> np.ndarray:
        """What the shared terms add to each score: (queries, documents)."""
        concepts = self._product(self.concepts, [query.concepts for query in queries])
        plain = self._product(self.words[SHARED], [query.words[SHARED] for query in queries])
        alike = np.zeros(concepts.shape)
        together = np.zeros(concepts.shape, dtype=bool)
        for language in LANGUAGES:
            asking = [row for row, query in enumerate(queries) if language in query.words]
            if asking:
                words = self._product(
                    self.words[language], [queries[row].words[language] for row in asking]
                )
                alike[asking] = np.maximum(alike[asking], words)
                together[asking] |= self.speaks[language]
        return np.where(
            together,
            CONCEPTS * concepts + WORDS * alike + PLAIN * plain,
            CONCEPTS_ACROSS * concepts + PLAIN_ACROSS * plain,
        )

    def meeting(self, query: Vectors, row: int) -> Meeting:
        """What of `query` and of one document meets, and what weighs how."""
        together = [
            language
            for language in LANGUAGES
            if language in query.words and self.speaks[language][row]
        ]
        if not together:
            return Meeting(CONCEPTS_ACROSS, {SHARED: PLAIN_ACROSS})
        best = max(
            together,
            key=lambda language: float((self.words[language][[row]] @ query.words[language])[0]),
        )
        return Meeting(CONCEPTS, {best: WORDS, SHARED: PLAIN})

    @staticmethod
    def _product(matrix: sp.csr_matrix, rows: Sequence[np.ndarray]) -> np.ndarray:
        return (matrix @ np.array(rows).T).T

    def parts(
        self, query: Document, vectors: Vectors, terms: np.ndarray | float
    ) -> tuple[dict[str, np.ndarray], np.ndarray]:
        """What category and claims add to each document's score, and which are excluded.

        terms: what the shared terms add to each, or to the one that is looked at
        """
        parts, excluded = self.claims.parts(query)
        half = 0.5 * self._told * np.linalg.norm(vectors.categories)
        parts["category"] = CATEGORY * (self.categories @ vectors.categories - half)
        share = np.minimum(1.0, terms / FULL)
        parts = {name: share * value for name, value in parts.items()}
        parts["medium"] = -MEDIUM * terms * self.media.against(vectors.kinds)
        return parts, excluded | self.media.excluded(vectors.kinds)

    def rank(
        self, queries: Sequence[Document], vectors: Sequence[Vectors], limit: int | None
    ) -> Iterator[Ranking]:
        """The ranking of each query; a block of queries at a time."""
        for start in range(0, len(queries), BLOCK):
            block = slice(start, start + BLOCK)
            terms = self.terms(vectors[block])
            for row, query in enumerate(queries[block]):
                parts, excluded = self.parts(query, vectors[start + row], terms[row])
                scores = to_score(terms[row] + sum(parts.values()))
                scores[terms[row] <= 0] = 0.0
                aside = np.where(excluded & (scores >= POSSIBLE), scores, 0.0)
                scores[excluded] = 0.0
                yield Ranking(self._best(scores, limit), self._best(aside, limit))

    def _best(self, scores: np.ndarray, limit: int | None) -> list[Candidate]:
        rows = np.flatnonzero(scores)
        if limit is not None and limit < len(rows):
            least = -np.partition(-scores[rows], limit - 1)[limit - 1] if limit else np.inf
            rows = rows[scores[rows] >= least]
        order = np.lexsort((self.ids[rows].astype(np.str_), -scores[rows]))[:limit]
        return [candidate(self.ids[row], float(scores[row])) for row in rows[order]]


def candidate(id: str, score: float) -> Candidate:
    """A candidate with the level that its score is on."""
    return Candidate(id, score, level(score))
