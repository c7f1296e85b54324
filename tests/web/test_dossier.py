"""Who may read a need's dossier, what it is called, and what happens without Pango."""

import sys
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from registry.actions import matching
from registry.domain.account import Role
from registry.domain.base import utcnow
from registry.domain.need import Need
from registry.domain.organisation import Capability
from registry.portal import Portal
from registry.reports.pdf import SYSTEM_PACKAGES
from tests.factories.account import account
from tests.factories.need import need, revision
from tests.factories.offering import offering
from tests.factories.organisation import organisation

SignIn = Callable[[str], FlaskClient]
PATH = "/vi/needs/det-nhuom/dossier.pdf"


@pytest.fixture(autouse=True)
def catalogue(portal: Portal) -> None:
    """A public need with a draft beside it, a draft alone, a withdrawn one, and their readers."""
    with portal.database.write() as session:
        buyer = organisation(session, Capability.BUYS)
        row = need(session, buyer, public_id="det-nhuom", title_vi="Xử lý nước thải dệt nhuộm")
        revision(session, row, number=2, title_vi="Bản nháp chưa duyệt")
        draft = Need(organisation_id=buyer.key, public_id="draft")
        session.add(draft)
        session.flush()
        revision(session, draft)
        need(session, buyer, public_id="withdrawn", withdrawn_at=utcnow())
        maker = organisation(session)
        offering(session, maker, title_vi="Trạm xử lý nước thải dệt nhuộm")
        registrar = organisation(session, Capability.REGISTERS)
        account(session, (buyer, Role.EDITOR), email="editor@trial.example")
        account(session, (maker, Role.OWNER), email="maker@trial.example")
        account(session, (registrar, Role.REGISTRAR), email="registrar@trial.example")
    matching.refresh_all(portal.database, portal.matcher)


def test_a_visitor_is_led_to_sign_in(client: FlaskClient) -> None:
    answer = client.get(PATH)
    assert answer.status_code == 302
    assert "/vi/sign-in?next=" in answer.location


@pytest.mark.parametrize("who", ["editor", "registrar"])
def test_the_agency_and_the_registrar_read_it(sign_in: SignIn, who: str) -> None:
    answer = sign_in(f"{who}@trial.example").get(PATH)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF-1.7")
    assert answer.headers["Content-Disposition"] == (
        "inline; filename=\"match-dossier-det-nhuom-r1-vi.pdf\"; filename*=UTF-8''"
        "H%E1%BB%93%20s%C6%A1%20%C4%91%E1%BB%91i%20chi%E1%BA%BFu%20det-nhuom-r1-vi.pdf"
    )
    assert "no-store" in answer.headers["Cache-Control"]


def test_nobody_else_reads_it(sign_in: SignIn) -> None:
    assert sign_in("maker@trial.example").get(PATH).status_code == 403


def test_the_language_can_be_chosen(sign_in: SignIn) -> None:
    client = sign_in("editor@trial.example")
    for query, code in (("?language=en", "en"), ("?language=xx", "vi")):
        answer = client.get(PATH + query)
        assert f"r1-{code}.pdf" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("public_id", ["absent", "draft", "withdrawn"])
def test_what_is_not_public_has_no_dossier(sign_in: SignIn, public_id: str) -> None:
    answer = sign_in("editor@trial.example").get(f"/vi/needs/{public_id}/dossier.pdf")
    assert answer.status_code == 404


class _NoPango:
    """Makes the import of WeasyPrint fail as it does where Pango is missing."""

    def find_spec(self, name: str, *_rest: Any) -> None:
        if name.partition(".")[0] == "weasyprint":
            raise OSError("cannot load library 'libpango-1.0-0'")


def test_without_pango_the_page_says_what_to_install(
    sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = sign_in("editor@trial.example")
    for name in [n for n in sys.modules if n.partition(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [_NoPango(), *sys.meta_path])
    for path, words in ((PATH, "Chưa lập được"), (PATH.replace("/vi/", "/en/"), "not available")):
        answer = client.get(path)
        assert answer.status_code == 503
        assert SYSTEM_PACKAGES in answer.text and words in answer.text
