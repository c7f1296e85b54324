"""The one analyser of Vietnamese and English text, for search, thesaurus and matcher alike.

`analyse` cuts a text into tokens: Vietnamese syllables, lightly stemmed English words, numbers,
units and codes kept whole ("m3/ngày", "QCVN 40:2025/BTNMT", "PM2.5"). Each token bears its folded
form and, where the text tells the accents, the accented one beside it. `start` and `end` are
offsets into the text as given, composed or not.
"""

import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from typing import Literal, NamedTuple

Kind = Literal["word", "number", "unit", "code"]
Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `text[start:end]` is what was written.

    folded: lower case, no accents; English words stemmed; units and codes without spaces
    accented: the accented form in lower case, English words unstemmed; None where unknown, which
        is a word without accents in a text typed without them, a unit, a number or a code
    sentence: counts the breaks before the token, so that phrases don't run across them
    case: 0 without a capital, 1 with one at its start, 2 with more or with one further on
    """

    folded: str
    accented: str | None
    start: int
    end: int
    kind: Kind
    sentence: int = 0
    case: int = 0


def _plain_signs() -> dict[int, str]:
    """Typographic variants and their plain sign, one character for one."""
    table = {0xFF01 + i: chr(0x21 + i).lower() for i in range(94)}  # full-width forms
    for variants, plain in (
        ("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
        ("\u2018\u2019\u201a\u201b\u2032\u02bc\u00b4`", "'"),
        ("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        ("\u00a0\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B))), " "),
        ("\u2044\u2215", "/"),
        ("\u00b5\u03bc", "u"),
    ):
        table.update(dict.fromkeys(map(ord, variants), plain))
    for digits in ("⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉"):
        table.update({ord(sign): str(i) for i, sign in enumerate(digits)})
    return table


def _base_letters() -> dict[int, str]:
    """Accented Latin letters, the Vietnamese among them, and their base letter."""
    table = {ord(c): p for c, p in zip("đĐðøØłŁßæÆœŒıħ", "dddoollsaaooih", strict=True)}
    for code in (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0].lower()
        if "a" <= base <= "z":
            table[code] = base
    return table


_MARKS = "".join(map(chr, range(0x0300, 0x0370)))
_UNSEEN = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufe0e\ufe0f\ufeff"
_SIGNS = _plain_signs()
_FOLD: dict[int, str | None] = {
    **_SIGNS,
    **_base_letters(),
    **dict.fromkeys(map(ord, _MARKS + _UNSEEN)),
}
_ACCENTED = re.compile("[" + "".join(map(chr, _base_letters())) + _MARKS + "]")
# Composed text with none of these keeps its length when lowered and folded.
_AWKWARD = re.compile(f"[{_MARKS}{_UNSEEN}İ]")


def fold(text: str) -> str:
    """`text` in lower case without accents: "Xử lý NƯỚC THẢI" is "xu ly nuoc thai".

    Dashes, quotes, spaces, digits and superscripts become plain. The length stays the same for
    composed text without invisible characters.
    """
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFC", text).lower().translate(_FOLD)


def normalise(text: str) -> str:
    """`text` composed, in lower case, signs plain, tones in one place, spaces made one."""
    composed = unicodedata.normalize("NFC", text).lower().translate(_SIGNS)
    visible = composed.translate(dict.fromkeys(map(ord, _UNSEEN)))
    return " ".join(re.sub(r"[^\W\d_]+", lambda word: _one_tone(word[0]), visible).split())


def has_accents(text: str) -> bool:
    """Whether `text` has an accented Latin letter (đ is one)."""
    return not text.isascii() and _ACCENTED.search(text) is not None


_SYLLABLE = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|t[hr]?|v|x)?"
    r"(?:[aeiouy]|a[iouy]|e[ou]|i[aeu]|o[aeio]|u[aeiouy]|ye|[iy]eu|oa[iy]|oeo|ua[iy]|uo[iu]|uy[aeu])"
    r"(?:ch?|m|n[gh]?|p|t)?"
)


def is_syllable(folded: str) -> bool:
    """Whether a folded word is built like a Vietnamese syllable."""
    return _SYLLABLE.fullmatch(folded) is not None


def _tone_swaps() -> dict[str, str]:
    """The tone of an open oa, oe, uy on its second vowel, and the same on its first."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    return {
        unicodedata.normalize("NFC", pair + tone): unicodedata.normalize(
            "NFC", pair[0] + tone + pair[1]
        )
        for pair, tone in product(("oa", "oe", "uy"), tones)
    }


