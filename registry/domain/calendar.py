"""Days and closing times. Days are Hanoi's; a need closes at 17:00 of its last day."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
CLOSING_TIME = time(17, 0)


def hanoi_day(moment: datetime) -> date:
    """The calendar day in Hanoi at ``moment``."""
    return moment.astimezone(HANOI).date()


def closing_moment(last_day: date) -> datetime:
    """The moment, in UTC, at which a need with this last day closes."""
    return datetime.combine(last_day, CLOSING_TIME, HANOI).astimezone(UTC)


def last_open_day(moment: datetime) -> date:
    """The earliest last day of a need that is still open at ``moment``."""
    local = moment.astimezone(HANOI)
    day = local.date()
    return day if local.time() < CLOSING_TIME else date.fromordinal(day.toordinal() + 1)
