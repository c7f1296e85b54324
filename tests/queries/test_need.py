"""A need in words: quantities, closing, what its people may do, and whose eyes see what."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from sqlmodel import Session

from registry.domain.account import Role
from registry.domain.fact import Stream
from registry.domain.need import NeedRevision, NeedStatus, Requirement
from registry.domain.organisation import Capability, Organisation
from registry.domain.permission import VISITOR, Actor
from registry.i18n import language
from registry.queries import need_text
from registry.queries.need import NeedDetail, detail, rows
from registry.storage import need as needs
from registry.storage.session import Database
from tests.factories.account import account, actor
from tests.factories.need import need, revision
from tests.factories.organisation import organisation

VI, EN = language("vi"), language("en")
# 17:00 of 10 March 2027 in Hanoi.
CLOSING = datetime(2027, 3, 10, 10, 0, tzinfo=UTC)
DAY = date(2027, 3, 10)


@pytest.fixture
def session(sqlite_database: Database) -> Iterator[Session]:
    with sqlite_database.write() as session:
        yield session


def ward(session: Session) -> Organisation:
    return organisation(session, Capability.BUYS)


def member(session: Session, owner: Organisation, role: Role) -> Actor:
    return actor(session, account(session, (owner, role)))


def seen(session: Session, who: Actor, public_id: str, **how: bool) -> NeedDetail:
    found = detail(session, who, public_id, EN, **how)  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("now", "vi", "en"),
    [
        (CLOSING - timedelta(days=12), "còn 12 ngày", "closes in 12 days"),
        (CLOSING - timedelta(days=1), "còn 1 ngày", "closes in 1 day"),
        (CLOSING - timedelta(minutes=1), "hết hạn lúc 17:00 hôm nay", "closes today at 17:00"),
        (CLOSING, "đã đóng", "closed"),
    ],
)
def test_closing_in_words(now: datetime, vi: str, en: str) -> None:
    told = NeedRevision(need_id=1, number=1, closes_on=DAY)
    assert (need_text.closing(told, now, VI), need_text.closing(told, now, EN)) == (vi, en)


@pytest.mark.parametrize(
    ("low", "high", "vi", "en"),
    [
        (500, None, "từ 500 m³/ngày đêm trở lên", "at least 500 m³/day"),
        (None, 1500, "không quá 1.500 m³/ngày đêm", "at most 1,500 m³/day"),
        (600, 1400, "600–1.400 m³/ngày đêm", "600–1,400 m³/day"),
        (500, 500, "500 m³/ngày đêm", "500 m³/day"),
    ],
)
def test_ranges_in_words(low: int | None, high: int | None, vi: str, en: str) -> None:
    asked = Requirement(
        revision_id=1, position=0, parameter="flow", stream=Stream.RATING, unit="m3/day",
        low=None if low is None else Decimal(low), high=None if high is None else Decimal(high),
    )  # fmt: skip
    assert (need_text.extent(asked, VI), need_text.extent(asked, EN)) == (vi, en)


def test_quantities_of_different_items_are_not_added_up(session: Session) -> None:
    bags, cages = {"quantity": Decimal(640), "unit": "piece"}, {"quantity": Decimal(200)}
    for items, told in (([bags], "640 pieces"), ([bags, cages | {"unit": "piece"}], "")):
        public_id = need(session, ward(session), items=items).public_id
        facts = {term: value for term, value, _ in seen(session, VISITOR, public_id).facts}
        assert facts["Quantity"] == told


def test_a_draft_shows_to_its_agency_alone(session: Session) -> None:
    owner = ward(session)
    row = need(session, owner, title_en="Public title")
    revision(session, row, number=2, title_en="Draft title")
    editor, stranger = (
        member(session, owner, Role.EDITOR),
        member(session, ward(session), Role.OWNER),
    )
    for who in (VISITOR, stranger):
        shown = seen(session, who, row.public_id, working=True)
        assert shown.title == "Public title" and shown.workshop is None
    assert seen(session, editor, row.public_id).title == "Public title"
    shown = seen(session, editor, row.public_id, working=True)
    assert shown.title == "Draft title" and shown.status is NeedStatus.DRAFT
    assert shown.workshop is not None and len(shown.workshop.history) == 2


def test_what_the_people_of_an_agency_may_do(session: Session) -> None:
    owner = ward(session)
    editor, approver = (member(session, owner, role) for role in (Role.EDITOR, Role.APPROVER))
    row = need(session, owner)
    told = revision(session, row, number=2, problem_vi=None)

    def may(who: Actor) -> set[str]:
        work = seen(session, who, row.public_id).workshop
        assert work is not None
        return {name for name in ("edit", "submit", "approve", "withdraw")
                if getattr(work, f"can_{name}")}  # fmt: skip

    work = seen(session, editor, row.public_id).workshop
    assert work is not None
    assert work.missing == (
        "the problem, in a sentence or two",
        "at least one item, with its kind, category and title",
    )
    assert may(editor) == {"edit"} and may(approver) == {"edit", "withdraw"}
    told.submitted_at, told.submitted_by_id = CLOSING, editor.account_id
    session.flush()
    assert may(editor) == set() and may(approver) == {"approve", "withdraw"}
    told.submitted_by_id = approver.account_id
    session.flush()
    assert may(approver) == {"withdraw"}


def test_a_row_in_the_other_language_is_the_portals_brief(session: Session) -> None:
    need(session, ward(session), title_vi="Máy ép bùn", sample=True)
    records = needs.public(session)
    (vi,), (en,) = rows(records, VI), rows(records, EN)
    assert not vi.by_portal and vi.summary_lang == "vi"
    assert en.by_portal and en.summary.startswith("Wanted: ") and en.summary_lang == "en"
    assert en.title_lang == "vi"
    assert ("plain", "Brief made by the portal") in en.marks and "sample" in en.marks
