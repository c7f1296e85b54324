"""What pages show of needs: rows of a list, and one need in full, by what the reader may see."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from registry import codelists
from registry.domain.base import utcnow
from registry.domain.need import Need, NeedStatus, need_status
from registry.domain.need_content import missing
from registry.domain.permission import Actor, Permission, can
from registry.i18n import N_, Language
from registry.queries import need_lines, need_text, standing
from registry.queries.brief import brief
from registry.queries.facets import Asked, Criterion, FacetedListing, codelist, open_list, words
from registry.queries.listing import Mark, PublishedRow, place_in_hanoi
from registry.queries.need_lines import ItemLine, RequirementLine
from registry.storage import need as needs
from registry.storage import need_list
from registry.storage.need import NeedRecord
from registry.storage.need_content import content_of

VNEPS = "https://muasamcong.mpi.gov.vn"
_YEARS = range(2000, 2100)
_CRITERIA = (
    Criterion("status", N_("Status"), words({"open": N_("Open"), "closed": N_("Closed")})),
    Criterion(
        "closing",
        N_("Closes within"),
        lambda lang: {
            str(days): lang.ngettext("%(num)s day", "%(num)s days", days, num=days)
            for days in need_list.WITHIN
        },
    ),
    Criterion("category", N_("Category"), codelist("category")),
    Criterion("item", N_("Kind of item"), codelist("item_kind")),
    Criterion("buyer", N_("Kind of buyer"), codelist("buyer_kind")),
    Criterion("place", N_("Commune or ward"), codelist("place")),
    Criterion("segment", N_("Segment of the programme"), codelist("segment")),
    Criterion("year", N_("Year of the items"), lambda _: {str(y): str(y) for y in _YEARS}),
)
_ORDERS = {
    "newest": N_("Newest first"),
    "closing": N_("Closing soon first"),
    "name": N_("By organisation"),
}
_MARKS = {NeedStatus.DRAFT: "draft", NeedStatus.WAITING: "waiting", NeedStatus.CLOSED: "closed"}


@dataclass(frozen=True, slots=True)
class NeedRow(PublishedRow):
    """One need in a list. ``by_portal``: the summary is the portal's brief, and says so."""

    by_portal: bool
    status: NeedStatus


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One revision in the need's history."""

    number: int
    published_at: datetime | None
    superseded_at: datetime | None
    submitted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Workshop:
    """What only the need's authors see: the state of the working revision, what they may do."""

    can_edit: bool
    can_submit: bool
    can_approve: bool
    can_withdraw: bool
    was_public: bool
    has_working: bool
    waiting: bool
    returned_note: str | None
    missing: tuple[str, ...]
    history: tuple[RevisionLine, ...]


@dataclass(frozen=True, slots=True)
class NeedDetail:
    """A need's page. ``workshop`` is None for readers who don't belong to the agency."""

    public_id: str
    title: str
    title_lang: str
    problem: str
    problem_lang: str
    organisation: str
    organisation_id: str
    place: str
    status: NeedStatus
    public: bool
    sample: bool
    marks: tuple[Mark, ...]
    brief: str | None
    facts: tuple[tuple[str, str, str], ...]
    items: tuple[ItemLine, ...]
    essential: tuple[RequirementLine, ...]
    desirable: tuple[RequirementLine, ...]
    vneps_number: str | None
    vneps_url: str
    published_at: datetime | None
    withdrawn_reason: str | None
    may_read_dossier: bool
    workshop: Workshop | None = field(default=None)


def listed(
    session: Session, lang: Language, asked: Asked, now: datetime
) -> FacetedListing[NeedRow]:
    """The page of the list of public needs that was asked for, as it stands at ``now``."""

    def rows_of(ids: Sequence[int]) -> list[NeedRow]:
        records = needs.public_by_row_ids(session, set(ids))
        return rows([records[key] for key in ids], lang, now)

    return open_list(
        session, lang, asked, need_list.needs(now, lang.code), _CRITERIA, _ORDERS, rows_of
    )


def rows(
    records: Iterable[NeedRecord], lang: Language, now: datetime | None = None
) -> list[NeedRow]:
    """Rows of a list, in the order given. Also of drafts, so the caller chooses what to show."""
    moment = now or utcnow()
    return [_row(record, lang, moment) for record in records]


def detail(
    session: Session,
    actor: Actor,
    public_id: str,
    lang: Language,
    *,
    working: bool = False,
    now: datetime | None = None,
) -> NeedDetail | None:
    """The need as ``actor`` may see it; None where there is none, or none for this reader.

    Everybody sees the public revision. The agency's authors also see drafts, with
    ``working`` the draft beside a public revision, and what was withdrawn.
    """
    need = needs.by_public_id(session, public_id)
    if need is None:
        return None
    author = can(actor, Permission.READ_DRAFT_NEED, need.organisation_id)
    shown = needs.public_record(session, need.key)
    draft = needs.working_record(session, need.key) if author else None
    if author and shown is None and draft is None:
        shown = needs.last_record(session, need.key)
    record = draft if draft is not None and (working or shown is None) else shown
    if record is None:
        return None
    moment = now or utcnow()
    history = _history(session, need) if author else ()
    workshop = _workshop(actor, need, draft, history, moment, lang) if author else None
    lines = need_lines.requirements(record, lang, standing.today(session))
    return _detail(actor, record, lines, workshop, moment, lang)


