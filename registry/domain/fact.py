"""A fact: a parameter with its range, unit, stream and evidence.

An offering claims facts; a need's requirement asks for one. Both use the same columns, so that
they can be compared as numbers.
"""

from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field, SQLModel

from registry.domain.base import by_value


class Grade(StrEnum):
    """How far a statement is proved, weakest first."""

    DECLARED = "declared"
    DOCUMENTED = "documented"
    CERTIFIED = "certified"
    CONFIRMED = "confirmed"

    @property
    def rank(self) -> int:
        """0 for declared … 3 for confirmed by a reference."""
        return list(Grade).index(self)


class Stream(StrEnum):
    """What the parameter speaks of: the thing itself, what goes in, or what comes out."""

    RATING = "rating"
    INLET = "inlet"
    OUTLET = "outlet"


class Measured(SQLModel):
    """Columns of a parameter with a range. ``unit`` is a code of ``matching.units``."""

    parameter: str | None = Field(default=None, max_length=40)
    stream: Stream | None = Field(default=None, sa_type=by_value(Stream))
    low: Decimal | None = Field(default=None, sa_type=sa.Numeric(24, 6))
    high: Decimal | None = Field(default=None, sa_type=sa.Numeric(24, 6))
    unit: str | None = Field(default=None, max_length=24)
