"""Loads the reference data: places, standards, programmes with their targets, agencies, codes.

Runs at every start and fills only tables that are empty: what people edit is theirs from the first
day on, and a table that a new version brings is filled when that version first starts.
"""

import csv
import tomllib
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlmodel import Session, SQLModel

from registry.domain.agency import Agency, AgencyTask
from registry.domain.category import Category, Segment
from registry.domain.certificate import CertificateKind
from registry.domain.classification import ClassificationCategory, ClassificationCode
from registry.domain.document import Document
from registry.domain.place import Place, PlaceAlias, PlaceKind
from registry.domain.sorting import sort_key
from registry.domain.standard import Standard, StandardReplacement, standard_id
from registry.domain.target import CategorySegment, Programme, Target, target_code
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


def load(session: Session) -> bool:
    """Fill the tables that are empty; whether there were any."""
    parts: tuple[tuple[type[SQLModel], Callable[[Session], None]], ...] = (
        (Place, _load_places),
        (Standard, _load_standards),
        (Programme, _load_programmes),
        (Agency, _load_agencies),
        (CertificateKind, _load_certificates),
        (Document, _load_documents),
        (ClassificationCode, _load_classifications),
    )
    lacking = [fill for table, fill in parts if reference.empty(session, table)]
    for fill in lacking:
        fill(session)
        session.flush()
    return bool(lacking)


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
            public_id=standard_id(record["code"]),
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
                code=target_code(programme.code, Segment(record["segment"]), programme.horizon),
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
                source=programme.source,
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


def _load_agencies(session: Session) -> None:
    programmes = reference.programme_ids(session)
    for position, record in enumerate(read("agencies")["agency"]):
        since, source = record["valid_from"], record["source"]
        session.add(
            Agency(
                code=record["code"],
                programme_id=programmes[record["programme"]],
                position=position,
                name_vi=record["name_vi"],
                name_en=record["name_en"],
                lead=record["lead"],
                valid_from=since,
                source=source,
            )
        )
        for place, task in enumerate(record["task"]):
            session.add(
                AgencyTask(
                    code=task["code"],
                    agency=record["code"],
                    position=place,
                    group=task.get("group"),
                    text_vi=task["text_vi"],
                    text_en=task["text_en"],
                    valid_from=since,
                    source=source,
                )
            )


def _load_certificates(session: Session) -> None:
    session.add_all(CertificateKind(**record) for record in read("certificates")["certificate"])


def _load_documents(session: Session) -> None:
    session.add_all(Document(**record) for record in read("documents")["document"])


def _load_classifications(session: Session) -> None:
    for scheme in read("classifications")["scheme"]:
        for record in scheme["code"]:
            row = ClassificationCode(
                scheme=scheme["scheme"],
                edition=scheme["edition"],
                code=record["code"],
                name_vi=record["name_vi"],
                name_en=record["name_en"],
                valid_from=scheme["valid_from"],
                source=scheme["source"],
            )
            session.add(row)
            session.flush()
            session.add_all(
                ClassificationCategory(code_id=row.key, category=Category(category))
                for category in record["categories"]
            )
