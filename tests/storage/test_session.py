"""A read session can't write; a write session is one transaction, and no update is lost."""

import threading
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import col, select

from registry.domain.generation import Generation
from registry.domain.outbox import JobKind, OutboxMessage
from registry.storage import outbox
from registry.storage.session import Database


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


def test_a_read_session_stays_on_one_snapshot(database: Database) -> None:
    with database.read() as session:
        assert session.exec(select(Generation)).all() == []
        with database.write() as other:
            other.add(Generation(kind="test"))
        assert session.exec(select(Generation)).all() == []
    with database.read() as session:
        assert len(session.exec(select(Generation)).all()) == 1


def test_a_lease_renewed_by_its_holder_is_no_attempt(database: Database) -> None:
    """Or a mail that waits behind a slow server is given up without having been tried."""
    with database.write() as session:
        outbox.put(session, JobKind.MAIL, "behind others")
    held: set[int] = set()
    for attempts in (1, 1, 1):
        with database.write() as session:
            (job,) = outbox.claim(session, "worker", timedelta(seconds=-1), held=held)
            held = {job.key}
        assert job.attempts == attempts
    with database.write() as session:
        (job,) = outbox.claim(session, "another", timedelta(seconds=-1))
    assert job.attempts == 2
