"""A passage read: its tokens, the terms of its words, the concepts named in it, and its head."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from matching.documents import Document, Passage
from matching.text import (
    BOILERPLATE,
    Language,
    Token,
    analyse,
    code_family,
    fold,
    is_stop,
    may_speak,
    stem,
)
from matching.thesaurus import Mention, Thesaurus

SYLLABLE = 0.7
"""Factor on a single Vietnamese syllable: most words have two."""
ACCENTED = 0.5
"""Factor on a word's accented form, which stands beside the folded one where the text tells it."""


class Term(NamedTuple):
    """A term of the surface space and the weight of this occurrence; `last` is exclusive."""

    name: str
    first: int
    last: int
    weight: float


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage with its tokens, its words and the concepts that stand in it.

    hollow: positions of tokens that say nothing
    """

    passage: Passage
    tokens: tuple[Token, ...]
    hollow: frozenset[int]
    terms: tuple[Term, ...]
    mentions: tuple[Mention, ...]

    def phrase(self, first: int, last: int) -> str:
        """The text of the tokens from `first` up to and without `last`, as it was written."""
        return self.passage.text[self.tokens[first].start : self.tokens[last - 1].end]


def read(document: Document, thesaurus: Thesaurus) -> list[Reading]:
    """Each passage of `document` analysed, in its order."""
    readings = []
    for passage in document.passages:
        tokens = tuple(analyse(passage.text))
        hollow = _hollow(tokens)
        terms = tuple(_terms(tokens, hollow, passage.language))
        mentions = tuple(thesaurus.find(tokens, overlapping=True))
        readings.append(Reading(passage, tokens, hollow, terms, mentions))
    return readings


def _terms(tokens: tuple[Token, ...], hollow: frozenset[int], language: Language) -> list[Term]:
    """Words and pairs of them, folded, and for Vietnamese the accented forms ("=…") beside."""
    terms: list[Term] = []
    alone = SYLLABLE if language == "vi" else 1.0
    for first, token in enumerate(tokens):
        if token.kind == "code":
            terms += (Term(code, first, first + 1, 1.0) for code in code_family(token.folded))
        if first not in hollow:
            terms += _forms(tokens[first : first + 1], first, alone, language)
        pair = tokens[first : first + 2]
        if len(pair) == 2 and pair[1].sentence == token.sentence:
            empty = [i for i in (first, first + 1) if i in hollow]
            if not empty or (len(empty) == 1 and language == "vi" and may_speak(tokens[empty[0]])):
                terms += _forms(pair, first, 1.0, language)
    return terms


def _hollow(tokens: tuple[Token, ...]) -> frozenset[int]:
    """Stop words and phrases of every tender: in "cung cấp nước" there is no cấp nước."""
    hollow = {
        position
        for position, token in enumerate(tokens)
        if token.folded in BOILERPLATE or is_stop(token)
    }
    for second in range(1, len(tokens)):
        if f"{tokens[second - 1].folded} {tokens[second].folded}" in BOILERPLATE:
            hollow |= {second - 1, second}
    return frozenset(hollow)


def _forms(
    words: tuple[Token, ...], first: int, weight: float, language: Language
) -> Iterable[Term]:
    last = first + len(words)
    yield Term(" ".join(word.folded for word in words), first, last, weight)
    if language == "vi" and all(word.accented for word in words):
        name = "=" + " ".join(word.accented or "" for word in words)
        yield Term(name, first, last, weight * ACCENTED)


# What follows them says for whom, about what or where, and no longer what is wanted. Typed
# without accents only those count that are no other word ("tai" may be tái chế, "ve" vệ sinh).
_ASIDE = frozenset(
    (
        *("cho", "về", "phục vụ", "đối với", "hưởng ứng", "tuyên truyền", "nhằm", "tại"),
        *("phuc vu", "doi voi", "huong ung", "tuyen truyen", "for", "about", "at", "with"),
    )
)
# They name anything at all, so that what they are for must say it.
_HOLLOW_HEADS = frozenset(
    stem(word)
    for word in fold(
        """thiết bị hệ thống dịch vụ vật tư máy công nghệ giải pháp hóa chất vật liệu thuê mua
        sửa chữa cải tạo nâng cấp mở rộng bộ equipment systems services supplies materials
        technology purchase rental repair upgrading"""
    ).split()
)


def head(reading: Reading) -> Reading:
    """A title up to the first word that leads aside: "catering | for a workshop on waste".

    One whose head would name nothing comes whole.
    """
    said = False
    words = [token.accented or token.folded for token in reading.tokens]
    for cut, word in enumerate(words):
        if said and (word in _ASIDE or " ".join(words[cut : cut + 2]) in _ASIDE):
            return Reading(
                reading.passage,
                reading.tokens[:cut],
                reading.hollow,
                tuple(term for term in reading.terms if term.last <= cut),
                tuple(mention for mention in reading.mentions if mention.last <= cut),
            )
        names = reading.tokens[cut].folded not in _HOLLOW_HEADS
        said = said or (names and cut not in reading.hollow)
    return reading
