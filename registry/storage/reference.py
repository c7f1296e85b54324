"""Reading places, standards, programmes and targets."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.place import Place
from registry.domain.standard import Standard, StandardReplacement
from registry.domain.target import Programme, Target


def loaded(session: Session) -> bool:
    """Whether the reference data stands in the database."""
    return session.exec(select(sa.func.count()).select_from(Place)).one() > 0


def place_ids(session: Session) -> dict[str, int]:
    """Row numbers of all places by code."""
    return {code: key for code, key in session.exec(select(Place.code, Place.id)) if key}


def places(session: Session) -> Sequence[Place]:
    """All communes and wards in Vietnamese order."""
    return session.exec(select(Place).order_by(col(Place.name_key))).all()


def places_by_id(session: Session, ids: set[int]) -> dict[int, Place]:
    """Some places by row number."""
    if not ids:
        return {}
    return {p.key: p for p in session.exec(select(Place).where(col(Place.id).in_(ids)))}


def standards(session: Session) -> Sequence[Standard]:
    """All standards by code."""
    return session.exec(select(Standard).order_by(col(Standard.code))).all()


def replacements(session: Session) -> dict[str, tuple[str, date | None, date | None]]:
    """For each replaced standard: its successor, since when, and until when plants that run
    already may use the old one (None: not known)."""
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
    )
    return {old: (new, since, until) for old, new, since, until in rows}


def targets(session: Session, programme: str, on: date) -> Sequence[tuple[Programme, Target]]:
    """A programme's targets that hold on a day, in the programme's order."""
    return session.exec(
        select(Programme, Target)
        .join(Target, col(Target.programme_id) == Programme.id)
        .where(
            Programme.code == programme,
            Target.valid_from <= on,
            sa.or_(col(Target.valid_to).is_(None), col(Target.valid_to) >= on),
        )
        .order_by(col(Target.position))
    ).all()
