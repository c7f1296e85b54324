"""Consent at signing in, one's own name and password, erasure at a person's request."""

from collections.abc import Callable
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.actions import consent
from registry.domain.account import Role
from registry.domain.base import utcnow
from registry.domain.organisation import Capability
from registry.portal import Portal
from registry.storage import account as accounts
from registry.storage import audit
from registry.storage import consent as consents
from registry.storage import organisation as organisations
from tests.factories.account import PASSWORD, account
from tests.factories.organisation import organisation

SignIn = Callable[[str], FlaskClient]
EMAIL, REGISTRAR = "moi@phuong.example", "dang-ky@so.example"
NEW = "một mật khẩu mới dài"


def attempt(client: FlaskClient, password: str = PASSWORD, **more: str) -> str:
    data = {"email": EMAIL, "password": password, **more}
    answer = client.post("/vi/sign-in", data=data)
    return answer.location or str(answer.status_code)


@pytest.fixture
def newcomer(portal: Portal) -> str:
    """Somebody who was never asked."""
    with portal.database.write() as session:
        ward = organisation(session, Capability.BUYS)
        return account(session, (ward, Role.EDITOR), email=EMAIL, consents=False).public_id


@pytest.fixture
def person(portal: Portal) -> str:
    with portal.database.write() as session:
        department = organisation(session, Capability.REGISTERS)
        account(session, (department, Role.REGISTRAR), email=REGISTRAR)
        return account(session, email=EMAIL, name="Vơi").public_id


@pytest.mark.parametrize("language", ["vi", "en"])
def test_nobody_is_signed_in_before_agreeing(
    client: FlaskClient, newcomer: str, language: str
) -> None:
    assert attempt(client).endswith("/vi/sign-in/privacy")
    html = client.get(f"/{language}/sign-in/privacy").get_data(as_text=True)
    assert "91/2025/QH15" in html and "25/11/2026" in html
    assert "checked" not in html
    assert "/sign-in" in client.get("/vi/workspace/").location
    refused = client.post(f"/{language}/sign-in/privacy")
    assert refused.status_code == 422
    assert "/sign-in" in client.get("/vi/workspace/").location


def test_who_agrees_is_signed_in_led_on_and_not_asked_again(
    client: FlaskClient, portal: Portal, newcomer: str
) -> None:
    attempt(client, next="/vi/account/edit")
    answer = client.post("/vi/sign-in/privacy", data={"agree": "y"})
    assert answer.status_code == 303 and answer.location.endswith("/vi/account/edit")
    assert client.get("/vi/account/edit").status_code == 200
    with portal.database.read() as session:
        trail = [event.action for event in audit.of_object(session, "account", newcomer)]
        assert trail == ["consent.give", "account.sign_in"]
    client.post("/vi/sign-out")
    assert attempt(client).endswith("/vi/workspace/")


def test_a_new_notice_asks_again(client: FlaskClient, portal: Portal, person: str) -> None:
    assert attempt(client).endswith("/vi/workspace/")
    client.post("/vi/sign-out")
    with portal.database.write() as session:
        row = accounts.by_public_id(session, person)
        assert row is not None
        (given,) = consents.of_account(session, row.key)
        given.notice = date(2026, 1, 1)  # as if the notice that holds were newer
    assert attempt(client).endswith("/vi/sign-in/privacy")
    client.post("/vi/sign-in/privacy", data={"agree": "y"})
    with portal.database.read() as session:
        assert len(consents.of_account(session, row.key)) == 2


def test_the_notice_is_asked_of_nobody_who_gave_no_password(
    client: FlaskClient, newcomer: str
) -> None:
    assert attempt(client, password="wrong") == "422"
    assert client.get("/vi/sign-in/privacy").status_code == 302
    assert client.post("/vi/sign-in/privacy", data={"agree": "y"}).status_code == 302
    assert client.get("/vi/account/edit").status_code == 302


def test_whoever_was_disabled_meanwhile_can_not_agree(
    client: FlaskClient, portal: Portal, newcomer: str
) -> None:
    attempt(client)
    with portal.database.write() as session:
        row = accounts.by_public_id(session, newcomer)
        assert row is not None
        row.disabled_at = utcnow()
    assert client.post("/vi/sign-in/privacy", data={"agree": "y"}).status_code == 302


def test_samples_are_not_asked(portal: Portal) -> None:
    with portal.database.write() as session:
        row = account(session, email=EMAIL, sample=True, consents=False)
        consent.give_for_samples(session)
        (given,) = consents.of_account(session, row.key)
        assert given.how == "sample"


