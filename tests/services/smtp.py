"""A real SMTP server that keeps what it gets, and can hold the conversation at two points."""

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.services.postgres import free_port


@dataclass
class Sink:
    """Messages received so far. ``hold_at`` is "EHLO" or "QUIT": the server then waits there
    until ``release`` is set, and ``held`` tells that it has come to that point."""

    messages: list[EmailMessage] = field(default_factory=list)
    hold_at: str | None = None
    held: threading.Event = field(default_factory=threading.Event)
    release: threading.Event = field(default_factory=threading.Event)
    port: int = 0

    async def _point(self, name: str) -> None:
        if self.hold_at == name:
            self.held.set()
            while not self.release.is_set():
                await asyncio.sleep(0.02)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list
    ) -> list:
        session.host_name = hostname
        await self._point("EHLO")
        return responses

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        content = envelope.content
        assert isinstance(content, bytes)
        parsed = message_from_bytes(content, policy=policy.default)
        assert isinstance(parsed, EmailMessage)
        self.messages.append(parsed)
        return "250 OK"

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await self._point("QUIT")
        return "221 Bye"


@pytest.fixture
def smtp_sink() -> Iterator[Sink]:
    sink = Sink()
    sink.port = free_port()
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port)
    controller.start()
    yield sink
    sink.release.set()
    controller.stop()
