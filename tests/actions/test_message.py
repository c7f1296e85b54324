"""Writing to an organisation: to whom, in whose name, about what; and what is kept of it."""

from typing import Any

import pytest
from sqlmodel import select

from registry.actions import message as actions
from registry.actions.errors import ActionError
from registry.domain.account import Role
from registry.domain.base import utcnow
from registry.domain.message import Message
from registry.domain.organisation import Capability, Contact
from registry.domain.outbox import JobKind, OutboxMessage
from registry.domain.permission import VISITOR, Actor, Forbidden
from registry.i18n import language
from registry.queries import message as queries
from registry.storage import audit
from registry.storage.session import Database
from tests.factories.account import account, actor
from tests.factories.offering import offering
from tests.factories.organisation import organisation

VI = language("vi")


class World:
    """A buyer with an owner, an approver and a reader of reports; a supplier with an editor."""

    def __init__(self, database: Database) -> None:
        self.database = database
        with database.write() as session:
            supplier = organisation(session, name_vi="Công ty Lọc Thử", contact=False)
            for position, (name, consent) in enumerate([("Im", None), ("Đồng Ý", utcnow())]):
                session.add(
                    Contact(
                        organisation_id=supplier.key, position=position, name=name,
                        email=f"nguoi{position}@cung-cap.example", consented_at=consent,
                    )
                )  # fmt: skip
            buyer = organisation(session, Capability.BUYS, name_vi="Phường Thử")
            people = [(buyer, Role.OWNER), (supplier, Role.EDITOR), (buyer, Role.RECIPIENT)]
            people.append((buyer, Role.APPROVER))
            accounts = [account(session, seat) for seat in people] + [account(session)]
            self.writer, self.editor, self.reader, self.colleague, self.loner = (
                actor(session, row) for row in accounts
            )
            self.supplier, self.buyer = supplier.public_id, buyer.public_id
            self.offering = offering(session, supplier, title_vi="Máy ép bùn").public_id
            self.withdrawn = offering(session, supplier, withdrawn_at=utcnow()).public_id

    def write(self, who: Actor | None = None, to: str | None = None, **over: Any) -> str:
        said = {"subject": "Hỏi giá", "body": "Xin báo giá máy ép bùn.", **over}
        with self.database.write() as session:
            sent = actions.write(session, who or self.writer, to or self.supplier, **said)
            return sent.public_id

    def stored(self, public_id: str) -> Message:
        with self.database.read() as session:
            return session.exec(select(Message).where(Message.public_id == public_id)).one()

    def readers(self, public_id: str) -> set[str]:
        """Who may read a message, the visitor included."""
        people = {name: who for name, who in vars(self).items() if isinstance(who, Actor)}
        with self.database.read() as session:
            return {
                name
                for name, who in {**people, "visitor": VISITOR}.items()
                if queries.page(session, public_id, who, VI)
            }

    def count(self) -> int:
        with self.database.read() as session:
            return len(session.exec(select(Message)).all())


@pytest.fixture
def world(sqlite_database: Database) -> World:
    return World(sqlite_database)


def test_it_goes_to_the_first_contact_who_agreed(world: World) -> None:
    sent = world.write(from_organisation_pid=world.buyer, offering_pid=world.offering)
    with world.database.read() as session:
        letter = queries.letter(session, sent)
    assert letter is not None
    assert (letter.to_name, letter.to_email) == ("Đồng Ý", "nguoi1@cung-cap.example")
    assert (letter.sender, letter.recipient) == ("Phường Thử", "Công ty Lọc Thử")
    assert [(a.kind, a.title) for a in letter.about] == [("offering", "Máy ép bùn")]


def test_the_mail_is_queued_and_the_trail_names_personal_fields_only(world: World) -> None:
    sent = world.write(from_organisation_pid=world.buyer, offering_pid=world.offering)
    with world.database.read() as session:
        jobs = session.exec(select(OutboxMessage)).all()
        (event,) = audit.of_object(session, "message", sent)
    assert [(job.kind, job.subject) for job in jobs] == [(JobKind.MAIL, sent)]
    assert (event.action, event.account_id) == ("message.write", world.writer.account_id)
    assert event.after == {
        "to": world.supplier,
        "from": world.buyer,
        "offering": world.offering,
        "personal": ["subject", "body"],
    }


