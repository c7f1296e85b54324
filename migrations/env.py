"""Alembic's environment: runs on the connection that the caller hands over, else on the settings.

SQLite alters a table by copying it; with foreign keys on, dropping the old copy would delete the
child rows. So they are off while migrating, and checked after.
"""

import os

import sqlalchemy as sa
from alembic import context
from sqlmodel import SQLModel

from registry.settings import Settings
from registry.storage.session import Database


def _foreign_keys(connection: sa.Connection, state: str) -> None:
    # Inside a transaction the pragma does nothing, so it goes past SQLAlchemy's own BEGIN.
    connection.connection.cursor().execute(f"PRAGMA foreign_keys = {state}")


def migrate(connection: sa.Connection) -> None:
    """Run the migrations that the command asks for on ``connection``, as one transaction."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        _foreign_keys(connection, "OFF")
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        render_as_batch=sqlite,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        if sqlite:
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise RuntimeError(f"the migration breaks foreign keys: {broken[:5]}")
    connection.commit()
    if sqlite:
        _foreign_keys(connection, "ON")


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    database = Database(Settings.from_env(os.environ).database_url)
    with database.engine.connect() as opened:
        migrate(opened)
    database.close()
