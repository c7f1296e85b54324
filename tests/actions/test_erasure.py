"""Erasure for whoever asks by letter, and what keeps a person from being erased."""

import json
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from registry.actions import erasure
from registry.actions import message as messages
from registry.actions import need as needs
from registry.actions.errors import ActionError
from registry.domain.account import Role
from registry.domain.audit import AuditEvent
from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.consent import Consent
from registry.domain.message import Message
from registry.domain.organisation import Capability, Contact, Organisation
from registry.domain.outbox import JobKind, OutboxMessage
from registry.domain.permission import Actor, Forbidden
from registry.storage import account as accounts
from registry.storage.session import Database
from tests.factories.account import account, actor
from tests.factories.need import content
from tests.factories.organisation import organisation

NAME, EMAIL, PHONE = "Đỗ Thị Hằng Nga Thử", "Nga.DTH@cong-ty.example", "+84 24 9876 5432"
TODAY = hanoi_day(utcnow())


def registrar(session: Session) -> Actor:
    department = organisation(session, Capability.REGISTERS)
    return actor(session, account(session, (department, Role.REGISTRAR)))


def contact(session: Session, owner: Organisation) -> Contact:
    row = Contact(
        organisation_id=owner.key,
        name=NAME,
        email=EMAIL.upper(),
        phone=PHONE,
        role_vi=f"Thư ký {NAME}",
        consented_at=utcnow(),
    )
    session.add(row)
    session.flush()
    return row


def found_anywhere(session: Session, words: list[str]) -> list[str]:
    """Every column of every table whose text holds one of the words, in whatever case."""
    return [
        f"{table.name}.{column}"
        for table in SQLModel.metadata.sorted_tables
        for row in session.execute(sa.select(table)).mappings()
        for column, value in row.items()
        for word in words
        if word.lower() in json.dumps(value, default=str, ensure_ascii=False).lower()
    ]


def mails(session: Session) -> list[str]:
    rows = session.exec(select(OutboxMessage).where(OutboxMessage.kind == JobKind.MAIL))
    return [row.subject for row in rows]


def test_the_registrar_erases_whoever_asked_by_letter(database: Database) -> None:
    with database.write() as session:
        asked = registrar(session)
        firm, ward = organisation(session), organisation(session, Capability.BUYS)
        row = account(session, (firm, Role.EDITOR), email=EMAIL, name=NAME)
        elsewhere = organisation(session, contact=False)
        contact(session, elsewhere)
        neighbour = actor(session, account(session, (ward, Role.EDITOR)))
        for writer, to in ((actor(session, row), ward), (neighbour, elsewhere), (neighbour, firm)):
            messages.write(session, writer, to.public_id, subject="Hỏi giá", body="Xin báo giá.")
        kept = erasure.kept_under(session, asked, EMAIL.lower(), TODAY)
        assert (kept.name, kept.contacts) == (NAME, 1)
        assert len(mails(session)) == 3 and found_anywhere(session, [NAME, EMAIL, PHONE])
        public_id, other = row.public_id, firm.public_id
        erasure.erase_on_request(session, asked, EMAIL.lower(), TODAY)
    with database.read() as session:
        assert found_anywhere(session, [NAME, EMAIL, PHONE]) == []
        assert accounts.by_email(session, EMAIL) is None
        assert session.exec(select(sa.func.count()).select_from(Message)).one() == 3
        # Neither the mail that the person wrote nor the one to the person goes out any more.
        (waiting,) = mails(session)
        message = session.exec(select(Message).where(Message.public_id == waiting)).one()
        assert session.get_one(Organisation, message.to_organisation_id).public_id == other
        gone = accounts.by_public_id(session, public_id)
        assert gone is not None and gone.disabled_at is not None and gone.session_epoch == 1
        (consent,) = session.exec(select(Consent).where(Consent.account_id == gone.key))
        assert not consent.stands
        event = session.exec(select(AuditEvent).order_by(col(AuditEvent.id).desc())).first()
        assert event is not None and event.account_id == asked.account_id
        assert event.after is not None and event.after["asked_on"] == TODAY.isoformat()


def test_a_mere_contact_is_erased_too(database: Database) -> None:
    with database.write() as session:
        row = contact(session, organisation(session, contact=False))
        erasure.erase_on_request(session, registrar(session), EMAIL, TODAY)
        assert not row.consents
    with database.read() as session:
        assert found_anywhere(session, [NAME, EMAIL, PHONE]) == []
        events = session.exec(select(AuditEvent.action)).all()
        assert events == ["contact.erase"]


@pytest.mark.parametrize(
    ("email", "days", "code"), [("nobody@cong-ty.example", 0, "nobody"), (EMAIL, 1, "future_day")]
)
def test_what_no_letter_can_ask_is_refused(
    sqlite_database: Database, email: str, days: int, code: str
) -> None:
    with sqlite_database.write() as session:
        account(session, email=EMAIL)
        with pytest.raises(ActionError, match=code):
            erasure.erase_on_request(
                session, registrar(session), email, TODAY + timedelta(days=days)
            )


def test_nobody_but_the_registrar_may(sqlite_database: Database) -> None:
    with sqlite_database.write() as session:
        row = account(session, (organisation(session), Role.OWNER), email=EMAIL)
        with pytest.raises(Forbidden):
            erasure.erase_on_request(session, actor(session, row), EMAIL, TODAY)


def test_the_last_owner_of_a_verified_organisation_stays(database: Database) -> None:
    with database.write() as session:
        asked = registrar(session)
        firm = organisation(session, verified_at=utcnow())
        account(session, (firm, Role.OWNER), email=EMAIL)
        gone = account(session, (firm, Role.OWNER), disabled_at=utcnow())
        account(session, (firm, Role.EDITOR))
        with pytest.raises(ActionError, match="last_owner"):
            erasure.erase_on_request(session, asked, EMAIL, TODAY)
        gone.disabled_at = None
        erasure.erase_on_request(session, asked, EMAIL, TODAY)


def test_the_owner_of_an_organisation_that_nobody_verified_may_go(database: Database) -> None:
    with database.write() as session:
        account(session, (organisation(session), Role.OWNER), email=EMAIL)
        erasure.erase_on_request(session, registrar(session), EMAIL, TODAY)


def test_the_last_approver_stays_while_a_need_waits(database: Database) -> None:
    with database.write() as session:
        asked = registrar(session)
        ward, other = (organisation(session, Capability.BUYS) for _ in range(2))
        account(session, (ward, Role.APPROVER), email=EMAIL)
        account(session, (other, Role.APPROVER))
        author = actor(session, account(session, (ward, Role.EDITOR)))
        public_id = needs.draft(session, author, ward.public_id, content()).public_id
        erasure.kept_under(session, asked, EMAIL, TODAY)  # a draft waits for nobody
        needs.submit(session, author, public_id)
        with pytest.raises(ActionError, match="last_approver"):
            erasure.erase_on_request(session, asked, EMAIL, TODAY)
        account(session, (ward, Role.APPROVER))
        erasure.erase_on_request(session, asked, EMAIL, TODAY)
