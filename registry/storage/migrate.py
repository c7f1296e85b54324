"""Bringing a database to the newest schema, or back."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from registry.storage.session import Database

_FOLDER = Path(__file__).resolve().parents[2] / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    return config


def upgrade(database: Database, revision: str = "head") -> None:
    """Run the migrations up to ``revision``. Does nothing where the schema is there already."""
    with database.engine.connect() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def downgrade(database: Database, revision: str) -> None:
    """Run the migrations back down to ``revision``; ``base`` empties the database."""
    with database.engine.connect() as connection:
        config = _config()
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
