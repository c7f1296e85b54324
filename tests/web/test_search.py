"""The page of search results: tabs, counts, pages, and what it says when there is nothing."""

from html import unescape

import pytest
from flask.testing import FlaskClient

from registry.domain.base import utcnow
from registry.domain.category import Category
from registry.domain.organisation import Capability
from registry.domain.outbox import JobKind
from registry.domain.site import SiteKind
from registry.jobs import worker
from registry.portal import Portal
from registry.storage import offering as offerings
from registry.storage import outbox
from registry.storage import project as projects
from registry.storage.session import Database
from tests.factories.need import need
from tests.factories.offering import offering
from tests.factories.organisation import organisation
from tests.factories.project import project, site
from tests.services.database import statements


@pytest.fixture
def filled(portal: Portal) -> None:
    """25 offerings of treatment plants, one of a truck; one need; their organisations."""
    with portal.database.write() as session:
        supplier = organisation(session, name_vi="Công ty Sông Lành", name_en="Good River Co.")
        buyer = organisation(session, Capability.BUYS, name_vi="Phường Mẫu", name_en=None)
        for number in range(25):
            offering(
                session,
                supplier,
                title_vi=f"Trạm xử lý nước thải kiểu {number}",
                public_id=f"tram-{number}",
            )
        offering(
            session,
            supplier,
            title_vi="Xe cuốn ép rác",
            summary_vi="Thân xe.",
            category=Category.SOLID_WASTE_COLLECTION,
            public_id="xe",
        )
        offering(
            session,
            supplier,
            title_vi=None,
            summary_vi=None,
            title_en="Wastewater treatment plant",
            public_id="plant",
        )
        need(session, buyer, title_vi="Xử lý nước thải làng nghề", public_id="lang-nghe")
    worker.run(portal, once=True)


