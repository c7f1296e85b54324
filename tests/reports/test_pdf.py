"""A dossier is a tagged PDF/UA: structure, language, title, alternative texts, our fonts alone."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from registry.actions import matching
from registry.domain.organisation import Capability
from registry.domain.permission import SYSTEM
from registry.exchange import reference
from registry.i18n import language
from registry.queries import dossier as query
from registry.queries.explanation import ApartRow
from registry.queries.matching import LiveMatcher
from registry.reports import pdf
from registry.storage.migrate import upgrade
from registry.storage.session import Database
from tests.factories.need import need
from tests.factories.offering import offering
from tests.factories.organisation import organisation
from tests.services.pdf import text

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
TITLE = "Xử lý nước thải dệt nhuộm của làng nghề, 500 m3/ngày đêm"
FLOW = {"item": 1, "parameter": "flow", "stream": "rating", "low": Decimal(500), "unit": "m3/day"}


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A sample need with a domestic and a foreign candidate."""
    folder = tmp_path_factory.mktemp("dossier")
    database = Database(f"sqlite:///{folder / 'registry.db'}")
    upgrade(database)
    with database.write() as session:
        reference.load(session)
        buyer = organisation(session, Capability.BUYS, name_vi="UBND phường Thử nghiệm")
        need(
            session, buyer, public_id="det-nhuom", sample=True, title_vi=TITLE,
            items=[{"title_vi": "Trạm xử lý nước thải dệt nhuộm"}], requirements=[FLOW],
        )  # fmt: skip
        for made_in in ("VN", "DE"):
            offering(
                session, organisation(session), title_vi="Trạm xử lý nước thải dệt nhuộm mô-đun",
                country_of_manufacture=made_in,
            )  # fmt: skip
        for number in range(5):  # others, so that the words of the need are rare
            offering(session, organisation(session), title_vi=f"Xe ép rác {number} khối")
    matching.refresh_all(database, LiveMatcher(folder))
    yield database
    database.close()


@pytest.fixture(scope="module", params=["vi", "en"])
def made(request: pytest.FixtureRequest, database: Database) -> query.Dossier:
    with database.read() as session:
        made = query.dossier(session, SYSTEM, "det-nhuom", language(request.param), NOW)
    assert made is not None
    return made


@pytest.fixture(scope="module")
def document(made: query.Dossier, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    path = tmp_path_factory.mktemp("pdf") / "dossier.pdf"
    path.write_bytes(query.as_pdf(made))
    with pikepdf.open(path) as document:
        yield document


def elements(node: Any) -> Iterator[Any]:
    """The structure elements under a node of the tag tree, in reading order."""
    kids = node.get("/K", pikepdf.Array())
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def tags(document: pikepdf.Pdf) -> list[str]:
    return [str(element.S) for element in elements(document.Root.StructTreeRoot)]


def test_it_says_what_it_is(made: query.Dossier, document: pikepdf.Pdf) -> None:
    root = document.Root
    assert root.MarkInfo.Marked
    assert root.ViewerPreferences.DisplayDocTitle
    assert str(root.Lang) == made.language
    spoken = language(made.language)
    assert str(document.docinfo["/Title"]) == f"{spoken.gettext('Match dossier')}: {TITLE}"
    assert str(document.docinfo["/CreationDate"]) == "D:20261125020000Z"
    with document.open_metadata() as metadata:
        assert metadata["pdfuaid:part"] == "1"
        assert TITLE in str(metadata["dc:title"])


def test_its_text_can_be_read_out_and_copied(made: query.Dossier, document: pikepdf.Pdf) -> None:
    told = "".join(text(document).split())
    survey = {
        "vi": "Khảo sát thị trường, không phải lựa chọn nhà thầu",
        "en": "Market survey, not the selection of a contractor",
    }
    for words in (TITLE, survey[made.language]):
        assert "".join(words.split()) in told
    assert "\N{REPLACEMENT CHARACTER}" not in told


def test_headings_go_down_one_level_at_a_time(document: pikepdf.Pdf) -> None:
    levels = [int(tag[2:]) for tag in tags(document) if tag[:2] == "/H" and tag[2:].isdigit()]
    assert levels[0] == 1 and levels.count(1) == 1 and max(levels) == 3
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_every_table_has_headers_that_its_cells_name(document: pikepdf.Pdf) -> None:
    tables = [e for e in elements(document.Root.StructTreeRoot) if str(e.S) == "/Table"]
    assert len(tables) >= 6
    for table in tables:
        cells = list(elements(table))
        assert any(str(cell.S) == "/TH" for cell in cells)
        data = [cell for cell in cells if str(cell.S) == "/TD"]
        assert any("/Headers" in cell.A for cell in data if "/A" in cell)


def test_every_picture_has_a_text(document: pikepdf.Pdf) -> None:
    figures = [e for e in elements(document.Root.StructTreeRoot) if str(e.S) == "/Figure"]
    assert len(figures) >= 4
    assert all("100" in str(figure.Alt) for figure in figures)


def test_only_the_chosen_fonts_are_embedded(document: pikepdf.Pdf) -> None:
    names = set()
    for page in document.pages:
        for font in page.Resources.Font.values():
            assert "/ToUnicode" in font  # so that Vietnamese can be read out and copied
            descriptor = font.DescendantFonts[0].FontDescriptor
            assert "/FontFile2" in descriptor
            names.add(str(font.BaseFont).partition("+")[2])
    assert names == {"Be-Vietnam-Pro", "Be-Vietnam-Pro-Semi-Bold"}


def test_the_same_dossier_is_the_same_file(made: query.Dossier) -> None:
    assert query.as_pdf(made) == query.as_pdf(made)


def test_candidates_stand_in_their_columns_with_what_is_known(made: query.Dossier) -> None:
    assert [len(column.told) for column in (made.domestic, made.foreign)] == [1, 1]
    first = made.domestic.told[0]
    assert (first.number, first.met, first.missed) == (1, 0, 0) or first.met + first.unknown > 0
    assert made.matcher_version and made.idf_version and made.sample


def test_nothing_is_fetched_from_outside(tmp_path: Path) -> None:
    picture = tmp_path / "picture.svg"
    picture.write_text('<svg xmlns="http://www.w3.org/2000/svg"><text>secret</text></svg>')
    outside = (
        f'<img alt="" src="{picture.as_uri()}"><link rel="stylesheet" href="http://a.invalid">'
    )
    head = '<html lang="en"><title>T</title><meta name="dcterms.created" content="2026-11-25">'
    plain = pdf.from_html(f"{head}<p>Text</p>")
    assert len(pdf.from_html(f"{head}{outside}<p>Text</p>")) < len(plain) + 1500
    fetcher = pdf._own_files(pdf._weasyprint())
    for address in (picture.as_uri(), "http://a.invalid/", "data:text/plain,x", "font:700"):
        with pytest.raises(ValueError, match="may not fetch"):
            fetcher.fetch(address)


def test_what_a_candidate_is_made_for_instead_is_told(made: query.Dossier) -> None:
    row = ApartRow("nước thải dệt nhuộm", "nước thải xi mạ", "vi", "vi", None)
    first = made.domestic.candidates[0]
    changed = replace(first, card=replace(first.card, apart=(row,)))
    told = replace(made, domestic=query.Column((changed,)))
    with pikepdf.open(BytesIO(query.as_pdf(told))) as document:
        words = "".join(text(document).split())
    head = language(made.language).gettext("Made for something else:")
    assert "".join(f"{head} “nước thải xi mạ”".split()) in words
