"""Who is next, and what is said of the wait."""

import re
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.desk import CREDIT, FEWEST, FRESH, WIDEST, Pace, Wait, Waiter, next_for
from chatserver.store import scripts

NOW = 1_800_000_000
LANGUAGES = ("nl", "en", "ar")


def waiter(turn: int, language: str = "nl", *, has_returned: bool = False) -> Waiter:
    return Waiter(cid=turn.to_bytes(2), language=language, turn=turn, has_returned=has_returned)


def known(step: float = 120.0, width: float = 2.0, last: int = NOW) -> Pace:
    return Pace(step=step, width=width, last=last, takes=FEWEST)


# The order


def test_the_first_who_came_is_next() -> None:
    assert next_for([waiter(1), waiter(2)], ()) == waiter(1)


def test_who_has_waited_too_long_for_their_language_is_next_for_everybody() -> None:
    arabic, polish, dutch = waiter(1, "ar"), waiter(2, "pl"), waiter(3)
    late = replace(polish, is_for_all=True)

    assert next_for([arabic, polish, dutch], ["nl"]) == dutch
    assert next_for([arabic, late, dutch], ["nl"]) == late
    assert next_for([arabic, late, dutch], ["ar"]) == arabic
    assert Waiter.ranked(b"c", "pl", 7.0, is_for_all=True).is_for_all


def test_the_next_for_somebody_is_the_first_whose_language_they_speak() -> None:
    line = [waiter(1, "ar"), waiter(2, "en"), waiter(3, "nl"), waiter(4, "en")]

    assert next_for(line, {"nl", "en"}) == waiter(2, "en")
    assert next_for(line, {"de"}) is None
    assert next_for([], {"nl"}) is None


def test_who_returns_stands_before_those_who_came_a_little_earlier() -> None:
    back = waiter(250, has_returned=True)

    assert waiter(250 - CREDIT).rank < back.rank < waiter(250 - CREDIT + 1).rank


def test_who_returned_earlier_and_came_earlier_stays_in_front() -> None:
    assert waiter(3, has_returned=True).rank < waiter(4, has_returned=True).rank


@given(turn=st.integers(1, 10**9), has_returned=st.booleans())
def test_somebody_is_read_back_from_their_rank(turn: int, *, has_returned: bool) -> None:
    somebody = Waiter(cid=b"c", language="nl", turn=turn, has_returned=has_returned)

    assert Waiter.ranked(b"c", "nl", somebody.rank) == somebody


def test_the_scripts_of_the_store_give_the_same_credit() -> None:
    text = files(scripts).joinpath("_desk.lua").read_text("utf-8")

    assert re.findall(r"^local CREDIT = (\d+)$", text, re.MULTILINE) == [str(CREDIT)]


class Line:
    """A waiting list in which something happens, kept in order by nothing but the ranks."""

    def __init__(self) -> None:
        self.line: list[Waiter] = []
        self.taken: list[Waiter] = []
        self.turn = 0
        self.passed: dict[int, set[int]] = {}

    def comes(self, language: str) -> None:
        self.turn += 1
        self._stands(Waiter(cid=b"", language=language, turn=self.turn))

    def come_together(self, many: int) -> None:
        for _ in range(many):
            self.comes("nl")

    def returns(self, which: int) -> None:
        if self.taken:
            back = self.taken.pop(which % len(self.taken))
            self._stands(replace(back, has_returned=True))

    def leaves(self, which: int) -> None:
        if self.line:
            self.line.pop(which % len(self.line))

    def is_picked(self, which: int) -> None:
        if self.line:
            self.taken.append(self.line.pop(which % len(self.line)))

    def takes(self, languages: frozenset[str]) -> None:
        found = next_for(self.line, languages)
        if found is None:
            return
        self.line.remove(found)
        self.taken.append(found)
        for other in self.line:
            if other.language == found.language and other.turn < found.turn:
                self.passed.setdefault(other.turn, set()).add(found.turn)

    def positions(self) -> dict[int, int]:
        return {each.turn: place for place, each in enumerate(self.line, start=1)}

    def _stands(self, who: Waiter) -> None:
        self.line = sorted([*self.line, who], key=lambda each: each.rank)


one = st.integers(min_value=0, max_value=CREDIT)
steps = st.one_of(
    st.tuples(st.just("comes"), st.sampled_from(LANGUAGES)),
    st.tuples(st.just("come_together"), one),
    st.tuples(st.just("returns"), one),
    st.tuples(st.just("leaves"), one),
    st.tuples(st.just("is_picked"), one),
    st.tuples(st.just("takes"), st.frozensets(st.sampled_from(LANGUAGES))),
)


@given(st.lists(steps, max_size=60))
def test_a_position_grows_only_when_somebody_returns_to_a_place_in_front(
    happens: list[tuple[str, object]],
) -> None:
    line = Line()
    for step, what in happens:
        before = line.positions()
        getattr(line, step)(what)
        after = line.positions()

        grown = {turn for turn in before.keys() & after.keys() if after[turn] > before[turn]}
        if step == "returns" and (came := after.keys() - before.keys()):
            (back,) = came
            assert grown == {turn for turn in before if after[turn] > after[back]}
            assert all(after[turn] == before[turn] + 1 for turn in grown)
        else:
            assert grown == set()


