"""Who signs in, and the actor that an account makes."""

from dataclasses import dataclass

from sqlmodel import Session

from registry.domain.account import Account
from registry.domain.base import utcnow
from registry.domain.permission import Actor, Seat
from registry.storage import account as accounts
from registry.storage import organisation as organisations


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An account that may act now; ``epoch`` changes when all its sessions are to end."""

    actor: Actor
    epoch: int
    password_hash: str


@dataclass(frozen=True, slots=True)
class SampleAccount:
    """A sample account as the sign-in page lists it."""

    email: str
    name: str
    seats: tuple[Seat, ...]


def signed_in(session: Session, public_id: str, *, samples: bool) -> SignedIn | None:
    """The account behind a session's cookie; None where it may not act (any more)."""
    return _usable(session, accounts.by_public_id(session, public_id), samples)


def by_email(session: Session, email: str, *, samples: bool) -> SignedIn | None:
    """The account that signs in with this address; None where there is none that may."""
    return _usable(session, accounts.by_email(session, email), samples)


def sample_accounts(session: Session) -> list[SampleAccount]:
    """The sample accounts, for those who try the portal out."""
    rows = accounts.samples(session)
    return [SampleAccount(row.email, row.name, _seats(session, row)) for row in rows]


def _usable(session: Session, account: Account | None, samples: bool) -> SignedIn | None:
    if account is None or account.disabled_at is not None or (account.sample and not samples):
        return None
    actor = Actor(
        account_id=account.key,
        public_id=account.public_id,
        name=account.name,
        email=account.email,
        language=account.language,
        seats=_seats(session, account),
    )
    return SignedIn(actor, account.session_epoch, account.password_hash)


def _seats(session: Session, account: Account) -> tuple[Seat, ...]:
    held = accounts.seats(session, account.key, utcnow())
    does = organisations.capabilities(session, {organisation.key for _, organisation in held})
    return tuple(
        Seat(
            organisation_id=organisation.key,
            organisation=organisation.public_id,
            name_vi=organisation.name_vi,
            name_en=organisation.name_en,
            capabilities=does.get(organisation.key, frozenset()),
            role=membership.role,
        )
        for membership, organisation in held
    )
