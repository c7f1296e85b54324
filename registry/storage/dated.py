"""Dated records: lines of rows, each of which holds for a time (registry/domain/dated.py)."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.dated import Dated

Kept = TypeVar("Kept", bound=Dated)


def rows(session: Session, table: type[Kept], code: str) -> Sequence[Kept]:
    """All rows of one record, the earliest first."""
    return session.exec(_ordered(table).where(col(table.code) == code)).all()


def for_change(session: Session, table: type[Kept], code: str) -> Sequence[Kept]:
    """The same, locked until the transaction ends."""
    return session.exec(_ordered(table).where(col(table.code) == code).with_for_update()).all()


def records(session: Session, table: type[Kept]) -> dict[str, list[Kept]]:
    """All records with their rows, the earliest first; records in the order of their making."""
    found: dict[str, list[Kept]] = defaultdict(list)
    for row in session.exec(_ordered(table)):
        found[row.code].append(row)
    return dict(sorted(found.items(), key=lambda item: min(row.key for row in item[1])))


def holding(session: Session, table: type[Kept], on: date) -> Sequence[Kept]:
    """The rows of all records that hold on a day."""
    return session.exec(
        _ordered(table).where(
            table.valid_from <= on,
            sa.or_(col(table.valid_to).is_(None), col(table.valid_to) >= on),
        )
    ).all()


def add(session: Session, row: Dated) -> None:
    """Store a new row. Rows that end for it are written first: one at most has no end."""
    session.flush()
    session.add(row)
    session.flush()


def _ordered(table: type[Kept]) -> Any:
    return select(table).order_by(col(table.valid_from), col(table.id))