def text(client: FlaskClient, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return unescape(response.get_data(as_text=True))


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_without_words_the_page_says_what_search_does(client: FlaskClient, lang: str) -> None:
    page = text(client, f"/{lang}/search")
    assert f"/{lang}/describe" in page
    assert "listing-row" not in page


def test_before_the_index_is_built_the_page_says_so(client: FlaskClient) -> None:
    assert "The search index is being built" in text(client, "/en/search?q=nước")
    assert "Chỉ mục tìm kiếm đang được lập" in text(client, "/vi/search?q=nước")


@pytest.mark.usefixtures("filled")
def test_words_without_accents_find_offerings_with_their_organisation(client: FlaskClient) -> None:
    page = text(client, "/vi/search?q=xe+cuon+ep+rac")
    assert "/vi/offerings/xe" in page
    assert "Công ty Sông Lành" in page
    assert "/vi/offerings/tram-1" not in page


@pytest.mark.usefixtures("filled")
def test_each_kind_has_its_tab_and_count(client: FlaskClient) -> None:
    page = text(client, "/en/search?q=nước+thải")
    assert 'Offerings <span class="count">26</span>' in page
    assert 'Needs <span class="count">1</span>' in page
    assert "/en/needs/lang-nghe" not in page
    page = text(client, "/en/search?q=nước+thải&kind=need")
    assert "/en/needs/lang-nghe" in page
    assert "/en/offerings/tram-1" not in page


@pytest.mark.usefixtures("filled")
def test_without_a_tab_chosen_the_first_that_has_something_opens(client: FlaskClient) -> None:
    page = text(client, "/vi/search?q=Phường+Mẫu")
    assert "/vi/needs/lang-nghe" in page, "a need is found by the name of its organisation"
    page = text(client, "/vi/search?q=Phường+Mẫu&kind=organisation")
    assert "Phường Mẫu" in page
    assert "/vi/organisations/" in page


@pytest.mark.usefixtures("filled")
def test_a_kind_that_has_all_words_comes_before_one_that_has_some(client: FlaskClient) -> None:
    page = text(client, "/vi/search?q=xu+ly+nuoc+thai+lang+nghe")
    assert 'aria-current="page">Nhu cầu' in page and "Xử lý nước thải làng nghề" in page


@pytest.mark.usefixtures("filled")
def test_the_other_language_is_found_too(client: FlaskClient) -> None:
    page = text(client, "/vi/search?q=wastewater+treatment&kind=offering")
    assert "/vi/offerings/plant" in page
    assert "/vi/offerings/tram-" in page
    assert page.index("/vi/offerings/plant") < page.index("/vi/offerings/tram-")


@pytest.mark.usefixtures("filled")
def test_long_results_have_pages(client: FlaskClient) -> None:
    first = text(client, "/vi/search?q=trạm+xử+lý+nước+thải&kind=offering")
    assert "page=2" in first and "kind=offering" in first
    second = text(client, "/vi/search?q=trạm+xử+lý+nước+thải&kind=offering&page=2")
    assert first.count("listing-row") == 20
    assert second.count("listing-row") == 6 or second.count("listing-row") == 5
    text(client, "/vi/search?q=trạm+xử+lý+nước+thải&kind=offering&page=3", status=404)


@pytest.mark.usefixtures("filled")
def test_where_nothing_has_all_words_the_page_says_so(client: FlaskClient) -> None:
    page = text(client, "/en/search?q=xe+ép+rác+điện&kind=offering")
    assert "Nothing has all of these words" in page
    assert "/en/offerings/xe" in page
    assert "Further away" not in page


@pytest.mark.usefixtures("filled")
def test_a_line_stands_before_what_has_a_part_of_the_words(client: FlaskClient) -> None:
    page = text(client, "/en/search?q=trạm+xử+lý+kiểu+7&kind=offering")
    signs = ("/en/offerings/tram-7", "Further away", "/en/offerings/tram-8")
    whole, line, part = (page.index(sign) for sign in signs)
    assert whole < line < part
    assert "Nothing has all of these words" not in page
    second = text(client, "/en/search?q=trạm+xử+lý+kiểu+7&kind=offering&page=2")
    assert "Further away" in second, "the line stands on every page that it goes before"


@pytest.mark.usefixtures("filled")
def test_what_was_read_for_a_misspelt_word_is_told_and_can_be_refused(client: FlaskClient) -> None:
    page = text(client, "/en/search?q=xe+coun+ep+rac")
    assert "/en/offerings/xe" in page
    assert "found for “xe cuon ep rac”" in page
    assert 'href="/en/search?q=xe+coun+ep+rac&typed=1"' in page
    typed = text(client, "/en/search?q=xe+coun+ep+rac&typed=1")
    assert "found for “" not in typed
    assert "kind=need&typed=1" in typed, "the other tabs stay as typed"


@pytest.mark.usefixtures("filled")
def test_the_words_asked_for_are_marked(client: FlaskClient) -> None:
    page = text(client, "/vi/search?q=xe+cuon")
    assert "<mark>Xe cuốn</mark> ép rác" in page


@pytest.mark.usefixtures("filled")
def test_where_nothing_is_found_the_page_says_what_to_do(client: FlaskClient) -> None:
    page = text(client, "/en/search?q=zzzz")
    assert "Nothing found" in page
    assert "/en/describe" in page


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize("query", ["%3Cscript%3Ealert(1)%3C/script%3E", "%00", "%22", "a" * 5000])
def test_strange_words_break_nothing(client: FlaskClient, query: str) -> None:
    assert "<script>alert" not in client.get(f"/vi/search?q={query}").get_data(as_text=True)
    assert client.get(f"/vi/search?q={query}&kind=nonsense&page=-4").status_code == 200


@pytest.mark.usefixtures("filled")
def test_what_was_withdrawn_since_is_not_shown(client: FlaskClient, portal: Portal) -> None:
    with portal.database.write() as session:
        row = offerings.by_public_id(session, "xe")
        assert row is not None
        row.withdrawn_at = utcnow()
    assert "/vi/offerings/xe" not in text(client, "/vi/search?q=xe+cuon+ep+rac")


@pytest.mark.usefixtures("filled")
def test_the_number_of_statements_does_not_grow_with_the_rows(
    client: FlaskClient, database: Database
) -> None:
    with statements() as few:
        text(client, "/vi/search?q=xe+cuốn&kind=offering")
    with statements() as many:
        text(client, "/vi/search?q=nước+thải&kind=offering")
    assert len(few) == len(many)


def test_projects_and_sites_have_their_tabs(client: FlaskClient, portal: Portal) -> None:
    with portal.database.write() as session:
        lead = organisation(session, name_vi="Công ty Sông Lành")
        kept = {"category": Category.REMEDIATION, "name_vi": "Nạo vét hồ Mẫu"}
        project(session, lead, public_id="nao-vet", **kept)
        project(session, lead, public_id="kin", published_at=None, **kept)
        site(
            session, public_id="ho", kind=SiteKind.POLLUTED_SITE, name_vi="Hồ Mẫu",
            operator_id=lead.key,
        )  # fmt: skip
    worker.run(portal, once=True)
    found = text(client, "/en/search?q=ho+mau")
    assert 'Projects <span class="count">1</span>' in found
    assert 'Sites <span class="count">1</span>' in found
    assert "/en/projects/nao-vet" in text(client, "/en/search?q=ho+mau&kind=project")
    assert "/en/sites/ho" in text(client, "/vi/search?q=polluted+site&kind=site").replace(
        "/vi", "/en"
    )
    with portal.database.write() as session:
        row = session.merge(lead)
        row.name_vi, row.name_en = "Công ty Tên Mới", "New Name"
        outbox.put(session, JobKind.ORGANISATION_CHANGED, row.public_id)
    worker.run(portal, once=True)
    for kind, address in (("project", "projects/nao-vet"), ("site", "sites/ho")):
        assert f"/vi/{address}" in text(client, f"/vi/search?q=Tên+Mới&kind={kind}")
    with portal.database.write() as session:
        gone = projects.by_public_id(session, "nao-vet")
        assert gone is not None
        gone.withdrawn_at = utcnow()
    assert "projects/nao-vet" not in text(client, "/vi/search?q=hồ&kind=project"), "before the job"
    with portal.database.write() as session:
        outbox.put(session, JobKind.PROJECT_CHANGED, "nao-vet")
    worker.run(portal, once=True)
    assert ("project", "nao-vet") not in portal.search.stamps()


@pytest.mark.usefixtures("filled")
@pytest.mark.parametrize(
    ("query", "lang", "address", "title"),
    [("quyen rieng tu", "en", "/en/privacy", "Privacy"), ("help", "vi", "/vi/help", "Hướng dẫn")],
)
def test_a_help_page_is_found_by_its_title(
    client: FlaskClient, query: str, lang: str, address: str, title: str
) -> None:
    page = text(client, f"/{lang}/search?q={query}&kind=page")
    main = page[page.index("<main") : page.index("</main>")]
    assert f'href="{address}"' in main and title in main
