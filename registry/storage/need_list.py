"""The public list of needs: its rows, facets and orders in SQL."""

from datetime import date, datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col

from registry.domain.calendar import hanoi_day, last_open_day
from registry.domain.need import Need, NeedItemRevision, NeedRevision, NeedStatus
from registry.domain.organisation import Organisation
from registry.domain.place import Place
from registry.storage.listed import Column, Flags, Linked, List
from registry.storage.organisation_list import name_key

WITHIN = (7, 30, 90)
"""The facet of closing: open needs that close within so many days."""

# Behind all days on which a need closes: open without such a day, then closed.
_NO_DAY, _CLOSED = date(9999, 12, 30), date(9999, 12, 31)


def needs(now: datetime, language: str) -> List:
    """All public needs as they stand at ``now``, the closed ones too, for readers of
    ``language``."""
    return List(
        rows=_rows(now).add_columns(name_key(language)),
        facets=(
            Column("status"),
            Column("category"),
            Linked("item", _OF_ITEM, sa.type_coerce(col(NeedItemRevision.kind), sa.String), _KEY),
            Column("buyer"),
            Column("place"),
            Linked(
                "segment", _OF_ITEM, sa.type_coerce(col(NeedItemRevision.segment), sa.String), _KEY
            ),
            Linked("year", _OF_ITEM, sa.cast(col(NeedItemRevision.year), sa.String), _KEY),
            Flags("closing", tuple(map(str, WITHIN))),
        ),
        orders={
            "newest": ("-published_at", "-id"),
            "closing": ("closes", "-published_at", "-id"),
            "name": ("name_key", "-published_at", "-id"),
        },
    )


_OF_ITEM, _KEY = col(NeedItemRevision.revision_id), "revision_id"


def _rows(now: datetime) -> sa.Select:
    closes_on, first, today = col(NeedRevision.closes_on), last_open_day(now), hanoi_day(now)
    return (
        sa.select(
            col(Need.id),
            col(Need.public_id),
            col(NeedRevision.id).label(_KEY),
            col(NeedRevision.published_at),
            sa.case((closes_on < first, _CLOSED), else_=sa.func.coalesce(closes_on, _NO_DAY)).label(
                "closes"
            ),
            sa.case(
                (closes_on < first, NeedStatus.CLOSED.value), else_=NeedStatus.OPEN.value
            ).label("status"),
            sa.type_coerce(col(NeedRevision.category), sa.String).label("category"),
            sa.type_coerce(col(Organisation.buyer_kind), sa.String).label("buyer"),
            col(Place.code).label("place"),
            *(
                closes_on.between(first, today + timedelta(days=days)).label(f"closing_{days}")
                for days in WITHIN
            ),
        )
        .join(NeedRevision, col(NeedRevision.need_id) == Need.id)
        .join(Organisation, col(Need.organisation_id) == Organisation.id)
        .outerjoin(Place, col(NeedRevision.place_id) == Place.id)
        .where(
            col(NeedRevision.published_at).is_not(None),
            col(NeedRevision.superseded_at).is_(None),
            col(Need.withdrawn_at).is_(None),
            col(Organisation.withdrawn_at).is_(None),
        )
    )
