"""An agency's list becomes drafts once, and what is refused comes back to be mended."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from app import create_app
from registry.actions import import_needs as imports
from registry.actions.errors import ActionError
from registry.domain.audit import AuditEvent
from registry.domain.category import Category
from registry.domain.need import ItemKind, Need
from registry.domain.organisation import Capability, Identifier, Scheme
from registry.domain.permission import SYSTEM, VISITOR, Forbidden
from registry.exchange import reference, spreadsheet
from registry.i18n import language
from registry.settings import Settings
from registry.storage import need as needs
from registry.storage.migrate import upgrade
from registry.storage.session import Database
from tests.factories.organisation import organisation

LIST = """\
Danh mục nhu cầu;;;
TÊN NHU CẦU;Số lượng;Dự toán (triệu đồng);Xã, phường
Mua sắm xe ép rác 9 m3;2;3.000;phường Dương Nội
Trạm xử lý nước thải làng nghề;1;nhiều;phường Dương Nội
Trang trí hội trường;5;100;
Mua sắm xe ép rác 9 m3;2;3.000;phường Dương Nội
;1;5;
"""
AGENCY = "ubnd-thu"


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'registry.db'}")
    upgrade(database)
    with database.write() as session:
        reference.load(session)
        agency = organisation(session, Capability.BUYS, public_id=AGENCY)
        session.add(Identifier(organisation_id=agency.key, scheme=Scheme.MST, value="0100109106"))
        organisation(session, public_id="cty-ban")
    yield database
    database.close()


def take(database: Database, path: Path, code: str = AGENCY) -> imports.Imported:
    with database.write() as session:
        return imports.import_needs(session, SYSTEM, code, path)


def written(tmp_path: Path, text: str = LIST, name: str = "list.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    return path


def imported(session: Session) -> list[Need]:
    found = session.exec(
        select(Need).where(col(Need.import_key).is_not(None)).order_by(col(Need.id))
    )
    return list(found)


def test_rows_become_drafts_of_the_agency(database: Database, tmp_path: Path) -> None:
    result = take(database, written(tmp_path))
    assert [(t.row, t.guessed_category) for t in result.taken] == [(3, True), (5, False)]
    assert [row for row, _ in result.notes] == [5]
    with database.read() as session:
        truck, hall = (needs.working_record(session, need.key) for need in imported(session))
        assert truck is not None and hall is not None
        assert truck.organisation.public_id == AGENCY and truck.revision.published_at is None
        assert truck.revision.category is Category.SOLID_WASTE_COLLECTION
        assert truck.place is not None and truck.place.code == "09886"
        (item,) = truck.items
        assert (item.revision.kind, item.revision.quantity) == (ItemKind.EQUIPMENT, 2)
        assert (item.revision.value, truck.revision.budget_max) == (3_000_000_000, 3_000_000_000)
        assert hall.items == () and hall.revision.category is None


def test_refused_rows_are_told_and_come_back_mended(database: Database, tmp_path: Path) -> None:
    path = written(tmp_path)
    result = take(database, path)
    told = {
        one.read.row.number: [(fault.column, fault.values) for fault in one.faults]
        for one in result.refused
    }
    assert told == {
        4: [("Dự toán (triệu đồng)", {"text": "nhiều"})],
        6: [("TÊN NHU CẦU", {"row": 3})],
        7: [("TÊN NHU CẦU", {})],
    }
    target = imports.refused_file(path)
    imports.write_refused(result, target, language("vi"))
    assert target.name == "list.refused.csv"
    rows = spreadsheet.read(target)
    assert [cell for cell in rows[1].cells[:4]] == [
        "Trạm xử lý nước thải làng nghề", "1", "nhiều", "phường Dương Nội",
    ]  # fmt: skip
    assert rows[1].cells[4:6] == ("4", "Dự toán (triệu đồng)")

    mended = target.read_text("utf-8-sig").replace("nhiều", "900", 1)
    again = take(database, written(tmp_path, mended, "mended.csv"))
    assert [t.row for t in again.taken] == [2]
    assert again.known == (3,)
    assert again.headings.unread == ()
    with database.read() as session:
        station = needs.working_record(session, imported(session)[-1].key)
        assert station is not None and station.revision.budget_max == 900_000_000


def test_refused_rows_can_go_to_a_workbook_and_back(database: Database, tmp_path: Path) -> None:
    result = take(database, written(tmp_path))
    target = tmp_path / "mend.xlsx"
    imports.write_refused(result, target, language("en"))
    assert spreadsheet.read(target)[0].cells[-1] == "Refused: reason"
    again = take(database, target)
    assert (len(again.taken), again.known, len(again.refused)) == (0, (3,), 2)


def test_twice_makes_nothing_twice(database: Database, tmp_path: Path) -> None:
    path = written(tmp_path)
    first, second = take(database, path), take(database, path)
    assert (len(first.taken), len(second.taken), second.known) == (2, 0, (3, 5))
    with database.read() as session:
        assert len(imported(session)) == 2
        events = session.exec(select(AuditEvent).where(AuditEvent.action == "need.import")).all()
        assert [event.after for event in events] == [
            {"file": "list.csv", "taken": 2, "known": 0, "refused": 3}
        ]


def test_a_dry_run_says_the_same_and_writes_nothing(database: Database, tmp_path: Path) -> None:
    path = written(tmp_path)
    with database.read() as session:
        dry = imports.import_needs(session, SYSTEM, AGENCY, path, dry_run=True)
        assert imported(session) == []
    wet = take(database, path)
    lines = [list(imports.summary(result, language("en"))) for result in (dry, wet)]
    assert lines[0] == lines[1]
    assert "taken as drafts: 2" in lines[0]


def test_an_agency_is_found_by_its_codes(database: Database) -> None:
    with database.read() as session:
        for code in (AGENCY, "0100109106", " 0100 109 106 "):
            assert imports.find_agency(session, code).public_id == AGENCY
        for code, why in (("nobody", "no_agency"), ("cty-ban", "not_a_buyer")):
            with pytest.raises(ActionError) as caught:
                imports.find_agency(session, code)
            assert caught.value.code == why


def test_only_those_who_may_import(database: Database, tmp_path: Path) -> None:
    with database.read() as session, pytest.raises(Forbidden):
        imports.import_needs(session, VISITOR, AGENCY, written(tmp_path), dry_run=True)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Gói thầu số 07: Mua sắm hóa chất xử lý nước", ItemKind.MATERIAL),
        ("Mua xe thu gom rác", ItemKind.EQUIPMENT),
        ("Thu gom, vận chuyển rác", ItemKind.SERVICE),
        ("Cải tạo trạm xử lý nước thải", ItemKind.WORKS),
        ("Thùng rác công cộng", ItemKind.EQUIPMENT),
    ],
)
def test_kinds_by_how_a_title_begins(title: str, kind: ItemKind) -> None:
    assert imports.kind_of(title) is kind


def test_the_command(database: Database, tmp_path: Path) -> None:
    settings = Settings(
        database_url=database.url.render_as_string(), var_dir=tmp_path, secret_key="x" * 40
    )
    app = create_app(settings)
    try:
        run = app.test_cli_runner().invoke
        made = run(
            args=["import", "needs", str(written(tmp_path)), "--agency", AGENCY, "--language=en"]
        )
        assert made.exit_code == 0, made.output
        assert "taken as drafts: 2" in made.stdout and "refused: 3" in made.stdout
        assert (tmp_path / "list.refused.csv").exists()
        for file, agency, word in (("no.csv", AGENCY, "no.csv"), ("list.csv", "nobody", "nobody")):
            wrong = run(args=["import", "needs", str(tmp_path / file), "--agency", agency])
            assert wrong.exit_code == 1 and word in wrong.stderr
    finally:
        app.extensions["portal"].database.close()
