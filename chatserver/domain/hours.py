"""Days, minutes and opening hours of the helpline. The only module that knows a time zone.

Opening hours are times on the wall of the helpline, as people write them on a door: spans that
belong to the day on which they begin ("19:00-07:00" on a Friday ends on Saturday morning), and
dates with hours of their own. Spans that touch are one stretch: nobody closes at midnight who
opens at midnight.

Twice a year the wall lies (PEP 495). A time in the hour that is skipped is the moment of the
jump. Of an hour that comes twice, the desk opens in the first and closes in the second: rather
an hour too long than to shut somebody out.
"""

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

Spans = tuple[tuple[int, int], ...]
"""Minutes after midnight, begin and end; the end is at most 24 hours after the begin."""

DAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY_MINUTES: Final = 24 * 60
WEEK_MINUTES: Final = 7 * DAY_MINUTES

LOOK_BACK: Final = timedelta(days=2)
"""A span of 24 hours that ended a day ago began two days ago."""

LOOK_AHEAD: Final = 400
"""Days. A date that comes back each year is met at least once."""

FAR: Final = 8 * 86400
"""Seconds. Who closes later than this is open for as long as anybody wants to know."""


def day_of(now: float, zone: str = "Europe/Amsterdam") -> str:
    """The calendar day at `now` (Unix seconds) where the desk is, as 2026-11-24."""
    return date_of(now, zone).isoformat()


def date_of(now: float, zone: str = "Europe/Amsterdam") -> date:
    """The calendar date at `now` (Unix seconds) where the desk is."""
    return datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(zone)).date()


def whole_minute(now: float) -> int:
    """Cut to the minute: nothing finer is kept at rest (SECURITY property 21)."""
    return int(now) // 60 * 60


@dataclass(frozen=True, slots=True)
class Open:
    """Newcomers are let in. `closes`: Unix seconds; None: not for more than a week."""

    closes: int | None


@dataclass(frozen=True, slots=True)
class ClosingSoon:
    """Newcomers are let in, and everybody who waits is told. `closes`: Unix seconds."""

    closes: int


@dataclass(frozen=True, slots=True)
class Closed:
    """No newcomers. Unix seconds.

    Attributes:
        since: None: longer than a day.
        opens: None: not within a year.
    """

    since: int | None
    opens: int | None


State = Open | ClosingSoon | Closed


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningHours:
    """When the desk is open.

        nights = OpeningHours.read("Europe/Paris", week=["daily 19:00-07:00"], dates=[], soon=1800)
        nights.at(now)

    Attributes:
        week: spans of each day, Monday first.
        dates: of one day instead; wins over `yearly`, which is by month and day.
        soon: seconds before closing in which it is ClosingSoon.
    """

    zone: ZoneInfo
    week: tuple[Spans, ...]
    dates: Mapping[date, Spans]
    yearly: Mapping[tuple[int, int], Spans]
    soon: float

    @classmethod
    def read(
        cls, zone: str, *, week: Sequence[str], dates: Sequence[str], soon: float
    ) -> "OpeningHours":
        """Read them as an operator writes them.

        Args:
            week: such as "mon-thu 19:00-23:00"; no line at all means day and night.
            dates: such as "2026-12-24 12:00-16:00", or "12-25 closed" for every year.

        Raises:
            ValueError: begins with the name of the argument.
        """
        yearly, single = _read_dates(dates)
        return cls(
            zone=_read_zone(zone),
            week=_read_week(week or ["daily 00:00-24:00"]),
            dates=single,
            yearly=yearly,
            soon=soon,
        )

    def at(self, now: float) -> State:
        """What the desk is at `now` (Unix seconds)."""
        end: int | None = None  # of the last stretch that began before or at `now`
        for begins, ends in self._spans(date_of(now, self.zone.key) - LOOK_BACK):
            if end is not None and begins <= end:
                end = max(end, ends)
            elif end is not None and end > now:
                break
            elif begins > now:
                return Closed(since=end, opens=begins)
            else:
                end = ends
            if end > now + FAR:
                return Open(None)
        if end is None or end <= now:
            return Closed(since=end, opens=None)
        return ClosingSoon(end) if end - now <= self.soon else Open(end)

    def wall(self, moment: float) -> str:
        """The time on the wall at `moment` (Unix seconds), as 2026-11-24T19:00."""
        there = datetime.fromtimestamp(moment, UTC).astimezone(self.zone)
        return there.replace(tzinfo=None).isoformat(timespec="minutes")

    def _spans(self, first: date) -> Iterator[tuple[int, int]]:
        """From that day on, in Unix seconds, by their begin."""
        for number in range(LOOK_AHEAD):
            day = first + timedelta(days=number)
            for begin, end in self._on(day):
                begins = self._moment(day, begin, is_end=False)
                ends = self._moment(day, end, is_end=True)
                if begins < ends:  # not all of it lies in the hour that is skipped
                    yield begins, ends

    def _on(self, day: date) -> Spans:
        weekly = self.week[day.weekday()]
        return self.dates.get(day, self.yearly.get((day.month, day.day), weekly))

    def _moment(self, day: date, minutes: int, *, is_end: bool) -> int:
        wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
        first, second = (
            int(wall.replace(tzinfo=self.zone, fold=fold).timestamp()) for fold in (0, 1)
        )
        if first <= second:
            return second if is_end else first
        # The wall never shows this time. With the offset from before the jump it would come
        # after the jump, with the one from after it before: the jump lies between them.
        before = self._offset(second)
        return second + bisect_left(
            range(second, first), 1, key=lambda moment: self._offset(moment) != before
        )

    def _offset(self, moment: int) -> timedelta | None:
        return datetime.fromtimestamp(moment, UTC).astimezone(self.zone).utcoffset()


