"""How busy the desk is: what went through it, in numbers only, and of nobody (decision 0033).

Counted by day, by week and by month, each for itself. The hours of the day are counted by week
only, and nobody is shown a week that runs: what happened in one hour of one night is for nobody
to read (DOMAIN.md 4.2, shift knowledge). Nothing here knows a tag, a conversation, a language or
a professional.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

WAITS: Final = (60, 300, 900)
"""Seconds at which the stretches of a wait part: whoever left after one minute had something
else in mind than whoever left after fifteen. The same is in scripts/_desk.lua."""

LENGTHS: Final = (300, 900, 1800, 3600)
"""Seconds at which the stretches of a conversation's length part. In scripts/_desk.lua too."""

WEEKS: Final = 4
"""Closed weeks that are shown together. Four weeks that move on by a week, and not twenty-eight
days that move on by a day: who looks every day could subtract those into single nights."""

LARGEST: Final = frozenset({"line"})
"""Of which the largest counts and not the sum."""

HOURS: Final = 24


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment, and where it is counted.

    Attributes:
        now: Unix seconds.
        day: as 2026-11-28.
        week: of ISO 8601, from Monday, as 2026-W48.
        month: as 2026-11.
        hour: on the wall of the helpline, 0 to 23.
    """

    now: int
    day: str
    week: str
    month: str
    hour: int

    @classmethod
    def at(cls, now: float, zone: str) -> "Moment":
        """What the calendar of the helpline says at `now` (Unix seconds)."""
        there = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(zone))
        return cls(
            now=int(now),
            day=there.date().isoformat(),
            week=week_of(there.date()),
            month=f"{there:%Y-%m}",
            hour=there.hour,
        )

    @property
    def periods(self) -> tuple[str, str, str]:
        """Day, week and month, in the order of scripts/_desk.lua."""
        return self.day, self.week, self.month


def week_of(day: date) -> str:
    """The week in which a day lies: 2026-W53 is 28 December 2026 to 3 January 2027."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def closed_weeks(today: date) -> tuple[date, ...]:
    """The Mondays of the last WEEKS weeks that are over, the oldest first."""
    monday = today - timedelta(days=today.weekday())
    return tuple(monday - timedelta(weeks=back) for back in range(WEEKS, 0, -1))


def before(today: date) -> tuple[str, str, str]:
    """The day, the week and the month that closed last."""
    yesterday, last_week = today - timedelta(days=1), today - timedelta(weeks=1)
    last_month = today.replace(day=1) - timedelta(days=1)
    return yesterday.isoformat(), week_of(last_week), f"{last_month:%Y-%m}"


def minutes_of_week(monday: date, zone: str) -> int:
    """How many minutes a week has: an hour less or more when the clock is changed."""
    first, last = (
        datetime.combine(day, time(), ZoneInfo(zone)).timestamp()
        for day in (monday, monday + timedelta(weeks=1))
    )
    return round(last - first) // 60


def is_outlived(period: str, today: date) -> bool:
    """Whether a day or a week is shown nowhere any more; months are kept."""
    shown = {week_of(monday) for monday in closed_weeks(today)} | {week_of(today)}
    if "W" in period:
        return period < min(shown)
    is_day = len(period) == len("2026-11-28")
    # One day more: the last counts of a day are kept shortly after it.
    return is_day and period < (today - timedelta(days=1)).isoformat()


@dataclass(frozen=True, slots=True)
class Footfall:
    """What was counted in some period, by name.

    Names: came, taken, left, unanswered, ended, line (the longest), and minutes in which the desk
    was counted at all (minutes), open, paused, full. `left:2` is one of the stretches, `came@19`
    one of the hours.
    """

    counts: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def together(cls, several: Iterable["Footfall"]) -> "Footfall":
        """Of all those periods."""
        total = Counter[str]()
        longest = 0
        for each in several:
            total.update(each.counts)
            longest = max(longest, each["line"])
        return cls({**total, "line": longest})

    def __getitem__(self, name: str) -> int:
        return self.counts.get(name, 0)

    def stretches(self, name: str, bounds: tuple[int, ...]) -> list[int]:
        """How many took how long, the shortest first. Of whom it is not known, nowhere."""
        return [self[f"{name}:{number}"] for number in range(len(bounds) + 1)]

    def as_dict(self) -> dict[str, object]:
        """All of it but the hours. Bounds and times in minutes."""
        return {
            "came": self["came"],
            "taken": self["taken"],
            "taken_after": self.stretches("taken", WAITS),
            "left": self["left"],
            "left_after": self.stretches("left", WAITS),
            "unanswered": self["unanswered"],
            "ended": self["ended"],
            "ended_after": self.stretches("ended", LENGTHS),
            "longest_line": self["line"],
            "open_minutes": self["open"],
            "paused_minutes": self["paused"],
            "full_minutes": self["full"],
            "wait_bounds": [bound // 60 for bound in WAITS],
            "length_bounds": [bound // 60 for bound in LENGTHS],
        }

    def hours(self) -> list[dict[str, int]]:
        """How many came and how many left the line, by the hour of the day, from midnight."""
        return [
            {"came": self[f"came@{hour:02}"], "left": self[f"left@{hour:02}"]}
            for hour in range(HOURS)
        ]

    def month(self, name: str) -> dict[str, object]:
        """Those of a month who left: what belongs beside the contacts by kind (DOMAIN.md T1).

        No more than that: a total of all contacts beside a masked table could unmask it.
        """
        return {
            "month": name,
            "left": self["left"],
            "left_after": self.stretches("left", WAITS),
            "unanswered": self["unanswered"],
        }
