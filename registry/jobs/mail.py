"""Mailing a message: read in one session, handed to the server outside of any, noted in another.

Can run twice without harm: a message that went out is not sent again. Where the process dies
between the server's "250" and our note, the second mail has the same Message-ID as the first.
"""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage

from registry.actions import message as actions
from registry.domain.base import utcnow
from registry.i18n import language
from registry.portal import Portal
from registry.queries import message as messages
from registry.queries.message import Letter
from registry.render import render_email
from registry.settings import Settings


class Undeliverable(Exception):
    """The server, or an address that is none, refuses this mail for good: trying again is vain."""


def send(portal: Portal, public_id: str) -> None:
    """Mail the message ``public_id`` to its recipient; nothing happens where it has gone out.

    Raises :class:`Undeliverable` for what no second try mends; smtplib's errors and OSError for
    what may pass, such as a server that does not answer or asks to come back later.
    """
    with portal.database.read() as session:
        letter = messages.letter(session, public_id)
    if letter is None:
        return
    mail = compose(letter, portal.settings)
    with _connected(portal.settings) as server:
        _hand_over(server, mail)
        # Noted before the goodbye, which a slow server may draw out.
        with portal.database.write() as session:
            actions.mark_mailed(session, public_id, utcnow())


def compose(letter: Letter, settings: Settings) -> EmailMessage:
    """The mail. From the portal in the writer's name; answers go to the writer.

    ``Date`` and ``Message-ID`` come from the message, so that the same mail is made each time.
    """
    say = language(letter.language).gettext
    subject, text = render_email(
        "emails/message.txt",
        letter.language,
        letter=letter,
        subject=_one_line(letter.subject),
        base_url=settings.base_url,
    )
    portal_name = say("Hanoi Environmental Industry Portal")
    try:
        mail = EmailMessage(policy=policy.SMTP)
        mail["Subject"] = subject
        mail["From"] = _address(f"{letter.writer} – {portal_name}", settings.mail_from)
        mail["To"] = _address(letter.to_name, letter.to_email)
        mail["Reply-To"] = _address(letter.writer, letter.writer_email)
        mail["Date"] = letter.written_at
        mail["Message-ID"] = f"<message.{letter.public_id}@{_domain(settings.mail_from)}>"
    except (ValueError, IndexError, MessageError) as error:
        raise Undeliverable(f"an address of message {letter.public_id} can't be used") from error
    mail.set_content(text, cte="quoted-printable")
    mail["Content-Language"] = letter.language
    return mail


def _address(name: str, email: str) -> Address:
    return Address(display_name=_one_line(name), addr_spec=email.strip())


def _domain(email: str) -> str:
    return email.rpartition("@")[2]


def _one_line(text: str) -> str:
    """``text`` without line breaks, which would begin another header."""
    return " ".join(text.split())


@contextmanager
def _connected(settings: Settings) -> Iterator[smtplib.SMTP]:
    """The mail server, spoken to and signed in to as the settings say."""
    # A server that keeps silent must not outlast the lease, or another worker starts on the mail.
    timeout = max(1.0, settings.lease_seconds / 4)
    server = smtplib.SMTP(settings.smtp_host, settings.smtp_port, timeout=timeout)
    try:
        if settings.smtp_starttls:
            server.starttls(context=ssl.create_default_context())
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password)
        yield server
    finally:
        # The server has taken the mail by now, or refused it; how it says goodbye changes nothing.
        with suppress(smtplib.SMTPException, OSError):
            server.quit()


def _hand_over(server: smtplib.SMTP, mail: EmailMessage) -> None:
    """Codes 4xx pass (RFC 5321, 4.2.1); a sender refused is for the operator to mend."""
    try:
        server.send_message(mail)
    except smtplib.SMTPRecipientsRefused as error:
        if any(code < 500 for code, _ in error.recipients.values()):
            raise
        raise Undeliverable(f"the mail server refuses the recipient: {error}") from error
    except smtplib.SMTPDataError as error:
        if error.smtp_code < 500:
            raise
        raise Undeliverable(f"the mail server refuses the mail: {error}") from error
    except smtplib.SMTPNotSupportedError as error:
        raise Undeliverable(f"the mail server can't take this address: {error}") from error
