"""How long a cool-down is, and whose word makes it longer."""

from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.cooling import CoolDown, CoolingRules

RULES = CoolingRules(alone=30 * 60, longest=2 * 3600)


@given(st.integers(1, 240), st.booleans())
def test_a_professional_alone_never_makes_it_longer_than_one_may(minutes: int, asks: bool) -> None:  # noqa: FBT001
    begun = RULES.begun(minutes, asks_longer=asks, now=1000)

    assert begun.seconds_left(1000) == min(minutes, 30) * 60
    assert begun.minutes_left(1000) == min(minutes, 30)
    assert begun.asks_longer is asks


def test_a_coordinator_makes_it_as_long_as_any_may_be_counted_from_its_beginning() -> None:
    begun = RULES.begun(30, asks_longer=True, now=1000)

    longer = RULES.lengthened(begun)

    assert longer == CoolDown(made=1000, until=1000 + 2 * 3600)
    assert RULES.lengthened(longer) == longer
    assert RULES.may_lengthen(begun)
    assert not RULES.may_lengthen(longer)


def test_begun_minutes_count_and_afterwards_there_are_none() -> None:
    begun = RULES.begun(10, asks_longer=False, now=1000)

    assert begun.minutes_left(1001) == 10
    assert begun.minutes_left(1000 + 599.5) == 1 or begun.seconds_left(1000 + 599.5) == 0
    assert begun.minutes_left(1600) == 0
    assert begun.seconds_left(9999) == 0
