"""Days as the desk has them, and minutes as the stores have them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.hours import date_of, day_of, whole_minute


def moment(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("utc", "day"),
    [
        ("2026-01-31T22:59:59", "2026-01-31"),
        ("2026-01-31T23:00:00", "2026-02-01"),
        ("2026-07-31T21:59:59", "2026-07-31"),
        ("2026-07-31T22:00:00", "2026-08-01"),
        ("2026-03-28T23:30:00", "2026-03-29"),
        ("2026-10-24T22:30:00", "2026-10-25"),
        ("2026-10-25T23:30:00", "2026-10-26"),
        ("2026-12-31T23:30:00", "2027-01-01"),
    ],
)
def test_a_day_begins_at_midnight_where_the_desk_is(utc: str, day: str) -> None:
    assert day_of(moment(utc)) == day
    assert date_of(moment(utc)) == date.fromisoformat(day)


def test_a_desk_may_be_elsewhere() -> None:
    assert day_of(moment("2026-11-24T02:00:00"), "America/Bogota") == "2026-11-23"
    assert date_of(moment("2026-11-24T02:00:00"), "America/Bogota") == date(2026, 11, 23)


@pytest.mark.parametrize(
    ("now", "minute"), [(0.0, 0), (59.9, 0), (60.0, 60), (1_790_000_099.5, 1_790_000_040)]
)
def test_nothing_finer_than_a_minute_is_kept(now: float, minute: int) -> None:
    assert whole_minute(now) == minute


@given(st.floats(0, 4e9))
def test_a_minute_is_never_in_the_future(now: float) -> None:
    assert whole_minute(now) % 60 == 0
    assert 0 <= now - whole_minute(now) < 60
