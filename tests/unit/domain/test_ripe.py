"""Which tags are counted when: never few together, and none of a shown period missing."""

from collections import Counter
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.ripe import month_end, quarter_end, ripe

WINDOW, BATCH = 7, 10
FIRST = date(2026, 1, 1)


def on(day: date, *days: date) -> tuple[int, ...]:
    return ripe(days, day, window=WINDOW, batch=BATCH)


def test_nothing_is_counted_while_it_can_be_corrected() -> None:
    assert on(date(2026, 5, 20), *[date(2026, 5, 14)] * 50) == ()


def test_ten_stay_behind_while_the_month_is_open() -> None:
    tags = [date(2026, 5, 1 + number // 3) for number in range(25)]

    assert on(date(2026, 5, 28), *tags) == tuple(range(15))
    assert on(date(2026, 5, 28), *tags[:19]) == ()


def test_they_are_counted_when_the_month_has_closed() -> None:
    tags = [date(2026, 5, 31)] * 10

    assert on(date(2026, 6, 6), *tags) == ()
    assert on(date(2026, 6, 7), *tags) == tuple(range(10))


def test_fewer_wait_for_the_next_month_and_for_no_quarter() -> None:
    april, may, june = date(2026, 4, 9), date(2026, 5, 9), date(2026, 6, 9)

    assert on(date(2026, 5, 7), *[april] * 4) == ()
    assert on(date(2026, 6, 7), *[april] * 4, *[may] * 6) == tuple(range(10))
    assert on(date(2026, 6, 7), *[april] * 4, *[may] * 5) == ()
    assert on(date(2026, 7, 6), *[april] * 4, june) == ()
    assert on(date(2026, 7, 7), *[april] * 4, june) == tuple(range(5))


def test_those_of_a_closed_month_go_with_what_an_open_one_has_too_many() -> None:
    tags = [*[date(2026, 5, 3)] * 16, *[date(2026, 4, 30)] * 4]

    assert on(date(2026, 5, 20), *tags) == (16, 17, 18, 19, *range(6))


def test_the_demo_counts_each_at_once() -> None:
    assert ripe([FIRST], FIRST, window=0, batch=1) == (0,)
    assert ripe([], FIRST, window=0, batch=1) == ()


@pytest.mark.parametrize(
    ("day", "month", "quarter"),
    [
        (date(2024, 2, 1), date(2024, 2, 29), date(2024, 3, 31)),
        (date(2026, 12, 31), date(2026, 12, 31), date(2026, 12, 31)),
        (date(2026, 4, 30), date(2026, 4, 30), date(2026, 6, 30)),
        (date(2026, 7, 31), date(2026, 7, 31), date(2026, 9, 30)),
    ],
)
def test_a_month_and_a_quarter_end(day: date, month: date, quarter: date) -> None:
    assert (month_end(day), quarter_end(day)) == (month, quarter)


@given(st.lists(st.integers(0, 364), max_size=120), st.data())
def test_in_any_year_no_fold_is_small_and_no_shown_period_lacks_a_tag(
    came: list[int], data: st.DataObject
) -> None:
    """Not every day has somebody who counts: a server may be down for weeks."""
    waiting: list[date] = []
    arrivals = Counter(FIRST + timedelta(days=day) for day in came)
    in_month = Counter(month_end(day) for day in arrivals.elements())
    is_up = data.draw(st.integers(1, 20))
    for number in range(365 + WINDOW + 1):
        today = FIRST + timedelta(days=number)
        waiting += [today] * arrivals[today]
        if number % is_up and number < 365 + WINDOW:
            continue
        last = today - timedelta(days=WINDOW)
        chosen = ripe(waiting, today, window=WINDOW, batch=BATCH)
        counted = [waiting[each] for each in chosen]
        waiting = [day for each, day in enumerate(waiting) if each not in chosen]

        assert all(day <= last for day in counted)
        if 0 < len(counted) < BATCH:
            assert any(quarter_end(day) <= last for day in counted)
        for day in waiting:
            assert quarter_end(day) > last
            if month_end(day) <= last:
                assert in_month[month_end(day)] < BATCH
    assert waiting == []
