"""Walkers for the walks."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser.walk import Walk
from tests.services.portal_server import Server


@pytest.fixture
def walker(chromium: Browser, server: Server) -> Iterator[Callable[..., Walk]]:
    """Makes a walker: ``walker("company")``, ``walker("partner", "en")``."""
    walks: list[Walk] = []

    def make(who: str, language: str = "vi") -> Walk:
        walks.append(Walk(chromium, server, who, language))
        return walks[-1]

    yield make
    for walk in walks:
        walk.close()
