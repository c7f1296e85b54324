"""A person's rights over their own data: to take consent back, and to be forgotten.

Law 91/2025/QH15 on personal data protection (in force since 2026-01-01), Article 4.
"""

from sqlmodel import Session

from registry.actions import consent, erasure
from registry.actions.errors import ActionError
from registry.domain.permission import Actor
from registry.i18n import N_
from registry.storage import account as accounts
from registry.storage import person


def take_consent_back(session: Session, actor: Actor, contact_id: str) -> None:
    """Hide a contact from everybody, at its own person's word.

    Only entries with the actor's own address can be named; :class:`ActionError` for others.
    """
    found = {c.public_id: c for c, _ in person.contacts(session, actor.email)}
    contact = found.get(contact_id)
    if contact is None:
        raise ActionError("not_yours", N_("This contact does not have your e-mail address."))
    consent.hide(session, actor, contact)


def erase(session: Session, actor: Actor) -> None:
    """Forget the actor: account, memberships, consents, contacts with the address.

    What was published, written and decided stays, under the account's number alone, so that the
    trail of public bodies stays whole. Messages stay with the organisations that got them.
    :class:`ActionError` where an organisation would be left without its last owner or approver.
    """
    account = accounts.by_public_id(session, actor.public_id or "")
    if account is None:
        return
    erasure.refuse_where_needed(session, account, actor)
    contacts = [contact for contact, _ in person.contacts(session, account.email)]
    erasure.forget(session, actor, account, contacts)
