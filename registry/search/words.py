"""Texts and queries as terms, the same for every backend.

A text's terms are its folded words and pairs of words, and the thesaurus's concepts that it names,
each with its wider ones. So "xu ly nuoc thai" finds "xử lý nước thải", and through the concept
also "wastewater treatment".
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256

from matching import thesaurus
from matching.text import Token, analyse, code_family, grams, is_stop

# Raised when an index built before can't be read or compared any more.
FORMAT = "1"
# A title's terms count as often as if it stood in the body so many times.
TITLE_WEIGHT = 3
_LONGEST_QUERY = 40  # words
_MARKS = '"\u201c\u201d\u00ab\u00bb'
_QUOTED = re.compile(f"[{_MARKS}]([^{_MARKS}]+)[{_MARKS}]")


@dataclass(frozen=True, slots=True)
class Terms:
    """The terms of one text: folded grams, words with their accents, concepts."""

    folded: tuple[str, ...]
    accented: tuple[str, ...]
    concepts: tuple[str, ...]
    wider: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query, and what else says the same.

    readings: for a standard's code, the code without issuer and year
    concepts: the concepts named by the phrase that the word belongs to
    """

    folded: str
    accented: str | None
    readings: tuple[str, ...]
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked for: single words, pairs of neighbours, and quoted phrases' terms."""

    words: tuple[Word, ...]
    pairs: tuple[str, ...]
    quoted: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.words)


def terms_of(texts: Mapping[str, str]) -> Terms:
    """The terms of an entry's title and body."""
    title, body = analyse(texts.get("title", "")), analyse(texts.get("body", ""))
    concepts = [*_concepts(title), *_concepts(body)]
    broader = thesaurus.default().broader
    return Terms(
        folded=(*list(grams(title)) * TITLE_WEIGHT, *grams(body)),
        accented=tuple(token.accented for token in (*title, *body) if token.accented),
        concepts=tuple(concepts),
        wider=tuple(wide for concept in concepts for wide in broader(concept)),
    )


def stamp_of(texts: Mapping[str, str]) -> str:
    """A short hash of the texts and of all that turns them into terms."""
    parts = [FORMAT, thesaurus.default().version, texts.get("title", ""), texts.get("body", "")]
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


def read_query(text: str) -> Query:
    """What `text` asks for; an empty query where it has nothing but stop words without accents."""
    plain = _QUOTED.sub(lambda quoted: f"\n{quoted[1]}\n", text)
    tokens = analyse(plain)[:_LONGEST_QUERY]
    named: dict[int, list[str]] = {}
    for mention in thesaurus.default().find(tokens, overlapping=True):
        for place in range(mention.first, mention.last):
            named.setdefault(place, []).append(mention.concept)
    telling = [place for place, token in enumerate(tokens) if not is_stop(token)]
    words = tuple(
        Word(
            token.folded,
            token.accented,
            code_family(token.folded) if token.kind == "code" else (),
            tuple(named.get(place, ())),
        )
        for place, token in enumerate(tokens)
        if place in telling or (not telling and _has_own_accents(token))
    )
    pairs = tuple(gram for gram in grams(tokens) if " " in gram)
    quoted = tuple(term for found in _QUOTED.finditer(text) for term in _phrase(found[1]))
    return Query(words, pairs, quoted)


def _has_own_accents(token: Token) -> bool:
    """Alone in a query, "bể" is a tank, although it folds to the stop word "be"."""
    return token.accented is not None and not token.accented.isascii()


def _concepts(tokens: list[Token]) -> Iterator[str]:
    for mention in thesaurus.default().find(tokens, overlapping=True):
        yield mention.concept


def _phrase(text: str) -> list[str]:
    """A quoted phrase as its pairs of words; a single word as itself."""
    found = list(grams(analyse(text)))
    return [gram for gram in found if " " in gram] or found
