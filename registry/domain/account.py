"""A person's account, and the roles it has in organisations."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from registry.domain.base import BigInt, Noun, Row, UTCDateTime, by_value, utcnow


class Role(StrEnum):
    """What a member does. The roles of the city are memberships of the lead department."""

    OWNER = "owner"
    EDITOR = "editor"
    APPROVER = "approver"
    REGISTRAR = "registrar"
    CURATOR = "curator"
    PLAN_OWNER = "plan_owner"
    RECIPIENT = "recipient"
    ADMINISTRATOR = "administrator"


class Account(Noun, table=True):
    """Signs in by e-mail address. ``email_key`` is the address in lower case."""

    email: str = Field(max_length=254)
    email_key: str = Field(max_length=254, unique=True)
    name: str = Field(max_length=120)
    language: str = Field(default="vi", max_length=2)
    password_hash: str = Field(max_length=200)
    # Raised to end all sessions of the account at once.
    session_epoch: int = Field(default=0)
    disabled_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    last_sign_in_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class Membership(Row, table=True):
    """One role of one account in one organisation."""

    __table_args__ = (sa.UniqueConstraint("account_id", "organisation_id", "role"),)

    account_id: int = Field(foreign_key="account.id", sa_type=BigInt)
    organisation_id: int = Field(foreign_key="organisation.id", sa_type=BigInt, index=True)
    role: Role = Field(sa_type=by_value(Role))
    since: datetime = Field(default_factory=utcnow, sa_type=UTCDateTime)
    until: datetime | None = Field(default=None, sa_type=UTCDateTime)
