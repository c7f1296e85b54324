"""Offerings for tests: published and complete, unless told otherwise."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from itertools import count
from typing import Any

from sqlmodel import Session

from registry.actions.offering_content import FactContent, OfferingContent, StandardContent
from registry.domain.base import utcnow
from registry.domain.category import Category
from registry.domain.fact import Grade, Stream
from registry.domain.offering import (
    Offering,
    OfferingFact,
    OfferingKind,
    OfferingRevision,
    OfferingStandard,
    Part,
)
from registry.domain.organisation import Organisation

_numbers = count(1)
_OF_OFFERING = {"public_id", "sample", "withdrawn_at", "withdrawn_reason", "first_checked_at"}


def content(**over: Any) -> OfferingContent:
    """What a complete offering says, as a form or an importer hands it to the use case."""
    values: dict[str, Any] = {
        "kind": OfferingKind.EQUIPMENT,
        "category": Category.WASTEWATER,
        "part": Part.MAKER,
        "title_vi": "Trạm xử lý nước thải dệt nhuộm dạng mô-đun",
        "summary_vi": "Keo tụ, sinh học hiếu khí và lọc than hoạt tính cho làng nghề dệt nhuộm.",
        "country_of_manufacture": "VN",
        "price_min": 1_500_000_000,
        "price_max": 4_000_000_000,
        "facts": (
            FactContent(parameter="flow", stream=Stream.RATING, low=Decimal(50), high=Decimal(500)),
        ),
        "standards": (StandardContent(code="QCVN 40:2025/BTNMT", column="A"),),
        **over,
    }
    return OfferingContent(**values)


def offering(
    session: Session,
    owner: Organisation,
    *,
    facts: Sequence[dict[str, Any]] = ({"parameter": "flow", "high": Decimal(500)},),
    standards: Sequence[dict[str, Any]] = ({"standard_code": "QCVN 40:2025/BTNMT"},),
    published_at: datetime | None = None,
    **over: Any,
) -> Offering:
    """A stored offering with one public revision; ``over`` sets fields of either."""
    now = published_at or utcnow()
    of_offering = {name: over.pop(name) for name in _OF_OFFERING & set(over)}
    row = Offering(organisation_id=owner.key, confirmed_at=now, **of_offering)
    session.add(row)
    session.flush()
    revision(session, row, facts=facts, standards=standards, published_at=now, **over)
    return row


def revision(
    session: Session,
    row: Offering,
    *,
    facts: Sequence[dict[str, Any]] = (),
    standards: Sequence[dict[str, Any]] = (),
    published_at: datetime | None,
    **over: Any,
) -> OfferingRevision:
    """A stored revision of an offering."""
    values: dict[str, Any] = {
        "number": 1,
        "kind": OfferingKind.EQUIPMENT,
        "category": Category.WASTEWATER,
        "part": Part.MAKER,
        "title_vi": f"Trạm xử lý nước thải mẫu {next(_numbers)}",
        "summary_vi": "Trạm dạng mô-đun, sinh học hiếu khí.",
        "country_of_manufacture": "VN",
        **over,
    }
    stated = OfferingRevision(offering_id=row.key, published_at=published_at, **values)
    session.add(stated)
    session.flush()
    measured = {"unit": "m3/day", "stream": Stream.RATING, "grade": Grade.DECLARED}
    for position, fact in enumerate(facts):
        session.add(OfferingFact(revision_id=stated.key, position=position, **{**measured, **fact}))
    for position, standard in enumerate(standards):
        session.add(OfferingStandard(revision_id=stated.key, position=position, **standard))
    session.flush()
    return stated
