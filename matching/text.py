"""The analyser that search, thesaurus and matcher share.

A text becomes tokens: Vietnamese syllables, lightly stemmed English words, numbers, units and
codes kept whole ("m3/ngày", "QCVN 40:2025/BTNMT", "PM2.5"). Each token bears its folded form and,
where the text bears accents, the accented one beside it. Offsets point into the text as given.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

_VOWELS = {
    "a": "àáảãạăằắẳẵặâầấẩẫậ",
    "e": "èéẻẽẹêềếểễệ",
    "i": "ìíỉĩị",
    "o": "òóỏõọôồốổỗộơờớởỡợ",
    "u": "ùúủũụưừứửữự",
    "y": "ỳýỷỹỵ",
    "d": "đ",
}
_FOLD = str.maketrans(
    {accented: plain for plain, many in _VOWELS.items() for accented in many}
    | {accented.upper(): plain.upper() for plain, many in _VOWELS.items() for accented in many}
)
# Typed variants of one thing, before anything else is looked at.
_TIDY = str.maketrans(
    {"³": "3", "²": "2", "\u00a0": " ", "\u202f": " ", "–": "-", "—": "-", "−": "-",
     "“": '"', "”": '"', "‘": "'", "’": "'", "₂": "2", "₃": "3", "₄": "4", "⁄": "/"}
)
# The tone stands on the first or the second vowel of oa, oe, uy: hoà and hòa are one word.
_TONES = {"oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
          "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
          "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy"}
_TONE = re.compile(f"(?<!q)({'|'.join(_TONES)})(?![a-zà-ỹ])")

_CODE = r"""
    (?:qcvn|tcvn|tcxdvn|iso|iec|en|astm|hs)[ ]?\d[\w.:/-]*\w   # standards, customs codes
  | pm[ ]?\d+(?:[.,]\d)?\b                                     # fine dust
  | (?:co2|so2|no2|nox|sox|h2s|nh3|nh4|ch4|bod5?|cod|tss|h2o2)\b
"""
_UNIT = r"""
    (?:nm3|m3|m2|mg|ug|kg|tấn|tan|t|l|lít|lit|kw|mw|kwh|db)
    /(?:ngày[ ]?\.?đêm|ngay[ ]?\.?dem|ngđ|ngd|ngày|ngay|giờ|gio|năm|nam|tháng|h|d|day|year|s|l|m3|nm3|lít)\b
  | (?:nm3|m3|m2)\b
"""
_TOKEN = re.compile(
    rf"(?P<code>\b(?:{_CODE}))|(?P<unit>(?<![a-zà-ỹđ])(?:{_UNIT}))"
    r"|(?P<number>\d+(?:[.,]\d+)*)|(?P<word>[^\W\d_]+(?:'[a-z]+)?)|(?P<stop>[.;:!?()\n])",
    re.VERBOSE,
)

_EN_STOP = """a an and are as at be by for from has have in into is it its of on or that the their
 this to was were which with we our you your can will not no all any more most up per also other
 such than then they these those there where when who i us been being but do does each etc"""
_VI_STOP = """và của các những cho với là có được trong tại từ đến theo về này khi để bằng một
 trên dưới do ra vào như hoặc cũng đã đang sẽ thì mà nên bị còn rất nhiều không tôi chúng
 việc cần bao gồm gồm"""
# What tender titles say whatever they are about.
_BOILERPLATE = """gói thầu số mua sắm cung cấp lắp đặt phục vụ năm địa bàn thực hiện công trình hạng
 mục dự án thi công xây dựng đầu tư tư vấn thuộc huyện xã tỉnh thành phố quận phường thị trấn thôn
 tổ package supply procurement project works"""


@dataclass(frozen=True, slots=True)
class Token:
    """One token. ``accented`` is None where the word bears no accents; ``kind`` is word, number,
    unit or code; ``start`` and ``end`` are offsets into the analysed text; ``sentence`` counts the
    breaks before it, so that phrases don't run across them."""

    folded: str
    accented: str | None
    start: int
    end: int
    kind: str
    sentence: int


def fold(text: str) -> str:
    """``text`` in lower case without accents: "Xử lý" → "xu ly"."""
    composed = unicodedata.normalize("NFC", text).translate(_TIDY).lower()
    return composed.translate(_FOLD)


