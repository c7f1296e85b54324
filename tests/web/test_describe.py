"""The open box: what was understood, who could help, and silence where nobody fits."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from html import unescape

import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient

from app import create_app
from registry.domain.account import Role
from registry.domain.organisation import Capability
from registry.jobs import worker
from registry.portal import Portal
from registry.settings import Settings
from registry.storage import need as needs
from registry.storage import offering as offerings
from tests.factories.account import account
from tests.factories.offering import offering
from tests.factories.organisation import organisation

WORDS = (
    "Nước thải tẩy nhuộm của làng nghề dệt, khoảng 500 m3/ngày đêm, màu đậm,"
    " cần đạt QCVN 40:2025 cột A."
)


@pytest.fixture
def filled(portal: Portal) -> None:
    """A supplier at home and one abroad of dyeing-effluent plants, and others of other things."""
    with portal.database.write() as session:
        home = organisation(session, name_vi="Công ty Màu Trong", name_en="Clear Colour Co.")
        abroad = organisation(session, name_vi=None, name_en="Farbe GmbH", country="DE")
        offering(
            session,
            home,
            public_id="tram",
            title_vi="Trạm xử lý nước thải dệt nhuộm dạng mô-đun",
            summary_vi="Khử màu nước thải tẩy nhuộm cho làng nghề dệt.",
            facts=({"parameter": "flow", "low": Decimal(50), "high": Decimal(600)},),
            standards=({"standard_code": "QCVN 40:2025/BTNMT", "column": "A"},),
        )
        offering(
            session,
            abroad,
            public_id="plant",
            country_of_manufacture="DE",
            title_vi=None,
            summary_vi=None,
            title_en="Textile dyeing wastewater treatment with decolourisation",
            summary_en="For craft villages, 100 to 800 m3/day.",
        )
        for title in ("Xe cuốn ép rác", "Tháp hấp thụ khí thải lò hơi", "Máy quan trắc bụi PM2.5"):
            offering(session, home, title_vi=title, summary_vi=title, facts=(), standards=())
    worker.run(portal, once=True)  # fmt: skip


def ask(client: FlaskClient, words: str, lang: str = "vi", status: int = 200) -> str:
    response = client.post(f"/{lang}/describe", data={"text": words})
    assert response.status_code == status
    return unescape(response.get_data(as_text=True))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_box_stands_alone_at_first(client: FlaskClient, lang: str) -> None:
    response = client.get(f"/{lang}/describe")
    assert response.status_code == 200
    page = response.get_data(as_text=True)
    assert 'name="text"' in page
    assert "match-card" not in page


@pytest.mark.usefixtures("filled")
def test_suppliers_stand_in_two_columns_with_reasons(client: FlaskClient) -> None:
    page = ask(client, WORDS)
    home, abroad = page.index('id="domestic"'), page.index('id="foreign"')
    assert home < page.index("/vi/offerings/tram") < abroad < page.index("/vi/offerings/plant")
    assert "Công ty Màu Trong" in page and "Farbe GmbH" in page
    assert "<q>Nước thải tẩy nhuộm</q>" in page or "<q>làng nghề dệt</q>" in page
    assert 'lang="en"' in page, "the English phrase is marked as English"
    assert "QCVN 40:2025, cột A" in page
    assert "/vi/offerings/xe" not in page


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_points_on_a_card_add_up_to_its_score(client: FlaskClient, lang: str) -> None:
    page = ask(client, WORDS, lang)
    cards = re.findall(r'<details class="score">.*?</details>', page, re.DOTALL)
    assert len(cards) == 2
    for card in cards:
        *lines, total = [int(n.replace("−", "-")) for n in re.findall("<dd>(.*?)</dd>", card)]
        assert sum(lines) == total > 40
        assert f"{total} of 100" in card or f"{total}/100" in card


@pytest.mark.parametrize(
    ("lang", "told"),
    [("vi", "Dành cho đối tượng khác:"), ("en", "Made for something else:")],
)
def test_a_supplier_for_another_trade_is_told_as_such(
    client: FlaskClient, portal: Portal, filled: None, lang: str, told: str
) -> None:
    with portal.database.write() as session:
        title = "Trạm xử lý nước thải xi mạ, keo tụ, sinh học, khử màu, dạng mô-đun"
        offering(session, organisation(session), public_id="xi-ma", title_vi=title)
    worker.run(portal, once=True)
    page = ask(client, WORDS + " Trạm xử lý keo tụ, sinh học, khử màu, dạng mô-đun.", lang)
    card = page[page.index(f"/{lang}/offerings/xi-ma") :]
    assert told in card[: card.index("</article>")]


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("vi", ("Xử lý nước thải", "500 m³/ngày đêm", "nước thải dệt nhuộm")),
        ("en", ("Wastewater treatment", "500 m³/day", "textile wastewater")),
    ],
)
def test_what_was_understood_is_told_in_the_readers_language(
    client: FlaskClient, lang: str, told: tuple[str, ...]
) -> None:
    page = ask(client, WORDS, lang)
    understood = page[page.index('id="understood"') : page.index('id="domestic"')]
    for words in told:
        assert words.lower() in understood.lower()


@pytest.mark.usefixtures("filled")
def test_the_words_stay_in_the_box(client: FlaskClient) -> None:
    assert WORDS in ask(client, WORDS)
    assert "<script>" not in client.post(
        "/vi/describe", data={"text": "<script>alert(1)</script> nước thải"}
    ).get_data(as_text=True).replace("<script src", "")


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    "words",
    [
        "In tờ rơi tuyên truyền, 2.000 bản, giấy couché",
        "Mua bàn ghế văn phòng cho phòng họp",
        "xin chào",
        "?",
        "We need catering for a conference",
    ],
)
def test_where_nobody_fits_nobody_is_named(client: FlaskClient, words: str) -> None:
    page = ask(client, words, "en")
    assert "match-card" not in page
    assert "No offering reaches “possible match” yet" in page
    assert "/en/opportunities" in page


@pytest.mark.usefixtures("filled")
def test_nothing_is_written(client: FlaskClient, portal: Portal) -> None:
    def rows() -> dict[str, int]:
        with portal.database.read() as session:
            names = sa.inspect(session.connection()).get_table_names()
            count = {
                n: session.connection().execute(sa.text(f'SELECT count(*) FROM "{n}"'))
                for n in names
            }
            return {name: found.scalar_one() for name, found in count.items()}

    before = rows()
    ask(client, WORDS)
    assert rows() == before


@pytest.mark.parametrize(
    ("words", "says"),
    [("", "Describe in a sentence"), ("   ", "Describe in a sentence"), ("a" * 5001, "Shorten")],
)
def test_what_cannot_be_read_comes_back_with_the_mend(
    client: FlaskClient, words: str, says: str
) -> None:
    page = ask(client, words, "en", status=422)
    assert says in page
    assert words.strip() in page


def test_before_the_matcher_is_made_the_page_says_so(client: FlaskClient) -> None:
    page = ask(client, WORDS, "en")
    assert "comparing all offerings anew" in page
    assert WORDS in page


def test_a_form_without_its_token_is_refused(settings: Settings) -> None:
    app = create_app(settings)
    assert app.test_client().post("/vi/describe", data={"text": WORDS}).status_code == 400


def test_one_address_may_not_ask_without_end(settings: Settings) -> None:
    app = create_app(replace(settings, rate_limit_describe="2 per minute"))
    app.config["WTF_CSRF_ENABLED"] = False
    client = app.test_client()
    answers = [client.post("/vi/describe", data={"text": WORDS}).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert client.get("/vi/describe").status_code == 200


@pytest.mark.usefixtures("filled")
def test_a_visitor_is_led_by_the_sign_in_page_to_the_message(
    client: FlaskClient, portal: Portal, sign_in: Callable[[str], FlaskClient]
) -> None:
    page = ask(client, WORDS, "en")
    target = re.search(r'href="(/en/organisations/[^"]+/write\?offering=tram)"', page)
    assert target and "Sign in to write" in page
    gate = client.get(target[1])
    assert gate.status_code == 302 and "/en/sign-in?next=" in gate.location
    with portal.database.write() as session:
        buyer = organisation(session, Capability.BUYS)
        account(session, (buyer, Role.EDITOR), email="reader@trial.example")
    sign_in("reader@trial.example")
    assert "Write to the supplier" in ask(client, WORDS, "en")
    assert client.get(target[1]).status_code == 200


@pytest.mark.usefixtures("filled")
def test_nobody_is_asked_to_write_to_their_own_organisation(
    portal: Portal, sign_in: Callable[[str], FlaskClient]
) -> None:
    with portal.database.write() as session:
        own = offerings.public(session, ["tram"])[0].organisation
        account(session, (own, Role.EDITOR), email="own@trial.example")
    page = ask(sign_in("own@trial.example"), WORDS)
    assert "/write?offering=tram" not in page
    assert "/write?offering=plant" in page


@pytest.mark.usefixtures("filled")
def test_a_buyers_editor_goes_on_to_a_draft_with_the_same_words(
    client: FlaskClient, portal: Portal, sign_in: Callable[[str], FlaskClient]
) -> None:
    assert "Draft a need from this text" not in ask(client, WORDS, "en")
    with portal.database.write() as session:
        buyer = organisation(session, Capability.BUYS)
        account(session, (buyer, Role.EDITOR), email="editor@trial.example")
    page = ask(sign_in("editor@trial.example"), WORDS, "en")
    assert "Draft a need from this text" in page
    assert f'name="problem_vi" value="{WORDS}"' in page, "in the language that it is written in"
    begun = client.post("/en/needs/new", data={"begin": "y", "problem_vi": WORDS})
    form = unescape(begun.get_data(as_text=True))
    assert begun.status_code == 200 and f">\n{WORDS}</textarea>" in form
    assert 'id="budget_public" value="y" checked' in form and "field-error" not in form
    with portal.database.read() as session:
        assert not needs.working_of_organisations(session, {buyer.key})


@pytest.mark.usefixtures("filled")
def test_the_other_language_keeps_the_words(client: FlaskClient) -> None:
    page = ask(client, WORDS, "en")
    form = re.search(
        r'<form method="post" action="/vi/describe"[^>]*lang="vi">(.*?)</form>', page, re.S
    )
    assert form and f'name="text" value="{WORDS}"' in form[1] and "Tiếng Việt" in form[1]
    refused = ask(client, "a" * 5001, "en", status=422)
    assert 'action="/vi/describe" class="one-button"' in refused
    assert 'href="/vi/describe"' in client.get("/en/describe").get_data(as_text=True)
