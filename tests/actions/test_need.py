"""A need is drafted, submitted, approved by somebody else, revised without loss, withdrawn."""

import threading
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select

from registry.actions import need as actions
from registry.actions.errors import ActionError
from registry.actions.need_content import problems
from registry.domain.account import Role
from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.category import Category, Segment
from registry.domain.need import ItemKind
from registry.domain.need_content import Missing, NeedContent, RequirementContent
from registry.domain.organisation import Capability
from registry.domain.outbox import JobKind, OutboxMessage
from registry.domain.permission import Actor, Forbidden
from registry.storage import audit
from registry.storage import need as needs
from registry.storage.need import NeedRecord
from registry.storage.need_content import content_of, version
from registry.storage.session import Database
from tests.factories.account import account, actor
from tests.factories.need import content, item
from tests.factories.organisation import organisation


class World:
    """A ward with an editor and two approvers, and a stranger who approves elsewhere."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.write() as session:
            ward = organisation(session, Capability.BUYS, name_vi="UBND phường Thử", sample=True)
            other = organisation(session, Capability.BUYS)
            firm = organisation(session)
            seats = [
                (ward, Role.EDITOR), (ward, Role.APPROVER), (ward, Role.APPROVER),
                (other, Role.APPROVER), (firm, Role.OWNER),
            ]  # fmt: skip
            accounts = [account(session, seat) for seat in seats]
            people = [actor(session, row) for row in accounts]
            self.editor, self.approver, self.second, self.stranger, self.supplier = people
            self.ward, self.firm = ward.public_id, firm.public_id

    def run(self, action: Any, who: Actor, *rest: Any) -> str:
        with self.database.write() as session:
            return action(session, who, *rest).public_id

    def draft(self, **over: Any) -> str:
        return self.run(actions.draft, self.editor, self.ward, content(**over))

    def publish(self, **over: Any) -> str:
        public_id = self.draft(**over)
        self.run(actions.submit, self.editor, public_id)
        return self.run(actions.approve, self.approver, public_id)

    def edit(self, public_id: str, told: NeedContent, based_on: str | None = None) -> None:
        base = self.working(public_id) or self.public(public_id)
        assert base is not None
        self.run(actions.edit, self.editor, public_id, told, based_on or version(base))

    def public(self, public_id: str) -> NeedRecord | None:
        with self.database.read() as session:
            return next(iter(needs.public(session, [public_id])), None)

    def working(self, public_id: str) -> NeedRecord | None:
        with self.database.read() as session:
            need = needs.by_public_id(session, public_id)
            assert need is not None
            return needs.working_record(session, need.key)

    def jobs(self, public_id: str) -> int:
        with self.database.read() as session:
            found = session.exec(
                select(OutboxMessage).where(OutboxMessage.subject == public_id)
            ).all()
        assert {job.kind for job in found} <= {JobKind.NEED_CHANGED}
        return len(found)

    def events(self, public_id: str) -> list[str]:
        with self.database.read() as session:
            return [event.action for event in audit.of_object(session, "need", public_id)]


@pytest.fixture
def world(database: Database) -> World:
    return World(database)


@pytest.fixture
def here(sqlite_database: Database) -> World:
    return World(sqlite_database)


def test_from_draft_to_public_and_back_down(world: World) -> None:
    public_id = world.draft()
    assert world.public(public_id) is None
    world.run(actions.submit, world.editor, public_id)
    assert world.jobs(public_id) == 0
    world.run(actions.approve, world.approver, public_id)
    record = world.public(public_id)
    assert record is not None and record.need.sample
    assert record.revision.published_by_id == world.approver.account_id
    assert content_of(record) == content()
    assert world.jobs(public_id) == 1
    world.run(actions.withdraw, world.approver, public_id, "Lùi sang năm sau")
    assert world.public(public_id) is None
    assert world.jobs(public_id) == 2
    assert world.events(public_id) == ["need.draft", "need.submit", "need.approve", "need.withdraw"]


def test_a_revision_leaves_the_public_one_up_and_items_keep_their_numbers(world: World) -> None:
    public_id = world.publish(items=(item(1), item(2)))
    first = world.public(public_id)
    assert first is not None
    told = content(title_en="Textile effluent", items=(item(2), item(3)), requirements=())
    world.edit(public_id, told)
    assert world.public(public_id) == first
    world.run(actions.submit, world.editor, public_id)
    world.run(actions.approve, world.approver, public_id)
    second = world.public(public_id)
    assert second is not None and second.revision.number == 2
    assert [part.item.number for part in second.items] == [2, 3]
    assert second.items[0].item.key == first.items[1].item.key
    with world.database.read() as session:
        former, present = needs.revisions(session, second.need.key)
    assert former.superseded_at == present.published_at


def test_two_edits_at_once_lose_nothing(world: World) -> None:
    public_id = world.publish()
    base = world.public(public_id)
    assert base is not None
    refused: list[str] = []

    def edit(title: str) -> None:
        try:
            world.edit(public_id, content(title_vi=title), version(base))
        except ActionError as error:
            refused.append(error.code)

    threads = [threading.Thread(target=edit, args=(f"Bản sửa {n}",)) for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert refused == ["conflict", "conflict"]
    assert world.events(public_id).count("need.edit") == 1


def test_nobody_approves_what_they_submitted(here: World) -> None:
    public_id = here.draft()
    here.run(actions.submit, here.approver, public_id)
    with pytest.raises(ActionError) as refused:
        here.run(actions.approve, here.approver, public_id)
    assert refused.value.code == "own_submission"
    assert here.public(public_id) is None
    here.run(actions.approve, here.second, public_id)
    assert here.public(public_id) is not None


def test_who_may_do_what(here: World) -> None:
    public_id = here.draft()
    for action, who, rest in [
        (actions.draft, here.stranger, None),
        (actions.edit, here.stranger, (content(), "")),
        (actions.submit, here.stranger, ()),
        (actions.approve, here.editor, ()),
        (actions.approve, here.stranger, ()),
        (actions.return_, here.editor, ("nhầm",)),
        (actions.withdraw, here.editor, ("nhầm",)),
        (actions.withdraw, here.stranger, ("nhầm",)),
    ]:
        arguments = (here.ward, content()) if rest is None else (public_id, *rest)
        with pytest.raises(Forbidden):
            here.run(action, who, *arguments)
    assert here.events(public_id) == ["need.draft"]


def test_only_a_buyer_publishes_needs(here: World) -> None:
    with pytest.raises(ActionError) as refused:
        here.run(actions.draft, here.supplier, here.firm, content())
    assert (refused.value.code, refused.value.field) == ("not_a_buyer", "organisation")


def test_a_title_is_enough_for_a_draft_but_not_for_submission(here: World) -> None:
    public_id = here.run(actions.draft, here.editor, here.ward, NeedContent(title_vi="Thùng rác"))
    with pytest.raises(actions.Incomplete) as refused:
        here.run(actions.submit, here.editor, public_id)
    assert refused.value.missing == [
        Missing.PROBLEM, Missing.CATEGORY, Missing.CLOSING_DAY, Missing.ITEM,
    ]  # fmt: skip
    with pytest.raises(ActionError) as untitled:
        here.run(actions.draft, here.editor, here.ward, NeedContent())
    assert (untitled.value.code, untitled.value.field) == ("no_title", "title_vi")


def test_what_waits_is_not_edited_until_it_is_returned(here: World) -> None:
    public_id = here.draft()
    here.run(actions.submit, here.editor, public_id)
    with pytest.raises(ActionError) as refused:
        here.edit(public_id, content(title_vi="Khác"))
    assert refused.value.code == "waiting"
    with pytest.raises(ActionError) as silent:
        here.run(actions.return_, here.approver, public_id, " ")
    assert silent.value.field == "note"
    here.run(actions.return_, here.approver, public_id, "Thiếu lưu lượng")
    working = here.working(public_id)
    assert working is not None and working.revision.returned_note == "Thiếu lưu lượng"
    here.edit(public_id, content(title_vi="Khác"))
    here.run(actions.submit, here.editor, public_id)
    working = here.working(public_id)
    assert working is not None and working.revision.returned_note is None


def test_an_approver_publishes_only_what_they_saw(here: World) -> None:
    public_id = here.draft()
    here.run(actions.submit, here.editor, public_id)
    working = here.working(public_id)
    assert working is not None
    seen = version(working)
    here.run(actions.return_, here.approver, public_id, "Sửa tên")
    here.edit(public_id, content(title_vi="Tên khác"))
    here.run(actions.submit, here.editor, public_id)
    with pytest.raises(ActionError) as refused:
        here.run(actions.approve, here.approver, public_id, seen)
    assert refused.value.code == "conflict"
    assert here.public(public_id) is None


def test_a_need_whose_day_has_passed_is_not_approved(here: World) -> None:
    public_id = here.draft()
    here.run(actions.submit, here.editor, public_id)
    with here.database.write() as session:
        need = needs.for_change(session, public_id)
        assert need is not None
        working = needs.working_record(session, need.key)
        assert working is not None
        working.revision.closes_on = hanoi_day(utcnow()) - timedelta(days=1)
    with pytest.raises(actions.Incomplete) as refused:
        here.run(actions.approve, here.approver, public_id)
    assert refused.value.missing == [Missing.CLOSING_DAY_AHEAD]


def test_a_draft_item_that_was_taken_out_leaves_no_gap(here: World) -> None:
    public_id = here.draft(items=(item(1), item(2)))
    here.edit(public_id, content(items=(item(1),)))
    with here.database.read() as session:
        need = needs.by_public_id(session, public_id)
        assert need is not None
        assert set(needs.item_identities(session, need.key)) == {1}


def test_segments_follow_the_programme_and_count_no_services(here: World) -> None:
    collected = Category.SOLID_WASTE_COLLECTION
    items = (
        item(1, kind=ItemKind.EQUIPMENT, category=collected),
        item(2, kind=ItemKind.SERVICE, category=collected),
        item(3, kind=ItemKind.WORKS, category=Category.WATER_SUPPLY),
        item(4, kind=ItemKind.MATERIAL),
    )
    record = here.public(here.publish(items=items))
    assert record is not None
    found = [part.revision.segment for part in record.items]
    assert found == [Segment.COLLECTION, None, None, None]


def test_an_audit_event_tells_what_an_edit_changed(here: World) -> None:
    public_id = here.draft()
    here.edit(public_id, content(budget_max=16_000_000_000))
    with here.database.read() as session:
        event = audit.of_object(session, "need", public_id)[-1]
    assert event.account_id == here.editor.account_id
    assert event.before == {"budget_max": 15_000_000_000}
    assert event.after == {"budget_max": 16_000_000_000, "revision": 1}


def test_after_withdrawal_nothing_goes_on(here: World) -> None:
    public_id = here.publish()
    with pytest.raises(ActionError) as silent:
        here.run(actions.withdraw, here.approver, public_id, " ")
    assert silent.value.field == "reason"
    here.run(actions.withdraw, here.approver, public_id, "Đã mua")
    for action, rest in [(actions.submit, ()), (actions.withdraw, ("lại",)), (actions.approve, ())]:
        with pytest.raises(ActionError) as refused:
            here.run(action, here.approver, public_id, *rest)
        assert refused.value.code == "withdrawn"


@pytest.mark.parametrize(
    ("over", "code", "field"),
    [
        ({"title_vi": None}, "no_title", "title_vi"),
        ({"title_vi": "x" * 501}, "too_long", "title_vi"),
        ({"budget_min": 16 * 10**9}, "budget_crossed", "budget_max"),
        ({"items": (item(1), item(1))}, "same_number", "items-1-number"),
        ({"items": (item(1, kind=None),)}, "no_kind", "items-0-kind"),
        ({"items": (item(1, category=None),)}, "no_category", "items-0-category"),
        ({"items": (item(1, quantity=Decimal(0)),)}, "no_quantity", "items-0-quantity"),
        ({"items": (item(1, unit="furlong"),)}, "unknown_unit", "items-0-unit"),
        ({"items": (item(1, year=1999),)}, "odd_year", "items-0-year"),
        (
            {"items": (item(1, kind=ItemKind.EQUIPMENT, equipment_value=1),)},
            "not_works",
            "items-0-equipment_value",
        ),
        (
            {"items": (item(1, equipment_value=10**12),)},
            "equipment_above_value",
            "items-0-equipment_value",
        ),
        (
            {"requirements": (RequirementContent(item=7, text_vi="Có camera"),)},
            "no_such_item",
            "requirements-0-item",
        ),
        (
            {"requirements": (RequirementContent(parameter="luck", low=Decimal(1), unit="1"),)},
            "unknown_parameter",
            "requirements-0-parameter",
        ),
        (
            {"requirements": (RequirementContent(text_vi="Bơm hàng Đức"),)},
            "origin_named",
            "requirements-0-text_vi",
        ),
    ],
)
def test_what_not_even_a_draft_may_say(
    over: dict[str, Any], code: str, field: str, here: World
) -> None:
    told = replace(content(), requirements=())
    (problem,) = problems(replace(told, **over))
    assert (problem.code, problem.field) == (code, field)
    with pytest.raises(ActionError) as refused:
        here.run(actions.draft, here.editor, here.ward, replace(told, **over))
    assert refused.value.code == code


def test_a_note_to_the_author_has_a_limit(world: World) -> None:
    public_id = world.draft()
    world.run(actions.submit, world.editor, public_id)
    with pytest.raises(ActionError) as refused:
        world.run(actions.return_, world.approver, public_id, "x" * 2001)
    assert (refused.value.code, refused.value.field) == ("long_note", "note")


def test_numbers_that_no_column_holds_are_refused() -> None:
    large = Decimal(10**15)
    asked = RequirementContent(parameter="cod", low=-large, high=large, unit="mg/L")
    told = content(items=(item(1, quantity=large),), requirements=(asked,))
    fields = [problem.field for problem in problems(told) if problem.code == "too_large"]
    assert fields == ["items-0-quantity", "requirements-0-low", "requirements-0-high"]


def test_sums_that_no_column_holds_are_refused() -> None:
    """A form reads none such; a spreadsheet may hold one."""
    told = content(items=(item(1, value=10**16),), budget_min=-1, budget_max=10**30)
    fields = [problem.field for problem in problems(told) if problem.code == "no_sum"]
    assert fields == ["budget_min", "budget_max", "items-0-value"]
