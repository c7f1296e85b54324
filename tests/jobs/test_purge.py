"""The worker deletes what is kept no longer; the command does the same by hand."""

from datetime import timedelta

from sqlmodel import select

from app import create_app
from registry.domain.base import utcnow
from registry.domain.outbox import JobKind, OutboxMessage
from registry.domain.retention import JOBS
from registry.jobs import worker
from registry.portal import Portal
from registry.settings import Settings


def old_job(portal: Portal, subject: str) -> None:
    ended = utcnow() - JOBS - timedelta(seconds=1)
    with portal.database.write() as session:
        session.add(OutboxMessage(kind=JobKind.MAIL, subject=subject, done_at=ended))


def subjects(portal: Portal) -> list[str]:
    with portal.database.read() as session:
        return list(session.exec(select(OutboxMessage.subject)))


def test_the_worker_purges_when_it_starts(portal: Portal) -> None:
    old_job(portal, "gone")
    worker.run(portal, once=True)
    assert "gone" not in subjects(portal)


def test_the_command_says_what_went(portal: Portal, settings: Settings) -> None:
    old_job(portal, "gone")
    app = create_app(settings)
    said = app.test_cli_runner().invoke(args=["purge"], catch_exceptions=False)
    app.extensions["portal"].database.close()
    assert "deleted 1 finished jobs and 0 messages, emptied 0 contacts" in said.output
    assert subjects(portal) == []
