"""Bringing the database's schema up to date."""

from registry.storage.migrate import upgrade
from registry.storage.session import Database


def bring_up_to_date(database: Database) -> None:
    """Run the migrations that are missing; does nothing where there are none."""
    upgrade(database)
