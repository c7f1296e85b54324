"""Consents' SQL."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.account import Account
from registry.domain.consent import Consent, Purpose
from registry.domain.organisation import Contact


def add(session: Session, consent: Consent) -> Consent:
    """Store a new consent."""
    session.add(consent)
    session.flush()
    return consent


def of_account(session: Session, account_id: int) -> Sequence[Consent]:
    """All consents of an account, those taken back too, oldest first."""
    return session.exec(
        select(Consent).where(Consent.account_id == account_id).order_by(col(Consent.id))
    ).all()


def standing(session: Session, account_id: int, purpose: Purpose, notice: date) -> Consent | None:
    """The consent of an account to this notice; None where there is none, or it was taken back."""
    return session.exec(
        select(Consent).where(
            Consent.account_id == account_id,
            Consent.purpose == purpose,
            Consent.notice == notice,
            col(Consent.withdrawn_at).is_(None),
        )
    ).first()


def end(session: Session, account_id: int, now: datetime) -> None:
    """Take back all consents of an account that stand."""
    session.execute(
        sa.update(Consent)
        .where(col(Consent.account_id) == account_id, col(Consent.withdrawn_at).is_(None))
        .values(withdrawn_at=now)
    )


def remove_samples(session: Session) -> None:
    """Delete the consents of sample accounts, which are nobody's."""
    samples = sa.select(Account.id).where(col(Account.sample))  # type: ignore[call-overload]
    session.execute(sa.delete(Consent).where(col(Consent.account_id).in_(samples)))


def contacts(session: Session, organisation_ids: Collection[int]) -> Sequence[Contact]:
    """The people of some organisations who can be asked for consent: those not erased."""
    if not organisation_ids:
        return []
    return session.exec(
        select(Contact)
        .where(col(Contact.organisation_id).in_(organisation_ids), Contact.email != "")
        .order_by(col(Contact.organisation_id), col(Contact.position), col(Contact.id))
    ).all()


def contact(session: Session, public_id: str) -> Contact | None:
    """The contact with this public id."""
    return session.exec(select(Contact).where(Contact.public_id == public_id)).first()
