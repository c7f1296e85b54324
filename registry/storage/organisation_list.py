"""The public list of organisations: its rows, facets and orders in SQL."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import col

from registry.domain.organisation import Organisation, OrganisationCapability
from registry.domain.place import Place
from registry.storage.listed import Column, Flags, Linked, List


def name_key(language: str) -> Any:
    """What names sort by for a reader: in Vietnamese order, or as the English name is spelt."""
    if language == "vi":
        return col(Organisation.name_key)
    spelt = sa.func.coalesce(col(Organisation.name_en), col(Organisation.name_vi))
    return sa.func.lower(spelt).label("name_key")


def organisations(language: str) -> List:
    """All organisations that were not withdrawn; names sort as readers of ``language`` expect."""
    return List(
        rows=_ROWS.add_columns(name_key(language)),
        facets=(
            Linked(
                "does",
                col(OrganisationCapability.organisation_id),
                sa.type_coerce(col(OrganisationCapability.capability), sa.String),
            ),
            Column("buyer"),
            Column("country"),
            Flags("check", ("organisation", "declared")),
            Column("place"),
        ),
        orders={"name": ("name_key", "id"), "newest": ("-created_at", "-id")},
    )


_ROWS: Any = (
    sa.select(
        col(Organisation.id),
        col(Organisation.public_id),
        col(Organisation.created_at),
        sa.type_coerce(col(Organisation.buyer_kind), sa.String).label("buyer"),
        col(Organisation.country),
        col(Organisation.verified_at).is_not(None).label("check_organisation"),
        col(Organisation.verified_at).is_(None).label("check_declared"),
        col(Place.code).label("place"),
    )
    .outerjoin(Place, col(Organisation.place_id) == Place.id)
    .where(col(Organisation.withdrawn_at).is_(None))
)
