"""Publishing, editing and withdrawing offerings; the registrar's check and questions.

An offering is public at once. Until the registrar's first check it is marked as self-declared.
"""

from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from registry.actions.errors import ActionError
from registry.actions.offering_content import (
    FactContent,
    OfferingContent,
    StandardContent,
    problems,
    unit_of,
)
from registry.domain import permission
from registry.domain.base import utcnow
from registry.domain.offering import (
    Offering,
    OfferingFact,
    OfferingRevision,
    OfferingStandard,
    Part,
)
from registry.domain.organisation import Capability, Organisation
from registry.domain.outbox import JobKind
from registry.domain.permission import Actor, Permission
from registry.domain.standard import plain_code
from registry.i18n import N_
from registry.storage import audit, outbox
from registry.storage import offering as offerings
from registry.storage import organisation as organisations
from registry.storage import standard as known_standards

LONGEST_REASON = 300
LONGEST_QUESTION = 2000

_OF_REVISION = tuple(
    name for name in OfferingContent.__dataclass_fields__ if name not in ("facts", "standards")
)
_OF_FACT = tuple(FactContent.__dataclass_fields__)


def publish(
    session: Session, actor: Actor, organisation_pid: str, content: OfferingContent
) -> Offering:
    """Put up a new offering of an organisation that supplies.

    Raises Forbidden, and ActionError for the first problem of the content.
    """
    organisation = organisations.by_public_id(session, organisation_pid)
    if organisation is None or organisation.withdrawn_at is not None:
        message = N_("Choose the organisation that offers it.")
        raise ActionError("no_organisation", message, field="organisation")
    permission.check(actor, Permission.EDIT_OFFERING, organisation.key)
    _check_supplies(session, organisation)
    _check_content(content, organisation)
    now = utcnow()
    new = Offering.model_validate(
        {"organisation_id": organisation.key, "sample": organisation.sample, "confirmed_at": now}
    )
    offering = offerings.add(session, new)
    draft = _draft(session, actor, offering, organisation, content, number=1, now=now)
    offerings.add_revision(session, draft.revision, draft.facts, draft.standards)
    _record(session, actor, "offering.publish", offering, after={"revision": 1} | draft.said())
    return offering


def edit(
    session: Session, actor: Actor, public_id: str, content: OfferingContent, based_on: int
) -> OfferingRevision:
    """Put up a new revision, made from revision ``based_on``, in the place of the public one.

    Raises Forbidden, and ActionError: ``missing``, ``withdrawn``, ``unchanged``,
    ``changed_meanwhile`` (``values["number"]`` is the revision that stands now), or the first
    problem of the content.
    """
    offering, public = _for_change(session, public_id, actor, Permission.EDIT_OFFERING)
    owner = organisations.by_ids(session, {offering.organisation_id})[offering.organisation_id]
    if public.number != based_on:
        message = N_(
            "%(name)s published version %(number)s while you had this form open. Nothing that you"
            " typed is lost: compare it with the public page, then send it again to publish yours."
        )
        name = offerings.author_name(session, public) or owner.name_vi or owner.name_en
        raise ActionError("changed_meanwhile", message, name=name, number=public.number)
    _check_content(content, owner)
    now, number = utcnow(), public.number + 1
    draft = _draft(session, actor, offering, owner, content, number=number, now=now)
    before, after = _Said(public, *offerings.rows_of(session, public)).said(), draft.said()
    changed = [name for name in after if before[name] != after[name]]
    if not changed:
        message = N_("You have changed nothing: the public version already says this.")
        raise ActionError("unchanged", message)
    offerings.supersede(session, public, now)
    offering.confirmed_at = now
    offerings.add_revision(session, draft.revision, draft.facts, draft.standards)
    _record(
        session,
        actor,
        "offering.edit",
        offering,
        before={"revision": public.number} | {name: before[name] for name in changed},
        after={"revision": number} | {name: after[name] for name in changed},
    )
    return draft.revision


def withdraw(session: Session, actor: Actor, public_id: str, reason: str) -> Offering:
    """Take an offering down; only its authors see it from then on."""
    offering, _ = _for_change(session, public_id, actor, Permission.WITHDRAW_OFFERING)
    message = N_("Say why you withdraw it, so that your colleagues know.")
    offering.withdrawn_reason = _words(reason, "reason", LONGEST_REASON, message)
    offering.withdrawn_at = utcnow()
    after = {"reason": offering.withdrawn_reason}
    _record(session, actor, "offering.withdraw", offering, after=after)
    return offering


def check(session: Session, actor: Actor, public_id: str, revision_number: int) -> None:
    """The registrar confirms the revision that was read; the mark "self-declared" goes.

    ActionError ``changed_meanwhile`` when the publisher has put up another one.
    """
    offering, public = _for_change(session, public_id, actor, Permission.CHECK_OFFERING)
    _check_read(public, revision_number)
    if public.checked_at is not None:
        return
    public.checked_at = utcnow()
    public.checked_by_id = actor.account_id
    offering.first_checked_at = offering.first_checked_at or public.checked_at
    _record(session, actor, "offering.check", offering, after={"revision": public.number})


