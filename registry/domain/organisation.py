"""An organisation: who supplies, buys, invests, researches or registers; its people to write to."""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from registry.domain.base import BigInt, Noun, Row, UTCDateTime, by_value


class Capability(StrEnum):
    """What an organisation does here. They don't exclude one another."""

    SUPPLIES = "supplies"
    BUYS = "buys"
    INVESTS = "invests"
    RESEARCHES = "researches"
    REGISTERS = "registers"


class BuyerKind(StrEnum):
    """What sort of buyer an organisation is."""

    DEPARTMENT = "department"
    COMMUNE = "commune"
    PROJECT_BOARD = "project_board"
    ZONE_OPERATOR = "zone_operator"
    UTILITY = "utility"
    HOSPITAL_SCHOOL = "hospital_school"
    ENTERPRISE = "enterprise"


class Scheme(StrEnum):
    """Who issues an identifier.

    ``mst`` is the Vietnamese tax code (10 or 13 digits), ``foreign`` a registration abroad as
    "CC:number" with the country's ISO 3166 code, ``agency`` an agency's electronic code, ``place``
    a commune's or ward's code (Decision 19/2025/QĐ-TTg), ``sample`` the key of a sample record.
    """

    MST = "mst"
    FOREIGN = "foreign"
    AGENCY = "agency"
    PLACE = "place"
    SAMPLE = "sample"


class Organisation(Noun, table=True):
    """Found by its identifiers, never by its name alone."""

    name_vi: str | None = Field(default=None, max_length=300)
    name_en: str | None = Field(default=None, max_length=300)
    short_vi: str | None = Field(default=None, max_length=120)
    short_en: str | None = Field(default=None, max_length=120)
    # Neither database sorts Vietnamese everywhere, so the key is computed when the name is set.
    name_key: str = Field(max_length=900, index=True)
    country: str = Field(default="VN", max_length=2)
    place_id: int | None = Field(default=None, foreign_key="place.id", sa_type=BigInt, index=True)
    province_vi: str | None = Field(default=None, max_length=120)
    address_vi: str | None = Field(default=None, max_length=300)
    address_en: str | None = Field(default=None, max_length=300)
    buyer_kind: BuyerKind | None = Field(default=None, sa_type=by_value(BuyerKind))
    foreign_owned: bool = Field(default=False)
    founded: int | None = None
    staff: str | None = Field(default=None, max_length=24)
    about_vi: str | None = Field(default=None, sa_type=sa.Text)
    about_en: str | None = Field(default=None, sa_type=sa.Text)
    website: str | None = Field(default=None, max_length=300)
    # None: self-declared. Set by the registrar after a check of the organisation.
    verified_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    verified_by_id: int | None = Field(default=None, foreign_key="account.id", sa_type=BigInt)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class OrganisationCapability(Row, table=True):
    """One capability of one organisation."""

    __tablename__ = "organisation_capability"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "capability"),)

    organisation_id: int = Field(foreign_key="organisation.id", sa_type=BigInt)
    capability: Capability = Field(sa_type=by_value(Capability))


class Identifier(Row, table=True):
    """What an organisation is found by: unique within its scheme."""

    __table_args__ = (sa.UniqueConstraint("scheme", "value"),)

    organisation_id: int = Field(foreign_key="organisation.id", sa_type=BigInt, index=True)
    scheme: Scheme = Field(sa_type=by_value(Scheme))
    value: str = Field(max_length=80)
    valid_from: date | None = None
    valid_to: date | None = None


class Contact(Noun, table=True):
    """A person to write to. Shown only to signed-in users, and only with consent."""

    organisation_id: int = Field(foreign_key="organisation.id", sa_type=BigInt, index=True)
    position: int = 0
    name: str = Field(max_length=120)
    role_vi: str | None = Field(default=None, max_length=120)
    role_en: str | None = Field(default=None, max_length=120)
    email: str = Field(max_length=254)
    phone: str | None = Field(default=None, max_length=40)
    languages: str = Field(default="vi", max_length=24)
    consented_at: datetime | None = Field(default=None, sa_type=UTCDateTime)
    consent_withdrawn_at: datetime | None = Field(default=None, sa_type=UTCDateTime)

    @property
    def consents(self) -> bool:
        """Whether the person has agreed, and not withdrawn, that members see the details."""
        return self.consented_at is not None and self.consent_withdrawn_at is None
