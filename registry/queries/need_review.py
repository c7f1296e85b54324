"""What the people of an agency work on: the content to edit, and what an approver is to publish."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from sqlmodel import Session

from registry import codelists
from registry.domain.base import utcnow
from registry.domain.need_content import ItemContent, NeedContent, RequirementContent, missing
from registry.domain.permission import Actor, Permission, can, check
from registry.i18n import N_, Language
from registry.queries import need_text
from registry.queries.need import NeedDetail, detail
from registry.queries.standing import StandingNote
from registry.storage import need as needs
from registry.storage.need_content import content_of, version

_NAMES = {
    "title_vi": N_("Title in Vietnamese"),
    "title_en": N_("Title in English"),
    "problem_vi": N_("Problem in Vietnamese"),
    "problem_en": N_("Problem in English"),
    "category": N_("Category"),
    "place": N_("Commune or ward"),
    "new_plant": N_("New plant"),
    "closes_on": N_("Closing day"),
    "budget_min": N_("Budget from"),
    "budget_max": N_("Budget up to"),
    "budget_public": N_("Budget shown to everybody"),
    "vneps_number": N_("VNEPS number"),
    "kind": N_("Kind"),
    "quantity": N_("Quantity"),
    "unit": N_("Unit"),
    "year": N_("Year"),
    "value": N_("Estimated value"),
    "equipment_value": N_("Equipment in it"),
}
_LISTED = {"category": "category", "place": "place", "kind": "item_kind", "unit": "unit"}
_MONEY = frozenset({"budget_min", "budget_max", "value", "equipment_value"})


@dataclass(frozen=True, slots=True)
class Editable:
    """What the edit form starts from. ``version`` goes back with it, so that no edit is lost."""

    content: NeedContent
    version: str
    public_id: str
    organisation: str
    public: bool
    waiting: bool
    returned_note: str | None


@dataclass(frozen=True, slots=True)
class Review:
    """What the approver reads before publishing; ``standings``: of replaced standards it cites."""

    need: NeedDetail
    version: str
    first: bool
    differences: tuple[str, ...]
    waiting: bool
    own: bool
    missing: tuple[str, ...]
    standings: tuple[StandingNote, ...]


def editable(session: Session, actor: Actor, public_id: str, lang: Language) -> Editable | None:
    """The content to edit: the draft's, or else the public one's.

    None where the need is not there, is withdrawn, or hides from this reader as a draft;
    Forbidden where it is public and the reader is none of its authors.
    """
    need = needs.by_public_id(session, public_id)
    if need is None or need.withdrawn_at is not None:
        return None
    shown = needs.public_record(session, need.key)
    if shown is None and not can(actor, Permission.READ_DRAFT_NEED, need.organisation_id):
        return None
    check(actor, Permission.EDIT_NEED, need.organisation_id)
    working = needs.working_record(session, need.key)
    base = working or shown
    if base is None:
        return None
    return Editable(
        content=content_of(base),
        version=version(base),
        public_id=public_id,
        organisation=lang.pick(base.organisation.name_vi, base.organisation.name_en),
        public=shown is not None,
        waiting=working is not None and working.revision.submitted_at is not None,
        returned_note=working.revision.returned_note if working is not None else None,
    )


def review(
    session: Session, actor: Actor, public_id: str, lang: Language, permission: Permission
) -> Review | None:
    """The working revision as it would be published, and how it differs from what is public.

    None where the reader sees no such need, or nothing is in work; Forbidden without
    ``permission``.
    """
    shown = detail(session, actor, public_id, lang, working=True)
    need = needs.by_public_id(session, public_id)
    if need is None or shown is None:
        return None
    check(actor, permission, need.organisation_id)
    working = needs.working_record(session, need.key)
    if working is None:
        return None
    public, content = needs.public_record(session, need.key), content_of(working)
    return Review(
        need=shown,
        version=version(working),
        first=public is None,
        differences=tuple(differences(content_of(public), content, lang)) if public else (),
        waiting=working.revision.submitted_at is not None,
        own=working.revision.submitted_by_id == actor.account_id,
        missing=need_text.lacking(missing(content, utcnow()), lang),
        standings=_standings(shown),
    )


def _standings(shown: NeedDetail) -> tuple[StandingNote, ...]:
    """What the approver should know of the replaced standards that the need cites."""
    notes = (line.standing for line in (*shown.essential, *shown.desirable))
    return tuple(dict.fromkeys(note for note in notes if note is not None))


def withdrawable(
    session: Session, actor: Actor, public_id: str, lang: Language
) -> NeedDetail | None:
    """The need to take down; None where the reader sees none, or it was withdrawn already."""
    shown = detail(session, actor, public_id, lang)
    need = needs.by_public_id(session, public_id)
    if need is None or shown is None:
        return None
    check(actor, Permission.WITHDRAW_NEED, need.organisation_id)
    return shown if need.withdrawn_at is None else None


def differences(old: NeedContent, new: NeedContent, lang: Language) -> Iterator[str]:
    """What changed between two revisions, a sentence a change, in the order of the page."""
    yield from _fields(old, new, lang)
    yield from _items(old, new, lang)
    yield from _requirements(old, new, lang)


def _fields(old: Any, new: Any, lang: Language) -> Iterator[str]:
    for name in (f.name for f in fields(new) if f.name in _NAMES):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            values = {
                "field": lang.gettext(_NAMES[name]),
                "before": _said(name, before, lang),
                "after": _said(name, after, lang),
            }
            yield lang.gettext(_sentence(before, after), **values)


def _sentence(before: Any, after: Any) -> str:
    if before is None:
        return N_("%(field)s: now “%(after)s”.")
    if after is None:
        return N_("%(field)s: “%(before)s” was taken out.")
    return N_("%(field)s: “%(before)s” became “%(after)s”.")


def _said(name: str, value: Any, lang: Language) -> str:
    if value is None:
        return ""
    if name in _LISTED:
        return codelists.label(_LISTED[name], value, lang.code)
    if name in _MONEY:
        return lang.money_full(value)
    if name == "closes_on":
        return lang.date(value)
    if isinstance(value, bool):
        return lang.gettext(N_("yes") if value else N_("no"))
    return lang.number(value) if name == "quantity" else str(value)


def _items(old: NeedContent, new: NeedContent, lang: Language) -> Iterator[str]:
    before = {item.number: item for item in old.items}
    after = {item.number: item for item in new.items}
    for number in sorted(before | after):
        if number not in after:
            yield _of_item(N_("Item %(number)s taken out: “%(title)s”."), before[number], lang)
        elif number not in before:
            yield _of_item(N_("Item %(number)s added: “%(title)s”."), after[number], lang)
        else:
            for change in _fields(before[number], after[number], lang):
                words = N_("Item %(number)s – %(change)s")
                yield lang.gettext(words, number=number, change=change)


def _of_item(message: str, item: ItemContent, lang: Language) -> str:
    return lang.gettext(message, number=item.number, title=lang.pick(item.title_vi, item.title_en))


def _requirements(old: NeedContent, new: NeedContent, lang: Language) -> Iterator[str]:
    for asked in new.requirements:
        if asked not in old.requirements:
            yield lang.gettext(N_("Requirement added: %(words)s"), words=_asked(asked, lang))
    for asked in old.requirements:
        if asked not in new.requirements:
            yield lang.gettext(N_("Requirement taken out: %(words)s"), words=_asked(asked, lang))


def _asked(asked: RequirementContent, lang: Language) -> str:
    kind = lang.gettext(N_("essential") if asked.essential else N_("desirable"))
    if asked.item is None:
        return f"{need_text.in_words(asked, lang)} ({kind})"
    item = lang.gettext(N_("item %(number)s"), number=asked.item)
    return f"{need_text.in_words(asked, lang)} ({kind}, {item})"
