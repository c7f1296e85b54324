"""Loads the services that tests share; each stands in a file of its own."""

pytest_plugins = [
    "tests.services.browser",
    "tests.services.portal_server",
    "tests.services.postgres",
    "tests.services.smtp",
]
