"""The sample sites and projects: invented, marked as sample, part of the sample catalogue."""

import tomllib
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlmodel import Session

from registry.domain.calendar import hanoi_day
from registry.domain.category import Category, Segment
from registry.domain.organisation import Organisation
from registry.domain.project import Cooperation, Project, ProjectKind
from registry.domain.site import Site, SiteKind
from registry.domain.sorting import sort_key
from registry.storage import project, site

FOLDER = Path(__file__).resolve().parents[1] / "data" / "sample"

Record = dict[str, Any]


def records(kind: str) -> list[Record]:
    """All records of one kind, ``site`` or ``project``."""
    found: list[Record] = tomllib.loads((FOLDER / f"{kind}s.toml").read_text("utf-8"))[kind]
    return found


def load(
    session: Session,
    organisations: Mapping[str, Organisation],
    places: Mapping[str, int],
    now: datetime,
) -> None:
    """Load the sites, then the projects.

    ``organisations`` by the key of their record, ``places`` row numbers by code; days count from
    ``now``. KeyError where a record names another one that is not there.
    """
    sites = {record["key"]: _site(session, record, organisations, places, now)
             for record in records("site")}  # fmt: skip
    for record in records("project"):
        _project(session, record, organisations, sites, places, now)


def _site(
    session: Session,
    record: Record,
    organisations: Mapping[str, Organisation],
    places: Mapping[str, int],
    now: datetime,
) -> Site:
    operator = record.get("operator")
    return site.add(
        session,
        Site(
            public_id=record["key"],
            sample=True,
            created_at=now,
            kind=SiteKind(record["kind"]),
            name_key=_name_key(record),
            place_id=places[record["place"]],
            area_ha=_decimal(record.get("area_ha")),
            operator_id=organisations[operator].key if operator else None,
            capacity=_decimal(record.get("capacity")),
            **_same(record, "name_vi name_en about_vi about_en polluter_known capacity_unit"),
        ),
    )


def _project(
    session: Session,
    record: Record,
    organisations: Mapping[str, Organisation],
    sites: Mapping[str, Site],
    places: Mapping[str, int],
    now: datetime,
) -> None:
    segment, closes = record.get("segment"), record.get("closes_in_days")
    withdrawn = record.get("withdrawn_days_ago")
    published = now - timedelta(days=record["published_days_ago"])
    project.add(
        session,
        Project(
            public_id=record["key"],
            sample=True,
            created_at=published,
            published_at=published,
            kind=ProjectKind(record["kind"]),
            name_key=_name_key(record),
            category=Category(record["category"]),
            segment=Segment(segment) if segment else None,
            organisation_id=organisations[record["organisation"]].key,
            site_id=sites[record["site"]].key if "site" in record else None,
            place_id=places[record["place"]] if "place" in record else None,
            closes_on=None if closes is None else hanoi_day(now) + timedelta(days=closes),
            withdrawn_at=None if withdrawn is None else now - timedelta(days=withdrawn),
            **_same(
                record,
                "name_vi name_en summary_vi summary_en investment_low investment_high start_year"
                " finish_year key_project",
            ),
        ),
        [Cooperation(form) for form in record.get("forms", [])],
    )


def _name_key(record: Record) -> str:
    return sort_key(record.get("name_vi") or record["name_en"])


def _same(record: Record, names: str) -> Record:
    """The fields that a record and its table call alike, where the record has them."""
    return {name: record[name] for name in names.split() if name in record}


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
