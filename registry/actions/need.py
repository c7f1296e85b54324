"""What a buyer does with a need: drafts, edits and submits it; approves, returns, withdraws it.

Nobody approves what they submitted themselves. The public revision stays up, unchanged, until the
next one is approved.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NoReturn

from sqlmodel import Session

from registry.actions.errors import ActionError
from registry.actions.need_content import LONGEST_NOTE, LONGEST_REASON, problems
from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.category import Category, Segment
from registry.domain.need import Need, NeedRevision
from registry.domain.need_content import Missing, NeedContent, missing
from registry.domain.organisation import Capability
from registry.domain.outbox import JobKind
from registry.domain.permission import Actor, Permission, check
from registry.i18n import N_
from registry.storage import audit, outbox
from registry.storage import need as needs
from registry.storage import organisation as organisations
from registry.storage.need import NeedRecord
from registry.storage.need_content import content_of, plain, version, write

PROGRAMME = "hanoi-50"


class Incomplete(ActionError):
    """The need can't be submitted or published yet; ``missing`` says what it lacks."""

    def __init__(self, lacks: list[Missing]) -> None:
        super().__init__("incomplete", N_("The need is not complete yet."))
        self.missing = lacks


def draft(session: Session, actor: Actor, organisation_pid: str, content: NeedContent) -> Need:
    """Begin a need of an organisation that buys; a title is enough."""
    organisation = organisations.by_public_id(session, organisation_pid)
    if organisation is None:
        raise ActionError(
            "no_organisation", N_("Choose the agency that needs it."), field="organisation"
        )
    check(actor, Permission.EDIT_NEED, organisation.key)
    does = organisations.capabilities(session, {organisation.key})
    if Capability.BUYS not in does.get(organisation.key, frozenset()):
        raise ActionError(
            "not_a_buyer",
            N_("This organisation is not registered as a buyer, so it can't publish needs."),
            field="organisation",
        )
    _check(content)
    need = Need(organisation_id=organisation.key, sample=organisation.sample)
    needs.add(session, need)
    revision = NeedRevision(need_id=need.key, number=1, created_by_id=actor.account_id)
    write(session, need, revision, content, _segments(session))
    audit.record(session, actor, "need.draft", "need", need.public_id, after=plain(content))
    return need


def edit(
    session: Session, actor: Actor, public_id: str, content: NeedContent, based_on: str
) -> Need:
    """Change the draft, or open a new one beside the public revision.

    ``based_on`` is the version (see :func:`registry.storage.need_content.version`) that the
    author had before them: where somebody else has changed it since, nothing is written.
    """
    need = _standing(session, public_id)
    check(actor, Permission.EDIT_NEED, need.organisation_id)
    working = needs.working_record(session, need.key)
    if working is not None and working.revision.submitted_at is not None:
        raise ActionError(
            "waiting",
            N_("This need waits for approval. The approver has to return it before it is changed."),
        )
    base = working or needs.public_record(session, need.key)
    if base is None or version(base) != based_on:
        _conflict()
    _check(content)
    before = content_of(base)
    revision = base.revision if working else _next_revision(session, need, actor)
    write(session, need, revision, content, _segments(session))
    old, new = plain(before), plain(content)
    changed = {name for name in old | new if old.get(name) != new.get(name)}
    audit.record(
        session, actor, "need.edit", "need", public_id,
        before={name: old[name] for name in sorted(changed & old.keys())},
        after={name: new[name] for name in sorted(changed & new.keys())}
        | {"revision": revision.number},
    )  # fmt: skip
    return need


def submit(session: Session, actor: Actor, public_id: str) -> Need:
    """Hand the draft to the agency's approver; :class:`Incomplete` says what it still lacks."""
    need = _standing(session, public_id)
    check(actor, Permission.EDIT_NEED, need.organisation_id)
    record = _working(session, need)
    if record.revision.submitted_at is not None:
        raise ActionError("waiting", N_("This need already waits for approval."))
    now = utcnow()
    _check_complete(record, now)
    record.revision.submitted_at = now
    record.revision.submitted_by_id = actor.account_id
    record.revision.returned_at = record.revision.returned_note = None
    _record(session, actor, "need.submit", record)
    return need


