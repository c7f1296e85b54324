"""A maker's yearly capacity for a product group, shared by the offerings of that group."""

from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field

from registry.domain.base import BigInt, Noun, by_value
from registry.domain.fact import Grade


class Capacity(Noun, table=True):
    """How much of one product group a maker can deliver in a year."""

    organisation_id: int = Field(foreign_key="organisation.id", sa_type=BigInt, index=True)
    group_vi: str | None = Field(default=None, max_length=160)
    group_en: str | None = Field(default=None, max_length=160)
    amount: Decimal = Field(sa_type=sa.Numeric(24, 6))
    unit: str = Field(max_length=24)
    year: int
    grade: Grade = Field(default=Grade.DECLARED, sa_type=by_value(Grade))
