"""Words with one slip of the keyboard: "scruber", "bioreactr", "floculant"."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

SHORTEST = 6
"""Letters from which a word with one slip can hardly be another word."""


class Spelling:
    """The words of a vocabulary, found in spite of one slip.

    A slip is a letter left out, added or wrong, or two neighbours changed over: distance one after
    Damerau, "A technique for computer detection and correction of spelling errors" (CACM 7, 1964).
    The first letter is taken to be right. Words are found by what is left of them without one
    letter, so that the vocabulary is never walked through.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._known = frozenset(words)
        self._remains: dict[str, set[str]] = defaultdict(set)
        for word in self._known:
            if len(word) >= SHORTEST and word.isalpha():
                for rest in (word, *_without_a_letter(word)):
                    self._remains[rest].add(word)

    def repair(self, word: str) -> str | None:
        """The one word that `word` must be; None where it is known, or could be several or none."""
        if word in self._known or len(word) < SHORTEST or not word.isalpha():
            return None
        near: set[str] = set()
        for rest in (word, *_without_a_letter(word)):
            near |= self._remains.get(rest, set())
        meant = {one for one in near if one[0] == word[0] and one_slip(one, word)}
        return meant.pop() if len(meant) == 1 else None


def _without_a_letter(word: str) -> Iterator[str]:
    for place in range(len(word)):
        yield word[:place] + word[place + 1 :]


def one_slip(right: str, written: str) -> bool:
    """Whether one slip makes `right` into `written`."""
    if len(right) != len(written):
        longer, shorter = sorted((right, written), key=len, reverse=True)
        return len(longer) == len(shorter) + 1 and shorter in _without_a_letter(longer)
    wrong = [place for place, (a, b) in enumerate(zip(right, written, strict=True)) if a != b]
    if len(wrong) == 1:
        return True
    return (
        len(wrong) == 2
        and wrong[1] == wrong[0] + 1
        and (right[wrong[0]], right[wrong[1]]) == (written[wrong[1]], written[wrong[0]])
    )
