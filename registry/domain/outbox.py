"""The one queue of work that follows a change: written in its transaction, done by the worker."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from registry.domain.base import BigInt, Json, Row, UTCDateTime, by_value, utcnow


class JobKind(StrEnum):
    """What the worker is to do. Each kind can run twice without harm, but for a mail's double."""

    OFFERING_CHANGED = "offering_changed"
    NEED_CHANGED = "need_changed"
    ORGANISATION_CHANGED = "organisation_changed"
    PROJECT_CHANGED = "project_changed"
    SITE_CHANGED = "site_changed"
    MAIL = "mail"


class OutboxMessage(Row, table=True):
    """One piece of work. Due when ``due_at`` has passed and nobody holds a lease on it."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        sa.Index(
            "ix_outbox_message_open",
            "due_at",
            sqlite_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
            postgresql_where=sa.text("done_at IS NULL AND failed_at IS NULL"),
        ),
    )

    kind: JobKind = Field(sa_type=by_value(JobKind))
    # The public id of what changed, or of the message to mail.
    subject: str = Field(max_length=80)
    payload: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    created_at: datetime = Field(default_factory=utcnow, sa_type=UTCDateTime)
    due_at: datetime = Field(default_factory=utcnow, sa_type=UTCDateTime)
    leased_until: datetime | None = Field(default=None, sa_type=UTCDateTime)
    leased_by: str | None = Field(default=None, max_length=80)
    attempts: int = Field(default=0, sa_type=BigInt)
    done_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    failed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    last_error: str | None = Field(default=None, sa_type=sa.Text)
