"""Erasing a person: what goes, what keeps it from going, and erasure for whoever asks by letter.

Law 91/2025/QH15 on personal data protection, Article 4 (the right to erasure).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session

from registry.actions.errors import ActionError
from registry.domain.account import Account, Role
from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.organisation import Contact
from registry.domain.permission import Actor, Permission, check
from registry.i18n import N_, language
from registry.storage import account as accounts
from registry.storage import audit, person, retention
from registry.storage import consent as consents

_WHY = {
    Role.OWNER: N_(
        "This account is the last owner of %(organisation)s, a verified organisation. Ask the"
        " Department of Industry and Trade to give the role to a colleague first."
    ),
    Role.APPROVER: N_(
        "A need of %(organisation)s waits for approval, and this account is its last approver."
        " Decide on it, or ask the Department of Industry and Trade to give the role to a"
        " colleague first."
    ),
}


def refuse_where_needed(session: Session, account: Account, actor: Actor) -> None:
    """Raise :class:`ActionError` while an organisation would be left without its last hand."""
    spoken = language(actor.language)
    for role, organisation in retention.last_seats(session, account.key, utcnow()):
        name = spoken.pick(organisation.name_vi, organisation.name_en)
        raise ActionError(f"last_{role.value}", _WHY[role], organisation=name)


def forget(
    session: Session,
    actor: Actor,
    account: Account | None,
    contacts: list[Contact],
    **noted: Any,
) -> None:
    """Take a person's data away, whoever asked for it; ``noted`` goes into the audit trail.

    Account, memberships, consents, contacts, and mails that were still to go out. What was
    published, decided and written stays, under the account's number alone.
    """
    now = utcnow()
    retention.delete_mails(
        session, account.key if account else None, [contact.key for contact in contacts]
    )
    for contact in contacts:
        person.forget_contact(session, contact, now)
    erased = sorted(contact.public_id for contact in contacts)
    if account is None:
        for public_id in erased:
            audit.record(
                session, actor, "contact.erase", "contact", public_id,
                after=noted | {"personal": ["email", "name", "phone", "role"]},
            )  # fmt: skip
        return
    consents.end(session, account.key, now)
    person.forget(session, account, now)
    audit.record(
        session, actor, "account.erase", "account", account.public_id,
        after=noted
        | {"personal": ["email", "name", "password", "memberships", "contacts"]}
        | {"contacts": erased},
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept under an address: the account's name, and how many contacts."""

    name: str | None
    contacts: int


def kept_under(session: Session, actor: Actor, email: str, asked_on: date) -> Kept:
    """What :func:`erase_on_request` would erase; it refuses the same, and changes nothing."""
    account, contacts = _requested(session, actor, email, asked_on)
    return Kept(account.name if account else None, len(contacts))


def erase_on_request(session: Session, actor: Actor, email: str, asked_on: date) -> None:
    """Erase whoever has this address and asked for it by letter, account or mere contact.

    Forbidden but for the registrar. :class:`ActionError` where nothing is kept under the address,
    the day is to come, or an organisation would be left without its last owner or approver.
    """
    account, contacts = _requested(session, actor, email, asked_on)
    forget(session, actor, account, contacts, asked_on=asked_on.isoformat())


def _requested(
    session: Session, actor: Actor, email: str, asked_on: date
) -> tuple[Account | None, list[Contact]]:
    check(actor, Permission.ERASE_ACCOUNT)
    if asked_on > hanoi_day(utcnow()):
        raise ActionError(
            "future_day", N_("The letter can't have come on a day to come."), field="asked_on"
        )
    account = accounts.by_email(session, email)
    contacts = [contact for contact, _ in person.contacts(session, email)]
    if account is None and not contacts:
        raise ActionError("nobody", N_("Nothing is kept under this e-mail address."), field="email")
    if account is not None:
        refuse_where_needed(session, account, actor)
    return account, contacts
