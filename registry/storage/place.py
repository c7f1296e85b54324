"""Places' SQL: the old units, by which people still name places, and what is needed in a place."""

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.category import Category
from registry.domain.need import Need, NeedRevision
from registry.domain.organisation import Organisation
from registry.domain.place import Place, PlaceAlias


def aliases(session: Session) -> Sequence[tuple[PlaceAlias, Place]]:
    """Every old unit with a place that it went into; a divided one stands several times."""
    return session.exec(
        select(PlaceAlias, Place)
        .join(Place, col(PlaceAlias.place_id) == Place.id)
        .order_by(col(PlaceAlias.id))
    ).all()


def open_needs(
    session: Session,
    place_id: int,
    last_open_day: date,
    limit: int,
    category: Category | None = None,
) -> list[str]:
    """Public ids of the newest open needs in a place, of one category where one is given.

    ``last_open_day`` is :func:`registry.domain.calendar.last_open_day` of now.
    """
    conditions = [] if category is None else [col(NeedRevision.category) == category]
    closes_on = col(NeedRevision.closes_on)
    rows = session.exec(
        select(Need.public_id)
        .join(NeedRevision, col(NeedRevision.need_id) == Need.id)
        .join(Organisation, col(Need.organisation_id) == Organisation.id)
        .where(
            col(Need.withdrawn_at).is_(None),
            col(Organisation.withdrawn_at).is_(None),
            col(NeedRevision.published_at).is_not(None),
            col(NeedRevision.superseded_at).is_(None),
            col(NeedRevision.place_id) == place_id,
            sa.or_(closes_on.is_(None), closes_on >= last_open_day),
            *conditions,
        )
        .order_by(col(NeedRevision.published_at).desc(), col(Need.id).desc())
        .limit(limit)
    )
    return list(rows)
