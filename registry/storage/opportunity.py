"""Unmet demand: items of open needs for which no domestic offering is a possible match."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.category import Category
from registry.domain.match import FITTING, Match
from registry.domain.need import Need, NeedItemRevision, NeedRevision
from registry.domain.organisation import Organisation
from registry.storage.listed import Column, List
from registry.storage.need import public_and_open


@dataclass(frozen=True, slots=True)
class Unmet:
    """What one open need has unmet in one category; row numbers of the need and its items."""

    need_id: int
    category: Category
    items: frozenset[int]


@dataclass(frozen=True, slots=True)
class Sum:
    """All that is unmet in one category.

    value: of the ``valued`` items whose value is public, in dong; quantity: with its unit, None
        where the items are not all told in one unit
    """

    needs: int
    items: int
    value: int
    valued: int
    quantity: tuple[Decimal, str] | None


def unmet(last_open_day: date) -> List:
    """What open needs have unmet, one row for each need and category of items.

    A row's number is that of its first item. ``last_open_day`` is
    :func:`registry.domain.calendar.last_open_day` of now.
    """
    items = _unmet(last_open_day).subquery("unmet")
    of = (items.c.need_id, items.c.public_id, items.c.published_at, items.c.category)
    category = sa.type_coerce(items.c.category, sa.String)
    rows: sa.Select[Any] = sa.select(
        sa.func.min(items.c.item_id).label("id"),
        items.c.public_id,
        items.c.published_at,
        category.label("category"),
        sa.func.min(sa.type_coerce(items.c.segment, sa.String)).label("segment"),
        sa.case({code.value: place for place, code in enumerate(Category)}, value=category).label(
            "place"
        ),
    ).group_by(*of)
    return List(
        rows=rows,
        facets=(Column("category"), Column("segment")),
        orders={
            "category": ("place", "-published_at", "-id"),
            "newest": ("-published_at", "-id"),
        },
    )


def unmet_items(
    session: Session, last_open_day: date, ids: Collection[int], segments: Collection[str] = ()
) -> dict[int, Unmet]:
    """What stands behind some rows of :func:`unmet`; of some segments alone, where given."""
    if not ids:
        return {}
    items = _unmet(last_open_day).subquery()
    first = sa.select(items.c.need_id).where(items.c.item_id.in_(ids))
    found: dict[tuple[int, Category], dict[int, str | None]] = defaultdict(dict)
    for need_id, category, item_id, segment in session.execute(
        sa.select(items.c.need_id, items.c.category, items.c.item_id, items.c.segment).where(
            items.c.need_id.in_(first)
        )
    ):
        found[need_id, category][item_id] = segment
    return {
        min(held): Unmet(
            *subject, frozenset(i for i, of in held.items() if not segments or of in segments)
        )
        for subject, held in found.items()
    }


def sums(
    session: Session, last_open_day: date, segments: Collection[str] = ()
) -> dict[Category, Sum]:
    """All that is unmet, by category; of some segments alone, where given."""
    items = _unmet(last_open_day).subquery()
    value = sa.case((items.c.budget_public, items.c.value))
    chosen = (items.c.segment.in_(segments),) if segments else ()
    rows = session.execute(
        sa.select(
            items.c.category,
            sa.func.count(sa.distinct(items.c.need_id)),
            sa.func.count(),
            sa.func.coalesce(sa.func.sum(value), 0),
            sa.func.count(value),
            sa.func.count(items.c.quantity),
            sa.func.sum(items.c.quantity),
            sa.func.min(items.c.unit),
            sa.func.max(items.c.unit),
        )
        .where(*chosen)
        .group_by(items.c.category)
    )
    return {
        category: Sum(
            needs, number, int(worth), valued,
            (Decimal(quantity), unit) if told == number and unit and unit == other else None,
        )
        for category, needs, number, worth, valued, told, quantity, unit, other in rows
    }  # fmt: skip


def count_unmet(session: Session, last_open_day: date) -> int:
    """How many open needs have unmet items."""
    unmet = _unmet(last_open_day).subquery()
    return session.exec(select(sa.func.count(sa.distinct(unmet.c.need_id)))).one()


def _unmet(last_open_day: date) -> sa.Select[Any]:
    met = (
        sa.select(col(Match.id))
        .where(
            col(Match.item_id) == NeedItemRevision.item_id,
            col(Match.domestic).is_(True),
            col(Match.level).in_(FITTING),
        )
        .exists()
    )
    return (
        sa.select(  # type: ignore[return-value]
            col(Need.id).label("need_id"),
            col(Need.public_id),
            col(NeedRevision.published_at),
            col(NeedItemRevision.item_id),
            col(NeedItemRevision.category),
            col(NeedItemRevision.segment),
            col(NeedItemRevision.quantity),
            col(NeedItemRevision.unit),
            col(NeedItemRevision.value),
            col(NeedRevision.budget_public),
        )
        .join(NeedRevision, col(NeedRevision.need_id) == Need.id)
        .join(NeedItemRevision, col(NeedItemRevision.revision_id) == NeedRevision.id)
        .join(Organisation, col(Need.organisation_id) == Organisation.id)
        .where(*public_and_open(last_open_day), ~met)
    )
