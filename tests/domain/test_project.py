"""A project's status follows its dates."""

from datetime import UTC, date, datetime, timedelta

import pytest

from registry.domain.project import ProjectStatus, project_status

# 17:00 in Hanoi is 10:00 UTC.
CLOSING = datetime(2027, 3, 10, 10, 0, tzinfo=UTC)
DAY = date(2027, 3, 10)
EARLIER = CLOSING - timedelta(days=30)


def status(now: datetime = CLOSING, **told: datetime | date | int | None) -> ProjectStatus:
    given: dict[str, datetime | date | int | None] = {
        "published_at": EARLIER,
        "closes_on": None,
        "start_year": None,
        "finish_year": None,
        "withdrawn_at": None,
    }
    return project_status(**{**given, **told}, now=now)  # type: ignore[arg-type]


def test_a_call_is_open_until_17_of_its_last_day() -> None:
    assert status(CLOSING - timedelta(microseconds=1), closes_on=DAY) is ProjectStatus.CALLING
    assert status(CLOSING, closes_on=DAY) is ProjectStatus.PREPARING
    assert status(CLOSING, closes_on=DAY, start_year=2027) is ProjectStatus.UNDER_WAY


@pytest.mark.parametrize(
    ("years", "found"),
    [
        ((None, None), ProjectStatus.PREPARING),
        ((2028, None), ProjectStatus.PREPARING),
        ((None, 2027), ProjectStatus.PREPARING),
        ((2027, None), ProjectStatus.UNDER_WAY),
        ((2025, 2027), ProjectStatus.UNDER_WAY),
        ((2024, 2026), ProjectStatus.DONE),
        ((None, 2026), ProjectStatus.DONE),
    ],
)
def test_without_a_call_the_years_decide(
    years: tuple[int | None, int | None], found: ProjectStatus
) -> None:
    assert status(start_year=years[0], finish_year=years[1]) is found


def test_a_year_begins_at_midnight_in_hanoi() -> None:
    new_year = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)
    assert status(new_year, start_year=2027) is ProjectStatus.UNDER_WAY
    before = new_year - timedelta(microseconds=1)
    assert status(before, start_year=2027) is ProjectStatus.PREPARING


def test_an_open_call_comes_before_the_years() -> None:
    assert status(EARLIER, closes_on=DAY, start_year=2025) is ProjectStatus.CALLING


def test_what_is_not_published_calls_nobody() -> None:
    assert status(EARLIER, published_at=None, closes_on=DAY) is ProjectStatus.PREPARING


def test_withdrawal_comes_before_all() -> None:
    assert status(EARLIER, closes_on=DAY, withdrawn_at=EARLIER) is ProjectStatus.WITHDRAWN
    assert status(published_at=None, withdrawn_at=EARLIER) is ProjectStatus.WITHDRAWN
