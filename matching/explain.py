"""Why a document has its score: the same numbers, told in the words of both texts."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from matching.constraints import Check, checks
from matching.documents import Document, Field
from matching.medium import Apart
from matching.rank import Level, level, to_score
from matching.reading import Reading
from matching.text import Language
from matching.thesaurus import Thesaurus
from matching.vectors import SHARED, Tongue, implied, words_of

SHOWN = 8
"""At most so many joins are told; the rest adds up to "other"."""
TELLING = 0.03
"""A join that is less than this share of all is not told by itself."""
MISSING = 5
"""So many concepts of the query are told that the document says nothing about."""


class Join(NamedTuple):
    """Two phrases as written that speak of one thing; `concept` is the id of what joins them."""

    query_phrase: str
    query_language: Language
    document_phrase: str
    document_language: Language
    concept: str | None
    value: float


class Part(NamedTuple):
    """What a named constraint adds to the score, or takes away."""

    name: str
    value: float


class Missing(NamedTuple):
    """A phrase of the query that the document says nothing about."""

    phrase: str
    language: Language
    concept: str | None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The values of joins, other and parts add up to `total`, which `rank.to_score` maps.

    A check that excludes leaves the document out of every ranking, whatever the score.

    apart: what is asked and what the document is made for instead
    """

    score: float
    level: Level
    total: float
    joins: tuple[Join, ...]
    parts: tuple[Part, ...]
    other: float
    checks: tuple[Check, ...]
    missing: tuple[Missing, ...]
    apart: tuple[Apart, ...] = ()


class Read(NamedTuple):
    """A document, and its passages read."""

    document: Document
    readings: Sequence[Reading]


class Shared(NamedTuple):
    """What each shared concept adds to the score, and each shared word by what words meet in."""

    concepts: Mapping[str, float]
    words: Mapping[Tongue, Mapping[str, float]]


def explain(
    query: Read,
    found: Read,
    shared: Shared,
    parts: Sequence[Part],
    against: Sequence[Apart],
    thesaurus: Thesaurus,
) -> Explanation:
    """The explanation of a score from the values of its terms and parts."""
    joins = _joins(query.readings, found.readings, shared, thesaurus)
    least = TELLING * sum(join.value for join in joins)
    shown = [join for join in joins if join.value >= least][:SHOWN]
    other = sum(join.value for join in joins[len(shown) :])
    terms = sum(join.value for join in shown) + other
    total = terms + sum(part.value for part in parts)
    score = float(to_score(total)) if terms > 0 else 0.0
    return Explanation(
        score,
        level(score),
        total,
        tuple(shown),
        tuple(parts),
        other,
        tuple(checks(query.document, found.document)),
        tuple(_missing(query.readings, found.readings, thesaurus))[:MISSING],
        tuple(against),
    )


_Word = tuple[Tongue, str]
"""A word by its name, and what it is compared in."""


class _Place(NamedTuple):
    """A stretch of a text: the reading, its first token and the one after its last."""

    reading: int
    first: int
    last: int

    def holds(self, other: "_Place") -> bool:
        """Whether `other` lies within this stretch."""
        return (
            self.reading == other.reading and self.first <= other.first and other.last <= self.last
        )


