"""What the desk promises, over ten thousand visitors of a helpline that has too few people."""

from collections import Counter

import pytest

from chatserver.domain.desk import CREDIT
from tests.unit.domain.desk_simulation import CAPACITY, LANGUAGES, Desk

pytestmark = pytest.mark.thorough

VISITORS = 10_000


def run(seed: int, *, per_hour: float, crew: int) -> Desk:
    desk = Desk(seed, VISITORS, per_hour=per_hour, crew=crew)
    desk.run()
    return desk


@pytest.fixture(scope="module")
def busy() -> Desk:
    """Seventy evenings with too few professionals."""
    return run(1, per_hour=30, crew=4)


@pytest.fixture(scope="module")
def quiet() -> Desk:
    """Nearly two hundred evenings on which somebody is mostly free."""
    return run(2, per_hour=12, crew=3)


@pytest.fixture(params=["busy", "quiet"])
def desk(request: pytest.FixtureRequest) -> Desk:
    """Either; each is run once for all tests."""
    found = request.getfixturevalue(request.param)
    assert isinstance(found, Desk)
    return found


def test_enough_happens_to_prove_something(desk: Desk) -> None:
    fates = Counter(visit.fate for visit in desk.visits.values())
    languages = Counter(visit.waiter.language for visit in desk.visits.values())

    assert fates.total() == VISITORS
    assert fates["helped"] > 7_000
    assert fates["dropped"] > 300
    assert min(languages[each] for each in LANGUAGES) > 300
    assert sum(visit.returns > 0 for visit in desk.visits.values()) > 200
    assert sum(visit.waited > 600 for visit in desk.visits.values()) > 1_000


def test_nobody_starves(desk: Desk) -> None:
    assert {visit.fate for visit in desk.visits.values()} == {"helped", "dropped"}
    assert max(len(visit.passed_by) for visit in desk.visits.values()) < CREDIT


def test_nobody_waits_past_someone_who_came_later_with_the_same_needs(desk: Desk) -> None:
    assert desk.unfair == []


def test_no_arrival_pushes_anybody_back(desk: Desk) -> None:
    assert desk.pushed_back == []


def test_nobody_has_more_conversations_than_one_can_hold(desk: Desk) -> None:
    assert desk.most_at_once == CAPACITY


def test_the_true_wait_lies_in_the_range_that_was_shown(desk: Desk) -> None:
    said = desk.ranges.total()

    assert said > VISITORS * 0.6
    assert desk.ranges[True] / said >= 0.8


def test_the_long_ranges_hold_by_themselves(busy: Desk) -> None:
    """Most ranges are short and easy; where the line is long they are what a visitor needs."""
    said = busy.long_ranges.total()

    assert said > 1_000
    assert busy.long_ranges[True] / said >= 0.8


def test_the_pace_knows_how_often_it_was_right(desk: Desk) -> None:
    known = desk.pace.hit_rate

    assert known is not None
    assert 0.6 < known <= 1
