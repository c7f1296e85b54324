"""Messages' SQL: stored with their two sides, read with them in one statement."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from registry.domain.account import Account
from registry.domain.message import Message
from registry.domain.organisation import Contact, Organisation


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """A message with who wrote it, for which organisation, and to whom."""

    message: Message
    writer: Account
    sender: Organisation | None
    recipient: Organisation
    contact: Contact


def add(session: Session, message: Message) -> Message:
    """Store a new message."""
    session.add(message)
    session.flush()
    return message


def by_public_id(session: Session, public_id: str) -> MessageRecord | None:
    """The message with this public id and its two sides."""
    return next(iter(_records(session, Message.public_id == public_id)), None)


def sent_by(session: Session, account_id: int, limit: int) -> list[MessageRecord]:
    """The latest messages that an account wrote, newest first."""
    return _records(session, Message.from_account_id == account_id, limit=limit)


def received_by(session: Session, organisation_ids: set[int], limit: int) -> list[MessageRecord]:
    """The latest messages that some organisations got, newest first."""
    if not organisation_ids:
        return []
    return _records(session, col(Message.to_organisation_id).in_(organisation_ids), limit=limit)


def mark_mailed(session: Session, public_id: str, at: datetime) -> bool:
    """Note when a message went out by mail; False where it had gone out before."""
    changed = session.execute(
        sa.update(Message)
        .where(col(Message.public_id) == public_id, col(Message.mailed_at).is_(None))
        .values(mailed_at=at)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def _records(session: Session, condition: Any, *, limit: int | None = None) -> list[MessageRecord]:
    recipient, sender = sa.orm.aliased(Organisation), sa.orm.aliased(Organisation)
    rows = session.execute(
        sa.select(Message, Account, sender, recipient, Contact)
        .join(Account, col(Message.from_account_id) == Account.id)
        .outerjoin(sender, col(Message.from_organisation_id) == sender.id)
        .join(recipient, col(Message.to_organisation_id) == recipient.id)
        .join(Contact, col(Message.contact_id) == Contact.id)
        .where(condition)
        .order_by(col(Message.created_at).desc(), col(Message.id).desc())
        .limit(limit)
    ).all()
    return [MessageRecord(*row) for row in rows]