def approve(session: Session, actor: Actor, public_id: str, seen: str | None = None) -> Need:
    """Publish what waits for approval, in place of the former public revision.

    ``seen`` is the version that the approver had before them, where there was a page.
    """
    need = _standing(session, public_id)
    check(actor, Permission.APPROVE_NEED, need.organisation_id)
    record = _submitted(session, need)
    if actor.signed_in and record.revision.submitted_by_id == actor.account_id:
        raise ActionError(
            "own_submission",
            N_("You submitted this need yourself, so somebody else has to approve it."),
        )
    if seen is not None and version(record) != seen:
        _conflict()
    now = utcnow()
    _check_complete(record, now)
    if former := needs.public_record(session, need.key):
        former.revision.superseded_at = now
        needs.add(session, former.revision)
    record.revision.published_at = now
    record.revision.published_by_id = actor.account_id
    needs.add(session, record.revision)
    _record(session, actor, "need.approve", record)
    outbox.put(session, JobKind.NEED_CHANGED, public_id)
    return need


def return_(session: Session, actor: Actor, public_id: str, note: str) -> Need:
    """Give what waits for approval back to its author, who can edit it again."""
    need = _standing(session, public_id)
    check(actor, Permission.APPROVE_NEED, need.organisation_id)
    record = _submitted(session, need)
    note = note.strip()
    if not note:
        raise ActionError("no_note", N_("Say what the author has to change."), field="note")
    _check_length(note, LONGEST_NOTE, "note")
    record.revision.submitted_at = record.revision.submitted_by_id = None
    record.revision.returned_at = utcnow()
    record.revision.returned_note = note
    _record(session, actor, "need.return", record, note=note)
    return need


def withdraw(session: Session, actor: Actor, public_id: str, reason: str) -> Need:
    """Take the need down, for good; its dossiers and the audit trail stay."""
    need = _standing(session, public_id)
    check(actor, Permission.WITHDRAW_NEED, need.organisation_id)
    reason = reason.strip()
    if not reason:
        raise ActionError("no_reason", N_("Say why the need is withdrawn."), field="reason")
    _check_length(reason, LONGEST_REASON, "reason")
    was_public = needs.public_record(session, need.key) is not None
    need.withdrawn_at = utcnow()
    need.withdrawn_reason = reason
    needs.add(session, need)
    audit.record(session, actor, "need.withdraw", "need", public_id, after={"reason": reason})
    if was_public:
        outbox.put(session, JobKind.NEED_CHANGED, public_id)
    return need


def _standing(session: Session, public_id: str) -> Need:
    need = needs.for_change(session, public_id)
    if need is None:
        raise ActionError("not_found", N_("There is no such need."))
    if need.withdrawn_at is not None:
        raise ActionError("withdrawn", N_("This need has been withdrawn."))
    return need


def _working(session: Session, need: Need) -> NeedRecord:
    record = needs.working_record(session, need.key)
    if record is None:
        raise ActionError("nothing_new", N_("Nothing has been changed since the publication."))
    return record


def _submitted(session: Session, need: Need) -> NeedRecord:
    record = needs.working_record(session, need.key)
    if record is None or record.revision.submitted_at is None:
        raise ActionError("not_waiting", N_("Nothing of this need waits for approval."))
    return record


def _next_revision(session: Session, need: Need, actor: Actor) -> NeedRevision:
    number = 1 + max(revision.number for revision in needs.revisions(session, need.key))
    return NeedRevision(need_id=need.key, number=number, created_by_id=actor.account_id)


def _segments(session: Session) -> Mapping[Category, Segment]:
    return needs.segments(session, PROGRAMME, hanoi_day(utcnow()))


def _record(session: Session, actor: Actor, action: str, record: NeedRecord, **more: str) -> None:
    after = {"revision": record.revision.number, **more}
    audit.record(session, actor, action, "need", record.need.public_id, after=after)


def _check_length(text: str, most: int, field: str) -> None:
    if len(text) > most:
        message = N_("Say it in at most %(most)s characters.")
        raise ActionError(f"long_{field}", message, field=field, most=most)


def _conflict() -> NoReturn:
    raise ActionError(
        "conflict",
        N_(
            "Somebody else has changed this need since you opened it. Nothing was saved, and what"
            " you typed still stands here: open the need in another tab, compare, and carry your"
            " changes over."
        ),
    )


def _check_complete(record: NeedRecord, now: datetime) -> None:
    content = content_of(record)
    if lacks := missing(content, now):
        raise Incomplete(lacks)
    _check(content)


def _check(content: NeedContent) -> None:
    """Refuse what not even a draft may say."""
    for problem in problems(content):
        raise problem
