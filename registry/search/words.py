"""Texts as terms, the same for every backend.

A text's terms are its folded words and pairs of words, the thesaurus's concepts that it names, the
wider ones of each, and the lexicon's entries for its plain words. So "xu ly nuoc thai" finds "xử
lý nước thải", and through concept and entry also "wastewater treatment".
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from itertools import pairwise
from typing import Literal

from matching import lexicon, thesaurus
from matching.text import analyse, code_family, grams, guess_language, normalise

# Raised when an index built before can't be read or compared any more.
FORMAT = "2"
# A title's terms count as often as if it stood in the body so many times.
TITLE_WEIGHT = 3

Field = Literal["text", "accented", "word", "concept", "wider", "plain"]
FIELDS: tuple[Field, ...] = ("text", "accented", "word", "concept", "wider", "plain")

Terms = Mapping[Field, Counter[str]]
"""How often each term stands in a text, by field.

text: folded words, pairs of words and codes
accented: words with the accents they are known to bear
word: words as folded and as written, "nuoc=nước", for mending others by them
concept, wider: the thesaurus's concepts, and all that are above those
plain: the lexicon's entries
"""


def terms_of(texts: Mapping[str, str]) -> Terms:
    """The terms of an entry's title and body."""
    terms: dict[Field, Counter[str]] = {field: Counter() for field in FIELDS}
    for part, times in (("title", TITLE_WEIGHT), ("body", 1)):
        for line in texts.get(part, "").splitlines():
            for field, term in _terms(line):
                terms[field][term] += times
    return terms


def stamp_of(texts: Mapping[str, str]) -> str:
    """A short hash of the texts and of all that turns them into terms."""
    versions = (FORMAT, thesaurus.default().version, lexicon.default().version)
    parts = (*versions, texts.get("title", ""), texts.get("body", ""))
    return sha256("\0".join(parts).encode()).hexdigest()[:16]


def _terms(line: str) -> Iterator[tuple[Field, str]]:
    """A line's terms; each line is of one language."""
    tokens, language = analyse(line), guess_language(line)
    for gram in grams(tokens):
        yield "text", gram
    for token in tokens:
        if token.accented:
            yield "accented", token.accented
        if token.kind == "word":
            yield "word", f"{token.folded}={normalise(line[token.start : token.end])}"
        if token.kind == "code":
            for part in code_parts(token.folded):
                yield "text", part
    for first, second in pairwise(tokens):
        if second.kind == "number" and line[first.end : second.start] == "-":
            yield "text", first.folded + second.folded
    known = thesaurus.default()
    for mention in known.find(tokens, overlapping=True, language=language):
        yield "concept", mention.concept
        for wide in known.broader(mention.concept):
            yield "wider", wide
    for found in lexicon.default().find(tokens, language):
        for entry in found.entries:
            yield "plain", entry


_NUMBERED = re.compile(r"([a-z]+)((\d+(?:\.\d+)*)(?:-[\d-]+)?)(:\d{4})?(?:/.*)?")


def code_parts(code: str) -> Iterator[str]:
    """What people type of a code besides its family.

    Of "iso10121-1:2018" that is "10121-1:2018", "10121-1", "iso10121", "10121" and, of a product's
    code written in one, its two halves. A single figure says too little.
    """
    told = _NUMBERED.fullmatch(code)
    if not told or len(told[3]) < 2:
        return
    name, number, stem, year = told.groups("")
    parts = (number + year, number, name + stem, stem, name, f"{name} {number}", f"{name} {stem}")
    family = (code, *code_family(code))
    yield from (part for part in dict.fromkeys(parts) if part not in family)
