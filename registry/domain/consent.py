"""Consent of a person to the processing of their data: for what, to which notice, when and how.

Law 91/2025/QH15 on personal data protection, Article 9: consent is voluntary, informed, clear, and
can be shown afterwards; silence is none. A contact's consent stands in the contact itself.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlmodel import Field

from registry.domain.base import BigInt, Row, UTCDateTime, by_value, utcnow

# The day of the privacy notice that holds (registry/data/prose/privacy.*.md say it too). A notice
# that says something new gets a new day; then everybody is asked again at their next sign-in.
NOTICE = date(2026, 11, 25)


class Purpose(StrEnum):
    """What the data are processed for."""

    ACCOUNT = "account"


class Means(StrEnum):
    """How consent was given: on the page at signing in, or invented with a sample account."""

    SIGN_IN = "sign_in"
    SAMPLE = "sample"


class Consent(Row, table=True):
    """One consent of one account. Kept after withdrawal, to show what held when."""

    account_id: int = Field(foreign_key="account.id", sa_type=BigInt, index=True)
    purpose: Purpose = Field(default=Purpose.ACCOUNT, sa_type=by_value(Purpose))
    # The version of the privacy notice, named by its day.
    notice: date = NOTICE
    how: Means = Field(sa_type=by_value(Means))
    given_at: datetime = Field(default_factory=utcnow, sa_type=UTCDateTime)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTCDateTime)

    @property
    def stands(self) -> bool:
        """Whether it was not taken back."""
        return self.withdrawn_at is None
