"""The pages about the portal, the components, the profile of an organisation."""

from html import unescape
from io import BytesIO

import pikepdf
import pytest
from flask.testing import FlaskClient

from registry.domain.base import utcnow
from registry.portal import Portal
from registry.queries.prose import FOLDER
from registry.render import TEMPLATES
from tests.factories.offering import offering
from tests.factories.organisation import organisation
from tests.services import pdf

# Drawn inside other components, or only around a form's or a list's own rows.
PARTS = {"icon", "spoken", "rows", "list_search", "pagination"}
TEXTS = ("help", "privacy", "terms", "accessibility")


def read(client: FlaskClient, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return unescape(answer.get_data(as_text=True))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", TEXTS)
def test_every_text_stands_in_both_languages(client: FlaskClient, name: str, language: str) -> None:
    title = (FOLDER / f"{name}.{language}.md").read_text("utf-8").partition("\n")[0]
    html = read(client, f"/{language}/{name}")
    assert f"<h1>{title.removeprefix('# ')}</h1>" in html
    assert html.count("<h2>") >= 3


@pytest.mark.parametrize("name", TEXTS)
def test_both_languages_have_the_same_sections(name: str) -> None:
    vi, en = ((FOLDER / f"{name}.{code}.md").read_text("utf-8") for code in ("vi", "en"))
    assert vi.count("\n## ") == en.count("\n## ")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_link_of_the_page_of_all_pages_leads_somewhere(
    client: FlaskClient, language: str
) -> None:
    html = read(client, f"/{language}/sitemap")
    main = html.partition("<main")[2].partition("</main>")[0]
    links = [part.partition('"')[0] for part in main.split('href="')[1:]]
    assert len(links) >= 13
    for link in links:
        read(client, link)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_component_is_shown(client: FlaskClient, language: str) -> None:
    html = read(client, f"/{language}/components")
    files = {file.stem for file in (TEMPLATES / "components").glob("*.html")}
    shown = files - PARTS
    assert len(shown) > 15
    assert [name for name in sorted(shown) if f'id="{name}"' not in html] == []


@pytest.fixture
def firm(portal: Portal) -> None:
    with portal.database.write() as session:
        owner = organisation(session, public_id="song-lanh", name_vi="Công ty Sông Lành")
        offering(session, owner, title_vi="Máy ép bùn trục vít")
        offering(session, owner, title_vi="Máy đã rút", withdrawn_at=utcnow())
        organisation(session, public_id="gone", withdrawn_at=utcnow())


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_profile_prints_what_everybody_may_read(
    client: FlaskClient, firm: None, language: str
) -> None:
    answer = client.get(f"/{language}/organisations/song-lanh/profile.pdf")
    assert answer.mimetype == "application/pdf"
    assert f"profile-song-lanh-{language}.pdf" in answer.headers["Content-Disposition"]
    told = pdf.text(pikepdf.open(BytesIO(answer.data)))
    assert "Máy ép bùn trục vít" in told
    assert "Máy đã rút" not in told and "@" not in told


def test_a_withdrawn_organisation_has_no_profile(client: FlaskClient, firm: None) -> None:
    assert client.get("/vi/organisations/gone/profile.pdf").status_code == 404
