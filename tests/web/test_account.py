"""Signing in and out, and who may not."""

from collections.abc import Callable
from dataclasses import replace

from flask.testing import FlaskClient

from app import create_app
from registry.domain.base import utcnow
from registry.settings import Settings
from registry.storage import account as accounts
from registry.storage import audit
from registry.storage.session import Database
from tests.factories.account import PASSWORD, account

EMAIL = "nguoi@trial.example"


def attempt(client: FlaskClient, password: str = PASSWORD, email: str = EMAIL) -> int:
    data = {"email": email, "password": password}
    return client.post("/vi/sign-in", data=data).status_code


def test_a_sign_in_is_recorded_and_ends_at_signing_out(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        public_id = account(session, email=EMAIL).public_id
    assert attempt(client) == 303
    assert client.get("/vi/workspace/").status_code == 200
    with database.read() as session:
        row = accounts.by_public_id(session, public_id)
        assert row is not None and row.last_sign_in_at is not None
        (event,) = audit.of_object(session, "account", public_id)
        assert event.action == "account.sign_in"
    assert client.post("/vi/sign-out").status_code == 303
    assert client.get("/vi/workspace/").status_code == 302


def test_wrong_words_say_the_same_whether_the_account_exists(
    database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        account(session, email=EMAIL)
    known = client.post("/en/sign-in", data={"email": EMAIL, "password": "wrong"})
    unknown = client.post("/en/sign-in", data={"email": "no@trial.example", "password": "wrong"})
    assert known.status_code == unknown.status_code == 422
    for answer in (known, unknown):
        text = answer.get_data(as_text=True)
        assert "The e-mail address or the password is wrong." in text
    assert EMAIL in known.get_data(as_text=True), "what was typed is kept"


def test_a_disabled_account_is_out_at_once(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        account(session, email=EMAIL)
    assert attempt(client) == 303
    with database.write() as session:
        row = accounts.by_email(session, EMAIL)
        assert row is not None
        row.disabled_at = utcnow()
    assert client.get("/vi/workspace/").status_code == 302
    assert attempt(client) == 422


def test_raising_the_epoch_ends_all_sessions(database: Database, client: FlaskClient) -> None:
    with database.write() as session:
        account(session, email=EMAIL)
    attempt(client)
    with database.write() as session:
        row = accounts.by_email(session, EMAIL)
        assert row is not None
        row.session_epoch += 1
    assert client.get("/vi/workspace/").status_code == 302


def test_sample_accounts_sign_in_only_where_samples_are_allowed(
    settings: Settings, database: Database, client: FlaskClient
) -> None:
    with database.write() as session:
        account(session, email=EMAIL, sample=True)
    assert attempt(client) == 422
    assert EMAIL not in client.get("/vi/sign-in").get_data(as_text=True)
    allowing = create_app(replace(settings, sample=True))
    allowing.config["WTF_CSRF_ENABLED"] = False
    other = allowing.test_client()
    assert EMAIL in other.get("/vi/sign-in").get_data(as_text=True)
    assert attempt(other) == 303


def test_the_password_is_stored_as_an_argon2id_hash(
    database: Database, sign_in: Callable[[str], FlaskClient]
) -> None:
    with database.write() as session:
        row = account(session, email=EMAIL)
        assert row.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    sign_in(EMAIL)
