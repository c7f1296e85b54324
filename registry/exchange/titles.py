"""Titles as they are typed into spreadsheets, made readable: quotes, blanks, capitals."""

import re
import unicodedata
from collections.abc import Collection
from functools import cache

from matching.text import fold, guess_language

_QUOTES = "\"“”„«»'‘’`"
# What a title in capitals has at most in small letters: "m3", "pH".
_SMALL = 0.15
_SHORTEST = 8
# Abbreviations that could be syllables; all others are told by not being one.
_ABBREVIATIONS = frozenset({"PE", "RO", "AO", "EM", "HN"})
_ENGLISH_ABBREVIATIONS = re.compile(
    "BOD|CEMS|COD|EIA|EPC|EU|HDPE|ISO|MBBR|MBR|ODA|QCVN|RO|SCADA|UASB|UF|UV"
)
# The article, but not "column A".
_ARTICLE = re.compile(r"(?<!column )(?<!class )(?<!grade )(?<!zone )\bA(?= \w{2})")
_NUMERAL = re.compile(r"[IVX]{2,4}")
_UNITS = re.compile(r"\d*(?:M[23]|KM|KG|HA|MM|CM|KW|KVA|MG|L)\b", re.IGNORECASE)
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?"
)
_ALWAYS_NAMES = frozenset(
    {"Hà Nội", "Việt Nam", "Hồ Chí Minh", "Hải Phòng", "Đà Nẵng", "Sông Nhuệ", "Tô Lịch"}
)
# After these a place's name stands.
_PLACE_WORDS = ("xã", "phường", "thị trấn", "quận", "huyện", "thị xã")


def readable(text: str, names: Collection[str] = ()) -> str:
    """The title in one line, without quotes around it, and not in capitals.

    A title in capitals gets sentence case. What is no Vietnamese syllable, such as QCVN, BOD or
    XLNT, is an abbreviation and stays; ``names`` (of places) get their capitals back.
    """
    line = _unquoted(" ".join(unicodedata.normalize("NFC", text).split()))
    if not _shouted(line):
        first = line.partition(" ")[0]
        return line[:1].upper() + line[1:] if first.islower() else line
    english = guess_language(line.lower()) == "en"
    of_language = _english if english else _vietnamese
    lowered = re.sub(r"\w+", lambda found: _lowered(found[0], of_language(found[0])), line)
    lowered = _ARTICLE.sub("a", lowered) if english else lowered
    pattern, capitals = _named(frozenset(names))
    lowered = pattern.sub(lambda found: capitals[found[0]], lowered)
    return re.sub(r"(?:^|(?<=\. ))\w", lambda found: found[0].upper(), lowered)


@cache
def _named(names: frozenset[str]) -> tuple[re.Pattern[str], dict[str, str]]:
    """A pattern of the names in small letters, and each with its capitals.

    A place's name may be an ordinary word ("Thành Công"), so it counts only after the word for
    what it is.
    """
    capitals = {name.lower(): name for name in names | _ALWAYS_NAMES}
    after = "|".join(f"(?<={word} )" for word in _PLACE_WORDS)
    return (
        re.compile(rf"(?:(?:{after})(?:{_any(names)})|(?<!\w)(?:{_any(_ALWAYS_NAMES)}))(?!\w)"),
        capitals,
    )


def _any(names: Collection[str]) -> str:
    """The longest first, so that none is taken for a part of it."""
    lowered = sorted((name.lower() for name in names), key=len, reverse=True)
    return "|".join(map(re.escape, lowered)) or "(?!)"


def _unquoted(text: str) -> str:
    """Without the quotes that stand around the whole, or astray at one end."""
    inner = text.strip(_QUOTES + " ")
    around = sum(character in _QUOTES for character in text)
    inside = sum(character in _QUOTES for character in inner)
    if inside == 0 or around % 2:
        return inner
    return text  # quotes at the ends that belong to words in it


def _shouted(text: str) -> bool:
    letters = [character for character in text if character.isalpha()]
    small = sum(character.islower() for character in letters)
    return len(letters) >= _SHORTEST and " " in text and small <= _SMALL * len(letters)


def _lowered(word: str, abbreviation: bool) -> str:
    if _UNITS.fullmatch(word):
        return word if word.endswith(("KW", "KVA")) else word.lower()
    odd = any(character.isdigit() for character in word) or not word.isupper()
    single = len(word) == 1 and word.isascii()
    return word if odd or single or abbreviation or _NUMERAL.fullmatch(word) else word.lower()


def _vietnamese(word: str) -> bool:
    """Whether a word in capitals is an abbreviation, because it is no Vietnamese syllable."""
    return word in _ABBREVIATIONS or not _SYLLABLE.fullmatch(fold(word))


def _english(word: str) -> bool:
    return bool(_ENGLISH_ABBREVIATIONS.fullmatch(word)) or not re.search("[AEIOUY]", word)