def test_name_and_language_are_changed(sign_in: SignIn, portal: Portal, person: str) -> None:
    client = sign_in(EMAIL)
    assert "Vơi" in client.get("/vi/account/edit").get_data(as_text=True)
    data = {"name": "  Tạ  Thị Vơi ", "language": "en"}
    assert client.post("/vi/account/edit", data=data).status_code == 303
    with portal.database.read() as session:
        row = accounts.by_public_id(session, person)
        assert row is not None and (row.name, row.language) == ("Tạ Thị Vơi", "en")
        event = audit.of_object(session, "account", person)[-1]
        assert event.after == {"personal": ["name", "language"]}, "by name, never by value"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"name": " ", "language": "vi"}, "Nhập họ tên."),
        ({"name": "x" * 121, "language": "vi"}, "120"),
        ({"name": "Vơi", "language": "fr"}, "Ngôn ngữ: "),
    ],
)
def test_a_wrong_name_or_language_comes_back(
    sign_in: SignIn, person: str, data: dict[str, str], says: str
) -> None:
    answer = sign_in(EMAIL).post("/vi/account/edit", data=data)
    assert answer.status_code == 422 and says in answer.get_data(as_text=True)


def test_a_new_password_ends_all_other_sessions(
    sign_in: SignIn, app: Flask, client: FlaskClient, person: str
) -> None:
    elsewhere = app.test_client()
    attempt(elsewhere)
    assert elsewhere.get("/vi/account/edit").status_code == 200
    sign_in(EMAIL)
    data = {"old": PASSWORD, "new": NEW, "again": NEW}
    assert client.post("/vi/account/password", data=data).status_code == 303
    assert client.get("/vi/account/edit").status_code == 200
    assert elsewhere.get("/vi/account/edit").status_code == 302
    client.post("/vi/sign-out")
    assert attempt(client) == "422"
    assert attempt(client, password=NEW).endswith("/vi/workspace/")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"old": "wrong", "new": NEW, "again": NEW}, "Mật khẩu không đúng."),
        ({"old": PASSWORD, "new": "short", "again": "short"}, "từ 12 đến 200 ký tự"),
        ({"old": PASSWORD, "new": NEW, "again": NEW + "x"}, "không giống nhau"),
        ({}, "Nhập mật khẩu hiện tại."),
    ],
)
def test_a_password_is_not_changed(
    sign_in: SignIn, client: FlaskClient, person: str, data: dict[str, str], says: str
) -> None:
    answer = sign_in(EMAIL).post("/vi/account/password", data=data)
    assert answer.status_code == 422 and says in answer.get_data(as_text=True)
    client.post("/vi/sign-out")
    assert attempt(client).endswith("/vi/workspace/")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_registrar_is_asked_again_before_erasing(
    sign_in: SignIn, portal: Portal, person: str, language: str
) -> None:
    client = sign_in(REGISTRAR)
    page = f"/{language}/registrar/erasure"
    assert client.get(page).status_code == 200
    asked = {"email": EMAIL.upper(), "asked_on": "01/11/2026"}
    html = client.post(page, data=asked).get_data(as_text=True)
    assert "Vơi" in html
    with portal.database.read() as session:
        assert accounts.by_email(session, EMAIL) is not None
    answer = client.post(page, data={**asked, "asked_on": "2026-11-01", "sure": "yes"})
    assert answer.status_code == 303
    with portal.database.read() as session:
        assert accounts.by_email(session, EMAIL) is None


@pytest.mark.parametrize("sure", ["", "yes"])
def test_an_address_that_nobody_has_comes_back(sign_in: SignIn, person: str, sure: str) -> None:
    data = {"email": "khong@co.example", "asked_on": "01/11/2026", "sure": sure}
    answer = sign_in(REGISTRAR).post("/vi/registrar/erasure", data=data)
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert "Không có dữ liệu nào dùng địa chỉ thư điện tử này." in text
    assert "khong@co.example" in text, "what was typed is kept"


def test_the_owner_takes_consent_back_for_a_contact(
    sign_in: SignIn, portal: Portal, person: str
) -> None:
    with portal.database.write() as session:
        firm, other = organisation(session, name_vi="Công ty Ẩn Thử"), organisation(session)
        account(session, (firm, Role.OWNER), email="chu@cong-ty.example")
        mine, theirs = (
            organisations.contacts(session, row.key)[0].public_id for row in (firm, other)
        )
    client = sign_in("chu@cong-ty.example")
    html = client.get("/vi/account/contacts").get_data(as_text=True)
    assert "Công ty Ẩn Thử" in html and mine in html and theirs not in html
    assert client.post("/vi/account/contacts", data={"contact": theirs}).status_code == 403
    assert client.post("/vi/account/contacts", data={"contact": mine}).status_code == 303
    with portal.database.read() as session:
        assert not organisations.contacts(session, firm.key)[0].consents
        assert organisations.contacts(session, other.key)[0].consents
        events = [event.action for event in audit.of_object(session, "contact", mine)]
        assert events == ["contact.withdraw_consent"]
    assert mine not in client.get("/vi/account/contacts").get_data(as_text=True)


def test_what_is_missing_at_signing_in_is_said_in_the_pages_language(client: FlaskClient) -> None:
    text = client.post("/vi/sign-in", data={}).get_data(as_text=True)
    assert "Enter your" not in text
