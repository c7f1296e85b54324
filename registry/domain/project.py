"""A project that the programme follows: of one of its six kinds, led by one organisation.

A project is published when its lead announces it. While its call is open it looks for investors
and partners; then its years say whether it is prepared, under way or done.
"""

from datetime import date, datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from registry.domain.base import BigInt, Noun, Row, UTCDateTime, by_value
from registry.domain.calendar import closing_moment, hanoi_day
from registry.domain.category import Category, Segment


class ProjectKind(StrEnum):
    """The kinds of key project that Plan 50/KH-UBND names, in its order."""

    # Making machinery, equipment and materials for the environment, waste treatment, water supply.
    MACHINERY = "machinery"
    # Energy saving, with low-carbon capture and storage.
    ENERGY_SAVING = "energy_saving"
    # Renewable, clean and recovered energy from waste.
    WASTE_ENERGY = "waste_energy"
    # Recycling and reuse of waste.
    RECYCLING = "recycling"
    # Making and supplying equipment, vehicles, tools and products for environmental protection.
    SUPPLIES = "supplies"
    # Central collection and treatment of wastewater in industrial zones and clusters.
    CENTRAL_WASTEWATER = "central_wastewater"


class Cooperation(StrEnum):
    """What a project wants of a partner."""

    INVESTMENT = "investment"
    JOINT_VENTURE = "joint_venture"
    TECHNOLOGY_LICENCE = "technology_licence"
    EQUIPMENT_SUPPLY = "equipment_supply"
    FUNDING = "funding"


class ProjectStatus(StrEnum):
    """Where a project stands. Derived from dates, never stored."""

    PREPARING = "preparing"
    CALLING = "calling"
    UNDER_WAY = "under_way"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class Project(Noun, table=True):
    """What its lead says of it. ``investment_*`` in dong."""

    kind: ProjectKind = Field(sa_type=by_value(ProjectKind), index=True)
    name_vi: str | None = Field(default=None, max_length=500)
    name_en: str | None = Field(default=None, max_length=500)
    # Neither database sorts Vietnamese everywhere, so the key is computed when the name is set.
    name_key: str = Field(max_length=900, index=True)
    summary_vi: str | None = Field(default=None, sa_type=sa.Text)
    summary_en: str | None = Field(default=None, sa_type=sa.Text)
    organisation_id: int = Field(foreign_key="organisation.id", sa_type=BigInt, index=True)
    site_id: int | None = Field(default=None, foreign_key="site.id", sa_type=BigInt, index=True)
    # None: the whole city.
    place_id: int | None = Field(default=None, foreign_key="place.id", sa_type=BigInt, index=True)
    category: Category = Field(sa_type=by_value(Category), index=True)
    segment: Segment | None = Field(default=None, sa_type=by_value(Segment))
    investment_low: int | None = Field(default=None, sa_type=sa.BigInteger)
    investment_high: int | None = Field(default=None, sa_type=sa.BigInteger)
    start_year: int | None = None
    finish_year: int | None = None
    # The city lists it among the programme's key projects (dự án trọng điểm).
    key_project: bool = Field(default=False)
    published_at: datetime | None = Field(default=None, sa_type=UTCDateTime, index=True)
    # Last day of the call for investors and partners; None: no call.
    closes_on: date | None = Field(default=None, index=True)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTCDateTime)


class ProjectCooperation(Row, table=True):
    """One form of cooperation that a project wants."""

    __tablename__ = "project_cooperation"
    __table_args__ = (sa.UniqueConstraint("project_id", "form"),)

    project_id: int = Field(foreign_key="project.id", sa_type=BigInt)
    form: Cooperation = Field(sa_type=by_value(Cooperation))


def project_status(
    *,
    published_at: datetime | None,
    closes_on: date | None,
    start_year: int | None,
    finish_year: int | None,
    withdrawn_at: datetime | None,
    now: datetime,
) -> ProjectStatus:
    """Where a project stands at ``now``; years are Hanoi's.

    An open call comes before the years, because a project that runs may still look for partners
    in its next phase. What nobody has published calls nobody.
    """
    year = hanoi_day(now).year
    if withdrawn_at is not None:
        return ProjectStatus.WITHDRAWN
    if published_at is None:
        return ProjectStatus.PREPARING
    if closes_on is not None and closing_moment(closes_on) > now:
        return ProjectStatus.CALLING
    if finish_year is not None and finish_year < year:
        return ProjectStatus.DONE
    if start_year is not None and start_year <= year:
        return ProjectStatus.UNDER_WAY
    return ProjectStatus.PREPARING
