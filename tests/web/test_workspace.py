"""The workspace: what waits for whom, and messages read by their two sides alone."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from registry.actions import message as actions
from registry.domain.account import Role
from registry.domain.base import utcnow
from registry.domain.category import Category
from registry.domain.organisation import Capability
from registry.jobs import worker
from registry.portal import Portal
from registry.storage import account as accounts
from registry.storage import generation
from registry.storage import offering as offerings
from registry.storage.session import Database
from tests.factories.account import account, actor
from tests.factories.need import need
from tests.factories.need import revision as need_revision
from tests.factories.offering import offering
from tests.factories.organisation import organisation
from tests.factories.project import project
from tests.web.test_organisations import statements

SignIn = Callable[[str], FlaskClient]
TEXT = "Xin gửi catalô."


@pytest.fixture
def message(database: Database) -> str:
    """A ward (editor, approver), a supplier (owner) who wrote to it, a department, a stranger."""
    with database.write() as session:
        ward = organisation(session, Capability.BUYS, name_vi="UBND phường Thử")
        supplier = organisation(session, name_vi="Công ty Lọc Thử")
        department = organisation(session, Capability.REGISTERS, name_vi="Sở Thử")
        editor = account(session, (ward, Role.EDITOR), email="soan@phuong.example")
        account(session, (ward, Role.APPROVER), email="duyet@phuong.example")
        account(session, (department, Role.REGISTRAR), email="kiem@so.example")
        account(session, (department, Role.RECIPIENT), email="xem@so.example")
        account(session, email="moi@ai.example")
        owner = account(session, (supplier, Role.OWNER), email="chu@loc.example", name="Ông Chủ")
        waiting = need(session, ward, title_vi="Bơm nước mưa", public_id="bom")
        need_revision(
            session, waiting, number=2, title_vi="Bơm nước mưa bản hai",
            submitted_at=utcnow(), submitted_by_id=editor.key,
        )  # fmt: skip
        draft = need(session, ward, title_vi="Thùng rác", public_id="thung")
        need_revision(
            session, draft, number=2, title_vi="Thùng rác phân loại",
            returned_at=utcnow(), returned_note="Ghi rõ dung tích.",
        )  # fmt: skip
        offering(session, supplier, title_vi="Máy ép bùn", returned_note="Công suất đo ở đâu?",
                 returned_at=utcnow())  # fmt: skip
        offering(session, supplier, title_vi="Bơm chìm")
        return actions.write(
            session, actor(session, owner), ward.public_id, subject="Chào hàng", body=TEXT,
            need_pid="bom", from_organisation_pid=supplier.public_id,
        ).public_id  # fmt: skip


def workspace(sign_in: SignIn, email: str) -> str:
    return sign_in(email).get("/vi/workspace/").get_data(as_text=True)


def test_the_approver_finds_what_waits(sign_in: SignIn, message: str) -> None:
    text = workspace(sign_in, "duyet@phuong.example")
    assert "Bơm nước mưa bản hai" in text
    assert "/vi/needs/bom/approve" in text
    assert "Người duyệt trả lại: Ghi rõ dung tích." in text


def test_the_author_is_told_to_wait_and_goes_on_with_what_came_back(
    sign_in: SignIn, message: str
) -> None:
    text = workspace(sign_in, "soan@phuong.example")
    assert "/vi/needs/bom/approve" not in text
    assert "Đang chờ người duyệt của tổ chức." in text
    assert "/vi/needs/thung/edit" in text


def test_a_supplier_finds_the_registrars_question(sign_in: SignIn, message: str) -> None:
    text = workspace(sign_in, "chu@loc.example")
    assert "Cán bộ quản lý dữ liệu hỏi: Công suất đo ở đâu?" in text
    assert "Máy ép bùn" in text and "Bơm chìm" in text
    assert "Bơm nước mưa bản hai" not in text


def test_the_registrar_sees_how_many_offerings_wait(sign_in: SignIn, message: str) -> None:
    text = workspace(sign_in, "kiem@so.example")
    assert "1 nguồn cung chờ cán bộ quản lý dữ liệu kiểm tra" in text
    assert 'href="/vi/registrar/"' in text
    assert "/vi/registrar/" not in workspace(sign_in, "chu@loc.example")


def test_an_account_with_nothing_is_told_how_to_begin(sign_in: SignIn, database: Database) -> None:
    with database.write() as session:
        both = organisation(session, Capability.BUYS, Capability.SUPPLIES)
        account(session, (both, Role.OWNER), email="moi@moi.example")
    text = workspace(sign_in, "moi@moi.example")
    assert "Không có việc nào đang chờ" in text
    assert 'href="/vi/offerings/new"' in text and 'href="/vi/needs/new"' in text


def test_a_visitor_signs_in_first(client: FlaskClient, message: str) -> None:
    assert client.get("/vi/workspace/").location.endswith("/vi/sign-in?next=/vi/workspace/")
    assert client.get(f"/vi/workspace/messages/{message}").status_code == 302


@pytest.mark.parametrize(
    ("email", "code"),
    [
        ("chu@loc.example", 200),
        ("soan@phuong.example", 200),
        ("duyet@phuong.example", 200),
        ("kiem@so.example", 404),
        ("xem@so.example", 404),
        ("moi@ai.example", 404),
    ],
)
def test_its_two_sides_alone_read_a_message(
    sign_in: SignIn, message: str, email: str, code: int
) -> None:
    client = sign_in(email)
    answer = client.get(f"/vi/workspace/messages/{message}")
    assert answer.status_code == code
    assert (TEXT in answer.get_data(as_text=True)) == (code == 200)
    assert ("Chào hàng" in client.get("/vi/workspace/").get_data(as_text=True)) == (code == 200)


def test_the_recipient_is_told_how_to_answer(sign_in: SignIn, message: str) -> None:
    client = sign_in("soan@phuong.example")
    text = client.get(f"/en/workspace/messages/{message}").get_data(as_text=True)
    assert 'href="mailto:chu@loc.example?subject=Re%3A%20Ch%C3%A0o%20h%C3%A0ng"' in text
    assert "/en/needs/bom" in text


def test_the_workspace_takes_as_many_statements_for_one_as_for_ten(
    sign_in: SignIn, portal: Portal
) -> None:
    database = portal.database
    with database.write() as session:
        ward = organisation(session, Capability.BUYS, Capability.SUPPLIES)
        writer = account(session, (ward, Role.EDITOR), email="soan@phuong.example")
        offering(session, ward)
        need_revision(session, need(session, ward), number=2)
        need(session, organisation(session, Capability.BUYS))
    worker.run(portal, once=True)
    client = sign_in("soan@phuong.example")
    with statements() as few:
        client.get("/vi/workspace/")
    with database.write() as session:
        for _ in range(9):
            other = organisation(session, Capability.BUYS, Capability.SUPPLIES)
            accounts.give_role(session, writer, other, Role.EDITOR)
            offering(session, other)
            need_revision(session, need(session, other), number=2)
    worker.run(portal, once=True)
    with statements() as many:
        text = client.get("/vi/workspace/").get_data(as_text=True)
    assert len(few) == len(many)
    assert text.count("level-strong") + text.count("level-possible") > 9


def test_a_question_settled_by_the_registrars_check_no_longer_waits(
    sign_in: SignIn, database: Database
) -> None:
    with database.write() as session:
        supplier = organisation(session)
        account(session, (supplier, Role.OWNER), email="chu@bun.example")
        asked = {"returned_note": "Công suất đo ở đâu?", "returned_at": utcnow()}
        offering(session, supplier, **asked, public_id="open")
    assert "Công suất đo ở đâu?" in workspace(sign_in, "chu@bun.example")
    with database.write() as session:
        found = offerings.standing(session, "open")
        assert found is not None
        found.revision.checked_at = utcnow()
    assert "Công suất đo ở đâu?" not in workspace(sign_in, "chu@bun.example")


def test_a_supplier_finds_the_needs_that_fit_and_writes_to_the_buyer(
    sign_in: SignIn, portal: Portal
) -> None:
    with portal.database.write() as session:
        supplier = organisation(session)
        account(session, (supplier, Role.EDITOR), email="ban@tram.example")
        title = "Trạm xử lý nước thải dệt nhuộm của làng nghề"
        offering(session, supplier, public_id="tram", title_vi=title, title_en="Dyeing plant")
        ward = organisation(session, Capability.BUYS, name_vi="UBND phường Dệt", public_id="det")
        need(session, ward, public_id="nhuom", title_vi="Xử lý nước thải dệt nhuộm của làng nghề")
        need(
            session, ward, public_id="loa", title_vi="Loa phát thanh", problem_vi="Loa cũ hỏng.",
            category=Category.MONITORING,
            items=({"title_vi": "Loa", "category": Category.MONITORING, "segment": None},),
        )  # fmt: skip
    client = sign_in("ban@tram.example")
    assert "Hiện chưa có nhu cầu phù hợp" in client.get("/vi/workspace/").get_data(as_text=True)
    worker.run(portal, once=True)
    text = client.get("/vi/workspace/").get_data(as_text=True)
    assert "Nhu cầu phù hợp với nguồn cung của tổ chức" in text and "/vi/needs/nhuom" in text
    assert "/vi/needs/loa" not in text
    write = "/vi/organisations/det/write?need=nhuom&amp;offering=tram"
    assert write in text
    assert write in client.get("/vi/offerings/tram").get_data(as_text=True)
    assert "Dyeing plant" in client.get("/en/workspace/").get_data(as_text=True)


def test_an_investor_finds_unmet_demand_and_calls_in_its_categories(
    sign_in: SignIn, database: Database
) -> None:
    with database.write() as session:
        fund = organisation(session, Capability.INVESTS)
        account(session, (fund, Role.OWNER), email="dautu@quy.example")
        buyer = organisation(session, Capability.BUYS)
        air, water = {"category": Category.EXHAUST_GAS}, {"category": Category.WASTEWATER}
        need(session, buyer, public_id="khi", title_vi="Lọc bụi", items=(air,))
        need(session, buyer, public_id="nuoc", title_vi="Xử lý nước thải", items=(water,))
        project(session, buyer, public_id="du-an-khi", **air)
        project(session, buyer, public_id="du-an-nuoc", **water)
        generation.advance(session, "match", None)
    client = sign_in("dautu@quy.example")
    text = client.get("/en/workspace/").get_data(as_text=True)
    assert "The newest of all categories." in text
    for target in ("needs/khi", "needs/nuoc", "projects/du-an-khi", "projects/du-an-nuoc"):
        assert f"/en/{target}" in text
    with database.write() as session:
        project(session, fund, public_id="du-an-rieng", **air)
    text = client.get("/en/workspace/").get_data(as_text=True)
    assert "In the categories of your projects and offerings: Exhaust-gas treatment." in text
    assert "/en/needs/khi" in text and "/en/projects/du-an-khi" in text
    assert "/en/needs/nuoc" not in text and "/en/projects/du-an-nuoc" not in text
    assert text.count("/en/projects/du-an-rieng") == 1, "among its own, not among those that call"


def test_an_investors_workspace_takes_as_many_statements_for_one_as_for_ten(
    sign_in: SignIn, database: Database
) -> None:
    with database.write() as session:
        fund = organisation(session, Capability.INVESTS)
        account(session, (fund, Role.OWNER), email="dautu@quy.example")
        generation.advance(session, "match", None)
    client = sign_in("dautu@quy.example")
    costs = []
    for more in (1, 9):
        with database.write() as session:
            for _ in range(more):
                buyer = organisation(session, Capability.BUYS)
                need(session, buyer)
                project(session, buyer)
                project(session, fund)
        with statements() as seen:
            client.get("/vi/workspace/")
        costs.append(len(seen))
    assert costs[0] == costs[1]
