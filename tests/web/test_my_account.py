"""One's own account: the page, the copy, erasure with the password."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from registry.domain.account import Role
from registry.domain.organisation import Capability
from registry.portal import Portal
from tests.factories.account import PASSWORD, account
from tests.factories.organisation import organisation

SignIn = Callable[[str], FlaskClient]
EMAIL = "voi@phuong.example"


@pytest.fixture(autouse=True)
def person(portal: Portal) -> None:
    with portal.database.write() as session:
        ward = organisation(session, Capability.BUYS, name_vi="Phường Thử", name_en=None)
        account(session, (ward, Role.EDITOR), email=EMAIL, name="Vơi")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_page_shows_what_is_kept(sign_in: SignIn, language: str) -> None:
    html = sign_in(EMAIL).get(f"/{language}/account").get_data(as_text=True)
    assert EMAIL in html and "Phường Thử" in html
    workspace = sign_in(EMAIL).get(f"/{language}/workspace/").get_data(as_text=True)
    assert f'href="/{language}/account"' in workspace


def test_the_copy_is_a_file_that_no_cache_keeps(sign_in: SignIn) -> None:
    answer = sign_in(EMAIL).get("/vi/account/data.json")
    assert answer.json["account"]["name"] == "Vơi"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("password", ["", "không đúng"])
def test_erasure_asks_for_the_password(sign_in: SignIn, password: str) -> None:
    client = sign_in(EMAIL)
    assert client.post("/vi/account/erase", data={"password": password}).status_code == 422
    assert client.get("/vi/account").status_code == 200


def test_an_erased_account_is_signed_out_everywhere(sign_in: SignIn, app) -> None:  # type: ignore[no-untyped-def]
    elsewhere = app.test_client()
    elsewhere.post("/vi/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert elsewhere.get("/vi/account").status_code == 200
    client = sign_in(EMAIL)
    answer = client.post("/vi/account/erase", data={"password": PASSWORD}, follow_redirects=True)
    assert "Đã xóa tài khoản." in answer.get_data(as_text=True)
    assert elsewhere.get("/vi/account").status_code == 302
    again = client.post("/vi/sign-in", data={"email": EMAIL, "password": PASSWORD})
    assert again.status_code == 422
