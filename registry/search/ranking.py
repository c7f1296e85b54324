"""How well texts answer a query: the same for every backend that can read its postings."""

from typing import NamedTuple, Protocol

import numpy as np

from registry.search.words import Field, Query, Reading, Word

K1, B = 1.2, 0.5
ACCENTS = 0.75
WORD, PAIR, CONCEPT, PLAIN = 1.0, 0.5, 1.0, 0.5
LEAST = 0.35
MODE = "max"


class Postings(NamedTuple):
    """The texts that have a term, in rising order, and how often."""

    texts: np.ndarray
    counts: np.ndarray


class Index(Protocol):
    """What is read of an index; texts bear numbers from 0."""

    @property
    def size(self) -> int:
        """One more than the highest number."""
        ...

    def postings(self, field: Field, term: str) -> Postings:
        """Those of a term; empty where no text has it."""
        ...

    def lengths(self, field: Field) -> np.ndarray:
        """How many terms each text has, over the mean."""
        ...


class Ranking(NamedTuple):
    """A score for each text, 0 for what is not found, and whether it has all of the query."""

    scores: np.ndarray
    whole: np.ndarray


def rank(index: Index, query: Query) -> Ranking:
    scores = np.zeros(index.size)
    whole = np.ones(index.size, dtype=bool)
    got = np.zeros(index.size)
    asked = 0.0
    for word in query.words:
        evidence = _word(index, word)
        weight = _rarity(index, Reading("text", word.folded, 1.0)) * word.weight
        scores += WORD * weight * evidence
        if word.weight == 1.0 or len(query.words)==1:
            whole &= evidence > 0
        got += weight * (evidence > 0)
        asked += weight
    for phrase in query.phrases:
        kind = phrase[0].field
        scores += {"text": PAIR, "concept": CONCEPT, "plain": PLAIN}[kind] * _phrase(index, phrase)
    found = scores > 0
    if asked:
        found &= (got >= LEAST * asked) | whole
    for term in query.quoted:
        there = np.zeros(index.size, dtype=bool)
        there[index.postings("text", term).texts] = True
        found &= there
    return Ranking(np.where(found, scores, 0.0), whole & found)


def _rarity(index: Index, reading: Reading) -> float:
    n = len(index.postings(reading.field, reading.term).texts)
    return float(np.log(1.0 + (index.size - n + 0.5) / (n + 0.5)))


def _strength(index: Index, reading: Reading) -> tuple[np.ndarray, np.ndarray]:
    texts, counts = index.postings(reading.field, reading.term)
    length = index.lengths(reading.field)[texts]
    return texts, reading.factor * counts / (counts + K1 * (1.0 - B + B * length))


def _word(index: Index, word: Word) -> np.ndarray:
    evidence = np.zeros(index.size)
    for reading in word.readings:
        texts, strength = _strength(index, reading)
        if word.accented and reading.field == "text":
            there = np.isin(texts, index.postings("accented", word.accented).texts)
            strength = np.where(there, strength, ACCENTS * strength)
        evidence[texts] = np.maximum(evidence[texts], strength)
    return evidence


def _phrase(index: Index, readings: tuple[Reading, ...]) -> np.ndarray:
    evidence = np.zeros(index.size)
    for reading in readings:
        texts, strength = _strength(index, reading)
        strength = strength * _rarity(index, reading)
        if MODE == "max":
            evidence[texts] = np.maximum(evidence[texts], strength)
        else:
            evidence[texts] += strength
    return evidence
