"""Databases with the schema and the reference data, as every portal has them.

Migrating and loading is done once a session; each test gets a copy. A test that has to hold on
both kinds of database takes ``database``; one where the kind can't matter, ``sqlite_database``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from registry.exchange import reference
from registry.storage.migrate import upgrade
from registry.storage.session import Database
from tests.services.postgres import fresh_database


def _furnish(url: str) -> None:
    database = Database(url)
    upgrade(database)
    with database.write() as session:
        reference.load(session)
    # The last connection to go writes SQLite's log back into the file; PostgreSQL copies only
    # what nobody is connected to.
    database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file that :func:`sqlite_url` copies."""
    path = tmp_path_factory.mktemp("database") / "registry.db"
    _furnish(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres_server: str) -> Iterator[str]:
    """SQLAlchemy's URL of the database that the tests on PostgreSQL copy."""
    with fresh_database(postgres_server) as url:
        _furnish(url)
        yield url


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """SQLAlchemy's URL of a copy for one test."""
    path = tmp_path / "registry.db"
    path.write_bytes(sqlite_template.read_bytes())
    return f"sqlite:///{path}"


@pytest.fixture
def postgres_url(postgres_server: str, postgres_template: str) -> Iterator[str]:
    """SQLAlchemy's URL of a copy for one test."""
    with fresh_database(postgres_server, sa.make_url(postgres_template).database) as url:
        yield url


@pytest.fixture
def sqlite_database(sqlite_url: str) -> Iterator[Database]:
    """A database of one test on SQLite."""
    database = Database(sqlite_url)
    yield database
    database.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """A database of one test, which runs on SQLite and on PostgreSQL."""
    kind = "sqlite_url" if request.param == "sqlite" else "postgres_url"
    database = Database(request.getfixturevalue(kind))
    yield database
    database.close()


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL that any session runs inside the block."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)
