"""What the database holds of one person: to show, to hand out, and to take away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.account import Account, Membership
from registry.domain.audit import AuditEvent
from registry.domain.message import Message
from registry.domain.need import Need, NeedRevision
from registry.domain.offering import Offering, OfferingRevision
from registry.domain.organisation import Contact, Organisation
from registry.domain.outbox import JobKind, OutboxMessage


def memberships(session: Session, account_id: int) -> Sequence[tuple[Membership, Organisation]]:
    """All memberships of an account, ended ones too, with their organisations."""
    return session.exec(
        select(Membership, Organisation)
        .join(Organisation, col(Membership.organisation_id) == Organisation.id)
        .where(Membership.account_id == account_id)
        .order_by(col(Membership.id))
    ).all()


def contacts(session: Session, email: str) -> Sequence[tuple[Contact, Organisation]]:
    """The contacts with this address, in whatever case, with their organisations."""
    return session.exec(
        select(Contact, Organisation)
        .join(Organisation, col(Contact.organisation_id) == Organisation.id)
        .where(sa.func.lower(col(Contact.email)) == email.strip().lower())
        .order_by(col(Contact.id))
    ).all()


def messages(session: Session, account_id: int) -> Sequence[tuple[Message, Organisation]]:
    """The messages that an account wrote, with whom they went to."""
    return session.exec(
        select(Message, Organisation)
        .join(Organisation, col(Message.to_organisation_id) == Organisation.id)
        .where(Message.from_account_id == account_id)
        .order_by(col(Message.id))
    ).all()


def events(session: Session, account_id: int) -> Sequence[AuditEvent]:
    """What an account did, oldest first."""
    return session.exec(
        select(AuditEvent).where(AuditEvent.account_id == account_id).order_by(col(AuditEvent.id))
    ).all()


def written(session: Session, account_id: int) -> Sequence[tuple[str, str, int, str | None]]:
    """The revisions that an account wrote: kind, public id, number, title."""
    needs = session.execute(
        sa.select(col(Need.public_id), col(NeedRevision.number), _title(NeedRevision))
        .join(NeedRevision, col(NeedRevision.need_id) == col(Need.id))
        .where(col(NeedRevision.created_by_id) == account_id)
        .order_by(col(NeedRevision.id))
    ).all()
    offerings = session.execute(
        sa.select(col(Offering.public_id), col(OfferingRevision.number), _title(OfferingRevision))
        .join(OfferingRevision, col(OfferingRevision.offering_id) == col(Offering.id))
        .where(col(OfferingRevision.created_by_id) == account_id)
        .order_by(col(OfferingRevision.id))
    ).all()
    return [("need", *row) for row in needs] + [("offering", *row) for row in offerings]


def counts(session: Session, account_id: int) -> tuple[int, int, int]:
    """How many messages, revisions and audit events are an account's, in one statement."""
    owners = (
        (col(Message.from_account_id),),
        (col(NeedRevision.created_by_id), col(OfferingRevision.created_by_id)),
        (col(AuditEvent.account_id),),
    )
    parts = [[_count(owner, account_id) for owner in group] for group in owners]
    row = session.execute(sa.select(*(part for group in parts for part in group))).one()
    return row[0], row[1] + row[2], row[3]


def _count(owner: Any, account_id: int) -> Any:
    return sa.select(sa.func.count()).where(owner == account_id).scalar_subquery()


def _title(revision: type[NeedRevision] | type[OfferingRevision]) -> sa.ColumnElement[str]:
    return sa.func.coalesce(col(revision.title_vi), col(revision.title_en))


def forget(session: Session, account: Account, now: datetime) -> None:
    """Take name, address, password and memberships from an account, and end its sessions."""
    account.email = account.email_key = f"{account.public_id}@erased.invalid"
    account.name, account.password_hash = "–", "erased"
    account.session_epoch += 1
    account.disabled_at = account.disabled_at or now
    session.execute(
        sa.update(Membership)
        .where(col(Membership.account_id) == account.key, col(Membership.until).is_(None))
        .values(until=now)
    )


def forget_contact(session: Session, contact: Contact, now: datetime) -> None:
    """Take name, address and telephone from a contact; messages to it keep their other side."""
    contact.name, contact.email, contact.phone = "–", "", None
    contact.role_vi = contact.role_en = None
    contact.consent_withdrawn_at = contact.consent_withdrawn_at or now
    session.execute(
        sa.update(OutboxMessage)
        .where(
            col(OutboxMessage.kind) == JobKind.MAIL,
            col(OutboxMessage.subject).in_(
                sa.select(col(Message.public_id)).where(col(Message.contact_id) == contact.key)
            ),
        )
        .values(last_error=None)
    )
