"""What is searched of each noun: its texts, as entries of the search index."""

from collections.abc import Collection

from sqlmodel import Session

from registry import codelists
from registry.domain.base import utcnow
from registry.domain.category import Category
from registry.domain.organisation import Organisation
from registry.i18n import LANGUAGES, language
from registry.queries.prose import PAGES, prose
from registry.search import Entry, Kind
from registry.storage import need, offering, organisation, project, site
from registry.storage.need import NeedRecord
from registry.storage.offering import OfferingRecord
from registry.storage.project import ProjectRecord
from registry.storage.site import SiteRecord


def entries(session: Session, kind: Kind, public_ids: Collection[str] | None = None) -> list[Entry]:
    """What is searched of the public nouns of a kind: of all, or of some."""
    if kind == "offering":
        return [_of_offering(record) for record in offering.public(session, public_ids)]
    if kind == "need":
        return [_of_need(record) for record in need.public(session, public_ids)]
    if kind == "project":
        return [_of_project(record) for record in project.all_public(session, utcnow(), public_ids)]
    if kind == "site":
        return [_of_site(record) for record in site.all_(session, public_ids)]
    if kind == "page":
        return [_of_page(name) for name in PAGES if public_ids is None or name in public_ids]
    if public_ids is None:
        return [_of_organisation(row) for row in organisation.all_public(session)]
    return [
        _of_organisation(row) for row in organisation.by_public_ids(session, public_ids).values()
    ]


def listings_of(session: Session, organisation_ids: Collection[str]) -> dict[str, set[str]]:
    """The public ids of what bears the names of some organisations, by kind."""
    # Also of a withdrawn one, and what is no longer public: that must leave index and matches.
    return organisation.listing_ids(session, organisation_ids) if organisation_ids else {}


def _of_offering(record: OfferingRecord) -> Entry:
    revision = record.revision
    body = [
        revision.summary_vi,
        revision.summary_en,
        revision.maker,
        *_names(record.organisation),
        *_category(revision.category),
        *(fact for row in record.facts for fact in (row.conditions_vi, row.conditions_en)),
        *(row.standard_code for row in record.standards),
    ]
    titles = [revision.title_vi, revision.title_en]
    return _entry("offering", record.offering.public_id, titles, body)


def _of_need(record: NeedRecord) -> Entry:
    revision, place = record.revision, record.place
    items = [item.revision for item in record.items]
    asked = [*record.requirements, *(r for item in record.items for r in item.requirements)]
    body = [
        revision.problem_vi,
        revision.problem_en,
        *_names(record.organisation),
        *_category(revision.category),
        *(title for told in items for title in (told.title_vi, told.title_en)),
        *(text for row in asked for text in (row.text_vi, row.text_en, row.standard_code)),
        *_named("place", place.code if place else None),
        revision.vneps_number,
    ]
    titles = [revision.title_vi, revision.title_en]
    return _entry("need", record.need.public_id, titles, body)


def _of_organisation(row: Organisation) -> Entry:
    names = [row.name_vi, row.name_en, row.short_vi, row.short_en]
    body = [row.about_vi, row.about_en, row.address_vi, row.address_en, row.province_vi]
    body += _named("country", row.country)
    return _entry("organisation", row.public_id, names, body)


def _of_project(record: ProjectRecord) -> Entry:
    row, place, at = record.project, record.place, record.site
    body = [
        row.summary_vi,
        row.summary_en,
        *_names(record.organisation),
        *_category(row.category),
        *_named("project_kind", row.kind),
        *_named("place", place.code if place else None),
        *((at.name_vi, at.name_en) if at else ()),
    ]
    return _entry("project", row.public_id, [row.name_vi, row.name_en], body)


def _of_site(record: SiteRecord) -> Entry:
    row, operator = record.site, record.operator
    body = [
        row.about_vi,
        row.about_en,
        *(_names(operator) if operator else ()),
        *_named("site_kind", row.kind),
        *_named("place", record.place.code),
    ]
    return _entry("site", row.public_id, [row.name_vi, row.name_en], body)


def _of_page(name: str) -> Entry:
    """A page about the portal, found by its title and headings."""
    texts = [prose(name, language(code)) for code in LANGUAGES]
    headings: list[str | None] = [heading for text in texts for heading in text.headings]
    return _entry("page", name, [text.title for text in texts], headings)


def _names(row: Organisation) -> list[str | None]:
    return [row.name_vi, row.name_en, row.short_vi, row.short_en]


def _category(code: Category | None) -> list[str]:
    return _named("category", code.value if code else None)


def _named(kind: str, code: str | None) -> list[str]:
    """A code's names in both languages; none for a code that is no longer on the list."""
    try:
        return [codelists.label(kind, code, lang) for lang in LANGUAGES] if code else []
    except LookupError:
        return []


def _entry(kind: Kind, public_id: str, title: list[str | None], body: list[str | None]) -> Entry:
    return Entry(kind, public_id, {"title": _lines(title), "body": _lines(body)})


def _lines(texts: list[str | None]) -> str:
    return "\n".join(text for text in texts if text)
