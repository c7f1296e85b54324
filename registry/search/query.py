"""A query as terms: what each of its words may stand as, and what they say together."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from typing import NamedTuple

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
)
from matching.thesaurus import Mention
from registry.search.spelling import Vocabulary, mend
from registry.search.words import Field

# How nearly a term says what the query says.
_FAMILY = 0.6  # a standard without its year
_PLAIN = 0.9  # a word of the same entry of the lexicon
_NARROWER, _BROADER, _RELATED = 0.8, 0.65, 0.5  # the last but one for each step up
_INEXACT = 0.9  # a concept found through its folded form alone

_STANDARD = re.compile(r"(?:qcvn|qctdhn|tcvn|tcxdvn|iso|iec|en|astm|din)\d")
_LONGEST = 40  # words
_MARKS = '"\u201c\u201d\u00ab\u00bb'
_QUOTED = re.compile(f"[{_MARKS}]([^{_MARKS}]+)[{_MARKS}]")


class Reading(NamedTuple):
    """A term that says what a part of the query says, and how nearly."""

    field: Field
    term: str
    factor: float = 1.0


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query.

    accented: how it was typed, where that tells the accents
    readings: the word itself, and what else says the same
    weight: below 1 for one of several that together name one thing
    """

    folded: str
    accented: str | None
    readings: tuple[Reading, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked for.

    text: as it was read, misspelt words mended
    words: what has all of them, in one reading or another, has the whole query
    phrases: what words say together (a pair, a concept, an entry of the lexicon), as readings
    quoted: terms that must stand as they are
    """

    text: str
    words: tuple[Word, ...]
    phrases: tuple[tuple[Reading, ...], ...]
    quoted: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.words)


def read_query(text: str, vocabulary: Vocabulary, *, as_typed: bool = False) -> Query:
    """What `text` asks for; an empty query where it has nothing but stop words without accents.

    as_typed: no word is read as another
    """
    # A quoted phrase stands by itself; marks are replaced one for one, so that offsets hold.
    plain = _QUOTED.sub(lambda quoted: f"\n{quoted[1]}\n", text)
    tokens = _with_years(analyse(plain)[:_LONGEST], plain)
    read, typed = text, tokens
    if not as_typed:
        kept = [(found.start(), found.end()) for found in _QUOTED.finditer(text)]
        tokens, mends = mend(typed, plain, _sure(typed, kept), vocabulary)
        for change in reversed(mends):
            # In a query without accents, what is read instead has none either.
            meant = fold(change.read) if text.isascii() else change.read
            read = read[: change.start] + meant + read[change.end :]
    mentions = thesaurus.default().find(tokens, overlapping=True)
    # A word that no text writes with its accents may be one of the lexicon all the same.
    entries = list(dict.fromkeys([*_entries(tokens, plain), *_entries(typed, plain)]))
    phrases = (
        *((Reading("text", gram),) for gram in grams(tokens) if " " in gram),
        *(_kin(mention) for mention in mentions),
        *(readings for _, readings in entries),
    )
    quoted = (term for found in _QUOTED.finditer(text) for term in _as_it_stands(found[1]))
    return Query(read, tuple(_words(tokens, mentions, entries)), phrases, tuple(quoted))


_Entries = Sequence[tuple[range, tuple[Reading, ...]]]
"""Places of words, and the entries of the lexicon that they name."""


def _entries(tokens: Sequence[Token], text: str) -> _Entries:
    return [
        (
            range(found.first, found.last),
            tuple(Reading("plain", name, _PLAIN / len(found.entries)) for name in found.entries),
        )
        for found in lexicon.default().find(tokens, guess_language(text))
    ]


def _words(
    tokens: Sequence[Token], mentions: Sequence[Mention], entries: _Entries
) -> Iterator[Word]:
    """The words that say something, each also by the concepts and entries it is a part of."""
    telling = {place for place, token in enumerate(tokens) if not is_stop(token)}
    said: dict[int, list[Reading]] = {place: [] for place in range(len(tokens))}
    together = dict.fromkeys(said, 1)
    for mention in mentions:
        places = range(mention.first, mention.last)
        length = len(telling.intersection(places))
        for place in places:
            together[place] = max(together[place], length)
            # A standard is known for its subject, but whoever types its number wants it.
            said[place] += () if _STANDARD.match(tokens[place].folded) else _same(mention)
    for places, readings in entries:
        for place in places:
            said[place] += readings
    for place, token in enumerate(tokens):
        if place in telling or (not telling and _has_own_accents(token)):
            readings = (*_own(token), *said[place])
            # Four syllables of one concept are not four things asked for.
            yield Word(token.folded, token.accented, readings, 1 / sqrt(together[place]))


def _own(token: Token) -> Iterator[Reading]:
    """The word itself; one that folds to a stop word stands with its accents alone."""
    if token.folded in STOP_WORDS:
        yield Reading("accented", token.accented or token.folded)
        return
    yield Reading("text", token.folded)
    if token.kind == "code":
        yield from (Reading("text", code, _FAMILY) for code in code_family(token.folded))


def _has_own_accents(token: Token) -> bool:
    """Alone in a query, "bể" is a tank, although it folds to the stop word "be"."""
    return token.accented is not None and not token.accented.isascii()


def _same(mention: Mention) -> tuple[Reading, ...]:
    """The concept itself, and all narrower ones."""
    return Reading("concept", mention.concept), Reading("wider", mention.concept, _NARROWER)


def _kin(mention: Mention) -> tuple[Reading, ...]:
    """The concept, the narrower ones and, weaker, the broader ones and those joined by use."""
    known = thesaurus.default()
    factor = 1.0 if mention.exact else _INEXACT
    kin = [reading._replace(factor=reading.factor * factor) for reading in _same(mention)]
    for wide, steps in known.steps(mention.concept).items():
        kin.append(Reading("concept", wide, _BROADER**steps))
        kin.append(Reading("wider", wide, _BROADER ** (steps + 1)))
    for other in known.concept(mention.concept).related:
        kin.append(Reading("concept", other, _RELATED))
        kin.append(Reading("wider", other, _RELATED * _NARROWER))
    return tuple(kin)


def _with_years(tokens: Sequence[Token], text: str) -> list[Token]:
    """The tokens, a standard's number with its year ("40:2025") as the one code that it is."""
    joined: list[Token] = []
    for token in tokens:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.kind == token.kind == "number"
            and len(token.folded) == 4
            and text[last.end : token.start] == ":"
        ):
            code = f"{last.folded}:{token.folded}"
            joined[-1] = replace(last, folded=code, end=token.end, kind="code")
        else:
            joined.append(token)
    return joined


