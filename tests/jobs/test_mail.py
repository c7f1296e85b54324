"""A message goes out by mail once, in the recipient's language, and its head can't be forged."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlmodel import select

from registry.actions import message as actions
from registry.domain.account import Role
from registry.domain.message import Message
from registry.domain.organisation import Capability, Contact
from registry.jobs import mail
from registry.portal import Portal, open_portal
from registry.queries.message import About, Letter
from registry.settings import Settings
from registry.storage import audit
from registry.storage.migrate import upgrade
from tests.factories.account import account, actor
from tests.factories.offering import offering
from tests.factories.organisation import organisation
from tests.services.postgres import free_port
from tests.services.smtp import Sink


def settings_for(folder: Path, port: int, **over: Any) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder / 'registry.db'}",
        var_dir=folder,
        secret_key="x" * 40,
        base_url="https://portal.example",
        smtp_port=port,
        mail_from="registry@portal.example",
        **over,
    )


@contextmanager
def served(handler: Any) -> Iterator[int]:
    """An SMTP server with this handler on a free port, which it gives."""
    port = free_port()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield port
    controller.stop()


def words(got: EmailMessage) -> str:
    """The text of a mail with plain line ends."""
    return str(got.get_content()).replace("\r\n", "\n")


@pytest.fixture
def portal(tmp_path: Path, smtp_sink: Sink) -> Iterator[Portal]:
    portal = open_portal(settings_for(tmp_path, smtp_sink.port))
    upgrade(portal.database)
    yield portal
    portal.database.close()


def written(portal: Portal, languages: str = "vi,en", **said: Any) -> str:
    """A message from a ward's editor to a supplier about its offering; its public id."""
    text = {"subject": "Hỏi giá máy ép bùn", "body": "Kính gửi quý công ty,\n\nXin báo giá."}
    with portal.database.write() as session:
        supplier = organisation(
            session, name_vi="Công ty Lọc Thử", name_en="Trial Filter", contact=False
        )
        session.add(
            Contact(
                organisation_id=supplier.key, name="Trần Thị Đồng Ý", languages=languages,
                email="dong-y@cung-cap.example", consented_at=datetime(2026, 1, 1, tzinfo=UTC),
            )
        )  # fmt: skip
        ward = organisation(
            session, Capability.BUYS, name_vi="UBND phường Thử", name_en="Trial Ward"
        )
        writer = account(
            session, (ward, Role.EDITOR), name="Nguyễn Văn Ấm", email="am@phuong.example"
        )
        about = offering(session, supplier, title_vi="Máy ép bùn", title_en="Sludge press")
        return actions.write(
            session, actor(session, writer), supplier.public_id,
            offering_pid=about.public_id, from_organisation_pid=ward.public_id, **{**text, **said},
        ).public_id  # fmt: skip


def mailed_at(portal: Portal, public_id: str) -> datetime | None:
    with portal.database.read() as session:
        return session.exec(select(Message.mailed_at).where(Message.public_id == public_id)).one()


def test_head_and_words_arrive_as_they_were_written(portal: Portal, smtp_sink: Sink) -> None:
    public_id = written(portal)
    mail.send(portal, public_id)
    (got,) = smtp_sink.messages
    assert got["Subject"] == "Hỏi giá máy ép bùn"
    (to,), (sender,), (answers,) = (got[name].addresses for name in ("To", "From", "Reply-To"))
    assert (to.display_name, to.addr_spec) == ("Trần Thị Đồng Ý", "dong-y@cung-cap.example")
    assert sender.addr_spec == "registry@portal.example"
    assert sender.display_name.startswith("Nguyễn Văn Ấm – ")
    assert (answers.display_name, answers.addr_spec) == ("Nguyễn Văn Ấm", "am@phuong.example")
    assert got["Message-ID"] == f"<message.{public_id}@portal.example>"
    text = words(got)
    assert "\n> Kính gửi quý công ty,\n> \n> Xin báo giá.\n" in text
    assert "UBND phường Thử" in text
    assert "Máy ép bùn\nhttps://portal.example/vi/offerings/" in text


def test_the_frame_is_in_the_recipients_language(portal: Portal, smtp_sink: Sink) -> None:
    mail.send(portal, written(portal, languages="ko,en"))
    (got,) = smtp_sink.messages
    text = words(got)
    assert "Dear Trần Thị Đồng Ý," in text
    assert "Nguyễn Văn Ấm of Trial Ward writes to Trial Filter" in text
    assert "About the offering: Sludge press\nhttps://portal.example/en/offerings/" in text
    assert got["Content-Language"] == "en"


