"""What holds on every page: language, headers, errors, closed doors, limits, tokens."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient
from sqlmodel import Session

from app import create_app
from registry.domain.account import Role
from registry.domain.organisation import Capability
from registry.settings import Settings
from registry.storage.session import Database
from registry.web.access import check_every_view, public
from tests.factories.account import PASSWORD, account
from tests.factories.organisation import organisation
from tests.web.conftest import CheckingClient

SignIn = Callable[[str], FlaskClient]


def test_the_bare_address_leads_to_the_readers_language(client: FlaskClient) -> None:
    for spoken, path in (("en-GB,en;q=0.9", "/en/"), ("vi", "/vi/"), ("fr", "/vi/")):
        answer = client.get("/", headers={"Accept-Language": spoken})
        assert (answer.status_code, answer.headers["Location"]) == (302, path)


def test_a_page_links_to_itself_in_the_other_language(client: FlaskClient) -> None:
    page = client.get("/vi/needs/?q=bùn").get_data(as_text=True)
    assert re.search(r'href="/en/needs/\?q=b%C3%B9n"[^>]*hreflang="en"', page)


def test_another_language_is_not_found(client: FlaskClient) -> None:
    assert client.get("/fr/needs/").status_code == 404


@pytest.mark.parametrize("path", ["/vi/", "/vi/nowhere", "/static/app.css"])
def test_every_answer_carries_the_security_headers(client: FlaskClient, path: str) -> None:
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_pages_of_signed_in_people_are_kept_by_no_cache(
    database: Database, client: FlaskClient, sign_in: SignIn
) -> None:
    assert client.get("/vi/").headers["Cache-Control"] == "no-cache"
    with database.write() as session:
        account(session, email="mot@trial.example")
    assert sign_in("mot@trial.example").get("/vi/").headers["Cache-Control"] == "no-store"


def test_errors_are_pages_in_the_readers_language(app: Flask, client: FlaskClient) -> None:
    assert "Không tìm thấy trang" in client.get("/vi/nowhere").get_data(as_text=True)
    assert "Page not found" in client.get("/en/nowhere").get_data(as_text=True)
    answer = client.post("/en/programme/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert "buttons" in answer.get_data(as_text=True)


def test_a_fault_of_ours_tells_nothing_of_the_inside(settings: Settings) -> None:
    app = create_app(settings)
    app.test_client_class = CheckingClient

    @app.get("/vi/broken")
    @public("only in this test")
    def broken() -> str:
        raise RuntimeError("the secret inside")

    answer = app.test_client().get("/vi/broken")
    assert answer.status_code == 500
    assert "the secret inside" not in answer.get_data(as_text=True)


def test_a_view_that_does_not_say_who_may_come_keeps_the_portal_shut(app: Flask) -> None:
    app.view_functions["forgotten"] = lambda: abort(404)
    with pytest.raises(RuntimeError, match="forgotten"):
        check_every_view(app)


def test_a_form_without_its_token_is_refused_with_a_page_that_says_so(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = app.test_client().post("/en/sign-in", data={"email": "a@b.example", "password": "x"})
    assert answer.status_code == 400
    assert "no longer valid" in answer.get_data(as_text=True)


def test_signing_in_is_limited_by_address(settings: Settings) -> None:
    app = create_app(replace(settings, rate_limit_sign_in="3 per minute"))
    app.config["WTF_CSRF_ENABLED"] = False
    app.test_client_class = CheckingClient
    client = app.test_client()
    wrong = {"email": "a@b.example", "password": "wrong"}
    tries = [client.post("/en/sign-in", data=wrong).status_code for _ in range(4)]
    assert tries == [422, 422, 422, 429]


def test_a_get_request_cannot_write(database: Database) -> None:
    with database.read() as session, pytest.raises(Exception, match=r"readonly|read-only"):
        organisation(session)


def member(session: Session, email: str) -> None:
    ward = organisation(session, Capability.BUYS)
    account(session, (ward, Role.EDITOR), email=email)


def test_whoever_must_sign_in_first_is_led_back(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        member(session, "hai@trial.example")
    answer = client.get("/vi/needs/new?x=1")
    assert answer.headers["Location"] == "/vi/sign-in?next=/vi/needs/new?x%3D1"
    form = client.get(answer.headers["Location"]).get_data(as_text=True)
    kept = re.search(r'name="next" value="([^"]*)"', form)
    assert kept is not None and kept[1] == "/vi/needs/new?x=1"
    data = {"email": "HAI@trial.example", "password": PASSWORD, "next": kept[1]}
    assert client.post("/vi/sign-in", data=data).headers["Location"] == "/vi/needs/new?x=1"


@pytest.mark.parametrize(
    "target", ["https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "/no"]
)
def test_nobody_is_led_elsewhere(database: Database, client: FlaskClient, target: str) -> None:
    with database.write() as session:
        member(session, "ba@trial.example")
    data = {"email": "ba@trial.example", "password": PASSWORD, "next": target}
    assert client.post("/vi/sign-in", data=data).headers["Location"] == "/vi/workspace/"
