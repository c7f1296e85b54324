"""The sample catalogue: invented organisations, offerings, needs and accounts, marked as sample.

Loaded into an empty database, removed as a whole. Public ids are the records' keys, so that
addresses stay the same from one installation to the next.
"""

import tomllib
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from sqlmodel import Session

from registry.domain.account import Account, Membership, Role
from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.capacity import Capacity
from registry.domain.category import Category, Segment
from registry.domain.currency import CurrencyRate
from registry.domain.fact import Grade, Stream
from registry.domain.need import (
    ItemKind,
    Need,
    NeedItem,
    NeedItemRevision,
    NeedRevision,
    Requirement,
)
from registry.domain.offering import (
    Offering,
    OfferingFact,
    OfferingKind,
    OfferingRevision,
    OfferingStandard,
    Part,
)
from registry.domain.organisation import (
    BuyerKind,
    Capability,
    Contact,
    Identifier,
    Organisation,
    OrganisationCapability,
    Scheme,
)
from registry.domain.sorting import sort_key
from registry.exchange import sample_projects
from registry.storage import reference

FOLDER = Path(__file__).resolve().parents[1] / "data" / "sample"

Record = dict[str, Any]


def records(kind: str) -> list[Record]:
    """All records of one kind (organisation, offering, need, account …), file by file.

    They stand in a file of the kind's plural name, or in the files of such a folder.
    """
    single = FOLDER / f"{kind}s.toml"
    files = [single] if single.exists() else sorted((FOLDER / f"{kind}s").glob("*.toml"))
    return [record for file in files for record in _read(file)[kind]]


@cache
def _read(file: Path) -> dict[str, list[Record]]:
    return tomllib.loads(file.read_text("utf-8"))


def load(session: Session, password_hash: str) -> None:
    """Load the catalogue into a database that has none; every account gets ``password_hash``.

    The reference data must stand already. Raises KeyError where a record names another one
    that is not there.
    """
    now = utcnow()
    places = reference.place_ids(session)
    organisations: dict[str, Organisation] = {}
    capacities: dict[tuple[str, str], int] = {}
    for record in records("organisation"):
        organisation = _organisation(session, record, places, now)
        organisations[record["key"]] = organisation
        for part in record.get("capacity", []):
            capacities[record["key"], part["key"]] = _capacity(session, organisation, part)
    for record in records("offering"):
        owner = record["organisation"]
        capacity = capacities[owner, record["capacity"]] if "capacity" in record else None
        _offering(session, record, organisations[owner], capacity, now)
    for record in records("need"):
        _need(session, record, organisations[record["organisation"]], places, now)
    for record in records("account"):
        _account(session, record, password_hash, organisations)
    sample_projects.load(session, organisations, places, now)
    for record in records("rate"):
        session.add(_rate(record, now))
    session.flush()


def _rate(record: Record, now: datetime) -> CurrencyRate:
    return CurrencyRate(
        currency=record["currency"],
        day=hanoi_day(now) - timedelta(days=record["days_ago"]),
        vnd=Decimal(record["vnd"]),
        source=record["source"],
        sample=True,
    )


def _organisation(
    session: Session, record: Record, places: dict[str, int], now: datetime
) -> Organisation:
    kind = record.get("buyer_kind")
    organisation = Organisation(
        public_id=record["key"],
        sample=True,
        name_key=sort_key(record.get("name_vi") or record["name_en"]),
        country=record.get("country", "VN"),
        place_id=places[record["place"]] if record.get("place") else None,
        buyer_kind=BuyerKind(kind) if kind else None,
        foreign_owned=record.get("foreign_owned", False),
        verified_at=_ago(now, record.get("verified_days_ago")),
        **_same(
            record,
            "name_vi name_en short_vi short_en province_vi address_vi address_en"
            " founded staff about_vi about_en website",
        ),
    )
    session.add(organisation)
    session.flush()
    key = organisation.key
    session.add(Identifier(organisation_id=key, scheme=Scheme.SAMPLE, value=record["key"]))
    for capability in record["capabilities"]:
        session.add(OrganisationCapability(organisation_id=key, capability=Capability(capability)))
    for position, contact in enumerate(record.get("contact", [])):
        session.add(
            Contact(
                sample=True,
                organisation_id=key,
                position=position,
                languages=",".join(contact.get("languages", ["vi"])),
                consented_at=now if contact.get("consent") else None,
                **_same(contact, "name role_vi role_en email phone"),
            )
        )
    return organisation


def _capacity(session: Session, organisation: Organisation, record: Record) -> int:
    capacity = Capacity(
        sample=True,
        organisation_id=organisation.key,
        amount=Decimal(str(record["amount"])),
        grade=Grade(record.get("grade", "declared")),
        **_same(record, "group_vi group_en unit year"),
    )
    session.add(capacity)
    session.flush()
    return capacity.key


