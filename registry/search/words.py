"""Texts and queries as terms, the same for every backend.

A text's terms are its folded words and pairs of words, the thesaurus's concepts that it names, the
wider ones of each, and the lexicon's entries for its plain words. So "xu ly nuoc thai" finds "xử
lý nước thải", and through concept and entry also "wastewater treatment".
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal, NamedTuple

from matching import lexicon, thesaurus
from matching.text import (
    STOP_WORDS,
    Token,
    analyse,
    code_family,
    fold,
    grams,
    guess_language,
    is_stop,
    normalise,
)
from matching.thesaurus import Mention
from registry.search.spelling import Mend, Vocabulary, mend

# Raised when an index built before can't be read or compared any more.
FORMAT = "2"
# A title's terms count as often as if it stood in the body so many times.
TITLE_WEIGHT = 3
_LONGEST_QUERY = 40  # words
_MARKS = '"\u201c\u201d\u00ab\u00bb'
_QUOTED = re.compile(f"[{_MARKS}]([^{_MARKS}]+)[{_MARKS}]")

Field = Literal["text", "accented", "word", "concept", "wider", "plain"]
FIELDS: tuple[Field, ...] = ("text", "accented", "word", "concept", "wider", "plain")

Terms = Mapping[Field, Counter[str]]
"""How often each term stands in a text, by field.

