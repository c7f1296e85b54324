"""Reading the entries, and finding them in analysed text."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from matching.text import Language, Token, analyse, normalise

_FILE = Path(__file__).parent / "words.tsv"


class LexiconError(ValueError):
    """A line that can't be read; the message names the line and the fault."""


class Found(NamedTuple):
    """Entries named by the tokens from `first` up to and without `last`."""

    entries: tuple[str, ...]
    first: int
    last: int


class _Spelling(NamedTuple):
    """A Vietnamese form with its accents, and the entry it stands in."""

    accented: tuple[str, ...]
    entry: str


class Lexicon:
    """Entries, named by their first English word.

    version: short hash of the content
    """

    def __init__(self, entries: Iterable[tuple[Sequence[str], Sequence[str]]], version: str = ""):
        """Vietnamese and English words of each entry; raises LexiconError."""
        self.version = version
        self._vi: dict[tuple[str, ...], list[_Spelling]] = defaultdict(list)
        self._en: dict[tuple[str, ...], list[str]] = defaultdict(list)
        self._longest = 1
        self._names: set[str] = set()
        for vietnamese, english in entries:
            self._add(vietnamese, english)

    def _add(self, vietnamese: Sequence[str], english: Sequence[str]) -> None:
        name = " ".join(english[0].split()).lower()
        if name in self._names:
            raise LexiconError(f"'{name}' begins two entries")
        self._names.add(name)
        for form in vietnamese:
            tokens = _phrase(form)
            accented = tuple(
                token.accented or normalise(form[token.start : token.end]) for token in tokens
            )
            self._vi[_folded(tokens)].append(_Spelling(accented, name))
            self._longest = max(self._longest, len(tokens))
        for form in english:
            tokens = _phrase(form)
            self._en[_folded(tokens)].append(name)
            self._longest = max(self._longest, len(tokens))

    @classmethod
    def load(cls, file: Path = _FILE) -> "Lexicon":
        """The lexicon of a file; raises LexiconError, which names the line."""
        text = file.read_text("utf-8")
        entries = []
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip() and not line.startswith("#"):
                sides = [[w.strip() for w in side.split("|")] for side in line.split("\t")]
                if len(sides) != 2 or not all(word for side in sides for word in side):
                    raise LexiconError(f"{file.name}, line {number}: two lists of words, by a tab")
                entries.append((sides[0], sides[1]))
        return cls(entries, sha256(text.encode()).hexdigest()[:12])

    def __len__(self) -> int:
        return len(self._names)

    def find(self, tokens: Sequence[Token], language: Language) -> Iterator[Found]:
        """The entries named in a text of one language, the longest form first, left to right.

        A Vietnamese word must bear its accents, or be of two syllables and more in a text typed
        without them.
        """
        first = 0
        while first < len(tokens):
            found = self._longest_at(tokens, first, language)
            if found:
                yield found
            first = found.last if found else first + 1

    def _longest_at(self, tokens: Sequence[Token], first: int, language: Language) -> Found | None:
        for last in range(min(first + self._longest, len(tokens)), first, -1):
            words = tokens[first:last]
            if words[-1].sentence == words[0].sentence:
                names = self._named(words, language)
                if names:
                    return Found(names, first, last)
        return None

    def _named(self, words: Sequence[Token], language: Language) -> tuple[str, ...]:
        key = _folded(words)
        if language == "en":
            return tuple(self._en.get(key, ()))
        return tuple(
            dict.fromkeys(
                spelling.entry for spelling in self._vi.get(key, ()) if _agrees(words, spelling)
            )
        )


def _agrees(words: Sequence[Token], spelling: _Spelling) -> bool:
    told = [word.accented for word in words]
    if len(words) == 1 and told[0] is None:
        return False
    pairs = zip(told, spelling.accented, strict=True)
    return all(accented is None or accented == right for accented, right in pairs)


def _phrase(form: str) -> list[Token]:
    tokens = analyse(form)
    if not tokens or tokens[-1].sentence:
        raise LexiconError(f"'{form}' is no phrase")
    return tokens


def _folded(tokens: Sequence[Token]) -> tuple[str, ...]:
    return tuple(token.folded for token in tokens)


@cache
def default() -> Lexicon:
    """The lexicon that comes with the package."""
    return Lexicon.load()
