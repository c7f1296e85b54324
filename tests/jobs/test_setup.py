"""Getting an installation ready, emptying it of samples, and its first administrator."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import Result
from sqlmodel import SQLModel

from app import create_app
from registry.domain.base import utcnow
from registry.jobs import setup, worker
from registry.portal import Portal, open_portal
from registry.settings import Settings
from registry.storage import account as accounts


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(
        database_url=f"sqlite:///{tmp_path / 'registry.db'}",
        var_dir=tmp_path,
        secret_key="x" * 40,
    )


@pytest.fixture
def portal(settings: Settings) -> Iterator[Portal]:
    portal = open_portal(settings)
    yield portal
    portal.database.close()


def counts(portal: Portal) -> dict[str, int]:
    """How many rows each table has."""
    with portal.database.engine.connect() as connection:
        return {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in SQLModel.metadata.sorted_tables
        }


def test_the_first_start_loads_and_the_second_changes_nothing(portal: Portal) -> None:
    assert list(setup.prepare(portal)) == [
        "loaded the reference data",
        "loaded the sample catalogue",
    ]
    first = counts(portal)
    assert (first["place"], first["offering"], first["need"]) == (126, 350, 80)
    assert list(setup.prepare(portal)) == []
    assert counts(portal) == first


def test_without_the_sample_the_registry_is_empty(settings: Settings) -> None:
    portal = open_portal(replace(settings, sample=False))
    assert list(setup.prepare(portal)) == ["loaded the reference data"]
    held = counts(portal)
    assert held["place"] == 126
    assert held["organisation"] == held["account"] == held["offering"] == 0
    portal.database.close()


def test_removing_the_sample_leaves_nothing_of_it(portal: Portal) -> None:
    list(setup.prepare(portal))
    worker.run(portal, once=True)
    assert counts(portal)["match"] > 0
    setup.remove_sample(portal)
    worker.run(portal, once=True)
    held = counts(portal)
    kept = {"place", "place_alias", "standard", "standard_replacement", "programme", "target",
            "category_segment", "agency", "agency_task", "certificate_kind", "document",
            "classification_code", "classification_category", "audit_event", "outbox_message",
            "generation"}  # fmt: skip
    assert {name for name, number in held.items() if number} == kept
    assert portal.search.find("nước thải").total == 0


def test_a_sample_account_that_acted_stays_in_the_trail_without_its_data(portal: Portal) -> None:
    list(setup.prepare(portal))
    from registry.actions.account import record_sign_in
    from registry.queries.account import by_email

    email = "soan@duong-noi.example"
    with portal.database.write() as session:
        found = by_email(session, email, samples=True)
        assert found is not None
        record_sign_in(session, found.actor)
    setup.remove_sample(portal)
    with portal.database.read() as session:
        assert accounts.by_email(session, email) is None
        kept = accounts.by_public_id(session, found.actor.public_id or "")
        assert kept is not None and kept.disabled_at is not None
        assert (kept.name, kept.sample) == ("–", False)


def run(settings: Settings, *words: str) -> Result:
    """A command of the portal, as typed."""
    return create_app(settings).test_cli_runner().invoke(args=list(words))


def test_the_first_administrator_of_an_empty_installation(settings: Settings) -> None:
    empty = replace(settings, sample=False)
    assert run(empty, "prepare").exit_code == 0
    words = ["admin", "create", "--email", "quantri@sct.example", "--name", "Quản Trị"]
    short = run(empty, *words, "--password", "short")
    assert short.exit_code == 1 and "at least 12 characters" in short.output
    made = run(empty, *words, "--password", "long enough for this")
    assert made.exit_code == 0, made.output
    again = run(empty, *words, "--password", "long enough for this")
    assert again.exit_code == 1 and "already an account" in again.output
    portal = open_portal(empty)
    with portal.database.read() as session:
        row = accounts.by_email(session, "quantri@sct.example")
        assert row is not None and not row.sample
        seats = accounts.seats(session, row.key, utcnow())
        assert {seat.role.value for seat, _ in seats} == {"administrator", "registrar"}
        assert {organisation.public_id for _, organisation in seats} == {"so-cong-thuong"}
    portal.database.close()
