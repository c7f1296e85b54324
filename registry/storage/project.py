"""Projects' SQL: a page by facets in as many statements whatever its length, and a status.

What is public is published and not withdrawn, and its lead is not withdrawn either.
"""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from registry.domain.calendar import hanoi_day, last_open_day
from registry.domain.organisation import Organisation
from registry.domain.place import Place
from registry.domain.project import (
    Cooperation,
    Project,
    ProjectCooperation,
    ProjectStatus,
    project_status,
)
from registry.domain.site import Site


@dataclass(frozen=True, slots=True)
class ProjectRecord:
    """A project with its lead and where it stands."""

    project: Project
    organisation: Organisation
    place: Place | None
    site: Site | None
    forms: tuple[Cooperation, ...]
    status: ProjectStatus


def by_public_id(session: Session, public_id: str) -> Project | None:
    """The project, whatever its state."""
    return session.exec(select(Project).where(Project.public_id == public_id)).one_or_none()


def public(session: Session, public_id: str, now: datetime) -> ProjectRecord | None:
    """The project's record, where it is public."""
    found = _found(session, now, col(Project.public_id) == public_id)
    return found[0] if found else None


def all_public(
    session: Session, now: datetime, public_ids: Collection[str] | None = None
) -> list[ProjectRecord]:
    """Every public project, or what is public of some; newest first."""
    if public_ids is None:
        return _found(session, now)
    return _found(session, now, col(Project.public_id).in_(public_ids)) if public_ids else []


def public_by_row_ids(
    session: Session, ids: Collection[int], now: datetime
) -> dict[int, ProjectRecord]:
    """What is public of some projects, by the project's row number."""
    return {r.project.key: r for r in _found(session, now, col(Project.id).in_(ids))} if ids else {}


def count_calling(session: Session, now: datetime) -> int:
    """How many public projects call for investors and partners at ``now``."""
    return session.exec(
        select(sa.func.count())
        .select_from(Project)
        .join(Organisation, col(Project.organisation_id) == Organisation.id)
        .where(*PUBLIC, status(now) == ProjectStatus.CALLING.value)
    ).one()


def at_site(session: Session, site_id: int, now: datetime) -> list[ProjectRecord]:
    """The public projects at a site, newest first."""
    return _found(session, now, col(Project.site_id) == site_id)


def of_organisations(
    session: Session, organisation_ids: Collection[int], now: datetime
) -> list[ProjectRecord]:
    """The public projects that some organisations lead, newest first."""
    if not organisation_ids:
        return []
    return _found(session, now, col(Project.organisation_id).in_(organisation_ids))


def count_at_sites(session: Session, site_ids: Collection[int]) -> dict[int, int]:
    """How many public projects stand at each of some sites; those without one are left out."""
    if not site_ids:
        return {}
    rows = session.execute(
        sa.select(col(Project.site_id), sa.func.count())
        .join(Organisation, col(Project.organisation_id) == Organisation.id)
        .where(*PUBLIC, col(Project.site_id).in_(site_ids))
        .group_by(col(Project.site_id))
    )
    return {site: number for site, number in rows}


def statuses(session: Session, project_ids: set[int], now: datetime) -> dict[int, ProjectStatus]:
    """Where projects stand: the SQL twin of :func:`registry.domain.project.project_status`."""
    rows = session.exec(
        select(col(Project.id), status(now)).where(col(Project.id).in_(project_ids))
    )
    return {int(key): ProjectStatus(value) for key, value in rows if key is not None}


def add(session: Session, project: Project, forms: Collection[Cooperation] = ()) -> Project:
    """Store a new project with the forms of cooperation that it wants."""
    session.add(project)
    session.flush()
    set_forms(session, project, forms)
    return project


def set_forms(session: Session, project: Project, forms: Collection[Cooperation]) -> None:
    """Write anew which forms of cooperation a stored project wants."""
    session.execute(
        sa.delete(ProjectCooperation).where(col(ProjectCooperation.project_id) == project.key)
    )
    session.add_all(
        ProjectCooperation(project_id=project.key, form=form) for form in sorted(set(forms))
    )
    session.flush()


PUBLIC = (
    col(Project.published_at).is_not(None),
    col(Project.withdrawn_at).is_(None),
    col(Organisation.withdrawn_at).is_(None),
)


def status(now: datetime) -> sa.ColumnElement[str]:
    """A project's status as an expression of its columns."""
    year = hanoi_day(now).year
    return sa.case(
        (col(Project.withdrawn_at).is_not(None), ProjectStatus.WITHDRAWN.value),
        (col(Project.published_at).is_(None), ProjectStatus.PREPARING.value),
        (col(Project.closes_on) >= last_open_day(now), ProjectStatus.CALLING.value),
        (col(Project.finish_year) < year, ProjectStatus.DONE.value),
        (col(Project.start_year) <= year, ProjectStatus.UNDER_WAY.value),
        else_=ProjectStatus.PREPARING.value,
    )


def _select(*conditions: Any) -> Any:
    return (
        select(Project, Organisation, Place, Site)
        .join(Organisation, col(Project.organisation_id) == Organisation.id)
        .outerjoin(Place, col(Project.place_id) == Place.id)
        .outerjoin(Site, col(Project.site_id) == Site.id)
        .where(*PUBLIC, *conditions)
    )


def _found(session: Session, now: datetime, *conditions: Any) -> list[ProjectRecord]:
    rows = session.exec(
        _select(*conditions).order_by(col(Project.published_at).desc(), col(Project.id).desc())
    ).all()
    return _records(session, rows, now)


def _records(
    session: Session,
    rows: Sequence[tuple[Project, Organisation, Place | None, Site | None]],
    now: datetime,
) -> list[ProjectRecord]:
    if not rows:
        return []
    wanted: dict[int, set[Cooperation]] = defaultdict(set)
    ids = [project.key for project, *_ in rows]
    for row in session.exec(
        select(ProjectCooperation).where(col(ProjectCooperation.project_id).in_(ids))
    ):
        wanted[row.project_id].add(row.form)
    return [
        ProjectRecord(
            project,
            organisation,
            place,
            site,
            tuple(form for form in Cooperation if form in wanted[project.key]),
            status_of(project, now),
        )
        for project, organisation, place, site in rows
    ]


def status_of(project: Project, now: datetime) -> ProjectStatus:
    """Where one project stands at ``now``."""
    return project_status(
        published_at=project.published_at,
        closes_on=project.closes_on,
        start_year=project.start_year,
        finish_year=project.finish_year,
        withdrawn_at=project.withdrawn_at,
        now=now,
    )
