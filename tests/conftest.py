"""Loads the services that tests share; each stands in a file of its own."""

# In an order in which none imports one that stands after it.
pytest_plugins = [
    "tests.services.postgres",
    "tests.services.database",
    "tests.services.smtp",
    "tests.services.portal_server",
    "tests.services.browser",
]
