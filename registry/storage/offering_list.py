"""The lists of offerings, the public one and the registrar's: rows, facets and orders in SQL."""

import sqlalchemy as sa
from sqlmodel import col

from registry.domain.offering import Offering, OfferingKind, OfferingRevision, OfferingStandard
from registry.domain.organisation import Organisation
from registry.storage.listed import Column, Flags, Linked, List
from registry.storage.offering import unchecked
from registry.storage.organisation_list import name_key


def offerings(language: str) -> List:
    """All public offerings, by what their public revision says, for readers of ``language``."""
    return List(
        rows=_ROWS.add_columns(name_key(language)),
        facets=(
            Column("kind"),
            Column("category"),
            Column("part"),
            Column("origin"),
            Column("country"),
            Flags("check", ("listing", "organisation", "declared")),
            Linked(
                "standard",
                col(OfferingStandard.revision_id),
                col(OfferingStandard.standard_code),
                key="revision_id",
            ),
        ),
        orders={"newest": ("-published_at", "-id"), "name": ("name_key", "-published_at", "-id")},
    )


def queue(language: str, *, returned: bool) -> List:
    """Public offerings whose present revision the registrar has not checked: those to read, or
    with ``returned`` those that wait for the publisher's answer."""
    return List(
        rows=_ROWS.add_columns(
            name_key(language),
            col(Organisation.public_id).label("organisation"),
            sa.case((col(Offering.first_checked_at).is_(None), "new"), else_="changed").label(
                "state"
            ),
        ).where(*unchecked(returned=returned)),
        facets=(Column("state"), Column("kind"), Column("organisation")),
        orders={"oldest": ("published_at", "id"), "name": ("name_key", "published_at", "id")},
    )


# Where it comes from: a service without a country comes from its provider's. The SQL twin of
# registry.domain.offering.is_domestic; None is "not stated", which is not domestic either.
_COUNTRY = sa.func.coalesce(
    col(OfferingRevision.country_of_manufacture),
    sa.case((col(OfferingRevision.kind) == OfferingKind.SERVICE, col(Organisation.country))),
)

_ROWS = (
    sa.select(
        col(Offering.id),
        col(Offering.public_id),
        col(OfferingRevision.id).label("revision_id"),
        col(OfferingRevision.published_at),
        sa.type_coerce(col(OfferingRevision.kind), sa.String).label("kind"),
        sa.type_coerce(col(OfferingRevision.category), sa.String).label("category"),
        sa.type_coerce(col(OfferingRevision.part), sa.String).label("part"),
        sa.case(
            (_COUNTRY == "VN", "domestic"),
            (_COUNTRY != "VN", "foreign"),
            else_="unknown",
        ).label("origin"),
        col(OfferingRevision.country_of_manufacture).label("country"),
        col(Offering.first_checked_at).is_not(None).label("check_listing"),
        col(Organisation.verified_at).is_not(None).label("check_organisation"),
        col(Offering.first_checked_at).is_(None).label("check_declared"),
    )
    .join(OfferingRevision, col(OfferingRevision.offering_id) == Offering.id)
    .join(Organisation, col(Offering.organisation_id) == Organisation.id)
    .where(
        col(OfferingRevision.published_at).is_not(None),
        col(OfferingRevision.superseded_at).is_(None),
        col(Offering.withdrawn_at).is_(None),
        col(Organisation.withdrawn_at).is_(None),
    )
)
