"""Lists with facets, as a page shows them: what was asked for, each choice with its count, chips.

A noun says what its list can be narrowed by in one line a facet (:class:`Criterion`) and in which
orders it stands; :func:`open_list` does the rest. Storage counts (``registry/storage/listed.py``).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from sqlmodel import Session

from registry import codelists
from registry.i18n import N_, Language
from registry.queries.listing import PER_PAGE, Listing
from registry.storage import listed
from registry.storage.listed import List

FIRST = 8
"""So many values of a facet show at once; those with fewest rows stand under "more"."""

SEARCHED = 2000
"""So many of what a search finds, the best, are narrowed and counted."""

BEST_FIRST = "relevance"

Options = Callable[[Language], Mapping[str, str]]
Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address of a list asks for, as it stands there.

    order: '' for the list's own; choices: every value of the address by its name
    found: the public ids that the search for ``words`` found, best first, None where nothing was
        searched for; ``cut``: it found more than :data:`SEARCHED`
    """

    number: int = 1
    order: str = ""
    choices: Mapping[str, Sequence[str]] = field(default_factory=dict)
    words: str = ""
    found: Sequence[str] | None = None
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Criterion:
    """A facet of a list: its name in the address and in storage, its title, the names of its codes
    in the order in which they show."""

    name: str
    title: str
    options: Options


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One code, and how many rows it has, or would have if it were chosen too."""

    code: str
    label: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """What a list can be narrowed by. ``more`` are the values behind the :data:`FIRST`."""

    name: str
    title: str
    values: tuple[FacetValue, ...]
    more: tuple[FacetValue, ...]

    @property
    def chosen(self) -> tuple[FacetValue, ...]:
        """The values by which the list is narrowed now."""
        return tuple(value for value in (*self.values, *self.more) if value.chosen)


@dataclass(frozen=True, slots=True)
class Chip:
    """One choice as it is taken away: ``rest`` is what the address asks for without it."""

    title: str
    label: str
    rest: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class FacetedListing(Listing[Row], Generic[Row]):
    """One page of a list with its facets.

    orders: (code, name) of each order; order: the one in which it stands
    asks: what the address asks for, but the page; cleared: the same without choices, which a
        form of the facets sends along
    words: what was searched for; cut: the search found more than :data:`SEARCHED`
    """

    facets: tuple[Facet, ...]
    chips: tuple[Chip, ...]
    order: str
    orders: tuple[tuple[str, str], ...]
    asks: Mapping[str, Any]
    cleared: Mapping[str, Any]
    words: str
    cut: bool

    @property
    def searched(self) -> int:
        """How many of what a search finds are narrowed and counted, where it found more."""
        return SEARCHED

    def count(self, name: str, code: str) -> int:
        """How many rows a code of a facet has; 0 for one that is not shown."""
        shown = (v for f in self.facets if f.name == name for v in (*f.values, *f.more))
        return next((value.count for value in shown if value.code == code), 0)


def codelist(kind: str) -> Options:
    """The names of a codelist's codes, with a capital letter."""

    def named(language: Language) -> dict[str, str]:
        listed = codelists.options(kind, language.code)
        return {code: name[:1].upper() + name[1:] for code, name in listed}

    return named


def words(names: Mapping[str, str]) -> Options:
    """Codes with names that are messages."""
    return lambda language: {code: language.gettext(name) for code, name in names.items()}


def open_list(
    session: Session,
    language: Language,
    asked: Asked,
    listing: List,
    criteria: Sequence[Criterion],
    orders: Mapping[str, str],
    rows: Callable[[Sequence[int]], Iterable[Row]],
    per_page: int = PER_PAGE,
    view: Mapping[str, str] | None = None,
) -> FacetedListing[Row]:
    """The page that was asked for.

    ``orders``: name of each order, a message; the first is the list's own. ``rows`` makes rows of
    row numbers, in their order. What an address asks for and nobody knows is passed over, so that
    old links go on working. ``view``: what else of the address each of the list's links keeps.
    """
    named = {criterion.name: criterion.options(language) for criterion in criteria}
    chosen = _known(asked.choices, named)
    if asked.found is not None:
        orders = {BEST_FIRST: N_("Best match first"), **orders}
    own = next(iter(orders))
    order = asked.order if asked.order in orders else own
    by = None if order == BEST_FIRST else order
    page = listed.page(session, listing, chosen, by, asked.number, per_page, asked.found)
    kept = dict(view or {})
    kept |= {"q": asked.words} if asked.words else {}
    kept |= {"sort": order} if order != own else {}
    return FacetedListing(
        rows=tuple(rows(page.ids)),
        total=page.total,
        pages=-(-page.total // per_page),
        facets=tuple(
            facet
            for criterion in criteria
            if (facet := _facet(criterion, named[criterion.name], page, chosen, language)).values
        ),
        chips=tuple(_chips(criteria, named, chosen, kept, language)),
        order=order,
        orders=tuple((code, language.gettext(name)) for code, name in orders.items()),
        asks={**kept, **chosen},
        cleared=kept,
        words=asked.words,
        cut=asked.cut,
    )


def _known(
    choices: Mapping[str, Sequence[str]], named: Mapping[str, Mapping[str, str]]
) -> dict[str, list[str]]:
    """The choices that exist, each once, in the order of their codelist."""
    asked = {name: set(choices.get(name, ())) for name in named}
    known = {name: [c for c in names if c in asked[name]] for name, names in named.items()}
    return {name: codes for name, codes in known.items() if codes}


def _facet(
    criterion: Criterion,
    names: Mapping[str, str],
    page: listed.Page,
    chosen: Mapping[str, Sequence[str]],
    language: Language,
) -> Facet:
    """Values in the order of ``names``; of many, those with most rows, and the chosen, first."""
    counts, taken = page.counts[criterion.name], chosen.get(criterion.name, ())
    values = [
        FacetValue(code, name, counts.get(code, 0), code in taken)
        for code, name in names.items()
        if code in counts or code in taken
    ]
    if len(values) > FIRST + 1:
        values.sort(key=lambda value: (not value.chosen, -value.count))
        first = max(FIRST, len(taken))
        return _split(criterion, values, first, language)
    return _split(criterion, values, len(values), language)


def _split(
    criterion: Criterion, values: Sequence[FacetValue], first: int, language: Language
) -> Facet:
    title = language.gettext(criterion.title)
    return Facet(criterion.name, title, tuple(values[:first]), tuple(values[first:]))


def _chips(
    criteria: Sequence[Criterion],
    named: Mapping[str, Mapping[str, str]],
    chosen: Mapping[str, Sequence[str]],
    kept: Mapping[str, Any],
    language: Language,
) -> Iterable[Chip]:
    for criterion in criteria:
        for code in chosen.get(criterion.name, ()):
            left = [other for other in chosen[criterion.name] if other != code]
            rest = {**kept, **chosen, criterion.name: left}
            yield Chip(
                language.gettext(criterion.title),
                named[criterion.name][code],
                {name: asks for name, asks in rest.items() if asks},
            )
