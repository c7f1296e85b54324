"""An offering: what an organisation supplies. An identity plus numbered, immutable revisions.

At most one revision is *public* (published and not superseded) and at most one is the *working*
one (not yet published); partial unique indexes hold that. A public revision is never edited.
"""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from registry.domain.base import BigInt, Noun, Row, UTCDateTime, by_value, utcnow
from registry.domain.category import Category
from registry.domain.fact import Grade, Measured


class OfferingKind(StrEnum):
    """What sort of thing is offered."""

    TECHNOLOGY = "technology"
    EQUIPMENT = "equipment"
    MATERIAL = "material"
    SERVICE = "service"


class Part(StrEnum):
    """The publisher's part in the thing offered."""

    MAKER = "maker"
    ASSEMBLER = "assembler"
    LICENSED_MAKER = "licensed_maker"
    INTEGRATOR = "integrator"
    AGENT = "agent"
    SERVICE_PROVIDER = "service_provider"


class Offering(Noun, table=True):
    """The identity that addresses, matches and decisions point to."""

    organisation_id: int = Field(foreign_key="organisation.id", sa_type=BigInt, index=True)
    capacity_id: int | None = Field(default=None, foreign_key="capacity.id", sa_type=BigInt)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    withdrawn_reason: str | None = Field(default=None, max_length=300)
    # Suppliers confirm listings every 90 days; the first publication counts as one.
    confirmed_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    # The registrar's first check; until then the listing is marked as self-declared.
    first_checked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class OfferingRevision(Row, table=True):
    """What the offering says, at one time."""

    __tablename__ = "offering_revision"
    __table_args__ = (
        sa.UniqueConstraint("offering_id", "number"),
        sa.Index(
            "uq_offering_revision_public",
            "offering_id",
            unique=True,
            sqlite_where=sa.text("published_at IS NOT NULL AND superseded_at IS NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL AND superseded_at IS NULL"),
        ),
        sa.Index(
            "uq_offering_revision_working",
            "offering_id",
            unique=True,
            sqlite_where=sa.text("published_at IS NULL"),
            postgresql_where=sa.text("published_at IS NULL"),
        ),
        # All that a list is narrowed and counted by, without a look at the long texts.
        sa.Index(
            "ix_offering_revision_listed",
            "published_at",
            "offering_id",
            "kind",
            "category",
            "part",
            "country_of_manufacture",
            sqlite_where=sa.text("published_at IS NOT NULL AND superseded_at IS NULL"),
            postgresql_where=sa.text("published_at IS NOT NULL AND superseded_at IS NULL"),
        ),
    )

    offering_id: int = Field(foreign_key="offering.id", sa_type=BigInt)
    number: int
    created_at: datetime = Field(default_factory=utcnow, sa_type=UTCDateTime)
    created_by_id: int | None = Field(default=None, foreign_key="account.id", sa_type=BigInt)
    published_at: datetime | None = Field(default=None, sa_type=UTCDateTime, index=True)
    superseded_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    checked_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    checked_by_id: int | None = Field(default=None, foreign_key="account.id", sa_type=BigInt)
    # The registrar's question to the publisher; answered by a new revision.
    returned_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    returned_note: str | None = Field(default=None, sa_type=sa.Text)

    kind: OfferingKind = Field(sa_type=by_value(OfferingKind))
    category: Category = Field(sa_type=by_value(Category), index=True)
    title_vi: str | None = Field(default=None, max_length=300)
    title_en: str | None = Field(default=None, max_length=300)
    summary_vi: str | None = Field(default=None, sa_type=sa.Text)
    summary_en: str | None = Field(default=None, sa_type=sa.Text)
    part: Part = Field(sa_type=by_value(Part))
    maker: str | None = Field(default=None, max_length=300)
    country_of_manufacture: str | None = Field(default=None, max_length=2)
    local_content_min: Decimal | None = Field(default=None, sa_type=sa.Numeric(5, 2))
    local_content_max: Decimal | None = Field(default=None, sa_type=sa.Numeric(5, 2))
    local_content_grade: Grade | None = Field(default=None, sa_type=by_value(Grade))
    price_min: int | None = Field(default=None, sa_type=sa.BigInteger)
    price_max: int | None = Field(default=None, sa_type=sa.BigInteger)
    currency: str = Field(default="VND", max_length=3)
    price_note_vi: str | None = Field(default=None, max_length=300)
    price_note_en: str | None = Field(default=None, max_length=300)
    trl: int | None = None


def is_domestic(revision: OfferingRevision, publisher_country: str) -> bool:
    """Made or assembled in Vietnam, whoever sells it; a service is as domestic as its provider."""
    if revision.kind is OfferingKind.SERVICE and revision.country_of_manufacture is None:
        return publisher_country == "VN"
    return revision.country_of_manufacture == "VN"


class OfferingFact(Measured, Row, table=True):
    """One parameter that a revision claims."""

    __tablename__ = "offering_fact"

    revision_id: int = Field(foreign_key="offering_revision.id", sa_type=BigInt, index=True)
    position: int
    conditions_vi: str | None = Field(default=None, max_length=300)
    conditions_en: str | None = Field(default=None, max_length=300)
    grade: Grade = Field(default=Grade.DECLARED, sa_type=by_value(Grade))


class OfferingStandard(Row, table=True):
    """A standard that a revision claims to meet, with the column where the standard has some."""

    __tablename__ = "offering_standard"

    revision_id: int = Field(foreign_key="offering_revision.id", sa_type=BigInt, index=True)
    position: int
    standard_code: str = Field(max_length=60, index=True)
    column: str | None = Field(default=None, max_length=16)
    grade: Grade = Field(default=Grade.DECLARED, sa_type=by_value(Grade))
