"""What is kept no longer goes, what is kept stays, and a second run finds nothing to do."""

from datetime import timedelta

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from registry.actions import retention
from registry.actions.retention import Purged
from registry.domain.audit import AuditEvent
from registry.domain.base import utcnow
from registry.domain.message import Message
from registry.domain.organisation import Capability, Contact, Organisation
from registry.domain.outbox import JobKind, OutboxMessage
from registry.domain.retention import JOBS, MESSAGES_OF_WITHDRAWN, WITHDRAWN_CONTACTS
from registry.storage.session import Database
from tests.factories.account import account
from tests.factories.organisation import organisation

NOW = utcnow()
MOMENT = timedelta(seconds=1)


def count(session: Session, table: type[SQLModel]) -> int:
    return session.exec(select(sa.func.count()).select_from(table)).one()


def message(session: Session, sender: Organisation, to: Organisation) -> str:
    reader = session.exec(select(Contact).where(Contact.organisation_id == to.key)).one()
    row = Message(
        to_organisation_id=to.key,
        contact_id=reader.key,
        from_organisation_id=sender.key,
        from_account_id=account(session).key,
        subject="Hỏi giá",
        body="Xin báo giá.",
    )
    session.add(row)
    session.flush()
    session.add(OutboxMessage(kind=JobKind.MAIL, subject=row.public_id))
    return row.public_id


def test_jobs_go_thirty_days_after_their_end(database: Database) -> None:
    old, young = NOW - JOBS - MOMENT, NOW - JOBS + MOMENT
    ends = [{"done_at": old}, {"failed_at": old}, {"done_at": young}, {"failed_at": young}, {}]
    with database.write() as session:
        for subject, end in enumerate(ends):
            session.add(
                OutboxMessage(kind=JobKind.MAIL, subject=str(subject), created_at=old - JOBS, **end)
            )
        session.flush()
        assert retention.purge(session, NOW) == Purged(jobs=2, messages=0, contacts=0)
        left = session.exec(select(OutboxMessage.subject).order_by(OutboxMessage.subject)).all()
        assert left == ["2", "3", "4"], "what still waits stays, however old"


def test_a_contact_that_took_consent_back_is_emptied_in_time(database: Database) -> None:
    assert timedelta(days=1) + WITHDRAWN_CONTACTS <= timedelta(days=15), "Decree 356/2025/NĐ-CP"
    with database.write() as session:
        sender = organisation(session, Capability.BUYS)
        rows = {}
        for name, ago in (("old", WITHDRAWN_CONTACTS + MOMENT), ("young", WITHDRAWN_CONTACTS)):
            owner = organisation(session)
            rows[name] = session.exec(
                select(Contact).where(Contact.organisation_id == owner.key)
            ).one()
            rows[name].consent_withdrawn_at = NOW - ago
            message(session, sender, owner)
        session.flush()
        addresses = {name: row.email for name, row in rows.items()}
        assert retention.purge(session, NOW) == Purged(jobs=0, messages=0, contacts=1)
        assert (rows["old"].email, rows["old"].phone) == ("", None)
        assert rows["young"].email == addresses["young"]
        assert count(session, Message) == 2, "messages stay with the organisations"
        assert count(session, OutboxMessage) == 1, "but no mail goes to nobody"


def test_messages_outlive_a_withdrawn_organisation_by_ninety_days(database: Database) -> None:
    with database.write() as session:
        stays, here = organisation(session), organisation(session, Capability.BUYS)
        old = organisation(session, withdrawn_at=NOW - MESSAGES_OF_WITHDRAWN - MOMENT)
        young = organisation(session, withdrawn_at=NOW - MESSAGES_OF_WITHDRAWN + MOMENT)
        message(session, here, old)
        message(session, old, here)
        kept = {message(session, here, stays), message(session, young, here)}
        assert retention.purge(session, NOW) == Purged(jobs=0, messages=2, contacts=0)
        assert set(session.exec(select(Message.public_id))) == kept
        assert set(session.exec(select(OutboxMessage.subject))) == kept


def test_a_second_run_finds_nothing_and_writes_nothing(database: Database) -> None:
    with database.write() as session:
        old = NOW - JOBS - MOMENT
        session.add(OutboxMessage(kind=JobKind.NEED_CHANGED, subject="x", done_at=old))
        session.flush()
        assert retention.purge(session, NOW).jobs == 1
        assert count(session, AuditEvent) == 1
    with database.write() as session:
        assert retention.purge(session, NOW) == Purged(jobs=0, messages=0, contacts=0)
        assert count(session, AuditEvent) == 1
