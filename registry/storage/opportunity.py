"""Unmet demand: items of open needs for which no domestic offering is a possible match."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.match import Match
from registry.domain.need import Need, NeedItemRevision, NeedRevision
from registry.domain.organisation import Organisation
from registry.storage.listed import Linked, List
from registry.storage.need import public_and_open

_WEAK = "weak"


def unmet_needs(last_open_day: date) -> List:
    """The open needs with unmet items as a list, to be narrowed by the items' categories.

    ``last_open_day`` is :func:`registry.domain.calendar.last_open_day` of now.
    """
    unmet = _unmet(last_open_day).subquery("unmet")
    rows: sa.Select[Any] = sa.select(
        unmet.c.need_id.label("id"), unmet.c.public_id, unmet.c.published_at
    ).distinct()
    category = sa.type_coerce(unmet.c.category, sa.String)
    return List(
        rows=rows,
        facets=(Linked("category", unmet.c.need_id, category),),
        orders={"newest": ("-published_at", "-id")},
    )


def unmet_items(
    session: Session, last_open_day: date, need_ids: Collection[int]
) -> dict[int, set[int]]:
    """The unmet items of some open needs: the need's row number → row numbers of items."""
    found: dict[int, set[int]] = defaultdict(set)
    if need_ids:
        unmet = _unmet(last_open_day).where(col(Need.id).in_(need_ids)).subquery()
        for need_id, item_id in session.execute(sa.select(unmet.c.need_id, unmet.c.item_id)):
            found[need_id].add(item_id)
    return found


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
            col(Match.level) != _WEAK,
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
        )
        .join(NeedRevision, col(NeedRevision.need_id) == Need.id)
        .join(NeedItemRevision, col(NeedItemRevision.revision_id) == NeedRevision.id)
        .join(Organisation, col(Need.organisation_id) == Organisation.id)
        .where(*public_and_open(last_open_day), ~met)
    )
