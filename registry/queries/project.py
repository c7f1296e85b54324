"""What pages show of projects: rows of a list with its facets, and one project in full."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel import Session

from registry import codelists
from registry.domain.calendar import closing_moment, last_open_day
from registry.domain.project import ProjectStatus
from registry.i18n import N_, Language
from registry.queries import need, need_text
from registry.queries.facets import Asked, Criterion, FacetedListing, codelist, open_list
from registry.queries.listing import Mark, PublishedRow, place_in_hanoi
from registry.storage import need as needs
from registry.storage import place as places
from registry.storage import project as projects
from registry.storage import project_list
from registry.storage.listed import page as listed_page
from registry.storage.project import ProjectRecord

NEEDS_SHOWN = 5
_CRITERIA = (
    Criterion("kind", N_("Kind of project"), codelist("project_kind")),
    Criterion("status", N_("Status"), codelist("project_status")),
    Criterion("category", N_("Category"), codelist("category")),
    Criterion("form", N_("Form of cooperation"), codelist("cooperation")),
    Criterion("place", N_("Commune or ward"), codelist("place")),
)
_ORDERS = {
    "newest": N_("Newest first"),
    "closing": N_("Closing soon first"),
    "name": N_("By name"),
}
_MARKS = {ProjectStatus.CALLING: "public"}


@dataclass(frozen=True, slots=True)
class ProjectRow(PublishedRow):
    """One project in a list; ``organisation`` is its lead."""

    status: ProjectStatus


@dataclass(frozen=True, slots=True)
class SiteLink:
    """The site of a project."""

    public_id: str
    name: str
    name_lang: str


@dataclass(frozen=True, slots=True)
class ProjectDetail:
    """A project's page. ``facts``: (term, value, note); ``needs``: open ones of its category in
    its commune or ward."""

    public_id: str
    title: str
    title_lang: str
    summary: str
    summary_lang: str
    organisation: str
    organisation_id: str
    place: str
    site: SiteLink | None
    status: ProjectStatus
    calling: bool
    marks: tuple[Mark, ...]
    facts: tuple[tuple[str, str, str], ...]
    forms: tuple[str, ...]
    needs: tuple[need.NeedRow, ...]


def listed(
    session: Session, lang: Language, asked: Asked, now: datetime
) -> FacetedListing[ProjectRow]:
    """The page of the list of public projects that was asked for, as it stands at ``now``."""
    of, rows_of = project_list.projects(now), partial(_rows_of, session, lang, now)
    return open_list(session, lang, asked, of, _CRITERIA, _ORDERS, rows_of)


def calling(
    session: Session, lang: Language, asked: Asked, now: datetime
) -> FacetedListing[ProjectRow]:
    """The page asked for of the projects that call at ``now``, the next to close on top."""
    of, rows_of = project_list.calling(now), partial(_rows_of, session, lang, now)
    criteria = [criterion for criterion in _CRITERIA if criterion.name != "status"]
    orders = {"closing": _ORDERS["closing"], **_ORDERS}
    return open_list(session, lang, asked, of, criteria, orders, rows_of)


def rows(records: Iterable[ProjectRecord], lang: Language, now: datetime) -> list[ProjectRow]:
    """Rows of a list, in the order given."""
    return [_row(record, lang, now) for record in records]


def best_calling(
    session: Session,
    lang: Language,
    now: datetime,
    categories: Sequence[str],
    limit: int,
    but: Collection[int] = (),
) -> tuple[ProjectRow, ...]:
    """The projects that call, the next to close first, of some categories, or of all.

    ``but``: row numbers of organisations whose projects are left out.
    """
    of, chosen = project_list.calling(now, but), {"category": categories}
    ids = listed_page(session, of, chosen, "closing", 1, limit).ids
    return tuple(_rows_of(session, lang, now, ids))


def detail(session: Session, lang: Language, now: datetime, public_id: str) -> ProjectDetail | None:
    """The project in full; None where it is not public."""
    record = projects.public(session, public_id, now)
    if record is None:
        return None
    project = record.project
    wanted: list[str] = []
    if record.place:
        wanted = places.open_needs(
            session, record.place.key, last_open_day(now), NEEDS_SHOWN, project.category
        )
    open_needs = {row.need.public_id: row for row in needs.public(session, wanted)}
    return ProjectDetail(
        public_id=project.public_id,
        title=lang.pick(project.name_vi, project.name_en),
        title_lang=lang.pick_language(project.name_vi, project.name_en),
        summary=lang.pick(project.summary_vi, project.summary_en),
        summary_lang=lang.pick_language(project.summary_vi, project.summary_en),
        organisation=_lead(record, lang),
        organisation_id=record.organisation.public_id,
        place=_place(record, lang),
        site=_site(record, lang),
        status=record.status,
        calling=record.status is ProjectStatus.CALLING,
        marks=_marks(record, lang),
        facts=tuple(_facts(record, lang, now)),
        forms=_forms(record, lang),
        needs=tuple(need.rows([open_needs[i] for i in wanted if i in open_needs], lang, now)),
    )  # fmt: skip


def _rows_of(
    session: Session, lang: Language, now: datetime, ids: Sequence[int]
) -> list[ProjectRow]:
    records = projects.public_by_row_ids(session, ids, now)
    return rows([records[key] for key in ids], lang, now)


def _row(record: ProjectRecord, lang: Language, now: datetime) -> ProjectRow:
    project = record.project
    calling = record.status is ProjectStatus.CALLING
    meta = (
        codelists.label("category", project.category, lang.code),
        _place(record, lang),
        lang.money_range(project.investment_low, project.investment_high),
        need_text.years((project.start_year, project.finish_year)),
        need_text.time_left(project.closes_on, now, lang) if calling else "",
    )
    return ProjectRow(
        public_id=project.public_id,
        title=lang.pick(project.name_vi, project.name_en),
        title_lang=lang.pick_language(project.name_vi, project.name_en),
        organisation=_lead(record, lang),
        organisation_id=record.organisation.public_id,
        summary=lang.pick(project.summary_vi, project.summary_en),
        summary_lang=lang.pick_language(project.summary_vi, project.summary_en),
        meta=tuple(filter(None, meta)),
        marks=_marks(record, lang),
        status=record.status,
    )


def _facts(record: ProjectRecord, lang: Language, now: datetime) -> list[tuple[str, str, str]]:
    project, say = record.project, lang.gettext
    segment = codelists.label("segment", project.segment, lang.code) if project.segment else ""
    closes = lang.datetime(closing_moment(project.closes_on)) if project.closes_on else ""
    return [
        (
            say(N_("Kind of project")),
            codelists.label("project_kind", project.kind, lang.code),
            say(N_("On the programme's list of key projects")) if project.key_project else "",
        ),
        (say(N_("Category")), codelists.label("category", project.category, lang.code), ""),
        (say(N_("Segment of the targets")), segment, ""),
        (
            say(N_("Total investment")),
            lang.money_range(project.investment_low, project.investment_high),
            "",
        ),
        (
            say(N_("Start and finish")),
            need_text.years((project.start_year, project.finish_year)),
            "",
        ),
        (
            say(N_("Call open until")),
            closes,
            need_text.time_left(project.closes_on, now, lang),
        ),
    ]


def _site(record: ProjectRecord, lang: Language) -> SiteLink | None:
    site = record.site
    if site is None:
        return None
    names = (site.name_vi, site.name_en)
    return SiteLink(site.public_id, lang.pick(*names), lang.pick_language(*names))


def _forms(record: ProjectRecord, lang: Language) -> tuple[str, ...]:
    return tuple(codelists.label("cooperation", form, lang.code) for form in record.forms)


def _marks(record: ProjectRecord, lang: Language) -> tuple[Mark, ...]:
    word = codelists.label("project_status", record.status, lang.code)
    marks: list[Mark] = [(_MARKS.get(record.status, "plain"), word)]
    if record.project.key_project:
        marks.append(("plain", lang.gettext(N_("Key project"))))
    return (*marks, "sample") if record.project.sample else tuple(marks)


def _lead(record: ProjectRecord, lang: Language) -> str:
    return lang.pick(record.organisation.name_vi, record.organisation.name_en)


def _place(record: ProjectRecord, lang: Language) -> str:
    """The commune or ward; a project without one serves the whole city."""
    if record.place:
        return place_in_hanoi(record.place.code, lang)
    return lang.gettext(N_("Whole city"))
