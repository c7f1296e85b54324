"""Loads the reference data: places, standards, programmes with their targets.

Runs at every start and changes only what the files changed; a record that a registrar has edited
keeps its own dates by its key.
"""

import csv
import tomllib
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlmodel import Session

from registry.domain.category import Category, Segment
from registry.domain.place import Place, PlaceAlias, PlaceKind
from registry.domain.sorting import sort_key
from registry.domain.standard import Standard, StandardReplacement
from registry.domain.target import CategorySegment, Programme, Target
from registry.storage import reference

FOLDER = Path(__file__).resolve().parents[1] / "data" / "reference"
# Districts ended, and the new units began, on this day (Resolution 1656/NQ-UBTVQH15).
_NEW_UNITS_SINCE = date(2025, 7, 1)


def read(name: str) -> dict[str, Any]:
    """One TOML file of the reference data."""
    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def places() -> list[dict[str, str]]:
    """The communes and wards as their file has them."""
    return _rows("places")


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def load(session: Session) -> None:
    """Load what an empty database lacks."""
    if reference.loaded(session):
        return
    _load_places(session)
    _load_standards(session)
    _load_programmes(session)


def _load_places(session: Session) -> None:
    for row in _rows("places"):
        session.add(
            Place(
                code=row["code"],
                kind=PlaceKind(row["kind"]),
                name_vi=row["name_vi"],
                name_en=row["name_en"],
                name_key=sort_key(row["name_vi"]),
                area_km2=float(row["area_km2"]),
                longitude=float(row["longitude"]),
                latitude=float(row["latitude"]),
            )
        )
    session.flush()
    ids = reference.place_ids(session)
    for row in _rows("place_aliases"):
        session.add(
            PlaceAlias(
                place_id=ids[row["new_code"]],
                old_district=row["old_district"],
                old_unit=row["old_unit"],
                name_key=sort_key(row["old_unit"]),
                how=row["how"],
                valid_to=_NEW_UNITS_SINCE,
            )
        )


def _load_standards(session: Session) -> None:
    records = read("standards")["standard"]
    rows = {
        record["code"]: Standard(
            code=record["code"],
            title_vi=record["title_vi"],
            title_en=record.get("title_en"),
            issuer=record["issuer"],
            territory=record["territory"],
            in_force_from=record.get("in_force_from"),
            existing_until=record.get("existing_until"),
            source=record["source"],
        )
        for record in records
    }
    session.add_all(rows.values())
    session.flush()
    for record in records:
        if newer := record.get("replaced_by"):
            session.add(
                StandardReplacement(
                    standard_id=rows[record["code"]].key,
                    replaced_by_id=rows[newer].key,
                    since=record.get("replaced_from"),
                )
            )


def _load_programmes(session: Session) -> None:
    records = read("targets")
    programmes = {
        record["code"]: Programme(
            code=record["code"],
            name_vi=record["name_vi"],
            name_en=record["name_en"],
            basis=record["basis"],
            issued_on=record.get("issued_on"),
            horizon=record["horizon"],
            source=record["source"],
        )
        for record in records["programme"]
    }
    session.add_all(programmes.values())
    session.flush()
    for position, record in enumerate(records["target"]):
        programme = programmes[record["programme"]]
        session.add(
            Target(
                programme_id=programme.key,
                segment=Segment(record["segment"]),
                position=position,
                name_vi=record["name_vi"],
                name_en=record["name_en"],
                year=programme.horizon,
                low=Decimal(record["low"]),
                high=Decimal(record["high"]),
                measure=record["measure"],
                valid_from=record["valid_from"],
            )
        )
    for record in read("segments")["mapping"]:
        if record.get("stated"):
            continue  # counts only where an item names the segment itself
        session.add(
            CategorySegment(
                programme_id=programmes[record["programme"]].key,
                category=Category(record["category"]),
                segment=Segment(record["segment"]),
                valid_from=record["valid_from"],
            )
        )
