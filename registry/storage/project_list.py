"""The public list of projects: its rows, facets and orders in SQL."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from registry.domain.calendar import last_open_day
from registry.domain.organisation import Organisation
from registry.domain.place import Place
from registry.domain.project import Project, ProjectCooperation, ProjectStatus
from registry.storage.listed import Column, Linked, List
from registry.storage.project import PUBLIC, status


def projects(now: datetime) -> List:
    """All public projects as they stand at ``now``."""
    return _list(now, *PUBLIC)


def calling(now: datetime, but: Collection[int] = ()) -> List:
    """The public projects that call for investors and partners at ``now``.

    ``but``: row numbers of organisations whose projects are left out.
    """
    called = (*PUBLIC, status(now) == ProjectStatus.CALLING.value)
    return _list(now, *called, col(Project.organisation_id).not_in(but))


def _list(now: datetime, *conditions: Any) -> List:
    # A call that is over doesn't close soon; without one, a project stands behind all calls.
    closing = sa.case((col(Project.closes_on) >= last_open_day(now), col(Project.closes_on)))
    return List(
        rows=sa.select(
            col(Project.id),
            col(Project.public_id),
            col(Project.name_key),
            col(Project.published_at),
            closing.label("closing"),
            closing.is_(None).label("not_closing"),
            sa.type_coerce(col(Project.kind), sa.String).label("kind"),
            status(now).label("status"),
            col(Place.code).label("place"),
            sa.type_coerce(col(Project.category), sa.String).label("category"),
        )
        .join(Organisation, col(Project.organisation_id) == Organisation.id)
        .outerjoin(Place, col(Project.place_id) == Place.id)
        .where(*conditions),
        facets=(
            Column("kind"),
            Column("status"),
            Column("category"),
            Linked(
                "form",
                col(ProjectCooperation.project_id),
                sa.type_coerce(col(ProjectCooperation.form), sa.String),
            ),
            Column("place"),
        ),
        orders={
            "newest": ("-published_at", "-id"),
            "closing": ("not_closing", "closing", "-published_at", "-id"),
            "name": ("name_key", "id"),
        },
    )
