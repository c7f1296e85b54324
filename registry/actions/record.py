"""Changing dated reference data: targets, agencies and tasks, certificate kinds, documents.

Nothing is overwritten: each change is a new row that holds from a day on, today or later, and the
rows before it keep what they said. Who, when, from what to what, and by which source stands in the
audit trail.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from matching.text import fold
from registry.actions.errors import ActionError
from registry.domain.agency import GROUPS, Agency
from registry.domain.base import new_public_id, utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.dated import Dated, end, give_way, held_on, touched, version
from registry.domain.permission import Actor, Permission, check, city_role_for
from registry.domain.record import MEASURES, SAYS, TABLES, RecordKind
from registry.i18n import N_
from registry.storage import audit, dated

Said = Mapping[str, Any]

LIMITS = {
    "name_vi": 300, "name_en": 300, "text_vi": 500, "text_en": 500, "issuer_vi": 200,
    "issuer_en": 200, "standard": 160, "number": 80, "title_vi": 500, "title_en": 500,
    "link": 500, "source": 500,
}  # fmt: skip
_MAY_BE_EMPTY = frozenset({"issued_on", "link", "group", "lead"})


def add(
    session: Session, actor: Actor, kind: RecordKind, said: Said, since: date | None, source: str
) -> str:
    """Begin a record; its code. ``said`` has the fields of ``SAYS[kind]``.

    Raises Forbidden, and ActionError for the first problem; ``known`` where there is one already.
    """
    check(actor, Permission.EDIT_REFERENCE)
    first = _checked(session, kind, said, since, source)
    code = _new_code(kind, said)
    if dated.for_change(session, TABLES[kind], code):
        message = N_("There is such an entry already: change that one.")
        raise ActionError("known", message, field=SAYS[kind][0])
    others = dated.records(session, TABLES[kind])
    values = {**said, "code": code, "valid_from": first, "source": source}
    if kind is RecordKind.TASK:
        values["position"] = len(others)
    row = TABLES[kind].model_validate(values)
    dated.add(session, row)
    _record(session, actor, kind, "add", code, None, row)
    return code


def change(
    session: Session,
    actor: Actor,
    kind: RecordKind,
    code: str,
    said: Said,
    since: date | None,
    source: str,
    based_on: str,
) -> Dated:
    """Let a record say something else from a day on; what it said before stays for the days before.

    Raises Forbidden, and ActionError: ``missing``, ``changed_meanwhile``, ``unchanged``, or the
    first problem of what was said.
    """
    check(actor, Permission.EDIT_REFERENCE)
    rows = _for_change(session, kind, code, based_on)
    first = _checked(session, kind, said, since, source)
    if changes_nothing(kind, rows, said, first):
        message = N_("You have changed nothing: that is what holds on this day already.")
        raise ActionError("unchanged", message)
    before = held_on(rows, first) or rows[-1]
    kept = before.model_dump(exclude={"id", "valid_from", "valid_to", "source"})
    row = type(before).model_validate({**kept, **said, "valid_from": first, "source": source})
    give_way(rows, first)
    dated.add(session, row)
    _record(session, actor, kind, "change", code, before, row)
    return row


def end_record(
    session: Session,
    actor: Actor,
    kind: RecordKind,
    code: str,
    last_day: date | None,
    source: str,
    based_on: str,
) -> None:
    """Let a record hold until a day, today or later, and no longer."""
    check(actor, Permission.EDIT_REFERENCE)
    rows = _for_change(session, kind, code, based_on)
    for problem in ending_problems(rows, last_day, source):
        raise problem
    assert last_day is not None
    before = held_on(rows, last_day)
    end(rows, last_day)
    session.flush()
    audit.record(
        session, actor, f"{kind.value}.end", kind.value, code,
        before=None if before is None else _plain(kind, before),
        after={"valid_to": last_day.isoformat(), "source": source, "role": _role(actor)},
    )  # fmt: skip


def changes_nothing(kind: RecordKind, rows: Sequence[Dated], said: Said, since: date) -> bool:
    """Whether the record says all this on that day already, and nothing else after it."""
    present = held_on(rows, since)
    later = [row for row in touched(rows, since) if row is not present]
    return (
        present is not None
        and not later
        and all(getattr(present, name) == said[name] for name in SAYS[kind])
    )


def problems(
    kind: RecordKind, said: Said, since: date | None, source: str | None
) -> Iterator[ActionError]:
    """All that is wrong with what an editor entered, in the order of the form."""
    for name in SAYS[kind]:
        if said[name] in (None, "") and name not in _MAY_BE_EMPTY:
            yield ActionError("empty", N_("Fill this in."), field=name)
    yield from _too_long(said)
    yield from _RULES.get(kind, lambda _: iter(()))(said)
    yield from _of_day(since, "since")
    yield from _of_source(source)


def ending_problems(
    rows: Sequence[Dated], last_day: date | None, source: str | None
) -> Iterator[ActionError]:
    """All that is wrong with an end of a record."""
    yield from _of_day(last_day, "last_day")
    if last_day is not None and not touched(rows, last_day + timedelta(days=1)):
        yield ActionError("ended", N_("It has ended by then already."), field="last_day")
    yield from _of_source(source)


def _of_day(day: date | None, field: str) -> Iterator[ActionError]:
    if day is None:
        yield ActionError("no_day", N_("Enter a day."), field=field)
    elif day < hanoi_day(utcnow()):
        message = N_("Enter today or a later day: what held until now stays as it was.")
        yield ActionError("past", message, field=field)


def _of_source(source: str | None) -> Iterator[ActionError]:
    if not (source or "").strip():
        message = N_("Say where it is written: the law, decision or letter, with its day.")
        yield ActionError("no_source", message, field="source")
    yield from _too_long({"source": source})


def _too_long(said: Said) -> Iterator[ActionError]:
    for name, most in LIMITS.items():
        if len(said.get(name) or "") > most:
            message = N_("Say it in at most %(most)s characters.")
            yield ActionError("too_long", message, field=name, most=most)


def _of_target(said: Said) -> Iterator[ActionError]:
    low, high = said["low"], said["high"]
    for name, share in (("low", low), ("high", high)):
        if share is not None and not 0 <= share <= 100:
            message = N_("Enter a share between 0 and 100 per cent.")
            yield ActionError("no_share", message, field=name)
    if low is not None and high is not None and low > high:
        message = N_("The lowest value is above the highest one.")
        yield ActionError("crossed", message, field="high")
    if said["measure"] is not None and said["measure"] not in MEASURES:
        yield ActionError("no_measure", N_("Choose one of the list."), field="measure")


def _of_task(said: Said) -> Iterator[ActionError]:
    if said["group"] is not None and said["group"] not in GROUPS:
        yield ActionError("no_group", N_("Choose one of the list."), field="group")


def _of_document(said: Said) -> Iterator[ActionError]:
    if said["link"] and not re.match(r"https?://[^\s/]+\.[^\s]+$", said["link"]):
        message = N_("Write the whole address, beginning with https://.")
        yield ActionError("no_address", message, field="link")
    if said["number"] and not _slug(said["number"]):
        message = N_("Write the document's number, such as 1894/QĐ-TTg.")
        yield ActionError("no_number", message, field="number")


_RULES = {
    RecordKind.TARGET: _of_target,
    RecordKind.TASK: _of_task,
    RecordKind.DOCUMENT: _of_document,
}


def _checked(
    session: Session, kind: RecordKind, said: Said, since: date | None, source: str
) -> date:
    for problem in problems(kind, said, since, source):
        raise problem
    if kind is RecordKind.TASK and not dated.rows(session, Agency, said["agency"]):
        raise ActionError("no_agency", N_("Choose one of the list."), field="agency")
    assert since is not None
    return since


def _for_change(session: Session, kind: RecordKind, code: str, based_on: str) -> Sequence[Dated]:
    rows = dated.for_change(session, TABLES[kind], code)
    if not rows:
        raise ActionError("missing", N_("This entry no longer exists."))
    if version(rows) != based_on:
        message = N_(
            "Somebody else has changed this entry since you opened the form. Nothing that you typed"
            " is lost: look at the entry, then send the form again."
        )
        raise ActionError("changed_meanwhile", message, version=version(rows))
    return rows


def _new_code(kind: RecordKind, said: Said) -> str:
    """The code of a new record, from what names it."""
    if kind is RecordKind.TASK:
        return f"{said['agency']}.{new_public_id()}"
    named = said["number"] if kind is RecordKind.DOCUMENT else said["name_en"]
    return _slug(named)[:80] or new_public_id()


def _slug(text: str) -> str:
    return "-".join(re.findall("[a-z0-9]+", fold(text)))


def _role(actor: Actor) -> str:
    role = city_role_for(actor, Permission.EDIT_REFERENCE)
    return "system" if role is None else role.value


def _record(
    session: Session,
    actor: Actor,
    kind: RecordKind,
    verb: str,
    code: str,
    before: Dated | None,
    after: Dated,
) -> None:
    audit.record(
        session, actor, f"{kind.value}.{verb}", kind.value, code,
        before=None if before is None else _plain(kind, before),
        after={**_plain(kind, after), "source": after.source, "role": _role(actor)},
    )  # fmt: skip


def _plain(kind: RecordKind, row: Dated) -> dict[str, Any]:
    """What a row says as JSON can hold it."""
    said = {name: getattr(row, name) for name in (*SAYS[kind], "valid_from")}
    return {name: _value(value) for name, value in said.items()}


def _value(value: Any) -> Any:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, date) else value
