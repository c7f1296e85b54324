"""Reading and storing offerings: identities, revisions, their facts and standards.

Every list is read by set in three statements, however many offerings it has.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.account import Account
from registry.domain.offering import (
    Offering,
    OfferingFact,
    OfferingRevision,
    OfferingStandard,
    is_domestic,
)
from registry.domain.organisation import Organisation


@dataclass(frozen=True, slots=True)
class OfferingRecord:
    """An offering as one of its revisions states it, with who publishes it."""

    offering: Offering
    revision: OfferingRevision
    facts: tuple[OfferingFact, ...]
    standards: tuple[OfferingStandard, ...]
    organisation: Organisation

    @property
    def domestic(self) -> bool:
        """Whether it counts as domestic supply (see :func:`is_domestic`)."""
        return is_domestic(self.revision, self.organisation.country)


def _joined() -> Any:
    return (
        select(Offering, OfferingRevision, Organisation)
        .select_from(Offering)
        .join(OfferingRevision, col(OfferingRevision.offering_id) == Offering.id)
        .join(Organisation, col(Offering.organisation_id) == Organisation.id)
    )


def _standing() -> Any:
    """Each offering with its public revision, withdrawn or not."""
    return _joined().where(
        col(OfferingRevision.published_at).is_not(None),
        col(OfferingRevision.superseded_at).is_(None),
    )


def _public() -> Any:
    return _standing().where(
        col(Offering.withdrawn_at).is_(None), col(Organisation.withdrawn_at).is_(None)
    )


_NEWEST_FIRST = (col(OfferingRevision.published_at).desc(), col(Offering.id).desc())


def _records(session: Session, chosen: Any) -> list[OfferingRecord]:
    """The records that ``chosen`` selects, in its order."""
    rows = session.exec(chosen).all()
    if not rows:
        return []
    revisions = sa.select(chosen.with_only_columns(OfferingRevision.id).subquery().c.id)
    facts: dict[int, list[OfferingFact]] = defaultdict(list)
    for fact in session.exec(
        select(OfferingFact)
        .where(col(OfferingFact.revision_id).in_(revisions))
        .order_by(col(OfferingFact.revision_id), col(OfferingFact.position))
    ):
        facts[fact.revision_id].append(fact)
    standards: dict[int, list[OfferingStandard]] = defaultdict(list)
    for standard in session.exec(
        select(OfferingStandard)
        .where(col(OfferingStandard.revision_id).in_(revisions))
        .order_by(col(OfferingStandard.revision_id), col(OfferingStandard.position))
    ):
        standards[standard.revision_id].append(standard)
    return [
        OfferingRecord(
            offering,
            revision,
            tuple(facts[revision.key]),
            tuple(standards[revision.key]),
            organisation,
        )
        for offering, revision, organisation in rows
    ]


def _count(session: Session, chosen: Any) -> int:
    ids = chosen.with_only_columns(OfferingRevision.id).subquery()
    return session.execute(sa.select(sa.func.count()).select_from(ids)).scalar_one()


def _page(
    session: Session, chosen: Any, order: Sequence[Any], page: int, per_page: int
) -> tuple[list[OfferingRecord], int]:
    some = chosen.order_by(*order).limit(per_page).offset((page - 1) * per_page)
    return _records(session, some), _count(session, chosen)


def by_public_id(session: Session, public_id: str) -> Offering | None:
    """The identity with this public id, withdrawn or not."""
    return session.exec(select(Offering).where(Offering.public_id == public_id)).first()


def public(session: Session, public_ids: Collection[str] | None = None) -> list[OfferingRecord]:
    """What everybody may see, newest first: all of it, or those of ``public_ids`` among it."""
    chosen = _public()
    if public_ids is not None:
        chosen = chosen.where(col(Offering.public_id).in_(public_ids))
    return _records(session, chosen.order_by(*_NEWEST_FIRST))


def public_by_row_ids(session: Session, ids: set[int]) -> dict[int, OfferingRecord]:
    """Public records by the row number of their offering; the withdrawn ones are left out."""
    if not ids:
        return {}
    records = _records(session, _public().where(col(Offering.id).in_(ids)))
    return {record.offering.key: record for record in records}


def of_organisation(
    session: Session, organisation_id: int, *, withdrawn: bool = False
) -> list[OfferingRecord]:
    """An organisation's offerings, newest first; with ``withdrawn`` also those it took down."""
    chosen = _standing().where(Offering.organisation_id == organisation_id)
    if not withdrawn:
        chosen = chosen.where(col(Offering.withdrawn_at).is_(None))
    return _records(session, chosen.order_by(*_NEWEST_FIRST))


