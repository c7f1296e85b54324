"""What one's own account page says of consent, and what keeps one from erasing oneself."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from registry.domain.account import Role
from registry.domain.base import utcnow
from registry.domain.consent import NOTICE
from registry.i18n import language
from registry.portal import Portal
from registry.queries.prose import prose
from registry.storage import account as accounts
from tests.factories.account import PASSWORD, account
from tests.factories.organisation import organisation

SignIn = Callable[[str], FlaskClient]
EMAIL = "chu@cong-ty.example"


@pytest.fixture(autouse=True)
def owner(portal: Portal) -> None:
    with portal.database.write() as session:
        firm = organisation(session, name_vi="Công ty Chủ Thử", verified_at=utcnow())
        account(session, (firm, Role.OWNER), email=EMAIL)


def test_the_last_owner_is_told_whom_to_ask(sign_in: SignIn, portal: Portal) -> None:
    answer = sign_in(EMAIL).post("/vi/account/erase", data={"password": PASSWORD})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422 and "Công ty Chủ Thử" in text and "Sở Công Thương" in text
    with portal.database.read() as session:
        assert accounts.by_email(session, EMAIL) is not None


@pytest.mark.parametrize("code", ["vi", "en"])
def test_the_notice_says_its_version(code: str) -> None:
    assert f"{NOTICE:%d/%m/%Y}" in prose("privacy", language(code)).html


def test_consent_stands_on_the_page_and_in_the_copy(sign_in: SignIn) -> None:
    client = sign_in(EMAIL)
    html = client.get("/vi/account").get_data(as_text=True)
    assert f"{NOTICE:%d/%m/%Y}" in html
    for path in ("/vi/account/edit", "/vi/account/password", "/vi/account/contacts"):
        assert f'href="{path}"' in html
    (given,) = client.get("/vi/account/data.json").json["consents"]
    assert given["notice"] == NOTICE.isoformat() and given["withdrawn_at"] is None
