"""Finding concepts in analysed text, by a trie of folded tokens."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from pathlib import Path

from matching.text import Token, analyse, normalise
from matching.thesaurus.concept import Concept, ThesaurusError, read_concepts
from matching.thesaurus.spelling import Spelling

_FOLDER = Path(__file__).parent / "concepts"
_LONG = 3  # words from which a form forgives one wrong accent
# Words that may stand within a form without changing it: "thu gom và vận chuyển".
_LINKS = {"va": "và", "cac": "các", "and": "and", "the": "the"}


@dataclass(frozen=True, slots=True)
class Mention:
    """A concept named in a text.

    first, last: positions among the tokens, `last` exclusive
    start, end: offsets in the text
    exact: every accent of the form was told, and right, and no word was misspelt
    """

    concept: str
    first: int
    last: int
    start: int
    end: int
    exact: bool


# Hỏi and ngã sound alike in much of the country and are the usual slip in writing.
_HOOK, _TILDE = "\u0309", "\u0303"


def _without_tilde(word: str) -> str:
    return unicodedata.normalize("NFD", word).replace(_TILDE, _HOOK)


@dataclass(frozen=True, slots=True)
class _Form:
    """A form at the end of its way through the trie.

    accented: the spelling of each token of a Vietnamese form; None for words of English and
        abbreviations, which match only what bears no accent
    """

    concept: str
    accented: tuple[str | None, ...]

    def agreement(self, tokens: Iterable[Token]) -> bool | None:
        """None if the accents of the text gainsay the form, else whether all of them are told.

        A long form forgives one slip of the two tones that people mix up, hỏi and ngã: "xữ lý
        nước thải" can't be anything else. "Nước thải đầu ra" is not that of making đậu.
        """
        exact, slips = True, 0
        for token, spelling in zip(tokens, self.accented, strict=True):
            if token.accented is None:
                exact = exact and (spelling is None or spelling.isascii())
            elif spelling is None:
                if not token.accented.isascii():
                    return None
            elif token.accented != spelling:
                if _without_tilde(token.accented) != _without_tilde(spelling):
                    return None
                slips += 1
        if slips > (len(self.accented) >= _LONG):
            return None
        return exact and not slips


@dataclass(slots=True)
class _Node:
    children: dict[str, "_Node"] = field(default_factory=dict)
    forms: list[_Form] = field(default_factory=list)

    def words(self) -> Iterator[str]:
        """The folded words of all forms."""
        for word, node in self.children.items():
            yield word
            yield from node.words()

    def add(self, tokens: Sequence[Token], form: _Form) -> None:
        node = self
        for token in tokens:
            node = node.children.setdefault(token.folded, _Node())
        if form not in node.forms:
            node.forms.append(form)


@dataclass(frozen=True, slots=True)
class _Hit:
    form: _Form
    first: int
    last: int
    exact: bool


class Thesaurus:
    """The concepts and the index of their forms; immutable.

    version: short hash of the content, which scores and matches carry with them
    """

    def __init__(self, concepts: Iterable[Concept], version: str = "") -> None:
        """Raises ThesaurusError for a doubled id, an unknown broader concept or a cycle."""
        self.version = version
        self._concepts: dict[str, Concept] = {}
        for concept in concepts:
            if concept.id in self._concepts:
                raise ThesaurusError(f"concept {concept.id}: the id stands twice")
            self._concepts[concept.id] = concept
        self._broader = {id: self._ancestors(id) for id in self._concepts}
        self._root, self._exclusions = _Node(), _Node()
        for concept in self:
            for language, form in concept.written():
                _index(self._root, concept.id, form, language == "vi")
            for form in concept.excluded_by:
                _index(self._exclusions, concept.id, form, not form.isascii())
        self._spelling = Spelling(self._root.words())

    @classmethod
    def load(cls, folder: Path = _FOLDER) -> "Thesaurus":
        """The thesaurus of a folder of concept files.

        Raises ThesaurusError, which names the file, the concept and what is wrong.
        """
        content = sha256()
        concepts: list[Concept] = []
        homes: dict[str, str] = {}
        for file in sorted(folder.glob("*.toml")):
            content.update(file.read_bytes())
            for concept in read_concepts(file):
                if home := homes.get(concept.id):
                    raise ThesaurusError(
                        f"{file.name}: concept {concept.id}: the id also stands in {home}"
                    )
                homes[concept.id] = file.name
                concepts.append(concept)
        if not concepts:
            raise ThesaurusError(f"{folder}: no concepts")
        for concept in concepts:
            for other in (*concept.broader, *concept.related):
                if other not in homes:
                    raise ThesaurusError(
                        f"{homes[concept.id]}: concept {concept.id}: {other} is unknown"
                    )
        return cls(concepts, content.hexdigest()[:12])

    def __len__(self) -> int:
        return len(self._concepts)

    def __iter__(self) -> Iterator[Concept]:
        return iter(self._concepts.values())

    def concept(self, id: str) -> Concept:
        """The concept of an id; raises KeyError."""
        return self._concepts[id]

    def broader(self, id: str) -> tuple[str, ...]:
        """The ids of all wider concepts, nearest first; raises KeyError."""
        return tuple(self._broader[id])

    def steps(self, id: str) -> Mapping[str, int]:
        """The wider concepts and how many steps up each stands; raises KeyError."""
        return self._broader[id]

    def find(self, tokens: Sequence[Token], *, overlapping: bool = False) -> list[Mention]:
        """The concepts named in a text, in reading order.

        The longest form wins, from left to right. Folded tokens are compared, a word that no form
        has and that can only be a slip of one that some form has as that one; where both text
        and form tell their accents, these must agree, but for one slip in three words or more.
        With `overlapping`, a mention that begins within another and ends after it is kept too:
        "textile wastewater treatment plant" then names both textile wastewater and the treatment
        plant.
        """
        written = tokens
        tokens = [self._spelt(token) for token in written]
        slips = {place for place, token in enumerate(tokens) if token is not written[place]}
        found: list[_Hit] = []
        first = end = 0
        while first < len(tokens):
            hit = _longest(self._root, tokens, first)
            if hit and hit.last > end:
                found.append(hit)
                end = hit.last
            first = end if hit and not overlapping else first + 1
        excluded = self._excluded(tokens, found)
        return [
            Mention(
                hit.form.concept,
                hit.first,
                hit.last,
                tokens[hit.first].start,
                tokens[hit.last - 1].end,
                hit.exact and slips.isdisjoint(range(hit.first, hit.last)),
            )
            for hit in found
            if (hit.form.concept, tokens[hit.first].sentence) not in excluded
        ]

    def _spelt(self, token: Token) -> Token:
        """The token, or what it must be if it is a slip of the keyboard."""
        meant = self._spelling.repair(token.folded) if token.kind == "word" else None
        if meant is None:
            return token
        return Token(meant, None, token.start, token.end, token.kind, token.sentence)

    def _ancestors(self, id: str) -> dict[str, int]:
        """All wider concepts with the steps that lead there, nearest first."""
        found: dict[str, int] = {}
        level, steps = list(self._concepts[id].broader), 1
        while level:
            for wider in level:
                if wider not in self._concepts:
                    raise ThesaurusError(f"concept {id}: the broader concept {wider} is unknown")
                found.setdefault(wider, steps)
            if id in found:
                raise ThesaurusError(f"concept {id}: its broader concepts turn in a circle")
            level = [
                next_
                for wider in dict.fromkeys(level)
                for next_ in self._concepts[wider].broader
                if next_ not in found
            ]
            steps += 1
        return found

    def _excluded(self, tokens: Sequence[Token], found: list[_Hit]) -> set[tuple[str, int]]:
        """Concepts and sentences in which another word gives their forms another meaning."""
        if not any(self._concepts[hit.form.concept].excluded_by for hit in found):
            return set()
        return {
            (hit.form.concept, tokens[first].sentence)
            for first in range(len(tokens))
            for hit in _hits(self._exclusions, tokens, first)
        }


@cache
def default() -> Thesaurus:
    """The thesaurus that comes with the package."""
    return Thesaurus.load()


def _index(root: _Node, concept: str, form: str, vietnamese: bool) -> None:
    tokens = analyse(form)
    if not tokens or tokens[-1].sentence:
        raise ThesaurusError(f"concept {concept}: '{form}' is no phrase")
    spellings = tuple(
        _spelling(token, form) if vietnamese or token.accented else None for token in tokens
    )
    root.add(tokens, _Form(concept, spellings))


def _spelling(token: Token, form: str) -> str | None:
    """How a token of a Vietnamese form is spelt, "thu gom" and "composite" included."""
    if token.kind != "word":
        return None
    return token.accented or normalise(form[token.start : token.end])


def _longest(root: _Node, tokens: Sequence[Token], first: int) -> _Hit | None:
    return max(_hits(root, tokens, first), key=lambda hit: (hit.last, hit.exact), default=None)


def _hits(root: _Node, tokens: Sequence[Token], first: int) -> Iterator[_Hit]:
    """The forms that begin at a token, in growing length."""
    node = root.children.get(tokens[first].folded)
    way = [tokens[first]]
    last = first + 1
    while node is not None:
        for form in node.forms:
            exact = form.agreement(way)
            if exact is not None:
                yield _Hit(form, first, last, exact)
        ahead = _next(node, tokens, last, tokens[first].sentence)
        if ahead is None:
            return
        node = node.children[tokens[ahead].folded]
        way.append(tokens[ahead])
        last = ahead + 1


def _next(node: _Node, tokens: Sequence[Token], place: int, sentence: int) -> int | None:
    """Where the way goes on: at `place`, or after one linking word there."""
    for ahead in (place, place + 1):
        if ahead >= len(tokens) or tokens[ahead].sentence != sentence:
            return None
        token = tokens[ahead]
        if token.folded in node.children:
            return ahead
        if token.accented not in (None, _LINKS.get(token.folded)) or token.folded not in _LINKS:
            return None
    return None
