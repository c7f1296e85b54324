"""A supplier and a buyer with accounts, and what they do, as the worker's tests need it."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session, col, select

from registry.domain.account import Account
from registry.domain.message import Message
from registry.domain.need import Need
from registry.domain.offering import Offering
from registry.domain.organisation import Capability, Contact, Organisation
from registry.domain.outbox import JobKind, OutboxMessage
from registry.i18n import language
from registry.portal import Portal
from registry.queries.matching import cards_of_need
from registry.storage import outbox
from registry.storage.session import Database
from tests.factories.account import account
from tests.factories.need import need
from tests.factories.offering import offering
from tests.factories.organisation import organisation

VI = language("vi")


@dataclass(frozen=True)
class Scene:
    """Who and what stands in the registry before a test begins."""

    supplier: Organisation
    person: Account
    need: Need


def set_up(database: Database) -> Scene:
    """A supplier of trucks, and a buyer who needs a treatment plant that nobody offers yet."""
    with database.write() as session:
        supplier = organisation(session, name_vi="Công ty Màu Trong", name_en="Clear Colour Co.")
        buyer = organisation(session, Capability.BUYS)
        offering(session, supplier, title_vi="Xe cuốn ép rác 9 m3", facts=(), standards=())
        for title in ("Tháp hấp thụ khí thải lò hơi", "Máy quan trắc nước tự động"):
            offering(session, supplier, title_vi=title, facts=(), standards=())
        asked = need(
            session,
            buyer,
            title_vi="Xử lý nước thải dệt nhuộm của làng nghề",
            items=({"title_vi": "Trạm xử lý nước thải dệt nhuộm 500 m3/ngày đêm"},),
        )
        return Scene(supplier, account(session), asked)


def publish(session: Session, scene: Scene, **over: object) -> Offering:
    """An offering that fits the need, with its job in the same transaction."""
    row = offering(
        session,
        scene.supplier,
        facts=({"parameter": "flow", "high": Decimal(600)},),
        **{"title_vi": "Trạm xử lý nước thải dệt nhuộm dạng mô-đun", **over},
    )
    outbox.put(session, JobKind.OFFERING_CHANGED, row.public_id)
    return row


def write_message(session: Session, scene: Scene) -> Message:
    """A message to the supplier's contact, with its mail in the same transaction."""
    contact = session.exec(
        select(Contact).where(Contact.organisation_id == scene.supplier.key)
    ).one()
    message = Message(
        to_organisation_id=scene.supplier.key,
        contact_id=contact.key,
        from_account_id=scene.person.key,
        subject="Công suất của trạm",
        body="Trạm có chạy được 500 m3 một ngày không?",
    )
    session.add(message)
    session.flush()
    outbox.put(session, JobKind.MAIL, message.public_id)
    return message


def found(portal: Portal, text: str, public_id: str) -> bool:
    """Whether a search for ``text`` finds an offering."""
    return ("offering", public_id) in portal.search.find(text, ["offering"], 1, 500).ids


def matched(portal: Portal, scene: Scene, public_id: str) -> bool:
    """Whether an offering is a candidate of the scene's need."""
    with portal.database.read() as session:
        matches = cards_of_need(session, scene.need.public_id, VI, limit=500)
    return public_id in [card.offering_id for card in matches.domestic]


def jobs(database: Database) -> list[OutboxMessage]:
    """All jobs ever put into the queue, oldest first."""
    with database.read() as session:
        return list(session.exec(select(OutboxMessage).order_by(col(OutboxMessage.id))))


def all_done(database: Database) -> bool:
    """Whether nothing waits in the queue."""
    return all(job.done_at is not None for job in jobs(database))


def wait_for(what: Callable[[], bool], seconds: float = 30) -> float:
    """Wait until ``what`` holds; how many seconds that took."""
    start = time.monotonic()
    while not what():
        assert time.monotonic() - start < seconds, "waited in vain"
        time.sleep(0.005)
    return time.monotonic() - start