def newest(session: Session, page: int, per_page: int) -> tuple[list[OfferingRecord], int]:
    """One page of the public offerings (the first is 1), newest first, and how many there are."""
    return _page(session, _public(), _NEWEST_FIRST, page, per_page)


def standards_cited(session: Session) -> Sequence[str]:
    """Every code by which an offering ever cited a standard, in the order of the codes."""
    code = col(OfferingStandard.standard_code)
    return session.exec(select(code).distinct().order_by(code)).all()


def unchecked(*, returned: bool) -> tuple[Any, ...]:
    """What holds for a public revision that the registrar has to check, or with ``returned`` has
    asked the publisher about."""
    asked = col(OfferingRevision.returned_at)
    return (
        col(OfferingRevision.checked_at).is_(None),
        asked.is_not(None) if returned else asked.is_(None),
    )


def count_unchecked(session: Session, *, returned: bool = False) -> int:
    """How many public offerings wait for the registrar, or for an answer to the registrar."""
    return _count(session, _public().where(*unchecked(returned=returned)))


def unchecked_publishers(session: Session, *, returned: bool) -> list[Organisation]:
    """Whose offerings these are, in Vietnamese order."""
    ids = _public().where(*unchecked(returned=returned)).with_only_columns(Organisation.id)
    publishers = select(Organisation).where(col(Organisation.id).in_(ids))
    return list(session.exec(publishers.order_by(col(Organisation.name_key))))


def standing(session: Session, public_id: str) -> OfferingRecord | None:
    """The offering with its public revision, also when it is withdrawn."""
    records = _records(session, _standing().where(Offering.public_id == public_id))
    return records[0] if records else None


def last_checked(session: Session, offering_id: int) -> OfferingRecord | None:
    """The offering as the registrar last checked it, superseded by now or not."""
    checked = (
        _joined()
        .where(Offering.id == offering_id, col(OfferingRevision.checked_at).is_not(None))
        .order_by(col(OfferingRevision.number).desc())
        .limit(1)
    )
    records = _records(session, checked)
    return records[0] if records else None


def revisions(session: Session, offering_id: int) -> Sequence[OfferingRevision]:
    """All revisions that were ever public, the latest first."""
    return session.exec(
        select(OfferingRevision)
        .where(
            OfferingRevision.offering_id == offering_id,
            col(OfferingRevision.published_at).is_not(None),
        )
        .order_by(col(OfferingRevision.number).desc())
    ).all()


def rows_of(
    session: Session, revision: OfferingRevision
) -> tuple[list[OfferingFact], list[OfferingStandard]]:
    """A revision's facts and standards in order."""
    facts = select(OfferingFact).where(OfferingFact.revision_id == revision.key)
    standards = select(OfferingStandard).where(OfferingStandard.revision_id == revision.key)
    return (
        list(session.exec(facts.order_by(col(OfferingFact.position)))),
        list(session.exec(standards.order_by(col(OfferingStandard.position)))),
    )


def author_name(session: Session, revision: OfferingRevision) -> str:
    """Who wrote a revision; their organisation's editors know the name. '' for the system."""
    if revision.created_by_id is None:
        return ""
    return session.get_one(Account, revision.created_by_id).name


def for_change(session: Session, public_id: str) -> tuple[Offering, OfferingRevision] | None:
    """The identity, locked until the transaction ends, and its public revision."""
    offering = session.exec(
        select(Offering).where(Offering.public_id == public_id).with_for_update()
    ).first()
    if offering is None:
        return None
    # Read after the lock is held: another transaction may just have put a new revision up.
    revision = session.exec(
        select(OfferingRevision).where(
            OfferingRevision.offering_id == offering.key,
            col(OfferingRevision.published_at).is_not(None),
            col(OfferingRevision.superseded_at).is_(None),
        )
    ).first()
    return None if revision is None else (offering, revision)


def add(session: Session, offering: Offering) -> Offering:
    """Store a new identity, so that it has its row number."""
    session.add(offering)
    session.flush()
    return offering


def supersede(session: Session, revision: OfferingRevision, at: datetime) -> None:
    """Let a revision stand no longer; its successor may be added then."""
    revision.superseded_at = at
    session.flush()


def add_revision(
    session: Session,
    revision: OfferingRevision,
    facts: Sequence[OfferingFact],
    standards: Sequence[OfferingStandard],
) -> OfferingRevision:
    """Store a revision with its facts and standards, numbered in the order given."""
    session.add(revision)
    session.flush()
    for rows in (facts, standards):
        for position, row in enumerate(rows):
            row.revision_id = revision.key
            row.position = position
            session.add(row)
    session.flush()
    return revision
