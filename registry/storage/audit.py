"""Writing and reading the audit trail."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, col, select

from registry.domain.audit import AuditEvent
from registry.domain.permission import Actor


def record(
    session: Session,
    actor: Actor,
    action: str,
    object_kind: str,
    object_id: str,
    *,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Add one event to the transaction. Personal fields go in by name only, never by value."""
    session.add(
        AuditEvent(
            account_id=actor.account_id,
            action=action,
            object_kind=object_kind,
            object_id=object_id,
            before=before,
            after=after,
        )
    )


def of_object(session: Session, object_kind: str, object_id: str) -> Sequence[AuditEvent]:
    """All events of one object, oldest first."""
    return session.exec(
        select(AuditEvent)
        .where(AuditEvent.object_kind == object_kind, AuditEvent.object_id == object_id)
        .order_by(col(AuditEvent.id))
    ).all()
