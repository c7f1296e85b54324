"""Opportunities: what buyers need and no domestic supplier offers, and projects that call."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby

from sqlmodel import Session

from registry import codelists
from registry.domain.calendar import last_open_day
from registry.domain.category import Category, Segment
from registry.domain.need import NeedItemRevision
from registry.i18n import N_, Language
from registry.queries import need, project
from registry.queries.brief import gloss
from registry.queries.facets import Asked, Criterion, FacetedListing, codelist, open_list
from registry.storage import generation, listed, opportunity
from registry.storage import need as needs
from registry.storage import project as projects

_CRITERIA = (
    Criterion("category", N_("Category"), codelist("category")),
    Criterion("segment", N_("Segment of the programme"), codelist("segment")),
)
_ORDERS = {"category": N_("By category"), "newest": N_("Newest first")}
SHOWN = 5
"""So many of each part stand in an investor's workspace."""


@dataclass(frozen=True, slots=True)
class Parts:
    """How much stands in each part; ``unmet`` is None until matches have been computed once."""

    unmet: int | None
    calling: int


@dataclass(frozen=True, slots=True)
class UnmetItem:
    """An item that nobody meets at home; ``gloss``: what the thesaurus knows of its title, for
    readers of the other language."""

    title: str
    title_lang: str
    gloss: str
    quantity: str


@dataclass(frozen=True, slots=True)
class Opportunity:
    """What an open need has unmet in one category."""

    need: need.NeedRow
    category: str
    items: tuple[UnmetItem, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A category on the page: its name, what is unmet in it in all, and its rows here.

    ``sums`` is empty, and the name too, where the list does not stand by category.
    """

    name: str
    sums: tuple[str, ...]
    rows: tuple[Opportunity, ...]


@dataclass(frozen=True, slots=True)
class ForInvestor:
    """The best of both parts for one investor; ``categories``: in words, those that narrow them,
    none where the newest of all are shown."""

    unmet: tuple[Opportunity, ...]
    calling: tuple[project.ProjectRow, ...]
    categories: tuple[str, ...]


def parts(session: Session, now: datetime) -> Parts:
    """How many opportunities of each sort there are at ``now``."""
    counted = generation.current(session) != 0
    unmet = opportunity.count_unmet(session, last_open_day(now)) if counted else None
    return Parts(unmet, projects.count_calling(session, now))


def unmet(
    session: Session, language: Language, asked: Asked, now: datetime
) -> tuple[FacetedListing[Opportunity], tuple[Group, ...]]:
    """The page of unmet demand that was asked for, and the same by the categories of its items."""
    day = last_open_day(now)
    segments = [code for code in asked.choices.get("segment", ()) if code in set(Segment)]
    rows_of = partial(_rows, session, language, now, segments=segments)
    shown = open_list(session, language, asked, opportunity.unmet(day), _CRITERIA, _ORDERS, rows_of)
    if shown.order != "category":
        return shown, (Group("", (), shown.rows),) if shown.rows else ()
    sums = {
        codelists.label("category", code, language.code): tuple(_sums(held, language))
        for code, held in opportunity.sums(session, day, segments).items()
    }
    return shown, tuple(
        Group(name, sums.get(name, ()), tuple(rows))
        for name, rows in groupby(shown.rows, lambda row: row.category)
    )


def _sums(held: opportunity.Sum, language: Language) -> Iterator[str]:
    """All that is unmet in a category: how many needs and items, their value, their quantity."""
    number = language.number
    yield language.ngettext("%(num)s need", "%(num)s needs", held.needs, num=number(held.needs))
    yield language.ngettext("%(num)s item", "%(num)s items", held.items, num=number(held.items))
    if held.valued == held.items:
        yield language.money(held.value)
    elif held.valued:
        yield language.ngettext(
            "%(value)s for the %(num)s item whose value is public",
            "%(value)s for the %(num)s items whose value is public",
            held.valued,
            num=number(held.valued),
            value=language.money(held.value),
        )
    if held.quantity:
        yield language.quantity(*held.quantity)


def for_investor(
    session: Session,
    language: Language,
    now: datetime,
    investors: Collection[int],
    categories: Collection[Category],
) -> ForInvestor:
    """What some organisations (row numbers) may invest in, in the categories of their work.

    Where nothing is unmet and nobody calls in these, the newest of all.
    """
    codes = sorted(categories)
    found = _for_investor(session, language, now, investors, codes)
    if codes and not found.unmet and not found.calling:
        return _for_investor(session, language, now, investors, [])
    return found


def _for_investor(
    session: Session,
    language: Language,
    now: datetime,
    investors: Collection[int],
    codes: Sequence[str],
) -> ForInvestor:
    unmet: list[Opportunity] = []
    if generation.current(session) != 0:
        of = opportunity.unmet(last_open_day(now))
        ids = listed.page(session, of, {"category": codes}, "newest", 1, SHOWN).ids
        unmet = _rows(session, language, now, ids)
    calling = project.best_calling(session, language, now, codes, SHOWN, investors)
    names = (codelists.label("category", code, language.code) for code in codes)
    return ForInvestor(tuple(unmet), calling, tuple(names))


def _rows(
    session: Session,
    language: Language,
    now: datetime,
    ids: Sequence[int],
    segments: Collection[str] = (),
) -> list[Opportunity]:
    found = opportunity.unmet_items(session, last_open_day(now), ids, segments)
    records = needs.public_by_row_ids(session, {held.need_id for held in found.values()})
    wanted = [(found[key], records[found[key].need_id]) for key in ids]
    rows = need.rows([record for _, record in wanted], language, now)
    return [
        Opportunity(
            need=row,
            category=codelists.label("category", held.category, language.code),
            items=tuple(
                _item(item.revision, language)
                for item in record.items
                if item.item.key in held.items
            ),
        )
        for (held, record), row in zip(wanted, rows, strict=True)
    ]


def _item(told: NeedItemRevision, language: Language) -> UnmetItem:
    title = language.pick(told.title_vi, told.title_en)
    spoken = language.pick_language(told.title_vi, told.title_en)
    amount = language.quantity(told.quantity, told.unit) if told.quantity is not None else ""
    return UnmetItem(
        title, spoken, gloss(title, language) if spoken != language.code else "", amount
    )