def _read_zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError(f'zone: "{name}": expected a name such as Europe/Amsterdam') from None


def _read_week(lines: Sequence[str]) -> tuple[Spans, ...]:
    spans: list[list[tuple[int, int]]] = [[] for _ in DAYS]
    for line in lines:
        days, *times = line.split() or [""]
        for day in _read_days(days, line):
            spans[day] += _read_spans(times, f'week: "{line}"')
    # Over midnight of Sunday too: the week is a circle.
    all_week = sorted(
        (day * DAY_MINUTES + begin, day * DAY_MINUTES + end)
        for day, each in enumerate(spans)
        for begin, end in each
    )
    again = [(begin + WEEK_MINUTES, end + WEEK_MINUTES) for begin, end in all_week[:1]]
    _check_apart([*all_week, *again], "week")
    return tuple(tuple(sorted(each)) for each in spans)


def _read_days(text: str, line: str) -> list[int]:
    if text == "daily":
        return list(range(len(DAYS)))
    first, _, last = text.partition("-")
    last = last or first
    if first not in DAYS or last not in DAYS:
        raise ValueError(f'week: "{line}": expected a day ({", ".join(DAYS)}), mon-thu or daily')
    begin, end = DAYS.index(first), DAYS.index(last)
    return [(begin + number) % 7 for number in range((end - begin) % 7 + 1)]


_Dates = tuple[dict[tuple[int, int], Spans], dict[date, Spans]]


def _read_dates(lines: Sequence[str]) -> _Dates:
    yearly: dict[tuple[int, int], Spans] = {}
    single: dict[date, Spans] = {}
    seen: set[str] = set()
    for line in lines:
        text, *times = line.split() or [""]
        spans = () if times == ["closed"] else tuple(_read_spans(times, f'dates: "{line}"'))
        if text in seen:
            raise ValueError(f'dates: "{text}": expected each date once')
        seen.add(text)
        day = _read_date(text, line)
        if len(text) == len("12-25"):
            yearly[day.month, day.day] = spans
        else:
            single[day] = spans
    return yearly, single


def _read_date(text: str, line: str) -> date:
    is_date = re.fullmatch(r"(\d{4}-)?\d\d-\d\d", text, re.ASCII)
    # The year 2000 has every day that a year can have.
    whole = f"2000-{text}"[-len("2000-12-25") :] if is_date else ""
    try:
        return date.fromisoformat(whole)
    except ValueError:
        raise ValueError(
            f'dates: "{line}": expected a date such as 2026-12-25, or 12-25 for every year'
        ) from None


def _read_spans(times: Sequence[str], where: str) -> list[tuple[int, int]]:
    spans = []
    for text in times:
        found = re.fullmatch(r"(\d\d):(\d\d)-(\d\d):(\d\d)", text, re.ASCII)
        if not found:
            raise ValueError(f"{where}: expected times such as 19:00-07:00, or closed for a date")
        hours = [int(part) for part in found.groups()]
        begin, end = hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]
        is_time = max(hours[1], hours[3]) < 60 and begin < DAY_MINUTES and end <= DAY_MINUTES  # noqa: PLR2004 - minutes
        if not is_time or begin == end:
            raise ValueError(f"{where}: expected two different times from 00:00 to 24:00")
        spans.append((begin, end if end > begin else end + DAY_MINUTES))
    if not spans:
        raise ValueError(f"{where}: expected times such as 19:00-07:00, or closed for a date")
    _check_apart(sorted(spans), where)
    return spans


def _check_apart(spans: Sequence[tuple[int, int]], where: str) -> None:
    """Refuse spans, by their begin, of which one begins before the other has ended."""
    for (_, end), (begin, _) in itertools.pairwise(spans):
        if begin < end:
            minutes = begin % DAY_MINUTES
            day = DAYS[begin // DAY_MINUTES % 7]
            at = f"{day} " if where == "week" else ""
            raise ValueError(
                f"{where}: expected times that do not overlap, as they do at"
                f" {at}{minutes // 60:02}:{minutes % 60:02}"
            )
