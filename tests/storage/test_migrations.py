"""Every migration runs up and down on both databases, and ends where the tables stand."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlmodel import SQLModel

from registry.storage.migrate import downgrade, upgrade
from registry.storage.session import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path):
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'registry.db'}"
    else:
        url = request.getfixturevalue("postgres_database")
    database = Database(url)
    yield database
    database.close()


def table_names(database: Database) -> set[str]:
    return set(sa.inspect(database.engine).get_table_names())


def test_up_and_down(empty_database: Database) -> None:
    upgrade(empty_database)
    assert {"organisation", "need_item", "outbox_message", "audit_event"} <= table_names(
        empty_database
    )
    downgrade(empty_database, "base")
    assert table_names(empty_database) == {"alembic_version"}
    upgrade(empty_database)
    assert "organisation" in table_names(empty_database)


def test_up_twice_changes_nothing(empty_database: Database) -> None:
    upgrade(empty_database)
    before = table_names(empty_database)
    upgrade(empty_database)
    assert table_names(empty_database) == before


def test_the_schema_is_the_one_that_the_tables_declare(empty_database: Database) -> None:
    upgrade(empty_database)
    with empty_database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False})
        assert compare_metadata(context, SQLModel.metadata) == []


def test_foreign_keys_are_on_again_after_migrating(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'registry.db'}")
    upgrade(database)
    with (
        pytest.raises(sa.exc.IntegrityError),
        database.write() as session,
    ):
        session.execute(
            sa.text(
                "INSERT INTO place_alias (place_id, old_district, old_unit, name_key, how)"
                " VALUES (999, 'x', 'y', 'y', 'merged')"
            )
        )
    database.close()
