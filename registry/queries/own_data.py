"""What the portal holds of whoever is signed in: on a page, and whole, to take away."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from registry.codelists import label
from registry.domain.account import Account
from registry.domain.base import utcnow
from registry.domain.permission import Actor, Permission, can
from registry.i18n import Language
from registry.queries import consent
from registry.queries.consent import GivenConsent
from registry.storage import account as accounts
from registry.storage import consent as consents
from registry.storage import person


@dataclass(frozen=True, slots=True)
class OwnContact:
    """An entry among an organisation's contacts that has the reader's address."""

    public_id: str
    organisation: str
    name: str
    consented_at: datetime | None
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """The account page. ``roles``: (organisation, role) that hold now; counts of what was done."""

    name: str
    email: str
    language: str
    created_at: datetime
    last_sign_in_at: datetime | None
    roles: tuple[tuple[str, str], ...]
    consents: tuple[GivenConsent, ...]
    contacts: tuple[OwnContact, ...]
    messages: int
    revisions: int
    events: int
    may_erase_others: bool
    owns: bool


def own_account(session: Session, actor: Actor, language: Language) -> OwnAccount:
    """What stands on the reader's account page; LookupError for a visitor."""
    account = _account(session, actor)
    now = utcnow()
    messages, revisions, events = person.counts(session, account.key)
    return OwnAccount(
        name=account.name,
        email=account.email,
        language=account.language,
        created_at=account.created_at,
        last_sign_in_at=account.last_sign_in_at,
        roles=tuple(
            (
                language.pick(organisation.name_vi, organisation.name_en),
                label("role", membership.role, language.code),
            )
            for membership, organisation in accounts.seats(session, account.key, now)
        ),
        consents=consent.given(session, actor),
        contacts=tuple(
            OwnContact(
                contact.public_id,
                language.pick(organisation.name_vi, organisation.name_en),
                contact.name,
                contact.consented_at,
                contact.consent_withdrawn_at,
            )
            for contact, organisation in person.contacts(session, account.email)
        ),
        messages=messages,
        revisions=revisions,
        events=events,
        may_erase_others=can(actor, Permission.ERASE_ACCOUNT),
        owns=bool(consent.owned(actor)),
    )


def own_data(session: Session, actor: Actor) -> dict[str, Any]:
    """All that is kept of the reader, ready for JSON; nobody else's data. LookupError: visitor.

    The password is kept as a hash alone, which says nothing and is left out.
    """
    account = _account(session, actor)
    return {
        "account": {
            "name": account.name,
            "email": account.email,
            "language": account.language,
            "created_at": _moment(account.created_at),
            "last_sign_in_at": _moment(account.last_sign_in_at),
        },
        "memberships": [
            {
                "organisation": organisation.public_id,
                "name": organisation.name_vi or organisation.name_en,
                "role": membership.role.value,
                "since": _moment(membership.since),
                "until": _moment(membership.until),
            }
            for membership, organisation in person.memberships(session, account.key)
        ],
        "consents": [
            {
                "purpose": given.purpose.value,
                "notice": given.notice.isoformat(),
                "how": given.how.value,
                "given_at": _moment(given.given_at),
                "withdrawn_at": _moment(given.withdrawn_at),
            }
            for given in consents.of_account(session, account.key)
        ],
        "contacts": [
            {
                "organisation": organisation.public_id,
                "name": contact.name,
                "role": contact.role_vi or contact.role_en,
                "email": contact.email,
                "phone": contact.phone,
                "consented_at": _moment(contact.consented_at),
                "consent_withdrawn_at": _moment(contact.consent_withdrawn_at),
            }
            for contact, organisation in person.contacts(session, account.email)
        ],
        "messages": [
            {
                "to": recipient.public_id,
                "written_at": _moment(message.created_at),
                "subject": message.subject,
                "body": message.body,
            }
            for message, recipient in person.messages(session, account.key)
        ],
        "written": [
            {"kind": kind, "id": public_id, "revision": number, "title": title}
            for kind, public_id, number, title in person.written(session, account.key)
        ],
        "events": [
            {
                "at": _moment(event.at),
                "action": event.action,
                "kind": event.object_kind,
                "id": event.object_id,
            }
            for event in person.events(session, account.key)
        ],
    }


def _account(session: Session, actor: Actor) -> Account:
    account = accounts.by_public_id(session, actor.public_id or "")
    if account is None:
        raise LookupError("nobody is signed in")
    return account


def _moment(at: datetime | None) -> str | None:
    return at.isoformat(timespec="seconds") if at else None
