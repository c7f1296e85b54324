"""How well texts answer a query: the same for every backend whose postings can be read.

A text scores for each word of the query the best of what it has of it (the word, the concept or
the entry of the lexicon it is a part of), and for each phrase what it has of that; rare things
count more, repeating a thing ever less, and a long text's mention less than a short one's.
"""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import numpy as np

from registry.search.query import Query, Reading, Word
from registry.search.words import Field

# As in BM25: how soon repeating saturates, how far length counts.
_SATURATION, _LENGTH = 1.2, 0.75
_OTHER_ACCENTS = 0.7  # factor on what has a word with other accents than those typed alone
_PHRASES: dict[Field, float] = {"text": 0.35, "concept": 1.0, "plain": 0.5}
_WHOLE = 0.15  # what is added, as a share, where the whole query is there
# Shares of the best score. What has the whole query, but far below it, has it only in passing;
# what has a part of it, and far less still, is not worth a place.
_IN_PASSING, _LEAST = 0.4, 0.15
# Share of the words' own weights below which a part is no answer, however little else there is.
_PART = 0.1


class Postings(NamedTuple):
    """The numbers of the texts that have a term, in rising order, and how often each has it."""

    texts: np.ndarray
    counts: np.ndarray


class Index(Protocol):
    """What is read of an index; its texts bear numbers from 0."""

    @property
    def size(self) -> int:
        """One more than the highest number."""
        ...

    def postings(self, field: Field, term: str) -> Postings:
        """Those of a term; empty where no text has it."""
        ...

    def lengths(self, field: Field) -> np.ndarray:
        """How many terms each text has in a field, over the mean."""
        ...


class Ranking(NamedTuple):
    """For each text its score, 0 where it is not found, and what it has of the query.

    having: all of it, be it in passing
    whole: all of it, and not far below the best: the first sort
    """

    scores: np.ndarray
    having: np.ndarray
    whole: np.ndarray


def rank(index: Index, query: Query) -> Ranking:
    """Scores every text; the first sort has the whole query, and not just in passing."""
    scores = np.zeros(index.size)
    whole = np.ones(index.size, dtype=bool)
    misread = np.zeros(index.size, dtype=bool)
    asked = 0.0
    for word in query.words:
        evidence, otherwise = _best(index, word)
        misread |= otherwise
        weight = word.weight * _rarity(index, Reading("text", word.folded))
        scores += weight * evidence
        asked += weight
        whole &= evidence > 0
    for phrase in query.phrases:
        scores += _PHRASES[phrase[0].field] * _sum(index, phrase)
    scores[whole] *= 1.0 + _WHOLE
    scores[misread] *= _OTHER_ACCENTS
    for term in query.quoted:
        absent = np.ones(index.size, dtype=bool)
        absent[index.postings("text", term).texts] = False
        scores[absent] = 0.0
    best = scores.max(initial=0.0)
    scores[~whole & (scores < max(_LEAST * best, _PART * asked))] = 0.0
    having = whole & (scores > 0)
    return Ranking(scores, having, having & (scores >= _IN_PASSING * best))


def _best(index: Index, word: Word) -> tuple[np.ndarray, np.ndarray]:
    """How strongly each text has a word, from 0 to 1, by the best of its readings; and which have
    nothing of it but the word with other accents."""
    evidence = np.zeros(index.size)
    otherwise = np.zeros(index.size, dtype=bool)
    for reading in word.readings:
        texts, strength = _strength(index, reading)
        better = strength > evidence[texts]
        evidence[texts] = np.maximum(evidence[texts], strength)
        as_typed = np.ones(len(texts), dtype=bool)
        if word.accented and reading.field == "text":
            as_typed = np.isin(texts, index.postings("accented", word.accented).texts)
        otherwise[texts[better]] = ~as_typed[better]
    return evidence, otherwise


def _sum(index: Index, readings: Sequence[Reading]) -> np.ndarray:
    """What all readings of a phrase add to each text's score: the more of its kin, the better."""
    evidence = np.zeros(index.size)
    # What comes near a thing counts no more than the thing itself, be it ever so rare.
    most = _rarity(index, readings[0])
    for reading in readings:
        texts, strength = _strength(index, reading)
        evidence[texts] += min(most, _rarity(index, reading)) * strength
    return evidence


def _strength(index: Index, reading: Reading) -> Postings:
    texts, counts = index.postings(reading.field, reading.term)
    length = 1.0 - _LENGTH + _LENGTH * index.lengths(reading.field)[texts]
    return Postings(texts, reading.factor * counts / (counts + _SATURATION * length))


def _rarity(index: Index, reading: Reading) -> float:
    """Inverse document frequency."""
    having = len(index.postings(reading.field, reading.term).texts)
    return float(np.log1p((index.size - having + 0.5) / (having + 0.5)))
