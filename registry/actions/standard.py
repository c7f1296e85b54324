"""Adding standards, replacing them, and correcting their days, each by a source.

A replaced standard stays, with what it was; whoever cites it is asked about the plant.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from registry.actions.errors import ActionError
from registry.domain.permission import Actor, Permission, check, city_role_for
from registry.domain.standard import Standard, StandardReplacement, standard_id
from registry.i18n import N_
from registry.storage import audit
from registry.storage import standard as standards

LIMITS = {
    "code": 60, "title_vi": 300, "title_en": 300, "issuer": 160, "territory": 16, "source": 300,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardContent:
    """What is said of a new standard."""

    code: str | None
    title_vi: str | None
    title_en: str | None
    issuer: str | None
    territory: str | None
    in_force_from: date | None
    source: str | None


def add(session: Session, actor: Actor, content: StandardContent) -> Standard:
    """Store a new standard. Raises Forbidden, and ActionError for the first problem."""
    check(actor, Permission.EDIT_STANDARD)
    for problem in problems(content):
        raise problem
    row = Standard.model_validate(
        {
            **{name: getattr(content, name) for name in StandardContent.__dataclass_fields__},
            "public_id": standard_id(content.code or ""),
        }
    )
    if standards.known(session, row):
        message = N_("There is such an entry already: change that one.")
        raise ActionError("known", message, field="code")
    standards.add(session, row)
    _record(session, actor, "add", row, None, _said(row))
    return row


def replace(
    session: Session,
    actor: Actor,
    public_id: str,
    successor: str | None,
    since: date | None,
    existing_until: date | None,
    source: str | None,
) -> None:
    """Let ``successor`` (a public id) take the place of a standard, from a day on.

    ``existing_until``: the last day on which plants that already run may use the old one; None
    where no source gives it. The day may be past: it is the law's, not the portal's.
    """
    check(actor, Permission.EDIT_STANDARD)
    row = _for_change(session, public_id)
    newer = standards.by_public_id(session, successor or "")
    for problem in replacing_problems(row, newer, since, existing_until, source):
        raise problem
    assert newer is not None and since is not None
    former = standards.replacements(session, since).of(row.code)
    before = _said(row) | {"replaced_by": former[1].code if former else None}
    row.existing_until = existing_until
    standards.add(
        session,
        StandardReplacement(standard_id=row.key, replaced_by_id=newer.key, since=since),
    )
    after = _said(row) | {"replaced_by": newer.code, "since": since.isoformat()}
    _record(session, actor, "replace", row, before, after, source)


def change_days(
    session: Session,
    actor: Actor,
    public_id: str,
    in_force_from: date | None,
    existing_until: date | None,
    source: str | None,
    seen: tuple[date | None, date | None],
) -> None:
    """Correct the days of a standard; ``seen`` are those that the editor had before them."""
    check(actor, Permission.EDIT_STANDARD)
    row = _for_change(session, public_id)
    if (row.in_force_from, row.existing_until) != seen:
        message = N_(
            "Somebody else has changed this entry since you opened the form. Nothing that you typed"
            " is lost: look at the entry, then send the form again."
        )
        raise ActionError("changed_meanwhile", message)
    for problem in day_problems(in_force_from, existing_until, source):
        raise problem
    if (in_force_from, existing_until) == seen:
        raise ActionError("unchanged", N_("You have changed nothing: these are its days already."))
    before = _said(row)
    row.in_force_from, row.existing_until = in_force_from, existing_until
    standards.add(session, row)
    _record(session, actor, "change_days", row, before, _said(row), source)


def problems(content: StandardContent) -> Iterator[ActionError]:
    """All that is wrong with a new standard, in the order of the form."""
    if not standard_id(content.code or ""):
        message = N_("Write the code of the standard, such as QCVN 40:2025/BTNMT.")
        yield ActionError("no_code", message, field="code")
    for name in ("title_vi", "issuer", "territory"):
        if not getattr(content, name):
            yield ActionError("empty", N_("Fill this in."), field=name)
    for name, most in LIMITS.items():
        if name != "source":
            yield from _too_long(name, getattr(content, name), most)
    yield from _of_source(content.source)


def objections(
    session: Session,
    public_id: str,
    successor: str | None,
    since: date | None,
    existing_until: date | None,
    source: str | None,
) -> list[ActionError]:
    """What :func:`replace` would refuse; it only reads."""
    old = standards.by_public_id(session, public_id)
    if old is None:
        return [ActionError("missing", N_("This entry no longer exists."))]
    newer = standards.by_public_id(session, successor or "")
    return list(replacing_problems(old, newer, since, existing_until, source))


def replacing_problems(
    old: Standard,
    newer: Standard | None,
    since: date | None,
    existing_until: date | None,
    source: str | None,
) -> Iterator[ActionError]:
    """All that is wrong with a replacement."""
    if newer is None:
        message = N_("Choose the standard that takes its place; add it first where it is missing.")
        yield ActionError("no_successor", message, field="successor")
    elif newer.key == old.key:
        message = N_("A standard can't take its own place.")
        yield ActionError("own_successor", message, field="successor")
    if since is None:
        yield ActionError("no_day", N_("Enter a day."), field="since")
    elif existing_until is not None and existing_until < since:
        message = N_("The last day for existing plants is before the replacement.")
        yield ActionError("crossed", message, field="existing_until")
    yield from _of_source(source)


def day_problems(
    in_force_from: date | None, existing_until: date | None, source: str | None
) -> Iterator[ActionError]:
    """All that is wrong with the days of a standard."""
    if in_force_from and existing_until and existing_until < in_force_from:
        message = N_("The last day for existing plants is before the standard came into force.")
        yield ActionError("crossed", message, field="existing_until")
    yield from _of_source(source)


def _of_source(source: str | None) -> Iterator[ActionError]:
    if not source:
        message = N_("Say where it is written: the law, decision or letter, with its day.")
        yield ActionError("no_source", message, field="source")
    yield from _too_long("source", source, LIMITS["source"])


def _too_long(name: str, value: str | None, most: int) -> Iterator[ActionError]:
    if len(value or "") > most:
        message = N_("Say it in at most %(most)s characters.")
        yield ActionError("too_long", message, field=name, most=most)


def _for_change(session: Session, public_id: str) -> Standard:
    row = standards.for_change(session, public_id)
    if row is None:
        raise ActionError("missing", N_("This entry no longer exists."))
    return row


def _said(row: Standard) -> dict[str, Any]:
    days = {name: getattr(row, name) for name in ("in_force_from", "existing_until")}
    return {
        "code": row.code,
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }


def _record(
    session: Session,
    actor: Actor,
    verb: str,
    row: Standard,
    before: dict[str, Any] | None,
    after: dict[str, Any],
    source: str | None = None,
) -> None:
    role = city_role_for(actor, Permission.EDIT_STANDARD)
    audit.record(
        session, actor, f"standard.{verb}", "standard", row.public_id, before=before,
        after=after | {"source": source or row.source, "role": role.value if role else "system"},
    )  # fmt: skip
