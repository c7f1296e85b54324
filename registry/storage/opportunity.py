"""Unmet demand: items of open needs for which no domestic offering is a possible match."""

from datetime import date

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.match import Match
from registry.domain.need import Need, NeedItemRevision, NeedRevision
from registry.domain.organisation import Organisation

_WEAK = "weak"


def unmet_items(
    session: Session, last_open_day: date, page: int, per_page: int
) -> tuple[dict[str, list[int]], int]:
    """A page of open needs with unmet items, the newest first, and how many there are in all.

    Public id of the need → row numbers of its unmet items. ``last_open_day`` is
    :func:`registry.domain.calendar.last_open_day` of now.
    """
    unmet = _unmet(last_open_day)
    total = session.exec(select(sa.func.count(sa.distinct(unmet.c.need_id)))).one()
    newest = session.execute(
        sa.select(unmet.c.need_id, unmet.c.public_id, unmet.c.published_at)
        .distinct()
        .order_by(unmet.c.published_at.desc(), unmet.c.need_id)
        .offset((page - 1) * per_page)
        .limit(per_page)
    ).all()
    found: dict[str, list[int]] = {public_id: [] for _, public_id, _ in newest}
    rows = session.execute(
        sa.select(unmet.c.public_id, unmet.c.item_id)
        .where(unmet.c.public_id.in_(found))
        .order_by(unmet.c.item_id)
    )
    for public_id, item_id in rows:
        found[public_id].append(item_id)
    return found, total


def _unmet(last_open_day: date) -> sa.Subquery:
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
        sa.select(
            col(Need.id).label("need_id"),
            col(Need.public_id),
            col(NeedRevision.published_at),
            col(NeedItemRevision.item_id),
        )
        .join(NeedRevision, col(NeedRevision.need_id) == Need.id)
        .join(NeedItemRevision, col(NeedItemRevision.revision_id) == NeedRevision.id)
        .join(Organisation, col(Need.organisation_id) == Organisation.id)
        .where(
            col(Need.withdrawn_at).is_(None),
            col(Organisation.withdrawn_at).is_(None),
            col(NeedRevision.published_at).is_not(None),
            col(NeedRevision.superseded_at).is_(None),
            sa.or_(
                col(NeedRevision.closes_on).is_(None),
                col(NeedRevision.closes_on) >= last_open_day,
            ),
            ~met,
        )
        .subquery()
    )