def _joins(
    query: Sequence[Reading], found: Sequence[Reading], shared: Shared, thesaurus: Thesaurus
) -> list[Join]:
    """The terms gathered by the phrases in which they stand, the weightiest first.

    A word within the phrase of a shared concept is told with it; the rest by runs of words.
    """
    asked, told = _named(query, thesaurus), _named(found, thesaurus)
    concepts: dict[_Place, dict[str, float]] = {}
    for concept, value in shared.concepts.items():
        concepts.setdefault(asked[concept], {})[concept] = value
    words: dict[_Place, dict[_Word, float]] = {}
    runs = [
        run for tongue, told_in in shared.words.items() for run in _runs(query, told_in, tongue)
    ]
    for tongue, told_in in shared.words.items():
        for word, value in told_in.items():
            place = _first(query, word, tongue)
            home = next(stretch for stretch in (*concepts, *runs) if stretch.holds(place))
            words.setdefault(home, {})[tongue, word] = value
    joins: list[Join] = []
    for here in dict.fromkeys((*concepts, *words)):
        named, spoken = concepts.get(here, {}), words.get(here, {})
        joining = max(named, key=lambda concept: named[concept]) if named else None
        there = told[joining] if joining else _longest(found, spoken)
        value = sum(named.values()) + sum(spoken.values())
        joins.append(_join(query[here.reading], here, found[there.reading], there, joining, value))
    return sorted(joins, key=lambda join: (-join.value, join.query_phrase))


def _longest(readings: Sequence[Reading], words: Iterable[_Word]) -> _Place:
    """The longest stretch that consists of `words`, which are there."""
    by_tongue: dict[Tongue, set[str]] = {}
    for tongue, word in words:
        by_tongue.setdefault(tongue, set()).add(word)
    runs = [run for tongue, names in by_tongue.items() for run in _runs(readings, names, tongue)]
    return max(runs, key=lambda run: run.last - run.first)


def _join(
    asking: Reading,
    here: _Place,
    telling: Reading,
    there: _Place,
    concept: str | None,
    value: float,
) -> Join:
    return Join(
        asking.phrase(here.first, here.last),
        asking.passage.language,
        telling.phrase(there.first, there.last),
        telling.passage.language,
        concept,
        value,
    )


def _named(readings: Sequence[Reading], thesaurus: Thesaurus) -> dict[str, _Place]:
    """Where each concept is named weightiest, a broader one by the one that implies it."""
    best: dict[str, tuple[float, _Place]] = {}
    for number, reading in enumerate(readings):
        for mention in reading.mentions:
            place = _Place(number, mention.first, mention.last)
            weight = 2.0 if reading.passage.field == "title" else 1.0
            for concept, factor in implied(mention.concept, thesaurus).items():
                if concept not in best or weight * factor > best[concept][0]:
                    best[concept] = weight * factor, place
    return {concept: place for concept, (_, place) in best.items()}


def _first(readings: Sequence[Reading], word: str, tongue: Tongue) -> _Place:
    return next(
        _Place(number, term.first, term.last)
        for number, reading in enumerate(readings)
        if tongue in (SHARED, reading.passage.language)
        for term in words_of(reading, tongue)
        if term.name == word
    )


def _runs(readings: Sequence[Reading], words: Container[str], tongue: Tongue) -> list[_Place]:
    """The longest stretches of text that consist of `words`."""
    runs: list[_Place] = []
    for number, reading in enumerate(readings):
        if tongue not in (SHARED, reading.passage.language):
            continue
        for term in sorted(words_of(reading, tongue), key=lambda term: (term.first, term.last)):
            if term.name not in words:
                continue
            last = runs[-1] if runs and runs[-1].reading == number else None
            sentence = reading.tokens[term.first].sentence
            if (
                last
                and term.first <= last.last
                and (reading.tokens[last.first].sentence == sentence)
            ):
                runs[-1] = last._replace(last=max(last.last, term.last))
            else:
                runs.append(_Place(number, term.first, term.last))
    return runs


def _missing(
    query: Sequence[Reading], found: Sequence[Reading], thesaurus: Thesaurus
) -> list[Missing]:
    told = _named(found, thesaurus)
    missing: dict[str, tuple[Field, Missing]] = {}
    for reading in query:
        for mention in reading.mentions:
            if mention.concept not in told and mention.concept not in missing:
                phrase = reading.phrase(mention.first, mention.last)
                gap = Missing(phrase, reading.passage.language, mention.concept)
                missing[mention.concept] = reading.passage.field, gap
    return [gap for _, gap in sorted(missing.values(), key=lambda pair: pair[0], reverse=True)]
