"""Vietnamese alphabetical order, computed here because no database sorts it everywhere.

Order of letters and tones as in Vietnamese dictionaries: a ă â b c d đ e ê … and level, huyền,
hỏi, ngã, sắc, nặng; tones decide only between words of the same letters.
"""

import unicodedata

_LETTERS = "aăâbcdđeêfghijklmnoôơpqrstuưvwxyz"
_ORDER = {letter: chr(ord("A") + place) for place, letter in enumerate(_LETTERS)}
_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}


def sort_key(text: str) -> str:
    """A string whose plain order is the Vietnamese order of ``text``."""
    letters: list[str] = []
    tones: list[str] = []
    for character in unicodedata.normalize("NFD", text.lower()):
        if character in _TONES:
            tones[-1:] = [_TONES[character]]
        elif character in "\u0306\u0302\u031b" and letters:
            composed = unicodedata.normalize("NFC", letters[-1] + character)
            letters[-1] = composed if composed in _ORDER else letters[-1]
        else:
            letters.append(character)
            tones.append("0")
    ordered = "".join(_ORDER.get(letter, letter if letter < "A" else "z") for letter in letters)
    return f"{ordered} {''.join(tones)}"[:900]
