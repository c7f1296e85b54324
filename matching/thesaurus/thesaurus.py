"""Finding concepts in analysed text, by a trie of folded tokens."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from hashlib import sha256
from pathlib import Path

from matching.text import Language, Token, analyse, normalise
from matching.thesaurus.concept import Concept, ThesaurusError, read_concepts
from matching.thesaurus.spelling import Spelling

_FOLDER = Path(__file__).parent / "concepts"
_LONG = 3  # words from which a form forgives one wrong accent
# In a longer text a word by itself with one wrong letter may well be another word: "particular" is
# no slip of particulate. Typed into a search box it is.
_FEW = 4
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
    language: None for an abbreviation
    """

    concept: str
    accented: tuple[str | None, ...]
    language: Language | None

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


@dataclass(frozen=True, slots=True)
class _Text:
    """Tokens in which forms are looked for.

    language: None where it is not known
    typed_small: nothing is written in capitals, so that abbreviations aren't either
    excluded: concepts and sentences in which their forms mean something else
    slips: starts of words that are read as others
    """

    tokens: Sequence[Token]
    language: Language | None
    typed_small: bool
    excluded: frozenset[tuple[str, int]] = frozenset()
    slips: frozenset[int] = frozenset()

    def admits(self, form: _Form, way: Sequence[Token]) -> bool:
        """Whether a form can be meant here.

        "It on" in an English text is not ít ồn; "feed" is not FEED, the front-end design.
        """
        if (form.concept, way[0].sentence) in self.excluded:
            return False
        if len(way) == 1 and way[0].start in self.slips and len(self.tokens) > _FEW:
            return False
        if form.language == "vi" and self.language == "en":
            return any(token.accented and not token.accented.isascii() for token in way)
        if form.language is None and not self.typed_small:
            return any(token.case == 2 or token.kind != "word" for token in way)
        return True


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
        self._kinds = {id: tuple(dict.fromkeys(self._kinds_above(id))) for id in self._concepts}
        self._overlapping = _overlapping(self._kinds.values())
        self._by_source = self._compositions()
        self._root, self._exclusions = _Node(), _Node()
        for concept in self:
            for language, form in concept.written():
                _index(self._root, concept.id, form, language)
            for form in concept.excluded_by:
                _index(self._exclusions, concept.id, form, "en" if form.isascii() else "vi")
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

    def kinds(self, id: str) -> tuple[tuple[str, str], ...]:
        """The exclusive concepts above one, each with the narrower one that leads to it."""
        return self._kinds[id]

    def composed(self, one: str, other: str) -> str | None:
        """The concept that two named together amount to: wastewater and a dyehouse are dyehouse
        wastewater.

        It is a kind of both, or of something narrower than the first; `other` may be narrower
        than what it is a kind of. None where there is no such concept, or one of them is it.
        """
        for above in (other, *self._broader[other]):
            for id, media in self._by_source.get(above, ()):
                if any(one == medium or one in self._broader[medium] for medium in media):
                    lines = (one, *self._broader[one], other, *self._broader[other])
                    return None if id in lines else id
        return None

    def overlapping(self, kind: tuple[str, str]) -> frozenset[tuple[str, str]]:
        """A kind, and its siblings that share a narrower concept with it, and so don't exclude it.

        Dyeing villages' wastewater is one of craft villages and one of industry.
        """
        return self._overlapping.get(kind, frozenset({kind}))

    def find(
        self,
        tokens: Sequence[Token],
        *,
        overlapping: bool = False,
        language: Language | None = None,
    ) -> list[Mention]:
        """The concepts named in a text, in reading order.

        The longest form wins, from left to right. Folded tokens are compared, a word that no form
        has and that can only be a slip of one that some form has as that one; where both text
        and form tell their accents, these must agree, but for one slip in three words or more.
        With `overlapping`, a mention that begins within another and ends after it is kept too:
        "textile wastewater treatment plant" then names both textile wastewater and the treatment
        plant. Abbreviations must be written in capitals where anything is; in an English text a
        Vietnamese form must bear an accent.
        """
        written = tokens
        tokens = [self._spelt(token) for token in written]
        slips = {place for place, token in enumerate(tokens) if token is not written[place]}
        text = _Text(
            tokens,
            language,
            not any(token.case for token in written),
            self._excluded(tokens),
            frozenset(tokens[place].start for place in slips),
        )
        found: list[_Hit] = []
        first = end = 0
        while first < len(tokens):
            hit = _longest(self._root, text, first)
            if hit and hit.last > end:
                found.append(hit)
                end = hit.last
            first = end if hit and not overlapping else first + 1
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
        ]

    def _compositions(self) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
        """By each direct broader concept the concepts that have others too, with those others."""
        found: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for concept in self:
            for source in concept.broader if len(concept.broader) > 1 else ():
                others = tuple(other for other in concept.broader if other != source)
                found.setdefault(source, []).append((concept.id, others))
        return found

    def _kinds_above(self, id: str) -> Iterator[tuple[str, str]]:
        for lower in (id, *self._broader[id]):
            for upper in self._concepts[lower].broader:
                if self._concepts[upper].exclusive:
                    yield upper, lower

    def _spelt(self, token: Token) -> Token:
        """The token, or what it must be if it is a slip of the keyboard."""
        meant = self._spelling.repair(token.folded) if token.kind == "word" else None
        if meant is None:
            return token
        return replace(token, folded=meant, accented=None)

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

    def _excluded(self, tokens: Sequence[Token]) -> frozenset[tuple[str, int]]:
        """Concepts and sentences in which another word gives their forms another meaning."""
        text = _Text(tokens, None, True)
        return frozenset(
            (hit.form.concept, tokens[first].sentence)
            for first in range(len(tokens))
            for hit in _hits(self._exclusions, text, first)
        )


