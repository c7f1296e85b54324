"""The engine and its two kinds of session.

``Database.read()`` can't write and stays on one snapshot: SQLite runs ``PRAGMA query_only``,
PostgreSQL a read-only transaction. ``Database.write()`` is one transaction that commits at the end
or leaves no trace.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

import registry.domain  # noqa: F401  (registers the tables)


class Database:
    """One database by its URL, ``sqlite:///…`` or ``postgresql+psycopg://…``."""

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        if self.sqlite:
            self._writer = _sqlite_engine(self.url, query_only=False)
            self._reader = _sqlite_engine(self.url, query_only=True)
        else:
            self._writer = sa.create_engine(self.url, pool_pre_ping=True)
            self._reader = self._writer.execution_options(
                postgresql_readonly=True, isolation_level="REPEATABLE READ"
            )

    @property
    def engine(self) -> sa.Engine:
        """The engine that may write, for migrations."""
        return self._writer

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that can only read, on one snapshot."""
        with Session(self._reader, autoflush=False, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """One transaction: commits at the end of the block, rolls back on any error."""
        with Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    def close(self) -> None:
        """Give back all connections."""
        self._reader.dispose()
        self._writer.dispose()


def _sqlite_engine(url: sa.URL, *, query_only: bool) -> sa.Engine:
    engine = sa.create_engine(url, connect_args={"timeout": 30})

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: Any) -> None:
        # The driver's own BEGIN is deferred: two writers that read first would both go on and
        # one would lose its update. We begin ourselves, below.
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = NORMAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA busy_timeout = 30000")
        cursor.execute("PRAGMA cache_size = -32000")  # kibibytes: counts of long lists stay in it
        if query_only:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN" if query_only else "BEGIN IMMEDIATE")

    return engine
