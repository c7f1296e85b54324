"""A need: what a buyer lacks. An identity plus numbered revisions, with items and requirements.

At most one revision is *public* and at most one is the *working* one: a draft, which its authors
edit, or, once submitted, a revision that waits for the agency's approver and is edited no more.
An item keeps its number across revisions: matches and decisions point to the item.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from registry.domain.base import BigInt, Noun, Row, UTCDateTime, by_value, utcnow
from registry.domain.calendar import closing_moment
from registry.domain.category import Category, Segment
from registry.domain.fact import Measured


class ItemKind(StrEnum):
    """What sort of thing an item asks for."""

    EQUIPMENT = "equipment"
    WORKS = "works"
    SERVICE = "service"
    MATERIAL = "material"


class NeedStatus(StrEnum):
    """Where a need stands. Derived from dates, never stored."""

    DRAFT = "draft"
    WAITING = "waiting"
    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Need(Noun, table=True):
    """The identity that addresses, dossiers and imports point to."""

    organisation_id: int = Field(foreign_key="organisation.id", sa_type=BigInt, index=True)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    withdrawn_reason: str | None = Field(default=None, max_length=300)
    # Where an imported need came from: the same line read twice makes one need.
    import_key: str | None = Field(default=None, max_length=80, unique=True)


class NeedRevision(Row, table=True):
    """What the need says, at one time."""

    __tablename__ = "need_revision"
    __table_args__ = (
        sa.UniqueConstraint("need_id", "number"),
        sa.Index(
            "uq_need_revision_public",
            "need_id",
            unique=True,
            sqlite_where=sa.text("published_at IS NOT NULL AND superseded_at IS NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL AND superseded_at IS NULL"),
        ),
        sa.Index(
            "uq_need_revision_working",
            "need_id",
            unique=True,
            sqlite_where=sa.text("published_at IS NULL"),
            postgresql_where=sa.text("published_at IS NULL"),
        ),
        # All that a list is narrowed and counted by, without a look at the long texts.
        sa.Index(
            "ix_need_revision_listed",
            "published_at",
            "need_id",
            "category",
            "place_id",
            "closes_on",
            sqlite_where=sa.text("published_at IS NOT NULL AND superseded_at IS NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL AND superseded_at IS NULL"),
        ),
    )

    need_id: int = Field(foreign_key="need.id", sa_type=BigInt)
    number: int
    created_at: datetime = Field(default_factory=utcnow, sa_type=UTCDateTime)
    created_by_id: int | None = Field(default=None, foreign_key="account.id", sa_type=BigInt)
    submitted_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    submitted_by_id: int | None = Field(default=None, foreign_key="account.id", sa_type=BigInt)
    returned_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    returned_note: str | None = Field(default=None, sa_type=sa.Text)
    published_at: datetime | None = Field(default=None, sa_type=UTCDateTime, index=True)
    published_by_id: int | None = Field(default=None, foreign_key="account.id", sa_type=BigInt)
    superseded_at: datetime | None = Field(default=None, sa_type=UTCDateTime)

    title_vi: str | None = Field(default=None, max_length=500)
    title_en: str | None = Field(default=None, max_length=500)
    problem_vi: str | None = Field(default=None, sa_type=sa.Text)
    problem_en: str | None = Field(default=None, sa_type=sa.Text)
    category: Category | None = Field(default=None, sa_type=by_value(Category), index=True)
    place_id: int | None = Field(default=None, foreign_key="place.id", sa_type=BigInt, index=True)
    # True: a new plant; False: one already running; None: not said.
    new_plant: bool | None = None
    closes_on: date | None = Field(default=None, index=True)
    budget_min: int | None = Field(default=None, sa_type=sa.BigInteger)
    budget_max: int | None = Field(default=None, sa_type=sa.BigInteger)
    budget_public: bool = Field(default=True)
    # Number of the plan or notice in the national e-procurement system, where tenders happen.
    vneps_number: str | None = Field(default=None, max_length=40)


class NeedItem(Row, table=True):
    """An item's identity: its number stays across revisions."""

    __tablename__ = "need_item"
    __table_args__ = (sa.UniqueConstraint("need_id", "number"),)

    need_id: int = Field(foreign_key="need.id", sa_type=BigInt)
    number: int
    # The lead agency's item into which this one is pooled.
    parent_id: int | None = Field(
        default=None, foreign_key="need_item.id", sa_type=BigInt, index=True
    )


class NeedItemRevision(Row, table=True):
    """What an item says in one revision of its need."""

    __tablename__ = "need_item_revision"
    __table_args__ = (sa.UniqueConstraint("revision_id", "item_id"),)

    revision_id: int = Field(foreign_key="need_revision.id", sa_type=BigInt)
    item_id: int = Field(foreign_key="need_item.id", sa_type=BigInt, index=True)
    kind: ItemKind = Field(sa_type=by_value(ItemKind))
    category: Category = Field(sa_type=by_value(Category), index=True)
    segment: Segment | None = Field(default=None, sa_type=by_value(Segment))
    title_vi: str | None = Field(default=None, max_length=500)
    title_en: str | None = Field(default=None, max_length=500)
    quantity: Decimal | None = Field(default=None, sa_type=sa.Numeric(24, 6))
    unit: str | None = Field(default=None, max_length=24)
    year: int | None = None
    value: int | None = Field(default=None, sa_type=sa.BigInteger)
    # The equipment's part of a works item's value; unknown keeps it out of coverage.
    equipment_value: int | None = Field(default=None, sa_type=sa.BigInteger)


class Requirement(Measured, Row, table=True):
    """What a revision asks for: in words, as a number, or as a standard with its column."""

    revision_id: int = Field(foreign_key="need_revision.id", sa_type=BigInt, index=True)
    # None: belongs to the whole need.
    item_id: int | None = Field(default=None, foreign_key="need_item.id", sa_type=BigInt)
    position: int
    essential: bool = Field(default=True)
    text_vi: str | None = Field(default=None, sa_type=sa.Text)
    text_en: str | None = Field(default=None, sa_type=sa.Text)
    standard_code: str | None = Field(default=None, max_length=60, index=True)
    column: str | None = Field(default=None, max_length=16)
    # Why it must be so, where the requirement leaves few candidates.
    reason: str | None = Field(default=None, sa_type=sa.Text)


def need_status(
    *,
    published_at: datetime | None,
    submitted_at: datetime | None,
    closes_on: date | None,
    withdrawn_at: datetime | None,
    now: datetime,
) -> NeedStatus:
    """Where a need stands at ``now``.

    ``published_at`` and ``closes_on`` are the public revision's, or None where there is none;
    ``submitted_at`` is the working revision's. A need without a last day stays open.
    """
    if withdrawn_at is not None:
        return NeedStatus.WITHDRAWN
    if published_at is None:
        return NeedStatus.DRAFT if submitted_at is None else NeedStatus.WAITING
    if closes_on is not None and closing_moment(closes_on) <= now:
        return NeedStatus.CLOSED
    return NeedStatus.OPEN
