"""Messages as their two sides read them, and as the mail carries them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from registry.domain.account import Role
from registry.domain.need import NeedRevision
from registry.domain.offering import OfferingRevision
from registry.domain.permission import Actor, Seat
from registry.i18n import LANGUAGES, Language, language
from registry.storage import message as messages
from registry.storage import need as needs
from registry.storage import offering as offerings
from registry.storage.message import MessageRecord
from registry.storage.need import NeedRecord
from registry.storage.offering import OfferingRecord

SHOWN = 50
"""How many of the latest messages a workspace lists."""

# Who writes for an organisation and reads what is written to it. Those who only read reports, or
# keep one list of the portal as members of the lead department, do neither.
_VOICES = frozenset({Role.OWNER, Role.EDITOR, Role.APPROVER, Role.REGISTRAR})


@dataclass(frozen=True, slots=True)
class About:
    """The public need or offering that a message is about."""

    kind: str
    """ "need" or "offering"."""
    public_id: str
    title: str
    title_lang: str


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message in a list; ``organisation`` is the other side's, None for a person's own name."""

    public_id: str
    subject: str
    subject_lang: str
    received: bool
    name: str
    organisation: str | None
    organisation_id: str | None
    written_at: datetime
    mailed_at: datetime | None
    sample: bool


@dataclass(frozen=True, slots=True)
class MessagePage:
    """A message as one of its two sides reads it."""

    public_id: str
    subject: str
    body: str
    language: str
    received: bool
    writer: str
    writer_email: str
    sender: str | None
    sender_id: str | None
    recipient: str
    recipient_id: str
    contact: str
    about: tuple[About, ...]
    written_at: datetime
    mailed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as the mail carries it: ``language`` is the recipient's."""

    public_id: str
    language: str
    subject: str
    body: str
    to_name: str
    to_email: str
    writer: str
    writer_email: str
    sender: str | None
    recipient: str
    about: tuple[About, ...]
    written_at: datetime


def speaks_for(actor: Actor) -> tuple[Seat, ...]:
    """One seat for each organisation in whose name the actor writes and reads messages."""
    seats = {seat.organisation_id: seat for seat in actor.seats if seat.role in _VOICES}
    return tuple(seats.values())


def received(session: Session, actor: Actor, spoken: Language) -> tuple[MessageRow, ...]:
    """The latest messages to the actor's organisations, newest first."""
    ids = {seat.organisation_id for seat in speaks_for(actor)}
    return tuple(_row(r, spoken, True) for r in messages.received_by(session, ids, SHOWN))


def sent(session: Session, actor: Actor, spoken: Language) -> tuple[MessageRow, ...]:
    """The latest messages that the actor wrote, newest first."""
    if actor.account_id is None:
        return ()
    found = messages.sent_by(session, actor.account_id, SHOWN)
    return tuple(_row(r, spoken, False) for r in found)


def page(session: Session, public_id: str, actor: Actor, spoken: Language) -> MessagePage | None:
    """One message; None where there is none, or the actor stands on neither side of it.

    Its sides are the writer, and who speaks for the organisation written to or in whose name.
    """
    record = messages.by_public_id(session, public_id)
    if record is None:
        return None
    message, sender = record.message, record.sender
    spoken_for = {seat.organisation_id for seat in speaks_for(actor)}
    mine = actor.signed_in and message.from_account_id == actor.account_id
    received = message.to_organisation_id in spoken_for
    if not (mine or received or message.from_organisation_id in spoken_for):
        return None
    return MessagePage(
        public_id=message.public_id,
        subject=message.subject,
        body=message.body,
        language=message.language,
        received=received,
        writer=record.writer.name,
        writer_email=record.writer.email,
        sender=spoken.pick(sender.name_vi, sender.name_en) if sender else None,
        sender_id=sender.public_id if sender else None,
        recipient=spoken.pick(record.recipient.name_vi, record.recipient.name_en),
        recipient_id=record.recipient.public_id,
        contact=record.contact.name,
        about=_about(session, record, spoken),
        written_at=message.created_at,
        mailed_at=message.mailed_at,
    )


def letter(session: Session, public_id: str) -> Letter | None:
    """The message to mail; None where it has gone out, or the contact has withdrawn consent."""
    record = messages.by_public_id(session, public_id)
    if record is None or record.message.mailed_at is not None or not record.contact.consents:
        return None
    spoken = language(_language(record.contact.languages))
    sender = record.sender
    return Letter(
        public_id=record.message.public_id,
        language=spoken.code,
        subject=record.message.subject,
        body=record.message.body,
        to_name=record.contact.name,
        to_email=record.contact.email,
        writer=record.writer.name,
        writer_email=record.writer.email,
        sender=spoken.pick(sender.name_vi, sender.name_en) if sender else None,
        recipient=spoken.pick(record.recipient.name_vi, record.recipient.name_en),
        about=_about(session, record, spoken),
        written_at=record.message.created_at,
    )


def subject_about(
    session: Session, spoken: Language, need_pid: str | None, offering_pid: str | None
) -> tuple[About, ...] | None:
    """What a new message is about; None where the need or offering asked for is not public."""
    asked = [pid for pid in (need_pid, offering_pid) if pid]
    about = _titles(
        needs.public(session, [need_pid]) if need_pid else (),
        offerings.public(session, [offering_pid]) if offering_pid else (),
        spoken,
    )
    return about if len(about) == len(asked) else None


def _language(spoken: str) -> str:
    """The first of a contact's languages that the portal writes; else English."""
    codes = (code.strip() for code in spoken.split(","))
    return next((code for code in codes if code in LANGUAGES), "en")


def _row(record: MessageRecord, spoken: Language, received: bool) -> MessageRow:
    message = record.message
    other = record.sender if received else record.recipient
    return MessageRow(
        public_id=message.public_id,
        subject=message.subject,
        subject_lang=message.language,
        received=received,
        name=record.writer.name if received else record.contact.name,
        organisation=spoken.pick(other.name_vi, other.name_en) if other else None,
        organisation_id=other.public_id if other else None,
        written_at=message.created_at,
        mailed_at=message.mailed_at,
        sample=message.sample,
    )


def _about(session: Session, record: MessageRecord, spoken: Language) -> tuple[About, ...]:
    need, offering = record.message.need_id, record.message.offering_id
    return _titles(
        needs.public_by_row_ids(session, {need} if need else set()).values(),
        offerings.public_by_row_ids(session, {offering} if offering else set()).values(),
        spoken,
    )


def _titles(
    about_needs: Iterable[NeedRecord], about_offerings: Iterable[OfferingRecord], spoken: Language
) -> tuple[About, ...]:
    nouns: list[tuple[str, str, NeedRevision | OfferingRevision]] = []
    nouns += [("need", r.need.public_id, r.revision) for r in about_needs]
    nouns += [("offering", r.offering.public_id, r.revision) for r in about_offerings]
    return tuple(
        About(
            kind,
            public_id,
            spoken.pick(said.title_vi, said.title_en),
            spoken.pick_language(said.title_vi, said.title_en),
        )
        for kind, public_id, said in nouns
    )
