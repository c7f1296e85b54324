"""Needs' SQL: whole records in three statements whatever their number, and a need's status.

A record is one revision with its items and requirements. What is public is published, not
superseded and not withdrawn; a need that is closed stays public.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.base import utcnow
from registry.domain.calendar import last_open_day
from registry.domain.category import Category, Segment
from registry.domain.need import (
    Need,
    NeedItem,
    NeedItemRevision,
    NeedRevision,
    NeedStatus,
    Requirement,
)
from registry.domain.organisation import Organisation
from registry.domain.place import Place
from registry.domain.target import CategorySegment, Programme


@dataclass(frozen=True, slots=True)
class ItemRecord:
    """An item as one revision tells it, with the requirements that belong to it."""

    item: NeedItem
    revision: NeedItemRevision
    requirements: tuple[Requirement, ...]


@dataclass(frozen=True, slots=True)
class NeedRecord:
    """One revision of a need; ``requirements`` are those of the whole need."""

    need: Need
    revision: NeedRevision
    items: tuple[ItemRecord, ...]
    requirements: tuple[Requirement, ...]
    organisation: Organisation
    place: Place | None


def by_public_id(session: Session, public_id: str) -> Need | None:
    """The need's identity, whatever its state."""
    return session.exec(select(Need).where(Need.public_id == public_id)).one_or_none()


def for_change(session: Session, public_id: str) -> Need | None:
    """The need's identity, locked until the transaction ends."""
    return session.exec(
        select(Need).where(Need.public_id == public_id).with_for_update()
    ).one_or_none()


def public(session: Session, public_ids: Collection[str] | None = None) -> list[NeedRecord]:
    """What is public of some needs, or of all; newest first."""
    if public_ids is None:
        return _found(session, *_PUBLIC)
    return _found(session, *_PUBLIC, col(Need.public_id).in_(public_ids)) if public_ids else []


def open_(session: Session, now: datetime | None = None) -> list[NeedRecord]:
    """The public needs that are open at ``now`` (by default, at this moment); newest first."""
    return _found(session, *public_and_open(last_open_day(now or utcnow())))


def public_by_row_ids(session: Session, ids: set[int]) -> dict[int, NeedRecord]:
    """What is public of some needs, by the need's row number."""
    if not ids:
        return {}
    return {r.need.key: r for r in _found(session, *_PUBLIC, col(Need.id).in_(ids))}


def of_organisation(session: Session, organisation_id: int) -> list[NeedRecord]:
    """An organisation's public needs; newest first."""
    return _found(session, *_PUBLIC, col(Need.organisation_id) == organisation_id)


def working_of_organisations(session: Session, ids: set[int]) -> list[NeedRecord]:
    """Drafts and revisions that wait for approval, for their authors only; newest first."""
    if not ids:
        return []
    return _found(session, *_WORKING, col(Need.organisation_id).in_(ids))


def newest(session: Session, page: int, per_page: int) -> tuple[list[NeedRecord], int]:
    """One page (from 1) of the public needs, the latest published first, and how many there are."""
    total = _count(session, *_PUBLIC)
    rows = session.exec(_select(*_PUBLIC).limit(per_page).offset((page - 1) * per_page)).all()
    return _records(session, rows), total


def public_record(session: Session, need_id: int) -> NeedRecord | None:
    """The need's public revision; None where nothing is public."""
    return next(iter(_found(session, *_PUBLIC, col(Need.id) == need_id)), None)


def working_record(session: Session, need_id: int) -> NeedRecord | None:
    """The need's working revision, a draft or what waits for approval; None where there is none."""
    return next(iter(_found(session, *_WORKING, col(Need.id) == need_id)), None)


def last_record(session: Session, need_id: int) -> NeedRecord | None:
    """The latest revision that was ever published, even of a need that was withdrawn."""
    published = [*_PUBLISHED, col(Need.id) == need_id]
    return next(iter(_found(session, *published)), None)


def revisions(session: Session, need_id: int) -> Sequence[NeedRevision]:
    """All revisions of a need, the first one first."""
    return session.exec(
        select(NeedRevision)
        .where(NeedRevision.need_id == need_id)
        .order_by(col(NeedRevision.number))
    ).all()


def statuses(session: Session, need_ids: set[int], now: datetime) -> dict[int, NeedStatus]:
    """Where needs stand at ``now``: the SQL twin of :func:`registry.domain.need.need_status`."""
    shown, draft = sa.orm.aliased(NeedRevision), sa.orm.aliased(NeedRevision)
    status = sa.case(
        (col(Need.withdrawn_at).is_not(None), NeedStatus.WITHDRAWN.value),
        (col(shown.id).is_(None) & col(draft.submitted_at).is_(None), NeedStatus.DRAFT.value),
        (col(shown.id).is_(None), NeedStatus.WAITING.value),
        (col(shown.closes_on) < last_open_day(now), NeedStatus.CLOSED.value),
        else_=NeedStatus.OPEN.value,
    )
    rows = session.exec(
        select(col(Need.id), status)
        .outerjoin(
            shown,
            (col(shown.need_id) == Need.id)
            & col(shown.published_at).is_not(None)
            & col(shown.superseded_at).is_(None),
        )
        .outerjoin(draft, (col(draft.need_id) == Need.id) & col(draft.published_at).is_(None))
        .where(col(Need.id).in_(need_ids))
    )
    return {int(key): NeedStatus(value) for key, value in rows if key is not None}


