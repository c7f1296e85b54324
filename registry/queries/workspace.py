"""The workspace: what waits for the account, and what its organisations have and get."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from registry.domain.base import utcnow
from registry.domain.calendar import last_open_day
from registry.domain.match import FITTING
from registry.domain.organisation import Capability
from registry.domain.permission import Actor, Permission, Seat, can
from registry.i18n import Language
from registry.queries import message as messages
from registry.queries import need as need_query
from registry.queries import offering as offering_query
from registry.queries import opportunity
from registry.queries import project as project_query
from registry.queries.message import MessageRow
from registry.queries.need import NeedRow
from registry.queries.offering import OfferingRow
from registry.queries.openings import Opening, openings
from registry.queries.opportunity import ForInvestor
from registry.queries.project import ProjectRow
from registry.storage import match
from registry.storage import need as needs
from registry.storage import offering as offerings
from registry.storage import organisation as organisations
from registry.storage import project as projects
from registry.storage.need import NeedRecord
from registry.storage.offering import OfferingRecord
from registry.storage.project import ProjectRecord

# So many needs that fit are shown of each supplier; an offering's page has those that fit it.
_FITS = 5
# So many lines of what would open more needs; an offering's page has those of its own.
_OPENINGS = 5


@dataclass(frozen=True, slots=True)
class OwnOffering:
    """A public offering of one's organisation; ``question``: what the registrar asked about it."""

    row: OfferingRow
    question: str | None


@dataclass(frozen=True, slots=True)
class OwnNeed:
    """A draft, or what waits for approval, of one's organisation.

    ``revises``: the need is public already in an earlier version. ``note``: why the approver gave
    the draft back. ``may_approve``: it waits, and for this reader; nobody approves their own.
    """

    row: NeedRow
    waiting: bool
    revises: bool
    note: str | None
    since: datetime
    may_approve: bool

    @property
    def calls(self) -> bool:
        """Whether the reader can do something about it now, rather than wait for a colleague."""
        return self.may_approve or not self.waiting


@dataclass(frozen=True, slots=True)
class Fitting:
    """An open need of somebody else, and the own offering that fits it best, how well."""

    row: NeedRow
    offering: OfferingRow
    level: str


@dataclass(frozen=True, slots=True)
class Desk:
    """One organisation of the account: what it works on, what is public of it, what fits it.

    ``openings``: what would open more needs; ``offering_rows``: their offerings by row number.
    """

    public_id: str
    name: str
    supplies: bool
    buys: bool
    working: tuple[OwnNeed, ...]
    needs: tuple[NeedRow, ...]
    offerings: tuple[OwnOffering, ...]
    fitting: tuple[Fitting, ...]
    openings: tuple[Opening, ...]
    offering_rows: Mapping[int, OfferingRow]
    projects: tuple[ProjectRow, ...]


@dataclass(frozen=True, slots=True)
class Workspace:
    """``queue``: how many offerings wait for the registrar; None for everybody else.

    ``investing``: what the organisations of the account that invest could invest in.
    """

    investing: ForInvestor | None
    desks: tuple[Desk, ...]
    queue: int | None
    received: tuple[MessageRow, ...]
    sent: tuple[MessageRow, ...]

    @property
    def quiet(self) -> bool:
        """Whether nothing waits for the account today."""
        return not self.queue and not any(
            any(own.calls for own in desk.working) or any(own.question for own in desk.offerings)
            for desk in self.desks
        )


def workspace(
    session: Session, actor: Actor, language: Language, now: datetime | None = None
) -> Workspace:
    """All that the actor's workspace shows; statements don't grow with what there is."""
    seats = _authors(actor)
    ids = {seat.organisation_id for seat in seats}
    shown = needs.public_by_row_ids(session, organisations.need_ids(session, ids))
    offered = offerings.public_by_row_ids(session, organisations.offering_ids(session, ids))
    moment = now or utcnow()
    fits = match.best_of_suppliers(session, ids, FITTING, last_open_day(moment), _FITS)
    held = _Held(
        working=needs.working_of_organisations(session, ids),
        needs=sorted(shown.values(), key=_published, reverse=True),
        offerings=sorted(offered.values(), key=_published, reverse=True),
        projects=projects.of_organisations(session, ids, moment),
        fits=fits,
        fitting=needs.public_by_row_ids(session, {fit.need_id for fit in fits}),
        checked=match.checks_of_offerings(session, offered.keys(), last_open_day(moment)),
    )
    registrar = can(actor, Permission.CHECK_OFFERING)
    return Workspace(
        investing=_investing(session, seats, held, language, moment),
        desks=tuple(_desk(actor, seat, held, language, moment) for seat in seats),
        queue=offerings.count_unchecked(session) if registrar else None,
        received=messages.received(session, actor, language),
        sent=messages.sent(session, actor, language),
    )


