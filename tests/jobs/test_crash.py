"""The real worker, killed at the worst moments: nothing is lost, and at most one mail is double.

The four points: right after the commit, in the middle of indexing, before the mail server has the
mail, and after its "250". A second worker then finishes what the first one left.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from registry.portal import Portal
from registry.settings import Settings
from tests.jobs.scene import (
    Scene,
    all_done,
    found,
    jobs,
    matched,
    publish,
    wait_for,
    write_message,
)
from tests.services.smtp import Sink

Start = Callable[..., subprocess.Popen[str]]
ROOT = Path(__file__).resolve().parents[2]


def _environment(settings: Settings) -> dict[str, str]:
    names = [
        "database_url",
        "var_dir",
        "secret_key",
        "smtp_port",
        "mail_from",
        "lease_seconds",
        "poll_seconds",
    ]
    given = {f"REGISTRY_{name.upper()}": str(getattr(settings, name)) for name in names}
    return {**os.environ, **given, "REGISTRY_SAMPLE": "0"}


@pytest.fixture
def start(settings: Settings, tmp_path: Path) -> Iterator[Start]:
    """Starts a worker and waits until it is ready for work."""
    workers: list[subprocess.Popen[str]] = []

    def begin(**other: str) -> subprocess.Popen[str]:
        log = tmp_path / f"worker-{len(workers)}.log"
        with log.open("w") as file:
            worker = subprocess.Popen(
                [sys.executable, "-m", "registry.jobs.worker"],
                cwd=ROOT, env={**_environment(settings), **other}, stderr=file, text=True,
            )  # fmt: skip
        workers.append(worker)
        wait_for(lambda: "ready" in log.read_text() or worker.poll() is not None, 60)
        assert worker.poll() is None, log.read_text()
        return worker

    yield begin
    for worker in workers:
        with suppress(ProcessLookupError):
            worker.kill()
        worker.wait()


def _kill(worker: subprocess.Popen[str]) -> None:
    worker.send_signal(signal.SIGKILL)
    assert worker.wait() == -signal.SIGKILL


@pytest.fixture(autouse=True)
def _registry(scene: Scene) -> None:
    """The scene stands before a worker starts."""


def test_what_is_published_is_found_and_matched_within_two_seconds(
    portal: Portal, scene: Scene, start: Start
) -> None:
    start()
    with portal.database.write() as session:
        public_id = publish(session, scene).public_id
    took = wait_for(
        lambda: found(portal, "det nhuom", public_id) and matched(portal, scene, public_id)
    )
    assert took < 2


def test_killed_right_after_the_commit(
    portal: Portal, scene: Scene, start: Start, smtp_sink: Sink
) -> None:
    first = start(REGISTRY_POLL_SECONDS="60")
    time.sleep(1)  # it has looked once, and sleeps
    with portal.database.write() as session:
        public_id = publish(session, scene).public_id
        write_message(session, scene)
    _kill(first)
    assert all(job.leased_by is None for job in jobs(portal.database)), "it saw nothing of this"
    start()
    wait_for(lambda: all_done(portal.database))
    assert found(portal, "det nhuom", public_id)
    assert matched(portal, scene, public_id)
    assert len(smtp_sink.messages) == 1


def test_killed_in_the_middle_of_indexing(portal: Portal, scene: Scene, start: Start) -> None:
    with portal.database.write() as session:
        earlier = publish(session, scene).public_id
    first = start()
    wait_for(lambda: all_done(portal.database))
    long = "Xử lý nước thải dệt nhuộm bằng keo tụ, sinh học hiếu khí và lọc than. " * 50
    index = portal.settings.var_dir / "index"
    with portal.database.write() as session:
        published = [publish(session, scene, summary_vi=long).public_id for _ in range(20)]
    # Whoosh keeps a temporary folder from a writer's beginning to its commit.
    wait_for(lambda: any(index.glob("index-*/*.tmp")))
    _kill(first)
    assert any(index.glob("index-*/*.tmp")), "it was killed too late to prove anything"
    assert found(portal, "det nhuom", earlier), "the last commit still answers"
    assert not any(found(portal, "det nhuom", public_id) for public_id in published)
    assert not all_done(portal.database)
    start()
    wait_for(lambda: all_done(portal.database), 60)
    assert all(found(portal, "det nhuom", public_id) for public_id in [earlier, *published])
    assert all(matched(portal, scene, public_id) for public_id in [earlier, *published])


def test_killed_before_the_mail_server_has_the_mail(
    portal: Portal, scene: Scene, start: Start, smtp_sink: Sink
) -> None:
    first = start()
    smtp_sink.hold_at = "EHLO"
    with portal.database.write() as session:
        public_id = publish(session, scene).public_id
        write_message(session, scene)
    assert smtp_sink.held.wait(20)
    _kill(first)
    smtp_sink.hold_at = None
    smtp_sink.release.set()
    assert smtp_sink.messages == []
    start()
    wait_for(lambda: all_done(portal.database))
    assert len(smtp_sink.messages) == 1
    assert found(portal, "det nhuom", public_id)
    assert matched(portal, scene, public_id)


def test_killed_after_the_mail_server_said_250(
    portal: Portal, scene: Scene, start: Start, smtp_sink: Sink
) -> None:
    first = start()
    smtp_sink.hold_at = "QUIT"
    with portal.database.write() as session:
        public_id = publish(session, scene).public_id
        write_message(session, scene)
    assert smtp_sink.held.wait(20)
    _kill(first)
    assert len(smtp_sink.messages) == 1, "the server has taken the mail"
    assert not all_done(portal.database), "and the worker had no time to note it"
    smtp_sink.hold_at = None
    smtp_sink.release.set()
    start()
    wait_for(lambda: all_done(portal.database))
    time.sleep(portal.settings.lease_seconds / 4)
    assert len(smtp_sink.messages) <= 2
    assert len({mail["Message-ID"] for mail in smtp_sink.messages}) == 1
    assert found(portal, "det nhuom", public_id)
    assert matched(portal, scene, public_id)


def test_sigterm_ends_it_cleanly(portal: Portal, scene: Scene, start: Start) -> None:
    worker = start()
    with portal.database.write() as session:
        publish(session, scene)
    worker.terminate()
    assert worker.wait(10) == 0
    start()
    wait_for(lambda: all_done(portal.database))
