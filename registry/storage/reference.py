"""Reading places, programmes and targets, codes and rates; standards have a file of their own."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from registry.domain.category import Category
from registry.domain.classification import ClassificationCategory, ClassificationCode
from registry.domain.currency import CurrencyRate
from registry.domain.place import Place
from registry.domain.target import Programme, Target


def empty(session: Session, table: type[SQLModel]) -> bool:
    """Whether a table has no row."""
    return session.exec(select(sa.func.count()).select_from(table)).one() == 0


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


def programmes(session: Session) -> Sequence[Programme]:
    """All programmes, the city's and the national one."""
    return session.exec(select(Programme).order_by(col(Programme.id))).all()


def programme_ids(session: Session) -> dict[str, int]:
    """Row numbers of all programmes by code."""
    return {row.code: row.key for row in programmes(session)}


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


def classification_codes(session: Session) -> Sequence[ClassificationCode]:
    """All codes of other people's classifications, scheme by scheme."""
    order = (ClassificationCode.scheme, ClassificationCode.edition, ClassificationCode.code)
    return session.exec(select(ClassificationCode).order_by(*map(col, order))).all()


def categories_of_codes(session: Session) -> dict[int, list[Category]]:
    """The categories under which codes fall, by the code's row number."""
    found: dict[int, list[Category]] = {}
    rows = session.exec(select(ClassificationCategory).order_by(col(ClassificationCategory.id)))
    for row in rows:
        found.setdefault(row.code_id, []).append(row.category)
    return found


def rates(session: Session) -> Sequence[CurrencyRate]:
    """All rates, by currency, the latest day first."""
    return session.exec(
        select(CurrencyRate).order_by(col(CurrencyRate.currency), col(CurrencyRate.day).desc())
    ).all()
