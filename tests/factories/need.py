"""Needs for tests: complete and public with one item, unless told otherwise."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

from sqlmodel import Session

from registry.domain.base import utcnow
from registry.domain.calendar import hanoi_day
from registry.domain.category import Category, Segment
from registry.domain.fact import Stream
from registry.domain.need import (
    ItemKind,
    Need,
    NeedItem,
    NeedItemRevision,
    NeedRevision,
    Requirement,
)
from registry.domain.need_content import ItemContent, NeedContent, RequirementContent
from registry.domain.organisation import Organisation

_numbers = count(1)
_OF_NEED = {"public_id", "sample", "withdrawn_at", "withdrawn_reason"}


def content(**over: Any) -> NeedContent:
    """What a complete need says, as a form or an importer hands it to the use case."""
    values: dict[str, Any] = {
        "title_vi": "Xử lý nước thải dệt nhuộm của làng nghề, 500 m3/ngày đêm",
        "problem_vi": "Nước thải tẩy nhuộm chảy thẳng ra mương.",
        "category": Category.WASTEWATER,
        "closes_on": hanoi_day(utcnow()) + timedelta(days=30),
        "budget_min": 12_000_000_000,
        "budget_max": 15_000_000_000,
        "items": (item(1),),
        "requirements": (
            RequirementContent(
                item=1,
                parameter="flow",
                stream=Stream.RATING,
                low=Decimal(500),
                unit="m3/day",
            ),
            RequirementContent(standard_code="QCVN 40:2025/BTNMT", column="A"),
        ),
        **over,
    }
    return NeedContent(**values)


def item(number: int, **over: Any) -> ItemContent:
    """What one item says."""
    values: dict[str, Any] = {
        "kind": ItemKind.WORKS,
        "category": Category.WASTEWATER,
        "title_vi": f"Trạm xử lý số {number}",
        "quantity": Decimal(1),
        "unit": "station",
        "year": 2027,
        "value": 12_400_000_000,
        **over,
    }
    return ItemContent(number=number, **values)


def need(
    session: Session,
    owner: Organisation,
    *,
    items: Sequence[dict[str, Any]] = ({},),
    requirements: Sequence[dict[str, Any]] = (),
    published_at: datetime | None = None,
    **over: Any,
) -> Need:
    """A stored need with one public revision; ``over`` sets fields of either.

    ``items`` are numbered from 1; a requirement's ``item`` is such a number, or absent.
    """
    now = published_at or utcnow()
    row = Need(organisation_id=owner.key, **{name: over.pop(name) for name in _OF_NEED & set(over)})
    session.add(row)
    session.flush()
    identities = []
    for number, _ in enumerate(items, start=1):
        identities.append(NeedItem(need_id=row.key, number=number))
    session.add_all(identities)
    session.flush()
    told = revision(session, row, published_at=now, **over)
    for identity, said in zip(identities, items, strict=True):
        values: dict[str, Any] = {
            "kind": ItemKind.EQUIPMENT,
            "category": Category.WASTEWATER,
            "segment": Segment.WASTEWATER,
            "title_vi": "Thiết bị xử lý nước thải",
            "quantity": Decimal(1),
            "unit": "set",
            "year": 2027,
            **said,
        }
        session.add(NeedItemRevision(revision_id=told.key, item_id=identity.key, **values))
    for position, asked in enumerate(requirements):
        values = dict(asked)
        number = values.pop("item", None)
        session.add(
            Requirement(
                revision_id=told.key,
                item_id=identities[number - 1].key if number else None,
                position=position,
                **values,
            )
        )
    session.flush()
    return row


def revision(session: Session, row: Need, **over: Any) -> NeedRevision:
    """A stored revision of a need, without items; a draft unless ``published_at`` is given."""
    values: dict[str, Any] = {
        "number": 1,
        "title_vi": f"Nhu cầu thử nghiệm {next(_numbers)}",
        "problem_vi": "Nước thải của làng nghề chưa được xử lý.",
        "category": Category.WASTEWATER,
        "closes_on": hanoi_day(utcnow()) + timedelta(days=30),
        **over,
    }
    told = NeedRevision(need_id=row.key, **values)
    session.add(told)
    session.flush()
    return told
