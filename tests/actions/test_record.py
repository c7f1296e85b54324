"""Changing reference data: nothing is overwritten, all of it is on record, and few may."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from registry.actions import record as actions
from registry.actions.errors import ActionError
from registry.domain.account import Role
from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.dated import fell_away, held_on, version
from registry.domain.organisation import Capability
from registry.domain.permission import VISITOR, Actor, Forbidden
from registry.domain.record import SAYS, TABLES, RecordKind
from registry.storage import audit, dated
from registry.storage.session import Database
from tests.factories.account import account, actor
from tests.factories.organisation import organisation

TARGET = "hanoi-50.wastewater.2030"
TODAY = hanoi_day(utcnow())
LATER = TODAY + timedelta(days=40)
SOURCE = "Quyết định 1/QĐ-UBND ngày 01/01/2027"


class Desk:
    """The department's registrar and curator, a company's owner, and what they do."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.write() as session:
            department = organisation(session, Capability.REGISTERS)
            company = organisation(session)
            seats = [
                (department, Role.REGISTRAR),
                (department, Role.CURATOR),
                (company, Role.OWNER),
            ]
            accounts = [account(session, seat) for seat in seats]
            self.registrar, self.curator, self.owner = (actor(session, row) for row in accounts)

    def rows(self, kind: RecordKind, code: str) -> list[Any]:
        with self.database.read() as session:
            return list(dated.rows(session, TABLES[kind], code))

    def change(
        self,
        low: int,
        high: int,
        since: date | None = LATER,
        source: str = SOURCE,
        *,
        by: Actor | None = None,
        based_on: str | None = None,
    ) -> None:
        said = {"low": Decimal(low), "high": Decimal(high), "measure": "value"}
        token = based_on or version(self.rows(RecordKind.TARGET, TARGET))
        with self.database.write() as session:
            actions.change(
                session, by or self.registrar, RecordKind.TARGET, TARGET, said, since, source, token
            )

    def trail(self, kind: RecordKind, code: str) -> list[Any]:
        with self.database.read() as session:
            return list(audit.of_object(session, kind.value, code))


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def refused(act: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(ActionError) as caught:
        act()
    return caught.value.code, caught.value.field


def test_a_changed_target_is_a_new_row_and_the_past_stays(desk: Desk) -> None:
    (before,) = desk.rows(RecordKind.TARGET, TARGET)
    desk.change(75, 85)
    old, new = desk.rows(RecordKind.TARGET, TARGET)
    assert (old.id, old.low, old.high, old.source) == (before.id, 70, 80, before.source)
    assert (old.valid_from, old.valid_to) == (before.valid_from, LATER - timedelta(days=1))
    assert (new.low, new.high, new.valid_from, new.valid_to) == (75, 85, LATER, None)
    assert (new.segment, new.year, new.programme_id) == (old.segment, old.year, old.programme_id)
    for day, low in ((before.valid_from, 70), (LATER - timedelta(days=1), 70), (LATER, 75)):
        held = held_on([old, new], day)
        assert held is not None and held.low == low


def test_each_change_is_on_record_with_its_role_and_source(desk: Desk) -> None:
    desk.change(75, 85)
    (event,) = desk.trail(RecordKind.TARGET, TARGET)
    assert (event.action, event.account_id) == ("target.change", desk.registrar.account_id)
    assert event.before == {"low": "70", "high": "80", "measure": "value",
                            "valid_from": "2026-01-01"}  # fmt: skip
    assert event.after == {
        "low": "75", "high": "85", "measure": "value", "valid_from": LATER.isoformat(),
        "source": SOURCE, "role": "registrar",
    }  # fmt: skip


def test_an_earlier_change_takes_the_place_of_a_planned_one(desk: Desk) -> None:
    desk.change(75, 85)
    desk.change(72, 82, since=TODAY)
    first, second, third = sorted(desk.rows(RecordKind.TARGET, TARGET), key=lambda row: row.key)
    assert fell_away(second) and second.low == 75
    assert first.valid_to == TODAY - timedelta(days=1)
    assert (third.low, third.valid_to) == (72, None)
    assert len(desk.trail(RecordKind.TARGET, TARGET)) == 2


@pytest.mark.parametrize(
    ("over", "refusal"),
    [
        ({"since": TODAY - timedelta(days=1)}, ("past", "since")),
        ({"since": None}, ("no_day", "since")),
        ({"source": "  "}, ("no_source", "source")),
        ({"source": "x" * 501}, ("too_long", "source")),
        ({"low": 90}, ("crossed", "high")),
        ({"high": 101}, ("no_share", "high")),
        ({"low": 70, "high": 80}, ("unchanged", None)),
        ({"based_on": "older"}, ("changed_meanwhile", None)),
    ],
)
def test_a_change_that_is_refused_leaves_no_trace(
    desk: Desk, over: dict[str, Any], refusal: tuple[str, str | None]
) -> None:
    values: dict[str, Any] = {"low": 75, "high": 85, **over}
    assert refused(lambda: desk.change(**values)) == refusal
    assert len(desk.rows(RecordKind.TARGET, TARGET)) == 1
    assert desk.trail(RecordKind.TARGET, TARGET) == []


def test_only_the_registrar_changes_records(desk: Desk) -> None:
    for somebody in (desk.curator, desk.owner, VISITOR):
        with pytest.raises(Forbidden):
            desk.change(75, 85, by=somebody)
    assert len(desk.rows(RecordKind.TARGET, TARGET)) == 1


SAID: dict[RecordKind, dict[str, Any]] = {
    RecordKind.TASK: {
        "agency": "so-vhtt", "group": 5, "text_vi": "Mở chuyên mục", "text_en": "Opens a column",
    },
    RecordKind.CERTIFICATE: {
        "name_vi": "Nhãn sinh thái", "name_en": "Ecolabel", "issuer_vi": "Bộ",
        "issuer_en": "Ministry", "standard": "Luật 72/2020/QH14",
    },
    RecordKind.DOCUMENT: {
        "number": "9/QĐ-UBND", "title_vi": "Quyết định", "title_en": "Decision",
        "issued_on": date(2026, 10, 1), "link": "https://hanoi.example/9",
    },
}  # fmt: skip


@pytest.mark.parametrize("kind", SAID)
def test_records_are_added_changed_and_ended(desk: Desk, kind: RecordKind) -> None:
    with desk.database.write() as session:
        code = actions.add(session, desk.registrar, kind, SAID[kind], TODAY, SOURCE)
    (row,) = desk.rows(kind, code)
    assert {name: getattr(row, name) for name in SAYS[kind]} == SAID[kind]
    text = next(name for name in SAYS[kind] if name.endswith("_en"))
    with desk.database.write() as session:
        said = {**SAID[kind], text: "Something else"}
        token = version(desk.rows(kind, code))
        actions.change(session, desk.registrar, kind, code, said, LATER, SOURCE, token)
    with desk.database.write() as session:
        token = version(desk.rows(kind, code))
        last = LATER + timedelta(days=5)
        actions.end_record(session, desk.registrar, kind, code, last, SOURCE, token)
    first, second = desk.rows(kind, code)
    assert getattr(first, text) == SAID[kind][text]
    assert (getattr(second, text), second.valid_to) == ("Something else", last)
    verbs = [event.action.rpartition(".")[2] for event in desk.trail(kind, code)]
    assert verbs == ["add", "change", "end"]
    assert all((event.after or {})["source"] == SOURCE for event in desk.trail(kind, code))


def test_an_ended_record_can_begin_again(desk: Desk) -> None:
    kind, code = RecordKind.CERTIFICATE, "iso-14001"
    (row,) = desk.rows(kind, code)
    said = {name: getattr(row, name) for name in SAYS[kind]}
    with desk.database.write() as session:
        actions.end_record(session, desk.registrar, kind, code, TODAY, SOURCE, version([row]))
    with desk.database.write() as session:
        token = version(desk.rows(kind, code))
        assert refused(
            lambda: actions.end_record(session, desk.registrar, kind, code, LATER, SOURCE, token)
        ) == ("ended", "last_day")
    with desk.database.write() as session:
        actions.change(session, desk.registrar, kind, code, said, LATER, SOURCE, token)
    rows = desk.rows(kind, code)
    assert held_on(rows, TODAY + timedelta(days=1)) is None
    assert held_on(rows, LATER) is not None


@pytest.mark.parametrize(
    ("kind", "over", "refusal"),
    [
        (RecordKind.TASK, {"group": 6}, ("no_group", "group")),
        (RecordKind.TASK, {"agency": None}, ("empty", "agency")),
        (RecordKind.TASK, {"agency": "so-khong-co"}, ("no_agency", "agency")),
        (RecordKind.DOCUMENT, {"link": "javascript:alert(1)"}, ("no_address", "link")),
        (RecordKind.DOCUMENT, {"number": "–"}, ("no_number", "number")),
        (RecordKind.DOCUMENT, {"number": "1894/QĐ-TTg"}, ("known", "number")),
        (RecordKind.CERTIFICATE, {"name_vi": None}, ("empty", "name_vi")),
        (RecordKind.CERTIFICATE, {"standard": "x" * 161}, ("too_long", "standard")),
    ],
)
def test_what_is_refused_is_refused_at_its_field(
    desk: Desk, kind: RecordKind, over: dict[str, Any], refusal: tuple[str, str]
) -> None:
    with desk.database.write() as session:
        said = {**SAID[kind], **over}
        assert (
            refused(lambda: actions.add(session, desk.registrar, kind, said, TODAY, SOURCE))
            == refusal
        )
