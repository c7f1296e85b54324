"""Places' SQL: the old units, by which people still name communes and wards."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from registry.domain.place import Place, PlaceAlias


def aliases(session: Session) -> Sequence[tuple[PlaceAlias, Place]]:
    """Every old unit with a place that it went into; a divided one stands several times."""
    return session.exec(
        select(PlaceAlias, Place)
        .join(Place, col(PlaceAlias.place_id) == Place.id)
        .order_by(col(PlaceAlias.id))
    ).all()
