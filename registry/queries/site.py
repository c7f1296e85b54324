"""What pages show of sites: rows of a list with its facets, and one site in full."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from registry import codelists
from registry.domain.calendar import last_open_day
from registry.domain.site import Site
from registry.i18n import N_, Language
from registry.queries import need, project
from registry.queries.facets import Asked, Criterion, FacetedListing, codelist, open_list
from registry.queries.listing import Mark, place_in_hanoi
from registry.storage import need as needs
from registry.storage import place as places
from registry.storage import project as projects
from registry.storage import site as sites
from registry.storage import site_list
from registry.storage.site import SiteRecord

NEEDS_SHOWN = 10
_CRITERIA = (
    Criterion("kind", N_("Kind of site"), codelist("site_kind")),
    Criterion("place", N_("Commune or ward"), codelist("place")),
)
_ORDERS = {"name": N_("By name"), "newest": N_("Newest first")}


@dataclass(frozen=True, slots=True)
class SiteRow:
    """One site in a list; fields as templates/components/listing_row.html takes them."""

    public_id: str
    title: str
    title_lang: str
    operator: str
    operator_id: str | None
    summary: str
    summary_lang: str
    meta: tuple[str, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class SiteDetail:
    """A site's page. ``facts``: (term, value); ``needs``: open ones in its commune or ward."""

    row: SiteRow
    place: str
    facts: tuple[tuple[str, str], ...]
    projects: tuple[project.ProjectRow, ...]
    needs: tuple[need.NeedRow, ...]


def listed(session: Session, lang: Language, asked: Asked) -> FacetedListing[SiteRow]:
    """The page of the list of sites that was asked for."""

    def rows_of(ids: Sequence[int]) -> list[SiteRow]:
        records = sites.by_row_ids(session, ids)
        return rows([records[key] for key in ids], lang)

    return open_list(session, lang, asked, site_list.sites(), _CRITERIA, _ORDERS, rows_of)


def rows(records: Iterable[SiteRecord], lang: Language) -> list[SiteRow]:
    """Rows of a list, in the order given."""
    return [_row(record, lang) for record in records]


def detail(session: Session, lang: Language, now: datetime, public_id: str) -> SiteDetail | None:
    """The site in full; None where there is none."""
    record = sites.by_public_id(session, public_id)
    if record is None:
        return None
    wanted = places.open_needs(session, record.place.key, last_open_day(now), NEEDS_SHOWN)
    open_needs = {row.need.public_id: row for row in needs.public(session, wanted)}
    there = projects.at_site(session, record.site.key, now)
    return SiteDetail(
        row=_row(record, lang),
        place=place_in_hanoi(record.place.code, lang),
        facts=tuple(_facts(record, lang)),
        projects=tuple(project.rows(there, lang, now)),
        needs=tuple(need.rows([open_needs[i] for i in wanted if i in open_needs], lang, now)),
    )


def _row(record: SiteRecord, lang: Language) -> SiteRow:
    site, operator = record.site, record.operator
    count = record.projects
    meta = (
        place_in_hanoi(record.place.code, lang),
        _area(site, lang),
        _capacity(site, lang),
        lang.ngettext("%(num)s project", "%(num)s projects", count, num=count) if count else "",
    )
    return SiteRow(
        public_id=site.public_id,
        title=lang.pick(site.name_vi, site.name_en),
        title_lang=lang.pick_language(site.name_vi, site.name_en),
        operator=lang.pick(operator.name_vi, operator.name_en) if operator else "",
        operator_id=operator.public_id if operator else None,
        summary=lang.pick(site.about_vi, site.about_en),
        summary_lang=lang.pick_language(site.about_vi, site.about_en),
        meta=tuple(filter(None, meta)),
        marks=_marks(site, lang),
    )


def _marks(site: Site, lang: Language) -> tuple[Mark, ...]:
    marks: list[Mark] = [("plain", codelists.label("site_kind", site.kind, lang.code))]
    if site.polluter_known is False:
        marks.append(("plain", lang.gettext(N_("Polluter not identified"))))
    return (*marks, "sample") if site.sample else tuple(marks)


def _facts(record: SiteRecord, lang: Language) -> list[tuple[str, str]]:
    site, say = record.site, lang.gettext
    polluter = {
        None: "",
        True: say(N_("Identified")),
        False: say(N_("The source of the pollution is not identified yet")),
    }
    return [
        (say(N_("Kind of site")), codelists.label("site_kind", site.kind, lang.code)),
        (say(N_("Area")), _area(site, lang)),
        (say(N_("Design capacity")), _capacity(site, lang)),
        (say(N_("Polluter")), polluter[site.polluter_known]),
        (say(N_("Source")), site.source or ""),
    ]


def _area(site: Site, lang: Language) -> str:
    return "" if site.area_ha is None else lang.quantity(site.area_ha, "ha")


def _capacity(site: Site, lang: Language) -> str:
    return "" if site.capacity is None else lang.quantity(site.capacity, site.capacity_unit)
