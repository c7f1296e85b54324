"""Dated records as editors see them: lists, one with its history, and what a change touches."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from registry.domain import permission
from registry.domain.agency import Agency, AgencyTask
from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.dated import Dated, fell_away, held_on, touched, version
from registry.domain.permission import Actor, Permission
from registry.domain.record import SAYS, TABLES, RecordKind
from registry.domain.target import Target
from registry.i18n import N_, Language
from registry.queries import record_words as words
from registry.storage import audit, dated, need, reference


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One record in a list. ``state``: "now", "planned" or "ended"."""

    code: str
    title: str
    detail: str
    meta: tuple[str, ...]
    state: str


@dataclass(frozen=True, slots=True)
class TimeLine:
    """What a record said for a time. ``state``: "now", "planned", "past" or "fell_away"."""

    since: date
    until: date | None
    text: str
    source: str
    state: str


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change: when, by whom in terms of the role, from what to what, by which source."""

    at: datetime
    role: str
    what: str
    differences: tuple[tuple[str, str, str], ...]
    source: str


@dataclass(frozen=True, slots=True)
class RecordPage:
    """A record with its history. ``values`` are what the form starts from."""

    code: str
    title: str
    about: tuple[tuple[str, str], ...]
    now: tuple[tuple[str, str], ...]
    since: date | None
    until: date | None
    source: str
    times: tuple[TimeLine, ...]
    changes: tuple[ChangeLine, ...]
    values: Mapping[str, Any]
    version: str
    ended: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What a change would do, before it is done."""

    differences: tuple[tuple[str, str, str], ...]
    touches: tuple[str, ...]


def listed(
    session: Session, actor: Actor, kind: RecordKind, lang: Language
) -> tuple[RecordLine, ...]:
    """All records of a kind, the ended ones last. Forbidden."""
    permission.check(actor, Permission.EDIT_REFERENCE)
    today, agencies = _today(), agency_names(session, lang)
    programmes = _programmes(session, lang)
    lines = [
        _line(kind, rows, today, agencies, programmes, lang)
        for rows in dated.records(session, TABLES[kind]).values()
    ]
    return tuple(sorted(lines, key=lambda line: line.state == "ended"))


def shown(
    session: Session, actor: Actor, kind: RecordKind, code: str, lang: Language
) -> RecordPage | None:
    """One record with its history; None where there is none. Forbidden."""
    permission.check(actor, Permission.EDIT_REFERENCE)
    rows = dated.rows(session, TABLES[kind], code)
    if not rows:
        return None
    today, agencies = _today(), agency_names(session, lang)
    present = held_on(rows, today) or _next(rows, today) or rows[-1]
    return RecordPage(
        code=code,
        title=words.title(present, lang)[0],
        about=_about(present, _programmes(session, lang), lang),
        now=tuple(words.said(kind, present.model_dump(), agencies, lang).items()),
        since=present.valid_from,
        until=present.valid_to,
        source=present.source,
        times=tuple(_times(kind, rows, today, agencies, lang)),
        changes=tuple(_changes(session, kind, code, agencies, lang)),
        values={name: getattr(present, name) for name in SAYS[kind]},
        version=version(rows),
        ended=all(row.valid_to is not None and row.valid_to < today for row in rows),
    )


def preview(
    session: Session,
    actor: Actor,
    kind: RecordKind,
    code: str | None,
    said: Mapping[str, Any],
    since: date,
    lang: Language,
) -> Preview:
    """What a change of a record, or a new one (``code`` None), would touch. Forbidden."""
    permission.check(actor, Permission.EDIT_REFERENCE)
    rows = dated.rows(session, TABLES[kind], code) if code else ()
    agencies, before = agency_names(session, lang), held_on(rows, since)
    old = words.said(kind, before.model_dump(), agencies, lang) if before else {}
    new = words.said(kind, said, agencies, lang)
    return Preview(
        differences=tuple(_differences(old, new)),
        touches=tuple(_touches(session, kind, rows, since, lang)),
    )


def agency_names(session: Session, lang: Language) -> dict[str, str]:
    """The agencies by their code, as each was called last."""
    return {
        code: lang.pick(rows[-1].name_vi, rows[-1].name_en)
        for code, rows in dated.records(session, Agency).items()
    }


def _today() -> date:
    return hanoi_day(utcnow())


def _programmes(session: Session, lang: Language) -> dict[int, str]:
    return {p.key: lang.pick(p.name_vi, p.name_en) for p in reference.programmes(session)}


def _next(rows: Sequence[Dated], today: date) -> Dated | None:
    """The row that holds next, of a record that has not begun."""
    ahead = [row for row in rows if row.valid_from > today and not fell_away(row)]
    return min(ahead, key=lambda row: row.valid_from, default=None)


