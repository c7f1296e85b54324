"""Rates of foreign currencies, each of one day."""

from datetime import date
from decimal import Decimal

import sqlalchemy as sa
from sqlmodel import Field

from registry.domain.base import Row


class CurrencyRate(Row, table=True):
    """What one unit of a currency cost on a day, in dong."""

    __tablename__ = "currency_rate"
    __table_args__ = (sa.UniqueConstraint("currency", "day"),)

    currency: str = Field(max_length=3)
    day: date
    vnd: Decimal = Field(sa_type=sa.Numeric(18, 4))
    source: str = Field(max_length=500)
    sample: bool = Field(default=False)
