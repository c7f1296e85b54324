"""Matches' SQL. Rows are rebuilt at will: deleted and written anew, never edited."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.match import FITTING, SET_ASIDE, Match
from registry.domain.need import Need, NeedItem, NeedRevision
from registry.domain.offering import Offering
from registry.domain.organisation import Organisation
from registry.storage.need import public_and_open

# So many offerings are kept for each item, and so many of those set aside.
KEPT = 50

_BEST_FIRST = (col(Match.score).desc(), col(Match.offering_id), col(Match.item_id))


@dataclass(frozen=True, slots=True)
class Fit:
    """An open need and the offering of a supplier that fits it best; all three by row number."""

    supplier_id: int
    offering_id: int
    need_id: int
    level: str


@dataclass(frozen=True, slots=True)
class Checked:
    """The verdicts of one item of a need on an offering; both by row number."""

    offering_id: int
    need_id: int
    level: str
    checks: list[dict[str, Any]]


def of_need(session: Session, need_id: int) -> Sequence[Match]:
    """All matches of a need's items, best first, without those set aside."""
    found = select(Match).where(_is_of_need(need_id), col(Match.level) != SET_ASIDE)
    return session.exec(found.order_by(*_BEST_FIRST)).all()


def set_aside(
    session: Session, need_id: int, owners: Collection[int] | None = None
) -> Sequence[Match]:
    """Who would fit a need's items but misses an essential figure, best first.

    Of some organisations alone, where ``owners`` are given by row number. An offering that fits
    another item of the need counts as fitting.
    """
    fits = (_is_of_need(need_id), col(Match.level).in_(FITTING))
    found = select(Match).where(
        _is_of_need(need_id),
        col(Match.level) == SET_ASIDE,
        col(Match.offering_id).not_in(select(Match.offering_id).where(*fits)),
    )
    if owners is not None:
        own = select(Offering.id).where(col(Offering.organisation_id).in_(owners))
        found = found.where(col(Match.offering_id).in_(own))
    return session.exec(found.order_by(*_BEST_FIRST)).all()


def _is_of_need(need_id: int) -> sa.ColumnElement[bool]:
    return col(Match.item_id).in_(select(NeedItem.id).where(NeedItem.need_id == need_id))


def of_offering(
    session: Session, offering_id: int, levels: Collection[str]
) -> Sequence[tuple[Match, int]]:
    """An offering's matches on some levels, best first, each with its need's row number."""
    return session.exec(
        select(Match, NeedItem.need_id)
        .join(NeedItem, col(Match.item_id) == NeedItem.id)
        .where(Match.offering_id == offering_id, col(Match.level).in_(levels))
        .order_by(*_BEST_FIRST)
    ).all()


def best_of_suppliers(
    session: Session,
    supplier_ids: Collection[int],
    levels: Collection[str],
    last_open_day: date,
    limit: int,
) -> Sequence[Fit]:
    """The open needs of others that fit some suppliers best on some levels, best first.

    Each need stands once for a supplier, with the offering that fits it best; up to ``limit`` for
    each supplier.
    """
    supplier = col(Offering.organisation_id)
    of_each_need = (
        _with_open_needs(
            last_open_day,
            supplier.label("supplier_id"),
            col(Match.offering_id),
            col(NeedItem.need_id),
            col(Match.level),
            col(Match.score),
            sa.func.row_number()
            .over(partition_by=(supplier, col(NeedItem.need_id)), order_by=_BEST_FIRST)
            .label("place"),
        )
        .where(
            supplier.in_(supplier_ids),
            col(Match.level).in_(levels),
        )
        .subquery()
    )
    found = of_each_need.c
    order = (found.score.desc(), found.need_id)
    place = sa.func.row_number().over(partition_by=found.supplier_id, order_by=order)
    best = sa.select(*found, place.label("rank")).where(found.place == 1).subquery()
    kept = best.c
    rows = session.execute(
        sa.select(kept.supplier_id, kept.offering_id, kept.need_id, kept.level)
        .where(kept["rank"] <= limit)
        .order_by(kept.supplier_id, kept["rank"])
    )
    return [Fit(*row) for row in rows]


