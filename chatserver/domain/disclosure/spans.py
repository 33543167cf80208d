"""The periods figures are shown for: months, quarters, years, and merged ones (I2, I3)."""

from datetime import date, timedelta
from typing import Final, NamedTuple

from chatserver.domain.disclosure.laws import GRAINS
from chatserver.domain.questions import Period
from chatserver.domain.tallies import period_of

LAG_DAYS: Final = 7
"""Days after a period before it is shown: no tag of it can be corrected any more (I2)."""


class Span(NamedTuple):
    """One period, or several of one kind in a row that are shown as one (I3)."""

    parts: tuple[str, ...]

    @property
    def name(self) -> str:
        """`2026-Q1`, or `2026-Q1+2026-Q2` where they were merged."""
        return "+".join(self.parts)

    @property
    def grain(self) -> Period:
        """Which kind of period."""
        return grain_of(self.parts[0])

    @property
    def is_merged(self) -> bool:
        """Tell whether it is more than one period."""
        return len(self.parts) > 1


def grain_of(period: str) -> Period:
    """Tell a month from a quarter from a year by its name; a merged one has the same kind."""
    period = period.split("+", maxsplit=1)[0]
    if len(period) == len("2026"):
        return Period.YEAR
    return Period.QUARTER if "Q" in period else Period.MONTH


def inside(period: str) -> tuple[str, ...]:
    """Give the next smaller periods: a year is four quarters, a quarter three months."""
    grain = grain_of(period)
    if grain is Period.YEAR:
        return tuple(f"{period}-Q{nth}" for nth in range(1, 5))
    if grain is Period.QUARTER:
        year, quarter = period.split("-Q")
        return tuple(f"{year}-{3 * int(quarter) - back:02}" for back in (2, 1, 0))
    return ()


def undated(year: str) -> str:
    """Name what is counted in a year and in no month of it (an import; decision 0032).

    It is a part of the year as its quarters are, and is never shown by itself.
    """
    return f"{year}?"


def closes(month: str) -> tuple[str, ...]:
    """Give what ends with a month: itself, often a quarter, sometimes a year."""
    year, nth = month.split("-")
    day = date(int(year), int(nth), 1)
    named = (period_of(day, grain) for grain in GRAINS)
    return tuple(p for p in named if p == month or month == last_month(p))


def last_month(period: str) -> str:
    """Give the month a period ends with."""
    parts = inside(period)
    return last_month(parts[-1]) if parts else period


def months(first: str, last: str) -> tuple[str, ...]:
    """Give all months from one to another, both included."""
    found = [first]
    while found[-1] < last:
        year, month = map(int, found[-1].split("-"))
        found.append(f"{year + month // 12}-{month % 12 + 1:02}")
    return tuple(found) if first <= last else ()


def last_closed(today: date, lag_days: int = LAG_DAYS) -> str:
    """Give the last month that may be shown: over, and past the correction window (I2).

    Args:
        today: the day it is at the desk.
        lag_days: days after the last of the month.
    """
    first = (today - timedelta(days=lag_days)).replace(day=1)
    # A month that ended `lag_days` ago or longer ended before the month that day is in, or on it.
    shifted = today - timedelta(days=lag_days)
    ends = (shifted + timedelta(days=1)).day == 1
    return period_of(shifted if ends else first - timedelta(days=1), Period.MONTH)
