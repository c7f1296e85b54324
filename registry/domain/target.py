"""Programmes and their targets: the share of demand that domestic supply is to meet."""

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field

from registry.domain.base import BigInt, Row, by_value
from registry.domain.category import Category, Segment
from registry.domain.dated import Dated, one_open_row


class Programme(Row, table=True):
    """A national or city programme, such as Hanoi's Plan 50/KH-UBND."""

    code: str = Field(max_length=40, unique=True)
    name_vi: str = Field(max_length=300)
    name_en: str = Field(max_length=300)
    basis: str = Field(max_length=160)
    issued_on: date | None = None
    horizon: int
    source: str = Field(max_length=300)


def target_code(programme: str, segment: Segment, year: int) -> str:
    """The name of a target's record: ``hanoi-50.wastewater.2030``."""
    return f"{programme}.{segment.value}.{year}"


class Target(Dated, table=True):
    """A range in percent for one segment, to be reached by ``year``; see :func:`target_code`."""

    __table_args__ = (one_open_row("target"),)

    programme_id: int = Field(foreign_key="programme.id", sa_type=BigInt)
    segment: Segment = Field(sa_type=by_value(Segment))
    position: int
    name_vi: str = Field(max_length=300)
    name_en: str = Field(max_length=300)
    year: int
    low: Decimal = Field(sa_type=sa.Numeric(5, 2))
    high: Decimal = Field(sa_type=sa.Numeric(5, 2))
    # What the share is taken of: "value", or "t/day" of plant.
    measure: str = Field(default="value", max_length=16)


class CategorySegment(Row, table=True):
    """Which segment a programme counts a category in, dated."""

    __tablename__ = "category_segment"
    __table_args__ = (sa.UniqueConstraint("programme_id", "category", "segment", "valid_from"),)

    programme_id: int = Field(foreign_key="programme.id", sa_type=BigInt)
    category: Category = Field(sa_type=by_value(Category))
    segment: Segment = Field(sa_type=by_value(Segment))
    valid_from: date
    valid_to: date | None = None
