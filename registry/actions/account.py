"""Signing in, changing one's own account, and making the first administrator."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlmodel import Session

from registry.actions.errors import ActionError
from registry.domain.account import Account, Role
from registry.domain.base import utcnow
from registry.domain.characters import printable
from registry.domain.organisation import BuyerKind, Capability, Organisation
from registry.domain.permission import SYSTEM, Actor
from registry.domain.sorting import sort_key
from registry.exchange import reference
from registry.i18n import LANGUAGES, N_
from registry.queries.account import SignedIn
from registry.storage import account as accounts
from registry.storage import audit
from registry.storage import organisation as organisations

# OWASP's least for argon2id: 19 MiB, two passes, one lane (Password Storage Cheat Sheet).
_HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
# Checked where no account is found, so that the answer takes as long.
_NOBODY = _HASHER.hash(secrets.token_urlsafe(16))
SHORTEST_PASSWORD = 12
LONGEST_NAME = 120


def hash_password(password: str) -> str:
    """The hash to store; slow on purpose, so it is made before a transaction begins."""
    return _HASHER.hash(password)


def password_fits(found: SignedIn | None, password: str) -> bool:
    """Whether the password is that of the account; takes as long where there is none."""
    try:
        _HASHER.verify(found.password_hash if found else _NOBODY, password)
    except (VerificationError, InvalidHashError):
        return False
    return found is not None


def record_sign_in(session: Session, actor: Actor) -> None:
    """Note when an account signed in."""
    account = accounts.by_public_id(session, actor.public_id or "")
    if account is None:
        return
    account.last_sign_in_at = utcnow()
    audit.record(session, actor, "account.sign_in", "account", account.public_id)


def change(session: Session, actor: Actor, *, name: str, language: str) -> None:
    """Correct one's own name and language; :class:`ActionError` for what is none."""
    account = _own(session, actor)
    name = " ".join(printable(name).split())
    if not name:
        raise ActionError("no_name", N_("Enter your name."), field="name")
    if len(name) > LONGEST_NAME:
        message = N_("Write your name in at most %(most)s characters.")
        raise ActionError("long_name", message, field="name", most=LONGEST_NAME)
    if language not in LANGUAGES:
        raise ActionError("no_language", N_("Choose a language."), field="language")
    changed = [
        field
        for field, value in (("name", name), ("language", language))
        if getattr(account, field) != value
    ]
    if not changed:
        return
    account.name, account.language = name, language
    audit.record(
        session, actor, "account.change", "account", account.public_id, after={"personal": changed}
    )


def change_password(session: Session, actor: Actor, password_hash: str) -> int:
    """Store a new password, checked and hashed before, and end all other sessions.

    Gives the account's new epoch, with which the present session goes on.
    """
    account = _own(session, actor)
    account.password_hash = password_hash
    account.session_epoch += 1
    audit.record(
        session, actor, "account.change_password", "account", account.public_id,
        after={"personal": ["password"]},
    )  # fmt: skip
    return account.session_epoch


def _own(session: Session, actor: Actor) -> Account:
    account = accounts.by_public_id(session, actor.public_id or "")
    if account is None:
        raise LookupError("nobody is signed in")
    return account


def create_admin(session: Session, *, email: str, name: str, password_hash: str) -> Account:
    """An account that administers the portal and keeps the registry, in the lead department.

    :class:`ActionError` where the address is taken. The password was checked and hashed before.
    """
    if accounts.by_email(session, email) is not None:
        raise ActionError(
            "email_taken", N_("There is already an account for %(email)s."), email=email
        )
    account = accounts.add(
        session,
        Account(
            email=email.strip(),
            email_key=email.strip().lower(),
            name=name.strip(),
            password_hash=password_hash,
        ),
    )
    department = lead_department(session)
    for role in (Role.ADMINISTRATOR, Role.REGISTRAR):
        accounts.give_role(session, account, department, role)
    audit.record(
        session, SYSTEM, "account.create", "account", account.public_id,
        after={"roles": [Role.ADMINISTRATOR, Role.REGISTRAR], "personal": ["email", "name"]},
    )  # fmt: skip
    return account


def lead_department(session: Session) -> Organisation:
    """The department that runs the registry; made from the reference data where there is none."""
    if found := organisations.first_with(session, Capability.REGISTERS):
        return found
    record = next(row for row in reference.read("agencies")["agency"] if row["lead"])
    return organisations.add(
        session,
        Organisation(
            public_id=record["code"],
            name_vi=f"{record['name_vi']} Hà Nội",
            name_en=f"Hanoi {record['name_en']}",
            name_key=sort_key(f"{record['name_vi']} Hà Nội"),
            buyer_kind=BuyerKind.DEPARTMENT,
            verified_at=utcnow(),
        ),
        {Capability.REGISTERS, Capability.BUYS},
    )