def test_a_subject_stands_on_one_line_and_words_keep_theirs(world: World) -> None:
    stored = world.stored(
        world.write(subject=" Hỏi\r\nBcc: x@y.example \x00", body="\r\nMột\r\n\r\nHai\x07 \n")
    )
    assert stored.subject == "Hỏi Bcc: x@y.example"
    assert stored.body == "Một\n\nHai"


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"subject": " \n "}, "no_subject", "subject"),
        ({"subject": "x" * 201}, "long_subject", "subject"),
        ({"body": "\t\n"}, "no_body", "body"),
        ({"body": "x" * 5001}, "long_body", "body"),
        ({"need_pid": "none"}, "no_need", None),
        ({"offering_pid": "none"}, "no_offering", None),
        ({"to": "none"}, "no_organisation", None),
    ],
)
def test_what_is_no_message_is_refused(
    world: World, said: dict[str, Any], code: str, field: str | None
) -> None:
    with pytest.raises(ActionError) as refused:
        world.write(**said)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert world.count() == 0


def test_nobody_writes_about_a_withdrawn_offering_or_to_a_withdrawn_organisation(
    world: World,
) -> None:
    with pytest.raises(ActionError, match="no_offering"):
        world.write(offering_pid=world.withdrawn)
    with world.database.write() as session:
        gone = organisation(session, withdrawn_at=utcnow()).public_id
    with pytest.raises(ActionError, match="no_organisation"):
        world.write(to=gone)


def test_without_consent_nobody_is_written_to(world: World) -> None:
    with world.database.write() as session:
        contact = session.exec(select(Contact).where(Contact.name == "Đồng Ý")).one()
        contact.consent_withdrawn_at = utcnow()
    with pytest.raises(ActionError, match="no_contact"):
        world.write()


def test_consent_withdrawn_after_writing_holds_the_mail_back(world: World) -> None:
    sent = world.write()
    with world.database.write() as session:
        contact = session.exec(select(Contact).where(Contact.name == "Đồng Ý")).one()
        contact.consent_withdrawn_at = utcnow()
    with world.database.read() as session:
        assert queries.letter(session, sent) is None


def test_one_writes_in_ones_own_name_or_that_of_an_organisation_one_speaks_for(
    world: World,
) -> None:
    assert world.stored(world.write(world.loner)).from_organisation_id is None
    with pytest.raises(Forbidden):
        world.write(world.loner, from_organisation_pid=world.buyer)
    with pytest.raises(Forbidden):
        world.write(world.reader, from_organisation_pid=world.buyer)
    with pytest.raises(Forbidden):
        world.write(VISITOR)


def test_nobody_writes_to_their_own_organisation(world: World) -> None:
    with pytest.raises(ActionError, match="own_organisation"):
        world.write(world.editor)


def test_its_two_sides_alone_read_it(world: World) -> None:
    sent = world.write(from_organisation_pid=world.buyer)
    assert world.readers(sent) == {"writer", "colleague", "editor"}
    assert world.readers(world.write()) == {"writer", "editor"}


def test_each_side_lists_it_with_the_other(world: World) -> None:
    sent = world.write(from_organisation_pid=world.buyer)
    with world.database.read() as session:
        received = queries.received(session, world.editor, VI)
        own = queries.sent(session, world.writer, VI)
    assert [(row.public_id, row.organisation) for row in received] == [(sent, "Phường Thử")]
    assert [(row.public_id, row.organisation) for row in own] == [(sent, "Công ty Lọc Thử")]


def test_the_latest_message_stands_first(world: World) -> None:
    sent = [world.write(subject=f"Thư {number}") for number in range(3)]
    with world.database.read() as session:
        rows = queries.received(session, world.editor, VI)
    assert [row.public_id for row in rows] == sent[::-1]
