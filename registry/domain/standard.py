"""A technical standard or regulation, with when it holds and what took its place."""

from datetime import date

from sqlmodel import Field

from registry.domain.base import BigInt, Row


class Standard(Row, table=True):
    """A standard by its code. Dates are those of its source, which stands beside them."""

    code: str = Field(max_length=60, unique=True)
    title_vi: str = Field(max_length=300)
    title_en: str | None = Field(default=None, max_length=300)
    issuer: str = Field(max_length=160)
    territory: str = Field(default="VN", max_length=16)
    in_force_from: date | None = None
    # Until when plants that already run may still use it, once it is replaced.
    existing_until: date | None = None
    source: str = Field(max_length=300)


class StandardReplacement(Row, table=True):
    """One standard may replace several."""

    __tablename__ = "standard_replacement"

    standard_id: int = Field(foreign_key="standard.id", sa_type=BigInt, index=True)
    replaced_by_id: int = Field(foreign_key="standard.id", sa_type=BigInt)
    since: date | None = None