def normalise(text: str) -> str:
    """``text`` composed, in lower case, with tones in one place and spaces made one."""
    composed = unicodedata.normalize("NFC", text).translate(_TIDY).lower()
    return " ".join(_one_tone(composed).split())


def _one_tone(lowered: str) -> str:
    return _TONE.sub(lambda found: _TONES[found.group()], lowered)


def has_accents(text: str) -> bool:
    """Whether ``text`` bears Vietnamese accents."""
    lowered = unicodedata.normalize("NFC", text).lower()
    return lowered.translate(_FOLD) != lowered


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A light English stem of a folded word: plurals and -ing, -ed, -er of long words.

    Vietnamese syllables are shorter than any suffix rule reaches, save a few in -s that don't
    occur; so one rule serves both languages.
    """
    if len(word) <= 4:
        return word[:-1] if len(word) == 4 and word.endswith("s") and word[-2] not in "su" else word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for suffix in ("ing", "ers", "er", "ed"):
        root = word[: -len(suffix)]
        if word.endswith(suffix) and len(root) >= 5 and re.search("[aeiouy]", root):
            return root[:-1] if root[-1] == root[-2] and root[-1] not in "ls" else root
    return word


def _offsets(text: str) -> tuple[str, list[int] | None]:
    """The composed text and, where composing moved characters, where each came from."""
    composed = unicodedata.normalize("NFC", text)
    if composed == text:
        return text, None
    origin: list[int] = []
    position = 0
    for character in composed:
        origin.append(position)
        position += len(unicodedata.normalize("NFD", character)) if (
            position < len(text) and text[position] != character
        ) else 1
    origin.append(len(text))
    return composed, origin


def _lower(text: str) -> str:
    """Lower case of the same length, so that offsets hold."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(
        c.lower() if len(c.lower()) == 1 else c for c in text
    )


def analyse(text: str) -> list[Token]:
    """The tokens of ``text`` in reading order."""
    composed, origin = _offsets(text)
    lowered = _lower(composed.translate(_TIDY))
    tokens: list[Token] = []
    sentence = 0
    for found in _TOKEN.finditer(lowered):
        kind = found.lastgroup or "word"
        if kind == "stop":
            sentence += 1
            continue
        start, end = found.span()
        folded, accented = _forms(found.group(), kind)
        if origin is not None:
            start, end = origin[start], origin[end]
        tokens.append(Token(folded, accented, start, end, kind, sentence))
    return tokens


@lru_cache(maxsize=131072)
def _forms(written: str, kind: str) -> tuple[str, str | None]:
    if kind in {"code", "unit"}:
        return re.sub(r"[ .](?!\d)", "", written.translate(_FOLD)).replace(" ", ""), None
    word = _one_tone(written)
    folded = word.translate(_FOLD)
    if folded != word:
        return folded, word
    return (stem(folded) if kind == "word" else folded), None


STOP_WORDS = frozenset(fold(word) for word in (_EN_STOP + " " + _VI_STOP).split())
"""Folded words that say nothing in either language."""

BOILERPLATE = frozenset(fold(word) for word in _BOILERPLATE.split())
"""Folded words of tender titles that say nothing of what is wanted."""


def grams(tokens: Sequence[Token], n: int = 2) -> Iterator[str]:
    """Folded 1- to ``n``-grams; a phrase doesn't run across a break, begin or end in a stop word."""
    for first, token in enumerate(tokens):
        parts: list[str] = []
        for other in tokens[first : first + n]:
            if other.sentence != token.sentence:
                break
            parts.append(other.folded)
            if parts[0] not in STOP_WORDS and other.folded not in STOP_WORDS:
                yield " ".join(parts)


# Syllables and words that one language has and the other has not.
_VI_SIGNS = frozenset(
    "xu ly nuoc thai chat rac khi bui he thong cong nghe thiet bi moi truong cua cho va thu gom"
    " quan trac nguy hai tai che bun may lap dat voi duoc khong nha san xuat".split()
)
_EN_SIGNS = frozenset(
    "the of and for with water waste treatment system gas air plant equipment in to from is are"
    " recycl monitor filter service sludge pump".split()
)


def guess_language(text: str) -> str:
    """ "vi" or "en": by accents, else by the commonest words, typed with accents or without."""
    if has_accents(text):
        return "vi"
    folded = [token.folded for token in analyse(text)]
    vi = sum(word in _VI_SIGNS for word in folded)
    en = sum(word in _EN_SIGNS for word in folded)
    return "vi" if vi > en else "en"