@dataclass(frozen=True, slots=True)
class _Held:
    """What all organisations of the account have, newest first, and which needs fit them."""

    working: Sequence[NeedRecord]
    needs: Sequence[NeedRecord]
    offerings: Sequence[OfferingRecord]
    projects: Sequence[ProjectRecord]
    fits: Sequence[match.Fit]
    fitting: Mapping[int, NeedRecord]
    checked: Sequence[match.Checked]


def _authors(actor: Actor) -> tuple[Seat, ...]:
    """One seat for each organisation whose drafts the actor may read."""
    seats = {
        seat.organisation_id: seat
        for seat in actor.seats
        if can(actor, Permission.READ_DRAFT_NEED, seat.organisation_id)
    }
    return tuple(seats.values())


def _published(record: NeedRecord | OfferingRecord) -> datetime:
    return record.revision.published_at or record.revision.created_at


def _desk(actor: Actor, seat: Seat, held: _Held, language: Language, now: datetime) -> Desk:
    key = seat.organisation_id
    working = [record for record in held.working if record.need.organisation_id == key]
    public = [record for record in held.needs if record.need.organisation_id == key]
    offered = [record for record in held.offerings if record.offering.organisation_id == key]
    own_rows = offering_query.rows(offered, language)
    by_id = {record.offering.key: row for record, row in zip(offered, own_rows, strict=True)}
    standing = {record.need.key for record in public}
    return Desk(
        public_id=seat.organisation,
        name=language.pick(seat.name_vi, seat.name_en),
        supplies=Capability.SUPPLIES in seat.capabilities,
        buys=Capability.BUYS in seat.capabilities,
        working=tuple(
            _own_need(actor, record, row, record.need.key in standing)
            for record, row in zip(working, need_query.rows(working, language, now), strict=True)
        ),
        needs=tuple(need_query.rows(public, language, now)),
        offerings=tuple(
            OwnOffering(row, _question(record))
            for record, row in zip(offered, own_rows, strict=True)
        ),
        fitting=tuple(_fitting(held, by_id, language, now)),
        openings=openings(
            [row for row in held.checked if row.offering_id in by_id], language, _OPENINGS
        ),
        offering_rows=by_id,
        projects=tuple(
            project_query.rows(
                [r for r in held.projects if r.project.organisation_id == key], language, now
            )
        ),
    )


def _investing(
    session: Session, seats: Sequence[Seat], held: _Held, language: Language, now: datetime
) -> ForInvestor | None:
    """By the categories of what the investors among the account's organisations offer and lead."""
    ids = {s.organisation_id for s in seats if Capability.INVESTS in s.capabilities}
    if not ids:
        return None
    categories = {r.project.category for r in held.projects if r.project.organisation_id in ids}
    categories |= {r.revision.category for r in held.offerings if r.offering.organisation_id in ids}
    return opportunity.for_investor(session, language, now, ids, categories)


def _fitting(
    held: _Held, own: Mapping[int, OfferingRow], language: Language, now: datetime
) -> Iterator[Fitting]:
    """What fits an organisation's offerings, ``own`` by row number."""
    fits = [f for f in held.fits if f.offering_id in own and f.need_id in held.fitting]
    wanted = need_query.rows([held.fitting[fit.need_id] for fit in fits], language, now)
    for fit, row in zip(fits, wanted, strict=True):
        yield Fitting(row, own[fit.offering_id], fit.level)


def _question(record: OfferingRecord) -> str | None:
    """What the registrar asked and still waits for; a version confirmed since has no question."""
    revision = record.revision
    return revision.returned_note if revision.checked_at is None else None


def _own_need(actor: Actor, record: NeedRecord, row: NeedRow, revises: bool) -> OwnNeed:
    revision = record.revision
    waiting = revision.submitted_at is not None
    return OwnNeed(
        row=row,
        waiting=waiting,
        revises=revises,
        note=None if waiting else revision.returned_note,
        since=revision.submitted_at or revision.returned_at or revision.created_at,
        may_approve=waiting
        and can(actor, Permission.APPROVE_NEED, record.need.organisation_id)
        and revision.submitted_by_id != actor.account_id,
    )
