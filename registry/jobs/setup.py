"""Getting an installation ready: schema, reference data, sample. Harmless when run again."""

from collections.abc import Iterator

from registry.actions import reference, sample, schema
from registry.portal import Portal
from registry.queries import account


def prepare(portal: Portal) -> Iterator[str]:
    """Bring the database up to date; yields a line for each thing done."""
    schema.bring_up_to_date(portal.database)
    with portal.database.write() as session:
        if reference.load(session):
            yield "loaded the reference data"
    if not portal.settings.sample:
        return
    with portal.database.write() as session:
        if sample.load(session):
            yield "loaded the sample catalogue"


def welcome(portal: Portal, host: str, port: int) -> Iterator[str]:
    """What to tell whoever started the portal: its address and the sample accounts."""
    yield f"the portal is at http://{host}:{port}/ (stop it with Ctrl-C)"
    if not portal.settings.sample:
        return
    with portal.database.read() as session:
        accounts = account.sample_accounts(session)
    if accounts:
        yield f"sample accounts, all with the password {sample.PASSWORD}:"
        width = max(len(row.email) for row in accounts)
        for row in accounts:
            roles = ", ".join(seat.role.value for seat in row.seats)
            place = row.seats[0].name_en or row.seats[0].name_vi if row.seats else ""
            yield f"  {row.email:<{width}}  {roles} ({place})"


def remove_sample(portal: Portal) -> int:
    """Remove the sample catalogue; how many rows went."""
    with portal.database.write() as session:
        return sample.remove(session)
