"""Sizes that are written in two places, because the layers may not import each other."""

from chatserver.crypto.hl1 import Member, suite
from chatserver.crypto.hl1.body import THE_VISITOR
from chatserver.crypto.hl1.state import State, seal_state
from chatserver.wire import limits


def test_the_wire_and_the_cryptography_agree() -> None:
    assert limits.BUCKETS == suite.BUCKETS
    assert limits.HEADER_BYTES == suite.HEADER_BYTES
    assert limits.SEALED_SIZES == suite.SEALED_SIZES
    assert limits.MAX_ENTRY_BYTES == suite.MAX_ENTRY_BYTES


def test_the_sizes_are_these() -> None:
    assert limits.FRAME_SIZES == (640, 2048, 6144, 22528)
    assert limits.MAX_FRAME_BYTES == 22528
    assert sorted(limits.SEALED_SIZES) == [327, 1095, 4167, 16455]


def test_the_largest_state_of_a_visitor_fits_its_field() -> None:
    named = Member(id=255, role="professional", name="\x01" * 64, key="A" * 88)
    largest = State(
        secrets={number: bytes(32) for number in range(50)},
        record=bytes(32),
        members=(THE_VISITOR, named),
        next=256,
    )

    blob = seal_state(largest, key=bytes(32), cid=bytes(16), nonce=bytes(12))

    assert len(blob) <= 8192


def test_the_largest_state_fits_the_largest_frame() -> None:
    assert (limits.MAX_BLOB_BYTES + 2) // 3 * 4 + 200 < limits.MAX_FRAME_BYTES
