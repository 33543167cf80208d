"""Epoch secrets reach those they are sealed to, from nobody but the visitor (§1.5)."""

import secrets

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatserver.crypto.hl1 import Hl1Error, ProfessionalConversation, VisitorConversation, keys
from chatserver.crypto.hl1.encapsulation import check_key, new_key, open_with, seal_to, suite_of
from chatserver.crypto.hl1.grant import Grant, pack_grant, unpack_grant
from tests.unit.crypto.parties import (
    AT,
    arriving,
    given_to,
    grant_to,
    leave_out,
    let_in,
    offered,
    own_grant,
    read_by,
    talking,
)

VISITOR = VisitorConversation.begin()
GRANT = Grant(opening=bytes(32), member=1, secrets={1: bytes(32)})


@pytest.mark.parametrize("number", [1, 2])
def test_both_suites_let_somebody_in(number: int) -> None:
    visitor = VisitorConversation.begin()
    waiting = visitor.seal_text("is daar iemand", AT)
    party = arriving(visitor, suite=number)

    granted = let_in(visitor, party)

    assert party.open(waiting).text == "is daar iemand"
    assert party.open(granted.record).kind == "epoch"
    assert visitor.open(party.seal_text("ja", AT)).text == "ja"


def test_both_suites_are_in_one_conversation() -> None:
    visitor, sam = talking()
    noor = arriving(visitor, "Noor", suite=2)
    granted = let_in(visitor, noor, sam)
    for each in (sam, noor):
        each.open(granted.record)

    assert [len(member.key) for member in visitor.members] == [0, 88, 1624]
    assert sam.members == noor.members == visitor.members
    assert noor.open(sam.seal_text("welkom", AT)).text == "welkom"


@pytest.mark.parametrize("number", [1, 2])
@settings(deadline=None)
@given(at=st.floats(min_value=0, max_value=1, exclude_max=True), bit=st.integers(0, 7))
def test_a_bit_flip_anywhere_in_a_grant_is_refused(number: int, at: float, bit: int) -> None:
    private, key = new_key(number)
    sealed = seal_to(key, b"a secret", info=b"offer")
    where = int(at * len(sealed))
    flipped = sealed[:where] + bytes([sealed[where] ^ 1 << bit]) + sealed[where + 1 :]

    assert open_with(private, sealed, info=b"offer") == b"a secret"
    with pytest.raises(Hl1Error, match="does not open"):
        open_with(private, flipped, info=b"offer")


@pytest.mark.parametrize("number", [1, 2])
@given(garbage=st.binary(max_size=100))
def test_garbage_is_no_grant_and_never_crashes(number: int, garbage: bytes) -> None:
    private, key = new_key(number)

    with pytest.raises(Hl1Error):
        open_with(private, garbage, info=b"")
    with pytest.raises(Hl1Error):
        open_with(private, seal_to(key, b"x", info=b"")[:-17] + garbage, info=b"")
    with pytest.raises(Hl1Error):
        check_key(number, garbage)


@pytest.mark.parametrize("number", [1, 2])
def test_a_grant_answers_one_offer(number: int) -> None:
    private, key = new_key(number)

    with pytest.raises(Hl1Error, match="does not open"):
        open_with(private, seal_to(key, b"x", info=b"one offer"), info=b"another")
    with pytest.raises(Hl1Error, match="does not open"):
        open_with(new_key(number)[0], seal_to(key, b"x", info=b"offer"), info=b"offer")
    assert suite_of(key) == number


def test_a_key_that_agrees_on_nothing_lets_nobody_in() -> None:
    _, key = new_key(2)

    with pytest.raises(Hl1Error, match="agrees on nothing"):
        seal_to(key[:1184] + bytes(32), b"x", info=b"")


def test_a_grant_of_a_colleague_does_not_open() -> None:
    visitor = VisitorConversation.begin()
    party, other = arriving(visitor), arriving(visitor)
    granted = let_in(visitor, party)

    with pytest.raises(Hl1Error, match="does not open"):
        other.admit(grant_to(granted, party))
    assert (other.granted, party.granted) == (-1, 1)
    assert set(given_to(party, granted)) == {0, 1}


