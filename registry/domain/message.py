"""A message from a signed-in person to an organisation's contact; the mail goes by the outbox."""

from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Field

from registry.domain.base import BigInt, Noun, UTCDateTime


class Message(Noun, table=True):
    """What was written, by whom, to whom, about what. Seen by its two sides alone."""

    to_organisation_id: int = Field(foreign_key="organisation.id", sa_type=BigInt, index=True)
    contact_id: int = Field(foreign_key="contact.id", sa_type=BigInt)
    from_organisation_id: int | None = Field(
        default=None, foreign_key="organisation.id", sa_type=BigInt, index=True
    )
    from_account_id: int = Field(foreign_key="account.id", sa_type=BigInt, index=True)
    need_id: int | None = Field(default=None, foreign_key="need.id", sa_type=BigInt)
    offering_id: int | None = Field(default=None, foreign_key="offering.id", sa_type=BigInt)
    subject: str = Field(max_length=200)
    body: str = Field(sa_type=sa.Text)
    language: str = Field(default="vi", max_length=2)
    mailed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
