"""Consent: to the privacy notice, given at signing in; a contact's, taken back by the owner."""

from sqlmodel import Session

from registry.domain.base import utcnow
from registry.domain.consent import NOTICE, Consent, Means, Purpose
from registry.domain.organisation import Contact
from registry.domain.permission import Actor, Permission, check
from registry.storage import account as accounts
from registry.storage import audit
from registry.storage import consent as consents


def give(session: Session, actor: Actor) -> None:
    """The actor agrees to the notice that holds; nothing happens where they have agreed to it."""
    if actor.account_id is None or actor.public_id is None:
        return
    if consents.standing(session, actor.account_id, Purpose.ACCOUNT, NOTICE) is not None:
        return
    consents.add(session, Consent(account_id=actor.account_id, how=Means.SIGN_IN))
    audit.record(
        session, actor, "consent.give", "account", actor.public_id,
        after={"notice": NOTICE.isoformat(), "how": Means.SIGN_IN},
    )  # fmt: skip


def give_for_samples(session: Session) -> None:
    """Sample accounts are nobody's: whoever tries the portal out is not asked in their name."""
    for account in accounts.samples(session):
        consents.add(session, Consent(account_id=account.key, how=Means.SAMPLE))


def take_back_for(session: Session, actor: Actor, contact_id: str) -> bool:
    """Hide a contact of one's organisation whose person no longer agrees; False where none is.

    Forbidden but for an owner of that organisation.
    """
    contact = consents.contact(session, contact_id)
    if contact is None:
        return False
    check(actor, Permission.WITHDRAW_CONTACT, contact.organisation_id)
    hide(session, actor, contact)
    return True


def hide(session: Session, actor: Actor, contact: Contact) -> None:
    """Note that a contact's consent ended; who may say so was checked before."""
    if contact.consents:
        contact.consent_withdrawn_at = utcnow()
        audit.record(session, actor, "contact.withdraw_consent", "contact", contact.public_id)
