"""What runs in each process: the settings, the database, the search index and the matcher."""

from dataclasses import dataclass

from registry.queries.matching import LiveMatcher
from registry.search import Search
from registry.search.whoosh_backend import WhooshSearch
from registry.settings import Settings
from registry.storage.session import Database


@dataclass(frozen=True, slots=True)
class Portal:
    """Opened once a process and handed down."""

    settings: Settings
    database: Database
    search: Search
    matcher: LiveMatcher


def open_portal(settings: Settings) -> Portal:
    """Open the parts that the settings name. Reads nothing yet, and writes nothing."""
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    return Portal(
        settings=settings,
        database=Database(settings.database_url),
        search=WhooshSearch(settings.var_dir / "index"),
        matcher=LiveMatcher(settings.var_dir / "matcher"),
    )
