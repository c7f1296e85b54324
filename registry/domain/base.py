"""Column types, keys and the conventions that all tables share."""

import secrets
from datetime import UTC, datetime
from enum import Enum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

# SQLite gives out row numbers only to a column declared INTEGER, which there holds 64 bits anyway.
BigInt = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# JSONB on PostgreSQL can be indexed later without a rewrite of the table.
Json = sa.JSON().with_variant(JSONB(), "postgresql")

# Letters that can't be mistaken for one another when read out (Crockford's base 32).
_PUBLIC_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


class UTCDateTime(TypeDecorator[datetime]):
    """A moment in UTC. Refuses a naive datetime; always gives back an aware one."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def by_value(enum: type[Enum]) -> sa.Enum:
    """A column of ``enum`` stored as its value in plain text, the same on every database."""
    return sa.Enum(
        enum, native_enum=False, length=32, values_callable=lambda e: [m.value for m in e]
    )


def new_public_id() -> str:
    """A stable public key for addresses, imports and feeds: 10 characters, 50 random bits."""
    return "".join(secrets.choice(_PUBLIC_ALPHABET) for _ in range(10))


def utcnow() -> datetime:
    """The present moment in UTC, to the microsecond."""
    return datetime.now(UTC)


class Row(SQLModel):
    """A table's row: the number is for joins only and never leaves the system."""

    id: int | None = Field(default=None, primary_key=True, sa_type=BigInt)

    @property
    def key(self) -> int:
        """The row's number once it is stored."""
        if self.id is None:
            raise LookupError(f"{type(self).__name__} is not stored yet")
        return self.id


class Noun(Row):
    """A public noun: has a stable id that addresses, imports and feeds use."""

    public_id: str = Field(
        default_factory=new_public_id, max_length=80, unique=True, nullable=False
    )
    created_at: datetime = Field(default_factory=utcnow, sa_type=UTCDateTime)
    sample: bool = Field(default=False)