# Two customs place it: hoà and hòa, thuý and thúy are one word each; quý has one way only.
_SWAPS = _tone_swaps()
_TONE = re.compile(f"(?<!q)(?:{'|'.join(_SWAPS)})$")
# In a closed syllable the first vowel is a slip of the same custom: tòan for toàn.
_SLIPS = {first: second for second, first in _SWAPS.items()}
_SLIP = re.compile(f"(?:{'|'.join(_SLIPS)})(?=[cimnpty])")
# Open syllables that custom writes with i or y: xử lí and xử lý, công ti and công ty.
_I_OR_Y = re.compile(r"(?:[hklmst]|qu)[iìíỉĩị]")
_TO_Y = str.maketrans("iìíỉĩị", "yỳýỷỹỵ")


def _one_tone(word: str) -> str:
    return _SLIP.sub(lambda m: _SLIPS[m[0]], _TONE.sub(lambda m: _SWAPS[m[0]], word))


def _one_spelling(syllable: str) -> str:
    syllable = _one_tone(syllable)
    if _I_OR_Y.fullmatch(syllable):
        return syllable[:-1] + syllable[-1].translate(_TO_Y)
    return syllable


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a folded English word; a Vietnamese syllable comes back as it is.

    Light rules: the plural after Harman's S-stemmer ("How effective is suffixing?", JASIS 42,
    1991); -ed and -ing after step 1b, final e after step 5a of Porter ("An algorithm for suffix
    stripping", Program 14, 1980); British spellings brought to American ones.
    """
    if len(word) < 4 or _SYLLABLE.fullmatch(word):
        return word
    word = _american(_singular(word))
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    for suffix in ("ing", "ed"):
        root = word.removesuffix(suffix)
        if root != word and len(root) > 2 and _VOWEL.search(root) and not root.endswith("ee"):
            return _without_e(_single(root))
    return _without_e(word)


_VOWEL = re.compile("[aeiouy]")
_AMERICAN = (
    (re.compile(r"(?<=\w{3})is(?=(?:e|ed|er|ing|ation)$)"), "iz"),
    (re.compile(r"(?<=\wl)ys(?=(?:e|ed|er|ing)$)"), "yz"),
    (re.compile(r"(?<=[bdlpv])our$"), "or"),
    (re.compile(r"(?<=[bt])re$"), "er"),
    (re.compile(r"sulph"), "sulf"),
)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word[-1] == "s" and not word.endswith(("ss", "us", "is", "gas")) else word


def _american(word: str) -> str:
    for british, american in _AMERICAN:
        word = british.sub(american, word)
    return word


def _single(root: str) -> str:
    return root[:-1] if root[-1] == root[-2] and root[-1] in "bdfgmnprt" else root


def _without_e(word: str) -> str:
    return word[:-1] if len(word) > 3 and word[-1] == "e" else word


class _Word(NamedTuple):
    """Both forms of a word, and what it says of the text around it."""

    folded: str
    accented: str
    bears: bool  # has accents of its own
    syllable: bool  # is built like a Vietnamese syllable


@lru_cache(maxsize=65_536)
def _word(written: str) -> _Word:
    """The forms of a composed, lower-case word."""
    written = written.removesuffix("'s")
    plain = written.translate(_FOLD)
    if not _SYLLABLE.fullmatch(plain):
        return _Word(sys.intern(stem(plain)), written, plain != written, False)
    one = _one_spelling(written)
    return _Word(sys.intern(one.translate(_FOLD)), one, plain != written, True)


_CODE = r"""
    (?:qcvn|qctdhn|tcvn|tcxdvn|iso|iec|en|astm|din)                # standards
      (?:[ /](?:iso|iec|hn))? [ ]?\d+(?:[.-]\d+|-mt)* (?:[ ]?:[ ]?\d{4}|[/-]\d{4})? (?:/[a-z]{2,8})?
  | \d+/(?:\d{4}/)?(?:nd|tt|qd|kh|nq|ct|qh)\d*(?:-[a-z]{2,9})?     # laws and decisions
  | hs[ ]?\d{4}(?:\.\d{2})*                                        # customs codes
  | pm[ ]?(?:2[.,]5|10|1)(?![\d.,]*\d)                             # fine dust
  | [a-z]{1,8}\d[a-z0-9]*(?:-\d+)*                                 # CO2, BOD5, D225
"""
_UNIT = r"""
    (?:nm3|m3|m2|mg|ug|ng|kg|g|tan|tons?|tonnes?|t|lit|l|mw|kwh|kw|m)[ ]?/[ ]?
    (?:ngay[ .-]{0,2}dem|ng\.?d(?:em)?|ngay|gio|nam|thang|phut|giay|nguoi
      |24h|hr?|days?|d|years?|yr|min|s|lit|l|nm3|m3|m2|kg|tan|t)
  | (?:nm|m)\^?[23] | kwh
"""
_TOKEN = re.compile(
    rf"""(?P<unit>(?<![a-z])(?=[nmukgtl]) (?:{_UNIT})(?![a-z0-9]))
      | (?P<code>(?<![a-z0-9]) (?:{_CODE})(?![a-z0-9]))
      | (?P<number>\d+(?:[.,]\d+)*)
      | (?P<word>[^\W\d_]+(?:'s(?![a-z]))?)
      | (?P<mark>[;:!?()\n]|[.…](?!\w))""",
    re.VERBOSE,
)


def _kept_whole(written: str) -> str:
    """A folded unit or code, however it was spaced: "m3/ngay dem" is "m3/ngaydem"."""
    tight = re.sub(r"[ .](?!\d)|\^| ", "", written)
    if tight.startswith("pm"):
        return tight.replace(",", ".")
    return re.sub(r"(?<=\d)[/-](?=\d{4}(?:/|$))", ":", tight) if tight[0].isalpha() else tight


def code_family(code: str) -> tuple[str, ...]:
    """Wider readings of a standard's code: "qcvn40:2025/btnmt" without issuer, without year."""
    without_issuer = code.partition("/")[0] if code[:1].isalpha() else code
    wider = (without_issuer, without_issuer.partition(":")[0])
    return tuple(dict.fromkeys(reading for reading in wider if reading != code))


def _composed(text: str) -> tuple[str, list[tuple[int, int]] | None]:
    """Composed lower-case text and, where characters moved, the span that each came from."""
    if text.isascii() or (not _AWKWARD.search(text) and unicodedata.is_normalized("NFC", text)):
        return text.lower(), None
    characters: list[str] = []
    spans: list[tuple[int, int]] = []
    start = 0
    while start < len(text):
        end = start + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        cluster = unicodedata.normalize("NFC", text[start:end]).lower()
        visible = [character for character in cluster if not _AWKWARD.match(character)]
        characters += visible
        spans += [(start, end)] * len(visible)
        start = end
    return "".join(characters), spans


def analyse(text: str) -> list[Token]:
    """The tokens of `text` in reading order; none for a text without letters and digits."""
    lowered, spans = _composed(text)
    written = lowered.translate(_SIGNS)
    folded = lowered.translate(_FOLD)
    tokens: list[Token] = []
    words: list[_Word | None] = []
    sentence = 0
    for found in _TOKEN.finditer(folded):
        kind = found.lastgroup
        start, end = found.span()
        if kind == "mark":
            sentence += 1
            continue
        word = _word(written[start:end]) if kind == "word" else None
        form = word.folded if word else folded[start:end]
        if kind == "unit" or kind == "code":
            form = _kept_whole(form)
        accented = word.accented if word and word.bears else None
        if spans is not None:
            start, end = spans[start][0], spans[end - 1][1]
        case = _case(text[start:end]) if kind == "word" else 0
        tokens.append(Token(form, accented, start, end, kind, sentence, case))  # type: ignore[arg-type]
        words.append(word)
    return _tell_accents(tokens, words)


def _case(written: str) -> int:
    if written.islower():
        return 0
    return 1 if written[1:].islower() else 2


def _tell_accents(tokens: list[Token], words: list[_Word | None]) -> list[Token]:
    """Gives words without accents their accented form where the text is typed with accents.

    There "chi" is chi, and neither chỉ nor chì. A text is so typed when a third of its syllables
    bear accents (of running Vietnamese, four in five do); a sentence of four syllables and more
    with none is not, whatever stands around it.
    """
    syllables: Counter[int] = Counter()
    bearing: Counter[int] = Counter()
    for token, word in zip(tokens, words, strict=True):
        if word and word.syllable:
            syllables[token.sentence] += 1
            bearing[token.sentence] += word.bears
    if not bearing.total() or 3 * bearing.total() < syllables.total():
        return tokens
    bare = {s for s, count in syllables.items() if count >= 4 and not bearing[s]}
    return [
        Token(t.folded, word.accented, t.start, t.end, t.kind, t.sentence, t.case)
        if word and not word.bears and t.sentence not in bare
        else t
        for t, word in zip(tokens, words, strict=True)
    ]


def _listed(words: str, separator: str | None = None) -> list[str]:
    return [fold(word.strip()) for word in words.split(separator)]


_ENGLISH_STOPS = """a an and are as at be by for from has have in into is it its of on or that the
    their this to was were which with we our you your can will not no all any more most also other
    such than then they these those there where when who us been being but do does each etc per"""
_VIETNAMESE_STOPS = """và của các những cho với là có được trong tại từ đến theo về này khi để bằng
    một trên dưới do ra vào như hoặc cũng đã đang sẽ mà nên bị còn rất nhiều tôi việc bao gồm"""

STOP_WORDS = frozenset(_listed(_ENGLISH_STOPS) + _listed(_VIETNAMESE_STOPS))
"""Folded words of both languages that say nothing; by themselves only, not within a phrase.

Folded, khí (gas) is also khi (when): ask `is_stop` of a token, which knows its accents.
"""
_ACCENTED_STOPS = frozenset(normalise(_VIETNAMESE_STOPS).split())
_UNACCENTED_STOPS = frozenset(_listed(_VIETNAMESE_STOPS))


def is_stop(token: Token) -> bool:
    """Whether the token says nothing: "với", "voi" where accents are unknown, but not "vôi"."""
    if token.folded not in STOP_WORDS:
        return False
    written = token.accented
    return written is None or written.isascii() or written in _ACCENTED_STOPS


def may_speak(token: Token) -> bool:
    """Whether a stop word without accents may be another word beside one: "khi" in "khi thai"."""
    return token.accented is None and token.folded in _UNACCENTED_STOPS


BOILERPLATE = frozenset(
    _listed(
        """gói, gói thầu, thầu, thầu số, mua sắm, sắm, cung cấp, lắp đặt, cấp lắp, cấp và, phục vụ,
        vụ công, công tác, địa bàn, trên địa, thực hiện, công trình, hạng mục, dự án, thi công,
        xây dựng, đầu tư, tổ chức, giai đoạn, bao gồm, toàn bộ, ủy ban, nhân dân, huyện, quận,
        phường, thị trấn, thị xã, thành phố, tỉnh, thôn, ban quản, procurement, tender, bid,
        packag, supply and, supply of""",
        ",",
    )
) | {f"nam {year}" for year in range(2000, 2060)}
"""Folded 1- and 2-grams (as `grams` yields them) that tender titles bear whatever they buy.

Only those whose folded form says nothing else: "xã" is left out, because folded it is also "xả"
(discharge), and "cấp" by itself, because of "cấp nước" (water supply).
"""


def grams(tokens: Sequence[Token], n: int = 2) -> Iterator[str]:
    """Folded 1- to `n`-grams; a phrase doesn't cross a break, begin or end in a stop word.

    A standard's code also yields its wider readings, so that editions of one standard meet.
    """
    for first, token in enumerate(tokens):
        alone = is_stop(token)
        if alone and not may_speak(token):
            continue
        if token.kind == "code":
            yield from code_family(token.folded)
        phrase = ""
        for other in tokens[first : first + n]:
            if other.sentence != token.sentence:
                break
            phrase = f"{phrase} {other.folded}" if phrase else other.folded
            silent = alone if other is token else is_stop(other) and not may_speak(other)
            if not silent:
                yield phrase


# Syllables and words frequent in one language and rare in the other, folded.
_VI_SIGNS = frozenset(
    _listed(
        """xu ly nuoc thai chat rac khi bui he thong cong nghe thiet bi moi truong cua va thu gom
        quan trac nguy hai che bun lap dat voi duoc khong nha san xuat cap tram ve sinh xe thung hoa
        nhiem trong lieu phuong ngay dem gia hieu suat tieu chuan loc boi dich vu sinh hoat"""
    )
)
_EN_SIGNS = frozenset(
    _listed("the of and for with to in is are from on at by water air gas sludge pump unit site")
)


def guess_language(text: str) -> Language:
    """ "vi" or "en": by accents and frequent syllables against the shapes of English words.

    A text that tells nothing (empty, numbers alone) is taken as Vietnamese.
    """
    words = [_word(found[0]) for found in re.finditer(r"[^\W\d_]{2,}", _composed(text)[0])]
    vi = sum(word.bears + (word.folded in _VI_SIGNS) for word in words)
    en = sum(
        word.folded in _EN_SIGNS or (not word.syllable and _VOWEL.search(word.folded) is not None)
        for word in words
    )
    return "en" if en > vi else "vi"
