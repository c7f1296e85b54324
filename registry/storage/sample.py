"""The SQL that removes the sample catalogue as a whole."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from registry.domain.account import Account, Membership
from registry.domain.base import Noun, utcnow
from registry.domain.capacity import Capacity
from registry.domain.currency import CurrencyRate
from registry.domain.decision import Decision
from registry.domain.match import Match
from registry.domain.message import Message
from registry.domain.need import Need, NeedItem, NeedItemRevision, NeedRevision, Requirement
from registry.domain.offering import Offering, OfferingFact, OfferingRevision, OfferingStandard
from registry.domain.organisation import (
    Contact,
    Identifier,
    Organisation,
    OrganisationCapability,
)
from registry.domain.outbox import JobKind
from registry.domain.project import Project, ProjectCooperation
from registry.domain.site import Site

Ids = sa.Select[tuple[int | None]]


def registry_empty(session: Session) -> bool:
    """Whether no organisation was ever stored."""
    return session.exec(select(sa.func.count()).select_from(Organisation)).one() == 0


def listings(session: Session) -> list[tuple[JobKind, str]]:
    """Every sample listing, as the job that follows its removal and its public id."""
    kinds: Sequence[tuple[JobKind, type[Noun]]] = (
        (JobKind.OFFERING_CHANGED, Offering),
        (JobKind.NEED_CHANGED, Need),
        (JobKind.ORGANISATION_CHANGED, Organisation),
        (JobKind.PROJECT_CHANGED, Project),
        (JobKind.SITE_CHANGED, Site),
    )
    return [
        (kind, public_id)
        for kind, table in kinds
        for public_id in session.exec(select(table.public_id).where(table.sample))
    ]


def remove(session: Session) -> int:
    """Delete sample records and all that points to them; how many rows that were.

    What people published under a sample organisation goes with it. Sample accounts that the
    audit trail names stay as empty, disabled rows, so that the trail is whole.
    """
    organisations = _ids(Organisation, col(Organisation.sample).is_(True))
    needs = _ids(Need, col(Need.organisation_id).in_(organisations))
    offerings = _ids(Offering, col(Offering.organisation_id).in_(organisations))
    need_revisions = _ids(NeedRevision, col(NeedRevision.need_id).in_(needs))
    items = _ids(NeedItem, col(NeedItem.need_id).in_(needs))
    revisions = _ids(OfferingRevision, col(OfferingRevision.offering_id).in_(offerings))
    led = col(Project.organisation_id).in_(organisations) | col(Project.sample).is_(True)
    projects = _ids(Project, led)
    conditions: Sequence[tuple[type[SQLModel], sa.ColumnElement[bool]]] = (
        (Decision, col(Decision.item_id).in_(items) | col(Decision.offering_id).in_(offerings)),
        (Match, col(Match.item_id).in_(items) | col(Match.offering_id).in_(offerings)),
        (
            Message,
            col(Message.to_organisation_id).in_(organisations)
            | col(Message.from_organisation_id).in_(organisations)
            | col(Message.need_id).in_(needs)
            | col(Message.offering_id).in_(offerings),
        ),
        (Requirement, col(Requirement.revision_id).in_(need_revisions)),
        (NeedItemRevision, col(NeedItemRevision.revision_id).in_(need_revisions)),
        (NeedItem, col(NeedItem.need_id).in_(needs)),
        (NeedRevision, col(NeedRevision.need_id).in_(needs)),
        (Need, col(Need.organisation_id).in_(organisations)),
        (OfferingFact, col(OfferingFact.revision_id).in_(revisions)),
        (OfferingStandard, col(OfferingStandard.revision_id).in_(revisions)),
        (OfferingRevision, col(OfferingRevision.offering_id).in_(offerings)),
        (Offering, col(Offering.organisation_id).in_(organisations)),
        (ProjectCooperation, col(ProjectCooperation.project_id).in_(projects)),
        (Project, led),
        (Site, col(Site.sample).is_(True)),
        (Capacity, col(Capacity.organisation_id).in_(organisations)),
        (Contact, col(Contact.organisation_id).in_(organisations)),
        (Identifier, col(Identifier.organisation_id).in_(organisations)),
        (OrganisationCapability, col(OrganisationCapability.organisation_id).in_(organisations)),
        (Membership, col(Membership.organisation_id).in_(organisations)),
        (Organisation, col(Organisation.sample).is_(True)),
        (CurrencyRate, col(CurrencyRate.sample).is_(True)),
    )
    _unpool(session, items)
    _detach(session, organisations)
    removed = sum(_delete(session, table, condition) for table, condition in conditions)
    return removed + _remove_accounts(session)


def _ids(table: type[SQLModel], condition: sa.ColumnElement[bool]) -> Ids:
    return sa.select(table.id).where(condition)  # type: ignore[attr-defined]


def _delete(session: Session, table: type[SQLModel], condition: sa.ColumnElement[bool]) -> int:
    return session.execute(sa.delete(table).where(condition)).rowcount  # type: ignore[attr-defined]


def _unpool(session: Session, items: Ids) -> None:
    pooled = col(NeedItem.parent_id).in_(items) | col(NeedItem.id).in_(items)
    session.execute(sa.update(NeedItem).where(pooled).values(parent_id=None))


def _detach(session: Session, organisations: Ids) -> None:
    """Real projects lose their sample site, real sites their sample operator."""
    sites = _ids(Site, col(Site.sample).is_(True))
    at = col(Project.site_id).in_(sites)
    session.execute(sa.update(Project).where(at).values(site_id=None))
    run = col(Site.operator_id).in_(organisations)
    session.execute(sa.update(Site).where(run).values(operator_id=None))


def _remove_accounts(session: Session) -> int:
    named = (
        *(sa.select(column).where(column.is_not(None)) for column in _references_to_accounts()),
    )
    samples = _ids(Account, col(Account.sample).is_(True))
    _delete(session, Membership, col(Membership.account_id).in_(samples))
    kept = session.exec(
        select(Account).where(col(Account.sample), col(Account.id).in_(sa.union(*named)))
    ).all()
    for account in kept:
        account.email = account.email_key = f"{account.public_id}@removed.invalid"
        account.name, account.password_hash, account.sample = "–", "!", False
        account.disabled_at = utcnow()
        account.session_epoch += 1
    session.flush()
    return _delete(session, Account, col(Account.sample).is_(True))


def _references_to_accounts() -> list[sa.ColumnElement[int]]:
    """Every column that names an account, but for memberships, which go with it."""
    return [
        column
        for table in SQLModel.metadata.sorted_tables
        if table.name != "membership"
        for column in table.columns
        if any(key.column.table.name == "account" for key in column.foreign_keys)
    ]
