"""Organisations' SQL: found by identifiers, listed in Vietnamese order, read by set.

What is public is not withdrawn. What belongs to an organisation (capabilities, counts) is read for
a whole list in one statement each.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.need import Need, NeedRevision
from registry.domain.offering import Offering, OfferingRevision
from registry.domain.organisation import (
    Capability,
    Contact,
    Identifier,
    Organisation,
    OrganisationCapability,
    Scheme,
)
from registry.domain.project import Project
from registry.domain.site import Site


@dataclass(frozen=True, slots=True)
class Published:
    """How many offerings and needs of an organisation are public."""

    offerings: int = 0
    needs: int = 0


def by_public_id(session: Session, public_id: str) -> Organisation | None:
    """The organisation with this public id, withdrawn or not."""
    return session.exec(select(Organisation).where(Organisation.public_id == public_id)).first()


def by_ids(session: Session, ids: set[int]) -> dict[int, Organisation]:
    """Some organisations by row number, withdrawn or not."""
    if not ids:
        return {}
    rows = session.exec(select(Organisation).where(col(Organisation.id).in_(ids)))
    return {row.key: row for row in rows}


def by_public_ids(session: Session, public_ids: Collection[str]) -> dict[str, Organisation]:
    """The public ones among some organisations, by public id."""
    if not public_ids:
        return {}
    rows = session.exec(
        select(Organisation).where(
            col(Organisation.public_id).in_(public_ids), col(Organisation.withdrawn_at).is_(None)
        )
    )
    return {row.public_id: row for row in rows}


def by_identifier(session: Session, scheme: Scheme, value: str) -> Organisation | None:
    """The organisation that bears an identifier, such as a tax code."""
    return session.exec(
        select(Organisation)
        .join(Identifier, col(Identifier.organisation_id) == Organisation.id)
        .where(Identifier.scheme == scheme, Identifier.value == value)
    ).first()


def page(session: Session, page: int, per_page: int) -> tuple[Sequence[Organisation], int]:
    """One page (from 1) of the public organisations in Vietnamese order, and how many there are."""
    public = select(Organisation).where(col(Organisation.withdrawn_at).is_(None))
    total = session.exec(select(sa.func.count()).select_from(public.subquery())).one()
    rows = session.exec(
        public.order_by(col(Organisation.name_key), col(Organisation.id))
        .limit(per_page)
        .offset((page - 1) * per_page)
    ).all()
    return rows, total


def all_public(session: Session) -> Iterator[Organisation]:
    """Every public organisation, for indexing."""
    yield from session.exec(
        select(Organisation)
        .where(col(Organisation.withdrawn_at).is_(None))
        .order_by(col(Organisation.id))
    )


def first_with(session: Session, capability: Capability) -> Organisation | None:
    """The first organisation that was given a capability; None where none has it."""
    return session.exec(
        select(Organisation)
        .join(
            OrganisationCapability, col(OrganisationCapability.organisation_id) == Organisation.id
        )
        .where(OrganisationCapability.capability == capability)
        .order_by(col(Organisation.id))
        .limit(1)
    ).first()


def add(
    session: Session, organisation: Organisation, does: Collection[Capability] = ()
) -> Organisation:
    """Store a new organisation with what it does."""
    session.add(organisation)
    session.flush()
    session.add_all(
        OrganisationCapability(organisation_id=organisation.key, capability=capability)
        for capability in sorted(does)
    )
    session.flush()
    return organisation


def capabilities(session: Session, ids: set[int]) -> dict[int, frozenset[Capability]]:
    """What organisations do, by row number; one that does nothing here is left out."""
    if not ids:
        return {}
    does: dict[int, set[Capability]] = defaultdict(set)
    for row in session.exec(
        select(OrganisationCapability).where(col(OrganisationCapability.organisation_id).in_(ids))
    ):
        does[row.organisation_id].add(row.capability)
    return {key: frozenset(held) for key, held in does.items()}


def published(session: Session, ids: set[int]) -> dict[int, Published]:
    """How much of each organisation is public, by row number."""
    if not ids:
        return {}
    offerings = _counts(session, Offering, OfferingRevision, "offering_id", ids)
    needs = _counts(session, Need, NeedRevision, "need_id", ids)
    return {key: Published(offerings.get(key, 0), needs.get(key, 0)) for key in ids}


def offering_ids(session: Session, ids: set[int]) -> set[int]:
    """Row numbers of all offerings of some organisations, public or not."""
    return _ids_of(session, Offering, ids)


def need_ids(session: Session, ids: set[int]) -> set[int]:
    """Row numbers of all needs of some organisations, public or not."""
    return _ids_of(session, Need, ids)


def listing_ids(session: Session, public_ids: Collection[str]) -> dict[str, set[str]]:
    """Public ids of all that bears the names of some organisations, public or not, by noun."""
    owners = select(Organisation.id).where(col(Organisation.public_id).in_(public_ids))
    bearing = {
        "offering": select(Offering.public_id).where(col(Offering.organisation_id).in_(owners)),
        "need": select(Need.public_id).where(col(Need.organisation_id).in_(owners)),
        "project": select(Project.public_id).where(col(Project.organisation_id).in_(owners)),
        "site": select(Site.public_id).where(col(Site.operator_id).in_(owners)),
    }
    return {noun: set(session.exec(ids)) for noun, ids in bearing.items()}


def identifiers(session: Session, organisation_id: int) -> Sequence[Identifier]:
    """An organisation's identifiers in the order in which they were given."""
    return session.exec(
        select(Identifier)
        .where(Identifier.organisation_id == organisation_id)
        .order_by(col(Identifier.id))
    ).all()


def contacts(session: Session, organisation_id: int) -> Sequence[Contact]:
    """An organisation's people in their order, whether they consent to be shown or not."""
    return session.exec(
        select(Contact)
        .where(Contact.organisation_id == organisation_id)
        .order_by(col(Contact.position), col(Contact.id))
    ).all()


def _ids_of(session: Session, noun: type[Offering] | type[Need], ids: set[int]) -> set[int]:
    if not ids:
        return set()
    chosen = select(noun.id).where(col(noun.organisation_id).in_(ids))
    return {key for key in session.exec(chosen) if key is not None}


def _counts(
    session: Session,
    noun: type[Offering] | type[Need],
    revision: type[OfferingRevision] | type[NeedRevision],
    reference: str,
    ids: set[int],
) -> dict[int, int]:
    """How many public nouns each organisation has; those with none are left out."""
    rows = session.exec(
        select(noun.organisation_id, sa.func.count())
        .join(revision, getattr(revision, reference) == noun.id)
        .where(
            col(noun.organisation_id).in_(ids),
            col(noun.withdrawn_at).is_(None),
            col(revision.published_at).is_not(None),
            col(revision.superseded_at).is_(None),
        )
        .group_by(col(noun.organisation_id))
    )
    return {key: count for key, count in rows}
