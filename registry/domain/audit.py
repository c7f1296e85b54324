"""The audit trail: who changed what and when, in the transaction that changed it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from registry.domain.base import BigInt, Json, Row, UTCDateTime, utcnow


class AuditEvent(Row, table=True):
    """One change. Personal fields stand in ``before`` and ``after`` by name only, never by value,
    so that erasing a person's data leaves the trail whole."""

    __tablename__ = "audit_event"
    __table_args__ = (sa.Index("ix_audit_event_object", "object_kind", "object_id"),)

    at: datetime = Field(default_factory=utcnow, sa_type=UTCDateTime, index=True)
    # None: a command of the system itself.
    account_id: int | None = Field(
        default=None, foreign_key="account.id", sa_type=BigInt, index=True
    )
    action: str = Field(max_length=60)
    object_kind: str = Field(max_length=40)
    object_id: str = Field(max_length=80)
    before: dict[str, Any] | None = Field(default=None, sa_type=Json)
    after: dict[str, Any] | None = Field(default=None, sa_type=Json)
