"""Standards as their editors see them: a list, one with its history, and what a change touches."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from registry.domain import permission
from registry.domain.permission import Actor, Permission
from registry.domain.standard import Replacements, Standard, Standing
from registry.i18n import N_, Language
from registry.queries import record_words as words
from registry.queries.record import ChangeLine
from registry.queries.standing import today
from registry.storage import audit
from registry.storage import standard as standards


@dataclass(frozen=True, slots=True)
class StandardLine:
    """One standard in the list; ``successor`` is '' where there is none, also ahead."""

    public_id: str
    code: str
    title: str
    title_lang: str
    since: date | None
    in_force: bool
    successor: str
    replaced_on: date | None
    existing_until: date | None


@dataclass(frozen=True, slots=True)
class StandardPage:
    """A standard with its history, and who cites it today."""

    line: StandardLine
    issuer: str
    territory: str
    source: str
    needs: int
    offerings: int
    changes: tuple[ChangeLine, ...]


def listed(
    session: Session, actor: Actor, lang: Language
) -> tuple[tuple[StandardLine, ...], tuple[StandardLine, ...]]:
    """The standards in force, and the replaced ones. Forbidden."""
    permission.check(actor, Permission.EDIT_STANDARD)
    replacements = today(session)
    lines = [_line(row, replacements, lang) for row in standards.all_(session)]
    return (
        tuple(line for line in lines if line.in_force),
        tuple(line for line in lines if not line.in_force),
    )


def shown(session: Session, actor: Actor, public_id: str, lang: Language) -> StandardPage | None:
    """One standard; None where there is none. Forbidden."""
    permission.check(actor, Permission.EDIT_STANDARD)
    row = standards.by_public_id(session, public_id)
    if row is None:
        return None
    return StandardPage(
        line=_line(row, today(session), lang),
        issuer=row.issuer,
        territory=row.territory,
        source=row.source,
        needs=standards.needs_citing(session, row.code),
        offerings=standards.offerings_citing(session, row.code),
        changes=tuple(_changes(session, public_id, lang)),
    )


def successors(session: Session, public_id: str, lang: Language) -> list[tuple[str, str]]:
    """The standards that may take another one's place: those that nothing replaced."""
    replacements = today(session)
    return [
        (row.public_id, f"{row.code} – {lang.pick(row.title_vi, row.title_en)}")
        for row in standards.all_(session)
        if row.public_id != public_id and replacements.of(row.code) is None
    ]


def choices(session: Session, lang: Language) -> list[tuple[str, str]]:
    """The standards that a requirement may cite: (code, code and title), replaced ones named so."""
    replacements = today(session)
    return [(row.code, _cited(row, replacements, lang)) for row in standards.all_(session)]


def _cited(row: Standard, replacements: Replacements, lang: Language) -> str:
    found = replacements.of(row.code)
    if found and not _in_force(row.code, replacements):
        message = N_("%(code)s – replaced by %(newer)s")
        return lang.gettext(message, code=row.code, newer=found[1].code)
    return f"{row.code} – {lang.pick(row.title_vi, row.title_en)}"


def _in_force(code: str, replacements: Replacements) -> bool:
    """Whether a new plant may go by it today."""
    return replacements.standing(code, new_plant=True) is Standing.IN_FORCE


def _line(row: Standard, replacements: Replacements, lang: Language) -> StandardLine:
    found = replacements.of(row.code)
    return StandardLine(
        public_id=row.public_id,
        code=row.code,
        title=lang.pick(row.title_vi, row.title_en),
        title_lang=lang.pick_language(row.title_vi, row.title_en),
        since=row.in_force_from,
        in_force=_in_force(row.code, replacements),
        successor=found[1].code if found else "",
        replaced_on=found[1].since if found else None,
        existing_until=row.existing_until,
    )


_VERBS = {
    "add": N_("Added"),
    "replace": N_("Replaced"),
    "change_days": N_("Changed"),
}
_NAMES = {
    "replaced_by": N_("Replaced by"),
    "since": N_("Replaced on"),
    "in_force_from": N_("In force from"),
    "existing_until": N_("Existing plants may use it until"),
}


def _changes(session: Session, public_id: str, lang: Language) -> Iterator[ChangeLine]:
    for event in reversed(audit.of_object(session, "standard", public_id)):
        before, after = event.before or {}, event.after or {}
        yield ChangeLine(
            at=event.at,
            role=words.role(after.get("role"), lang),
            what=lang.gettext(_VERBS[event.action.rpartition(".")[2]]),
            differences=tuple(_differences(before, after, lang)),
            source=after["source"],
        )


def _differences(
    before: Mapping[str, Any], after: Mapping[str, Any], lang: Language
) -> Iterator[tuple[str, str, str]]:
    for name, label in _NAMES.items():
        old, new = (_said(name, side.get(name), lang) for side in (before, after))
        if old != new:
            yield lang.gettext(label), old, new


def _said(name: str, value: str | None, lang: Language) -> str:
    if not value:
        return ""
    return value if name == "replaced_by" else words.day(value, lang)