def test_a_server_cannot_grant_an_epoch_of_its_own() -> None:
    _, party = talking()

    for opening in (bytes(32), secrets.token_bytes(32), party.kept().commitment):
        made_up = Grant(opening=opening, member=1, secrets={2: bytes(32)})
        with pytest.raises(Hl1Error, match="the visitor did not make"):
            party.admit(own_grant(party.kept(), made_up))
    assert (party.granted, party.epoch) == (1, 1)


def test_the_opening_of_each_epoch_leads_to_the_commitment_and_to_no_newer_one() -> None:
    it = keys.identity(VISITOR.root)
    openings = [keys.opening_of(VISITOR.root, epoch=epoch) for epoch in range(50)]

    for epoch, opening in enumerate(openings):
        assert keys.commitment_of(opening, epoch=epoch) == it.commitment
        assert keys.commitment_of(opening, epoch=epoch + 1) != it.commitment
    assert len(set(openings)) == 50


def test_a_server_cannot_grant_what_comes_after_those_who_help_it() -> None:
    visitor = VisitorConversation.begin()
    sam, noor = arriving(visitor), arriving(visitor, "Noor")
    let_in(visitor, sam)
    second = let_in(visitor, noor, sam)
    noor.open(second.record)
    of_sam = read_by(sam, second).opening
    third = leave_out(visitor, 1)

    for epoch in (3, 4, 49):
        led_away = Grant(opening=of_sam, member=2, secrets={epoch: bytes(32)})
        with pytest.raises(Hl1Error, match="the visitor did not make"):
            noor.admit(own_grant(noor.kept(), led_away))
    noor.admit(grant_to(third, noor))
    assert (noor.open(third.record).marks, noor.epoch) == ((), 3)


@pytest.mark.parametrize("epoch", [50, 65_535, 2**32 - 1])
def test_a_grant_of_an_epoch_beyond_all_is_refused(epoch: int) -> None:
    packed = pack_grant(Grant(opening=bytes(32), member=1, secrets={epoch: bytes(32)}))

    with pytest.raises(Hl1Error, match="epochs of a grant"):
        unpack_grant(packed)


def test_a_grant_cannot_change_a_secret_or_a_number() -> None:
    visitor, party = talking()
    first, second = (keys.opening_of(visitor.root, epoch=epoch) for epoch in (1, 2))

    other_secret = Grant(opening=first, member=1, secrets={1: bytes(32)})
    with pytest.raises(Hl1Error, match="another secret"):
        party.admit(own_grant(party.kept(), other_secret))
    other_number = Grant(opening=second, member=2, secrets={2: bytes(32)})
    with pytest.raises(Hl1Error, match="another member number"):
        party.admit(own_grant(party.kept(), other_number))
    assert (party.granted, party.epoch) == (1, 1)


def test_the_same_grant_again_changes_nothing() -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)
    granted = let_in(visitor, party)

    party.admit(grant_to(granted, party))

    assert party.open(granted.record).kind == "epoch"
    assert party.granted == 1


def test_grants_may_come_in_any_order() -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)
    read = offered(visitor, party)
    first, second = (visitor.grant(read, AT, back=False) for _ in range(2))
    again = ProfessionalConversation.restore(party.kept())

    for granted in (second, first):
        again.admit(grant_to(granted, party))

    assert [again.open(it.record).kind for it in (first, second)] == ["epoch", "epoch"]
    assert (again.granted, again.epoch) == (2, 2)


@given(
    opening=st.binary(min_size=32, max_size=32),
    member=st.integers(1, 255),
    given=st.dictionaries(
        st.integers(0, 49), st.binary(min_size=32, max_size=32), min_size=1, max_size=50
    ),
)
def test_a_grant_comes_back_as_it_was_packed(
    opening: bytes, member: int, given: dict[int, bytes]
) -> None:
    grant = Grant(opening=opening, member=member, secrets=given)

    assert unpack_grant(pack_grant(grant)) == grant


@given(garbage=st.binary(max_size=120))
def test_what_is_packed_otherwise_is_refused(garbage: bytes) -> None:
    try:
        assert pack_grant(unpack_grant(garbage)) == garbage
    except Hl1Error as error:
        assert error.reason == "refused"  # noqa: PT017 - either is right


def test_no_secret_stands_in_a_repr() -> None:
    assert "b'" not in repr(GRANT)
    assert "grant=" not in repr(let_in(VISITOR, arriving(VISITOR)))