def segments(session: Session, programme: str, on: date) -> dict[Category, Segment]:
    """Which segment a programme counts each category in on a day; the others it does not count."""
    rows = session.exec(
        select(CategorySegment)
        .join(Programme, col(CategorySegment.programme_id) == Programme.id)
        .where(
            Programme.code == programme,
            CategorySegment.valid_from <= on,
            sa.or_(col(CategorySegment.valid_to).is_(None), col(CategorySegment.valid_to) >= on),
        )
        .order_by(col(CategorySegment.valid_from))
    )
    return {row.category: row.segment for row in rows}


def count_in_segment(session: Session, segment: Segment) -> int:
    """How many public needs have an item that a target of this segment counts."""
    counted = select(NeedItemRevision.revision_id).where(NeedItemRevision.segment == segment)
    return _count(session, *_PUBLIC, col(NeedRevision.id).in_(counted))


def item_identities(session: Session, need_id: int) -> dict[int, NeedItem]:
    """All items that a need has or had, by their number."""
    rows = session.exec(select(NeedItem).where(NeedItem.need_id == need_id))
    return {item.number: item for item in rows}


def add(session: Session, row: Any) -> None:
    """Store a new row of a need and give it its number."""
    session.add(row)
    session.flush()


def add_all(session: Session, rows: Iterable[Any]) -> None:
    """Store new rows of a need."""
    session.add_all(list(rows))
    session.flush()


def clear(session: Session, revision_id: int) -> None:
    """Empty a working revision of its items and requirements, to write them anew."""
    for table in (Requirement, NeedItemRevision):
        session.execute(sa.delete(table).where(col(table.revision_id) == revision_id))


def drop_unused_items(session: Session, need_id: int) -> None:
    """Forget items that no revision tells of: rows that were taken out of a draft again."""
    told = select(NeedItemRevision.item_id)
    session.execute(
        sa.delete(NeedItem).where(col(NeedItem.need_id) == need_id, col(NeedItem.id).not_in(told))
    )


_PUBLISHED = (
    col(NeedRevision.published_at).is_not(None),
    col(NeedRevision.superseded_at).is_(None),
)
_STANDING = (col(Need.withdrawn_at).is_(None), col(Organisation.withdrawn_at).is_(None))
_PUBLIC = (*_PUBLISHED, *_STANDING)
_WORKING = (col(NeedRevision.published_at).is_(None), col(Need.withdrawn_at).is_(None))


def public_and_open(last_open_day: date) -> tuple[sa.ColumnElement[bool], ...]:
    """What holds for the needs, their revisions and organisations that are public and open."""
    closes_on = col(NeedRevision.closes_on)
    return (*_PUBLIC, sa.or_(closes_on.is_(None), closes_on >= last_open_day))


def _count(session: Session, *conditions: Any) -> int:
    return session.exec(
        select(sa.func.count())
        .select_from(Need)
        .join(NeedRevision, col(NeedRevision.need_id) == Need.id)
        .join(Organisation, col(Need.organisation_id) == Organisation.id)
        .where(*conditions)
    ).one()


def _select(*conditions: Any) -> Any:
    return (
        select(Need, NeedRevision, Organisation, Place)
        .join(NeedRevision, col(NeedRevision.need_id) == Need.id)
        .join(Organisation, col(Need.organisation_id) == Organisation.id)
        .outerjoin(Place, col(NeedRevision.place_id) == Place.id)
        .where(*conditions)
        .order_by(
            sa.func.coalesce(NeedRevision.published_at, NeedRevision.created_at).desc(),
            col(Need.id).desc(),
        )
    )


def _found(session: Session, *conditions: Any) -> list[NeedRecord]:
    return _records(session, session.exec(_select(*conditions)).all())


def _records(
    session: Session, rows: Sequence[tuple[Need, NeedRevision, Organisation, Place | None]]
) -> list[NeedRecord]:
    ids = [revision.key for _, revision, _, _ in rows]
    if not ids:
        return []
    asked: dict[tuple[int, int | None], list[Requirement]] = defaultdict(list)
    for requirement in session.exec(
        select(Requirement)
        .where(col(Requirement.revision_id).in_(ids))
        .order_by(col(Requirement.position))
    ):
        asked[requirement.revision_id, requirement.item_id].append(requirement)
    items: dict[int, list[ItemRecord]] = defaultdict(list)
    for item, told in session.exec(
        select(NeedItem, NeedItemRevision)
        .join(NeedItemRevision, col(NeedItemRevision.item_id) == NeedItem.id)
        .where(col(NeedItemRevision.revision_id).in_(ids))
        .order_by(col(NeedItem.number))
    ):
        own = tuple(asked[told.revision_id, item.key])
        items[told.revision_id].append(ItemRecord(item, told, own))
    return [
        NeedRecord(
            need,
            revision,
            tuple(items[revision.key]),
            tuple(asked[revision.key, None]),
            organisation,
            place,
        )
        for need, revision, organisation, place in rows
    ]
