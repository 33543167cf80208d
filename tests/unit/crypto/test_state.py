"""What a reloaded visitor's page goes on from (docs/protocol.md §1.6)."""

import dataclasses
import json
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chatserver.crypto.hl1 import (
    GrantKey,
    Hl1Error,
    Member,
    VisitorConversation,
    keys,
    state_id,
    to_base64,
)
from chatserver.crypto.hl1.body import Body, Record, encode
from chatserver.crypto.hl1.envelope import pad
from chatserver.crypto.hl1.order import Line, Seen
from chatserver.crypto.hl1.state import Offered, State, open_state, seal_state
from chatserver.wire import limits
from tests.unit.crypto.parties import AT, SHARE, joining, leave_out, reloaded, talking

ROOT = bytes(32)
CID = keys.identity(ROOT).cid
KEY = keys.state_key(ROOT, share=SHARE, cid=CID)
NOBODY = {"id": 0, "role": "visitor", "name": "", "key": ""}
SAM = {"id": 1, "role": "professional", "name": "Sam", "key": to_base64(b"\4" + bytes(64))}
OFFERED = [1, to_base64(bytes(32)), to_base64(bytes(16)), 0]
GRANT_KEY = GrantKey.new()
PAIR = [to_base64(GRANT_KEY.scalar), to_base64(GRANT_KEY.public)]
OTHER_PAIR = [PAIR[0], to_base64(GrantKey.new().public)]
SECRET = to_base64(bytes(32))
STATE: dict[str, Any] = {
    "v": 4,
    "key": PAIR,
    "epochs": [[0, SECRET, ""], [1, SECRET, SECRET]],
    "members": [NOBODY, SAM],
    "next": 2,
    "offers": [OFFERED],
}


def blob_of(fields: object) -> bytes:
    return bytes(12) + AESGCM(KEY).encrypt(
        bytes(12), json.dumps(fields).encode(), b"hl1|state" + CID
    )


def crowd(suite_key: int) -> tuple[Member, ...]:
    """Return as many members as there can be, with names as long as they can be."""
    return (
        Member(id=0, role="visitor", name="", key=""),
        *(
            Member(id=n, role="professional", name='"' * 64, key=to_base64(bytes(suite_key)))
            for n in range(251, 256)
        ),
    )


def test_a_state_with_several_members_comes_back() -> None:
    visitor, sam = talking()
    joining(visitor, "Iris", sam, joining(visitor, "Noor", sam))
    leave_out(visitor, 2)

    again = reloaded(visitor)
    assert not again.is_recorded

    assert [(member.id, member.name) for member in again.members] == [
        (0, ""),
        (1, "Sam"),
        (3, "Iris"),
    ]
    assert (again.members, again.epoch) == (visitor.members, 4)
    assert [to.member.name for to in again.remove([1], AT).grants] == ["Iris"]
    assert [to.member.name for to in again.remove([1, 3], AT).grants] == []


def test_a_good_state_is_restored() -> None:
    again = VisitorConversation.restore(ROOT, SHARE, blob_of(STATE))

    assert again.commitment == GRANT_KEY.commitment
    assert (again.epoch, [member.name for member in again.members]) == (1, ["", "Sam"])


