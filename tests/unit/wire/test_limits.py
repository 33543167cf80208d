"""Sizes that are written in two places, because the layers may not import each other."""

from chatserver.crypto.hl1 import Entry, GrantKey, Member, make_entry, make_revoked, suite
from chatserver.crypto.hl1.body import THE_VISITOR
from chatserver.crypto.hl1.state import Offered, State, seal_state
from chatserver.crypto.roster_key import RosterKey
from chatserver.wire import limits


def test_the_wire_and_the_cryptography_agree() -> None:
    assert limits.BUCKETS == suite.BUCKETS
    assert limits.HEADER_BYTES == suite.HEADER_BYTES
    assert limits.SEALED_SIZES == suite.SEALED_SIZES
    assert limits.DEVICE_BYTES == suite.DEVICE_BYTES
    assert limits.SIGNATURE_BYTES == suite.SIGNATURE_BYTES


def test_what_the_cryptography_makes_fits_its_field() -> None:
    sign = RosterKey.new().sign
    entry = Entry(
        person=bytes(16),
        role="supervisor",
        name="x" * suite.MAX_NAME_BYTES,
        since=0,
        until=suite.LAST_MINUTE,
        key=RosterKey.new().public,
    )
    devices = [number.to_bytes(16) for number in range(suite.MAX_REVOKED)]

    assert len(make_entry(entry, sign)) == 229 <= limits.MAX_ENTRY_BYTES
    assert len(make_revoked(devices, issued=0, sign=sign)) == 8082 <= limits.MAX_REVOKED_BYTES


def test_the_sizes_are_these() -> None:
    assert limits.FRAME_SIZES == (640, 2048, 6144, 22528)
    assert limits.MAX_FRAME_BYTES == 22528
    assert sorted(limits.SEALED_SIZES) == [327, 1095, 4167, 16455]


def test_the_largest_state_of_a_visitor_fits_its_field() -> None:
    members = [
        Member(id=number, role="professional", name="\x01" * 64, key="A" * 1624)
        for number in range(251, 256)
    ]
    largest = State(
        key=GrantKey.new(),
        secrets={number: bytes(32) for number in range(50)},
        records={number: bytes(32) for number in range(1, 50)},
        members=(THE_VISITOR, *members),
        next=256,
        offers={each.id: Offered(hash=bytes(32), device=bytes(16), since=49) for each in members},
    )

    blob = seal_state(largest, key=bytes(32), cid=bytes(16), nonce=bytes(12))

    assert len(blob) <= limits.MAX_BLOB_BYTES


def test_the_largest_state_fits_the_largest_frame() -> None:
    assert (limits.MAX_BLOB_BYTES + 2) // 3 * 4 + 200 < limits.MAX_FRAME_BYTES