def _sure(tokens: Sequence[Token], kept: Sequence[tuple[int, int]]) -> frozenset[int]:
    """Places of words that are not to be mended: the thesaurus knows them, or they are quoted."""
    mentions = thesaurus.default().find(tokens, overlapping=True)
    known = (range(mention.first, mention.last) for mention in mentions if mention.exact)
    quoted = (
        place
        for place, token in enumerate(tokens)
        if any(start <= token.start < end for start, end in kept)
    )
    return frozenset(place for places in known for place in places).union(quoted)


def _as_it_stands(text: str) -> list[str]:
    """A quoted phrase as its pairs of words; a single word as itself."""
    found = list(grams(analyse(text)))
    return [gram for gram in found if " " in gram] or found


def pieces(text: str, words: Mapping[str, str | None]) -> list[tuple[str, bool]]:
    """`text` cut into what is and what is not one of some words, for marking the hits.

    words: folded words, each with its accents where it was typed with them
    """
    cut: list[tuple[str, bool]] = []
    end = 0
    for token in analyse(text):
        forms = (token.folded, *(code_family(token.folded) if token.kind == "code" else ()))
        if any(form in words and words[form] in (None, token.accented) for form in forms):
            between = text[end : token.start]
            if cut and between == " ":
                cut[-1] = (f"{cut[-1][0]} {text[token.start : token.end]}", True)
            else:
                cut += [(between, False)] if between else []
                cut.append((text[token.start : token.end], True))
            end = token.end
    return [*cut, (text[end:], False)] if text[end:] else cut
