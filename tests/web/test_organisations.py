"""The list of organisations, an organisation's page, and writing to it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from registry.domain.account import Role
from registry.domain.base import utcnow
from registry.domain.message import Message
from registry.domain.organisation import Capability, Contact, Identifier, Scheme
from registry.portal import Portal
from registry.search import Entry
from registry.storage.session import Database
from tests.factories.account import account
from tests.factories.need import need
from tests.factories.offering import offering
from tests.factories.organisation import organisation
from tests.factories.project import project
from tests.services.database import statements

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def supplier(database: Database) -> str:
    """A supplier with an offering, two contacts of whom one agreed, and a tax code."""
    with database.write() as session:
        row = organisation(
            session, name_vi="Công ty Lọc Thử", name_en="Trial Filter", contact=False,
            about_vi="Chế tạo máy ép bùn.", website="https://loc-thu.example", founded=2011,
        )  # fmt: skip
        for position, (name, consent) in enumerate([("Người Kín", None), ("Chị Mở", utcnow())]):
            session.add(
                Contact(
                    organisation_id=row.key, position=position, name=name, consented_at=consent,
                    email=f"nguoi{position}@loc-thu.example", phone="+84 24 0000 0000",
                )
            )  # fmt: skip
        session.add(Identifier(organisation_id=row.key, scheme=Scheme.MST, value="0101234567"))
        session.add(Identifier(organisation_id=row.key, scheme=Scheme.SAMPLE, value="loc-thu-key"))
        offering(session, row, public_id="ep-bun", title_vi="Máy ép bùn trục vít")
        return row.public_id


@pytest.fixture
def ward(database: Database) -> str:
    """A ward with a need and an editor, an.example."""
    with database.write() as session:
        row = organisation(session, Capability.BUYS, name_vi="UBND phường Thử")
        need(session, row, public_id="bun-thai", title_vi="Xử lý bùn thải")
        account(session, (row, Role.EDITOR), email="an@phuong.example", name="Nguyễn Ân")
        return row.public_id


def test_the_list_stands_in_vietnamese_order_and_says_what_each_has(
    client: FlaskClient, supplier: str, ward: str, database: Database
) -> None:
    with database.write() as session:
        organisation(session, Capability.INVESTS, name_vi="Ánh Dương", foreign_owned=True)
    text = client.get("/vi/organisations/").get_data(as_text=True)
    assert text.index("Ánh Dương") < text.index("Công ty Lọc Thử") < text.index("UBND phường Thử")
    assert "1 nguồn cung" in text and "1 nhu cầu" in text
    assert "Chưa xác minh" in text


def test_a_choice_keeps_those_that_do_one_thing(
    client: FlaskClient, supplier: str, ward: str
) -> None:
    text = client.get("/vi/organisations/?does=buys").get_data(as_text=True)
    assert "UBND phường Thử" in text and "Công ty Lọc Thử" not in text
    assert client.get("/vi/organisations/?does=nothing").status_code == 200


def test_a_search_finds_by_name_without_accents(
    client: FlaskClient, supplier: str, ward: str, portal: Portal
) -> None:
    portal.search.rebuild(
        [
            Entry("organisation", supplier, {"title": "Công ty Lọc Thử", "body": ""}),
            Entry("organisation", ward, {"title": "UBND phường Thử", "body": ""}),
        ]
    )
    text = client.get("/vi/organisations/?q=cong ty loc").get_data(as_text=True)
    assert "Công ty Lọc Thử" in text and "UBND phường Thử" not in text


def test_an_empty_registry_says_what_will_stand_here(client: FlaskClient) -> None:
    assert "No organisations yet" in client.get("/en/organisations/").get_data(as_text=True)
    assert client.get("/en/organisations/?page=2").status_code == 404


def test_a_page_takes_as_many_statements_for_one_listing_as_for_ten(
    client: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        row = organisation(session, Capability.BUYS, Capability.SUPPLIES)
        offering(session, row)
        need(session, row)
    with statements() as few:
        client.get(f"/vi/organisations/{row.public_id}")
    with database.write() as session:
        for _ in range(9):
            offering(session, row)
            need(session, row)
    with statements() as many:
        client.get(f"/vi/organisations/{row.public_id}")
    assert len(few) == len(many)


def test_a_visitor_reads_the_profile_and_is_told_to_sign_in_for_contacts(
    client: FlaskClient, supplier: str
) -> None:
    text = client.get(f"/vi/organisations/{supplier}").get_data(as_text=True)
    for said in ("Chế tạo máy ép bùn.", "0101234567", "Máy ép bùn trục vít", "2011"):
        assert said in text
    for hidden in ("Chị Mở", "@loc-thu.example", "+84 24 0000 0000", "Người Kín", "loc-thu-key"):
        assert hidden not in text
    assert f"/vi/sign-in?next=/vi/organisations/{supplier}" in text


def test_a_member_sees_the_contacts_who_agreed(sign_in: SignIn, supplier: str, ward: str) -> None:
    text = sign_in("an@phuong.example").get(f"/vi/organisations/{supplier}").get_data(as_text=True)
    assert "Chị Mở" in text and "nguoi1@loc-thu.example" in text
    assert "Người Kín" not in text and "nguoi0@loc-thu.example" not in text


def test_an_english_reader_gets_english_names_and_marked_vietnamese(
    client: FlaskClient, supplier: str
) -> None:
    text = client.get(f"/en/organisations/{supplier}").get_data(as_text=True)
    assert "<h1>Trial Filter</h1>" in text
    assert '<p class="muted" lang="vi">Công ty Lọc Thử</p>' in text
    assert '<p lang="vi">Chế tạo máy ép bùn.</p>' in text


def test_what_is_not_there_or_withdrawn_is_not_found(
    client: FlaskClient, database: Database
) -> None:
    with database.write() as session:
        gone = organisation(session, withdrawn_at=utcnow()).public_id
    assert client.get("/vi/organisations/none").status_code == 404
    assert client.get(f"/vi/organisations/{gone}").status_code == 404


def test_a_visitor_signs_in_before_writing_and_comes_back(
    client: FlaskClient, supplier: str
) -> None:
    answer = client.get(f"/vi/organisations/{supplier}/write?offering=ep-bun")
    assert answer.status_code == 302
    assert answer.location.endswith(
        f"/vi/sign-in?next=/vi/organisations/{supplier}/write?offering%3Dep-bun"
    )
    assert client.post(f"/vi/organisations/{supplier}/write").status_code == 302


def test_the_form_starts_from_the_offering_and_ones_organisation(
    sign_in: SignIn, supplier: str, ward: str
) -> None:
    client = sign_in("an@phuong.example")
    text = client.get(f"/vi/organisations/{supplier}/write?offering=ep-bun").get_data(as_text=True)
    assert 'value="Máy ép bùn trục vít"' in text
    assert f'<option value="{ward}" selected>UBND phường Thử</option>' in text
    assert "an@phuong.example" in text
    assert client.get(f"/vi/organisations/{supplier}/write?need=none").status_code == 404


def test_what_was_sent_is_shown_and_stored(
    sign_in: SignIn, database: Database, supplier: str, ward: str
) -> None:
    client = sign_in("an@phuong.example")
    words = {"subject": "Hỏi giá", "body": "Xin báo giá.\n\nCảm ơn.", "sender": ward}
    answer = client.post(f"/vi/organisations/{supplier}/write", data={**words, "need": "bun-thai"})
    assert answer.status_code == 303
    text = client.get(answer.location).get_data(as_text=True)
    for said in ("Công ty Lọc Thử", "Hỏi giá", "Xin báo giá.", "UBND phường Thử", "Xử lý bùn thải"):
        assert said in text
    with database.read() as session:
        (message,) = session.exec(select(Message)).all()
    assert (message.subject, message.body) == ("Hỏi giá", "Xin báo giá.\n\nCảm ơn.")
    assert message.need_id is not None and message.from_organisation_id is not None


def test_a_refused_message_keeps_what_was_typed(
    sign_in: SignIn, database: Database, supplier: str, ward: str
) -> None:
    client = sign_in("an@phuong.example")
    address = f"/vi/organisations/{supplier}/write"
    answer = client.post(address, data={"subject": " ", "body": "Giữ lại <b>", "need": "bun-thai"})
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Hãy nhập tiêu đề." in text
    assert "Giữ lại &lt;b&gt;" in text and 'name="need" value="bun-thai"' in text
    text = client.post(address, data={"subject": "", "body": ""}).get_data(as_text=True)
    assert "Hãy nhập tiêu đề." in text and "Hãy viết nội dung tin nhắn." in text
    answer = client.post(address, data={"subject": "S", "body": "B", "sender": supplier})
    assert answer.status_code == 422
    with database.read() as session:
        assert session.exec(select(Message)).all() == []


def test_nobody_writes_to_their_own_organisation_or_where_nobody_agreed(
    sign_in: SignIn, database: Database, ward: str
) -> None:
    with database.write() as session:
        silent = organisation(session, contact=False).public_id
    client = sign_in("an@phuong.example")
    for address in (ward, silent):
        text = client.get(f"/vi/organisations/{address}/write").get_data(as_text=True)
        assert "<textarea" not in text
        said = {"subject": "S", "body": "B"}
        assert client.post(f"/vi/organisations/{address}/write", data=said).status_code == 422


def test_after_thirty_messages_in_an_hour_one_has_to_wait(
    sign_in: SignIn, supplier: str, ward: str
) -> None:
    client = sign_in("an@phuong.example")
    codes = [
        client.post(f"/vi/organisations/{supplier}/write", data={"subject": ""}).status_code
        for _ in range(31)
    ]
    assert codes == [422] * 30 + [429]


def test_a_lead_shows_its_public_projects(client: FlaskClient, database: Database) -> None:
    with database.write() as session:
        lead = organisation(session, Capability.INVESTS, public_id="quy")
        project(session, lead, public_id="tram", name_vi="Trạm nước thải")
        project(session, lead, public_id="kin", published_at=None)
        project(session, organisation(session), public_id="nguoi-khac")
    page = client.get("/vi/organisations/quy").get_data(as_text=True)
    assert "Dự án do tổ chức chủ trì" in page and "/vi/projects/tram" in page
    assert "/vi/projects/kin" not in page and "/vi/projects/nguoi-khac" not in page
