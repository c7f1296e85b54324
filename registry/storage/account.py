"""Accounts and memberships."""

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.account import Account, Membership, Role
from registry.domain.organisation import Organisation


def by_email(session: Session, email: str) -> Account | None:
    """The account that signs in with this address, in whatever case."""
    return session.exec(select(Account).where(Account.email_key == email.strip().lower())).first()


def by_public_id(session: Session, public_id: str) -> Account | None:
    """The account with this public id."""
    return session.exec(select(Account).where(Account.public_id == public_id)).first()


def by_ids(session: Session, ids: set[int]) -> dict[int, Account]:
    """Some accounts by row number."""
    if not ids:
        return {}
    return {row.key: row for row in session.exec(select(Account).where(col(Account.id).in_(ids)))}


def samples(session: Session) -> Sequence[Account]:
    """The sample accounts in the order of their file."""
    return session.exec(select(Account).where(Account.sample).order_by(col(Account.id))).all()


def seats(
    session: Session, account_id: int, now: datetime
) -> Sequence[tuple[Membership, Organisation]]:
    """The memberships that hold at ``now``, oldest first, with their organisations.

    Nobody acts for an organisation that was withdrawn from the registry.
    """
    return session.exec(
        select(Membership, Organisation)
        .join(Organisation, col(Membership.organisation_id) == Organisation.id)
        .where(
            Membership.account_id == account_id,
            Membership.since <= now,
            col(Organisation.withdrawn_at).is_(None),
            sa.or_(col(Membership.until).is_(None), col(Membership.until) > now),
        )
        .order_by(col(Membership.id))
    ).all()


def add(session: Session, account: Account) -> Account:
    """Store a new account."""
    session.add(account)
    session.flush()
    return account


def give_role(session: Session, account: Account, organisation: Organisation, role: Role) -> bool:
    """Give a role in an organisation; False where the account has it already."""
    held = session.exec(
        select(Membership).where(
            Membership.account_id == account.key,
            Membership.organisation_id == organisation.key,
            Membership.role == role,
        )
    ).first()
    if held is not None and held.until is None:
        return False
    if held is not None:
        held.until = None
    else:
        session.add(Membership(account_id=account.key, organisation_id=organisation.key, role=role))
    session.flush()
    return True