@pytest.mark.parametrize(
    ("broken", "reason"),
    [
        ([], "refused"),
        (STATE | {"v": 3}, "unsupported"),
        (STATE | {"v": 5}, "unsupported"),
        (STATE | {"v": None}, "unsupported"),
        (STATE | {"key": None}, "refused"),
        (STATE | {"key": PAIR[:1]}, "refused"),
        (STATE | {"key": [*PAIR, ""]}, "refused"),
        (STATE | {"key": OTHER_PAIR}, "refused"),
        (STATE | {"key": [to_base64(bytes(32)), PAIR[1]]}, "refused"),
        (STATE | {"key": [to_base64(b"\xff" * 32), PAIR[1]]}, "refused"),
        (STATE | {"key": [to_base64(bytes(31)), PAIR[1]]}, "refused"),
        (STATE | {"key": [PAIR[0], to_base64(bytes(65))]}, "refused"),
        (STATE | {"key": [PAIR[0], to_base64(bytes(33))]}, "refused"),
        (STATE | {"epochs": []}, "refused"),
        (STATE | {"epochs": [[0]]}, "refused"),
        (STATE | {"epochs": [[0, SECRET]]}, "refused"),
        (STATE | {"epochs": [[0, SECRET, SECRET]]}, "refused"),
        (STATE | {"epochs": [[1, SECRET, SECRET]]}, "refused"),
        (STATE | {"epochs": [[0, SECRET, ""], [1, SECRET, ""]]}, "refused"),
        (STATE | {"epochs": [[0, SECRET, ""], [2, SECRET, SECRET]]}, "refused"),
        (STATE | {"epochs": [[0, SECRET, ""], [0, SECRET, ""]]}, "refused"),
        (STATE | {"epochs": [[n, SECRET, SECRET if n else ""] for n in range(51)]}, "refused"),
        (STATE | {"epochs": [[0, to_base64(bytes(31)), ""]]}, "refused"),
        (STATE | {"epochs": [[0, SECRET, ""], [1, SECRET, to_base64(bytes(31))]]}, "refused"),
        (STATE | {"members": [SAM]}, "refused"),
        (STATE | {"members": [NOBODY, SAM, SAM]}, "refused"),
        (STATE | {"next": 0}, "refused"),
        (STATE | {"next": 257}, "refused"),
        (STATE | {"offers": []}, "refused"),
        (STATE | {"offers": [OFFERED[:3]]}, "refused"),
        (STATE | {"offers": [[*OFFERED, 0]]}, "refused"),
        (STATE | {"offers": [[*OFFERED[:3], -1]]}, "refused"),
        (STATE | {"offers": [[*OFFERED[:3], 50]]}, "refused"),
        (STATE | {"offers": [[2, *OFFERED[1:]]]}, "refused"),
        (STATE | {"offers": [[0, *OFFERED[1:]]]}, "refused"),
        (STATE | {"offers": [[256, *OFFERED[1:]]]}, "refused"),
        (STATE | {"offers": [[1, to_base64(bytes(16)), *OFFERED[2:]]]}, "refused"),
        (STATE | {"offers": [[1, OFFERED[1], to_base64(bytes(32)), 0]]}, "refused"),
        (STATE | {"offers": None}, "refused"),
    ],
)
def test_a_state_of_another_shape_is_not_restored(broken: object, reason: str) -> None:
    with pytest.raises(Hl1Error) as error:
        VisitorConversation.restore(ROOT, SHARE, blob_of(broken))

    assert error.value.reason == reason


def test_another_share_or_root_restores_nothing() -> None:
    visitor, _ = talking()
    blob = visitor.state(SHARE)

    for root, share in ((visitor.root, b"\1" * 32), (b"\1" * 32, SHARE)):
        with pytest.raises(Hl1Error, match="does not open"):
            VisitorConversation.restore(root, share, blob)
    with pytest.raises(Hl1Error, match="length"):
        VisitorConversation.restore(visitor.root, SHARE, blob[:27])


def test_a_tab_knows_its_newest_states_by_16_bytes() -> None:
    visitor, _ = talking()
    older, newest = visitor.state(SHARE), visitor.state(SHARE)
    known = [state_id(newest), bytes(16)]

    assert len(state_id(newest)) == 16
    assert VisitorConversation.restore(visitor.root, SHARE, newest, one_of=known).epoch == 1
    with pytest.raises(Hl1Error, match="not the newest"):
        VisitorConversation.restore(visitor.root, SHARE, older, one_of=known)


def test_the_largest_state_fits_its_frame_and_comes_back() -> None:
    members = crowd(1216)
    state = State(
        key=GRANT_KEY,
        secrets={n: bytes([n]) * 32 for n in range(50)},
        records={n: bytes([n]) * 32 for n in range(1, 50)},
        members=members,
        next=256,
        offers={m.id: Offered(hash=bytes(32), device=bytes(16), since=49) for m in members[1:]},
    )

    blob = seal_state(state, key=KEY, cid=CID, nonce=bytes(12))

    assert len(blob) <= limits.MAX_BLOB_BYTES
    assert open_state(blob, key=KEY, cid=CID) == state
    assert dataclasses.replace(state, next=255) != state
    assert "secrets" not in repr(state)
    assert "scalar" not in repr(state)


def test_the_largest_record_fits_an_envelope() -> None:
    line = Line(sender=255, instance=bytes(16))
    record = Record(n=49, members=crowd(1216), previous=bytes(32), reason="leave")
    newest = Seen(line=line, seq=2**32 - 1, epoch=65_535)
    body = Body(at=AT, prev=bytes(32), seen=(newest,) * 64, content=record)

    assert len(pad(encode(body))) == 16384
