"""Loading and removing the sample catalogue."""

from sqlmodel import Session

from registry.actions.account import hash_password
from registry.actions.consent import give_for_samples
from registry.domain.permission import SYSTEM
from registry.exchange import sample as catalogue
from registry.storage import audit, outbox
from registry.storage import consent as consents
from registry.storage import sample as samples

# Printed on the sign-in page: sample accounts work only where the settings allow them.
PASSWORD = "mau-2026-hanoi"


def load(session: Session) -> bool:
    """Load the sample catalogue into an empty registry; False where there is something already."""
    if not samples.registry_empty(session):
        return False
    catalogue.load(session, hash_password(PASSWORD))
    give_for_samples(session)
    audit.record(session, SYSTEM, "sample.load", "catalogue", "sample")
    return True


def remove(session: Session) -> int:
    """Remove every sample record and all that hangs on it; how many rows went."""
    listings = samples.listings(session)
    consents.remove_samples(session)
    removed = samples.remove(session)
    if removed:
        for kind, public_id in listings:
            outbox.put(session, kind, public_id)  # the worker takes it out of index and matches
        audit.record(
            session, SYSTEM, "sample.remove", "catalogue", "sample", after={"rows": removed}
        )
    return removed