def _overlapping(
    kinds: Iterable[Sequence[tuple[str, str]]],
) -> dict[tuple[str, str], frozenset[tuple[str, str]]]:
    """For each kind the kinds of the same family that one and the same concept belongs to."""
    shared: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for of_one in kinds:
        for kind in of_one:
            same = {other for other in of_one if other[0] == kind[0]}
            shared.setdefault(kind, set()).update(same)
    return {kind: frozenset(others) for kind, others in shared.items()}


@cache
def default() -> Thesaurus:
    """The thesaurus that comes with the package."""
    return Thesaurus.load()


def _index(root: _Node, concept: str, form: str, language: Language | None) -> None:
    tokens = analyse(form)
    if not tokens or tokens[-1].sentence:
        raise ThesaurusError(f"concept {concept}: '{form}' is no phrase")
    spellings = tuple(
        _spelling(token, form) if language == "vi" or token.accented else None for token in tokens
    )
    root.add(tokens, _Form(concept, spellings, language))


def _spelling(token: Token, form: str) -> str | None:
    """How a token of a Vietnamese form is spelt, "thu gom" and "composite" included."""
    if token.kind != "word":
        return None
    return token.accented or normalise(form[token.start : token.end])


def _longest(root: _Node, text: _Text, first: int) -> _Hit | None:
    return max(_hits(root, text, first), key=lambda hit: (hit.last, hit.exact), default=None)


def _hits(root: _Node, text: _Text, first: int) -> Iterator[_Hit]:
    """The forms that begin at a token."""
    node = root.children.get(text.tokens[first].folded)
    if node is not None:
        yield from _walk(node, text, [text.tokens[first]], first, first + 1)


def _walk(node: _Node, text: _Text, way: list[Token], first: int, last: int) -> Iterator[_Hit]:
    """The forms at a node and beyond it, by the next token or after one linking word there."""
    for form in node.forms:
        exact = form.agreement(way)
        if exact is not None and text.admits(form, way):
            yield _Hit(form, first, last, exact)
    for ahead in (last, last + 1):
        if ahead >= len(text.tokens) or text.tokens[ahead].sentence != way[0].sentence:
            return
        token = text.tokens[ahead]
        if token.folded in node.children:
            further = node.children[token.folded]
            yield from _walk(further, text, [*way, token], first, ahead + 1)
        if token.accented not in (None, _LINKS.get(token.folded)) or token.folded not in _LINKS:
            return
