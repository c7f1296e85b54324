"""What lists and the page of an organisation show, by what the reader may see."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from babel import Locale
from sqlmodel import Session

from registry.codelists import label
from registry.domain.organisation import Capability, Contact, Identifier, Organisation, Scheme
from registry.domain.permission import Actor, Permission, can
from registry.domain.place import Place
from registry.i18n import N_, Language
from registry.queries import need as need_query
from registry.queries import offering as offering_query
from registry.queries import project as project_query
from registry.queries.facets import Asked, Criterion, FacetedListing, codelist, open_list, words
from registry.queries.listing import place_in_hanoi
from registry.queries.need import NeedRow
from registry.queries.offering import OfferingRow
from registry.queries.project import ProjectRow
from registry.storage import need as needs
from registry.storage import offering as offerings
from registry.storage import organisation as organisations
from registry.storage import organisation_list, reference
from registry.storage import project as projects
from registry.storage.organisation import Published

# Only such an address becomes a link.
_WEB = ("https://", "http://")

_CRITERIA = (
    Criterion("does", N_("What it does"), codelist("capability")),
    Criterion("buyer", N_("Kind of buyer"), codelist("buyer_kind")),
    Criterion("country", N_("Country"), codelist("country")),
    Criterion(
        "check",
        N_("Checks"),
        words({"organisation": N_("Organisation verified"), "declared": N_("Self-declared")}),
    ),
    Criterion("place", N_("Commune or ward"), codelist("place")),
)
_ORDERS = {"name": N_("By name"), "newest": N_("Newest first")}


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """An organisation in a list; fields as templates/components/listing_row.html takes them.

    ``where`` is the commune or ward, the province, or the country; ``does`` are capabilities in
    words; ``meta`` holds both and what is public of it.
    """

    public_id: str
    name: str
    name_lang: str
    where: str
    does: tuple[str, ...]
    summary: str
    summary_lang: str
    offerings: int
    needs: int
    meta: tuple[str, ...]
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContactRow:
    """A person who agreed to be shown to signed-in readers and written to."""

    name: str
    role: str
    role_lang: str
    email: str
    phone: str | None
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OrganisationDetail:
    """An organisation's page for one reader.

    ``other_name`` is its name in the other language, where it has one. ``contacts`` is None for
    readers who must sign in to see them; ``writable``: somebody agreed to be written to, and the
    reader does not belong to the organisation (``own``). ``projects`` are those that it leads.
    """

    public_id: str
    name: str
    name_lang: str
    other_name: str
    other_name_lang: str
    does: tuple[str, ...]
    marks: tuple[str, ...]
    about: str
    about_lang: str
    where: str
    address: str
    address_lang: str
    buyer_kind: str
    founded: int | None
    staff: str
    website: str | None
    identifiers: tuple[tuple[str, str], ...]
    verified_at: datetime | None
    sample: bool
    supplies: bool
    buys: bool
    offerings: tuple[OfferingRow, ...]
    needs: tuple[NeedRow, ...]
    projects: tuple[ProjectRow, ...]
    contacts: tuple[ContactRow, ...] | None
    writable: bool
    own: bool


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whom one writes to; ``writable`` is False where nobody agreed to be written to."""

    public_id: str
    name: str
    name_lang: str
    writable: bool
    own: bool


def listed(session: Session, language: Language, asked: Asked) -> FacetedListing[OrganisationRow]:
    """The page of the list of public organisations that was asked for."""

    def rows_of(ids: Sequence[int]) -> list[OrganisationRow]:
        records = organisations.by_ids(session, set(ids))
        return rows(session, [records[key] for key in ids], language)

    of = organisation_list.organisations(language.code)
    return open_list(session, language, asked, of, _CRITERIA, _ORDERS, rows_of)


def rows(
    session: Session, listed: Sequence[Organisation], language: Language
) -> list[OrganisationRow]:
    """Rows for a list, in the order given; in four statements, whatever their number."""
    ids = {row.key for row in listed}
    does = organisations.capabilities(session, ids)
    published = organisations.published(session, ids)
    places = _places(session, listed)
    return [
        _row(row, does.get(row.key, frozenset()), published[row.key], places, language)
        for row in listed
    ]


