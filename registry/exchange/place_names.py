"""A commune or ward by what people write: today's name, or an old unit with its district."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlmodel import Session

from matching.text import fold, has_accents, normalise
from registry.domain.place import PlaceKind
from registry.storage import place, reference

# What stands before a name. Old units had towns (thị trấn) too.
_KIND = re.compile(r"^(?:(xã|xa|x\.)|(phường|phuong|p\.)|(?:thị trấn|thi tran|tt\.?))\s*", re.I)
_DISTRICT = re.compile(r"^(?:quận|quan|q\.|huyện|huyen|h\.|thị xã|thi xa|tx\.?)\s*", re.I)
_AROUND = re.compile(r"^(?:thành phố|thanh pho|tp\.?)?\s*(?:hà nội|ha noi|hanoi|việt nam)$", re.I)
_ENGLISH = re.compile(r"^(.*?)\s+(commune|ward)$", re.I)
_WHOLE = frozenset({"merged", "renamed", "unchanged"})

Named = TypeVar("Named")


@dataclass(frozen=True, slots=True)
class Found:
    """``code``: the place, or None where only a person can say which of ``choices`` (names)."""

    code: str | None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Old:
    name: str
    district: str
    code: str
    whole: bool


class PlaceNames:
    """Finds places by name; read once for a file."""

    def __init__(self, session: Session) -> None:
        self._names: dict[str, str] = {}
        self._kinds: dict[str, PlaceKind] = {}
        self._today: dict[str, list[str]] = defaultdict(list)
        self._old: dict[str, list[_Old]] = defaultdict(list)
        for row in reference.places(session):
            self._names[row.code] = row.name_vi
            self._kinds[row.code] = row.kind
            self._today[fold(row.name_vi)].append(row.code)
        for alias, now in place.aliases(session):
            name = _KIND.sub("", alias.old_unit)
            old = _Old(name, alias.old_district, now.code, alias.how in _WHOLE)
            self._old[fold(name)].append(old)

    @property
    def names(self) -> frozenset[str]:
        """Names of today's places, old units and districts, of two syllables or more."""
        old = [old for rows in self._old.values() for old in rows]
        units = {*self._names.values(), *(one.name for one in old)}
        districts = {_DISTRICT.sub("", one.district) for one in old}
        return frozenset(name for name in units | districts if " " in name)

    def find(self, text: str, district: str = "") -> Found | None:
        """The place that ``text`` names; None for a name that Hanoi has never had.

        Where a district is given, the name is an old unit's, if that district had one.
        """
        if text.strip() in self._names:
            return Found(text.strip())
        parts = [p.strip() for p in re.split(r"[,;]|\s[-–]\s", unicodedata.normalize("NFC", text))]
        parts = [part for part in parts if part and not _AROUND.match(part)]
        if not parts:
            return None
        old_district = _DISTRICT.sub("", district or (parts[1] if len(parts) > 1 else ""))
        name, kind = _bare(parts[0])
        found = self._find(name, kind, old_district)
        return found or self._find(parts[0], None, old_district)  # "Xa La" is a name

    def _find(self, name: str, kind: PlaceKind | None, old_district: str) -> Found | None:
        old = self._old_units(name, old_district)
        if old_district and old:
            return self._of_old(old)
        today = self._of_today(name, kind)
        if len(today) == 1:
            return Found(today[0])
        return self._of_old(old) if old else None

    def _of_today(self, name: str, kind: PlaceKind | None) -> Sequence[str]:
        codes = _exact(self._today.get(fold(name), []), name, self._names.__getitem__)
        of_kind = [code for code in codes if self._kinds[code] is kind]
        return of_kind or codes

    def _old_units(self, name: str, district: str) -> Sequence[_Old]:
        rows = _exact(self._old.get(fold(name), []), name, lambda old: old.name)
        if district:
            wanted = fold(district)
            rows = [old for old in rows if fold(_DISTRICT.sub("", old.district)) == wanted]
        return rows

    def _of_old(self, rows: Sequence[_Old]) -> Found:
        codes = list(dict.fromkeys(old.code for old in rows))
        if len(codes) == 1 and all(old.whole for old in rows):
            return Found(codes[0])
        return Found(None, tuple(self._names[code] for code in codes))


def _bare(text: str) -> tuple[str, PlaceKind | None]:
    if english := _ENGLISH.match(text):
        return english[1], PlaceKind(english[2].lower())
    found = _KIND.match(text)
    if found is None or not text[found.end() :].strip():
        return text, None
    kind = PlaceKind.COMMUNE if found[1] else PlaceKind.WARD if found[2] else None
    return text[found.end() :].strip(), kind


def _exact(rows: Sequence[Named], name: str, name_of: Callable[[Named], str]) -> Sequence[Named]:
    """The rows of this name, accents and all; where it is written without any, all of them."""
    exact = [row for row in rows if normalise(name_of(row)) == normalise(name)]
    return exact if exact or has_accents(name) else rows
