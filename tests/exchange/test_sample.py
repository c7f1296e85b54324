"""The sample catalogue loads into a migrated database, and every record reads back."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from registry.domain.account import Account, Membership, Role
from registry.domain.capacity import Capacity
from registry.domain.fact import Grade, Stream
from registry.domain.need import Need, NeedItemRevision, NeedRevision, Requirement
from registry.domain.offering import (
    Offering,
    OfferingFact,
    OfferingRevision,
    OfferingStandard,
    is_domestic,
)
from registry.domain.organisation import (
    Capability,
    Contact,
    Identifier,
    Organisation,
    OrganisationCapability,
)
from registry.domain.place import Place
from registry.exchange import reference, sample
from registry.storage.migrate import upgrade
from registry.storage.session import Database

HASH = "not-a-password"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    folder: Path = tmp_path_factory.mktemp("sample")
    database = Database(f"sqlite:///{folder / 'registry.db'}")
    upgrade(database)
    with database.write() as session:
        reference.load(session)
        sample.load(session, HASH)
    yield database
    database.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.read() as session:
        yield session


def count(session: Session, table: type[SQLModel]) -> int:
    return session.exec(select(sa.func.count()).select_from(table)).one()


def organisation(session: Session, key: str) -> Organisation:
    return session.exec(select(Organisation).where(Organisation.public_id == key)).one()


def offering(session: Session, key: str) -> tuple[Offering, OfferingRevision]:
    return session.exec(
        select(Offering, OfferingRevision)
        .join(OfferingRevision, col(OfferingRevision.offering_id) == Offering.id)
        .where(Offering.public_id == key)
    ).one()


def test_every_record_of_the_files_is_there(session: Session) -> None:
    organisations = sample.records("organisation")
    offerings = sample.records("offering")
    needs = sample.records("need")
    accounts = sample.records("account")
    assert (len(offerings), len(needs)) == (350, 80)
    for table, records in [
        (Organisation, organisations),
        (Offering, offerings),
        (Need, needs),
        (Account, accounts),
    ]:
        stored = session.exec(select(table)).all()
        assert sorted(row.public_id for row in stored) == sorted(r["key"] for r in records)
        assert all(row.sample for row in stored)


def test_parts_of_the_records_are_counted(session: Session) -> None:
    def parts(kind: str, part: str) -> int:
        return sum(len(record.get(part, [])) for record in sample.records(kind))

    assert count(session, Contact) == parts("organisation", "contact")
    assert count(session, Capacity) == parts("organisation", "capacity")
    assert count(session, OrganisationCapability) == parts("organisation", "capabilities")
    assert count(session, Identifier) == count(session, Organisation)
    assert count(session, OfferingRevision) == 350
    assert count(session, OfferingFact) == parts("offering", "fact")
    assert count(session, OfferingStandard) == parts("offering", "standards")
    assert count(session, NeedRevision) == 80
    assert count(session, NeedItemRevision) == parts("need", "item")
    assert count(session, Requirement) == parts("need", "requirement")


def test_organisations_read_back_as_written(session: Session) -> None:
    places = {place.key: place.code for place in session.exec(select(Place))}
    stored = {row.public_id: row for row in session.exec(select(Organisation))}
    for record in sample.records("organisation"):
        row = stored[record["key"]]
        names = (row.name_vi, row.name_en, row.country, row.about_vi, row.about_en, row.staff)
        assert names == (
            record.get("name_vi"),
            record.get("name_en"),
            record.get("country", "VN"),
            record.get("about_vi"),
            record.get("about_en"),
            record.get("staff"),
        )
        assert places.get(row.place_id or 0) == record.get("place")
        assert (row.verified_at is None) == ("verified_days_ago" not in record)
        assert row.name_key


def test_offerings_read_back_as_written(session: Session) -> None:
    rows = session.exec(
        select(Offering, OfferingRevision, Organisation.public_id)
        .join(OfferingRevision, col(OfferingRevision.offering_id) == Offering.id)
        .join(Organisation, col(Offering.organisation_id) == Organisation.id)
    ).all()
    stored = {row.public_id: (row, revision, owner) for row, revision, owner in rows}
    for record in sample.records("offering"):
        row, revision, owner = stored[record["key"]]
        assert owner == record["organisation"]
        assert (row.capacity_id is None) == ("capacity" not in record)
        assert (row.first_checked_at is None) == ("checked_days_ago" not in record)
        assert (revision.kind, revision.category, revision.part) == (
            record["kind"],
            record["category"],
            record["part"],
        )
        assert (revision.title_vi, revision.title_en) == (
            record.get("title_vi"),
            record.get("title_en"),
        )
        assert (revision.price_min, revision.price_max, revision.trl) == (
            record.get("price_min"),
            record.get("price_max"),
            record.get("trl"),
        )
        age = datetime.now(UTC) - row.confirmed_at
        assert age - timedelta(days=record["published_days_ago"]) < timedelta(hours=1)


def test_facts_keep_stream_bounds_unit_and_evidence(session: Session) -> None:
    _, revision = offering(session, "vi-lam-khe-tram-det-nhuom")
    facts = session.exec(
        select(OfferingFact)
        .where(OfferingFact.revision_id == revision.key)
        .order_by(col(OfferingFact.position))
    ).all()
    colour = facts[3]
    assert [fact.parameter for fact in facts] == ["flow", "cod", "cod", "colour", "area"]
    assert (colour.stream, colour.low, colour.high) == (Stream.OUTLET, None, Decimal(40))
    assert (colour.unit, colour.grade) == ("Pt-Co", Grade.CONFIRMED)
    assert revision.local_content_min == Decimal(72)
    assert is_domestic(revision, "VN")


def test_a_standard_is_split_into_code_and_column(session: Session) -> None:
    for key, expected in [
        ("vi-lam-khe-tram-det-nhuom", ("QCVN 40:2025/BTNMT", "A", Grade.CONFIRMED)),
        ("trang-may-tui-vai", ("QCVN 19:2024/BTNMT", None, Grade.DOCUMENTED)),
        ("ha-bich-ozon-khu-mau", ("QCVN 13-MT:2015/BTNMT", "A", Grade.DECLARED)),
    ]:
        _, revision = offering(session, key)
        claim = session.exec(
            select(OfferingStandard).where(OfferingStandard.revision_id == revision.key)
        ).one()
        assert (claim.standard_code, claim.column, claim.grade) == expected


def test_offerings_of_one_group_share_its_capacity(session: Session) -> None:
    first, _ = offering(session, "cam-tri-ha-cuon-ep")
    second, _ = offering(session, "cam-tri-ha-hooklift")
    assert first.capacity_id == second.capacity_id is not None
    capacity = session.get_one(Capacity, first.capacity_id)
    assert (capacity.amount, capacity.unit, capacity.year) == (Decimal(200), "vehicle", 2027)


def test_an_agent_of_imported_goods_is_not_domestic(session: Session) -> None:
    _, revision = offering(session, "bac-cau-suong-gas-engine")
    assert revision.country_of_manufacture == "AT"
    assert not is_domestic(revision, "VN")


def test_accounts_sit_where_the_file_says(session: Session) -> None:
    rows = session.exec(
        select(Account.public_id, Organisation.public_id, Membership.role)
        .join(Membership, col(Membership.account_id) == Account.id)
        .join(Organisation, col(Membership.organisation_id) == Organisation.id)
    ).all()
    assert sorted(rows) == sorted(
        (record["key"], seat["organisation"], Role(role))
        for record in sample.records("account")
        for seat in record["seat"]
        for role in seat["roles"]
    )
    for account in session.exec(select(Account)):
        assert account.email_key == account.email.lower()
        assert account.password_hash == HASH


def test_the_investor_invests_and_supplies_nothing(session: Session) -> None:
    investor = organisation(session, "quy-mam-da")
    held = session.exec(
        select(OrganisationCapability.capability).where(
            OrganisationCapability.organisation_id == investor.key
        )
    ).all()
    assert held == [Capability.INVESTS]


def test_a_service_is_as_domestic_as_its_provider(session: Session) -> None:
    _, revision = offering(session, "hoanh-sa-van-hanh")
    assert revision.country_of_manufacture is None
    assert is_domestic(revision, "VN") and not is_domestic(revision, "JP")
