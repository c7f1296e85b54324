"""Words of a query that no text has, read as the word that was meant.

Folded Vietnamese syllables are so short that most slips make another syllable: the word beside it
must tell which one is meant ("bnu thai" can only be "bun thai"). A long word may stand for itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from matching.text import Token, fold
from matching.thesaurus.spelling import SHORTEST, one_slip


class Known(NamedTuple):
    """A word of the texts: as it is compared, as it is written, and in how many texts."""

    folded: str
    written: str
    texts: int


class Vocabulary(Protocol):
    """The words of all texts."""

    def texts_with(self, term: str) -> int:
        """How many texts have a folded word, or a pair of words."""
        ...

    def is_written(self, folded: str, accented: str) -> bool:
        """Whether a text has the word with these accents."""
        ...

    def words(self, letter: str) -> Sequence[Known]:
        """The words that begin with a letter, folded."""
        ...


@dataclass(frozen=True, slots=True)
class Mend:
    """A word as it was typed, offsets `start` to `end` of the query, and what was read."""

    start: int
    end: int
    read: str


def mend(
    tokens: Sequence[Token], text: str, sure: frozenset[int], vocabulary: Vocabulary
) -> tuple[list[Token], tuple[Mend, ...]]:
    """The tokens as they are meant, and what was mended.

    sure: places of words that are known, whether or not a text has them
    """
    options = [
        _near(token.folded, fold(text[token.start : token.end]), vocabulary)
        if place not in sure and _unknown(token, vocabulary)
        else []
        for place, token in enumerate(tokens)
    ]
    read, mends = [], []
    for place, token in enumerate(tokens):
        meant = _meant(tokens, options, place, vocabulary)
        if meant:
            mends.append(Mend(token.start, token.end, meant.written))
            token = replace(token, folded=meant.folded, accented=None)
        elif place not in sure and _odd(token, vocabulary):
            token = replace(token, accented=None)
        read.append(token)
    return read, tuple(mends)


def _unknown(token: Token, vocabulary: Vocabulary) -> bool:
    return (
        token.kind == "word"
        and len(token.folded) > 2
        and token.folded.isalpha()
        and not vocabulary.texts_with(token.folded)
    )


def _odd(token: Token, vocabulary: Vocabulary) -> bool:
    """Whether no text writes the word with these accents."""
    accented = token.accented or ""
    return not accented.isascii() and not vocabulary.is_written(token.folded, accented)


def _near(word: str, typed: str, vocabulary: Vocabulary) -> list[Known]:
    """The words one slip away, each once: as it is written nearest to its stem, and most often."""
    found: dict[str, Known] = {}
    for known in vocabulary.words(word[0]):
        # "dryng" is no slip of the stem "dry".
        if one_slip(known.folded, word) or one_slip(fold(known.written), typed):
            best = found.get(known.folded)
            if best is None or _plainness(known) > _plainness(best):
                found[known.folded] = known
    return list(found.values())


def _plainness(known: Known) -> tuple[int, int]:
    return -len(known.written), known.texts


def _meant(
    tokens: Sequence[Token], options: Sequence[list[Known]], place: int, vocabulary: Vocabulary
) -> Known | None:
    """The near word that stands beside a neighbour in some text, or else a long one by itself."""

    def beside(known: Known) -> int:
        before = _forms(tokens, options, place - 1)
        after = _forms(tokens, options, place + 1)
        pairs = [f"{word} {known.folded}" for word in before]
        pairs += [f"{known.folded} {word}" for word in after]
        return sum(vocabulary.texts_with(pair) for pair in pairs)

    ranked = sorted(options[place], key=lambda known: (-beside(known), -known.texts, known.folded))
    if not ranked:
        return None
    if beside(ranked[0]) or len(tokens[place].folded) >= SHORTEST - 1:
        return ranked[0]
    return None


def _forms(tokens: Sequence[Token], options: Sequence[list[Known]], place: int) -> list[str]:
    """How a word may be read that stands beside another."""
    if not 0 <= place < len(tokens):
        return []
    return [known.folded for known in options[place]] or [tokens[place].folded]
