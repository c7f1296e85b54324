"""The programme: its targets with their history, its tasks by group, its agencies and documents."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from registry.domain.agency import Agency, AgencyTask
from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.dated import fell_away, held_on, holds
from registry.domain.document import Document
from registry.domain.target import Programme, Target
from registry.i18n import N_, Language
from registry.queries import record_words as words
from registry.storage import dated, reference

CITY = "hanoi-50"
NATIONAL = "national-1894"
_ALL_GROUPS = N_("Across all groups")


@dataclass(frozen=True, slots=True)
class Value:
    """What a target was, is or will be, for a time. ``state``: "past", "now" or "planned"."""

    share: str
    since: date
    until: date | None
    source: str
    state: str


@dataclass(frozen=True, slots=True)
class TargetRow:
    """One target: a range of per cent of demand, by a year; ``history`` has its values in time."""

    code: str
    segment: str
    name: str
    low: float
    high: float
    words: str
    year: int
    history: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the programme and whose it is."""

    text: str
    agency: str


@dataclass(frozen=True, slots=True)
class Group:
    """A group of tasks; ``number`` None for what serves all of them."""

    number: int | None
    name: str
    tasks: tuple[Task, ...]


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document that the programme rests on."""

    number: str
    title: str
    issued_on: date | None
    link: str | None
    source: str


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
    lead: tuple[str, ...]
    groups: tuple[Group, ...]
    documents: tuple[DocumentRow, ...]


def targets(session: Session, language: Language, programme: str = CITY) -> tuple[TargetRow, ...]:
    """The targets of a programme that hold today, in its order."""
    held = reference.targets(session, programme, _today())
    return tuple(_row(target, language) for _, target in held)


def page(session: Session, language: Language) -> ProgrammePage | None:
    """The programme's page; None before the reference data is loaded."""
    programmes = {row.code: row for row in reference.programmes(session)}
    if CITY not in programmes or NATIONAL not in programmes:
        return None
    records, today = dated.records(session, Target), _today()
    city, national = programmes[CITY], programmes[NATIONAL]
    agencies = [
        row for row in dated.holding(session, Agency, today) if row.programme_id == city.key
    ]
    tasks = dated.holding(session, AgencyTask, today)
    return ProgrammePage(
        name=language.pick(city.name_vi, city.name_en),
        basis=city.basis,
        issued_on=city.issued_on,
        source=city.source,
        targets=tuple(_of_programme(records.values(), city, today, language)),
        national_name=language.pick(national.name_vi, national.name_en),
        national=tuple(_of_programme(records.values(), national, today, language)),
        lead=tuple(language.pick(a.name_vi, a.name_en) for a in agencies if a.lead),
        groups=tuple(_groups(agencies, tasks, language)),
        documents=tuple(_documents(session, today, language)),
    )


def _today() -> date:
    return hanoi_day(utcnow())


def _of_programme(
    records: Iterable[Sequence[Target]], programme: Programme, today: date, language: Language
) -> Iterator[TargetRow]:
    """The targets that hold today, in the programme's order, each with its values in time."""
    held = [
        (target, rows)
        for rows in records
        if (target := held_on(rows, today)) and target.programme_id == programme.key
    ]
    for target, rows in sorted(held, key=lambda pair: pair[0].position):
        yield _row(target, language, tuple(_history(rows, today, language)))


def _history(rows: Sequence[Target], today: date, language: Language) -> Iterator[Value]:
    """The values of a target, the latest first; what was planned and taken back is left out."""
    for row in reversed(rows):
        if not fell_away(row):
            state = "now" if holds(row, today) else "planned" if row.valid_from > today else "past"
            share = words.share(row, language)
            yield Value(share, row.valid_from, row.valid_to, row.source, state)


def _row(target: Target, language: Language, history: tuple[Value, ...] = ()) -> TargetRow:
    share = words.share(target, language)
    return TargetRow(
        code=target.code,
        segment=target.segment.value,
        name=language.pick(target.name_vi, target.name_en),
        low=float(target.low),
        high=float(target.high),
        words=language.gettext("%(percent)s by %(year)s", percent=share, year=target.year),
        year=target.year,
        history=history,
    )


def _groups(
    agencies: Sequence[Agency], tasks: Sequence[AgencyTask], language: Language
) -> Iterator[Group]:
    """The tasks by group, and last those that serve all groups."""
    order = {agency.code: agency.position for agency in agencies}
    names = {agency.code: language.pick(agency.name_vi, agency.name_en) for agency in agencies}
    known = sorted(
        (task for task in tasks if task.agency in names),
        key=lambda task: (order[task.agency], task.position),
    )
    for number, name in (*words.groups(language, CITY), (None, language.gettext(_ALL_GROUPS))):
        yield Group(
            number,
            name,
            tuple(
                Task(language.pick(task.text_vi, task.text_en), names[task.agency])
                for task in known
                if task.group == number
            ),
        )


def _documents(session: Session, today: date, language: Language) -> Iterator[DocumentRow]:
    """The documents listed today, in the order in which they were added."""
    for row in sorted(dated.holding(session, Document, today), key=lambda row: row.key):
        title = language.pick(row.title_vi, row.title_en)
        yield DocumentRow(row.number, title, row.issued_on, row.link, row.source)
