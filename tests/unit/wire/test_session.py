"""The manners of one socket: well-formed, in turn, within budget."""

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.domain.errors import Code, Refused, Violation
from chatserver.wire import frames
from chatserver.wire.session import Allowance, Session, staff_session, visitor_session

PLENTY = Allowance(frames_per_second=1000, frames_burst=1000, bytes_per_second=1e6, bytes_burst=1e6)
SIXTEEN = base64.b64encode(bytes(16)).decode()
THIRTY_TWO = base64.b64encode(bytes(32)).decode()
ARRIVE = json.dumps(
    {
        "type": "arrive",
        "cid": SIXTEEN,
        "token": THIRTY_TWO,
        "commitment": THIRTY_TWO,
        "language": "nl",
        "suites": [1],
    }
)
RESUME = json.dumps({"type": "resume", "cid": SIXTEEN, "token": THIRTY_TWO, "after": 0})
LEAVE = '{"type":"leave","how":"left"}'
HELLO = '{"type":"hello","cursors":[]}'
TAKE = json.dumps({"type": "take", "ref": SIXTEEN})


def code_of(session: Session[Any], text: str, *, now: float = 0.0) -> Code | None:
    try:
        session.receive(text, now=now)
    except (Refused, Violation) as refusal:
        return refusal.code
    return None


@pytest.mark.parametrize("first", [ARRIVE, RESUME])
def test_a_visitor_opens_with_arrive_or_resume(first: str) -> None:
    session = visitor_session(PLENTY, now=0.0)

    assert code_of(session, first) is None


def test_a_visitor_opens_with_nothing_else() -> None:
    session = visitor_session(PLENTY, now=0.0)

    assert code_of(session, LEAVE) is Code.OUT_OF_TURN
    assert code_of(session, ARRIVE) is None


@pytest.mark.parametrize("again", [ARRIVE, RESUME])
def test_a_visitor_opens_once(again: str) -> None:
    session = visitor_session(PLENTY, now=0.0)
    session.receive(ARRIVE, now=0.0)
    session.begin()

    assert code_of(session, again) is Code.OUT_OF_TURN
    assert code_of(session, LEAVE) is None


def test_a_professional_opens_with_hello_and_nothing_else() -> None:
    session = staff_session(PLENTY, now=0.0)

    assert code_of(session, TAKE) is Code.OUT_OF_TURN
    assert code_of(session, HELLO) is None


def test_a_professional_opens_once() -> None:
    session = staff_session(PLENTY, now=0.0)
    session.receive(HELLO, now=0.0)
    session.begin()

    assert code_of(session, HELLO) is Code.OUT_OF_TURN
    assert code_of(session, TAKE) is None


def test_an_opening_that_was_refused_may_be_said_again() -> None:
    session = visitor_session(PLENTY, now=0.0)
    session.receive(RESUME, now=0.0)

    assert not session.has_begun
    assert code_of(session, ARRIVE) is None


def test_the_session_has_begun_when_its_opening_was_accepted() -> None:
    session = visitor_session(PLENTY, now=0.0)
    session.receive(ARRIVE, now=0.0)
    session.begin()

    assert session.has_begun


def test_a_frame_comes_out_as_it_was_said() -> None:
    session = staff_session(PLENTY, now=0.0)

    assert session.receive(HELLO, now=0.0) == frames.Hello(cursors=[])


def test_one_page_does_not_speak_for_the_other() -> None:
    assert code_of(visitor_session(PLENTY, now=0.0), HELLO) is Code.MALFORMED
    assert code_of(staff_session(PLENTY, now=0.0), ARRIVE) is Code.MALFORMED


def test_more_frames_than_the_budget_close_the_socket() -> None:
    allowance = Allowance(
        frames_per_second=2, frames_burst=3, bytes_per_second=1e6, bytes_burst=1e6
    )
    session = visitor_session(allowance, now=0.0)
    for _ in range(3):
        assert code_of(session, ARRIVE) is None

    with pytest.raises(Violation) as violation:
        session.receive(ARRIVE, now=0.0)

    assert violation.value.code is Code.TOO_FAST
    assert violation.value.close == 4429
    assert code_of(session, ARRIVE, now=0.5) is None


def test_more_bytes_than_the_budget_close_the_socket() -> None:
    allowance = Allowance(
        frames_per_second=1000, frames_burst=1000, bytes_per_second=100, bytes_burst=1280
    )
    session = visitor_session(allowance, now=0.0)
    assert code_of(session, ARRIVE.ljust(640)) is None
    assert code_of(session, ARRIVE.ljust(640)) is None

    assert code_of(session, ARRIVE.ljust(640)) is Code.TOO_FAST
    assert code_of(session, ARRIVE.ljust(640), now=6.4) is None


def test_nonsense_costs_as_much_as_sense() -> None:
    allowance = Allowance(
        frames_per_second=1, frames_burst=1, bytes_per_second=1e6, bytes_burst=1e6
    )
    session = visitor_session(allowance, now=0.0)

    assert code_of(session, "nonsense") is Code.MALFORMED
    assert code_of(session, "nonsense") is Code.TOO_FAST


@given(st.lists(st.one_of(st.text(), st.sampled_from([ARRIVE, RESUME, LEAVE, HELLO, TAKE]))))
def test_whatever_is_said_a_session_answers_or_refuses(said: list[str]) -> None:
    for session in (visitor_session(PLENTY, now=0.0), staff_session(PLENTY, now=0.0)):
        for text in said:
            code = code_of(session, text)

            assert code in {Code.MALFORMED, Code.OUT_OF_TURN, None}
            if code is None:
                session.begin()


@given(st.dictionaries(st.text(), st.one_of(st.text(), st.integers(), st.none()), max_size=8))
def test_whatever_object_is_said_a_session_answers_or_refuses(fields: dict[str, object]) -> None:
    for kind in ("arrive", "resume", "grant", "keep", "say", "delivered", "leave", "hello", "tag"):
        for session in (visitor_session(PLENTY, now=0.0), staff_session(PLENTY, now=0.0)):
            assert code_of(session, json.dumps({**fields, "type": kind})) in {
                Code.MALFORMED,
                Code.OUT_OF_TURN,
                None,
            }
