"""The worker's use of the queue: take what is due, and say what came of it."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from sqlmodel import Session

from registry.domain.outbox import JobKind, OutboxMessage
from registry.storage import outbox


def take(
    session: Session, worker: str, lease: timedelta, limit: int, held: Collection[int] = ()
) -> Sequence[OutboxMessage]:
    """Lease up to ``limit`` due jobs, oldest first; a lease that runs out makes a job due again.

    For a job that the worker ``held`` already, by its row number, this is no new attempt.
    """
    return outbox.claim(session, worker, lease, limit, held)


def again(session: Session, kind: JobKind, subject: str) -> None:
    """Put a job into the queue that no change of a person's has put there."""
    outbox.put(session, kind, subject)


def done(session: Session, jobs: Collection[OutboxMessage]) -> None:
    """These jobs are done, once the transaction commits."""
    outbox.done(session, [job.key for job in jobs])


def failed(
    session: Session, job: OutboxMessage, error: Exception, *, for_good: bool = False
) -> None:
    """Try the job again later; after the last try it stays as failed, with its error."""
    outbox.failed(session, job, f"{type(error).__name__}: {error}", for_good=for_good)


def release(session: Session, place: str) -> int:
    """Make due again what a worker of this place held when it died; how many jobs that were."""
    return outbox.release(session, place)
