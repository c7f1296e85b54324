"""What curators propose for the thesaurus.

Its concepts stand in reviewed files, so a proposal waits until somebody has taken it into them.
"""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from registry.domain.base import BigInt, Noun, UTCDateTime, by_value


class ProposalState(StrEnum):
    """Where a proposal stands."""

    WAITING = "waiting"
    TAKEN = "taken"
    DECLINED = "declined"


class ThesaurusProposal(Noun, table=True):
    """Other words for a concept (``concept``), or a new concept under a wider one (``broader``)."""

    __tablename__ = "thesaurus_proposal"

    # Of an existing concept: its id, and the words; of a new one: its two labels, and the words.
    concept: str | None = Field(default=None, max_length=80)
    broader: str | None = Field(default=None, max_length=80)
    label_vi: str | None = Field(default=None, max_length=160)
    label_en: str | None = Field(default=None, max_length=160)
    forms_vi: str | None = Field(default=None, sa_type=sa.Text)
    forms_en: str | None = Field(default=None, sa_type=sa.Text)
    reason: str = Field(max_length=500)
    state: ProposalState = Field(
        default=ProposalState.WAITING, sa_type=by_value(ProposalState), index=True
    )
    proposed_by_id: int | None = Field(default=None, foreign_key="account.id", sa_type=BigInt)
    decided_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    decided_by_id: int | None = Field(default=None, foreign_key="account.id", sa_type=BigInt)
    decided_note: str | None = Field(default=None, max_length=500)