def status_of(record: NeedRecord, now: datetime) -> NeedStatus:
    """Where the need stands, by the revision of this record."""
    revision = record.revision
    return need_status(
        published_at=revision.published_at,
        submitted_at=revision.submitted_at,
        closes_on=revision.closes_on,
        withdrawn_at=record.need.withdrawn_at,
        now=now,
    )


def name_of(record: NeedRecord, lang: Language) -> str:
    """The organisation's name in the reader's language, if it has one."""
    return lang.pick(record.organisation.name_vi, record.organisation.name_en)


def place_of(record: NeedRecord, lang: Language) -> str:
    """Commune or ward; '' where none is given."""
    return place_in_hanoi(record.place.code, lang) if record.place else ""


def _row(record: NeedRecord, lang: Language, now: datetime) -> NeedRow:
    revision, made = record.revision, brief(record, lang.code)
    status = status_of(record, now)
    problem = lang.pick(revision.problem_vi, revision.problem_en)
    category = revision.category and codelists.label("category", revision.category, lang.code)
    budget = (revision.budget_min, revision.budget_max) if revision.budget_public else (None, None)
    published = status in (NeedStatus.OPEN, NeedStatus.CLOSED)
    meta = (
        category or "",
        place_of(record, lang),
        lang.money_range(*budget),
        need_text.closing(revision, now, lang) if published else "",
    )
    by_portal = [("plain", lang.gettext(N_("Brief made by the portal")))] if made else []
    return NeedRow(
        public_id=record.need.public_id,
        title=lang.pick(revision.title_vi, revision.title_en),
        title_lang=lang.pick_language(revision.title_vi, revision.title_en),
        organisation=name_of(record, lang),
        organisation_id=record.organisation.public_id,
        summary=made.text if made else problem,
        summary_lang=lang.code
        if made
        else lang.pick_language(revision.problem_vi, revision.problem_en),
        by_portal=made is not None,
        status=status,
        meta=tuple(filter(None, meta)),
        marks=(*_marks(record, status, lang), *by_portal),
    )


def _marks(record: NeedRecord, status: NeedStatus, lang: Language) -> tuple[Mark, ...]:
    word = codelists.label("need_status", status, lang.code)
    own: Mark = ("public" if status is NeedStatus.OPEN else _MARKS.get(status, "plain"), word)
    return (own, "sample") if record.need.sample else (own,)


def _detail(
    actor: Actor,
    record: NeedRecord,
    lines: Sequence[RequirementLine],
    workshop: Workshop | None,
    now: datetime,
    lang: Language,
) -> NeedDetail:
    need, revision = record.need, record.revision
    status, made = status_of(record, now), brief(record, lang.code)
    return NeedDetail(
        public_id=need.public_id,
        title=lang.pick(revision.title_vi, revision.title_en),
        title_lang=lang.pick_language(revision.title_vi, revision.title_en),
        problem=lang.pick(revision.problem_vi, revision.problem_en),
        problem_lang=lang.pick_language(revision.problem_vi, revision.problem_en),
        organisation=name_of(record, lang),
        organisation_id=record.organisation.public_id,
        place=place_of(record, lang),
        status=status,
        public=status in (NeedStatus.OPEN, NeedStatus.CLOSED),
        sample=need.sample,
        marks=_marks(record, status, lang),
        brief=made.text if made else None,
        facts=tuple(need_lines.facts(actor, record, now, lang)),
        items=tuple(need_lines.items(actor, record, lang)),
        essential=tuple(line for line in lines if line.essential),
        desirable=tuple(line for line in lines if not line.essential),
        vneps_number=revision.vneps_number,
        vneps_url=VNEPS,
        published_at=revision.published_at,
        withdrawn_reason=need.withdrawn_reason,
        may_read_dossier=can(actor, Permission.READ_DOSSIER, need.organisation_id),
        workshop=workshop,
    )


def _history(session: Session, need: Need) -> tuple[RevisionLine, ...]:
    return tuple(
        RevisionLine(r.number, r.published_at, r.superseded_at, r.submitted_at)
        for r in needs.revisions(session, need.key)
    )


def _workshop(
    actor: Actor,
    need: Need,
    draft: NeedRecord | None,
    history: tuple[RevisionLine, ...],
    now: datetime,
    lang: Language,
) -> Workshop:
    """What the agency's people may do now, and what its draft still lacks."""
    owner, standing = need.organisation_id, need.withdrawn_at is None
    waiting = draft is not None and draft.revision.submitted_at is not None
    lacks = missing(content_of(draft), now) if draft is not None and not waiting else []
    own = waiting and draft is not None and draft.revision.submitted_by_id == actor.account_id
    edits = standing and can(actor, Permission.EDIT_NEED, owner)
    return Workshop(
        can_edit=edits and not waiting,
        can_submit=edits and draft is not None and not waiting and not lacks,
        can_approve=waiting and not own and can(actor, Permission.APPROVE_NEED, owner),
        can_withdraw=standing and can(actor, Permission.WITHDRAW_NEED, owner),
        was_public=any(line.published_at for line in history),
        has_working=draft is not None,
        waiting=waiting,
        returned_note=draft.revision.returned_note if draft is not None else None,
        missing=need_text.lacking(lacks, lang),
        history=history,
    )
