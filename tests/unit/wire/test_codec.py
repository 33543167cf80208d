"""Frames as text: what is read, what is refused, how much a listener learns from a length."""

import base64
import json
from collections.abc import Callable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chatserver.domain.errors import Code, Violation
from chatserver.wire import codec, frames

CANARY = "CANARY-7d1f"
READERS: dict[str, Callable[[str | bytes], frames.FromPage | frames.FromServer]] = {
    "visitor": codec.from_visitor,
    "staff": codec.from_staff,
    "to_visitor": codec.to_visitor,
    "to_staff": codec.to_staff,
}


def b64(length: int) -> str:
    return base64.b64encode(bytes(length)).decode()


def text(**fields: object) -> str:
    return json.dumps(fields)


def arriving(**changed: object) -> str:
    fields = {"cid": b64(16), "token": b64(32), "commitment": b64(32), "language": "nl"}
    return text(**{"type": "arrive", "suites": [1], **fields, **changed})


def tagging(**changed: object) -> str:
    fields = {"ref": b64(16), "ticket": b64(16), "codebook": "thb-nl-0.1.0", "answers": {}}
    return text(**{"type": "tag", **fields, **changed})


def saying(length: int) -> str:
    return text(type="say", ref=b64(16), epoch=0, sealed=b64(length))


def staff_saying(length: int) -> str:
    return text(type="say", cid=b64(16), ref=b64(16), epoch=0, sealed=b64(length))


def assert_refused(read: Callable[[str | bytes], object], told: str | bytes) -> None:
    with pytest.raises(Violation) as violation:
        read(told)
    assert violation.value.code is Code.MALFORMED
    assert violation.value.close == 4400
    assert str(violation.value) == "malformed"
    assert violation.value.__cause__ is None
    assert violation.value.__suppress_context__ or violation.value.__context__ is None


@pytest.mark.parametrize(
    ("length", "size"),
    [
        (0, 640),
        (1, 640),
        (640, 640),
        (641, 2048),
        (2048, 2048),
        (2049, 6144),
        (6144, 6144),
        (6145, 22528),
        (22528, 22528),
    ],
)
def test_a_text_is_filled_up_to_the_next_of_four_sizes(length: int, size: int) -> None:
    filled = codec.fill(b"x" * length)

    assert len(filled) == size
    assert filled == b"x" * length + b" " * (size - length)


def test_a_text_larger_than_the_largest_size_is_never_sent() -> None:
    with pytest.raises(ValueError, match="cannot be sent"):
        codec.fill(b"x" * 22529)


@given(st.binary(min_size=16, max_size=16), st.integers(0, 2**31))
def test_a_frame_comes_back_as_it_was_sent(ref: bytes, seq: int) -> None:
    frame = frames.Accepted(ref=ref, seq=seq)

    assert codec.to_visitor(codec.encode(frame)) == frame


@given(
    st.dictionaries(
        st.from_regex(r"\A[a-z][a-z0-9_]{0,23}\Z"),
        st.lists(st.from_regex(r"\A[a-z][a-z0-9_]{0,23}\Z"), min_size=1, max_size=16),
        max_size=5,
    )
)
def test_a_tag_comes_back_as_it_was_sent(answers: dict[str, list[str]]) -> None:
    frame = frames.Tag(ref=bytes(16), ticket=bytes(16), codebook="thb-nl-0.1.0", answers=answers)

    assert codec.from_staff(codec.encode(frame)) == frame


def test_text_and_bytes_are_read_alike() -> None:
    assert codec.from_visitor('{"type":"leave","how":"exit"}') == frames.Leave(how="exit")
    assert codec.from_visitor(b'{"type":"leave","how":"exit"}') == frames.Leave(how="exit")


def test_both_pages_say_the_same_word_for_their_own_frame() -> None:
    assert isinstance(codec.from_visitor(saying(327)), frames.Say)
    assert isinstance(codec.from_staff(staff_saying(327)), frames.StaffSay)


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "told",
    [
        pytest.param("", id="nothing"),
        pytest.param(" " * 640, id="only filling"),
        pytest.param("null", id="null"),
        pytest.param("[]", id="a list"),
        pytest.param("{}", id="no type"),
        pytest.param('{"type":null}', id="a type that is no text"),
        pytest.param('{"type":"shout"}', id="an unknown type"),
        pytest.param('{"type":"leave"', id="cut off"),
        pytest.param('{"type":"leave","how":"left"}{}', id="two at once"),
        pytest.param('{"type":"leave","how":"left","type":"keep","blob":""}', id="two types"),
        pytest.param("[" * 100_000, id="deep lists"),
        pytest.param('{"type":' * 5000, id="deep objects"),
        pytest.param('{"type":"delivered","seq":' + "9" * 5000 + "}", id="a huge number"),
        pytest.param('{"type":"delivered","seq":1e999}', id="an infinite number"),
        pytest.param("\ud800", id="half a character"),
        pytest.param('{"type":"leave","how":"\ud800"}', id="half a character inside"),
        pytest.param(b"\xff\xfe", id="not UTF-8"),
        pytest.param(b'{"type":"leave","how":"\xff"}', id="not UTF-8 inside"),
        pytest.param(b"\x00" * 640, id="zeros"),
    ],
)
def test_what_is_no_frame_is_refused_whoever_reads_it(name: str, told: str | bytes) -> None:
    assert_refused(READERS[name], told)


