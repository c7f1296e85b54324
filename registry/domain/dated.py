"""Reference data that changes by law: a record is a line of rows, each of which holds for a time.

Nothing is overwritten. A change is a new row that holds from its first day; the row before it ends
on the day before, and rows that were planned for later fall away. So what held on a past day can
always be read.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from hashlib import sha256
from typing import Protocol, TypeVar

import sqlalchemy as sa
from sqlmodel import Field

from registry.domain.base import Row

_DAY = timedelta(days=1)


class Dated(Row):
    """What all such tables share. ``code`` names the record, in addresses too; both days count."""

    code: str = Field(max_length=80)
    valid_from: date
    valid_to: date | None = None
    # Where the row's content is written: a law, a decision, a standard.
    source: str = Field(max_length=500)


class Lasting(Protocol):
    """A row that holds for a time."""

    valid_from: date
    valid_to: date | None


Held = TypeVar("Held", bound=Lasting)


def one_open_row(table: str) -> sa.Index:
    """The index by which at most one row of a record has no last day."""
    without_end = sa.text("valid_to IS NULL")
    return sa.Index(
        f"uq_{table}_open", "code", unique=True,
        sqlite_where=without_end, postgresql_where=without_end,
    )  # fmt: skip


def holds(row: Lasting, on: date) -> bool:
    """Whether the row holds on a day."""
    return row.valid_from <= on and (row.valid_to is None or on <= row.valid_to)


def held_on(rows: Iterable[Held], on: date) -> Held | None:
    """The row that holds on a day; None where none does."""
    return next((row for row in rows if holds(row, on)), None)


def fell_away(row: Lasting) -> bool:
    """Whether the row was replaced before its first day came: it never held."""
    return row.valid_to is not None and row.valid_to < row.valid_from


def touched(rows: Iterable[Held], since: date) -> list[Held]:
    """The rows that end, or never begin, when another one holds from ``since`` on."""
    return [
        row
        for row in rows
        if not fell_away(row) and (row.valid_to is None or row.valid_to >= since)
    ]


def give_way(rows: Sequence[Lasting], since: date) -> None:
    """End the rows of a record on the day before ``since``, for a row that holds from then on.

    A row planned for ``since`` or later then ends before it begins: it falls away.
    """
    for row in touched(rows, since):
        row.valid_to = since - _DAY


def end(rows: Sequence[Lasting], last_day: date) -> None:
    """Let a record hold until ``last_day`` and no longer."""
    give_way(rows, last_day + _DAY)


def version(rows: Iterable[Dated]) -> str:
    """A short token that is another one whenever a record's rows are others."""
    text = repr([(row.id, row.valid_from, row.valid_to) for row in rows])
    return sha256(text.encode()).hexdigest()[:16]
