"""The fixtures of the web tests serve here too."""

from tests.web.conftest import app, client, database, portal, settings

__all__ = ["app", "client", "database", "portal", "settings"]
