"""The pages of offerings: the list, one offering, publishing, editing, withdrawing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from registry.domain.base import utcnow
from registry.domain.fact import Grade
from registry.storage import offering as offerings
from registry.storage.session import Database
from tests.web.supply_world import World, text

SignIn = Callable[[str], FlaskClient]
NOW = utcnow()

TYPED = {
    "title_vi": "Trạm xử lý nước thải dệt nhuộm",
    "summary_vi": "Keo tụ và sinh học hiếu khí.\r\n\r\nDùng cho làng nghề.",
    "kind": "equipment",
    "category": "wastewater",
    "part": "maker",
    "country_of_manufacture": "VN",
    "price_min": "1,5 tỷ",
    "price_max": "4 tỷ",
    "facts-0-parameter": "flow",
    "facts-0-stream": "rating",
    "facts-0-low": "50",
    "facts-0-high": "1.500,5",
    "facts-0-unit": "m3/ngđ",
    "facts-0-grade": "documented",
    "standards-0-code": "QCVN 40:2025",
    "standards-0-column": "A",
    "standards-0-grade": "declared",
}


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


# The list


def test_an_empty_list_says_how_to_begin(client: FlaskClient) -> None:
    page = client.get("/en/offerings/")
    assert page.status_code == 200
    assert "No offerings yet" in text(page)


def test_the_list_shows_title_publisher_marks_and_facts(client: FlaskClient, world: World) -> None:
    world.offering(public_id="pump", title_vi="Máy bơm bùn", title_en=None, sample=True)
    page = text(client.get("/en/offerings/"))
    assert '<a href="/en/offerings/pump" lang="vi">Máy bơm bùn</a>' in page
    assert "Trial Company" in page
    assert "Self-declared" in page
    assert "Water flow up to 500 m³/day" in page
    assert "1 offering" in page
    assert "Lưu lượng nước đến 500 m³/ngày đêm" in text(client.get("/vi/offerings/"))


def test_the_list_is_paged(client: FlaskClient, world: World) -> None:
    for days in range(21):
        world.offering(title_vi=f"Thiết bị số {days}", published_at=NOW - timedelta(days=days))
    first, second = (text(client.get(f"/vi/offerings/?page={n}")) for n in (1, 2))
    assert "Thiết bị số 0<" in first and "Thiết bị số 20<" not in first
    assert "Thiết bị số 20<" in second and "Thiết bị số 0<" not in second
    for beyond in ("3", "9" * 40):
        assert client.get(f"/vi/offerings/?page={beyond}").status_code == 404


def test_a_search_that_finds_nothing_says_what_to_do(client: FlaskClient, world: World) -> None:
    world.offering()
    page = text(client.get("/en/offerings/?q=zeppelin"))
    assert "Nothing found" in page
    assert 'value="zeppelin"' in page


# One offering


def test_the_page_shows_what_is_stated_and_how_far_it_is_proved(
    client: FlaskClient, world: World
) -> None:
    world.offering(
        public_id="plant",
        title_vi="Trạm xử lý",
        title_en="Treatment plant",
        summary_vi="Sinh học hiếu khí.",
        maker="Công ty Nước Sạch Thử",
        local_content_min=40,
        local_content_max=60,
        local_content_grade=Grade.DOCUMENTED,
        price_min=1_500_000_000,
        price_max=4_000_000_000,
        facts=[{"parameter": "cod", "unit": "mg/L", "high": 50, "stream": "outlet"}],
        standards=[{"standard_code": "QCVN 40:2011/BTNMT", "column": "A"}],
    )
    page = text(client.get("/en/offerings/plant"))
    assert ">Treatment plant</h1>" in page
    assert '<div class="prose" lang="vi"> <p>Sinh học hiếu khí.</p>' in page
    for words in (
        "VND 1.5–4 billion",
        "40–60%",
        "Documented",
        "up to 50 mg/L",
        "Outlet",
        "Vietnam",
        "Self-declared",
        "QCVN 40:2011/BTNMT was replaced by QCVN 40:2025/BTNMT on 01/09/2025",
        "Version 1, public since",
        f"<dt>Maker</dt><dd>{world.owner.name_en}</dd>",
    ):
        assert words in page, words
    assert "/offerings/plant/edit" not in page
    assert f"/en/organisations/{world.owner.public_id}/write?offering=plant" in page


def test_a_standard_in_force_is_not_marked(client: FlaskClient, world: World) -> None:
    world.offering(public_id="plant", standards=[{"standard_code": "QCVN 40:2025/BTNMT"}])
    assert "was replaced" not in text(client.get("/en/offerings/plant"))


def test_there_is_no_page_for_what_never_was(client: FlaskClient) -> None:
    assert client.get("/vi/offerings/nothing").status_code == 404


def test_a_withdrawn_one_shows_to_its_authors_alone(
    client: FlaskClient, world: World, sign_in: SignIn
) -> None:
    world.offering(public_id="gone", withdrawn_at=NOW, withdrawn_reason="Ngừng sản xuất")
    assert client.get("/vi/offerings/gone").status_code == 404
    assert sign_in("other@trial.example").get("/vi/offerings/gone").status_code == 404
    page = sign_in("editor@trial.example").get("/vi/offerings/gone")
    assert page.status_code == 200
    assert "Ngừng sản xuất" in text(page)
    assert "/offerings/gone/edit" not in text(page)
    assert client.get("/vi/offerings/gone/edit").status_code == 404


def test_the_registrars_question_shows_to_authors_and_registrar_alone(
    client: FlaskClient, world: World, sign_in: SignIn
) -> None:
    world.offering(public_id="asked", returned_at=NOW, returned_note="Ai lắp ráp?")
    assert "Ai lắp ráp?" not in text(client.get("/vi/offerings/asked"))
    assert "Ai lắp ráp?" not in text(sign_in("other@trial.example").get("/vi/offerings/asked"))
    assert "Ai lắp ráp?" in text(sign_in("editor@trial.example").get("/vi/offerings/asked"))
    assert "Ai lắp ráp?" in text(sign_in("registrar@trial.example").get("/vi/offerings/asked"))


# Publishing


def test_a_visitor_is_led_to_sign_in(client: FlaskClient) -> None:
    answer = client.get("/vi/offerings/new")
    assert answer.status_code == 302
    assert answer.location.startswith("/vi/sign-in?next=")


def test_who_supplies_nothing_may_not_publish(world: World, sign_in: SignIn) -> None:
    client = sign_in("registrar@trial.example")
    assert client.get("/vi/offerings/new").status_code == 403
    assert client.post("/vi/offerings/new", data=TYPED).status_code == 403


def test_an_editor_publishes(world: World, sign_in: SignIn) -> None:
    client = sign_in("editor@trial.example")
    assert client.get("/vi/offerings/new").status_code == 200
    answer = client.post("/vi/offerings/new", data=TYPED)
    assert answer.status_code == 303, text(answer)
    record = world.only()
    assert answer.location == f"/vi/offerings/{record.offering.public_id}"
    said = record.revision
    assert (said.price_min, said.price_max) == (1_500_000_000, 4_000_000_000)
    assert said.summary_vi == "Keo tụ và sinh học hiếu khí.\n\nDùng cho làng nghề."
    assert (str(record.facts[0].high), record.facts[0].unit) == ("1500.500000", "m3/day")
    assert record.standards[0].standard_code == "QCVN 40:2025/BTNMT"
    assert record.organisation.public_id == world.owner.public_id
    shown = text(client.get(answer.location))
    assert "50–1.500,5 m³/ngày đêm" in shown
    assert f"/offerings/{record.offering.public_id}/edit" in shown


def test_what_is_wrong_is_named_and_what_was_typed_is_kept(world: World, sign_in: SignIn) -> None:
    client = sign_in("editor@trial.example")
    wrong = {**TYPED, "title_vi": "", "part": "", "price_min": "nhiều", "facts-0-unit": "mg/L"}
    answer = client.post("/en/offerings/new", data=wrong)
    page = text(answer)
    assert answer.status_code == 422
    for words in (
        "Give both a title and a summary in at least one language.",
        "Choose your organisation&#39;s part in it.",
        "nhiều is not a sum",
        "mg/L is not a unit for this parameter: write a unit like m3/day",
        'value="QCVN 40:2025"',
        'value="1.500,5"',
    ):
        assert words in page, words
    for field in ("title_vi", "part", "price_min", "facts-0-unit"):
        assert f'href="#{field}"' in page, field
    with world.database.read() as session:
        assert offerings.public(session) == []


def test_a_number_that_is_none_is_told_once(world: World, sign_in: SignIn) -> None:
    client = sign_in("editor@trial.example")
    wrong = {**TYPED, "facts-0-low": "ít", "facts-0-high": ""}
    page = text(client.post("/en/offerings/new", data=wrong))
    assert "There is a problem" in page
    assert "ít is not a number" in page


def test_rows_are_added_and_taken_away_without_saving(world: World, sign_in: SignIn) -> None:
    client = sign_in("editor@trial.example")
    page = client.post("/vi/offerings/new", data={**TYPED, "rows": "add:facts"})
    assert page.status_code == 200
    assert 'id="facts-1-parameter"' in text(page)
    assert TYPED["title_vi"] in text(page)
    page = client.post("/vi/offerings/new", data={**TYPED, "rows": "remove:standards:0"})
    assert "standards-0-code" not in text(page)
    with world.database.read() as session:
        assert offerings.public(session) == []


def test_who_acts_for_several_organisations_chooses_one(world: World, sign_in: SignIn) -> None:
    client = sign_in("both@trial.example")
    assert 'name="organisation"' in text(client.get("/en/offerings/new"))
    answer = client.post("/en/offerings/new", data=TYPED)
    assert answer.status_code == 422
    assert "Choose the organisation that offers it." in text(answer)
    chosen = {**TYPED, "organisation": world.other.public_id}
    assert client.post("/en/offerings/new", data=chosen).status_code == 303
    assert world.only().organisation.public_id == world.other.public_id


def test_nobody_publishes_for_another_organisation(world: World, sign_in: SignIn) -> None:
    client = sign_in("editor@trial.example")
    client.post("/en/offerings/new", data={**TYPED, "organisation": world.other.public_id})
    assert world.only().organisation.public_id == world.owner.public_id


# Editing and withdrawing


def test_the_form_is_filled_with_the_public_version(world: World, sign_in: SignIn) -> None:
    public_id = world.offering(title_en="Plant", price_min=850_000_000)
    page = text(sign_in("editor@trial.example").get(f"/vi/offerings/{public_id}/edit"))
    assert 'value="Plant"' in page
    assert 'value="850.000.000"' in page
    assert 'value="500"' in page
    assert '<option value="flow" selected>' in page
    assert '<option value="wastewater" selected>' in page
    assert 'name="based_on" value="1"' in page


def test_an_edit_replaces_the_public_version(world: World, sign_in: SignIn) -> None:
    public_id = world.offering()
    client = sign_in("editor@trial.example")
    answer = client.post(f"/vi/offerings/{public_id}/edit", data={**TYPED, "based_on": "1"})
    assert answer.status_code == 303, text(answer)
    assert world.record(public_id).revision.title_vi == TYPED["title_vi"]
    assert world.record(public_id).revision.number == 2


def test_an_edit_of_an_old_version_keeps_what_was_typed_and_can_be_sent_again(
    world: World, sign_in: SignIn
) -> None:
    public_id = world.offering()
    client = sign_in("editor@trial.example")
    address = f"/en/offerings/{public_id}/edit"
    colleague = {**TYPED, "title_vi": "Bản của đồng nghiệp", "based_on": "1"}
    assert client.post(address, data=colleague).status_code == 303
    answer = client.post(address, data={**TYPED, "based_on": "1"})
    page = text(answer)
    assert answer.status_code == 422
    assert "Người Thử published version 2 while you had this form open" in page
    assert TYPED["title_vi"] in page
    assert 'name="based_on" value="2"' in page
    assert world.record(public_id).revision.title_vi == "Bản của đồng nghiệp"
    assert client.post(address, data={**TYPED, "based_on": "2"}).status_code == 303


def test_others_may_neither_edit_nor_withdraw(world: World, sign_in: SignIn) -> None:
    public_id = world.offering()
    client = sign_in("other@trial.example")
    for verb in ("edit", "withdraw"):
        address = f"/vi/offerings/{public_id}/{verb}"
        assert client.get(address).status_code == 403
        assert client.post(address, data={**TYPED, "reason": "Vì thế"}).status_code == 403
    assert world.record(public_id).offering.withdrawn_at is None


def test_withdrawing_asks_first_and_needs_a_reason(world: World, sign_in: SignIn) -> None:
    public_id = world.offering()
    client = sign_in("editor@trial.example")
    address = f"/en/offerings/{public_id}/withdraw"
    assert "Withdraw this offering?" in text(client.get(address))
    assert world.record(public_id).offering.withdrawn_at is None
    refused = client.post(address, data={"reason": " "})
    assert refused.status_code == 422
    assert "Say why you withdraw it" in text(refused)
    assert client.post(address, data={"reason": "Ngừng sản xuất"}).status_code == 303
    assert world.record(public_id).offering.withdrawn_reason == "Ngừng sản xuất"
    assert "Withdrawn on" in text(client.get(f"/en/offerings/{public_id}"))
