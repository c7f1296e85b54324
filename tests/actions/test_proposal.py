"""Proposals for the thesaurus wait, are declined, or are taken once the files have the words."""

import tomllib
from typing import Any

import pytest

from registry.actions import proposal as actions
from registry.actions.errors import ActionError
from registry.actions.proposal import ProposalContent
from registry.domain.permission import SYSTEM, Forbidden
from registry.domain.proposal import ProposalState
from registry.i18n import language
from registry.queries import proposal as query
from registry.storage import proposal as proposals
from registry.storage.session import Database
from tests.actions.test_record import Desk

WORDS = ProposalContent(
    concept="wastewater", forms_vi=("nước bẩn đầu cống",), forms_en=(), reason="Văn bản của phường"
)
CONCEPT = ProposalContent(
    label_vi='Máy "ép" bùn mẫu', label_en="Sample sludge press", broader="wastewater",
    forms_en=("sludge squeezer",), reason="Trang của nhà sản xuất\nđọc ngày 25/11/2026",
)  # fmt: skip
EN = language("en")


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def test_what_waits_is_exported_as_toml(desk: Desk) -> None:
    with desk.database.write() as session:
        actions.propose(session, desk.curator, WORDS)
        actions.propose(session, desk.curator, CONCEPT)
    with desk.database.read() as session:
        text = "\n".join(query.lines(session))
        assert len(query.listed(session, desk.curator, EN)) == 2
    assert "# to the concept wastewater" in text
    assert 'forms_vi = ["nước bẩn đầu cống"]' in text
    (concept,) = tomllib.loads(text[text.index("[[concept]]") :])["concept"]
    assert concept == {
        "id": "sample-sludge-press", "vi": 'Máy "ép" bùn mẫu', "en": "Sample sludge press",
        "forms_en": ["sludge squeezer"], "broader": "wastewater",
    }  # fmt: skip


def test_what_stands_in_the_files_is_taken(desk: Desk) -> None:
    known = ProposalContent(concept="wastewater", forms_en=("Sewage",), reason="Sách")
    with desk.database.write() as session:
        taken = actions.propose(session, desk.curator, known).public_id
        waits = actions.propose(session, desk.curator, WORDS).public_id
        assert actions.settle(session, SYSTEM) == 1
        assert actions.settle(session, SYSTEM) == 0
    with desk.database.read() as session:
        rows = {row.public_id: row for row in proposals.newest(session, 10)}
    assert rows[taken].state is ProposalState.TAKEN and rows[taken].decided_at
    assert rows[waits].state is ProposalState.WAITING


def test_a_declined_proposal_says_why_and_waits_no_longer(desk: Desk) -> None:
    with desk.database.write() as session:
        public_id = actions.propose(session, desk.curator, WORDS).public_id
        with pytest.raises(ActionError) as caught:
            actions.decline(session, desk.registrar, public_id, None)
        assert caught.value.field == "note"
        actions.decline(session, desk.registrar, public_id, "Từ của nghề khác")
        with pytest.raises(ActionError) as caught:
            actions.decline(session, desk.registrar, public_id, "Lần nữa")
        assert caught.value.code == "missing"
    with desk.database.read() as session:
        assert list(query.lines(session)) == []
        (line,) = query.listed(session, desk.curator, EN)
        assert (line.state, line.note) == ("declined", "Từ của nghề khác")


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"concept": "no-such"}, ["concept"]),
        ({"concept": "wastewater"}, ["forms_vi"]),
        ({"label_vi": "Tên"}, ["label_en"]),
        ({"label_vi": "Tên", "label_en": "Name", "broader": "no-such"}, ["broader"]),
        ({"concept": "wastewater", "forms_vi": ("x" * 81,)}, ["forms_vi"]),
        ({"concept": "wastewater", "forms_vi": ("từ",) * 21}, ["forms_vi"]),
    ],
)
def test_what_is_refused_is_refused_at_its_field(values: dict[str, Any], fields: list[str]) -> None:
    content = ProposalContent(**values, reason="Sách")
    assert [problem.field for problem in actions.problems(content)] == fields


def test_a_company_proposes_nothing(desk: Desk) -> None:
    with desk.database.write() as session, pytest.raises(Forbidden):
        actions.propose(session, desk.owner, WORDS)
