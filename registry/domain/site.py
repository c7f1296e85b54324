"""A site: an industrial zone or cluster, a treatment plant, a craft village or a polluted place.

Needs and projects stand at sites; a polluted site stands here even where nobody knows who
polluted it, because the programme asks for its remediation all the same.
"""

from decimal import Decimal
from enum import StrEnum

import sqlalchemy as sa
from sqlmodel import Field

from registry.domain.base import BigInt, Noun, by_value


class SiteKind(StrEnum):
    """What sort of site it is."""

    INDUSTRIAL_ZONE = "industrial_zone"
    INDUSTRIAL_CLUSTER = "industrial_cluster"
    TREATMENT_PLANT = "treatment_plant"
    CRAFT_VILLAGE = "craft_village"
    POLLUTED_SITE = "polluted_site"


class Site(Noun, table=True):
    """A site in one commune or ward, the one in which most of it lies."""

    kind: SiteKind = Field(sa_type=by_value(SiteKind), index=True)
    name_vi: str | None = Field(default=None, max_length=300)
    name_en: str | None = Field(default=None, max_length=300)
    # Neither database sorts Vietnamese everywhere, so the key is computed when the name is set.
    name_key: str = Field(max_length=900, index=True)
    place_id: int = Field(foreign_key="place.id", sa_type=BigInt, index=True)
    area_ha: Decimal | None = Field(default=None, sa_type=sa.Numeric(24, 6))
    about_vi: str | None = Field(default=None, sa_type=sa.Text)
    about_en: str | None = Field(default=None, sa_type=sa.Text)
    operator_id: int | None = Field(
        default=None, foreign_key="organisation.id", sa_type=BigInt, index=True
    )
    # Of a polluted site: whether it is known who polluted it. None: not a polluted site.
    polluter_known: bool | None = None
    # Design capacity; the unit is a code of matching.units.
    capacity: Decimal | None = Field(default=None, sa_type=sa.Numeric(24, 6))
    capacity_unit: str | None = Field(default=None, max_length=24)
    # Where a real site's facts come from; a sample site has none.
    source: str | None = Field(default=None, max_length=500)
