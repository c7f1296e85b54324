"""Deleting what is kept no longer. Can run again without harm."""

from dataclasses import asdict, dataclass
from datetime import datetime

from sqlmodel import Session

from registry.domain.permission import SYSTEM
from registry.domain.retention import JOBS, MESSAGES_OF_WITHDRAWN, WITHDRAWN_CONTACTS
from registry.storage import audit, person, retention


@dataclass(frozen=True, slots=True)
class Purged:
    """How many rows went: finished jobs, messages, contacts whose details were emptied."""

    jobs: int
    messages: int
    contacts: int


def purge(session: Session, now: datetime) -> Purged:
    """Delete what was kept long enough at ``now``; the trail notes how much, where it is any."""
    contacts = retention.withdrawn_contacts(session, now - WITHDRAWN_CONTACTS)
    retention.delete_mails(session, None, [contact.key for contact in contacts])
    for contact in contacts:
        person.forget_contact(session, contact, now)
        audit.record(session, SYSTEM, "contact.expire", "contact", contact.public_id)
    messages = retention.delete_messages(session, now - MESSAGES_OF_WITHDRAWN)
    jobs = retention.delete_jobs(session, now - JOBS)
    purged = Purged(jobs=jobs, messages=messages, contacts=len(contacts))
    if jobs or messages or contacts:
        audit.record(session, SYSTEM, "retention.purge", "registry", "all", after=asdict(purged))
    return purged
