"""A person's rights over their own data, on both databases."""

import json
from collections.abc import Sequence

import pytest
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from registry.actions import own_data as actions
from registry.actions.errors import ActionError
from registry.domain.account import Account, Role
from registry.domain.audit import AuditEvent
from registry.domain.base import utcnow
from registry.domain.message import Message
from registry.domain.organisation import Capability, Contact
from registry.domain.outbox import JobKind
from registry.queries.own_data import own_data
from registry.storage import account as accounts
from registry.storage import audit, outbox
from registry.storage.session import Database
from tests.factories.account import account, actor
from tests.factories.need import need
from tests.factories.organisation import organisation

NAME, EMAIL, PHONE = "Tạ Thị Quỳnh Vơi", "Voi.TTQ@phuong.example", "+84 24 1234 5678"


@pytest.fixture
def person(database: Database) -> str:
    """Somebody with a role, a contact entry, a need, a message, events and a mail that failed."""
    with database.write() as session:
        ward = organisation(session, Capability.BUYS)
        firm = organisation(session)
        row = account(session, (ward, Role.EDITOR), email=EMAIL, name=NAME)
        told = need(session, ward, created_by_id=row.key, title_vi="Máy ép bùn")
        entry = Contact(
            organisation_id=ward.key,
            position=5,
            name=NAME,
            role_vi=f"Trợ lý của {NAME}",
            email=EMAIL.lower(),
            phone=PHONE,
            consented_at=utcnow(),
        )
        session.add(entry)
        session.flush()
        for sender, to, contact in ((row, firm, entry), (row, ward, entry)):
            message = Message(
                to_organisation_id=to.key,
                contact_id=contact.key,
                from_organisation_id=ward.key,
                from_account_id=sender.key,
                subject="Hỏi giá",
                body="Xin cho biết giá.",
            )
            session.add(message)
            session.flush()
            outbox.put(session, JobKind.MAIL, message.public_id)
        audit.record(session, actor(session, row), "need.publish", "need", told.public_id)
        return row.public_id


def found_anywhere(session: Session, words: list[str]) -> list[str]:
    """Every column of every table whose text holds one of the words."""
    found = []
    for table in SQLModel.metadata.sorted_tables:
        for row in session.execute(sa.select(table)).mappings():
            for column, value in row.items():
                told = json.dumps(value, default=str, ensure_ascii=False).lower()
                found += [f"{table.name}.{column}" for w in words if w.lower() in told]
    return found


def test_a_copy_holds_all_that_is_kept_of_a_person_and_nobody_else(
    database: Database, person: str
) -> None:
    with database.write() as session:
        account(session, email="other@phuong.example", name="Người khác")
    with database.read() as session:
        kept = own_data(session, actor(session, accounts.by_public_id(session, person)))
    assert kept["account"]["email"] == EMAIL and kept["account"]["name"] == NAME
    assert [row["role"] for row in kept["memberships"]] == ["editor"]
    assert [row["phone"] for row in kept["contacts"]] == [PHONE]
    assert [row["body"] for row in kept["messages"]] == ["Xin cho biết giá."] * 2
    assert [row["title"] for row in kept["written"]] == ["Máy ép bùn"]
    assert [row["action"] for row in kept["events"]] == ["need.publish"]
    told = json.dumps(kept)
    assert "password" not in told and "other@" not in told


def test_after_erasure_no_table_holds_the_person(database: Database, person: str) -> None:
    with database.write() as session:
        assert found_anywhere(session, [NAME, EMAIL, PHONE])
        actions.erase(session, actor(session, accounts.by_public_id(session, person)))
    with database.read() as session:
        assert found_anywhere(session, [NAME, EMAIL, PHONE]) == []
        row = accounts.by_public_id(session, person)
        assert row is not None and row.disabled_at is not None
        assert accounts.seats(session, row.key, utcnow()) == []
        assert accounts.by_email(session, EMAIL) is None


def test_the_trail_stays_whole(database: Database, person: str) -> None:
    with database.write() as session:
        before = [(e.action, e.account_id) for e in _events(session)]
        actions.erase(session, actor(session, accounts.by_public_id(session, person)))
    with database.read() as session:
        after = [(e.action, e.account_id) for e in _events(session)]
        assert after[:-1] == before and after[-1][0] == "account.erase"
        assert session.execute(sa.select(sa.func.count()).select_from(Message)).scalar() == 2


def _events(session: Session) -> Sequence[AuditEvent]:
    return session.exec(select(AuditEvent).order_by(col(AuditEvent.id))).all()


def test_consent_is_taken_back_by_its_person_alone(database: Database, person: str) -> None:
    with database.write() as session:
        mine = accounts.by_public_id(session, person)
        entry = session.exec(select(Contact).where(Contact.email == EMAIL.lower())).one()
        stranger = account(session, email="other@phuong.example")
        with pytest.raises(ActionError, match="not_yours"):
            actions.take_consent_back(session, actor(session, stranger), entry.public_id)
        assert entry.consents
        actions.take_consent_back(session, actor(session, mine), entry.public_id)
        first = entry.consent_withdrawn_at
        actions.take_consent_back(session, actor(session, mine), entry.public_id)
        assert not entry.consents and entry.consent_withdrawn_at == first
        events = audit.of_object(session, "contact", entry.public_id)
        assert [event.action for event in events] == ["contact.withdraw_consent"]


def test_a_mail_servers_words_are_kept_without_addresses(database: Database, person: str) -> None:
    with database.write() as session:
        job = session.exec(select(outbox.OutboxMessage)).all()[0]
        error = f"SMTPRecipientsRefused: {{'{EMAIL}': (550, b'<{EMAIL}>: no such user')}}"
        outbox.failed(session, job, error)
        assert job.last_error is not None and "550" in job.last_error
        assert "@" not in job.last_error and "<address>" in job.last_error


def test_an_account_erased_can_be_made_anew(database: Database, person: str) -> None:
    with database.write() as session:
        actions.erase(session, actor(session, accounts.by_public_id(session, person)))
        assert isinstance(account(session, email=EMAIL), Account)
