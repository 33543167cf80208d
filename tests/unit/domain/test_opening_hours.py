"""The desk opens and closes when the wall of the helpline says so, in both lying nights too."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.hours import DAYS, Closed, ClosingSoon, Open, OpeningHours, State

AMSTERDAM = "Europe/Amsterdam"
NIGHTS = ("daily 19:00-07:00",)


def hours(
    *week: str, dates: Sequence[str] = (), zone: str = AMSTERDAM, soon: float = 1800
) -> OpeningHours:
    return OpeningHours.read(zone, week=week, dates=dates, soon=soon)


def at(utc: str) -> int:
    """Unix seconds of a time in UTC."""
    return int(datetime.fromisoformat(utc).replace(tzinfo=UTC).timestamp())


def told(state: State) -> str:
    """A state in UTC, as one reads it."""
    match state:
        case Open(closes):
            return "open" if closes is None else f"open until {utc(closes)}"
        case ClosingSoon(closes):
            return f"closing at {utc(closes)}"
        case Closed(_, opens):
            return "closed" if opens is None else f"closed until {utc(opens)}"


def utc(moment: int) -> str:
    return datetime.fromtimestamp(moment, UTC).strftime("%m-%d %H:%M:%S").removesuffix(":00")


def test_without_hours_the_desk_is_always_open() -> None:
    assert hours().at(at("2026-11-28T03:00:00")) == Open(None)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        ("2026-11-28T17:59:59", "closed until 11-28 18:00"),
        ("2026-11-28T18:00:00", "open until 11-29 06:00"),
        ("2026-11-28T23:30:00", "open until 11-29 06:00"),
        ("2026-11-29T05:29:59", "open until 11-29 06:00"),
        ("2026-11-29T05:30:00", "closing at 11-29 06:00"),
        ("2026-11-29T05:59:59", "closing at 11-29 06:00"),
        ("2026-11-29T06:00:00", "closed until 11-29 18:00"),
    ],
)
def test_a_night_ends_on_the_next_morning(moment: str, state: str) -> None:
    assert told(hours(*NIGHTS).at(at(moment))) == state


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        # 28 to 29 March: at 02:00 it becomes 03:00, and the night has eleven hours.
        ("2026-03-28T18:00:00", "open until 03-29 05:00"),
        ("2026-03-29T04:59:59", "closing at 03-29 05:00"),
        ("2026-03-29T05:00:00", "closed until 03-29 17:00"),
        # 24 to 25 October: at 03:00 it becomes 02:00, and the night has thirteen.
        ("2026-10-24T17:00:00", "open until 10-25 06:00"),
        ("2026-10-25T05:59:59", "closing at 10-25 06:00"),
        ("2026-10-25T06:00:00", "closed until 10-25 18:00"),
    ],
)
def test_both_nights_in_which_the_clock_is_changed(moment: str, state: str) -> None:
    assert told(hours(*NIGHTS).at(at(moment))) == state


@pytest.mark.parametrize(
    ("week", "moment", "state"),
    [
        # 02:30 never comes: the desk closes, or opens, at the jump from 02:00 to 03:00.
        ("sat 19:00-02:30", "2026-03-29T00:59:59", "closing at 03-29 01:00"),
        ("sat 19:00-02:30", "2026-03-29T01:00:00", "closed until 04-04 17:00"),
        ("sun 02:30-06:00", "2026-03-29T00:59:59", "closed until 03-29 01:00"),
        ("sun 02:30-06:00", "2026-03-29T01:00:00", "open until 03-29 04:00"),
        ("sun 02:00-03:00", "2026-03-29T00:59:59", "closed until 04-05 00:00"),
        # 02:30 comes twice: the desk opens in the first and closes in the second.
        ("sat 19:00-02:30", "2026-10-25T00:30:00", "open until 10-25 01:30"),
        ("sat 19:00-02:30", "2026-10-25T01:30:00", "closed until 10-31 18:00"),
        ("sun 02:30-06:00", "2026-10-25T00:29:59", "closed until 10-25 00:30"),
        ("sun 02:30-06:00", "2026-10-25T00:30:00", "open until 10-25 05:00"),
    ],
)
def test_a_time_that_never_comes_or_comes_twice(week: str, moment: str, state: str) -> None:
    assert told(hours(week, soon=60 if "10-" in moment else 1800).at(at(moment))) == state


CHRISTMAS = ("12-25 closed", "2026-12-26 12:00-16:00", "2026-12-31 00:00-24:00")


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        # The night before is the night of the 24th: it ends as it began.
        ("2026-12-25T05:59:00", "closing at 12-25 06:00"),
        ("2026-12-25T06:00:00", "closed until 12-26 11:00"),
        ("2026-12-25T23:00:00", "closed until 12-26 11:00"),
        ("2026-12-26T11:00:00", "open until 12-26 15:00"),
        ("2026-12-26T15:00:00", "closed until 12-27 18:00"),
        # A year later the 26th is a day as any other, and the 25th is not.
        ("2027-12-25T12:00:00", "closed until 12-26 18:00"),
        # 07:00 on the 31st does not close: the day of its own began at midnight.
        ("2026-12-30T20:00:00", "open until 12-31 23:00"),
        ("2026-12-31T23:00:00", "closed until 01-01 18:00"),
    ],
)
def test_a_holiday_has_hours_of_its_own_or_none(moment: str, state: str) -> None:
    assert told(hours(*NIGHTS, dates=CHRISTMAS).at(at(moment))) == state


def test_one_year_may_differ_from_every_year() -> None:
    dates = ("12-25 closed", "2026-12-25 20:00-22:00")

    assert told(hours(*NIGHTS, dates=dates).at(at("2026-12-25T12:00:00"))) == (
        "closed until 12-25 19:00"
    )


def test_a_helpline_that_never_closes_may_close_for_a_day() -> None:
    never = hours(dates=["2026-12-25 closed"])

    assert never.at(at("2026-12-15T12:00:00")) == Open(None)
    assert told(never.at(at("2026-12-20T12:00:00"))) == "open until 12-24 23:00"
    assert told(never.at(at("2026-12-25T12:00:00"))) == "closed until 12-25 23:00"
    assert never.at(at("2026-12-26T12:00:00")) == Open(None)


def test_spans_that_touch_do_not_close_in_between() -> None:
    weekend = hours("fri 19:00-24:00", "sat 00:00-24:00", "sun 00:00-12:00 12:00-23:00")

    assert told(weekend.at(at("2026-11-27T20:00:00"))) == "open until 11-29 22:00"


def test_after_closing_it_is_known_since_when() -> None:
    nights = hours(*NIGHTS)

    assert nights.at(at("2026-11-28T06:10:00")) == Closed(
        since=at("2026-11-28T06:00:00"), opens=at("2026-11-28T18:00:00")
    )


def test_what_never_opens_says_so() -> None:
    dates = [f"{month:02}-{day:02} closed" for month in range(1, 13) for day in range(1, 32)]
    possible = [each for each in dates if each[:5] not in {"02-30", "02-31", *THIRTY_ONES}]

    assert hours("mon 10:00-12:00", dates=possible).at(at("2026-11-28T12:00:00")) == Closed(
        since=None, opens=None
    )


THIRTY_ONES = {"04-31", "06-31", "09-31", "11-31"}


def test_the_last_opening_of_all_still_ends() -> None:
    dates = [f"{day:%m-%d} closed" for day in every_day_but_the_28th_of_november()]
    once = hours(*NIGHTS, dates=[*dates, "2027-11-28 closed"])

    assert told(once.at(at("2026-11-28T20:00:00"))) == "open until 11-29 06:00"
    assert told(once.at(at("2026-11-29T07:00:00"))) == "closed"


def every_day_but_the_28th_of_november() -> list[datetime]:
    days = [datetime(2000, 1, 1, tzinfo=UTC) + timedelta(days=number) for number in range(366)]
    return [day for day in days if (day.month, day.day) != (11, 28)]


def test_a_desk_may_be_elsewhere() -> None:
    bogota = hours("daily 19:00-23:00", zone="America/Bogota")

    assert told(bogota.at(at("2026-11-28T12:00:00"))) == "closed until 11-29 00:00"
    assert bogota.wall(at("2026-11-29T00:00:00")) == "2026-11-28T19:00"


def test_the_wall_shows_minutes() -> None:
    assert hours().wall(at("2026-07-01T17:00:59")) == "2026-07-01T19:00"


spans = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(
    lambda each: each[0] != each[1] and each != (0, 0)
)


def line(day: str, span: tuple[int, int]) -> str:
    begin, end = (f"{minutes // 60:02}:{minutes % 60:02}" for minutes in span)
    return f"{day} {begin}-{end}"


# No two days beside each other: then no span can overlap another.
weeks = st.lists(
    st.tuples(st.sampled_from(["mon", "wed", "fri"]), spans), max_size=3, unique_by=lambda x: x[0]
).map(lambda each: [line(day, span) for day, span in each])
days = st.tuples(st.sampled_from(["03", "10"]), st.integers(1, 31))
dates = st.dictionaries(days, st.none() | spans, max_size=6).map(
    lambda each: [
        f"2026-{month}-{day:02} closed" if span is None else line(f"2026-{month}-{day:02}", span)
        for (month, day), span in each.items()
    ]
)
MARCH, OCTOBER = at("2026-03-01T00:00:00"), at("2026-10-01T00:00:00")
"""In these the clock is changed, in Amsterdam and elsewhere."""
marches = st.integers(0, 31 * 86400).map(lambda seconds: MARCH + seconds)
moments = marches | st.integers(0, 31 * 86400).map(lambda seconds: OCTOBER + seconds)
zones = st.sampled_from([AMSTERDAM, "UTC", "America/New_York", "Australia/Lord_Howe"])


@given(weeks, dates, moments, zones)
def test_what_is_announced_is_what_happens(
    week: list[str], dates: list[str], moment: int, zone: str
) -> None:
    desk = hours(*week, dates=dates, zone=zone)

    now, state = moment, desk.at(moment)
    for _ in range(6):
        changes = state.opens if isinstance(state, Closed) else state.closes
        if changes is None:
            return
        if isinstance(state, Closed):
            assert state.since is None or state.since <= now
            assert isinstance(desk.at(changes), Open | ClosingSoon)
        else:
            assert desk.at(changes) == Closed(since=changes, opens=opens_of(desk.at(changes)))
        assert changes > now
        assert type(desk.at(changes - 1)) in {type(state), ClosingSoon}
        between = now + (changes - now) // 2
        assert isinstance(desk.at(between), Closed) is isinstance(state, Closed)
        now, state = changes, desk.at(changes)


def opens_of(state: State) -> int | None:
    assert isinstance(state, Closed)
    return state.opens


@given(weeks, dates, marches, st.sampled_from(["UTC", AMSTERDAM]))
def test_the_desk_is_open_when_the_wall_says_so(
    week: list[str], dates: list[str], moment: int, zone: str
) -> None:
    wall = datetime.fromtimestamp(moment, UTC).astimezone(ZoneInfo(zone))

    is_open = isinstance(hours(*week, dates=dates, zone=zone).at(moment), Open | ClosingSoon)

    # Spring's jump lies in this month, and changes nothing: what the wall skips is nobody's time.
    assert is_open is wall_says(week or ["daily 00:00-24:00"], dates, wall)


def wall_says(week: list[str], dates: list[str], wall: datetime) -> bool:
    """The same question, asked of the lines themselves and of the wall alone."""
    minutes = wall.hour * 60 + wall.minute
    yesterday = wall.date() - timedelta(days=1)
    today = [span for span in spans_on(week, dates, wall) if span[0] <= minutes < span[1]]
    before = spans_on(week, dates, datetime.combine(yesterday, wall.time()))
    return bool(today) or any(minutes + 1440 < end for _, end in before)


def spans_on(week: list[str], dates: list[str], day: datetime) -> list[tuple[int, int]]:
    special = [each for each in dates if each.startswith(f"{day:%Y-%m-%d}")]
    names = (DAYS[day.weekday()], "daily")
    ours = special or [each for each in week if each.split()[0] in names]
    found = []
    for each in ours:
        times = each.split()[1]
        if times != "closed":
            begin, end = (int(t[:2]) * 60 + int(t[3:]) for t in times.split("-"))
            found.append((begin, end if end > begin else end + 1440))
    return found


@pytest.mark.parametrize(
    ("week", "said"),
    [
        ("", 'week: "": expected a day (mon, tue, wed, thu, fri, sat, sun), mon-thu or daily'),
        ("monday 19:00-20:00", 'week: "monday 19:00-20:00": expected a day'),
        ("mon-thx 19:00-20:00", 'week: "mon-thx 19:00-20:00": expected a day'),
        ("mon", 'week: "mon": expected times such as 19:00-07:00'),
        ("mon 19-20", 'week: "mon 19-20": expected times such as 19:00-07:00'),
        ("mon 19:00-25:00", 'week: "mon 19:00-25:00": expected two different times'),
        ("mon 24:00-07:00", 'week: "mon 24:00-07:00": expected two different times'),
        ("mon 19:60-20:00", 'week: "mon 19:60-20:00": expected two different times'),
        ("mon 19:00-19:00", 'week: "mon 19:00-19:00": expected two different times'),
        (
            "mon 10:00-12:00 11:30-13:00",
            '11:30-13:00": expected times that do not overlap, as they do at 11:30',
        ),
        ("daily 19:00-20:00|sat 12:00-19:30", "week: expected times that do not overlap"),
        ("mon 06:00-08:00|sun 19:00-07:00", "overlap, as they do at mon 06:00"),
    ],
)
def test_a_week_that_cannot_be_read_says_what_was_expected(week: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"^week: ") as refused:
        hours(*week.split("|"))

    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("dates", "said"),
    [
        ("", 'dates: "": expected times such as 19:00-07:00, or closed for a date'),
        ("2026-12-25", 'dates: "2026-12-25": expected times such as 19:00-07:00, or closed'),
        ("25-12 closed", 'dates: "25-12 closed": expected a date such as 2026-12-25, or 12-25'),
        ("2026-02-29 closed", 'dates: "2026-02-29 closed": expected a date'),
        ("20261225 closed", 'dates: "20261225 closed": expected a date'),
        ("12-25 closed|12-25 19:00-20:00", 'dates: "12-25": expected each date once'),
        ("12-25 closed 19:00-20:00", "expected times such as 19:00-07:00"),
    ],
)
def test_a_date_that_cannot_be_read_says_what_was_expected(dates: str, said: str) -> None:
    with pytest.raises(ValueError, match=r"^dates: ") as refused:
        hours(dates=dates.split("|"))

    assert said in str(refused.value)


@pytest.mark.parametrize("zone", ["Europe/Amsterdm", "", "../etc/passwd", "Europe"])
def test_a_zone_that_does_not_exist_is_named(zone: str) -> None:
    with pytest.raises(ValueError, match=r"^zone: .*expected a name such as Europe/Amsterdam"):
        hours(zone=zone)


def test_a_leap_day_may_be_a_holiday() -> None:
    leap = hours("daily 10:00-12:00", dates=["02-29 closed"])

    assert told(leap.at(at("2028-02-28T20:00:00"))) == "closed until 03-01 09:00"
