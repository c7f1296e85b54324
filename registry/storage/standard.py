"""Standards and what replaced them, and who cites them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.need import Need, NeedRevision, Requirement
from registry.domain.offering import Offering, OfferingRevision, OfferingStandard
from registry.domain.organisation import Organisation
from registry.domain.standard import Replacement, Replacements, Standard, StandardReplacement


def all_(session: Session) -> Sequence[Standard]:
    """All standards by code."""
    return session.exec(select(Standard).order_by(col(Standard.code))).all()


def by_public_id(session: Session, public_id: str) -> Standard | None:
    """The standard that an address names."""
    return session.exec(select(Standard).where(Standard.public_id == public_id)).one_or_none()


def for_change(session: Session, public_id: str) -> Standard | None:
    """The same, locked until the transaction ends."""
    return session.exec(
        select(Standard).where(Standard.public_id == public_id).with_for_update()
    ).one_or_none()


def known(session: Session, standard: Standard) -> bool:
    """Whether a standard with this code, or with its address, is stored already."""
    same = sa.or_(
        col(Standard.code) == standard.code, col(Standard.public_id) == standard.public_id
    )
    return session.exec(select(sa.func.count()).select_from(Standard).where(same)).one() > 0


def add(session: Session, row: Standard | StandardReplacement) -> None:
    """Store a new standard, or what replaces one."""
    session.add(row)
    session.flush()


def replacements(session: Session, on: date) -> Replacements:
    """All replacements as they stand on a day; of several of one standard the latest row counts."""
    newer = sa.orm.aliased(Standard)
    rows = session.execute(
        sa.select(
            col(Standard.code),
            col(newer.code),
            col(StandardReplacement.since),
            col(Standard.existing_until),
        )
        .join(StandardReplacement, col(StandardReplacement.standard_id) == Standard.id)
        .join(newer, col(StandardReplacement.replaced_by_id) == newer.id)
        .order_by(col(StandardReplacement.id))
    )
    return Replacements({old: Replacement(*row) for old, *row in rows}, on)


def needs_citing(session: Session, code: str) -> int:
    """How many public needs ask for a standard."""
    cited = (
        select(sa.func.count(sa.distinct(col(Need.id))))
        .join(NeedRevision, col(NeedRevision.need_id) == Need.id)
        .join(Requirement, col(Requirement.revision_id) == NeedRevision.id)
        .join(Organisation, col(Need.organisation_id) == Organisation.id)
        .where(*_public(Need, NeedRevision), Requirement.standard_code == code)
    )
    return session.exec(cited).one()


def offerings_citing(session: Session, code: str) -> int:
    """How many public offerings claim a standard."""
    cited = (
        select(sa.func.count(sa.distinct(col(Offering.id))))
        .join(OfferingRevision, col(OfferingRevision.offering_id) == Offering.id)
        .join(OfferingStandard, col(OfferingStandard.revision_id) == OfferingRevision.id)
        .join(Organisation, col(Offering.organisation_id) == Organisation.id)
        .where(*_public(Offering, OfferingRevision), OfferingStandard.standard_code == code)
    )
    return session.exec(cited).one()


def _public(noun: Any, revision: Any) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(revision.published_at).is_not(None),
        col(revision.superseded_at).is_(None),
        col(noun.withdrawn_at).is_(None),
        col(Organisation.withdrawn_at).is_(None),
    )
