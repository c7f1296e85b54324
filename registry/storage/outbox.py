"""The queue's SQL: put in the change's transaction; claimed with a lease; done, or tried again."""

import re
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.base import utcnow
from registry.domain.outbox import JobKind, OutboxMessage

MAX_ATTEMPTS = 12
_LONGEST_WAIT = timedelta(hours=6)
# Mail servers repeat addresses in what they say; an error is kept, a person's address is not.
_ADDRESS = re.compile(r"""[^\s<>'"(:,]+@[^\s<>'"),:]+""")


def put(
    session: Session, kind: JobKind, subject: str, payload: dict[str, Any] | None = None
) -> None:
    """Queue work that follows the present transaction, and only if that commits."""
    session.add(OutboxMessage(kind=kind, subject=subject, payload=payload or {}))


def _due(now: datetime) -> list[Any]:
    return [
        col(OutboxMessage.done_at).is_(None),
        col(OutboxMessage.failed_at).is_(None),
        col(OutboxMessage.due_at) <= now,
        sa.or_(col(OutboxMessage.leased_until).is_(None), col(OutboxMessage.leased_until) < now),
    ]


def claim(
    session: Session,
    worker: str,
    lease: timedelta,
    limit: int = 50,
    held: Collection[int] = (),
) -> Sequence[OutboxMessage]:
    """Take up to ``limit`` due messages, oldest first, and lease them to ``worker``.

    A worker that dies leaves its lease to run out; then the message is due again. One that the
    worker ``held`` already has its lease renewed, which is no new attempt. Rows that
    another worker is just taking are skipped (PostgreSQL; SQLite has one writer at a time).
    """
    now = utcnow()
    messages = session.exec(
        select(OutboxMessage)
        .where(*_due(now))
        .order_by(col(OutboxMessage.id))
        .limit(limit)
        .with_for_update(skip_locked=True)
    ).all()
    for message in messages:
        message.leased_until = now + lease
        message.leased_by = worker
        if message.key not in held:
            message.attempts += 1
    return messages


def done(session: Session, message_ids: Sequence[int]) -> None:
    """Mark messages as done."""
    session.execute(
        sa.update(OutboxMessage)
        .where(col(OutboxMessage.id).in_(message_ids))
        .values(done_at=utcnow(), leased_until=None, last_error=None)
    )


def failed(session: Session, message: OutboxMessage, error: str, *, for_good: bool = False) -> None:
    """Try again later, each time after twice the wait; give up after ``MAX_ATTEMPTS``, or at once
    where the error is ``for_good``."""
    now = utcnow()
    row = session.get_one(OutboxMessage, message.key)
    row.leased_until = None
    row.last_error = _ADDRESS.sub("<address>", error)[:2000]
    if for_good or row.attempts >= MAX_ATTEMPTS:
        row.failed_at = now
    else:
        row.due_at = now + min(timedelta(seconds=2**row.attempts), _LONGEST_WAIT)


def release(session: Session, place: str) -> int:
    """Make due again what workers of this place held when they died; how many jobs that were.

    Only for a worker that knows, by the lock it holds, that no other runs at its place.
    """
    held = sa.update(OutboxMessage).where(
        col(OutboxMessage.leased_by).startswith(f"{place}:", autoescape=True),
        col(OutboxMessage.leased_until).is_not(None),
        col(OutboxMessage.done_at).is_(None),
        col(OutboxMessage.failed_at).is_(None),
    )
    return session.execute(held.values(leased_until=None)).rowcount  # type: ignore[attr-defined]


def waiting(session: Session) -> int:
    """How many messages are neither done nor given up."""
    return session.exec(
        select(sa.func.count())
        .select_from(OutboxMessage)
        .where(col(OutboxMessage.done_at).is_(None), col(OutboxMessage.failed_at).is_(None))
    ).one()
