"""Days and minutes of the helpline. The only module that knows a time zone."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def day_of(now: float, zone: str = "Europe/Amsterdam") -> str:
    """The calendar day at `now` (Unix seconds) where the desk is, as 2026-11-24."""
    return date_of(now, zone).isoformat()


def date_of(now: float, zone: str = "Europe/Amsterdam") -> date:
    """The calendar date at `now` (Unix seconds) where the desk is."""
    return datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(zone)).date()


def whole_minute(now: float) -> int:
    """Cut to the minute: nothing finer is kept at rest (SECURITY property 21)."""
    return int(now) // 60 * 60
