"""The index of reference data for those who edit it, and what of it is loaded from files."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from sqlmodel import Session

from registry import codelists
from registry.domain.permission import Actor, Forbidden, Permission, can
from registry.domain.record import TABLES, RecordKind
from registry.i18n import Language
from registry.storage import dated, proposal, reference
from registry.storage import standard as standards


@dataclass(frozen=True, slots=True)
class Index:
    """How many records of each kind there are; None of what the reader may not edit."""

    records: dict[str, int] | None
    standards: int | None
    proposals: int | None


@dataclass(frozen=True, slots=True)
class Code:
    """One code, and the categories of ours that it falls under."""

    code: str
    name: str
    categories: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A classification in one edition."""

    name: str
    valid_from: date
    source: str
    codes: tuple[Code, ...]


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of a currency cost on a day."""

    currency: str
    day: date
    vnd: str
    source: str
    sample: bool


@dataclass(frozen=True, slots=True)
class Codes:
    """What the portal's files hold."""

    schemes: tuple[Scheme, ...]
    rates: tuple[Rate, ...]


def index(session: Session, actor: Actor) -> Index:
    """What the reader may edit; Forbidden for whoever may edit nothing of it."""
    may = {p: can(actor, p) for p in (Permission.EDIT_REFERENCE, Permission.EDIT_STANDARD,
                                      Permission.PROPOSE_CONCEPT)}  # fmt: skip
    if not any(may.values()):
        raise Forbidden(Permission.EDIT_REFERENCE)
    return Index(
        records={kind.value: len(dated.records(session, TABLES[kind])) for kind in RecordKind}
        if may[Permission.EDIT_REFERENCE]
        else None,
        standards=len(standards.all_(session)) if may[Permission.EDIT_STANDARD] else None,
        proposals=len(proposal.waiting(session)) if may[Permission.PROPOSE_CONCEPT] else None,
    )


def codes(session: Session, actor: Actor, lang: Language) -> Codes:
    """Classifications and rates; for those who may edit standards. Forbidden."""
    if not can(actor, Permission.EDIT_STANDARD):
        raise Forbidden(Permission.EDIT_STANDARD)
    categories = reference.categories_of_codes(session)
    schemes = []
    rows = reference.classification_codes(session)
    for (name, edition), group in groupby(rows, key=lambda row: (row.scheme, row.edition)):
        members = list(group)
        schemes.append(
            Scheme(
                name=f"{name} {edition}",
                valid_from=members[0].valid_from,
                source=members[0].source,
                codes=tuple(
                    Code(
                        row.code,
                        lang.pick(row.name_vi, row.name_en),
                        tuple(
                            codelists.label("category", category.value, lang.code)
                            for category in categories.get(row.key, ())
                        ),
                    )
                    for row in members
                ),
            )
        )
    rates = tuple(
        Rate(row.currency, row.day, lang.number(row.vnd), row.source, row.sample)
        for row in reference.rates(session)
    )
    return Codes(tuple(schemes), rates)
