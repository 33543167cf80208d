"""Budgets refill steadily; sign-ins that keep failing wait, and lock nobody out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.throttle import Budget, TooMany, pause_after


def spent(budget: Budget, amount: float, *, now: float) -> Budget:
    left = budget.spend(amount, now=now)
    assert isinstance(left, Budget)
    return left


def refused(budget: Budget, amount: float, *, now: float) -> float:
    left = budget.spend(amount, now=now)
    assert isinstance(left, TooMany)
    return left.retry_after


def test_a_full_budget_holds_its_burst() -> None:
    budget = Budget.full(per_second=2, burst=10, now=100)

    assert spent(budget, 10, now=100).left == 0
    assert refused(budget, 11, now=100) == 0.5


def test_a_budget_refills_with_time() -> None:
    budget = spent(Budget.full(per_second=2, burst=10, now=100), 10, now=100)

    assert refused(budget, 4, now=101) == 1.0
    assert spent(budget, 4, now=102).left == 0


def test_a_budget_never_holds_more_than_its_burst() -> None:
    budget = spent(Budget.full(per_second=2, burst=10, now=100), 10, now=100)

    assert spent(budget, 1, now=10_000).left == 9


def test_waiting_as_long_as_told_is_enough() -> None:
    budget = spent(Budget.full(per_second=4, burst=8, now=0), 8, now=0)

    wait = refused(budget, 6, now=0)

    assert wait == 1.5
    assert spent(budget, 6, now=wait).left == 0


def test_spending_leaves_the_old_budget_as_it_was() -> None:
    budget = Budget.full(per_second=1, burst=5, now=0)
    spent(budget, 5, now=0)

    assert budget.left == 5


def test_a_clock_that_is_set_back_takes_nothing_away() -> None:
    budget = spent(Budget.full(per_second=1, burst=10, now=1000), 4, now=1000)

    assert spent(budget, 6, now=0).left == 0


@given(
    st.lists(st.tuples(st.floats(0, 5), st.floats(0, 10)), max_size=50),
    st.floats(0.1, 10),
    st.floats(1, 20),
)
def test_nobody_spends_more_than_the_burst_and_the_time_allow(
    spendings: list[tuple[float, float]], per_second: float, burst: float
) -> None:
    budget, now, total = Budget.full(per_second=per_second, burst=burst, now=0), 0.0, 0.0
    for pause, amount in spendings:
        now += pause
        left = budget.spend(amount, now=now)
        if isinstance(left, Budget):
            budget, total = left, total + amount

    assert total <= burst + now * per_second + 1e-6


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [(0, 0), (1, 0), (4, 0), (5, 2), (6, 4), (7, 8), (8, 16), (9, 20), (1000, 20)],
)
def test_failed_sign_ins_wait_longer_up_to_twenty_seconds(failures: int, seconds: float) -> None:
    assert pause_after(failures) == seconds
