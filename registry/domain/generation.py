"""The generation number: each row tells the web processes what the worker brought up to date."""

from datetime import datetime

from sqlmodel import Field

from registry.domain.base import Row, UTCDateTime, utcnow


class Generation(Row, table=True):
    """Its row number is the generation. ``subject`` is empty when all is to be read anew."""

    kind: str = Field(max_length=24)
    subject: str | None = Field(default=None, max_length=80)
    made_at: datetime = Field(default_factory=utcnow, sa_type=UTCDateTime)
