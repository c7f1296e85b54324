"""The SQL that deletes what is kept no longer, and what keeps a person from being erased."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.account import Account, Membership, Role
from registry.domain.message import Message
from registry.domain.need import Need, NeedRevision
from registry.domain.organisation import Contact, Organisation
from registry.domain.outbox import JobKind, OutboxMessage


def delete_jobs(session: Session, before: datetime) -> int:
    """Delete jobs that were done or given up before a moment; how many those were."""
    old = sa.or_(col(OutboxMessage.done_at) < before, col(OutboxMessage.failed_at) < before)
    return _delete(session, sa.delete(OutboxMessage).where(old))


def delete_messages(session: Session, before: datetime) -> int:
    """Delete messages with a side that was withdrawn before a moment, and their mails."""
    gone = sa.select(Organisation.id).where(col(Organisation.withdrawn_at) < before)  # type: ignore[call-overload]
    old = col(Message.to_organisation_id).in_(gone) | col(Message.from_organisation_id).in_(gone)
    _delete_mails(session, old)
    return _delete(session, sa.delete(Message).where(old))


def withdrawn_contacts(session: Session, before: datetime) -> Sequence[Contact]:
    """Contacts that took consent back before a moment and still have an address or telephone."""
    return session.exec(
        select(Contact)
        .where(
            col(Contact.consent_withdrawn_at) < before,
            sa.or_(col(Contact.email) != "", col(Contact.phone).is_not(None)),
        )
        .order_by(col(Contact.id))
    ).all()


def delete_mails(session: Session, account_id: int | None, contact_ids: Sequence[int]) -> None:
    """Delete the mails of messages that an account wrote or some contacts were to get.

    The messages stay with the organisations on their two sides; only the sending goes.
    """
    _delete_mails(
        session,
        (col(Message.from_account_id) == account_id) | col(Message.contact_id).in_(contact_ids),
    )


def last_seats(
    session: Session, account_id: int, now: datetime
) -> Sequence[tuple[Role, Organisation]]:
    """Roles that nobody else could fill: the last owner of a verified organisation, the last
    approver of one with a need that waits for approval."""
    other = sa.orm.aliased(Membership)
    held = sa.or_(col(other.until).is_(None), col(other.until) > now)
    colleague = (
        sa.exists()
        .where(
            col(other.organisation_id) == Membership.organisation_id,
            col(other.role) == Membership.role,
            col(other.account_id) != account_id,
            col(other.since) <= now,
            held,
        )
        .where(col(Account.id) == other.account_id, col(Account.disabled_at).is_(None))
    )
    waiting = sa.exists().where(
        col(Need.organisation_id) == col(Organisation.id),
        col(Need.withdrawn_at).is_(None),
        col(NeedRevision.need_id) == col(Need.id),
        col(NeedRevision.submitted_at).is_not(None),
        col(NeedRevision.published_at).is_(None),
        col(NeedRevision.superseded_at).is_(None),
    )
    needed = sa.or_(
        sa.and_(col(Membership.role) == Role.OWNER, col(Organisation.verified_at).is_not(None)),
        sa.and_(col(Membership.role) == Role.APPROVER, waiting),
    )
    rows = session.exec(
        select(Membership, Organisation)
        .join(Organisation, col(Membership.organisation_id) == Organisation.id)
        .where(
            Membership.account_id == account_id,
            sa.or_(col(Membership.until).is_(None), col(Membership.until) > now),
            col(Organisation.withdrawn_at).is_(None),
            needed,
            ~colleague,
        )
        .order_by(col(Membership.id))
    ).all()
    return [(membership.role, organisation) for membership, organisation in rows]


def _delete_mails(session: Session, of: sa.ColumnElement[bool]) -> None:
    written = sa.select(Message.public_id).where(of)  # type: ignore[call-overload]
    session.execute(
        sa.delete(OutboxMessage).where(
            col(OutboxMessage.kind) == JobKind.MAIL, col(OutboxMessage.subject).in_(written)
        )
    )


def _delete(session: Session, statement: sa.Delete) -> int:
    return session.execute(statement).rowcount  # type: ignore[attr-defined, no-any-return]
