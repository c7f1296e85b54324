"""A passage read: its tokens, words and concepts, what of them both languages share, its head."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from matching.documents import Document, Field, Passage
from matching.lexicon import Lexicon
from matching.text import (
    BOILERPLATE,
    Language,
    Token,
    analyse,
    code_family,
    fold,
    is_stop,
    is_syllable,
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

    hollow: positions of tokens that say nothing: stop words, what every tender bears, names
    terms: the words and pairs of words of its language
    shared: what a text of the other language can bear too: plain words by their entry in the
        lexicon ("~lid"), codes and names as they are written
    head: how many tokens say what is wanted; those after it say for whom, about what or where
    """

    passage: Passage
    tokens: tuple[Token, ...]
    hollow: frozenset[int]
    terms: tuple[Term, ...]
    shared: tuple[Term, ...]
    mentions: tuple[Mention, ...]
    head: int

    def field(self, place: int) -> Field:
        """The field whose weight a token has: what a title says aside weighs as a body does."""
        return self.passage.field if place < self.head else "body"

    def phrase(self, first: int, last: int) -> str:
        """The text of the tokens from `first` up to and without `last`, as it was written."""
        return self.passage.text[self.tokens[first].start : self.tokens[last - 1].end]


def read(document: Document, thesaurus: Thesaurus, lexicon: Lexicon) -> list[Reading]:
    """Each passage of `document` analysed, in its order."""
    readings = []
    for passage in document.passages:
        tokens = tuple(analyse(passage.text))
        mentions = tuple(thesaurus.find(tokens, overlapping=True, language=passage.language))
        mentions += tuple(_composed(mentions, tokens, thesaurus))
        hollow = _hollow(tokens) | _names(tokens, mentions, passage.language)
        terms = tuple(_terms(tokens, hollow, passage.language))
        shared = tuple(_shared(tokens, hollow, passage.language, lexicon))
        head = _aside(passage.text, tokens, hollow) if passage.field == "title" else len(tokens)
        readings.append(Reading(passage, tokens, hollow, terms, shared, mentions, head))
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


def _shared(
    tokens: tuple[Token, ...], hollow: frozenset[int], language: Language, lexicon: Lexicon
) -> Iterable[Term]:
    """Words by their entries, one of several meanings counting less; codes and names."""
    for entries, first, last in lexicon.find(tokens, language):
        if not hollow.issuperset(range(first, last)):
            yield from (Term(f"~{entry}", first, last, 1.0 / len(entries)) for entry in entries)
    for first, token in enumerate(tokens):
        if token.kind == "code":
            yield Term(token.folded, first, first + 1, 1.0)
            yield from (Term(code, first, first + 1, 1.0) for code in code_family(token.folded))
        elif token.kind == "word" and not is_syllable(token.folded):
            yield Term(token.folded, first, first + 1, 1.0)


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


_NEAR = 8
"""Tokens between two concepts that are still said of one another."""


def _composed(
    mentions: tuple[Mention, ...], tokens: tuple[Token, ...], thesaurus: Thesaurus
) -> Iterable[Mention]:
    """What two concepts in one sentence amount to: "nước thải" … "xưởng nhuộm" is wastewater of
    dyeing, though nobody says so in one phrase."""
    for place, one in enumerate(mentions):
        for other in mentions[place + 1 :]:
            if other.first - one.last > _NEAR:
                break
            if tokens[one.first].sentence != tokens[other.first].sentence:
                break
            concept = thesaurus.composed(one.concept, other.concept) or thesaurus.composed(
                other.concept, one.concept
            )
            if concept:
                yield Mention(
                    concept, one.first, other.last, one.start, max(one.end, other.end), False
                )


_TITLE_CASE = 0.5
"""A text with a larger share of capitals doesn't tell names by them."""


def _names(
    tokens: tuple[Token, ...], mentions: tuple[Mention, ...], language: Language
) -> frozenset[int]:
    """Names of places and people in Vietnamese: syllables with a capital within a sentence."""
    if language != "vi" or sum(token.case > 0 for token in tokens) > _TITLE_CASE * len(tokens):
        return frozenset()
    named = {place for mention in mentions for place in range(mention.first, mention.last)}
    return frozenset(
        place
        for place in range(1, len(tokens))
        if tokens[place].case == 1
        and tokens[place].sentence == tokens[place - 1].sentence
        and place not in named
        and is_syllable(tokens[place].folded)
    )


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
        *("vào", "thuộc"),
        *("phuc vu", "doi voi", "huong ung", "tuyen truyen", "for", "about", "at", "with"),
    )
)
_OPENING = frozenset('"\u201c\u201d\u00ab')
# They name anything at all, so that what they are for must say it.
_HOLLOW_HEADS = frozenset(
    stem(word)
    for word in fold(
        """thiết bị hệ thống dịch vụ vật tư máy công nghệ giải pháp hóa chất vật liệu thuê mua
        sửa chữa cải tạo nâng cấp mở rộng bộ equipment systems services supplies materials
        technology purchase rental repair upgrading"""
    ).split()
)


def _aside(text: str, tokens: tuple[Token, ...], hollow: frozenset[int]) -> int:
    """Where a title leads aside: the place of "for" in "catering for a workshop on waste", or of a
    quotation, which is a slogan or a name.

    Where what stands before would name nothing, nothing leads aside.
    """
    said = False
    words = [token.accented or token.folded for token in tokens]
    for cut, token in enumerate(tokens):
        before = text[tokens[cut - 1].end : token.start] if cut else ""
        leads = words[cut] in _ASIDE or " ".join(words[cut : cut + 2]) in _ASIDE
        if said and (leads or _OPENING.intersection(before)):
            return cut
        said = said or (token.folded not in _HOLLOW_HEADS and cut not in hollow)
    return len(tokens)
