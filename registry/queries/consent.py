"""What a person agreed to, and whether they are to be asked."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from registry.domain.consent import NOTICE, Purpose
from registry.domain.permission import Actor, Permission, Seat, can
from registry.i18n import Language
from registry.storage import consent as consents


@dataclass(frozen=True, slots=True)
class GivenConsent:
    """One consent of the reader to the notice of a day."""

    notice: date
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class ContactConsent:
    """A contact of an organisation, and the days on which consent was given and taken back."""

    public_id: str
    organisation: str
    name: str
    email: str
    consented_at: datetime | None
    withdrawn_at: datetime | None


def owned(actor: Actor) -> tuple[Seat, ...]:
    """The actor's seats in organisations for whose contacts they answer."""
    return tuple(
        seat
        for seat in actor.seats
        if can(actor, Permission.WITHDRAW_CONTACT, seat.organisation_id)
    )


def contacts(session: Session, actor: Actor, spoken: Language) -> tuple[ContactConsent, ...]:
    """The contacts of all organisations that the actor owns."""
    names = {seat.organisation_id: spoken.pick(seat.name_vi, seat.name_en) for seat in owned(actor)}
    return tuple(
        ContactConsent(
            row.public_id,
            names[row.organisation_id],
            row.name,
            row.email,
            row.consented_at,
            row.consent_withdrawn_at,
        )
        for row in consents.contacts(session, names)
    )


def to_ask(session: Session, actor: Actor) -> bool:
    """Whether the actor has not agreed to the privacy notice that holds."""
    if actor.account_id is None:
        return False
    return consents.standing(session, actor.account_id, Purpose.ACCOUNT, NOTICE) is None


def given(session: Session, actor: Actor) -> tuple[GivenConsent, ...]:
    """What the actor agreed to, oldest first."""
    if actor.account_id is None:
        return ()
    return tuple(
        GivenConsent(row.notice, row.given_at, row.withdrawn_at)
        for row in consents.of_account(session, actor.account_id)
    )
