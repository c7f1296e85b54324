"""Who is set aside from a need, and why: what the agency reads, and each firm about itself."""

from dataclasses import dataclass

from sqlmodel import Session

from registry.domain.permission import Actor, Permission, can
from registry.i18n import Language
from registry.queries import explanation, standing
from registry.queries.explanation import ApartRow, ConstraintRow
from registry.queries.matching import item_name
from registry.storage import match, need, offering


@dataclass(frozen=True, slots=True)
class SetAside:
    """An offering that would be a candidate but for the essential figures in ``constraints``."""

    organisation: str
    organisation_id: str
    offering: str
    offering_id: str
    offering_lang: str
    item: str | None
    apart: tuple[ApartRow, ...]
    constraints: tuple[ConstraintRow, ...]


@dataclass(frozen=True, slots=True)
class Aside:
    """All that one reader may know of; ``all``: of every organisation, not of the own alone."""

    rows: tuple[SetAside, ...] = ()
    all: bool = False


NOBODY = Aside()


def of_need(session: Session, actor: Actor, need_public_id: str, language: Language) -> Aside:
    """Who is set aside from a public need, each for the item it comes nearest to."""
    if not actor.seats:
        return NOBODY
    records = need.public(session, [need_public_id])
    if not records:
        return NOBODY
    record = records[0]
    agency = can(actor, Permission.READ_DECISION, record.need.organisation_id)
    own = {
        seat.organisation_id
        for seat in actor.seats
        if can(actor, Permission.READ_DRAFT_OFFERING, seat.organisation_id)
    }
    found = match.set_aside(session, record.need.key, None if agency else own)
    offered = offering.public_by_row_ids(session, {row.offering_id for row in found})
    items = {item.item.key: item for item in record.items}
    replacements, new_plant = standing.today(session), record.revision.new_plant
    rows: dict[int, SetAside] = {}
    for row in found:
        told = offered.get(row.offering_id)
        if told is None or row.offering_id in rows:
            continue
        revision, owner = told.revision, told.organisation
        excluding = [check for check in row.checks if check["excludes"]]
        rows[row.offering_id] = SetAside(
            organisation=language.pick(owner.name_vi, owner.name_en),
            organisation_id=owner.public_id,
            offering=language.pick(revision.title_vi, revision.title_en),
            offering_id=told.offering.public_id,
            offering_lang=language.pick_language(revision.title_vi, revision.title_en),
            item=item_name(record, items.get(row.item_id), language),
            apart=explanation.apart(row.reasons, language),
            constraints=explanation.constraints(excluding, language, replacements, new_plant),
        )
    return Aside(tuple(rows.values()), agency)
