"""Dated records: whatever is changed, what held on a day before the change still holds on it."""

from dataclasses import dataclass
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from registry.domain.dated import end, fell_away, give_way, held_on, touched

FIRST = date(2026, 1, 1)


@dataclass
class Line:
    """A row that holds for a time, with a word of its own."""

    valid_from: date
    word: int
    valid_to: date | None = None


def day(number: int) -> date:
    return FIRST + timedelta(days=number)


def change(rows: list[Line], since: date, word: int) -> None:
    give_way(rows, since)
    rows.append(Line(since, word))


def words(rows: list[Line], last: int) -> list[int | None]:
    """What held on each day."""
    return [row.word if (row := held_on(rows, day(n))) else None for n in range(last)]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8))
def test_a_change_leaves_the_days_before_it_alone(days: list[int]) -> None:
    rows = [Line(FIRST, -1)]
    for word, number in enumerate(days):
        before = words(rows, 40)
        change(rows, day(number), word)
        after = words(rows, 40)
        assert after[:number] == before[:number]
        assert set(after[number:]) == {word}
        assert sum(row.valid_to is None for row in rows) == 1
        for n in range(40):
            holding = [row for row in rows if held_on([row], day(n))]
            assert len(holding) == 1, "no day has two rows, or none"


def test_a_planned_change_falls_away_before_an_earlier_one() -> None:
    rows = [Line(FIRST, 1)]
    change(rows, day(100), 2)
    assert [row.word for row in touched(rows, day(50))] == [1, 2]
    change(rows, day(50), 3)
    assert fell_away(rows[1]) and not fell_away(rows[0])
    assert words(rows, 200) == [1] * 50 + [3] * 150


def test_a_record_ends_after_its_last_day() -> None:
    rows = [Line(FIRST, 1)]
    end(rows, day(9))
    assert words(rows, 12) == [1] * 10 + [None] * 2
    assert touched(rows, day(10)) == []
