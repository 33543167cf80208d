"""How busy the desk was: which calendar counts it, and what is added to what."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from chatserver.domain.footfall import (
    LENGTHS,
    WAITS,
    Footfall,
    Moment,
    before,
    closed_weeks,
    is_outlived,
    minutes_of_week,
    week_of,
)

HERE = "Europe/Amsterdam"


def at(*wall: int, fold: int = 0) -> Moment:
    there = datetime(*wall, tzinfo=ZoneInfo(HERE), fold=fold)  # type: ignore[arg-type,misc]
    return Moment.at(there.timestamp(), HERE)


def test_a_moment_is_counted_where_the_wall_of_the_helpline_says() -> None:
    late = at(2026, 11, 29, 23, 59)

    assert late.periods == ("2026-11-29", "2026-W48", "2026-11")
    assert late.hour == 23
    assert Moment.at(late.now + 60, HERE).periods == ("2026-11-30", "2026-W49", "2026-11")
    assert Moment.at(late.now + 60, "UTC").periods == ("2026-11-29", "2026-W48", "2026-11")


def test_the_hour_that_comes_twice_is_one_hour_of_the_day() -> None:
    first, second = at(2026, 10, 25, 2, 30), at(2026, 10, 25, 2, 30, fold=1)

    assert second.now - first.now == 3600
    assert (first.hour, second.hour) == (2, 2)
    assert first.periods == second.periods


def test_the_days_around_new_year_lie_in_one_week() -> None:
    assert week_of(date(2026, 12, 28)) == "2026-W53"
    assert week_of(date(2027, 1, 3)) == "2026-W53"
    assert week_of(date(2027, 1, 4)) == "2027-W01"


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2026, 11, 29)])
def test_the_running_week_is_not_one_of_the_closed_ones(today: date) -> None:
    mondays = closed_weeks(today)

    assert mondays == (
        date(2026, 10, 26),
        date(2026, 11, 2),
        date(2026, 11, 9),
        date(2026, 11, 16),
    )


@pytest.mark.parametrize(
    ("today", "closed"),
    [
        (date(2026, 11, 28), ("2026-11-27", "2026-W47", "2026-10")),
        (date(2027, 1, 1), ("2026-12-31", "2026-W52", "2026-12")),
        (date(2026, 3, 31), ("2026-03-30", "2026-W13", "2026-02")),
    ],
)
def test_what_closed_last_is_known(today: date, closed: tuple[str, str, str]) -> None:
    assert before(today) == closed


def test_a_week_in_which_the_clock_is_changed_has_an_hour_more_or_less() -> None:
    assert minutes_of_week(date(2026, 11, 16), HERE) == 10_080
    assert minutes_of_week(date(2026, 10, 19), HERE) == 10_140
    assert minutes_of_week(date(2026, 3, 23), HERE) == 10_020


def test_days_and_weeks_are_dropped_when_nobody_is_shown_them_and_months_never() -> None:
    today = date(2027, 1, 14)
    kept = ["2026-W50", "2026-W51", "2027-W01", "2027-W02"]
    kept += ["2027-01-12", "2027-01-13", "2027-01-14", "2019-01", "2027-01"]

    assert [it for it in kept if is_outlived(it, today)] == ["2026-W50", "2027-01-12"]


def test_weeks_together_are_their_sum_and_the_longest_of_their_lines() -> None:
    one = Footfall({"came": 3, "came@19": 3, "line": 4, "left": 1, "left:0": 1})
    other = Footfall({"came": 2, "came@02": 2, "line": 2})

    together = Footfall.together([one, other])

    assert (together["came"], together["line"], together["left"]) == (5, 4, 1)
    assert together.hours()[19] == {"came": 3, "left": 0}
    assert together.hours()[2] == {"came": 2, "left": 0}
    assert len(together.hours()) == 24
    assert Footfall.together([])["came"] == 0


def test_stretches_are_told_with_the_minutes_at_which_they_part() -> None:
    told = Footfall({"left": 4, "left:0": 1, "left:3": 2, "ended:4": 1}).as_dict()

    assert told["left_after"] == [1, 0, 0, 2]
    assert told["ended_after"] == [0, 0, 0, 0, 1]
    assert told["wait_bounds"] == [1, 5, 15]
    assert told["length_bounds"] == [5, 15, 30, 60]
    assert Footfall().stretches("taken", WAITS) == [0, 0, 0, 0]
    assert len(Footfall().stretches("ended", LENGTHS)) == 5


def test_of_a_month_nothing_is_told_of_those_who_were_helped() -> None:
    month = Footfall({"came": 9, "ended": 7, "left": 2, "left:1": 2, "unanswered": 1})

    assert month.month("2026-11") == {
        "month": "2026-11",
        "left": 2,
        "left_after": [0, 2, 0, 0],
        "unanswered": 1,
    }