def _with_open_needs(last_open_day: date, *columns: Any) -> Any:
    """Columns of matches of offerings that stand with open needs of other organisations."""
    return (
        sa.select(*columns)
        .join(Offering, col(Match.offering_id) == Offering.id)
        .join(NeedItem, col(Match.item_id) == NeedItem.id)
        .join(Need, col(NeedItem.need_id) == Need.id)
        .join(NeedRevision, col(NeedRevision.need_id) == Need.id)
        .join(Organisation, col(Need.organisation_id) == Organisation.id)
        .where(
            col(Offering.organisation_id) != Need.organisation_id,
            col(Offering.withdrawn_at).is_(None),
            *public_and_open(last_open_day),
        )
    )


def checks_of_offerings(
    session: Session, offering_ids: Collection[int], last_open_day: date, limit: int = 1000
) -> list[Checked]:
    """What open needs of others check of some offerings that fit them or are set aside, those
    that fit best first."""
    rows = session.execute(
        _with_open_needs(
            last_open_day,
            col(Match.offering_id),
            col(NeedItem.need_id),
            col(Match.level),
            col(Match.checks),
        )
        .where(
            col(Match.offering_id).in_(offering_ids),
            col(Match.level).in_((*FITTING, SET_ASIDE)),
        )
        .order_by(*_BEST_FIRST)
        .limit(limit)
    )
    return [Checked(*row) for row in rows]


def newest_versions(session: Session) -> tuple[str, str] | None:
    """The versions of matcher and idf table under which the last match was written.

    Matches of closed needs keep those of their time.
    """
    return session.exec(
        select(Match.matcher_version, Match.idf_version).order_by(col(Match.id).desc()).limit(1)
    ).first()


def replace_for_items(session: Session, item_ids: Collection[int], rows: Iterable[Match]) -> None:
    """Write anew all matches of some items; an item without rows then has none."""
    _delete(session, col(Match.item_id).in_(item_ids))
    session.add_all(rows)
    session.flush()


def replace_for_offerings(
    session: Session,
    offering_ids: Collection[int],
    item_ids: Collection[int],
    rows: Iterable[Match],
) -> None:
    """Write anew the matches of some offerings with some items; each item keeps its best."""
    pairs = (col(Match.offering_id).in_(offering_ids), col(Match.item_id).in_(item_ids))
    _delete(session, *pairs)
    session.add_all(rows)
    session.flush()
    _keep_the_best(session, item_ids)


def forget_offerings(session: Session, public_ids: Collection[str]) -> None:
    """Delete all matches of offerings that are no longer public."""
    ids = select(Offering.id).where(col(Offering.public_id).in_(public_ids))
    _delete(session, col(Match.offering_id).in_(ids))


def forget_needs(session: Session, public_ids: Collection[str]) -> None:
    """Delete all matches of some needs, those of items that they no longer have included."""
    items = (
        select(NeedItem.id)
        .join(Need, col(NeedItem.need_id) == Need.id)
        .where(col(Need.public_id).in_(public_ids))
    )
    _delete(session, col(Match.item_id).in_(items))


def _keep_the_best(session: Session, item_ids: Collection[int]) -> None:
    place = sa.func.row_number().over(
        partition_by=(col(Match.item_id), col(Match.level) == SET_ASIDE),
        order_by=(col(Match.score).desc(), col(Match.offering_id)),
    )
    ranked = (
        sa.select(col(Match.id), place.label("place"))
        .where(col(Match.item_id).in_(item_ids))
        .subquery()
    )
    beyond = sa.select(ranked.c.id).where(ranked.c.place > KEPT)
    _delete(session, col(Match.id).in_(beyond))


def _delete(session: Session, *conditions: sa.ColumnElement[bool]) -> None:
    session.execute(
        sa.delete(Match).where(*conditions).execution_options(synchronize_session=False)
    )
