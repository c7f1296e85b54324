"""Documents of a programme: decisions, plans, laws and circulars that it rests on."""

from datetime import date

from sqlmodel import Field

from registry.domain.dated import Dated, one_open_row


class Document(Dated, table=True):
    """A document by its number; ``valid_from`` is the day since which the portal lists it."""

    __table_args__ = (one_open_row("document"),)

    number: str = Field(max_length=80)
    title_vi: str = Field(max_length=500)
    title_en: str = Field(max_length=500)
    issued_on: date | None = None
    link: str | None = Field(default=None, max_length=500)
