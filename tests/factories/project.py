"""Sites and projects for tests: public and calling for partners, unless told otherwise."""

from collections.abc import Collection
from datetime import timedelta
from itertools import count
from typing import Any

from sqlmodel import Session, select

from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.category import Category
from registry.domain.organisation import Organisation
from registry.domain.place import Place
from registry.domain.project import Cooperation, Project, ProjectKind
from registry.domain.site import Site, SiteKind
from registry.domain.sorting import sort_key
from registry.storage import project as projects
from registry.storage import site as sites

_numbers = count(1)


def place(session: Session, code: str = "00454") -> Place:
    """A commune or ward of the reference data; Đông Anh, unless told otherwise."""
    return session.exec(select(Place).where(Place.code == code)).one()


def site(session: Session, **over: Any) -> Site:
    """A stored site: an industrial cluster in Đông Anh."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "kind": SiteKind.INDUSTRIAL_CLUSTER,
        "name_vi": f"Cụm công nghiệp Thử {number}",
        "name_en": f"Trial Cluster {number}",
        **over,
    }
    values.setdefault("name_key", sort_key(values["name_vi"]))
    if "place_id" not in values:
        values["place_id"] = place(session).key
    return sites.add(session, Site(**values))


def project(
    session: Session,
    lead: Organisation,
    forms: Collection[Cooperation] = (Cooperation.INVESTMENT,),
    **over: Any,
) -> Project:
    """A stored project that calls for investors for another 30 days."""
    number, now = next(_numbers), utcnow()
    values: dict[str, Any] = {
        "kind": ProjectKind.CENTRAL_WASTEWATER,
        "name_vi": f"Trạm xử lý nước thải tập trung {number}",
        "name_en": f"Central wastewater plant {number}",
        "summary_vi": "Thu gom và xử lý nước thải của cụm công nghiệp.",
        "organisation_id": lead.key,
        "category": Category.WASTEWATER,
        "investment_low": 80_000_000_000,
        "investment_high": 120_000_000_000,
        "published_at": now - timedelta(days=10),
        "closes_on": hanoi_day(now) + timedelta(days=30),
        **over,
    }
    values.setdefault("name_key", sort_key(values["name_vi"]))
    return projects.add(session, Project(**values), forms)