def detail(
    session: Session, actor: Actor, public_id: str, language: Language, now: datetime
) -> OrganisationDetail | None:
    """The page of an organisation; None where there is none, or it was withdrawn."""
    row = organisations.by_public_id(session, public_id)
    if row is None or row.withdrawn_at is not None:
        return None
    does = organisations.capabilities(session, {row.key}).get(row.key, frozenset())
    people = [c for c in organisations.contacts(session, row.key) if c.consents]
    # Whoever has no account yet must find the department that opens one: its contact is an office.
    open_to_reader = can(actor, Permission.READ_CONTACT, row.key) or Capability.REGISTERS in does
    own = bool(actor.roles_in(row.key))
    other = "en" if language.code == "vi" else "vi"
    other_name = row.name_en if language.code == "vi" else row.name_vi
    name = language.pick(row.name_vi, row.name_en)
    return OrganisationDetail(
        public_id=row.public_id,
        name=name,
        name_lang=language.pick_language(row.name_vi, row.name_en),
        other_name=other_name if other_name and other_name != name else "",
        other_name_lang=other,
        does=_does(does, language),
        marks=_marks(row),
        about=language.pick(row.about_vi, row.about_en),
        about_lang=language.pick_language(row.about_vi, row.about_en),
        where=where(row, _places(session, [row]), language),
        address=language.pick(row.address_vi, row.address_en),
        address_lang=language.pick_language(row.address_vi, row.address_en),
        buyer_kind=label("buyer_kind", row.buyer_kind, language.code) if row.buyer_kind else "",
        founded=row.founded,
        staff=row.staff or "",
        website=row.website if (row.website or "").startswith(_WEB) else None,
        identifiers=_identifiers(organisations.identifiers(session, row.key), language),
        verified_at=row.verified_at,
        sample=row.sample,
        supplies=Capability.SUPPLIES in does,
        buys=Capability.BUYS in does,
        offerings=tuple(offering_query.rows(offerings.of_organisation(session, row.key), language)),
        needs=tuple(need_query.rows(needs.of_organisation(session, row.key), language, now)),
        projects=tuple(
            project_query.rows(projects.of_organisations(session, [row.key], now), language, now)
        ),
        contacts=tuple(_contact(c, language) for c in people) if open_to_reader else None,
        writable=bool(people) and not own,
        own=own,
    )


def addressee(
    session: Session, actor: Actor, public_id: str, language: Language
) -> Addressee | None:
    """The organisation one is about to write to; None where there is none."""
    row = organisations.by_public_id(session, public_id)
    if row is None or row.withdrawn_at is not None:
        return None
    return Addressee(
        public_id=row.public_id,
        name=language.pick(row.name_vi, row.name_en),
        name_lang=language.pick_language(row.name_vi, row.name_en),
        writable=any(c.consents for c in organisations.contacts(session, row.key)),
        own=bool(actor.roles_in(row.key)),
    )


def where(row: Organisation, places: dict[int, Place], language: Language) -> str:
    """The commune or ward, the province, or, abroad, the country; '' where nothing is known."""
    if row.country != "VN":
        return label("country", row.country, language.code)
    if row.place_id in places:
        return place_in_hanoi(places[row.place_id].code, language)
    return row.province_vi or ""


def _places(session: Session, listed: Sequence[Organisation]) -> dict[int, Place]:
    ids = {row.place_id for row in listed if row.place_id is not None}
    return reference.places_by_id(session, ids)


def _row(
    row: Organisation,
    does: frozenset[Capability],
    published: Published,
    places: dict[int, Place],
    language: Language,
) -> OrganisationRow:
    place, words = where(row, places, language), _does(does, language)
    return OrganisationRow(
        public_id=row.public_id,
        name=language.pick(row.name_vi, row.name_en),
        name_lang=language.pick_language(row.name_vi, row.name_en),
        where=place,
        does=words,
        summary=language.pick(row.about_vi, row.about_en),
        summary_lang=language.pick_language(row.about_vi, row.about_en),
        offerings=published.offerings,
        needs=published.needs,
        meta=(place, ", ".join(words), *_counts(published, language)),
        marks=_marks(row),
    )


def _counts(published: Published, language: Language) -> Iterator[str]:
    """What is public, in words; nothing is said of nothing."""
    if n := published.offerings:
        number = language.number(n)
        yield language.ngettext("%(num)s offering", "%(num)s offerings", n, num=number)
    if n := published.needs:
        number = language.number(n)
        yield language.ngettext("%(num)s need", "%(num)s needs", n, num=number)


def _does(does: frozenset[Capability], language: Language) -> tuple[str, ...]:
    """Capabilities in words, in the order of their enum."""
    return tuple(label("capability", one, language.code) for one in Capability if one in does)


def _marks(row: Organisation) -> tuple[str, ...]:
    marks = ["self_declared" if row.verified_at is None else "verified"]
    if row.foreign_owned:
        marks.append("foreign_owned")
    if row.sample:
        marks.append("sample")
    return tuple(marks)


def _identifiers(held: Sequence[Identifier], language: Language) -> tuple[tuple[str, str], ...]:
    """What everybody may find the organisation by; the key of a sample record says nothing."""
    return tuple(
        (label("scheme", one.scheme, language.code), one.value)
        for one in held
        if one.scheme is not Scheme.SAMPLE
    )


def _contact(contact: Contact, language: Language) -> ContactRow:
    names = Locale(language.code).languages
    codes = (code.strip() for code in contact.languages.split(","))
    return ContactRow(
        name=contact.name,
        role=language.pick(contact.role_vi, contact.role_en),
        role_lang=language.pick_language(contact.role_vi, contact.role_en),
        email=contact.email,
        phone=contact.phone,
        languages=tuple(names.get(code, code) for code in codes if code),
    )
