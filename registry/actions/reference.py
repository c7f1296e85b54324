"""Loading the reference data."""

from sqlmodel import Session

from registry.domain.permission import SYSTEM
from registry.exchange import reference as files
from registry.storage import audit


def load(session: Session) -> bool:
    """Fill the tables of the reference data that are empty; whether there were any."""
    if not files.load(session):
        return False
    audit.record(session, SYSTEM, "reference.load", "reference", "files")
    return True
