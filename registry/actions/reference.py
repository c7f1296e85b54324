"""Loading the reference data."""

from sqlmodel import Session

from registry.domain.permission import SYSTEM
from registry.exchange import reference as files
from registry.storage import audit, reference


def load(session: Session) -> bool:
    """Load places, standards, programmes and targets where they are missing; whether it did."""
    if reference.loaded(session):
        return False
    files.load(session)
    audit.record(session, SYSTEM, "reference.load", "reference", "files")
    return True
