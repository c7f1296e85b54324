"""The daily purge: deletes what is kept no longer (registry/domain/retention.py says how long)."""

from registry.actions import retention
from registry.actions.retention import Purged
from registry.domain.base import utcnow
from registry.portal import Portal


def run(portal: Portal) -> Purged:
    """Delete what was kept long enough, in one transaction; harmless when run again."""
    with portal.database.write() as session:
        return retention.purge(session, utcnow())
