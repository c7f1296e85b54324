"""Sites' SQL: a page by facets in as many statements whatever its length.

All sites are public. An operator that was withdrawn is not told.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from registry.domain.organisation import Organisation
from registry.domain.place import Place
from registry.domain.site import Site
from registry.storage import project


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """A site with its place, who runs it, and how many public projects stand there."""

    site: Site
    place: Place
    operator: Organisation | None
    projects: int


def by_public_id(session: Session, public_id: str) -> SiteRecord | None:
    """The site's record."""
    found = _records(session, session.exec(_select(Site.public_id == public_id)).all())
    return found[0] if found else None


def all_(session: Session, public_ids: Collection[str] | None = None) -> list[SiteRecord]:
    """Every site, or some of them."""
    if public_ids is None:
        return _records(session, session.exec(_select()).all())
    chosen = _select(col(Site.public_id).in_(public_ids))
    return _records(session, session.exec(chosen).all()) if public_ids else []


def by_row_ids(session: Session, ids: Collection[int]) -> dict[int, SiteRecord]:
    """Some sites by row number."""
    if not ids:
        return {}
    rows = session.exec(_select(col(Site.id).in_(ids))).all()
    return {record.site.key: record for record in _records(session, rows)}


def add(session: Session, site: Site) -> Site:
    """Store a new site and give it its number."""
    session.add(site)
    session.flush()
    return site


def _select(*conditions: Any) -> Any:
    return (
        select(Site, Place, Organisation)
        .join(Place, col(Site.place_id) == Place.id)
        .outerjoin(
            Organisation,
            (col(Site.operator_id) == Organisation.id) & col(Organisation.withdrawn_at).is_(None),
        )
        .where(*conditions)
    )


def _records(
    session: Session, rows: Sequence[tuple[Site, Place, Organisation | None]]
) -> list[SiteRecord]:
    projects = project.count_at_sites(session, {site.key for site, _, _ in rows})
    return [
        SiteRecord(site, place, operator, projects.get(site.key, 0))
        for site, place, operator in rows
    ]
