"""Lists narrowed by facets, in SQL: the rows to show, and how many each further choice would show.

A list is a query with one row a thing. Choices within a facet are joined by "or", facets among
themselves by "and"; the counts of a facet leave its own choice out, so that each says what choosing
it would give. All counts of a list are one statement, however many facets and rows it has.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

Chosen = Mapping[str, Collection[str]]
"""The chosen codes of each facet; a facet that is absent or empty keeps everything."""


@dataclass(frozen=True, slots=True)
class Column:
    """A facet of at most one code a row: the list's column of this name. NULL is no code."""

    name: str

    @property
    def columns(self) -> set[str]:
        """The columns of the list that it needs."""
        return {self.name}

    def holds(self, rows: sa.CTE | sa.Subquery, codes: Collection[str]) -> Any:
        """Whether a row has one of ``codes``."""
        return rows.c[self.name].in_(codes)

    def counts(self, rows: sa.CTE, conditions: Sequence[Any]) -> list[Any]:
        """Queries for (name, code, how many rows)."""
        code = rows.c[self.name]
        return [_row(self.name, code).where(code.is_not(None), *conditions).group_by(code)]


@dataclass(frozen=True, slots=True)
class Flags:
    """A facet whose codes may hold together: for each a column ``name_code`` of truth values."""

    name: str
    codes: tuple[str, ...]

    @property
    def columns(self) -> set[str]:
        """The columns of the list that it needs."""
        return {f"{self.name}_{code}" for code in self.codes}

    def holds(self, rows: sa.CTE | sa.Subquery, codes: Collection[str]) -> Any:
        """Whether one of ``codes`` holds of a row."""
        return sa.or_(*(rows.c[f"{self.name}_{code}"] for code in codes))

    def counts(self, rows: sa.CTE, conditions: Sequence[Any]) -> list[Any]:
        """Queries for (name, code, how many rows)."""
        return [
            _row(self.name, sa.literal(code))
            .select_from(rows)
            .where(rows.c[f"{self.name}_{code}"], *conditions)
            for code in self.codes
        ]


@dataclass(frozen=True, slots=True)
class Linked:
    """A facet of any number of codes: those that another table holds of a row.

    ``owner`` is that table's reference to the list's column ``key``, ``code`` an expression of
    its columns.
    """

    name: str
    owner: Any
    code: Any
    key: str = "id"

    @property
    def columns(self) -> set[str]:
        """The columns of the list that it needs."""
        return {self.key}

    def holds(self, rows: sa.CTE | sa.Subquery, codes: Collection[str]) -> Any:
        """Whether one of ``codes`` is held of a row."""
        return rows.c[self.key].in_(sa.select(self.owner).where(self.code.in_(codes)))

    def counts(self, rows: sa.CTE, conditions: Sequence[Any]) -> list[Any]:
        """Queries for (name, code, how many rows)."""
        return [
            _row(self.name, self.code, sa.distinct(rows.c[self.key]))
            .where(self.owner == rows.c[self.key], self.code.is_not(None), *conditions)
            .group_by(self.code)
        ]


Facet = Column | Flags | Linked


@dataclass(frozen=True, slots=True)
class List:
    """A noun's public list.

    rows: a query with one row a thing; columns ``id``, ``public_id``, and those that facets and
        orders name
    orders: for each order its columns, "-" before one that descends
    """

    rows: sa.Select[Any]
    facets: tuple[Facet, ...]
    orders: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: row numbers in their order; how many rows there are on all pages; and
    for each facet how many rows each code has, codes without rows left out."""

    ids: tuple[int, ...]
    total: int
    counts: dict[str, dict[str, int]]


def page(
    session: Session,
    listed: List,
    chosen: Chosen,
    order: str | None,
    number: int,
    per_page: int,
    found: Sequence[str] | None = None,
) -> Page:
    """The ``number``-th page (from 1) of what was chosen, in two statements.

    ``found`` are the public ids to which a search narrows the list, best first; without an
    ``order`` they stand in theirs.
    """
    rows = listed.rows
    if found is not None:
        rows = rows.where(rows.selected_columns["public_id"].in_(found))
    first, last = (number - 1) * per_page, number * per_page
    total, counts = _counts(session, rows, listed.facets, chosen)
    if order is None:
        ids: Sequence[int] = _best_first(session, rows, listed.facets, chosen, found or ())[
            first:last
        ]
    else:
        shown = rows.subquery()
        ids = session.scalars(
            sa.select(shown.c.id)
            .where(*_conditions(shown, listed.facets, chosen))
            .order_by(*(_ordered(shown, name) for name in listed.orders[order]))
            .limit(per_page)
            .offset(first)
        ).all()
    return Page(tuple(ids), total, counts)


def _counts(
    session: Session, rows: sa.Select[Any], facets: Sequence[Facet], chosen: Chosen
) -> tuple[int, dict[str, dict[str, int]]]:
    """How many rows were chosen, and how many each code of each facet has."""
    # Read once, and of that only what is counted; then counted once a facet.
    needed = {"id"}.union(*(facet.columns for facet in facets))
    narrow = rows.with_only_columns(*(c for c in rows.selected_columns if c.key in needed))
    listed = narrow.cte("listed").prefix_with("MATERIALIZED")
    all_of_them = _row("", sa.literal("")).select_from(listed)
    counted = [all_of_them.where(*_conditions(listed, facets, chosen))]
    for facet in facets:
        counted += facet.counts(listed, _conditions(listed, facets, chosen, but=facet.name))
    total, counts = 0, {facet.name: dict[str, int]() for facet in facets}
    for name, code, number in session.execute(sa.union_all(*counted)):
        if not name:
            total = number
        elif number:
            counts[name][code] = number
    return total, counts


def _best_first(
    session: Session,
    rows: sa.Select[Any],
    facets: Sequence[Facet],
    chosen: Chosen,
    found: Sequence[str],
) -> list[int]:
    shown = rows.subquery()
    pairs = session.execute(
        sa.select(shown.c.public_id, shown.c.id).where(*_conditions(shown, facets, chosen))
    )
    ids = {public_id: key for public_id, key in pairs}
    return [ids[public_id] for public_id in found if public_id in ids]


def _conditions(
    rows: sa.CTE | sa.Subquery, facets: Sequence[Facet], chosen: Chosen, but: str = ""
) -> list[Any]:
    """What a row has to fulfil to be shown; the facet ``but`` is left out."""
    return [
        facet.holds(rows, chosen[facet.name])
        for facet in facets
        if chosen.get(facet.name) and facet.name != but
    ]


def _row(name: str, code: Any, counted: Any = None) -> Any:
    number = sa.func.count() if counted is None else sa.func.count(counted)
    return sa.select(
        sa.literal(name).label("facet"),
        sa.type_coerce(code, sa.String).label("code"),
        number.label("number"),
    )


def _ordered(rows: sa.Subquery, name: str) -> Any:
    column = rows.c[name.removeprefix("-")]
    return column.desc() if name.startswith("-") else column