def return_with_question(
    session: Session, actor: Actor, public_id: str, note: str, revision_number: int
) -> None:
    """The registrar asks the publisher about the revision that was read; a new one answers."""
    offering, public = _for_change(session, public_id, actor, Permission.CHECK_OFFERING)
    _check_read(public, revision_number)
    if public.checked_at is not None:
        message = N_("This version is already confirmed: there is nothing left to ask.")
        raise ActionError("already_checked", message)
    message = N_("Write what the publisher should explain or correct.")
    public.returned_note = _words(note, "note", LONGEST_QUESTION, message)
    public.returned_at = utcnow()
    after = {"revision": public.number, "question": public.returned_note}
    _record(session, actor, "offering.return", offering, after=after)


# Steps that the use cases share


@dataclass(frozen=True, slots=True)
class _Said:
    """A revision with its rows, stored or about to be."""

    revision: OfferingRevision
    facts: list[OfferingFact]
    standards: list[OfferingStandard]

    def said(self) -> dict[str, Any]:
        """What it says as plain values, for the audit trail; equal when it says the same."""
        return {
            **{name: _plain(getattr(self.revision, name)) for name in _OF_REVISION},
            "facts": [{name: _plain(getattr(f, name)) for name in _OF_FACT} for f in self.facts],
            "standards": [[s.standard_code, s.column, s.grade.value] for s in self.standards],
        }


def _plain(value: Any) -> Any:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value


def _for_change(
    session: Session, public_id: str, actor: Actor, needed: Permission
) -> tuple[Offering, OfferingRevision]:
    found = offerings.for_change(session, public_id)
    permission.check(actor, needed, found[0].organisation_id if found else None)
    if found is None:
        raise ActionError("missing", N_("This offering no longer exists."))
    if found[0].withdrawn_at is not None:
        raise ActionError("withdrawn", N_("This offering was withdrawn and can't be changed."))
    return found


def _check_supplies(session: Session, organisation: Organisation) -> None:
    held = organisations.capabilities(session, {organisation.key})
    if Capability.SUPPLIES not in held.get(organisation.key, frozenset()):
        message = N_(
            "This organisation is not registered as a supplier: ask the Department of Industry"
            " and Trade to add that to its profile."
        )
        raise ActionError("not_a_supplier", message, field="organisation")


def _check_content(content: OfferingContent, organisation: Organisation) -> None:
    for problem in problems(content, organisation):
        raise problem


def _check_read(public: OfferingRevision, number: int) -> None:
    if public.number != number:
        message = N_("The publisher has put up version %(number)s meanwhile: please read it first.")
        raise ActionError("changed_meanwhile", message, number=public.number)


def _words(text: str, field: str, limit: int, missing: str) -> str:
    """``text`` without blanks at its ends; ActionError where it is empty or too long."""
    text = text.strip()
    if not text:
        raise ActionError(f"no_{field}", missing, field=field)
    if len(text) > limit:
        message = N_("Shorten this to %(limit)s characters.")
        raise ActionError("too_long", message, field=field, limit=limit)
    return text


def _draft(
    session: Session,
    actor: Actor,
    offering: Offering,
    organisation: Organisation,
    content: OfferingContent,
    *,
    number: int,
    now: datetime,
) -> _Said:
    """The rows of revision ``number`` that state ``content``, not yet stored."""
    said = {name: getattr(content, name) for name in _OF_REVISION}
    if content.part is Part.MAKER:
        said["maker"] = organisation.name_vi or organisation.name_en
    about = {"offering_id": offering.key, "number": number, "created_by_id": actor.account_id}
    revision = OfferingRevision.model_validate(
        {**said, **about, "created_at": now, "published_at": now}
    )
    known = {plain_code(s.code): s.code for s in known_standards.all_(session)}
    facts = [_fact(place, fact) for place, fact in enumerate(content.facts)]
    standards = [_standard(place, row, known) for place, row in enumerate(content.standards)]
    return _Said(revision, facts, standards)


def _fact(place: int, fact: FactContent) -> OfferingFact:
    return OfferingFact.model_validate(
        {**asdict(fact), "unit": unit_of(fact), "revision_id": 0, "position": place}
    )


def _standard(place: int, row: StandardContent, known: dict[str, str]) -> OfferingStandard:
    code = row.code or ""
    return OfferingStandard.model_validate(
        {
            "revision_id": 0,
            "position": place,
            "standard_code": known.get(plain_code(code), code),
            "column": row.column,
            "grade": row.grade,
        }
    )


def _record(
    session: Session,
    actor: Actor,
    action: str,
    offering: Offering,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Add the audit event, and the work that follows a change, to the transaction."""
    audit.record(session, actor, action, "offering", offering.public_id, before=before, after=after)
    outbox.put(session, JobKind.OFFERING_CHANGED, offering.public_id)
