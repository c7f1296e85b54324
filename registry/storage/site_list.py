"""The public list of sites: its rows, facets and orders in SQL."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from registry.domain.place import Place
from registry.domain.site import Site
from registry.storage.listed import Column, List


def sites() -> List:
    """All sites."""
    return List(
        rows=_ROWS,
        facets=(Column("kind"), Column("place")),
        orders={"name": ("name_key", "id"), "newest": ("-created_at", "-id")},
    )


_ROWS: sa.Select[Any] = sa.select(  # type: ignore[assignment]
    col(Site.id),
    col(Site.public_id),
    col(Site.name_key),
    col(Site.created_at),
    sa.type_coerce(col(Site.kind), sa.String).label("kind"),
    col(Place.code).label("place"),
).join(Place, col(Site.place_id) == Place.id)
