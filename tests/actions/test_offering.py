"""Offerings are published at once, revised without loss, and checked by the registrar."""

import threading
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import select

from registry.actions import offering as actions
from registry.actions.errors import ActionError
from registry.actions.offering_content import FactContent, StandardContent, problems
from registry.domain.account import Role
from registry.domain.fact import Grade
from registry.domain.offering import OfferingKind, Part
from registry.domain.organisation import Capability
from registry.domain.outbox import JobKind, OutboxMessage
from registry.domain.permission import Actor, Forbidden
from registry.storage import audit
from registry.storage import offering as offerings
from registry.storage.offering import OfferingRecord
from registry.storage.session import Database
from tests.factories.account import account, actor
from tests.factories.offering import content
from tests.factories.organisation import organisation


class World:
    """A supplier with an editor, a stranger with an organisation of their own, a registrar."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.write() as session:
            owner = organisation(session, name_vi="Công ty Nước Sạch Thử", sample=True)
            other = organisation(session)
            department = organisation(session, Capability.REGISTERS)
            people = [(owner, Role.EDITOR), (other, Role.OWNER), (department, Role.REGISTRAR)]
            accounts = [account(session, seat) for seat in people]
            self.editor, self.stranger, self.registrar = (actor(session, a) for a in accounts)
            self.owner = owner.public_id

    def publish(self, **over: Any) -> str:
        with self.database.write() as session:
            return actions.publish(session, self.editor, self.owner, content(**over)).public_id

    def edit(self, public_id: str, based_on: int, **over: Any) -> None:
        with self.database.write() as session:
            actions.edit(session, self.editor, public_id, content(**over), based_on)

    def record(self, public_id: str) -> OfferingRecord:
        with self.database.read() as session:
            record = offerings.standing(session, public_id)
        assert record is not None
        return record

    def trail(self, public_id: str) -> list[str]:
        with self.database.read() as session:
            return [e.action for e in audit.of_object(session, "offering", public_id)]

    def jobs(self, public_id: str) -> list[JobKind]:
        with self.database.read() as session:
            rows = session.exec(select(OutboxMessage).where(OutboxMessage.subject == public_id))
            return [row.kind for row in rows]


@pytest.fixture
def world(sqlite_database: Database) -> World:
    return World(sqlite_database)


@pytest.fixture
def each_world(database: Database) -> World:
    return World(database)


def test_a_new_offering_is_public_and_self_declared(each_world: World) -> None:
    public_id = each_world.publish()
    record = each_world.record(public_id)
    assert record.revision.number == 1
    assert record.revision.published_at is not None
    assert record.offering.first_checked_at is None
    assert record.offering.confirmed_at is not None
    assert record.offering.sample, "what a sample organisation publishes goes with the samples"
    assert record.domestic
    assert record.revision.maker == "Công ty Nước Sạch Thử"
    assert record.facts[0].unit == "m3/day", "the parameter's usual unit"
    assert each_world.trail(public_id) == ["offering.publish"]
    assert each_world.jobs(public_id) == [JobKind.OFFERING_CHANGED]


def test_an_edit_supersedes_at_once_and_keeps_the_old_revision(each_world: World) -> None:
    public_id = each_world.publish()
    each_world.edit(public_id, based_on=1, price_max=5_000_000_000)
    record = each_world.record(public_id)
    assert (record.revision.number, record.revision.price_max) == (2, 5_000_000_000)
    with each_world.database.read() as session:
        versions = offerings.revisions(session, record.offering.key)
        event = audit.of_object(session, "offering", public_id)[-1]
    assert [(v.number, v.price_max) for v in versions] == [(2, 5_000_000_000), (1, 4_000_000_000)]
    assert versions[1].superseded_at is not None
    assert event.before == {"revision": 1, "price_max": 4_000_000_000}
    assert event.after == {"revision": 2, "price_max": 5_000_000_000}
    assert len(each_world.jobs(public_id)) == 2


def test_an_edit_of_a_version_that_is_no_more_changes_nothing_and_says_who(
    each_world: World,
) -> None:
    public_id = each_world.publish()
    each_world.edit(public_id, based_on=1, maker=None, title_vi="Bản của đồng nghiệp")
    with pytest.raises(ActionError) as refused:
        each_world.edit(public_id, based_on=1, title_vi="Bản của tôi")
    assert refused.value.code == "changed_meanwhile"
    assert refused.value.values == {"name": each_world.editor.name, "number": 2}
    assert each_world.record(public_id).revision.title_vi == "Bản của đồng nghiệp"
    assert each_world.trail(public_id) == ["offering.publish", "offering.edit"]
    each_world.edit(public_id, based_on=2, title_vi="Bản của tôi")
    assert each_world.record(public_id).revision.number == 3


def test_of_two_edits_at_the_same_time_one_is_told_of_the_other(each_world: World) -> None:
    public_id = each_world.publish()
    outcomes: list[str] = []

    def edit(title: str) -> None:
        try:
            each_world.edit(public_id, based_on=1, title_vi=title)
            outcomes.append("published")
        except ActionError as error:
            outcomes.append(error.code)

    threads = [threading.Thread(target=edit, args=(f"Bản {n}",)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["changed_meanwhile"] * 3 + ["published"]
    assert each_world.record(public_id).revision.number == 2


def test_an_edit_that_changes_nothing_makes_no_version(world: World) -> None:
    public_id = world.publish()
    with pytest.raises(ActionError) as refused:
        world.edit(public_id, based_on=1)
    assert refused.value.code == "unchanged"
    assert world.record(public_id).revision.superseded_at is None


def test_the_registrars_first_check_takes_the_mark_away_for_good(each_world: World) -> None:
    public_id = each_world.publish()
    with each_world.database.write() as session:
        actions.check(session, each_world.registrar, public_id, 1)
    record = each_world.record(public_id)
    assert record.revision.checked_at == record.offering.first_checked_at
    assert record.revision.checked_by_id == each_world.registrar.account_id
    each_world.edit(public_id, based_on=1, price_min=None)
    record = each_world.record(public_id)
    assert record.revision.checked_at is None
    assert record.offering.first_checked_at is not None
    assert each_world.jobs(public_id) == [JobKind.OFFERING_CHANGED] * 3


def test_the_registrar_confirms_only_the_version_that_was_read(world: World) -> None:
    public_id = world.publish()
    world.edit(public_id, based_on=1, price_min=None)
    with pytest.raises(ActionError) as refused, world.database.write() as session:
        actions.check(session, world.registrar, public_id, 1)
    assert refused.value.code == "changed_meanwhile"
    assert world.record(public_id).offering.first_checked_at is None


def test_a_question_stands_with_the_revision_until_a_new_one_answers(world: World) -> None:
    public_id = world.publish()
    with world.database.write() as session:
        actions.return_with_question(session, world.registrar, public_id, " Ai lắp ráp? ", 1)
    assert world.record(public_id).revision.returned_note == "Ai lắp ráp?"
    with world.database.read() as session:
        assert offerings.count_unchecked(session) == 0
    world.edit(public_id, based_on=1, summary_vi="Lắp ráp tại Hà Nội.")
    with world.database.read() as session:
        assert offerings.count_unchecked(session) == 1
    assert world.trail(public_id)[1] == "offering.return"
    with pytest.raises(ActionError, match="no_note"), world.database.write() as session:
        actions.return_with_question(session, world.registrar, public_id, "  ", 2)


def test_a_withdrawn_offering_is_out_of_the_lists_and_can_not_be_changed(
    each_world: World,
) -> None:
    public_id = each_world.publish()
    with each_world.database.write() as session:
        actions.withdraw(session, each_world.editor, public_id, "Ngừng sản xuất")
    with each_world.database.read() as session:
        assert offerings.public(session) == []
    assert each_world.record(public_id).offering.withdrawn_reason == "Ngừng sản xuất"
    with pytest.raises(ActionError, match="withdrawn"):
        each_world.edit(public_id, based_on=1, price_min=None)
    assert each_world.trail(public_id) == ["offering.publish", "offering.withdraw"]
    assert len(each_world.jobs(public_id)) == 2


def test_a_reason_is_needed_to_withdraw(world: World) -> None:
    public_id = world.publish()
    for reason, code in (("", "no_reason"), ("x" * 301, "too_long")):
        with pytest.raises(ActionError, match=code), world.database.write() as session:
            actions.withdraw(session, world.editor, public_id, reason)
    assert world.record(public_id).offering.withdrawn_at is None


def test_only_the_organisations_authors_change_and_only_the_registrar_checks(
    world: World,
) -> None:
    public_id = world.publish()
    with world.database.write() as session:
        for who in (world.stranger, world.registrar, Actor()):
            with pytest.raises(Forbidden):
                actions.publish(session, who, world.owner, content())
            with pytest.raises(Forbidden):
                actions.edit(session, who, public_id, content(price_min=1), 1)
            with pytest.raises(Forbidden):
                actions.withdraw(session, who, public_id, "Vì thế")
        for who in (world.stranger, world.editor, Actor()):
            with pytest.raises(Forbidden):
                actions.check(session, who, public_id, 1)
            with pytest.raises(Forbidden):
                actions.return_with_question(session, who, public_id, "Sao?", 1)
    assert world.trail(public_id) == ["offering.publish"]


def test_an_organisation_that_does_not_supply_publishes_nothing(world: World) -> None:
    with world.database.write() as session:
        buyer = organisation(session, Capability.BUYS)
        who = actor(session, account(session, (buyer, Role.OWNER)))
        with pytest.raises(ActionError, match="not_a_supplier"):
            actions.publish(session, who, buyer.public_id, content())
        assert offerings.public(session) == []


def test_a_standard_is_known_by_its_short_code(world: World) -> None:
    row = StandardContent(code="qcvn 40:2025", column="A", grade=Grade.CERTIFIED)
    other = StandardContent(code="ISO 14034:2016")
    record = world.record(world.publish(standards=(row, other)))
    assert [s.standard_code for s in record.standards] == ["QCVN 40:2025/BTNMT", "ISO 14034:2016"]


def test_a_unit_is_read_as_people_write_it(world: World) -> None:
    fact = FactContent(parameter="flow", high=Decimal(20), unit="m3/h")
    assert world.record(world.publish(facts=(fact,))).facts[0].unit == "m3/h"


def test_gas_may_be_stated_as_it_is_but_not_by_mass() -> None:
    blower = FactContent(parameter="air_flow", high=Decimal(900), unit="m3/h")
    assert problems(content(facts=(blower,))) == []
    assert [p.code for p in problems(content(facts=(replace(blower, unit="kg/h"),)))] == ["unit"]


def test_the_makers_name_is_the_publishers(world: World) -> None:
    with pytest.raises(ActionError, match="maker_is_publisher"):
        world.publish(maker="Hãng khác")
    record = world.record(world.publish(maker="Hãng khác", part=Part.AGENT))
    assert record.revision.maker == "Hãng khác"


def fact(**over: Any) -> dict[str, Any]:
    return {"facts": (FactContent(**{"parameter": "flow", "low": Decimal(1), **over}),)}


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"title_vi": None, "summary_vi": None}, "title_vi"),
        ({"summary_vi": None}, "summary_vi"),
        ({"title_vi": None}, "title_vi"),
        ({"summary_vi": None, "title_vi": None, "title_en": "Pump"}, "summary_en"),
        ({"title_vi": "x" * 301}, "title_vi"),
        ({"kind": None}, "kind"),
        ({"category": None}, "category"),
        ({"part": None}, "part"),
        ({"part": Part.AGENT}, "maker"),
        ({"part": Part.LICENSED_MAKER}, "maker"),
        ({"part": Part.SERVICE_PROVIDER}, "part"),
        ({"kind": OfferingKind.SERVICE}, "part"),
        ({"country_of_manufacture": None}, "country_of_manufacture"),
        ({"local_content_min": Decimal(40)}, "local_content_grade"),
        (
            {
                "local_content_min": Decimal(40),
                "local_content_grade": Grade.DECLARED,
                "country_of_manufacture": "DE",
            },
            "local_content_min",
        ),
        (
            {
                "local_content_min": Decimal(60),
                "local_content_max": Decimal(40),
                "local_content_grade": Grade.DECLARED,
            },
            "local_content_min",
        ),
        (
            {"local_content_max": Decimal(101), "local_content_grade": Grade.DECLARED},
            "local_content_max",
        ),
        ({"price_min": 5, "price_max": 4}, "price_min"),
        (fact(parameter=None), "facts-0-parameter"),
        (fact(parameter="speed"), "facts-0-parameter"),
        (fact(low=None), "facts-0-low"),
        (fact(low=Decimal(9), high=Decimal(8)), "facts-0-low"),
        (fact(low=Decimal(10) ** 15), "facts-0-low"),
        (fact(unit="mg/L"), "facts-0-unit"),
        (fact(unit="thúng"), "facts-0-unit"),
        (fact(conditions_en="x" * 301), "facts-0-conditions_en"),
        ({"standards": (StandardContent(code=None, column="A"),)}, "standards-0-code"),
    ],
)
def test_a_rule_names_the_field_to_mend(over: dict[str, Any], field: str) -> None:
    assert [p.field for p in problems(content(**over))] == [field]


def test_all_problems_are_told_at_once_in_the_order_of_the_form() -> None:
    wrong = replace(content(**fact(low=None)), title_vi=None, part=None, price_min=10**12)
    fields = [problem.field for problem in problems(wrong)]
    assert fields == ["title_vi", "part", "price_min", "facts-0-low"]


def test_complete_content_has_no_problem_in_either_language() -> None:
    assert problems(content()) == []
    english = content(title_vi=None, summary_vi=None, title_en="Pump", summary_en="It pumps.")
    assert problems(english) == []
    service = content(
        kind=OfferingKind.SERVICE, part=Part.SERVICE_PROVIDER, country_of_manufacture=None
    )
    assert problems(service) == []
