"""What lists and the page of an offering show, and what its form starts from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from registry.codelists import label
from registry.domain import permission
from registry.domain.fact import Measured
from registry.domain.offering import OfferingRevision, Part
from registry.domain.organisation import Organisation
from registry.domain.permission import Actor, Permission
from registry.domain.standard import Replacements
from registry.i18n import N_, Language
from registry.queries import standing
from registry.queries.facets import Asked, Criterion, FacetedListing, codelist, open_list, words
from registry.queries.listing import Mark, PublishedRow
from registry.queries.standing import StandingNote
from registry.storage import offering as offerings
from registry.storage import offering_list
from registry.storage.offering import OfferingRecord

_CRITERIA = (
    Criterion("category", N_("Category"), codelist("category")),
    Criterion("kind", N_("Kind"), codelist("offering_kind")),
    Criterion(
        "origin",
        N_("Origin"),
        words(
            {
                "domestic": N_("Made in Vietnam"),
                "foreign": N_("Made abroad"),
                "unknown": N_("Not stated"),
            }
        ),
    ),
    Criterion(
        "check",
        N_("Checks"),
        words(
            {
                "listing": N_("Listing checked by the registrar"),
                "organisation": N_("Organisation verified"),
                "declared": N_("Self-declared listing"),
            }
        ),
    ),
    Criterion("part", N_("Publisher's part"), codelist("part")),
    Criterion("country", N_("Country of manufacture"), codelist("country")),
)
_ORDERS = {"newest": N_("Newest first"), "name": N_("By organisation")}


@dataclass(frozen=True, slots=True)
class OfferingRow(PublishedRow):
    """An offering in a list."""


@dataclass(frozen=True, slots=True)
class Term:
    """A line of the table of facts: its name, its value and a note in the language given."""

    name: str
    value: str
    note: str = ""
    note_lang: str = ""


@dataclass(frozen=True, slots=True)
class FactRow:
    """One parameter with its range and unit in words."""

    parameter: str
    stream: str
    value: str
    conditions: str
    conditions_lang: str
    grade: str


@dataclass(frozen=True, slots=True)
class StandardRow:
    """One standard; ``replaced`` says by what and since when, where something took its place."""

    code: str
    column: str
    grade: str
    replaced: StandingNote | None


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One revision that is or was public."""

    number: int
    published_at: datetime
    checked_at: datetime | None
    current: bool


@dataclass(frozen=True, slots=True)
class Question:
    """What the registrar asked about the public revision, and when."""

    text: str
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class OfferingDetail:
    """The page of one offering for one reader."""

    public_id: str
    number: int
    sample: bool
    title: str
    title_lang: str
    summary: str
    summary_lang: str
    organisation: str
    organisation_id: str
    marks: tuple[Mark, ...]
    terms: tuple[Term, ...]
    facts: tuple[FactRow, ...]
    standards: tuple[StandardRow, ...]
    versions: tuple[VersionRow, ...]
    withdrawn_at: datetime | None
    withdrawn_reason: str | None
    question: Question | None
    may_edit: bool
    may_withdraw: bool
    may_check: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Editable:
    """What the edit form starts from: the revision's number, title and the fields' values."""

    public_id: str
    number: int
    title: str
    title_lang: str
    values: dict[str, Any]


def rows(records: Sequence[OfferingRecord], language: Language) -> list[OfferingRow]:
    """Rows for a list, in the order of ``records``."""
    return [_row(record, language) for record in records]


def listed(session: Session, language: Language, asked: Asked) -> FacetedListing[OfferingRow]:
    """The page of the list of public offerings that was asked for."""

    def rows_of(ids: Sequence[int]) -> list[OfferingRow]:
        records = offerings.public_by_row_ids(session, set(ids))
        return rows([records[key] for key in ids], language)

    cited = {code: code for code in offerings.standards_cited(session)}
    criteria = (*_CRITERIA, Criterion("standard", N_("Standard cited"), lambda _: cited))
    return open_list(
        session, language, asked, offering_list.offerings(language.code), criteria, _ORDERS, rows_of
    )


def detail(
    session: Session, actor: Actor, public_id: str, language: Language
) -> OfferingDetail | None:
    """The page of an offering; None where there is none, or a withdrawn one of somebody else."""
    record = offerings.standing(session, public_id)
    if record is None or not _visible(actor, record):
        return None
    owner, stands = record.offering.organisation_id, record.offering.withdrawn_at is None
    own = permission.can(actor, Permission.READ_DRAFT_OFFERING, owner)
    may_check = stands and permission.can(actor, Permission.CHECK_OFFERING)
    return OfferingDetail(
        public_id=public_id,
        number=record.revision.number,
        sample=record.offering.sample,
        **_words(record, language),
        marks=marks(record),
        terms=terms(record, language),
        facts=fact_rows(record, language),
        standards=standard_rows(record, language, standing.today(session)),
        versions=_versions(offerings.revisions(session, record.offering.key)),
        withdrawn_at=record.offering.withdrawn_at,
        withdrawn_reason=record.offering.withdrawn_reason,
        question=_question(record.revision) if own or may_check else None,
        may_edit=stands and permission.can(actor, Permission.EDIT_OFFERING, owner),
        may_withdraw=stands and permission.can(actor, Permission.WITHDRAW_OFFERING, owner),
        may_check=may_check and record.revision.checked_at is None,
        own=own,
    )


