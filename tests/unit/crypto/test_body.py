import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.crypto.hl1 import Hl1Error, from_base64, minute_of, to_base64
from chatserver.crypto.hl1.body import (
    THE_VISITOR,
    Alive,
    Body,
    Content,
    End,
    Leave,
    Record,
    Text,
    Unknown,
    decode,
    encode,
)
from chatserver.crypto.hl1.encoding import well_formed

KEY = to_base64(b"\x04" + bytes(64))
SAM = {"id": 1, "role": "professional", "name": "Sam", "key": KEY}
NOBODY = {"id": 0, "role": "visitor", "name": "", "key": ""}
TEXT: dict[str, Any] = {"kind": "text", "at": 1, "prev": "", "seen": [], "text": "hoi"}
RECORD: dict[str, Any] = {
    "kind": "epoch",
    "at": 1,
    "prev": "",
    "seen": [],
    "n": 1,
    "members": [NOBODY, SAM],
    "previous": "",
    "reason": "start",
}


def body(text: str) -> Body:
    return Body(at=1, prev=b"", seen=(), content=Text(text=text))


def read(fields: object) -> Body:
    return decode(json.dumps(fields).encode())


@given(text=st.text(max_size=300))
def test_any_text_survives(text: str) -> None:
    assert decode(encode(body(text))) == body(text)


@given(text=st.text(st.characters(categories=["Cs", "L"]), max_size=50))
def test_half_characters_become_replacement_characters(text: str) -> None:
    assert decode(encode(body(text))) == body(well_formed(text))
    assert "\ud800" not in well_formed(text)


def test_half_characters_from_another_page_are_replaced_too() -> None:
    read_body = decode(b'{"kind":"text","at":1,"prev":"","seen":[],"text":"a\\ud800b"}')

    assert read_body.content == Text(text="a\ufffdb")


def test_4000_characters_fit_and_one_more_does_not() -> None:
    encode(body("🫂" * 4000))

    with pytest.raises(Hl1Error) as error:
        encode(body("a" * 4001))
    assert error.value.reason == "too_long"


@pytest.mark.parametrize(
    ("kind", "content"), [("end", End()), ("leave", Leave()), ("alive", Alive())]
)
def test_what_says_nothing_else_is_read_and_written(kind: str, content: Content) -> None:
    it = read(TEXT | {"kind": kind})

    assert it.content == content
    assert encode(it) == f'{{"kind":"{kind}","at":1,"prev":"","seen":[]}}'.encode()


def test_a_contact_card_is_text_with_a_mark() -> None:
    card = Body(at=1, prev=b"", seen=(), content=Text(text="112", is_card=True))

    written = encode(card)

    assert written == b'{"kind":"text","at":1,"prev":"","seen":[],"text":"112","card":true}'
    assert decode(written) == card


@pytest.mark.parametrize("mark", [False, 1, "true", None, {}])
def test_only_true_marks_a_card(mark: object) -> None:
    """Anything else is of a page that is not ours, and no reason to lose its words."""
    assert read(TEXT | {"card": mark}) == body("hoi")


def test_a_kind_from_the_future_is_unknown_and_cannot_be_sent() -> None:
    future = read(TEXT | {"kind": "drawing"})

    assert future.content == Unknown()
    with pytest.raises(Hl1Error):
        encode(future)


def test_unknown_fields_are_ignored() -> None:
    assert read(TEXT | {"colour": "green"}) == body("hoi")


def test_a_whole_number_may_be_written_as_a_browser_may_write_it() -> None:
    assert read(TEXT | {"at": 1.0}) == body("hoi")
    with pytest.raises(Hl1Error):
        read(TEXT | {"at": 1.5})


def test_a_record_is_read() -> None:
    content = read(RECORD).content

    assert isinstance(content, Record)
    assert content.members[0] == THE_VISITOR
    assert content.reason == "start"
    for reason in ("join", "leave"):
        assert read(RECORD | {"reason": reason}).content != content


def test_a_member_may_have_a_key_of_either_suite() -> None:
    longer = SAM | {"key": to_base64(bytes(1216))}

    assert isinstance(read(RECORD | {"members": [NOBODY, longer]}).content, Record)
    assert len(encode(read(RECORD | {"members": [NOBODY, longer]}))) > 1216


def test_no_text_or_name_stands_in_a_repr() -> None:
    assert "hoi" not in repr(body("hoi"))
    assert "Sam" not in repr(read(RECORD))


@pytest.mark.parametrize(
    "broken",
    [
        [],
        TEXT | {"at": -1},
        TEXT | {"at": True},
        TEXT | {"at": "1"},
        TEXT | {"at": 2**32},
        TEXT | {"prev": "AA=="},
        TEXT | {"prev": "!"},
        TEXT | {"prev": None},
        TEXT | {"seen": {}},
        TEXT | {"seen": [[1, to_base64(bytes(16)), 1]]},
        TEXT | {"seen": [[256, to_base64(bytes(16)), 1, 1]]},
        TEXT | {"seen": [[1, to_base64(bytes(15)), 1, 1]]},
        TEXT | {"seen": [[1, to_base64(bytes(16)), 0, 1]]},
        TEXT | {"seen": [[1, to_base64(bytes(16)), 1, -1]]},
        TEXT | {"seen": [[1, to_base64(bytes(16)), 1, 65_536]]},
        TEXT | {"seen": [[1, to_base64(bytes(16)), 1, 1]] * 65},
        TEXT | {"text": 7},
        TEXT | {"text": "a" * 4001},
        TEXT | {"kind": 7},
        RECORD | {"n": 0},
        RECORD | {"reason": "why"},
        RECORD | {"members": []},
        RECORD | {"members": [SAM]},
        RECORD | {"members": [NOBODY, SAM, SAM]},
        RECORD | {"members": [NOBODY, NOBODY | {"id": 1}]},
        RECORD | {"members": [NOBODY | {"id": 2}]},
        RECORD | {"members": [NOBODY, SAM | {"role": "operator"}]},
        RECORD | {"members": [NOBODY, SAM | {"name": "é" * 33}]},
        RECORD | {"members": [NOBODY, SAM | {"key": ""}]},
        RECORD | {"members": [NOBODY, SAM | {"key": to_base64(bytes(64))}]},
        RECORD | {"members": [NOBODY, SAM | {"id": 256}]},
        RECORD | {"members": [NOBODY, *(SAM | {"id": n} for n in range(1, 7))]},
        RECORD | {"previous": to_base64(bytes(16))},
        RECORD | {"members": [NOBODY | {"key": KEY}, SAM]},
    ],
)
def test_a_body_of_another_shape_is_refused(broken: object) -> None:
    with pytest.raises(Hl1Error) as error:
        read(broken)

    assert error.value.reason == "refused"


@pytest.mark.parametrize("text", [b"NaN", b"[" * 16000, b"{", b"\xff", b"\xef\xbb\xbf{}", b""])
def test_what_no_browser_would_parse_is_refused(text: bytes) -> None:
    with pytest.raises(Hl1Error):
        decode(text)


@given(data=st.binary(max_size=60))
def test_base64_comes_back(data: bytes) -> None:
    assert from_base64(to_base64(data)) == data


@pytest.mark.parametrize("text", ["A", "AA", "AA=", "QR==", " AAA", "AA==\n", "AA-_", "é"])
def test_base64_has_one_spelling(text: str) -> None:
    with pytest.raises(Hl1Error) as error:
        from_base64(text)

    assert error.value.reason == "unreadable"


def test_a_minute_is_whole() -> None:
    assert minute_of(59_999) == 0
    assert minute_of(1_765_800_061_234.5) == 29_430_001
