"""The application on a fresh database, and a client that checks every page it fetches."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from registry.portal import Portal
from registry.settings import Settings
from registry.storage.session import Database
from tests.factories.account import PASSWORD
from tests.web.page_check import check_page


class CheckingClient(FlaskClient):
    """Holds every page it fetches to the page standard."""

    def open(self, *args: Any, **values: Any) -> TestResponse:
        response = super().open(*args, **values)
        if response.mimetype == "text/html" and response.status_code not in (301, 302, 303, 308):
            html = response.get_data(as_text=True)
            check_page(html)
            self._check_links(html)
        return response

    def _check_links(self, html: str) -> None:
        """Assert that every link and form inside the portal leads to a route of it."""
        routes = self.application.url_map.bind("localhost")
        for attribute, target in re.findall(r'\s(href|action)="(/[^"]*)"', html):
            path = unescape(target).partition("#")[0].partition("?")[0]
            method = "GET" if attribute == "href" else None
            known = routes.test(path, method or "GET") or (not method and routes.test(path, "POST"))
            assert known, f"{attribute}={target!r} leads nowhere"


@pytest.fixture
def settings(sqlite_url: str, tmp_path: Path) -> Settings:
    """Settings of one test: a database and folder of its own, generous limits."""
    return Settings(
        database_url=sqlite_url,
        var_dir=tmp_path,
        secret_key="x" * 40,
        sample=False,
        rate_limit_sign_in="1000 per minute",
        rate_limit_describe="1000 per minute",
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """The application."""
    app = create_app(settings)
    app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    app.test_client_class = CheckingClient
    yield app
    app.extensions["portal"].database.close()


@pytest.fixture
def portal(app: Flask) -> Portal:
    """The parts that the application runs on."""
    return app.extensions["portal"]


@pytest.fixture
def database(portal: Portal) -> Database:
    """The application's database."""
    return portal.database


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A browser without a session."""
    return app.test_client()


@pytest.fixture
def sign_in(client: FlaskClient) -> Callable[[str], FlaskClient]:
    """Sign the client in as the account (tests/factories/account.py) with this address."""

    def as_account(email: str) -> FlaskClient:
        client.post("/vi/sign-out")
        answer = client.post("/vi/sign-in", data={"email": email, "password": PASSWORD})
        assert answer.status_code == 303, answer.get_data(as_text=True)
        return client

    return as_account
