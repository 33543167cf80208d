"""What proposing promises, over ten thousand visitors: misses, drops, ends of shifts and all."""

import pytest

from tests.unit.domain.proposal_simulation import CAPACITY, Books, Desk

pytestmark = pytest.mark.thorough

VISITORS = 10_000


@pytest.fixture(scope="module", params=[(1, 26.0, 6), (2, 12.0, 6)], ids=["busy", "quiet"])
def books(request: pytest.FixtureRequest) -> Books:
    """A helpline with too few people, and one on which somebody is mostly free."""
    seed, per_hour, crew = request.param
    desk = Desk(seed, VISITORS, per_hour=per_hour, crew=crew)
    desk.run()
    return desk.books


def test_enough_happens_to_prove_something(books: Books) -> None:
    assert books.fates.total() == VISITORS
    assert books.fates["helped"] > 7_500
    assert books.answers["no"] > 500
    assert books.answers["silence"] > 700
    assert books.aways > 50
    assert books.returned > 50


def test_nobody_is_idle_longer_than_who_became_free_later_and_speaks_the_same(
    books: Books,
) -> None:
    assert books.passed_over == []


def test_nobody_is_proposed_before_who_came_earlier_with_the_same_needs(books: Books) -> None:
    assert books.late == []


def test_nobody_is_proposed_to_two_at_once(books: Books) -> None:
    assert books.doubled == []


def test_who_is_declined_or_missed_keeps_their_place(books: Books) -> None:
    assert books.moved == []


def test_the_third_is_never_sent(books: Books) -> None:
    assert books.third == []


def test_nobody_has_more_conversations_than_one_can_hold(books: Books) -> None:
    assert books.most_at_once == CAPACITY
