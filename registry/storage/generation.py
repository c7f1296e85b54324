"""The generation number's SQL."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.generation import Generation


def current(session: Session) -> int:
    """The newest generation; 0 where nothing was ever brought up to date."""
    return session.exec(select(sa.func.max(Generation.id))).one() or 0


def since(session: Session, number: int) -> Sequence[Generation]:
    """What changed after generation ``number``, oldest first."""
    return session.exec(
        select(Generation).where(col(Generation.id) > number).order_by(col(Generation.id))
    ).all()


def advance(session: Session, kind: str, subject: str | None) -> None:
    """Tell the web processes that ``subject`` is up to date in index and matches."""
    session.add(Generation(kind=kind, subject=subject))
