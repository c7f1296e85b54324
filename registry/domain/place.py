"""Places: Hanoi's communes and wards since 1 July 2025, and the old units as aliases."""

from datetime import date
from enum import StrEnum

from sqlmodel import Field

from registry.domain.base import BigInt, Row, by_value


class PlaceKind(StrEnum):
    """Xã or phường."""

    COMMUNE = "commune"
    WARD = "ward"


class Place(Row, table=True):
    """A commune or ward, by its code of Decision 19/2025/QĐ-TTg."""

    code: str = Field(max_length=8, unique=True)
    kind: PlaceKind = Field(sa_type=by_value(PlaceKind))
    name_vi: str = Field(max_length=80)
    name_en: str = Field(max_length=80)
    name_key: str = Field(max_length=240, index=True)
    area_km2: float | None = None
    longitude: float | None = None
    latitude: float | None = None


class PlaceAlias(Row, table=True):
    """An old unit that went, whole or in part, into a place of today."""

    __tablename__ = "place_alias"

    place_id: int = Field(foreign_key="place.id", sa_type=BigInt, index=True)
    old_district: str = Field(max_length=80)
    old_unit: str = Field(max_length=80)
    name_key: str = Field(max_length=240, index=True)
    # merged: the whole old unit; divided: a part of it, so only a person can say which place.
    how: str = Field(max_length=16)
    valid_to: date | None = None
