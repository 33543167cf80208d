"""The life of a conversation, as its table tells it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.conversation import TRANSITIONS, State, Step, after
from chatserver.domain.errors import Code, Refused


def lived(*steps: Step) -> State:
    state = State.WAITING
    for step in steps:
        state = after(state, step)
    return state


def test_a_conversation_is_taken_granted_talked_in_and_ended() -> None:
    assert lived(Step.TAKEN) is State.CALLED
    assert lived(Step.TAKEN, Step.OFFERED, Step.GRANTED) is State.OPEN
    assert lived(Step.TAKEN, Step.GRANTED, Step.PROFESSIONAL_SAYS) is State.OPEN
    assert lived(Step.TAKEN, Step.GRANTED, Step.ENDED) is State.ENDED


@pytest.mark.parametrize("state", [State.WAITING, State.CALLED, State.OPEN])
def test_a_visitor_may_write_keep_and_leave_at_any_moment(state: State) -> None:
    assert after(state, Step.VISITOR_SAYS) is state
    assert after(state, Step.KEPT) is state
    assert after(state, Step.ENDED) is State.ENDED


@pytest.mark.parametrize("state", [State.WAITING, State.CALLED])
def test_a_professional_writes_only_when_the_visitor_has_let_them_in(state: State) -> None:
    with pytest.raises(Refused) as refused:
        after(state, Step.PROFESSIONAL_SAYS)

    assert refused.value.code is Code.OUT_OF_TURN


@pytest.mark.parametrize("step", [Step.OFFERED, Step.GRANTED])
def test_nobody_is_let_in_before_somebody_has_taken_the_conversation(step: Step) -> None:
    with pytest.raises(Refused) as refused:
        after(State.WAITING, step)

    assert refused.value.code is Code.OUT_OF_TURN


@pytest.mark.parametrize("state", [State.CALLED, State.OPEN])
def test_a_reloaded_professional_takes_and_offers_again(state: State) -> None:
    assert after(state, Step.TAKEN) is state
    assert after(state, Step.OFFERED) is state


@pytest.mark.parametrize("state", [State.CALLED, State.OPEN])
def test_a_colleague_changes_nothing_and_who_is_declined_leaves_the_visitor_waiting(
    state: State,
) -> None:
    assert after(state, Step.JOINED) is state
    assert after(state, Step.DECLINED) is State.WAITING


@pytest.mark.parametrize("step", Step)
def test_a_closed_conversation_accepts_nothing_more(step: Step) -> None:
    with pytest.raises(Refused) as refused:
        after(State.ENDED, step)

    assert refused.value.code is Code.GONE


def test_every_state_stands_in_the_table() -> None:
    assert set(TRANSITIONS) == set(State)


@given(st.lists(st.sampled_from(Step), max_size=30))
def test_only_a_grant_opens_and_only_the_end_ends(steps: list[Step]) -> None:
    state = State.WAITING
    for step in steps:
        try:
            following = after(state, step)
        except Refused:
            continue
        if following is State.OPEN:
            assert state is State.OPEN or step is Step.GRANTED
        assert (following is State.ENDED) is (step is Step.ENDED)
        state = following