text: folded words and pairs of words; accented: words with the accents they are known to have;
word: words as they are written, for mending others; concept, wider: what the thesaurus knows,
and all that is above it; plain: entries of the lexicon
"""


class Reading(NamedTuple):
    """A term that says what part of a query says, and how nearly."""

    field: Field
    term: str
    factor: float


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query.

    readings: the word itself, and what else says the same
    accented: how it was typed, where that tells the accents
    weight: below 1 for words that name anything, such as "hệ thống"
    """

    folded: str
    accented: str | None
    readings: tuple[Reading, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked for.

    words: each must be there, somehow, in what has all of the query
    phrases: what is said by several words together: pairs, concepts, entries of the lexicon, each
        with its readings
    quoted: terms that must stand as they are
    read: the words in whose place others were read
    """

    words: tuple[Word, ...]
    phrases: tuple[tuple[Reading, ...], ...]
    quoted: tuple[str, ...]
    mends: tuple[Mend, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.words)


def terms_of(texts: Mapping[str, str]) -> Terms:
    """The terms of an entry's title and body."""
    terms: dict[Field, Counter[str]] = {field: Counter() for field in FIELDS}
    for part, times in (("title", TITLE_WEIGHT), ("body", 1)):
        for line in texts.get(part, "").splitlines():
            for field, term in _terms(line):
                terms[field][term] += times
    return terms


def _terms(line: str) -> Iterator[tuple[Field, str]]:
    """A line's terms; each is of one language."""
    tokens, language = analyse(line), guess_language(line)
    for gram in grams(tokens):
        yield "text", gram
    for token in tokens:
        if token.accented:
            yield "accented", token.accented
        if token.kind == "word":
            yield "word", f"{token.folded}={normalise(line[token.start : token.end])}"
        if token.kind == "code":
            for code in _parts(token.folded):
                yield "text", code
    for mention in thesaurus.default().find(tokens, overlapping=True, language=language):
        yield "concept", mention.concept
        for wide in thesaurus.default().broader(mention.concept):
            yield "wider", wide
    for found in lexicon.default().find(tokens, language):
        for entry in found.entries:
            yield "plain", entry


def stamp_of(texts: Mapping[str, str]) -> str:
    """A short hash of the texts and of all that turns them into terms."""
    versions = [FORMAT, thesaurus.default().version, lexicon.default().version]
    parts = [*versions, texts.get("title", ""), texts.get("body", "")]
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


def read_query(text: str, vocabulary: Vocabulary, *, as_typed: bool = False) -> Query:
    """What `text` asks for; an empty query where it has nothing but stop words without accents.

    as_typed: no word is read as another
    """
    plain = _QUOTED.sub(lambda quoted: f"\n{quoted[1]}\n", text)
    tokens = analyse(plain)[:_LONGEST_QUERY]
    mends: tuple[Mend, ...] = ()
    if not as_typed:
        tokens, mends = mend(tokens, _sure(tokens), vocabulary)
    mentions = thesaurus.default().find(tokens, overlapping=True)
    said: dict[int, list[Reading]] = {}
    phrases: list[tuple[Reading, ...]] = [
        (Reading("text", gram, 1.0),) for gram in grams(tokens) if " " in gram
    ]
    for mention in mentions:
        phrases.append(_kin(mention))
        for place in range(mention.first, mention.last):
            said.setdefault(place, []).extend(_said(mention))
    for found in lexicon.default().find(tokens, guess_language(plain)):
        entries = [Reading("plain", e, PLAIN / len(found.entries)) for e in found.entries]
        phrases.append(tuple(entries))
        for place in range(found.first, found.last):
            said.setdefault(place, []).extend(entries)
    telling = [place for place, token in enumerate(tokens) if not is_stop(token)]
    words = tuple(
        Word(
            token.folded,
            token.accented,
            (*_own(tokens, place), *said.get(place, ())),
            _weight(tokens, place),
        )
        for place, token in enumerate(tokens)
        if place in telling or (not telling and _has_own_accents(token))
    )
    quoted = tuple(term for found in _QUOTED.finditer(text) for term in _phrase(found[1]))
    return Query(words, tuple(phrases), quoted, mends)


PLAIN, EXACT, NARROWER, BROADER, RELATED = 0.8, 0.9, 0.8, 0.5, 0.3
GENERIC = 0.3
_GENERIC = frozenset(
    fold(word)
    for word in """máy;hệ thống;thiết bị;công ty;dịch vụ;giải pháp;công nghệ;nhà máy;đơn vị;
    system;equipment;machine;service;company;solution;technology;unit;device""".replace(
        "\n", ""
    ).split(";")
)


def _weight(tokens: Sequence[Token], place: int) -> float:
    around = [
        " ".join(token.folded for token in tokens[first:last])
        for first, last in ((place, place + 1), (place - 1, place + 1), (place, place + 2))
        if first >= 0
    ]
    return GENERIC if any(words.strip() in _GENERIC for words in around) else 1.0


def _sure(tokens: Sequence[Token]) -> frozenset[int]:
    """Places of words that thesaurus or lexicon know as they are typed."""
    found = [
        (mention.first, mention.last)
        for mention in thesaurus.default().find(tokens, overlapping=True)
        if mention.exact
    ]
    return frozenset(place for first, last in found for place in range(first, last))


def _own(tokens: Sequence[Token], place: int) -> Iterator[Reading]:
    """The word itself; a stop word stands with its accents alone."""
    token = tokens[place]
    if token.folded in STOP_WORDS:
        yield Reading("accented", token.accented or token.folded, 1.0)
        return
    yield Reading("text", token.folded, 1.0)
    if token.kind == "code":
        for code in _parts(token.folded):
            yield Reading("text", code, 0.6)


def _said(mention: Mention) -> Iterator[Reading]:
    yield Reading("concept", mention.concept, EXACT)
    yield Reading("wider", mention.concept, NARROWER)


def _kin(mention: Mention) -> tuple[Reading, ...]:
    """A concept, the narrower ones, weaker the broader ones and those joined to it by use."""
    known = thesaurus.default()
    sure = 1.0 if mention.exact else 0.9
    kin = [Reading("concept", mention.concept, sure), Reading("wider", mention.concept, NARROWER * sure)]
    for wide, steps in known.steps(mention.concept).items():
        kin.append(Reading("concept", wide, BROADER**steps))
        kin.append(Reading("wider", wide, BROADER**(steps + 1)))
    for other in known.concept(mention.concept).related:
        kin.append(Reading("concept", other, RELATED))
        kin.append(Reading("wider", other, RELATED * NARROWER))
    return tuple(kin)


def _parts(code: str) -> Iterator[str]:
    """Less of a code: "iso14064-1:2018" without its year, its part, its issuer's name."""
    yield from code_family(code)


def _has_own_accents(token: Token) -> bool:
    """Alone in a query, "bể" is a tank, although it folds to the stop word "be"."""
    return token.accented is not None and not token.accented.isascii()


def _phrase(text: str) -> list[str]:
    """A quoted phrase as its pairs of words; a single word as itself."""
    found = list(grams(analyse(text)))
    return [gram for gram in found if " " in gram] or found
