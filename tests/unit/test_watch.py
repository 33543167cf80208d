"""Who is helped, who is given up, and how soon somebody new comes."""

from hypothesis import given
from hypothesis import strategies as st

from chatserver.app.crew.watch import ALIVE_EVERY, Verdict, Watch, pause


def heard_at(*, began: float = 100.0) -> Watch[str]:
    """A watch over one worker, heard just now."""
    watch = Watch[str](began)
    watch.hear("a", began)
    return watch


def after(watch: Watch[str], seconds: float, *, began: float = 100.0) -> Verdict:
    """Look every so often, as the foreman does; what is found at the end."""
    steps = int(seconds / ALIVE_EVERY)
    for step in range(1, steps):
        watch.look(began + step * ALIVE_EVERY)
    return watch.look(began + seconds)["a"]


def test_a_worker_that_speaks_is_well() -> None:
    assert after(heard_at(), 0.75) == "well"


def test_silence_is_helped_after_a_second_and_ended_after_two_and_a_half() -> None:
    assert after(heard_at(), 1.0) == "silent"
    assert after(heard_at(), 2.25) == "silent"
    assert after(heard_at(), 2.5) == "frozen"


def test_a_word_ends_the_silence() -> None:
    watch = heard_at()
    assert after(watch, 2.25) == "silent"

    watch.hear("a", 102.6)

    assert watch.look(102.75) == {"a": "well"}


def test_a_machine_that_slept_ends_nobody() -> None:
    watch = heard_at()
    watch.look(100.25)

    assert watch.look(4000.0) == {"a": "well"}
    assert watch.look(4000.25) == {"a": "well"}


def test_a_worker_that_is_silent_after_the_machine_slept_is_ended_all_the_same() -> None:
    watch = heard_at()
    watch.look(100.25)
    watch.look(4000.0)

    found = [watch.look(4000.0 + step * ALIVE_EVERY)["a"] for step in range(1, 14)]

    assert found[-1] == "frozen"


def test_nobody_is_watched_before_the_first_word_or_after_being_forgotten() -> None:
    watch = heard_at()

    watch.forget("a")
    watch.forget("a")

    assert watch.look(200.0) == {}


@given(early=st.integers(min_value=0, max_value=10_000))
def test_the_first_is_replaced_at_once_and_none_waits_longer_than_ten_seconds(early: int) -> None:
    assert pause(0) == 0.0
    assert pause(early) <= pause(early + 1) <= 10.0
