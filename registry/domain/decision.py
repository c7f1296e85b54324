"""What an agency decided about a candidate, with all it saw then. Never rebuilt, only revoked."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from registry.domain.base import BigInt, Noun, UTCDateTime, by_value


class DecisionKind(StrEnum):
    """On the reference list (danh sách tham khảo), or set aside with a reason."""

    REFERENCE = "reference"
    SET_ASIDE = "set_aside"


class Decision(Noun, table=True):
    """One decision on one candidate of one item; at most one holds at a time."""

    __table_args__ = (
        sa.Index(
            "uq_decision_holding",
            "item_id",
            "offering_id",
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        ),
    )

    item_id: int = Field(foreign_key="need_item.id", sa_type=BigInt)
    need_revision_id: int = Field(foreign_key="need_revision.id", sa_type=BigInt)
    offering_id: int = Field(foreign_key="offering.id", sa_type=BigInt, index=True)
    offering_revision_id: int = Field(foreign_key="offering_revision.id", sa_type=BigInt)
    kind: DecisionKind = Field(sa_type=by_value(DecisionKind))
    reason: str | None = Field(default=None, sa_type=sa.Text)
    score: float | None = None
    level: str | None = Field(default=None, max_length=16)
    matcher_version: str | None = Field(default=None, max_length=40)
    idf_version: str | None = Field(default=None, max_length=40)
    decided_by_id: int = Field(foreign_key="account.id", sa_type=BigInt)
    revoked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    revoked_by_id: int | None = Field(default=None, foreign_key="account.id", sa_type=BigInt)
