"""The worker: takes jobs from the queue and does them, one process at a time.

A job is leased in one transaction, done, and closed in another. Killed in between, the worker
leaves a lease, which the next one on the same machine takes over at once (the lock tells that the
first is dead) and any other once it has run out; every kind of job can bear to be done again.
Listings that changed together share one commit of the index. Mails go out in a thread of their
own, so that a slow mail server holds up no listing.
"""

import fcntl
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from zlib import crc32

from registry.actions import matching, queue
from registry.domain.outbox import JobKind, OutboxMessage
from registry.jobs import listings, mail, purge
from registry.portal import Portal, open_portal
from registry.settings import Settings

log = logging.getLogger(__name__)

# Jobs taken at once. A mail waits in this process for those before it, so not too many.
_BATCH = 50
# More differences than this at the start, and all matches are made anew.
_MANY = 200
# Pause after something went wrong that no job is to blame for, such as a database that is away.
_PAUSE = 2.0
# And how long until a broken index or matcher is looked at again.
_WHILE = 60.0
# How often what is kept no longer is deleted.
_DAY = 24 * 60 * 60.0


class AlreadyRunning(Exception):
    """Another worker holds the lock of this var folder."""


def run(portal: Portal, *, once: bool = False, stop: threading.Event | None = None) -> None:
    """Work until ``stop`` is set (by default, until SIGTERM or SIGINT).

    While another worker runs on the same var folder, this one waits to take over. With ``once``,
    do what is due and come back, or raise :class:`AlreadyRunning`.
    """
    if stop is None:
        stop = threading.Event()
        _stop_on_signals(stop)
    lock = portal.settings.var_dir / "worker.lock"
    while not stop.is_set():
        try:
            with _alone(lock):
                _Worker(portal, stop).work(once)
                return
        except AlreadyRunning:
            if once:
                raise
            stop.wait(portal.settings.poll_seconds)


def place_of(settings: Settings) -> str:
    """Names this host and var folder, where only one worker runs at a time."""
    return f"{socket.gethostname()[:50]}:{crc32(str(settings.var_dir).encode()):08x}"


class _Worker:
    """The one worker that holds the lock."""

    def __init__(self, portal: Portal, stop: threading.Event) -> None:
        self._portal = portal
        self._stop = stop
        self._place = place_of(portal.settings)
        self._name = f"{self._place}:{os.getpid()}"
        self._lease = timedelta(seconds=portal.settings.lease_seconds)
        self._mailer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="mail")
        # Mails that this process holds: one whose lease ran out while it waited is not taken twice.
        self._mails: dict[int, Future[None]] = {}
        self._next_look = 0.0
        self._next_purge = 0.0

    def work(self, once: bool) -> None:
        with self._portal.database.write() as session:
            queue.release(session, self._place)
        self._mend()
        log.info("ready")
        try:
            while not self._stop.is_set():
                self._purge_daily()
                try:
                    worked = self._step()
                except Exception:
                    if once:
                        raise
                    log.exception("the worker could not go on; it tries again")
                    self._stop.wait(_PAUSE)
                    continue
                if worked:
                    continue
                if once and not self._mails:
                    return
                self._stop.wait(0.01 if once else self._portal.settings.poll_seconds)
        finally:
            # The mail that is being sent is sent to its end; those behind it keep their leases.
            self._mailer.shutdown(wait=True, cancel_futures=True)

    def _mend(self, outgrown: bool = False) -> None:
        """Hold index and matcher to the database: make what is missing, queue what differs.

        What fails is tried again in a while, so that one bad listing keeps the worker from nothing
        else.
        """
        try:
            changed = listings.rebuild_index(self._portal)
            live = self._portal.matcher
            with self._portal.database.read() as session:
                live.refresh(session)
                stale = matching.stale(session, live)
            if stale or outgrown or len(changed) > _MANY:
                self._refresh_all()
            elif changed:
                with self._portal.database.write() as session:
                    listings.queue_again(session, changed)
        except Exception:
            log.exception("index or matches could not be mended")
            self._next_look = time.monotonic() + _WHILE

    def _purge_daily(self) -> None:
        """Delete what is kept no longer: at the start, then once a day, or soon after a failure."""
        if time.monotonic() < self._next_purge:
            return
        self._next_purge = time.monotonic() + _WHILE
        try:
            purge.run(self._portal)
        except Exception:
            log.exception("what is kept no longer could not be deleted")
            return
        self._next_purge = time.monotonic() + _DAY

    def _step(self) -> bool:
        """Do one batch; whether there was any."""
        live = self._portal.matcher
        broken = not (self._portal.search.ready and live.ready)
        if broken and time.monotonic() >= self._next_look:
            self._mend()
        with self._portal.database.write() as session:
            jobs = queue.take(session, self._name, self._lease, _BATCH, self._mails)
        for job in jobs:
            if job.kind is JobKind.MAIL:
                self._post(job)
        self._mails = {key: sent for key, sent in self._mails.items() if not sent.done()}
        changes = [job for job in jobs if job.kind is not JobKind.MAIL]
        if changes:
            with self._portal.database.read() as session:
                live.refresh(session)
            self._update(changes)
            # Not merely "caught up": a worker elsewhere may have news of its own by now.
            with self._portal.database.read() as session:
                live.refresh(session)
        elif live.ready and live.outgrown and time.monotonic() >= self._next_look:
            self._mend(outgrown=True)
        return bool(jobs)

    def _update(self, jobs: Sequence[OutboxMessage]) -> None:
        """Index and matches for some jobs at once; if one of them spoils it, each by itself."""
        try:
            with self._portal.database.read() as session:
                changed = listings.changed_by(session, jobs)
            listings.index(self._portal, changed)
            with self._portal.database.write() as session:
                listings.match(session, self._portal.matcher, changed)
                queue.done(session, jobs)
        except Exception as error:
            if len(jobs) > 1:
                for job in jobs:
                    self._update([job])
                return
            self._fail(jobs[0], error)

    def _post(self, job: OutboxMessage) -> None:
        if job.key not in self._mails:
            self._mails[job.key] = self._mailer.submit(self._send, job)

    def _send(self, job: OutboxMessage) -> None:
        try:
            mail.send(self._portal, job.subject)
            with self._portal.database.write() as session:
                queue.done(session, [job])
        except Exception as error:
            self._fail(job, error)

    def _fail(self, job: OutboxMessage, error: Exception) -> None:
        log.warning("job %s %s failed: %s", job.kind.value, job.subject, error, exc_info=error)
        with self._portal.database.write() as session:
            queue.failed(session, job, error, for_good=isinstance(error, mail.Undeliverable))

    def _refresh_all(self) -> None:
        matching.refresh_all(self._portal.database, self._portal.matcher)
        self._caught_up()

    def _caught_up(self) -> None:
        with self._portal.database.read() as session:
            self._portal.matcher.caught_up(session)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Hold the lock on ``path``; it ends with the process, however that ends."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise AlreadyRunning(str(path)) from None
        yield


def _stop_on_signals(stop: threading.Event) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(message)s")
    run(open_portal(Settings.from_env()))