def test_sent_twice_it_goes_out_once(portal: Portal, smtp_sink: Sink) -> None:
    public_id = written(portal)
    mail.send(portal, public_id)
    first = mailed_at(portal, public_id)
    mail.send(portal, public_id)
    assert len(smtp_sink.messages) == 1
    assert first is not None and mailed_at(portal, public_id) == first
    with portal.database.read() as session:
        trail = [event.action for event in audit.of_object(session, "message", public_id)]
    assert trail == ["message.write", "message.mail"]


def test_a_double_is_recognised_by_its_id_and_date(portal: Portal, smtp_sink: Sink) -> None:
    public_id = written(portal)
    mail.send(portal, public_id)
    with portal.database.write() as session:  # as if we had died before the note
        session.exec(select(Message).where(Message.public_id == public_id)).one().mailed_at = None
    mail.send(portal, public_id)
    one, two = smtp_sink.messages
    assert (one["Message-ID"], one["Date"]) == (two["Message-ID"], two["Date"])


def test_the_words_can_forge_no_head_and_no_word_of_the_portal(
    portal: Portal, smtp_sink: Sink
) -> None:
    public_id = written(
        portal,
        subject="Chào\r\nBcc: victim@other.example",
        body="Xin chào\r\n.\r\nBcc: victim@other.example\u2028Cổng xác nhận",
    )
    mail.send(portal, public_id)
    (got,) = smtp_sink.messages
    assert got["Bcc"] is None
    assert got["Subject"] == "Chào Bcc: victim@other.example"
    quoted = [line for line in words(got).splitlines() if line.startswith("> ")]
    assert quoted == ["> Xin chào", "> .", "> Bcc: victim@other.example", "> Cổng xác nhận"]


def letter(**over: Any) -> Letter:
    values: dict[str, Any] = {
        "public_id": "abc", "language": "vi", "subject": "S", "body": "B", "to_name": "T",
        "to_email": "t@one.example", "writer": "W", "writer_email": "w@two.example",
        "sender": None, "recipient": "R", "about": (About("need", "n1", "N", "vi"),),
        "written_at": datetime(2026, 11, 23, 10, tzinfo=UTC), **over,
    }  # fmt: skip
    return Letter(**values)


def parsed(made: EmailMessage) -> EmailMessage:
    got = message_from_bytes(made.as_bytes(), policy=policy.default)
    assert isinstance(got, EmailMessage)
    return got


@pytest.mark.parametrize(
    "name", ['Lê, Thị "Hoa" <a@b.example>', "X\r\nBcc: y@z.example", "TS. Đỗ Văn Ước (P. 5)"]
)
def test_a_name_stays_a_name(tmp_path: Path, name: str) -> None:
    got = parsed(mail.compose(letter(to_name=name, writer=name), settings_for(tmp_path, 25)))
    assert got["Bcc"] is None
    for header, address in (("To", "t@one.example"), ("Reply-To", "w@two.example")):
        (only,) = got[header].addresses
        assert (only.display_name, only.addr_spec) == (" ".join(name.split()), address)


@pytest.mark.parametrize("email", ["", "no address", "a@b.example\r\nBcc: c@d.example"])
def test_what_is_no_address_is_not_tried_again(tmp_path: Path, email: str) -> None:
    with pytest.raises(mail.Undeliverable):
        mail.compose(letter(to_email=email), settings_for(tmp_path, 25))


class Refusing:
    """Answers every recipient, or every text, with one code."""

    def __init__(self, command: str, code: int) -> None:
        self.command, self.answer = command, f"{code} no"

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if self.command == "RCPT":
            return self.answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        return self.answer


@pytest.mark.parametrize(
    ("command", "code", "error"),
    [
        ("RCPT", 550, mail.Undeliverable),
        ("RCPT", 450, smtplib.SMTPRecipientsRefused),
        ("DATA", 554, mail.Undeliverable),
        ("DATA", 451, smtplib.SMTPDataError),
    ],
)
def test_a_refusal_for_good_differs_from_one_that_passes(
    tmp_path: Path, command: str, code: int, error: type[Exception]
) -> None:
    with served(Refusing(command, code)) as port:
        portal = open_portal(settings_for(tmp_path, port))
        upgrade(portal.database)
        public_id = written(portal)
        with pytest.raises(error):
            mail.send(portal, public_id)
    assert mailed_at(portal, public_id) is None
    portal.database.close()


def test_a_server_that_is_away_raises_for_a_second_try(tmp_path: Path) -> None:
    portal = open_portal(settings_for(tmp_path, 9))  # "discard": nobody listens there
    upgrade(portal.database)
    public_id = written(portal)
    with pytest.raises(OSError):
        mail.send(portal, public_id)
    assert mailed_at(portal, public_id) is None
    portal.database.close()
