"""Needs on the page: who sees which, drafting with rows, approval, and what comes back wrong."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from registry.domain.account import Role
from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.category import Category
from registry.domain.fact import Stream
from registry.domain.match import Match
from registry.domain.organisation import Capability
from registry.i18n import language
from registry.portal import Portal
from registry.queries.need_review import differences
from registry.search import Entry
from registry.storage import need as needs
from registry.storage import offering as offerings
from registry.storage.session import Database
from tests.factories.account import account
from tests.factories.need import content, item, need
from tests.factories.offering import offering
from tests.factories.organisation import organisation

SignIn = Callable[[str], FlaskClient]
EDITOR, APPROVER, STRANGER = (f"{who}@trial.example" for who in ("editor", "approver", "stranger"))
AHEAD = f"{hanoi_day(utcnow()) + timedelta(days=20):%d/%m/%Y}"
FILLED = {
    "title_vi": "Xử lý nước thải dệt nhuộm",
    "problem_vi": "Nước thải chảy thẳng ra mương.",
    "category": "wastewater",
    "place": "09886",
    "closes_on": AHEAD,
    "budget_min": "1,5 tỷ",
    "budget_max": "2 tỷ",
    "budget_public": "y",
    "items-0-number": "1",
    "items-0-title_vi": "Trạm xử lý 500 m3/ngày đêm",
    "items-0-kind": "works",
    "items-0-quantity": "1",
    "items-0-unit": "station",
    "items-0-year": "2027",
    "requirements-0-weight": "essential",
    "requirements-0-item": "1",
    "requirements-0-parameter": "flow",
    "requirements-0-low": "1.500,5",
}


@pytest.fixture(autouse=True)
def ward(database: Database) -> str:
    """A ward with an editor and an approver, and a stranger who edits for another agency."""
    with database.write() as session:
        own = organisation(session, Capability.BUYS, name_vi="UBND phường Thử")
        other = organisation(session, Capability.BUYS)
        account(session, (own, Role.EDITOR), email=EDITOR)
        account(session, (own, Role.APPROVER), email=APPROVER)
        account(session, (other, Role.APPROVER), email=STRANGER)
        return own.public_id


def published(database: Database, ward: str, **over: object) -> str:
    from registry.storage.organisation import by_public_id

    with database.write() as session:
        owner = by_public_id(session, ward)
        assert owner is not None
        return need(session, owner, **over).public_id  # type: ignore[arg-type]


def drafted(client: FlaskClient, **over: str) -> str:
    answer = client.post("/vi/needs/new", data={**FILLED, **over})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return re.search(r"/needs/([^?/]+)", answer.location)[1]  # type: ignore[index]


def test_an_empty_list_says_what_will_stand_there(client: FlaskClient) -> None:
    assert "Needs that departments" in client.get("/en/needs/").get_data(as_text=True)


def test_the_list_is_paged(client: FlaskClient, database: Database, ward: str) -> None:
    for _ in range(40):
        published(database, ward, items=[{}, {}])
    page = client.get("/vi/needs/").get_data(as_text=True)
    assert page.count('class="listing-row"') == 20
    assert client.get("/vi/needs/?page=2").status_code == 200
    assert client.get("/vi/needs/?page=3").status_code == 404


def test_the_list_is_searched(
    client: FlaskClient, database: Database, portal: Portal, ward: str
) -> None:
    wanted = published(database, ward, title_vi="Máy ép bùn", title_en="Sludge press")
    published(database, ward, title_vi="Xe gom rác", title_en="Waste cart")
    entry = Entry("need", wanted, {"title": "Máy ép bùn\nSludge press", "body": ""})
    portal.search.rebuild([entry])
    page = client.get("/en/needs/?q=sludge").get_data(as_text=True)
    assert "Sludge press" in page and "Waste cart" not in page
    assert "Nothing found" in client.get("/en/needs/?q=windmill").get_data(as_text=True)


def test_a_reader_of_english_gets_a_brief_made_by_the_portal(
    client: FlaskClient, database: Database, ward: str
) -> None:
    asked = [
        {"parameter": "flow", "stream": Stream.RATING, "low": 500, "unit": "m3/day"},
        {"standard_code": "QCVN 40:2025/BTNMT", "column": "A"},
    ]
    public_id = published(
        database, ward, title_vi="Xử lý nước thải dệt nhuộm", budget_max=15 * 10**9,
        requirements=asked,
    )  # fmt: skip
    page = client.get(f"/en/needs/{public_id}").get_data(as_text=True)
    assert "Brief made by the portal" in page
    assert "500 m³/day, QCVN 40:2025/BTNMT column A, in 2027, up to VND 15 billion" in page
    assert "Market survey, not the selection of a contractor." in page
    assert "17:00 (UTC+7)" in page
    page = client.get(f"/vi/needs/{public_id}").get_data(as_text=True)
    assert "500 m³/ngày đêm" in page and "UTC" not in page


def test_a_withheld_budget_shows_to_the_agency_alone(
    client: FlaskClient, database: Database, ward: str, sign_in: SignIn
) -> None:
    public_id = published(
        database, ward, budget_max=7_000_000_000, budget_public=False,
        items=[{"value": 6_500_000_000}],
    )  # fmt: skip
    address = f"/en/needs/{public_id}"
    for page in (client.get(address), client.get("/en/needs/")):
        assert "VND" not in page.get_data(as_text=True)
    page = sign_in(EDITOR).get(address).get_data(as_text=True)
    assert "up to VND 7 billion" in page and "VND 6,500,000,000" in page


def test_a_need_without_matches_says_so_honestly(
    client: FlaskClient, sign_in: SignIn, database: Database, ward: str
) -> None:
    new = client.get(f"/en/needs/{published(database, ward)}").get_data(as_text=True)
    assert "is comparing this need" in new and "No offering reaches" not in new
    older = published(database, ward, published_at=utcnow() - timedelta(minutes=5))
    page = client.get(f"/en/needs/{older}").get_data(as_text=True)
    assert "No offering reaches “possible match” yet" in page
    assert "/en/opportunities/" in page and "Describe the need otherwise" not in page
    page = sign_in(EDITOR).get(f"/en/needs/{older}").get_data(as_text=True)
    assert "Describe the need otherwise" in page
    assert "is comparing this need" not in page


def test_weak_matches_alone_stay_folded_below_the_plain_word(
    client: FlaskClient, database: Database, ward: str
) -> None:
    public_id = published(database, ward)
    with database.write() as session:
        asked = needs.public(session, [public_id])[0]
        offered = offering(session, organisation(session), title_en="Sludge press")
        told = offerings.public(session, [offered.public_id])[0]
        session.add(
            Match(
                item_id=asked.items[0].item.key, offering_id=offered.key, score=0.3, level="weak",
                need_revision_id=asked.revision.key, offering_revision_id=told.revision.key,
                domestic=True, matcher_version="1", idf_version="a",
            )
        )  # fmt: skip
    page = client.get(f"/en/needs/{public_id}").get_data(as_text=True)
    plain, folded = page.index("No offering reaches"), page.index("1 weak match</summary>")
    assert plain < folded < page.index("Sludge press")
    assert "Domestic suppliers (1)" not in page and "Foreign partners" not in page


def test_drafts_answer_404_to_others(client: FlaskClient, sign_in: SignIn) -> None:
    public_id = drafted(sign_in(EDITOR))
    sign_in(STRANGER)
    paths = ("", "/edit", "/submit", "/approve", "/return", "/withdraw")
    assert {client.get(f"/en/needs/{public_id}{p}").status_code for p in paths} == {404}
    for path in paths[1:]:
        assert client.post(f"/en/needs/{public_id}{path}", data=FILLED).status_code == 404
    client.post("/vi/sign-out")
    assert client.get(f"/en/needs/{public_id}").status_code == 404
    assert client.get(f"/en/needs/{public_id}/edit").status_code == 302


def test_others_may_not_touch_a_public_need(
    client: FlaskClient, database: Database, ward: str, sign_in: SignIn
) -> None:
    public_id = published(database, ward)
    sign_in(STRANGER)
    for path in ("/edit", "/submit", "/approve", "/return", "/withdraw"):
        assert client.get(f"/en/needs/{public_id}{path}").status_code == 403
        assert client.post(f"/en/needs/{public_id}{path}", data=FILLED).status_code == 403


def test_a_visitor_is_led_to_sign_in(client: FlaskClient) -> None:
    assert "/sign-in" in client.get("/vi/needs/new").location


def test_from_draft_to_public(client: FlaskClient, database: Database, sign_in: SignIn) -> None:
    address = f"/en/needs/{drafted(sign_in(EDITOR))}"
    page = client.get(address).get_data(as_text=True)
    assert "Only your agency sees this draft." in page and "at least 1,500.5 m³/day" in page
    assert client.get(f"{address}/submit").status_code == 200
    assert client.post(f"{address}/submit").status_code == 303
    assert client.get(f"{address}/approve").status_code == 403
    sign_in(APPROVER)
    page = client.get(f"{address}/approve").get_data(as_text=True)
    assert "Nothing of this need is public yet." in page
    seen = re.search(r'name="seen" value="([^"]+)"', page)[1]  # type: ignore[index]
    assert client.post(f"{address}/approve", data={"seen": seen}).status_code == 303
    client.post("/vi/sign-out")
    assert client.get(address).status_code == 200
    with database.read() as session:
        (record,) = needs.public(session)
    assert record.revision.budget_min == 1_500_000_000
    assert record.items[0].revision.category is Category.WASTEWATER
    assert str(record.items[0].requirements[0].unit) == "m3/day"


def test_a_title_is_enough_for_a_draft_which_says_what_it_lacks(
    client: FlaskClient, sign_in: SignIn
) -> None:
    answer = sign_in(EDITOR).post("/en/needs/new", data={"title_en": "Litter bins"})
    page = client.get(answer.location).get_data(as_text=True)
    assert "at least one item, with its kind, category and title" in page
    address = answer.location.partition("?")[0]
    assert "The need is not complete yet." in client.get(f"{address}/submit").get_data(as_text=True)
    refused = client.post(f"{address}/submit")
    assert refused.status_code == 422


def test_rows_are_added_and_taken_away_without_saving(
    client: FlaskClient, sign_in: SignIn, database: Database
) -> None:
    sign_in(EDITOR)
    page = client.post("/en/needs/new", data={**FILLED, "rows": "add:items"})
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    assert "Trạm xử lý 500 m3/ngày đêm" in text
    assert re.search(r'name="items-1-number" value="2"', text)
    page = client.post("/en/needs/new", data={**FILLED, "rows": "remove:items:0"})
    assert "Trạm xử lý 500 m3/ngày đêm" not in page.get_data(as_text=True)
    with database.read() as session:
        assert needs.by_public_id(session, "") is None and needs.public(session) == []


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("closes_on", "31/02/2027", "is not a day"),
        ("budget_max", "nhiều", "is not a sum"),
        ("budget_max", "1 tỷ", "lower end is above"),
        ("items-0-quantity", "ba", "is not a number"),
        ("items-0-year", "1999", "between 2020 and 2060"),
        ("requirements-0-item", "9", "There is no item 9."),
        ("requirements-0-unit", "mg/L", "measures this parameter"),
        ("requirements-0-text_vi", "Bơm hàng Đức", "“hàng Đức” names a brand"),
    ],
)
def test_what_is_wrong_comes_back_at_its_field_with_what_was_typed(
    field: str, typed: str, words: str, client: FlaskClient, sign_in: SignIn
) -> None:
    answer = sign_in(EDITOR).post("/en/needs/new", data={**FILLED, field: typed})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert typed in page
    assert re.search(rf'id="{field}-error".*{re.escape(words)}', page), page


def test_an_edit_stands_beside_what_is_public(
    client: FlaskClient, database: Database, ward: str, sign_in: SignIn
) -> None:
    public_id = published(database, ward, title_vi="Tên đang công bố")
    address = f"/vi/needs/{public_id}"
    page = sign_in(EDITOR).get(f"{address}/edit").get_data(as_text=True)
    based_on = re.search(r'name="based_on" value="([^"]+)"', page)[1]  # type: ignore[index]
    edited = {**FILLED, "title_vi": "Tên đã sửa", "based_on": based_on}
    assert client.post(f"{address}/edit", data=edited).status_code == 303
    assert "Tên đang công bố" in client.get(address).get_data(as_text=True)
    assert "Tên đã sửa" in client.get(f"{address}?draft=1").get_data(as_text=True)
    late = client.post(f"{address}/edit", data={**edited, "title_vi": "Tên thứ ba"})
    assert late.status_code == 422
    assert "Tên thứ ba" in late.get_data(as_text=True)
    client.post("/vi/sign-out")
    assert "Tên đã sửa" not in client.get(f"{address}?draft=1").get_data(as_text=True)


def test_a_need_goes_back_to_its_author_with_a_note(client: FlaskClient, sign_in: SignIn) -> None:
    address = f"/en/needs/{drafted(sign_in(EDITOR))}"
    client.post(f"{address}/submit")
    sign_in(APPROVER)
    assert client.post(f"{address}/return", data={"note": ""}).status_code == 422
    assert client.post(f"{address}/return", data={"note": "Thiếu COD"}).status_code == 303
    page = sign_in(EDITOR).get(address).get_data(as_text=True)
    assert "Returned by the approver:" in page and "Thiếu COD" in page


def test_nobody_publishes_what_they_submitted(client: FlaskClient, sign_in: SignIn) -> None:
    address = f"/en/needs/{drafted(sign_in(APPROVER))}"
    client.post(f"{address}/submit")
    page = client.get(f"{address}/approve").get_data(as_text=True)
    assert "You submitted this need yourself" in page and "Publish the need" not in page
    assert client.post(f"{address}/approve").status_code == 422


def test_a_withdrawn_need_shows_to_its_agency_alone(
    client: FlaskClient, database: Database, ward: str, sign_in: SignIn
) -> None:
    address = f"/en/needs/{published(database, ward)}"
    sign_in(APPROVER)
    assert client.get(f"{address}/withdraw").status_code == 200
    assert client.post(f"{address}/withdraw", data={"reason": ""}).status_code == 422
    assert client.post(f"{address}/withdraw", data={"reason": "Lùi lại"}).status_code == 303
    assert "Lùi lại" in client.get(address).get_data(as_text=True)
    client.post("/vi/sign-out")
    assert client.get(address).status_code == 404


def test_differences_are_told_in_words() -> None:
    old = content(items=(item(1), item(2)))
    new = content(
        title_vi="Tên mới", budget_public=False, items=(item(1, kind=None, year=2028), item(3)),
        requirements=old.requirements[:1],
    )  # fmt: skip
    told = list(differences(old, new, language("en")))
    assert told == [
        "Title in Vietnamese: “Xử lý nước thải dệt nhuộm của làng nghề, 500 m3/ngày đêm”"
        " became “Tên mới”.",
        "Budget shown to everybody: “yes” became “no”.",
        "Item 1 – Kind: “Works” was taken out.",
        "Item 1 – Year: “2027” became “2028”.",
        "Item 2 taken out: “Trạm xử lý số 2”.",
        "Item 3 added: “Trạm xử lý số 3”.",
        "Requirement taken out: QCVN 40:2025/BTNMT, column A (essential)",
    ]
    assert list(differences(old, old, language("vi"))) == []


def test_a_draft_is_saved_in_words_that_hold(
    sign_in: SignIn, database: Database, ward: str
) -> None:
    client = sign_in(EDITOR)
    never_public = drafted(client)
    public = published(database, ward)
    for public_id, told in ((never_public, "Only your agency sees it"), (public, "What is public")):
        form = client.get(f"/en/needs/{public_id}/edit").get_data(as_text=True)
        based_on = re.search(r'name="based_on" value="([^"]*)"', form)[1]  # type: ignore[index]
        sent = {**FILLED, "title_vi": "Tên khác", "based_on": based_on}
        answer = client.post(f"/en/needs/{public_id}/edit", data=sent, follow_redirects=True)
        assert f"The draft is saved. {told}" in answer.get_data(as_text=True)


def test_the_form_leads_through_its_parts_and_says_what_submission_needs(sign_in: SignIn) -> None:
    page = " ".join(sign_in(EDITOR).get("/en/needs/new").get_data(as_text=True).split())
    parts = re.findall(r'<li><a href="#([a-z]+)">', page[page.index('class="steps"') :])
    assert parts[:4] == ["problem", "money", "items", "requirements"]
    for name in ("title_vi", "items-0-title_vi", "items-0-title_en"):
        label = re.search(rf'<label for="{name}">(.*?)</label>', page)[1]  # type: ignore[index]
        assert "needed before submission" in label
    assert "At least one is needed before submission." in page