def editable(session: Session, actor: Actor, public_id: str, language: Language) -> Editable | None:
    """What the edit form starts from; None for what can't be edited, Forbidden for others'."""
    record = offerings.standing(session, public_id)
    if record is None or not _visible(actor, record):
        return None
    permission.check(actor, Permission.EDIT_OFFERING, record.offering.organisation_id)
    if record.offering.withdrawn_at is not None:
        return None
    said, revision = record.revision.model_dump(), record.revision
    if revision.part is Part.MAKER:
        said["maker"] = None  # the form leaves it to the publisher's name
    facts = [fact.model_dump() for fact in record.facts]
    standards = [{**s.model_dump(), "code": s.standard_code} for s in record.standards]
    return Editable(
        public_id=public_id,
        number=revision.number,
        title=language.pick(revision.title_vi, revision.title_en),
        title_lang=language.pick_language(revision.title_vi, revision.title_en),
        values={**said, "facts": facts, "standards": standards},
    )


def organisation_name(organisation: Organisation, language: Language) -> str:
    """The name in the reader's language, else in the other one."""
    return language.pick(organisation.name_vi, organisation.name_en)


def marks(record: OfferingRecord) -> tuple[Mark, ...]:
    """How far it was checked, where it is made, and whether it is a sample.

    "Verified" stands where the registrar has checked both the organisation and the offering.
    """
    checked = record.offering.first_checked_at is not None
    found: list[Mark] = []
    if not checked:
        found.append("self_declared")
    elif record.organisation.verified_at is not None:
        found.append("verified")
    if record.domestic:
        found.append("domestic")
    if record.organisation.foreign_owned:
        found.append("foreign_owned")
    if record.offering.sample:
        found.append("sample")
    return tuple(found)


def terms(record: OfferingRecord, language: Language) -> tuple[Term, ...]:
    """The table of facts about kind, origin and price; what is not stated is left out."""
    revision, code, _ = record.revision, language.code, language.gettext
    note, note_lang = _said(language, revision.price_note_vi, revision.price_note_en)
    own = revision.part is Part.MAKER
    maker = organisation_name(record.organisation, language) if own else revision.maker or ""
    licensed = revision.part is Part.LICENSED_MAKER
    country = revision.country_of_manufacture
    grade = revision.local_content_grade
    price = language.money_range(revision.price_min, revision.price_max)
    share = share_range(language, revision.local_content_min, revision.local_content_max)
    listed = (
        Term(_("Kind"), label("offering_kind", revision.kind, code)),
        Term(_("Category"), label("category", revision.category, code)),
        Term(_("Publisher's part"), label("part", revision.part, code)),
        Term(_("Under licence from") if licensed else _("Maker"), maker),
        Term(_("Country of manufacture"), label("country", country, code) if country else ""),
        Term(_("Local content"), share, label("grade", grade, code) if grade else "", code),
        Term(_("Price"), price or (_("On request") if note else ""), note, note_lang),
    )
    return tuple(term for term in listed if term.value)


def fact_rows(record: OfferingRecord, language: Language) -> tuple[FactRow, ...]:
    """The parameters, in the publisher's order."""
    code = language.code
    return tuple(
        FactRow(
            label("parameter", fact.parameter or "", code),
            label("stream", fact.stream, code) if fact.stream else "",
            measured(fact, language),
            *_said(language, fact.conditions_vi, fact.conditions_en),
            label("grade", fact.grade, code),
        )
        for fact in record.facts
    )


def standard_rows(
    record: OfferingRecord,
    language: Language,
    replacements: Replacements,
) -> tuple[StandardRow, ...]:
    """The standards, each with what took its place where something did."""
    return tuple(
        StandardRow(
            row.standard_code,
            row.column or "",
            label("grade", row.grade, language.code),
            standing.note(replacements, row.standard_code, None, language),
        )
        for row in record.standards
    )


def measured(fact: Measured, language: Language) -> str:
    """A range with its unit: "10–500 m³/day", "from 10 m³/day", "up to 30 mg/L"."""
    return language.quantity_range(fact.low, fact.high, fact.unit)


def share_range(language: Language, low: Any, high: Any) -> str:
    """A share in per cent: "40–60%"."""
    return language.quantity_range(low, high, "%")


def _visible(actor: Actor, record: OfferingRecord) -> bool:
    gone = record.offering.withdrawn_at or record.organisation.withdrawn_at
    owner = record.offering.organisation_id
    return gone is None or permission.can(actor, Permission.READ_DRAFT_OFFERING, owner)


def _words(record: OfferingRecord, language: Language) -> dict[str, str]:
    revision = record.revision
    title, title_lang = _said(language, revision.title_vi, revision.title_en)
    summary, summary_lang = _said(language, revision.summary_vi, revision.summary_en)
    return {
        "title": title,
        "title_lang": title_lang,
        "summary": summary,
        "summary_lang": summary_lang,
        "organisation": organisation_name(record.organisation, language),
        "organisation_id": record.organisation.public_id,
    }


def _said(language: Language, vi: str | None, en: str | None) -> tuple[str, str]:
    return language.pick(vi, en), language.pick_language(vi, en)


def _row(record: OfferingRecord, language: Language) -> OfferingRow:
    revision, code = record.revision, language.code
    facts = [f"{fact.parameter} {fact.value}" for fact in fact_rows(record, language)[:2]]
    return OfferingRow(
        public_id=record.offering.public_id,
        **_words(record, language),
        meta=(
            label("category", revision.category, code),
            label("part", revision.part, code),
            *facts,
            language.money_range(revision.price_min, revision.price_max),
        ),
        marks=marks(record),
    )


def _versions(revisions: Sequence[OfferingRevision]) -> tuple[VersionRow, ...]:
    return tuple(
        VersionRow(r.number, r.published_at, r.checked_at, r.superseded_at is None)
        for r in revisions
        if r.published_at is not None
    )


def _question(revision: OfferingRevision) -> Question | None:
    if revision.returned_at is None or revision.checked_at is not None:
        return None
    return Question(revision.returned_note or "", revision.returned_at)