@pytest.mark.parametrize(
    "told",
    [
        arriving(extra=1),
        arriving(cid=b64(15)),
        arriving(cid=b64(17)),
        arriving(cid="?" * 24),
        arriving(cid="AAAAAAAAAAAAAAAAAAAAAA"),
        arriving(token=b64(31)),
        arriving(commitment=b64(33)),
        arriving(language="n"),
        arriving(language="nl-NL"),
        arriving(language="nl\n"),
        arriving(language=CANARY),
        arriving(suites=[]),
        arriving(suites=[0]),
        arriving(suites=[256]),
        arriving(suites=[1, 2, 3, 4, 5]),
        text(type="resume", cid=b64(16), token=b64(32)),
        text(type="resume", cid=b64(16), token=b64(32), after=-1),
        text(type="resume", cid=b64(16), token=b64(32), after=2**31 + 1),
        text(type="resume", cid=b64(16), token=b64(32), after="1"),
        text(type="resume", cid=b64(16), token=b64(32), after=True),
        text(type="grant", place=b64(7), epoch=1, grant=b64(100)),
        text(type="grant", place=b64(8), epoch=65536, grant=b64(100)),
        text(type="grant", place=b64(8), epoch=1, grant=""),
        text(type="grant", place=b64(8), epoch=1, grant=b64(3201)),
        text(type="keep", blob=b64(16_385)),
        text(type="keep", blob=None),
        text(type="leave", how="timeout"),
        text(type="hello", cursors=[]),
        text(type="end", cid=b64(16)),
    ],
)
def test_a_visitor_cannot_send_what_its_page_does_not_send(told: str) -> None:
    assert_refused(codec.from_visitor, told)


@pytest.mark.parametrize(
    "told",
    [
        text(type="hello", cursors=[], extra=1),
        text(type="hello", cursors=[{"cid": b64(16), "after": 0, "extra": 1}]),
        text(type="hello", cursors=[{"cid": b64(16), "after": 0}] * 14),
        text(type="take", ref=b64(15)),
        text(type="offer", cid=b64(16), offer=b64(513), signature="", entry=""),
        text(type="offer", cid=b64(16), offer="", signature="", entry=""),
        text(type="offer", cid=b64(16), offer=b64(9), signature=b64(65), entry=""),
        text(type="offer", cid=b64(16), offer=b64(9), signature="", entry=b64(1025)),
        tagging(codebook="../secret"),
        tagging(codebook="a" * 41),
        tagging(codebook="thb-nl-0.1.0\n"),
        tagging(answers={"contact": []}),
        tagging(answers={"contact": ["conv"] * 17}),
        tagging(answers={"contact": ["conv\n"]}),
        tagging(answers={"contact\n": ["conv"]}),
        tagging(answers={"contact": [CANARY]}),
        tagging(answers={CANARY: ["conv"]}),
        tagging(answers={"a" * 25: ["conv"]}),
        tagging(answers={f"q{number}": ["a"] for number in range(41)}),
        text(type="skip", ref=b64(16), ticket=b64(16), reason="lazy"),
        arriving(),
        text(type="leave", how="left"),
    ],
)
def test_a_professional_cannot_send_what_their_page_does_not_send(told: str) -> None:
    assert_refused(codec.from_staff, told)


@pytest.mark.parametrize("length", [327, 1095, 4167, 16455])
def test_a_message_has_one_of_four_sizes(length: int) -> None:
    assert len(frames_of(length)[0].sealed) == length
    assert len(frames_of(length)[1].sealed) == length


@pytest.mark.parametrize("length", [0, 1, 43, 326, 328, 1094, 4168, 9000, 16454, 16456])
def test_a_message_of_another_size_is_refused(length: int) -> None:
    assert_refused(codec.from_visitor, saying(length))
    assert_refused(codec.from_staff, staff_saying(length))


def frames_of(length: int) -> tuple[frames.Say, frames.StaffSay]:
    visitors, staffs = codec.from_visitor(saying(length)), codec.from_staff(staff_saying(length))
    assert isinstance(visitors, frames.Say)
    assert isinstance(staffs, frames.StaffSay)
    return visitors, staffs


def test_a_page_that_is_older_than_the_server_ignores_new_fields() -> None:
    assert codec.to_visitor('{"type":"waiting","position":2,"since":0}') == frames.Waiting(2)


def test_a_refusal_repeats_nothing_of_the_text() -> None:
    for told in (arriving(language=CANARY), tagging(codebook=CANARY), CANARY, f'{{"{CANARY}":1}}'):
        for read in READERS.values():
            with pytest.raises(Violation) as violation:
                read(told)

            assert CANARY not in repr(violation.value)
            assert CANARY not in repr(vars(violation.value))


@pytest.mark.parametrize("name", READERS)
@given(told=st.one_of(st.text(), st.binary()))
@example(told='{"type":"leave","how":"left","x":' + "[" * 2000 + "]" * 2000 + "}")
def test_any_text_is_a_frame_or_a_violation(name: str, told: str | bytes) -> None:
    try:
        frame = READERS[name](told)
    except Violation:
        return

    assert isinstance(frame, frames.FromPage | frames.FromServer)