def _line(
    kind: RecordKind,
    rows: Sequence[Dated],
    today: date,
    agencies: Mapping[str, str],
    programmes: Mapping[int, str],
    lang: Language,
) -> RecordLine:
    held, ahead = held_on(rows, today), _next(rows, today)
    row = held or ahead or rows[-1]
    meta = [text for _, text in _about(row, programmes, lang)]
    if isinstance(row, AgencyTask):
        meta.append(agencies.get(row.agency, row.agency))
    if ahead is not None:
        meta.append(lang.gettext(N_("changes on %(day)s"), day=lang.date(ahead.valid_from)))
    elif held is not None and held.valid_to is not None:
        meta.append(lang.gettext(N_("ends on %(day)s"), day=lang.date(held.valid_to)))
    elif held is None and row.valid_to is not None:
        meta.append(lang.gettext(N_("ended on %(day)s"), day=lang.date(row.valid_to)))
    detail = words.share(row, lang) if isinstance(row, Target) else ""
    state = "now" if held else "planned" if ahead else "ended"
    return RecordLine(row.code, words.title(row, lang)[0], detail, tuple(meta), state)


def _about(
    row: Dated, programmes: Mapping[int, str], lang: Language
) -> tuple[tuple[str, str], ...]:
    """What of a record nobody edits: its programme, and of a target the year."""
    if isinstance(row, Target):
        return (
            (lang.gettext(N_("Programme")), programmes[row.programme_id]),
            (lang.gettext(N_("Year")), str(row.year)),
        )
    if isinstance(row, Agency):
        return ((lang.gettext(N_("Programme")), programmes[row.programme_id]),)
    return ()


def _times(
    kind: RecordKind,
    rows: Sequence[Dated],
    today: date,
    agencies: Mapping[str, str],
    lang: Language,
) -> Iterator[TimeLine]:
    """What the record says and said, the latest first."""
    for row in sorted(rows, key=lambda row: (row.valid_from, row.key), reverse=True):
        told = words.said(kind, row.model_dump(), agencies, lang)
        if isinstance(row, Target):
            text = words.share(row, lang)
        else:
            text = "; ".join(f"{name}: {value}" for name, value in told.items())
        yield TimeLine(row.valid_from, row.valid_to, text, row.source, _state(row, today))


def _state(row: Dated, today: date) -> str:
    if fell_away(row):
        return "fell_away"
    if row.valid_from > today:
        return "planned"
    return "past" if row.valid_to is not None and row.valid_to < today else "now"


_VERBS = {"add": N_("Added"), "change": N_("Changed"), "end": N_("Ended")}


def _changes(
    session: Session, kind: RecordKind, code: str, agencies: Mapping[str, str], lang: Language
) -> Iterator[ChangeLine]:
    for event in reversed(audit.of_object(session, kind.value, code)):
        before, after = event.before or {}, event.after or {}
        verb = event.action.rpartition(".")[2]
        old = words.said(kind, before, agencies, lang)
        new = old if verb == "end" else words.said(kind, after, agencies, lang)
        named = "valid_to" if verb == "end" else "valid_from"
        dates = [(lang.gettext(words.NAMES[named]), "", words.day(after[named], lang))]
        yield ChangeLine(
            at=event.at,
            role=words.role(after.get("role"), lang),
            what=lang.gettext(_VERBS[verb]),
            differences=(*_differences(old, new), *dates),
            source=after["source"],
        )


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for name in dict.fromkeys([*new, *old]):
        if old.get(name, "") != new.get(name, ""):
            yield name, old.get(name, ""), new.get(name, "")


def _touches(
    session: Session, kind: RecordKind, rows: Sequence[Dated], since: date, lang: Language
) -> Iterator[str]:
    """What the change reaches, a sentence each."""
    day = lang.date(since)
    if kind is RecordKind.CERTIFICATE:
        yield lang.gettext(N_("The list of certificate kinds, from %(day)s."), day=day)
    else:
        yield lang.gettext(N_("The programme's page and its history, from %(day)s."), day=day)
    if rows and isinstance(rows[-1], Target):
        number = need.count_in_segment(session, rows[-1].segment)
        yield lang.ngettext(
            "%(num)s public need has items that this target counts; the need itself stays as it"
            " is.",
            "%(num)s public needs have items that this target counts; the needs themselves stay"
            " as they are.",
            number,
            num=lang.number(number),
        )
    for row in touched(rows, since):
        if row.valid_from >= since:
            message = N_("What was planned from %(day)s falls away.")
            yield lang.gettext(message, day=lang.date(row.valid_from))
    message = N_("What held until then stays readable as it was, with its source.")
    if rows:
        yield lang.gettext(message)
