"""The page of search results."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from registry.i18n import Language
from registry.queries import need as needs
from registry.queries import offering as offerings
from registry.queries import organisation as organisations
from registry.queries import project as projects
from registry.queries import site as sites
from registry.queries.prose import PAGES, prose
from registry.search import KINDS, Kind, Search
from registry.search.query import pieces
from registry.storage import need, offering, organisation, project, site

PER_PAGE = 20


@dataclass(frozen=True, slots=True)
class PageRow:
    """A page about the portal, and its headings; ``public_id`` is its name."""

    public_id: str
    title: str
    summary: str


Row = (
    offerings.OfferingRow
    | needs.NeedRow
    | organisations.OrganisationRow
    | projects.ProjectRow
    | sites.SiteRow
    | PageRow
)


@dataclass(frozen=True, slots=True)
class Results:
    """One page of what was found of one kind.

    rows: what has the whole query; further: what has a part of it, or has it in passing
    counts: of each kind, of the first sort or, where no kind has that, of the other
    read: the query as it was read, where that is not as it was typed; empty otherwise
    ready: False while the index is being built
    """

    kind: Kind
    rows: tuple[Row, ...] = ()
    further: tuple[Row, ...] = ()
    total: int = 0
    pages: int = 0
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(KINDS, 0))
    whole: int = 0
    read: str = ""
    words: dict[str, str | None] = field(default_factory=dict)
    ready: bool = True

    def pieces(self, text: str) -> list[tuple[str, bool]]:
        """`text` cut into what is and what is not one of the words asked for."""
        return pieces(text, self.words)


def results(
    session: Session,
    search: Search,
    text: str,
    kind: str | None,
    page: int,
    language: Language,
    now: datetime,
    *,
    as_typed: bool = False,
) -> Results:
    """The ``page``-th page (from 1) of a kind; for no kind, or one that is none, of the first
    that has what was asked for.

    as_typed: no word is read as another
    """
    if not search.ready:
        return Results(KINDS[0], ready=False)
    chosen = _kind(search, text, kind, as_typed)
    hits = search.find(text, [chosen], page, PER_PAGE, as_typed=as_typed)
    ids = [public_id for _, public_id in hits.ids]
    rows = tuple(_rows(session, chosen, ids, language, now))
    first = set(ids[: max(0, hits.whole[chosen] - (page - 1) * PER_PAGE)])
    return Results(
        kind=chosen,
        rows=tuple(row for row in rows if row.public_id in first),
        further=tuple(row for row in rows if row.public_id not in first),
        total=hits.total,
        pages=-(-hits.total // PER_PAGE),
        counts=hits.whole if any(hits.whole.values()) else hits.counts,
        whole=hits.whole[chosen],
        read=hits.read if hits.read != text else "",
        words=hits.words,
    )


def _kind(search: Search, text: str, asked: str | None, as_typed: bool) -> Kind:
    """The kind to show: the one asked for, else the first of which something has the whole query,
    else the first of which something has a part of it."""
    for kind in KINDS:
        if kind == asked:
            return kind
    hits = search.find(text, KINDS, 1, 1, as_typed=as_typed)
    found = [kind for kind in KINDS if hits.counts[kind]]
    whole = [kind for kind in found if hits.whole[kind]]
    return next(iter(whole or found), KINDS[0])


def _rows(
    session: Session, kind: Kind, ids: list[str], language: Language, now: datetime
) -> Iterable[Row]:
    """Rows in the order of ``ids``; what is no longer public is left out."""
    if kind == "offering":
        offered = {r.offering.public_id: r for r in offering.public(session, ids)}
        return offerings.rows([offered[i] for i in ids if i in offered], language)
    if kind == "need":
        needed = {r.need.public_id: r for r in need.public(session, ids)}
        return needs.rows([needed[i] for i in ids if i in needed], language, now)
    if kind == "project":
        led = {r.project.public_id: r for r in project.all_public(session, now, ids)}
        return projects.rows([led[i] for i in ids if i in led], language, now)
    if kind == "site":
        there = {r.site.public_id: r for r in site.all_(session, ids)}
        return sites.rows([there[i] for i in ids if i in there], language)
    if kind == "page":
        texts = ((i, prose(i, language)) for i in ids if i in PAGES)
        return [PageRow(i, text.title, " · ".join(text.headings)) for i, text in texts]
    found = organisation.by_public_ids(session, ids)
    return organisations.rows(session, [found[i] for i in ids if i in found], language)