@given(st.lists(steps, max_size=60))
def test_fewer_than_the_credit_of_those_who_came_later_are_ever_next_before_somebody(
    happens: list[tuple[str, object]],
) -> None:
    line = Line()
    for step, what in happens:
        getattr(line, step)(what)

    assert all(len(by) < CREDIT for by in line.passed.values())
    assert all(turn < each + CREDIT for each, by in line.passed.items() for turn in by)


def test_the_bound_is_reached_and_not_passed() -> None:
    line = Line()
    for _ in range(2 * CREDIT):
        line.comes("nl")
    for _ in range(2 * CREDIT - 1):
        line.is_picked(1)
    for _ in range(2 * CREDIT - 1):
        line.returns(0)
    while line.line:
        line.takes(frozenset())

    assert len(line.passed[1]) == CREDIT - 1


# The wait


def test_nothing_is_said_before_there_were_some_takes() -> None:
    pace = replace(known(), takes=FEWEST - 1)

    assert pace.expected(1, first_since=NOW, now=NOW) is None
    assert known().expected(1, first_since=NOW, now=NOW) is not None


def test_nothing_is_said_when_the_last_take_was_long_ago() -> None:
    pace = known()

    assert pace.expected(1, first_since=NOW, now=NOW + FRESH) is not None
    assert pace.expected(1, first_since=NOW, now=NOW + FRESH + 1) is None


@pytest.mark.parametrize(
    ("position", "wait"),
    [
        (1, Wait(0, 5)),
        (3, Wait(0, 15)),
        (8, Wait(5, 45)),
        (25, Wait(15, 120)),
        (45, Wait(30, None)),
    ],
)
def test_the_range_grows_with_the_position(position: int, wait: Wait) -> None:
    assert known().expected(position, first_since=NOW, now=NOW) == wait


def test_longer_than_a_short_time_is_not_worth_saying() -> None:
    assert known(width=WIDEST).expected(45, first_since=NOW, now=NOW) is None


def test_a_line_that_stands_still_makes_the_range_longer() -> None:
    moving = known().expected(3, first_since=NOW, now=NOW)
    standing = known().expected(3, first_since=NOW, now=NOW + 1800)

    assert (moving, standing) == (Wait(0, 15), Wait(5, 45))


def test_a_first_one_who_has_just_come_has_not_waited_long() -> None:
    later = NOW + 1800

    assert known().expected(3, first_since=later, now=later) == Wait(0, 15)


def test_the_pace_is_how_long_the_first_in_line_has_waited_for_a_take() -> None:
    first = Pace().taken(since=NOW, shown=None, now=NOW + 300)
    queued = first.taken(since=NOW, shown=None, now=NOW + 420)
    quiet = first.taken(since=NOW + 7200, shown=None, now=NOW + 7260)

    assert (first.step, first.last, first.takes) == (300, NOW + 300, 1)
    assert queued.step == pytest.approx(300 + 0.15 * (120 - 300))
    assert quiet.step == pytest.approx(300 + 0.15 * (60 - 300))


def test_a_clock_that_was_set_back_makes_no_time_negative() -> None:
    assert Pace(last=NOW).taken(since=NOW, shown=None, now=NOW - 600).step == 0


@pytest.mark.parametrize(("minutes", "width"), [(4, 2.4), (5, 1.94), (15, 1.94), (16, 2.4)])
def test_a_range_that_was_true_makes_the_next_narrower_and_another_wider(
    minutes: int, width: float
) -> None:
    now = NOW + minutes * 60
    pace = known().taken(since=NOW, shown=Wait(5, 15), now=now)

    assert pace.width == pytest.approx(width)


def test_longer_than_something_is_true_from_there_on() -> None:
    assert [Wait(30, None).holds(minutes) for minutes in (29, 30, 500)] == [False, True, True]


def test_who_was_told_nothing_judges_nothing() -> None:
    pace = known().taken(since=NOW, shown=None, now=NOW + 60)

    assert (pace.width, pace.judged) == (2.0, 0.0)


def test_the_hit_rate_is_known_after_nine_judgements() -> None:
    pace = known()
    rates = []
    for number in range(9):
        pace = pace.judge(is_true=number != 4)
        rates.append(pace.hit_rate)

    assert rates[:8] == [None] * 8
    assert rates[8] == pytest.approx(8 / 9, abs=0.01)


@given(st.lists(st.booleans(), max_size=200))
def test_the_width_stays_within_its_bounds(judged: list[bool]) -> None:
    pace = known()
    for is_true in judged:
        pace = pace.judge(is_true=is_true)

    assert 1.2 <= pace.width <= 6.0


@given(
    st.integers(1, 200),
    st.floats(0, 7200),
    st.floats(1.2, 6.0),
    st.integers(0, FRESH),
)
def test_a_range_is_never_empty(position: int, step: float, width: float, later: int) -> None:
    pace = known(step=step, width=width)
    wait = pace.expected(position, first_since=NOW, now=NOW + later)

    assert wait is None or wait.high is None or 0 <= wait.low < wait.high
