"""Editing reference data: from the form over what it touches to the pages that show it."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.actions import standard as standard_actions
from registry.domain.account import Role
from registry.domain.agency import AgencyTask
from registry.domain.base import new_public_id, utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.category import Segment
from registry.domain.certificate import CertificateKind
from registry.domain.document import Document
from registry.domain.organisation import Capability
from registry.domain.permission import SYSTEM
from registry.domain.proposal import ThesaurusProposal
from registry.domain.standard import Standard
from registry.domain.target import Target
from registry.jobs import worker
from registry.portal import Portal
from registry.storage import dated
from registry.storage import proposal as proposals
from registry.storage import standard as standards
from registry.storage.session import Database
from tests.factories.account import account
from tests.factories.need import need
from tests.factories.offering import offering
from tests.factories.organisation import organisation
from tests.services.database import statements
from tests.web.supply_world import text

SignIn = Callable[[str], FlaskClient]
TARGET = "/en/registrar/reference/targets/hanoi-50.wastewater.2030"
OLD, NEW = "QCVN 14:2025/BTNMT", "QCVN 40:2025/BTNMT"
TODAY = hanoi_day(utcnow())
SOURCE = "Quyết định 7/QĐ-UBND"


@pytest.fixture(autouse=True)
def people(database: Database) -> None:
    with database.write() as session:
        department = organisation(session, Capability.REGISTERS)
        account(session, (department, Role.REGISTRAR), email="registrar@trial.example")
        account(session, (department, Role.CURATOR), email="curator@trial.example")


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of a page's own form."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page)
    return {name: unescape(value) for name, value in fields if name != "csrf_token"}


def typed(**over: str) -> dict[str, str]:
    day = f"{TODAY:%d/%m/%Y}"
    return {"low": "75", "high": "85.5", "measure": "value", "since": day, "source": SOURCE, **over}


def test_a_target_from_the_form_to_the_programmes_page(database: Database, sign_in: SignIn) -> None:
    with database.write() as session:
        need(
            session,
            organisation(session, Capability.BUYS),
            items=({"segment": Segment.WASTEWATER},),
        )
    client = sign_in("registrar@trial.example")
    assert f'href="{TARGET}"' in text(client.get("/en/registrar/reference/targets/"))
    form = text(client.get(f"{TARGET}/edit"))
    based_on = hidden(form)["based_on"]
    preview = client.post(f"{TARGET}/edit", data=typed(based_on=based_on))
    assert preview.status_code == 200
    shown = text(preview)
    for words in (
        "<del>70%</del> → <ins>75%</ins>",
        "<del>80%</del> → <ins>85.5%</ins>",
        f"The programme&#39;s page and its history, from {TODAY:%d/%m/%Y}.",
        "1 public need has items that this target counts",
        SOURCE,
    ):
        assert words in shown, words
    assert "85.5" not in text(client.get("/en/programme/")), "a preview changes nothing"

    answer = client.post(f"{TARGET}/edit", data={**hidden(shown), "confirmed": "1"})
    assert (answer.status_code, answer.location) == (303, TARGET)
    page = text(client.get(TARGET))
    assert "The change is recorded." in page
    assert 'Changed <span class="muted">– Registrar</span>' in page
    assert f"Source: {SOURCE}" in page and "Holds today" in page and "Held until then" in page

    programme = text(client.get("/en/programme/"))
    assert "75–85.5% by 2030" in programme
    until = f"{TODAY - timedelta(days=1):%d/%m/%Y}"
    assert f"<strong>70–80%</strong> from 01/01/2026 to {until}" in programme
    assert f"<strong>75–85.5%</strong> from {TODAY:%d/%m/%Y}" in programme
    assert "75–85,5%" in text(client.get("/vi/"))


def test_a_planned_target_shows_as_planned(database: Database, sign_in: SignIn) -> None:
    client = sign_in("registrar@trial.example")
    later = f"{TODAY + timedelta(days=90):%d/%m/%Y}"
    based_on = hidden(text(client.get(f"{TARGET}/edit")))["based_on"]
    data = typed(based_on=based_on, since=later, confirmed="1")
    assert client.post(f"{TARGET}/edit", data=data).status_code == 303
    programme = text(client.get("/en/programme/"))
    assert "70–80% by 2030" in programme and "75–85.5% by 2030" not in programme
    assert f"<strong>75–85.5%</strong> from {later}" in programme and "Planned" in programme
    assert f"changes on {later}" in text(client.get("/en/registrar/reference/targets/"))
    client.post("/vi/sign-out")
    assert f"from {later}" in text(client.get("/en/programme/"))


def test_a_form_that_comes_back_keeps_what_was_typed(sign_in: SignIn) -> None:
    client = sign_in("registrar@trial.example")
    yesterday = f"{TODAY - timedelta(days=1):%d/%m/%Y}"
    answer = client.post(f"{TARGET}/edit", data=typed(since=yesterday, source="", low="abc"))
    assert answer.status_code == 422
    page = text(answer)
    assert "Enter today or a later day" in page and "Say where it is written" in page
    assert "abc is not a number" in page and f'value="{yesterday}"' in page
    back = client.post(f"{TARGET}/edit", data=typed(back="1", low="77"))
    assert back.status_code == 200 and 'value="77"' in text(back)


def test_who_was_faster_is_told(database: Database, sign_in: SignIn) -> None:
    client = sign_in("registrar@trial.example")
    stale = hidden(text(client.get(f"{TARGET}/edit")))["based_on"]
    data = typed(based_on=stale, confirmed="1")
    assert client.post(f"{TARGET}/edit", data=data).status_code == 303
    answer = client.post(f"{TARGET}/edit", data={**data, "low": "60"})
    assert answer.status_code == 422
    assert "Somebody else has changed this entry" in text(answer)
    again = {**typed(low="60"), **hidden(text(answer)), "confirmed": "1"}
    assert client.post(f"{TARGET}/edit", data=again).status_code == 303
    with database.read() as session:
        assert len(dated.rows(session, Target, "hanoi-50.wastewater.2030")) == 3


def test_a_document_is_added_shown_and_ended(sign_in: SignIn) -> None:
    client = sign_in("registrar@trial.example")
    base, day = "/en/registrar/reference/documents/", f"{TODAY:%d/%m/%Y}"
    data = {"number": "88/KH-UBND", "title_vi": "Kế hoạch thử", "title_en": "A trial plan",
            "link": "https://hanoi.example/88", "since": day, "source": SOURCE}  # fmt: skip
    preview = client.post(f"{base}new", data=data)
    assert preview.status_code == 200 and "Add this entry?" in text(preview)
    answer = client.post(f"{base}new", data={**hidden(text(preview)), "confirmed": "1"})
    assert answer.location == f"{base}88-kh-ubnd"
    assert 'href="https://hanoi.example/88"' in text(client.get("/en/programme/"))
    assert "Added" in text(client.get(f"{base}88-kh-ubnd"))
    based_on = hidden(text(client.get(f"{base}88-kh-ubnd/end")))["based_on"]
    ending = {"last_day": day, "source": SOURCE, "based_on": based_on}
    assert client.post(f"{base}88-kh-ubnd/end", data=ending).status_code == 303
    assert f"ends on {day}" in text(client.get(base))


def test_a_task_moves_to_another_agency(sign_in: SignIn) -> None:
    client = sign_in("registrar@trial.example")
    address = "/en/registrar/reference/tasks/so-vhtt.press"
    based_on = hidden(text(client.get(f"{address}/edit")))["based_on"]
    data = {"agency": "so-khcn", "group": "4", "text_vi": "Đào tạo", "text_en": "Trains people",
            "since": f"{TODAY:%d/%m/%Y}", "source": SOURCE, "based_on": based_on}  # fmt: skip
    preview = text(client.post(f"{address}/edit", data=data))
    assert "<ins>Training</ins>" in preview
    assert "<ins>Department of Science and Technology</ins>" in preview
    assert client.post(f"{address}/edit", data={**data, "confirmed": "1"}).status_code == 303
    programme = text(client.get("/en/programme/"))
    row = 'Trains people <span class="muted">– Department of Science and Technology</span>'
    assert row in programme
    assert programme.index("4. Training") < programme.index(row) < programme.index("5. Comm")


def test_the_curator_edits_standards_and_nothing_else(client: FlaskClient, sign_in: SignIn) -> None:
    sign_in("curator@trial.example")
    index = text(client.get("/en/registrar/reference/"))
    assert "/standards/" in index and "/targets/" not in index and "/thesaurus/" in index
    for section in ("targets", "agencies", "tasks", "certificates", "documents"):
        assert client.get(f"/en/registrar/reference/{section}/").status_code == 403
    assert client.post(f"{TARGET}/edit", data=typed(confirmed="1")).status_code == 403
    assert "QCVN 40:2025/BTNMT" in text(client.get("/en/registrar/reference/standards/"))
    assert "CEPA 2000" in text(client.get("/en/registrar/reference/codes"))
    assert "Edit the programme" not in text(client.get("/en/programme/"))


class Citing:
    """Needs and an offering that cite a standard, which the curator replaces."""

    def __init__(self, database: Database, new_plant: bool | None) -> None:
        self.database = database
        with database.write() as session:
            buyer = organisation(session, Capability.BUYS)
            row = need(
                session, buyer, new_plant=new_plant,
                requirements=[{"standard_code": OLD, "column": "A"}],
            )  # fmt: skip
            self.need = f"/en/needs/{row.public_id}"

    def replace(self, client: FlaskClient, existing_until: str = "") -> str:
        """Through the pages, from the form to the confirmation; the text of the preview."""
        base = "/en/registrar/reference/standards/"
        address = f"{base}qcvn-14-2025-btnmt/replace"
        data = {"successor": "qcvn-40-2025-btnmt", "since": f"{TODAY:%d/%m/%Y}",
                "existing_until": existing_until, "source": SOURCE}  # fmt: skip
        preview = text(client.post(address, data=data))
        answer = client.post(address, data={**hidden(preview), "confirmed": "1"})
        assert answer.location == f"{base}qcvn-14-2025-btnmt"
        return preview


@pytest.mark.parametrize(
    ("new_plant", "words"),
    [
        (None, "does the plant already run?"),
        (True, "not applicable to a new plant."),
        (False, "plants that already run may use it until 31/12/2031."),
    ],
)
def test_a_need_that_cites_a_replaced_standard_asks(
    database: Database, sign_in: SignIn, new_plant: bool | None, words: str
) -> None:
    citing = Citing(database, new_plant)
    client = sign_in("curator@trial.example")
    assert "was replaced" not in text(client.get(citing.need))
    preview = citing.replace(client, "31/12/2031")
    assert "1 public need cites it" in preview and "0 public offerings cite it" in preview
    page = text(client.get(citing.need))
    assert f"{OLD} was replaced by {NEW} on {TODAY:%d/%m/%Y}" in page and words in page
    history = text(client.get("/en/registrar/reference/standards/qcvn-14-2025-btnmt"))
    assert 'Replaced <span class="muted">– Curator</span>' in history and SOURCE in history
    if new_plant is None:
        vietnamese = text(client.get(citing.need.replace("/en/", "/vi/")))
        assert "Công trình đang vận hành?" in vietnamese
    if new_plant:
        vietnamese = text(client.get(citing.need.replace("/en/", "/vi/")))
        assert "không áp dụng cho công trình mới" in vietnamese


def test_a_replacement_that_lies_ahead_is_announced(database: Database, sign_in: SignIn) -> None:
    citing = Citing(database, True)
    later = TODAY + timedelta(days=30)
    with database.write() as session:
        standard_actions.replace(
            session, SYSTEM, "qcvn-14-2025-btnmt", "qcvn-40-2025-btnmt", later, None, SOURCE
        )
    client = sign_in("curator@trial.example")
    listed = text(client.get("/en/registrar/reference/standards/"))
    announced = f"replaced by {NEW} from {later:%d/%m/%Y}"
    assert listed.index(OLD) < listed.index(announced) < listed.index(">Replaced<")
    page = text(client.get(citing.need))
    assert f"{OLD} will be replaced by {NEW} on {later:%d/%m/%Y}." in page
    assert "not applicable" not in page


def test_an_added_standard_can_be_asked_for(database: Database, sign_in: SignIn) -> None:
    client = sign_in("curator@trial.example")
    data = {"code": "QCVN 99:2026/BNNMT", "title_vi": "Quy chuẩn thử", "issuer": "Bộ",
            "territory": "VN", "source": SOURCE}  # fmt: skip
    answer = client.post("/en/registrar/reference/standards/new", data=data)
    assert answer.location.endswith("/standards/qcvn-99-2026-bnnmt")
    with database.write() as session:
        buyer = organisation(session, Capability.BUYS)
        account(session, (buyer, Role.EDITOR), email="buyer@trial.example")
    form = text(sign_in("buyer@trial.example").get("/en/needs/new"))
    assert '<option value="QCVN 99:2026/BNNMT"' in form


def test_the_approver_reads_what_the_standard_is_worth(database: Database, sign_in: SignIn) -> None:
    from registry.actions import need as needs
    from registry.domain.need_content import RequirementContent
    from tests.factories.account import actor
    from tests.factories.need import content

    with database.write() as session:
        buyer = organisation(session, Capability.BUYS)
        editor = actor(session, account(session, (buyer, Role.EDITOR)))
        account(session, (buyer, Role.APPROVER), email="approver@trial.example")
        asked = (RequirementContent(standard_code="QCVN 40:2011/BTNMT"),)
        drafted = needs.draft(
            session, editor, buyer.public_id, content(new_plant=True, requirements=asked)
        )
        needs.submit(session, editor, drafted.public_id)
    page = text(sign_in("approver@trial.example").get(f"/en/needs/{drafted.public_id}/approve"))
    assert "Standards that were replaced" in page
    assert page.count("not applicable to a new plant.") == 2


@pytest.mark.parametrize(
    ("new_plant", "sign", "words"),
    [
        (True, "not met", "not applicable to a new plant."),
        (None, "unknown", "does the plant already run?"),
    ],
)
def test_a_match_by_the_old_edition_alone_is_marked(
    portal: Portal, client: FlaskClient, new_plant: bool | None, sign: str, words: str
) -> None:
    told = "Xử lý nước thải dệt nhuộm của làng nghề, trạm mô-đun"
    with portal.database.write() as session:
        row = need(
            session, organisation(session, Capability.BUYS), new_plant=new_plant, title_vi=told,
            items=({"title_vi": told},), requirements=[{"standard_code": NEW}],
        )  # fmt: skip
        offering(
            session, organisation(session), title_vi=told,
            standards=[{"standard_code": "QCVN 40:2011/BTNMT"}],
        )  # fmt: skip
    worker.run(portal, once=True)
    page = text(client.get(f"/en/needs/{row.public_id}"))
    card = page[page.index('class="constraints"') :]
    line = card[card.index("<li>") : card.index("</li>")]
    assert sign in line and NEW in line and words in line


@pytest.mark.parametrize(
    "section", ["tasks", "certificates", "documents", "standards", "thesaurus"]
)
def test_a_list_takes_as_many_statements_at_2_more_rows_as_at_40(
    database: Database, sign_in: SignIn, section: str
) -> None:
    client = sign_in("registrar@trial.example")
    address, costs, rows = f"/en/registrar/reference/{section}/", [], []
    for more in (2, 38):
        grow(database, more)
        with statements() as seen:
            rows.append(client.get(address).get_data(as_text=True).count('class="listing-row"'))
        costs.append(len(seen))
    assert rows[1] - rows[0] == 38
    assert costs[0] == costs[1] > 0


def grow(database: Database, more: int) -> None:
    """So many more of everything that stands in these lists."""
    with database.write() as session:
        for _ in range(more):
            name = new_public_id()
            values = {"code": name, "valid_from": TODAY, "source": SOURCE}
            both = {"name_vi": name, "name_en": name, "issuer_vi": "Bộ", "issuer_en": "Ministry"}
            dated.add(session, CertificateKind(**values, **both, standard="ISO 1"))
            titles = {"title_vi": name, "title_en": name}
            dated.add(session, Document(**values, **titles, number=name))
            task = {"text_vi": name, "text_en": name, "agency": "so-vhtt", "position": 9}
            dated.add(session, AgencyTask(**values, **task))
            cited = {"code": name, "public_id": name, "issuer": "Bộ", "source": SOURCE}
            standards.add(session, Standard(**cited, title_vi=name))
            proposals.add(session, ThesaurusProposal(concept="wastewater", reason=name))


def test_words_are_proposed_and_declined(sign_in: SignIn) -> None:
    client = sign_in("curator@trial.example")
    base = "/en/registrar/reference/thesaurus/"
    data: dict[str, Any] = {"concept": "wastewater", "forms_vi": " nước bẩn \r\n\r\nnước cống đen"}
    assert client.post(f"{base}new", data=data).status_code == 422
    data["reason"] = "Văn bản của phường"
    assert client.post(f"{base}new", data=data).location == base
    page = text(client.get(base))
    assert "nước bẩn · nước cống đen" in page and "Waiting for the files" in page
    (address,) = re.findall(r'href="(/en/registrar/reference/thesaurus/[^"]+/decline)"', page)
    assert client.post(address, data={"note": "Từ của nghề khác"}).location == base
    assert "Declined because: Từ của nghề khác" in text(client.get(base))
    assert client.get(address).status_code == 404


def test_proposals_are_printed_for_the_files(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("curator@trial.example")
    data = {"concept": "wastewater", "forms_vi": "nước bẩn", "reason": "Sách"}
    client.post("/en/registrar/reference/thesaurus/new", data=data)
    printed = app.test_cli_runner().invoke(args=["thesaurus", "proposals"])
    assert printed.exit_code == 0 and 'forms_vi = ["nước bẩn"]' in printed.output
