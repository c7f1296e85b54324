"""A read session can't write; a write session is one transaction, and no update is lost."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from registry.domain.generation import Generation
from registry.domain.outbox import JobKind, OutboxMessage
from registry.storage import outbox
from registry.storage.migrate import upgrade
from registry.storage.session import Database


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'registry.db'}"
    else:
        url = request.getfixturevalue("postgres_database")
    database = Database(url)
    upgrade(database)
    yield database
    database.close()


def test_a_read_session_cannot_write(database: Database) -> None:
    with database.read() as session:
        session.add(Generation(kind="test"))
        with pytest.raises(sa.exc.DBAPIError):
            session.flush()


def test_an_error_leaves_no_trace(database: Database) -> None:
    with pytest.raises(ZeroDivisionError), database.write() as session:
        session.add(Generation(kind="test"))
        session.flush()
        raise ZeroDivisionError
    with database.read() as session:
        assert session.exec(select(Generation)).all() == []


def test_concurrent_writers_lose_no_update(database: Database) -> None:
    with database.write() as session:
        outbox.put(session, JobKind.MAIL, "counter")

    def add_twenty() -> None:
        for _ in range(20):
            with database.write() as session:
                row = session.exec(select(OutboxMessage).with_for_update()).one()
                row.attempts += 1

    threads = [threading.Thread(target=add_twenty) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        assert session.exec(select(col(OutboxMessage.attempts))).one() == 80
