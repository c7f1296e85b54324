"""A match of a need's item and an offering: rebuilt at will, unlike people's decisions."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Field

from registry.domain.base import BigInt, Json, Row, UTCDateTime, utcnow

FITTING = ("strong", "possible")
"""The levels from which an offering counts as a candidate."""
SET_ASIDE = "set_aside"
"""The level of an offering that would be a candidate but misses an essential figure."""


class Match(Row, table=True):
    """How well an offering's public revision fits an item of a need's public revision.

    ``score`` lies in 0…1 and means the same for every item; ``level`` is its word (weak, possible,
    strong), or :data:`SET_ASIDE`, where the score is what it would be. ``reasons`` holds the
    joining phrases and parts of the score as the matcher explained them, ``checks`` the verdict on
    each measured requirement.
    """

    __table_args__ = (
        sa.UniqueConstraint("item_id", "offering_id"),
        sa.Index("ix_match_item_id_score", "item_id", "score"),
    )

    item_id: int = Field(foreign_key="need_item.id", sa_type=BigInt)
    offering_id: int = Field(foreign_key="offering.id", sa_type=BigInt, index=True)
    need_revision_id: int = Field(foreign_key="need_revision.id", sa_type=BigInt)
    offering_revision_id: int = Field(foreign_key="offering_revision.id", sa_type=BigInt)
    score: float
    level: str = Field(max_length=16)
    domestic: bool
    reasons: dict[str, Any] = Field(default_factory=dict, sa_type=Json)
    checks: list[dict[str, Any]] = Field(default_factory=list, sa_type=Json)
    matcher_version: str = Field(max_length=40)
    idf_version: str = Field(max_length=40)
    made_at: datetime = Field(default_factory=utcnow, sa_type=UTCDateTime)
