"""Writing to an organisation. The mail itself goes out by the outbox."""

from collections.abc import Iterator
from datetime import datetime

from sqlmodel import Session

from registry.actions.errors import ActionError
from registry.domain.characters import printable
from registry.domain.message import Message
from registry.domain.organisation import Contact, Organisation
from registry.domain.outbox import JobKind
from registry.domain.permission import SYSTEM, Actor, Forbidden, Permission, Seat, check
from registry.i18n import N_
from registry.queries.message import speaks_for
from registry.storage import audit, outbox
from registry.storage import message as messages
from registry.storage import need as needs
from registry.storage import offering as offerings
from registry.storage import organisation as organisations

LONGEST_SUBJECT = 200
LONGEST_BODY = 5000


def write(
    session: Session,
    actor: Actor,
    organisation_pid: str,
    *,
    subject: str,
    body: str,
    need_pid: str | None = None,
    offering_pid: str | None = None,
    from_organisation_pid: str | None = None,
) -> Message:
    """Write to the organisation's first contact who agreed to be written to.

    In the name of one's organisation, or, without ``from_organisation_pid``, in one's own. Raises
    :class:`ActionError` where there is nobody to write to, for what is no message, and for a need
    or offering that is not public; Forbidden for an organisation that the actor does not speak for.
    """
    check(actor, Permission.SEND_MESSAGE)
    seat = _seat(actor, from_organisation_pid)
    recipient = _recipient(session, actor, organisation_pid)
    for problem in problems(subject, body):
        raise problem
    message = Message.model_validate(
        {
            "to_organisation_id": recipient.key,
            "contact_id": _contact(session, recipient).key,
            "from_organisation_id": seat.organisation_id if seat else None,
            "from_account_id": actor.account_id,
            "need_id": _need_id(session, need_pid),
            "offering_id": _offering_id(session, offering_pid),
            "subject": _one_line(subject),
            "body": _words(body),
            "language": actor.language,
            "sample": recipient.sample,
        }
    )
    messages.add(session, message)
    about = {"from": from_organisation_pid, "need": need_pid, "offering": offering_pid}
    audit.record(
        session, actor, "message.write", "message", message.public_id,
        after={"to": organisation_pid}
        | {name: pid for name, pid in about.items() if pid}
        | {"personal": ["subject", "body"]},
    )  # fmt: skip
    outbox.put(session, JobKind.MAIL, message.public_id)
    return message


def problems(subject: str, body: str) -> Iterator[ActionError]:
    """What keeps these from being a message, all at once; nothing where they are one."""
    if not _one_line(subject):
        yield ActionError("no_subject", N_("Enter a subject."), field="subject")
    if len(_one_line(subject)) > LONGEST_SUBJECT:
        message = N_("Write the subject in at most %(most)s characters.")
        yield ActionError("long_subject", message, field="subject", most=LONGEST_SUBJECT)
    if not _words(body):
        yield ActionError("no_body", N_("Write what you want to say."), field="body")
    if len(_words(body)) > LONGEST_BODY:
        message = N_("Write your message in at most %(most)s characters.")
        yield ActionError("long_body", message, field="body", most=LONGEST_BODY)


def mark_mailed(session: Session, public_id: str, at: datetime) -> None:
    """Note that the mail server took the message."""
    if messages.mark_mailed(session, public_id, at):
        audit.record(session, SYSTEM, "message.mail", "message", public_id)


def _seat(actor: Actor, organisation_pid: str | None) -> Seat | None:
    if organisation_pid is None:
        return None
    for seat in speaks_for(actor):
        if seat.organisation == organisation_pid:
            return seat
    raise Forbidden(Permission.SEND_MESSAGE)


def _recipient(session: Session, actor: Actor, public_id: str) -> Organisation:
    found = organisations.by_public_id(session, public_id)
    if found is None or found.withdrawn_at is not None:
        raise ActionError("no_organisation", N_("This organisation is no longer in the registry."))
    if actor.roles_in(found.key):
        raise ActionError("own_organisation", N_("You belong to this organisation yourself."))
    return found


def _contact(session: Session, organisation: Organisation) -> Contact:
    for contact in organisations.contacts(session, organisation.key):
        if contact.consents:
            return contact
    raise ActionError(
        "no_contact", N_("This organisation has no contact who agreed to be written to.")
    )


def _need_id(session: Session, public_id: str | None) -> int | None:
    if public_id is None:
        return None
    for record in needs.public(session, [public_id]):
        return record.need.key
    raise ActionError("no_need", N_("The need you write about is no longer public."))


def _offering_id(session: Session, public_id: str | None) -> int | None:
    if public_id is None:
        return None
    for record in offerings.public(session, [public_id]):
        return record.offering.key
    raise ActionError("no_offering", N_("The offering you write about is no longer public."))


def _one_line(subject: str) -> str:
    """``subject`` on one line: it becomes the head of a mail."""
    return " ".join(printable(subject).split())


def _words(body: str) -> str:
    return printable(body.replace("\r\n", "\n").replace("\r", "\n")).strip()
