"""Standards are added and replaced, their days corrected: by a source, and on record."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from registry.actions import standard as actions
from registry.actions.errors import ActionError
from registry.actions.standard import StandardContent
from registry.domain.permission import Forbidden
from registry.domain.standard import Standing
from registry.storage import audit
from registry.storage import standard as standards
from registry.storage.session import Database
from tests.actions.test_record import SOURCE, TODAY, Desk

CONTENT = StandardContent(
    code="QCVN 40:2030/BTNMT",
    title_vi="Quy chuẩn về nước thải công nghiệp",
    title_en=None,
    issuer="Bộ Nông nghiệp và Môi trường",
    territory="VN",
    in_force_from=date(2030, 1, 1),
    source=SOURCE,
)
NEW, OLD = "qcvn-40-2030-btnmt", "qcvn-40-2025-btnmt"
SINCE, UNTIL = date(2030, 1, 1), date(2032, 12, 31)


@pytest.fixture
def desk(database: Database) -> Desk:
    return Desk(database)


def refused(act: Callable[[], object]) -> tuple[str, str | None]:
    with pytest.raises(ActionError) as caught:
        act()
    return caught.value.code, caught.value.field


def test_a_curator_adds_a_standard_and_lets_it_replace_another(desk: Desk) -> None:
    with desk.database.write() as session:
        added = actions.add(session, desk.curator, CONTENT)
        actions.replace(session, desk.curator, OLD, NEW, SINCE, UNTIL, SOURCE)
    assert added.public_id == NEW
    with desk.database.read() as session:
        code = "QCVN 40:2025/BTNMT"
        today = standards.replacements(session, TODAY)
        assert today.of(code) is not None
        assert today.standing(code, True) is Standing.IN_FORCE
        then = standards.replacements(session, SINCE)
        assert then.standing(code, True) is Standing.FAULT
        assert then.standing(code, None) is Standing.ASK
        old = standards.by_public_id(session, OLD)
        assert old is not None and old.in_force_from == date(2025, 9, 1)
        (event,) = audit.of_object(session, "standard", OLD)
        assert event.after == {
            "code": code, "in_force_from": "2025-09-01", "existing_until": "2032-12-31",
            "replaced_by": CONTENT.code, "since": "2030-01-01", "source": SOURCE, "role": "curator",
        }  # fmt: skip
        assert event.before is not None and event.before["replaced_by"] is None


def test_the_days_of_a_standard_are_corrected_on_record(desk: Desk) -> None:
    public_id, new = "qcvn-40-2011-btnmt", date(2031, 12, 31)
    with desk.database.write() as session:
        actions.change_days(session, desk.registrar, public_id, None, new, SOURCE, (None, None))
    with desk.database.write() as session:
        found = standards.replacements(session, TODAY).of("QCVN 40:2011/BTNMT")
        assert found is not None and found[1].until == new
        (event,) = audit.of_object(session, "standard", public_id)
        assert (event.before or {})["existing_until"] is None
        assert (event.after or {})["existing_until"] == "2031-12-31"
        again = (session, desk.registrar, public_id, None, None, SOURCE)
        assert refused(lambda: actions.change_days(*again, (None, None)))[0] == "changed_meanwhile"


@pytest.mark.parametrize(
    ("over", "refusal"),
    [
        ({"code": None}, ("no_code", "code")),
        ({"title_vi": None}, ("empty", "title_vi")),
        ({"source": None}, ("no_source", "source")),
        ({"issuer": "x" * 161}, ("too_long", "issuer")),
        ({"code": "qcvn 40:2011/btnmt"}, ("known", "code")),
    ],
)
def test_a_standard_that_is_refused(
    desk: Desk, over: dict[str, Any], refusal: tuple[str, str]
) -> None:
    with desk.database.write() as session:
        content = replace(CONTENT, **over)
        assert refused(lambda: actions.add(session, desk.registrar, content)) == refusal


@pytest.mark.parametrize(
    ("over", "refusal"),
    [
        ({"successor": None}, ("no_successor", "successor")),
        ({"successor": OLD}, ("own_successor", "successor")),
        ({"since": None}, ("no_day", "since")),
        ({"existing_until": date(2029, 1, 1)}, ("crossed", "existing_until")),
        ({"source": None}, ("no_source", "source")),
    ],
)
def test_a_replacement_that_is_refused(
    desk: Desk, over: dict[str, Any], refusal: tuple[str, str]
) -> None:
    values = {"successor": "qcvn-14-2025-btnmt", "since": SINCE, "existing_until": UNTIL,
              "source": SOURCE, **over}  # fmt: skip
    with desk.database.write() as session:
        assert refused(lambda: actions.replace(session, desk.curator, OLD, **values)) == refusal
        assert [p.code for p in actions.objections(session, OLD, **values)] == [refusal[0]]
        assert audit.of_object(session, "standard", OLD) == []


def test_a_company_edits_no_standard(desk: Desk) -> None:
    with desk.database.write() as session:
        with pytest.raises(Forbidden):
            actions.add(session, desk.owner, CONTENT)
        with pytest.raises(Forbidden):
            actions.replace(session, desk.owner, OLD, NEW, SINCE, None, SOURCE)
        with pytest.raises(Forbidden):
            actions.change_days(session, desk.owner, OLD, None, None, SOURCE, (None, None))
