"""What the registrar reads: offerings not yet checked, and what changed since the last check."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from registry.domain import permission
from registry.domain.permission import Actor, Permission
from registry.domain.standard import Replacements
from registry.i18n import Language
from registry.queries import offering as offering_query
from registry.queries import standing
from registry.queries.offering import OfferingDetail
from registry.storage import offering as offerings
from registry.storage.offering import OfferingRecord

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class QueueRow:
    """An offering that waits; ``changed``: an earlier revision of it was checked."""

    public_id: str
    number: int
    title: str
    title_lang: str
    organisation: str
    organisation_id: str
    published_at: datetime
    asked_at: datetime | None
    changed: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """One page of the queue; ``to_check`` and ``asked`` count both of its lists."""

    rows: tuple[QueueRow, ...]
    pages: int
    to_check: int
    asked: int


@dataclass(frozen=True, slots=True)
class Change:
    """A line that reads differently from the last checked revision; '' where it has none."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Subject:
    """What the registrar checks; ``changes`` is empty for an offering never checked before."""

    offering: OfferingDetail
    checked_number: int | None
    checked_at: datetime | None
    changes: tuple[Change, ...]


def queue(
    session: Session, actor: Actor, language: Language, number: int, *, asked: bool = False
) -> Queue:
    """A page of what waits for the registrar, or of what waits for an answer. Forbidden."""
    permission.check(actor, Permission.CHECK_OFFERING)
    records, total = offerings.unchecked(session, number, PER_PAGE, returned=asked)
    others = offerings.count_unchecked(session, returned=not asked)
    return Queue(
        rows=tuple(_queued(record, language) for record in records),
        pages=-(-total // PER_PAGE),
        to_check=others if asked else total,
        asked=total if asked else others,
    )


def subject(session: Session, actor: Actor, public_id: str, language: Language) -> Subject | None:
    """The public revision and how it differs from the last checked one. Forbidden."""
    permission.check(actor, Permission.CHECK_OFFERING)
    shown = offering_query.detail(session, actor, public_id, language)
    present = offerings.standing(session, public_id)
    if shown is None or present is None:
        return None
    checked = offerings.last_checked(session, present.offering.key)
    if checked is None or checked.revision.key == present.revision.key:
        return Subject(shown, None, None, ())
    replacements = standing.today(session)
    before = _lines(checked, language, replacements)
    after = _lines(present, language, replacements)
    names = list(dict.fromkeys([*after, *before]))
    changes = tuple(
        Change(name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name) != after.get(name)
    )
    return Subject(shown, checked.revision.number, checked.revision.checked_at, changes)


def _queued(record: OfferingRecord, language: Language) -> QueueRow:
    offering, revision = record.offering, record.revision
    return QueueRow(
        public_id=offering.public_id,
        number=revision.number,
        title=language.pick(revision.title_vi, revision.title_en),
        title_lang=language.pick_language(revision.title_vi, revision.title_en),
        organisation=offering_query.organisation_name(record.organisation, language),
        organisation_id=record.organisation.public_id,
        published_at=revision.published_at or revision.created_at,
        asked_at=revision.returned_at,
        changed=offering.first_checked_at is not None,
    )


def _lines(
    record: OfferingRecord, language: Language, replacements: Replacements
) -> dict[str, str]:
    """Everything that a revision says, a line a thing, in the reader's words."""
    revision, _ = record.revision, language.gettext
    lines: dict[str, list[str]] = defaultdict(list)
    for name, text in (
        (_("Title in Vietnamese"), revision.title_vi),
        (_("Title in English"), revision.title_en),
        (_("Summary in Vietnamese"), revision.summary_vi),
        (_("Summary in English"), revision.summary_en),
    ):
        lines[name].append(text or "")
    for term in offering_query.terms(record, language):
        lines[term.name].append(" – ".join(filter(None, (term.value, term.note))))
    for fact in offering_query.fact_rows(record, language):
        name = " – ".join(filter(None, (fact.parameter, fact.stream)))
        lines[name].append(", ".join(filter(None, (fact.value, fact.conditions, fact.grade))))
    for row in offering_query.standard_rows(record, language, replacements):
        lines[_("Standard %(code)s", code=row.code)].append(
            ", ".join(filter(None, (row.column, row.grade)))
        )
    return {name: "; ".join(values) for name, values in lines.items()}
