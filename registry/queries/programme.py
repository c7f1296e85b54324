"""The programme: its targets, groups of tasks, and the departments' parts in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.target import Programme, Target
from registry.exchange.reference import read
from registry.i18n import Language
from registry.storage import reference

CITY = "hanoi-50"
NATIONAL = "national-1894"


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target: a range of per cent of demand, by a year."""

    segment: str
    name: str
    low: float
    high: float
    words: str
    year: int


@dataclass(frozen=True, slots=True)
class Agency:
    """A department and what it does for the programme."""

    name: str
    lead: bool
    tasks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """All that the programme's page says."""

    name: str
    basis: str
    issued_on: date | None
    source: str
    targets: tuple[TargetRow, ...]
    national_name: str
    national: tuple[TargetRow, ...]
    groups: tuple[tuple[int, str], ...]
    agencies: tuple[Agency, ...]


def targets(session: Session, language: Language, programme: str = CITY) -> tuple[TargetRow, ...]:
    """The targets of a programme that hold today, in its order."""
    return tuple(_row(target, language) for _, target in _today(session, programme))


def page(session: Session, language: Language) -> ProgrammePage | None:
    """The programme's page; None before the reference data is loaded."""
    city, national = _today(session, CITY), _today(session, NATIONAL)
    if not city or not national:
        return None
    programme = city[0][0]
    return ProgrammePage(
        name=language.pick(programme.name_vi, programme.name_en),
        basis=programme.basis,
        issued_on=programme.issued_on,
        source=programme.source,
        targets=tuple(_row(target, language) for _, target in city),
        national_name=language.pick(national[0][0].name_vi, national[0][0].name_en),
        national=tuple(_row(target, language) for _, target in national),
        groups=tuple((g["number"], g[f"name_{language.code}"]) for g in _of_city("tasks", "group")),
        agencies=tuple(
            Agency(a[f"name_{language.code}"], a["lead"], tuple(a[f"tasks_{language.code}"]))
            for a in _of_city("agencies", "agency")
        ),
    )


def _today(session: Session, programme: str) -> Sequence[tuple[Programme, Target]]:
    return reference.targets(session, programme, hanoi_day(utcnow()))


def _of_city(file: str, table: str) -> list[dict[str, Any]]:
    return [row for row in read(file)[table] if row["programme"] == CITY]


def _row(target: Target, language: Language) -> TargetRow:
    low, high = language.number(target.low), language.number(target.high)
    percent = f"{low}%" if low == high else f"{low}–{high}%"
    return TargetRow(
        segment=target.segment.value,
        name=language.pick(target.name_vi, target.name_en),
        low=float(target.low),
        high=float(target.high),
        words=language.gettext("%(percent)s by %(year)s", percent=percent, year=target.year),
        year=target.year,
    )
