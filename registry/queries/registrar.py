"""What the registrar reads: offerings not yet checked, and what changed since the last check."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from registry.codelists import label
from registry.domain import permission
from registry.domain.organisation import Identifier
from registry.domain.permission import Actor, Permission
from registry.domain.standard import Replacements
from registry.i18n import N_, Language
from registry.queries import offering as offering_query
from registry.queries import organisation as organisation_query
from registry.queries import standing
from registry.queries.facets import Asked, Criterion, FacetedListing, codelist, open_list, words
from registry.queries.offering import OfferingDetail
from registry.storage import offering as offerings
from registry.storage import offering_list, reference
from registry.storage import organisation as organisations
from registry.storage.offering import OfferingRecord

PER_PAGE = 50
_CRITERIA = (
    Criterion(
        "state",
        N_("What waits"),
        words({"new": N_("New offering"), "changed": N_("Changed since the last check")}),
    ),
    Criterion("kind", N_("Kind"), codelist("offering_kind")),
)
_ORDERS = {"oldest": N_("Oldest first"), "name": N_("By organisation")}


@dataclass(frozen=True, slots=True)
class QueueRow:
    """An offering that waits; ``changed``: an earlier revision of it was checked."""

    public_id: str
    number: int
    title: str
    title_lang: str
    kind: str
    organisation: str
    organisation_id: str
    published_at: datetime
    asked_at: datetime | None
    changed: bool


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of one of the queue's two lists; ``to_check`` and ``asked`` count them in all."""

    listed: FacetedListing[QueueRow]
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
    """What the registrar checks; ``changes`` is empty for an offering never checked before.

    publisher: facts of the organisation behind it, name and value; evidence: how many of the
        offering's statements have which grade
    """

    offering: OfferingDetail
    publisher: tuple[tuple[str, str], ...]
    evidence: tuple[str, ...]
    checked_number: int | None
    checked_at: datetime | None
    changes: tuple[Change, ...]


def queue(session: Session, actor: Actor, language: Language, asked: Asked) -> Queue:
    """What waits for the registrar, or with ``asked=1`` for a publisher's answer. Forbidden."""
    permission.check(actor, Permission.CHECK_OFFERING)
    returned = "1" in asked.choices.get("asked", ())

    def rows_of(ids: Sequence[int]) -> list[QueueRow]:
        records = offerings.public_by_row_ids(session, set(ids))
        return [_queued(records[key], language) for key in ids]

    publishers = {
        row.public_id: offering_query.organisation_name(row, language)
        for row in offerings.unchecked_publishers(session, returned=returned)
    }
    listed = open_list(
        session,
        language,
        asked,
        offering_list.queue(language.code, returned=returned),
        (*_CRITERIA, Criterion("organisation", N_("Organisation"), lambda _: publishers)),
        _ORDERS,
        rows_of,
        PER_PAGE,
        {"asked": "1"} if returned else None,
    )
    return Queue(
        listed=listed,
        to_check=offerings.count_unchecked(session),
        asked=offerings.count_unchecked(session, returned=True),
    )


def subject(session: Session, actor: Actor, public_id: str, language: Language) -> Subject | None:
    """The public revision and how it differs from the last checked one. Forbidden."""
    permission.check(actor, Permission.CHECK_OFFERING)
    shown = offering_query.detail(session, actor, public_id, language)
    present = offerings.standing(session, public_id)
    if shown is None or present is None:
        return None
    facts = _publisher(session, present, language), _evidence(shown, language)
    checked = offerings.last_checked(session, present.offering.key)
    if checked is None or checked.revision.key == present.revision.key:
        return Subject(shown, *facts, None, None, ())
    replacements = standing.today(session)
    before = _lines(checked, language, replacements)
    after = _lines(present, language, replacements)
    names = list(dict.fromkeys([*after, *before]))
    changes = tuple(
        Change(name, before.get(name, ""), after.get(name, ""))
        for name in names
        if before.get(name) != after.get(name)
    )
    return Subject(shown, *facts, checked.revision.number, checked.revision.checked_at, changes)


def _publisher(
    session: Session, record: OfferingRecord, language: Language
) -> tuple[tuple[str, str], ...]:
    """Who is behind an offering, as far as the registry knows; what is not known is left out."""
    row, code, _ = record.organisation, language.code, language.gettext
    counts = organisations.published(session, {row.key})[row.key]
    places = reference.places_by_id(session, {row.place_id} if row.place_id else set())
    verified = (
        _("Organisation verified on %(day)s", day=language.date(row.verified_at))
        if row.verified_at
        else _("Self-declared: the organisation has not been checked")
    )
    facts = (
        *(
            (label("scheme", held.scheme, code), _identifier(held, language))
            for held in organisations.identifiers(session, row.key)
        ),
        (_("Level"), verified),
        (_("Its part in this offering"), label("part", record.revision.part, code)),
        (_("Where"), organisation_query.where(row, places, language)),
        (_("Address"), language.pick(row.address_vi, row.address_en)),
        (_("Founded"), str(row.founded or "")),
        (_("In the registry since"), language.date(row.created_at)),
        (_("Website"), row.website or ""),
        (_("Public offerings"), language.number(counts.offerings)),
    )
    return tuple((name, value) for name, value in facts if value)


def _identifier(held: Identifier, language: Language) -> str:
    """Its value, and from when until when it holds where that is known."""
    days = (
        (N_("from %(day)s"), held.valid_from),
        (N_("until %(day)s"), held.valid_to),
    )
    told = (language.gettext(text, day=language.date(day)) for text, day in days if day)
    return ", ".join((held.value, *told))


def _evidence(shown: OfferingDetail, language: Language) -> tuple[str, ...]:
    """How many parameters and standards have which grade of evidence, in words."""
    grades = Counter([row.grade for row in shown.facts] + [row.grade for row in shown.standards])
    return tuple(f"{grade}: {language.number(number)}" for grade, number in grades.most_common())


def _queued(record: OfferingRecord, language: Language) -> QueueRow:
    offering, revision = record.offering, record.revision
    return QueueRow(
        public_id=offering.public_id,
        number=revision.number,
        title=language.pick(revision.title_vi, revision.title_en),
        title_lang=language.pick_language(revision.title_vi, revision.title_en),
        kind=label("offering_kind", revision.kind, language.code),
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
