"""Only the organisation says who is a professional (docs/protocol.md §1.4)."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.crypto.hl1 import (
    Entry,
    Hl1Error,
    Roster,
    device_id,
    make_entry,
    make_revoked,
    read_entry,
)
from chatserver.crypto.hl1.roster import public_key, signer, verify
from tests.unit.crypto.parties import (
    AT,
    DAY,
    ORGANISATION,
    a_list,
    a_roster,
    an_entry,
    new_key,
    person_of,
    public_of,
)

SIGN = signer(ORGANISATION)
ENTRY = an_entry("Zoë", role="supervisor")
SIGNED = make_entry(ENTRY, SIGN)
TAIL = 4 + 4 + 65 + 64
A, B, C = (bytes([n]) * 16 for n in (1, 2, 3))


def changed(data: bytes, at: int, by: bytes) -> bytes:
    at %= len(data)
    return data[:at] + by + data[at + len(by) :]


def resigned(data: bytes) -> bytes:
    """Return what the organisation would have signed in a shape it never makes."""
    return data[:-64] + SIGN(data[:-64])


def test_an_entry_comes_back_as_it_was_signed() -> None:
    assert a_roster().check(SIGNED, at=AT) == ENTRY
    assert read_entry(SIGNED) == ENTRY
    assert ENTRY.device == device_id(ENTRY.key)
    assert len(ENTRY.device) == 16


def test_no_name_stands_in_a_repr() -> None:
    assert "Zo" not in repr(ENTRY)


def test_an_entry_of_another_organisation_is_refused() -> None:
    with pytest.raises(Hl1Error, match="signature of somebody else"):
        a_roster().check(make_entry(ENTRY, signer(new_key())), at=AT)


@given(bit=st.integers(min_value=0, max_value=len(SIGNED) * 8 - 1))
def test_a_bit_flip_anywhere_in_an_entry_is_refused(bit: int) -> None:
    flipped = changed(SIGNED, bit // 8, bytes([SIGNED[bit // 8] ^ 1 << bit % 8]))

    with pytest.raises(Hl1Error, match=r"^refused"):
        a_roster().check(flipped, at=AT)


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("nothing", b""),
        ("a byte less", SIGNED[:-1]),
        ("a byte more", SIGNED + b"\0"),
        ("another label", resigned(changed(SIGNED, 0, b"x"))),
        ("another version", resigned(changed(SIGNED, 9, b"\2"))),
        ("the visitor's role", resigned(changed(SIGNED, 26, b"\0"))),
        ("an unknown role", resigned(changed(SIGNED, 26, b"\3"))),
        ("a name that is too long by what it says", resigned(changed(SIGNED, 27, b"\5"))),
        ("a name that ends early", resigned(changed(SIGNED, 27, b"\3"))),
        ("no name", resigned(changed(SIGNED[:28] + SIGNED[32:], 27, b"\0"))),
        ("a name that is not UTF-8", resigned(changed(SIGNED, 28, b"\xff"))),
        ("a name with a control character", resigned(changed(SIGNED, 28, b"\n"))),
        ("a key that is no point", resigned(changed(SIGNED, -65, bytes([SIGNED[-65] ^ 1])))),
        ("a compressed key", resigned(changed(SIGNED, -129, b"\2"))),
    ],
)
def test_an_entry_of_a_wrong_shape_is_refused_although_it_is_signed(
    name: str, broken: bytes
) -> None:
    with pytest.raises(Hl1Error) as error:
        a_roster().check(broken, at=AT)

    assert error.value.reason == "refused", name


@pytest.mark.parametrize(
    ("at", "counts"),
    [
        (AT - DAY - 1, False),
        (AT - DAY, True),
        (AT, True),
        (AT + 9 + DAY, True),
        (AT + 10 + DAY, False),
    ],
)
def test_an_entry_counts_from_a_day_before_until_a_day_after(at: int, *, counts: bool) -> None:
    entry = make_entry(an_entry(since=AT, until=AT + 9), SIGN)

    if counts:
        assert a_roster().check(entry, at=at).name == "Sam"
    else:
        with pytest.raises(Hl1Error, match="another time"):
            a_roster().check(entry, at=at)


def test_times_at_either_end_of_time_count() -> None:
    entry = make_entry(an_entry(since=0, until=2**32 - 1), SIGN)

    assert a_roster().check(entry, at=0).since == 0
    assert a_roster().check(entry, at=2**32 - 1).until == 2**32 - 1


@pytest.mark.parametrize(
    "entry",
    [
        dataclasses.replace(ENTRY, role="visitor"),
        dataclasses.replace(ENTRY, person=bytes(15)),
        dataclasses.replace(ENTRY, since=AT, until=AT - 1),
        dataclasses.replace(ENTRY, since=-1),
        dataclasses.replace(ENTRY, until=2**32),
        dataclasses.replace(ENTRY, key=ENTRY.key[:-1]),
        dataclasses.replace(ENTRY, name=""),
        dataclasses.replace(ENTRY, name="é" * 33),
        dataclasses.replace(ENTRY, name="\u202emaS"),
    ],
    ids=["role", "person", "order", "past", "future", "key", "empty", "long", "direction"],
)
def test_nobody_signs_an_entry_that_nobody_would_take(entry: Entry) -> None:
    with pytest.raises(Hl1Error, match=r"^refused"):
        make_entry(entry, SIGN)


def test_the_longest_name_fits() -> None:
    entry = make_entry(an_entry("é" * 32), SIGN)

    assert read_entry(entry).name == "é" * 32
    assert len(entry) == 229


def test_one_person_may_have_several_devices() -> None:
    first, second = (read_entry(make_entry(an_entry(), SIGN)) for _ in range(2))

    assert first.person == second.person == person_of("Sam")
    assert first.device != second.device


def test_a_revoked_device_is_refused_and_never_comes_back() -> None:
    roster = a_roster()
    roster.revoke(a_list(ENTRY.device))
    roster.revoke(a_list(A))

    assert roster.revoked == {ENTRY.device, A}
    with pytest.raises(Hl1Error, match="revoked"):
        roster.check(SIGNED, at=AT)
    assert a_roster().check(SIGNED, at=AT) == ENTRY


def test_a_list_is_sorted_and_names_nobody_twice() -> None:
    assert a_roster().read_revoked(a_list(C, A, B, A)) == {A, B, C}
    assert a_list(C, A, B, A)[18:66] == A + B + C
    assert a_roster().read_revoked(a_list()) == frozenset()


def test_a_list_names_at_most_five_hundred_devices() -> None:
    devices = [n.to_bytes(16) for n in range(501)]

    assert len(a_roster().read_revoked(a_list(*devices[1:]))) == 500
    with pytest.raises(Hl1Error, match="too many"):
        a_list(*devices)
    with pytest.raises(Hl1Error, match="too many"):
        a_list(bytes(15))


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("nothing", b""),
        ("a byte less", a_list(A, B)[:-1]),
        ("a byte more", resigned(a_list(A, B)[:-64] + b"\0" + bytes(64))),
        ("another label", resigned(changed(a_list(A, B), 0, b"x"))),
        ("another version", resigned(changed(a_list(A, B), 11, b"\2"))),
        ("fewer ids than it says", resigned(changed(a_list(A, B), 16, b"\0\3"))),
        ("more ids than it says", resigned(changed(a_list(A, B), 16, b"\0\1"))),
        ("more than a list may hold", resigned(changed(a_list(A, B), 16, b"\x01\xf5"))),
        ("ids not ascending", resigned(changed(a_list(A, B), 18, C))),
        ("the same id twice", resigned(changed(a_list(A, B), 18, B))),
        ("another organisation", make_revoked([A], issued=AT, sign=signer(new_key()))),
        ("no signature", a_list(A, B)[:-64] + bytes(64)),
    ],
    ids=lambda part: part if isinstance(part, str) else "list",
)
def test_a_list_that_is_not_the_organisations_takes_nobody_back(name: str, broken: bytes) -> None:
    roster = a_roster()

    with pytest.raises(Hl1Error) as error:
        roster.revoke(broken)
    assert error.value.reason == "refused", name
    assert roster.revoked == frozenset()


def test_a_key_that_is_no_point_makes_no_roster() -> None:
    with pytest.raises(Hl1Error, match="not on the curve"):
        Roster(b"\4" + bytes(64))
    with pytest.raises(Hl1Error, match="length"):
        Roster(public_of(ORGANISATION)[:-1])


@pytest.mark.parametrize("signature", [b"", bytes(63), bytes(64), b"\xff" * 64, bytes(65)])
def test_a_signature_of_wrong_length_or_numbers_is_refused(signature: bytes) -> None:
    with pytest.raises(Hl1Error, match="signature"):
        verify(public_key(public_of(ORGANISATION)), b"message", signature)
