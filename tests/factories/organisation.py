"""Organisations for tests."""

from itertools import count
from typing import Any

from sqlmodel import Session

from registry.domain.base import utcnow
from registry.domain.organisation import (
    Capability,
    Contact,
    Organisation,
    OrganisationCapability,
)
from registry.domain.sorting import sort_key

_numbers = count(1)


def organisation(
    session: Session, *capabilities: Capability, contact: bool = True, **over: Any
) -> Organisation:
    """A stored organisation with its capabilities (supplies, unless given) and a contact."""
    number = next(_numbers)
    values: dict[str, Any] = {
        "name_vi": f"Công ty Thử nghiệm {number}",
        "name_en": f"Trial Company {number}",
        **over,
    }
    values.setdefault("name_key", sort_key(values["name_vi"] or values["name_en"]))
    row = Organisation(**values)
    session.add(row)
    session.flush()
    for capability in capabilities or (Capability.SUPPLIES,):
        session.add(OrganisationCapability(organisation_id=row.key, capability=capability))
    if contact:
        session.add(
            Contact(
                organisation_id=row.key,
                name="Nguyễn Thử",
                email=f"contact{number}@trial.example",
                consented_at=utcnow(),
            )
        )
    session.flush()
    return row