def _offering(
    session: Session, record: Record, owner: Organisation, capacity: int | None, now: datetime
) -> None:
    published = _ago(now, record.get("published_days_ago", 30)) or now
    checked = _ago(now, record.get("checked_days_ago"))
    offering = Offering(
        public_id=record["key"],
        sample=True,
        organisation_id=owner.key,
        capacity_id=capacity,
        confirmed_at=published,
        first_checked_at=checked,
    )
    session.add(offering)
    session.flush()
    grade = record.get("local_content_grade")
    revision = OfferingRevision(
        offering_id=offering.key,
        number=1,
        created_at=published,
        published_at=published,
        checked_at=checked,
        kind=OfferingKind(record["kind"]),
        category=Category(record["category"]),
        part=Part(record["part"]),
        local_content_min=_decimal(record.get("local_content_min")),
        local_content_max=_decimal(record.get("local_content_max")),
        local_content_grade=Grade(grade) if grade else None,
        **_same(
            record,
            "title_vi title_en summary_vi summary_en maker country_of_manufacture"
            " price_min price_max price_note_vi price_note_en trl",
        ),
    )
    session.add(revision)
    session.flush()
    _claims(session, record, revision.key)


def _claims(session: Session, record: Record, revision: int) -> None:
    """The facts and standards of an offering; one grade of evidence holds for all standards."""
    for position, fact in enumerate(record.get("fact", [])):
        session.add(
            OfferingFact(
                revision_id=revision,
                position=position,
                grade=Grade(fact.get("grade", "declared")),
                **_measured(fact),
                **_same(fact, "conditions_vi conditions_en"),
            )
        )
    grade = Grade(record.get("standards_grade", "declared"))
    for position, text in enumerate(record.get("standards", [])):
        code, column = split_standard(text)
        session.add(
            OfferingStandard(
                revision_id=revision,
                position=position,
                standard_code=code,
                column=column,
                grade=grade,
            )
        )


def split_standard(text: str) -> tuple[str, str | None]:
    """ "QCVN 40:2025/BTNMT A" → the code, and the column where one is named."""
    code, _, last = text.rpartition(" ")
    if code and len(last) <= 2 and last.isalnum() and not last.isdigit():
        return code, last
    return text, None


def _need(
    session: Session, record: Record, owner: Organisation, places: dict[str, int], now: datetime
) -> None:
    published = _ago(now, record.get("published_days_ago", 10)) or now
    need = Need(public_id=record["key"], sample=True, organisation_id=owner.key)
    session.add(need)
    session.flush()
    category = record.get("category")
    revision = NeedRevision(
        need_id=need.key,
        number=1,
        created_at=published,
        submitted_at=published,
        published_at=published,
        category=Category(category) if category else None,
        place_id=places[record["place"]] if record.get("place") else None,
        closes_on=hanoi_day(now) + timedelta(days=record.get("closes_in_days", 30)),
        budget_public=record.get("budget_public", True),
        vneps_number=record.get("vneps") or None,
        **_same(record, "title_vi title_en problem_vi problem_en new_plant budget_min budget_max"),
    )
    session.add(revision)
    session.flush()
    items = {part["number"]: _item(session, need, revision, part) for part in record["item"]}
    for position, part in enumerate(record.get("requirement", [])):
        session.add(
            Requirement(
                revision_id=revision.key,
                item_id=items[part["item"]] if "item" in part else None,
                position=position,
                essential=part.get("essential", True),
                standard_code=part.get("standard"),
                **_measured(part),
                **_same(part, "text_vi text_en column reason"),
            )
        )


def _item(session: Session, need: Need, revision: NeedRevision, record: Record) -> int:
    item = NeedItem(need_id=need.key, number=record["number"])
    session.add(item)
    session.flush()
    segment = record.get("segment")
    session.add(
        NeedItemRevision(
            revision_id=revision.key,
            item_id=item.key,
            kind=ItemKind(record["kind"]),
            category=Category(record["category"]),
            segment=Segment(segment) if segment else None,
            quantity=_decimal(record.get("quantity")),
            **_same(record, "title_vi title_en unit year value equipment_value"),
        )
    )
    return item.key


def _account(
    session: Session, record: Record, password_hash: str, organisations: dict[str, Organisation]
) -> None:
    account = Account(
        public_id=record["key"],
        sample=True,
        email_key=record["email"].lower(),
        password_hash=password_hash,
        **_same(record, "email name language"),
    )
    session.add(account)
    session.flush()
    for seat in record["seat"]:
        organisation = organisations[seat["organisation"]]
        for role in seat["roles"]:
            session.add(
                Membership(
                    account_id=account.key, organisation_id=organisation.key, role=Role(role)
                )
            )


def _measured(record: Record) -> Record:
    if "parameter" not in record:
        return {}
    return {
        "parameter": record["parameter"],
        "stream": Stream(record.get("stream", "rating")),
        "low": _decimal(record.get("min")),
        "high": _decimal(record.get("max")),
        "unit": record["unit"],
    }


def _same(record: Record, names: str) -> Record:
    """The fields that a record and its table call alike, where the record has them."""
    return {name: record[name] for name in names.split() if name in record}


def _ago(now: datetime, days: int | None) -> datetime | None:
    return None if days is None else now - timedelta(days=days)


def _decimal(value: Any) -> Decimal | None:
    return None if value is None else Decimal(str(value))
