"""Accounts for tests. All have the same password, hashed once."""

from functools import cache
from itertools import count
from typing import Any

from sqlmodel import Session

from registry.actions.account import hash_password
from registry.domain.account import Account, Membership, Role
from registry.domain.consent import Consent, Means
from registry.domain.organisation import Organisation
from registry.domain.permission import Actor
from registry.queries import account as queries

PASSWORD = "a long test password"

_numbers = count(1)
_hash = cache(hash_password)


def account(
    session: Session,
    *seats: tuple[Organisation, Role],
    email: str | None = None,
    consents: bool = True,
    **over: Any,
) -> Account:
    """A stored account with roles in organisations, who agreed to the privacy notice."""
    email = email or f"person{next(_numbers)}@trial.example"
    values = {"name": "Người Thử", "password_hash": _hash(PASSWORD), **over}
    row = Account(email=email, email_key=email.lower(), **values)
    session.add(row)
    session.flush()
    if consents:
        session.add(Consent(account_id=row.key, how=Means.SIGN_IN))
    for organisation, role in seats:
        session.add(Membership(account_id=row.key, organisation_id=organisation.key, role=role))
    session.flush()
    return row


def actor(session: Session, row: Account) -> Actor:
    """The actor that this account makes, as a request would build it."""
    found = queries.signed_in(session, row.public_id, samples=True)
    assert found is not None
    return found.actor
