"""A technical standard or regulation, when it holds, what took its place, and what that means.

A replaced standard is a question to whoever cites it: plants that already run may use it for a
while. It is a fault only for a new plant, or when that while is over.
"""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from sqlmodel import Field

from matching.text import fold
from registry.domain.base import BigInt, Row


class Standard(Row, table=True):
    """A standard by its code. Dates are those of its source, which stands beside them."""

    # The code as an address can hold it; see :func:`standard_id`.
    public_id: str = Field(max_length=80, unique=True)
    code: str = Field(max_length=60, unique=True)
    title_vi: str = Field(max_length=300)
    title_en: str | None = Field(default=None, max_length=300)
    issuer: str = Field(max_length=160)
    territory: str = Field(default="VN", max_length=16)
    in_force_from: date | None = None
    # Until when plants that already run may still use it, once it is replaced.
    existing_until: date | None = None
    source: str = Field(max_length=300)


class StandardReplacement(Row, table=True):
    """One standard may replace several. Of several rows of one standard the latest counts."""

    __tablename__ = "standard_replacement"

    standard_id: int = Field(foreign_key="standard.id", sa_type=BigInt, index=True)
    replaced_by_id: int = Field(foreign_key="standard.id", sa_type=BigInt)
    since: date | None = None


class Replacement(NamedTuple):
    """What took a standard's place: since when, and until when plants that already run may use
    the old one (None: not known)."""

    code: str
    since: date | None
    until: date | None


class Standing(StrEnum):
    """What a standard is worth to whoever cites it.

    ASK: only a plant that already runs may use it, and nobody has said whether this is one.
    EXISTING: it is one, and its time is not over. FAULT: it can't be used any more.
    """

    IN_FORCE = "in_force"
    ASK = "ask"
    EXISTING = "existing"
    FAULT = "fault"


def standing(replacement: Replacement | None, new_plant: bool | None, on: date) -> Standing:
    """Where a standard stands on a day for a plant: a new one, one that runs, or not said."""
    if replacement is None or (replacement.since is not None and on < replacement.since):
        return Standing.IN_FORCE
    if new_plant or (replacement.until is not None and on > replacement.until):
        return Standing.FAULT
    return Standing.ASK if new_plant is None else Standing.EXISTING


def plain_code(code: str) -> str:
    """A code by which a standard is found: "qcvn 40:2025" means QCVN 40:2025/BTNMT."""
    return "".join(code.split()).casefold().partition("/")[0]


def standard_id(code: str) -> str:
    """A code as an address can hold it: ``qcvn-40-2025-btnmt``."""
    return "-".join(re.findall("[a-z0-9]+", fold(code)))


class Replacements:
    """All replacements as they stand on a day, found by code however it is written."""

    def __init__(self, rows: Mapping[str, Replacement], on: date) -> None:
        self._rows = {plain_code(code): (code, row) for code, row in rows.items()}
        self.on = on

    def of(self, code: str) -> tuple[str, Replacement] | None:
        """The code as it is properly written, and its replacement, also one that lies ahead."""
        return self._rows.get(plain_code(code))

    def standing(self, code: str, new_plant: bool | None) -> Standing:
        """See :func:`standing`; a standard that nobody replaced, or knows, is in force."""
        found = self.of(code)
        return standing(found[1] if found else None, new_plant, self.on)
