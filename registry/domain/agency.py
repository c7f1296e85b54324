"""The agencies that a programme names, and the tasks that it gives them; both dated."""

from sqlmodel import Field

from registry.domain.base import BigInt
from registry.domain.dated import Dated, one_open_row

GROUPS = range(1, 6)
"""A programme's groups of tasks: policy, market, science and technology, training, press."""


class Agency(Dated, table=True):
    """A department, with its part in a programme."""

    __table_args__ = (one_open_row("agency"),)

    programme_id: int = Field(foreign_key="programme.id", sa_type=BigInt)
    position: int
    name_vi: str = Field(max_length=300)
    name_en: str = Field(max_length=300)
    lead: bool = Field(default=False)


class AgencyTask(Dated, table=True):
    """One task of an agency; ``group`` is None for what serves all groups."""

    __tablename__ = "agency_task"
    __table_args__ = (one_open_row("agency_task"),)

    # The agency's record, not one of its rows: an agency may be renamed while its tasks go on.
    agency: str = Field(max_length=80, index=True)
    position: int
    group: int | None = None
    text_vi: str = Field(max_length=500)
    text_en: str = Field(max_length=500)
