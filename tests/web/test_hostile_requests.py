"""What no browser sends: the portal answers with a page, on SQLite as on PostgreSQL."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from app import create_app
from registry.domain.account import Role
from registry.domain.message import Message
from registry.domain.need import NeedRevision
from registry.domain.organisation import Capability
from registry.settings import Settings
from registry.storage.session import Database
from registry.web.access import safe_next
from tests.factories.account import PASSWORD, account
from tests.factories.need import need
from tests.factories.organisation import organisation

EMAIL = "soan@thu.example"


@pytest.fixture(params=["sqlite_url", "postgres_url"])
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    database = Database(request.getfixturevalue(request.param))
    with database.write() as session:
        ward = organisation(session, Capability.BUYS, public_id="phuong")
        account(session, (ward, Role.EDITOR), email=EMAIL)
        organisation(session, public_id="hang")
        need(session, ward, public_id="bom")
    yield database
    database.close()


@pytest.fixture
def client(database: Database, settings: Settings) -> Iterator[FlaskClient]:
    url = database.url.render_as_string(hide_password=False)
    app = create_app(replace(settings, database_url=url))
    app.config["WTF_CSRF_ENABLED"] = False
    yield app.test_client()
    app.extensions["portal"].database.close()


@pytest.fixture
def editor(client: FlaskClient) -> FlaskClient:
    client.post("/vi/sign-in", data={"email": EMAIL, "password": PASSWORD})
    return client


@pytest.mark.parametrize(
    "path", ["needs/%00", "offerings/a%00", "organisations/%00", "workspace/messages/%00"]
)
def test_a_path_with_nul_leads_nowhere(editor: FlaskClient, path: str) -> None:
    assert editor.get(f"/vi/{path}").status_code == 404


def test_nul_in_a_field_is_not_read(editor: FlaskClient, database: Database) -> None:
    assert editor.get("/vi/organisations/hang/write?need=%00").status_code == 200
    said = {"subject": "Hỏi\0\x1b\u202e giá", "body": "Bao nhiêu?\0", "need": "bom\0"}
    sent = editor.post("/vi/organisations/hang/write", data={**said, "sender": "phuong"})
    assert sent.status_code == 303
    with database.read() as session:
        assert session.exec(select(Message.subject)).one() == "Hỏi giá"
    editor.post("/vi/sign-out")
    wrong = editor.post("/vi/sign-in", data={"email": "a\0b@thu.example", "password": "x"})
    assert wrong.status_code == 422


def test_a_title_keeps_to_its_line_and_direction(editor: FlaskClient, database: Database) -> None:
    title = "Bơm\x01 \u202eđảo\u2066\r\nngược\ufffe"
    assert editor.post("/vi/needs/new", data={"title_vi": title}).status_code == 303
    with database.read() as session:
        titles = session.exec(select(NeedRevision.title_vi)).all()
    assert "Bơm đảo ngược" in titles


@pytest.mark.parametrize("field", ["items-0-quantity", "requirements-0-low", "requirements-0-high"])
def test_a_number_too_large_to_store_is_refused(editor: FlaskClient, field: str) -> None:
    typed = {
        "title_vi": "Bơm", "category": "wastewater", "items-0-title_vi": "Bơm",
        "requirements-0-parameter": "cod",
    }  # fmt: skip
    answer = editor.post("/en/needs/new", data={**typed, field: "9" * 25})
    assert answer.status_code == 422
    assert "too large" in answer.text and "9" * 25 in answer.text


@pytest.mark.parametrize("index", ["²", "9" * 5000, "", "-1"])
def test_rows_with_numbers_that_are_none_are_no_rows(editor: FlaskClient, index: str) -> None:
    typed = {"title_vi": "Bơm", f"items-{index}-title_vi": "x"}
    assert editor.post("/vi/needs/new", data=typed).status_code == 303


@pytest.mark.parametrize(
    "asked", ["lang_code=vi", "endpoint=x", "_scheme=javascript", "_method=POST", "_external=1"]
)
def test_the_other_language_asks_for_the_same(client: FlaskClient, asked: str) -> None:
    page = client.get(f"/vi/?{asked}&q=a&q=b")
    assert page.status_code == 200
    assert f'href="/en/?{asked}&amp;q=a&amp;q=b"' in page.text


@pytest.mark.parametrize(
    "target",
    [
        "/vi/?a=\r\nSet-Cookie: x=1",
        "//evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/vi/\n",
    ],
)
def test_one_is_led_back_to_a_page_alone(client: FlaskClient, target: str) -> None:
    with client.application.test_request_context("/vi/"):
        assert safe_next(target) is None
    data = {"email": EMAIL, "password": PASSWORD, "next": target}
    answer = client.post("/vi/sign-in", data=data)
    assert (answer.status_code, answer.location) == (303, "/vi/workspace/")
