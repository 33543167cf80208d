"""Epoch secrets reach those they are sealed to, from nobody but the visitor (§1.5)."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatserver.crypto.hl1 import (
    GrantKey,
    Hl1Error,
    ProfessionalConversation,
    VisitorConversation,
    keys,
)
from chatserver.crypto.hl1.encapsulation import check_key, new_key, open_with, seal_to, suite_of
from chatserver.crypto.hl1.grant import Answered, Grant, read_grant, write_grant
from tests.unit.crypto.parties import (
    AT,
    a_grant,
    answered,
    arriving,
    given_to,
    grant_to,
    leave_out,
    let_in,
    offered,
    own_grant,
    read_by,
    record_naming,
    sealed_to,
    somebody,
    state_of,
    talking,
    unsealed_by,
)

VISITOR = VisitorConversation.begin()
SAM = arriving(VISITOR).kept()
TO_SAM = answered(SAM)
KEY = state_of(VISITOR).key
SERVERS = GrantKey.new()
FLIPPED = bytes([1, *bytes(31)])
KEY_AT = slice(1, 66)
SIGNATURE_AT = slice(-64, None)

Retold = Callable[[Answered], Answered]


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
    visitor, party = talking()

    with pytest.raises(Hl1Error, match="the visitor did not make"):
        party.admit(own_grant(party.kept(), a_grant(2), SERVERS))
    pretended = replace(SERVERS, public=state_of(visitor).key.public)
    with pytest.raises(Hl1Error, match="signature of somebody else"):
        party.admit(own_grant(party.kept(), a_grant(2), pretended))
    assert (party.granted, party.epoch) == (1, 1)


def test_nobody_answers_a_colleague_in_the_place_of_the_visitor() -> None:
    """Also not with the help of somebody who was let in, and has grants of their own."""
    visitor = VisitorConversation.begin()
    sam, noor = arriving(visitor), arriving(visitor, "Noor")
    of_sam = unsealed_by(sam.kept(), grant_to(let_in(visitor, sam), sam))
    leave_out(visitor, 1)
    pretended = replace(SERVERS, public=of_sam[KEY_AT])

    for epoch in (0, 1, 2, 3, 49):
        made_up = write_grant(a_grant(epoch, member=2), answered(noor.kept()), pretended)
        for signature in (made_up[SIGNATURE_AT], of_sam[SIGNATURE_AT]):
            with pytest.raises(Hl1Error, match="signature of somebody else"):
                noor.admit(sealed_to(noor.kept(), made_up[:-64] + signature))
    with pytest.raises(Hl1Error, match="signature of somebody else"):
        noor.admit(sealed_to(noor.kept(), of_sam))
    assert noor.granted == -1


@pytest.mark.parametrize(
    "retold",
    [
        lambda to: replace(to, cid=bytes(16)),
        lambda to: replace(to, hash=bytes(32)),
        lambda to: replace(to, key=new_key(2)[1]),
    ],
    ids=["another conversation", "another offer", "another suite"],
)
def test_a_grant_is_signed_for_one_offer_of_one_conversation(retold: Retold) -> None:
    plaintext = write_grant(a_grant(1), retold(TO_SAM), KEY)

    with pytest.raises(Hl1Error, match="signature of somebody else"):
        read_grant(plaintext, TO_SAM, commitment=VISITOR.commitment)


@given(bit=st.integers(0, 8 * len(write_grant(a_grant(1), TO_SAM, KEY)) - 1))
def test_nothing_of_a_grant_can_be_changed_unseen(bit: int) -> None:
    plaintext = bytearray(write_grant(a_grant(1), TO_SAM, KEY))
    plaintext[bit // 8] ^= 1 << bit % 8

    with pytest.raises(Hl1Error):
        read_grant(bytes(plaintext), TO_SAM, commitment=VISITOR.commitment)


@pytest.mark.parametrize(
    "public",
    [bytes(65), b"\4" + bytes(64), b"\6" + KEY.public[1:]],
    ids=["zeros", "not on the curve", "hybrid"],
)
def test_a_commitment_to_what_is_no_key_lets_nobody_in(public: bytes) -> None:
    plaintext = write_grant(a_grant(1), TO_SAM, replace(KEY, public=public))

    with pytest.raises(Hl1Error, match="not on the curve"):
        read_grant(plaintext, TO_SAM, commitment=keys.commitment_of(public))


@pytest.mark.parametrize("version", [0, 1, 3, 255])
def test_a_grant_of_another_version_is_not_supported(version: int) -> None:
    plaintext = bytes([version]) + write_grant(a_grant(1), TO_SAM, KEY)[1:]

    with pytest.raises(Hl1Error, match=r"^unsupported: version of a grant"):
        read_grant(plaintext, TO_SAM, commitment=VISITOR.commitment)


def test_a_grant_says_since_when_everything_is_for_its_member() -> None:
    visitor, sam = talking()
    noor, iris = arriving(visitor, "Noor"), arriving(visitor, "Iris")
    made = [let_in(visitor, noor, sam), let_in(visitor, iris, sam, noor)]
    made.append(let_in(visitor, noor, sam, iris, back=True))
    made.append(leave_out(visitor, 3, rest=(sam, noor)))

    assert [read_by(noor, each).since for each in made] == [2, 2, 0, 0]
    assert [read_by(sam, each).since for each in made] == [0] * 4
    assert [read_by(noor, each).record for each in made] == [
        keys.digest(each.record) for each in made
    ]


def test_nobody_who_holds_the_secret_of_an_epoch_makes_another_record_of_it() -> None:
    visitor, sam = talking()
    noor = arriving(visitor, "Noor")
    granted = let_in(visitor, noor, sam)
    members = [member for member in visitor.members if member.role != "visitor"]

    for named in (members, [*members, somebody(7, "De baas")], members[1:]):
        with pytest.raises(Hl1Error, match="a record that the visitor did not make"):
            noor.open(record_naming(visitor, *named, n=2, previous=b""))
    assert noor.open(granted.record).marks == ()


def test_a_record_without_its_grant_is_not_believed() -> None:
    """Its secret may come with a later one, but not the visitor's word that this is the record."""
    visitor, sam = talking()
    noor, iris = arriving(visitor, "Noor"), arriving(visitor, "Iris")
    first = let_in(visitor, noor, sam)
    noor.open(first.record)
    kept_back = visitor.grant(offered(visitor, iris), AT, back=False)
    let_in(visitor, noor, sam, back=True)

    with pytest.raises(Hl1Error, match="a record that the visitor did not make"):
        noor.open(kept_back.record)
    noor.admit(grant_to(kept_back, noor))
    assert noor.open(kept_back.record).marks == ()


@pytest.mark.parametrize("epoch", [50, 65_535, 2**32 - 1])
def test_a_grant_of_an_epoch_beyond_all_is_refused(epoch: int) -> None:
    plaintext = write_grant(a_grant(epoch), TO_SAM, KEY)

    with pytest.raises(Hl1Error, match="epochs of a grant"):
        read_grant(plaintext, TO_SAM, commitment=VISITOR.commitment)


def test_a_grant_cannot_change_a_secret_a_number_or_a_record() -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)
    given, key = read_by(party, let_in(visitor, party)), state_of(visitor).key

    for changed, why in (
        (replace(given, secrets={0: given.secrets[0], 1: bytes(32)}), "another secret"),
        (replace(a_grant(2), member=2), "another member number"),
        (replace(given, record=bytes(32)), "another record"),
    ):
        with pytest.raises(Hl1Error, match=why):
            party.admit(own_grant(party.kept(), changed, key))
    assert party.granted == 1


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
    member=st.integers(1, 255),
    record=st.binary(min_size=32, max_size=32),
    given=st.dictionaries(
        st.integers(0, 49), st.binary(min_size=32, max_size=32), min_size=1, max_size=50
    ),
    earlier=st.integers(0, 49),
)
def test_a_grant_comes_back_as_it_was_written(
    member: int, record: bytes, given: dict[int, bytes], earlier: int
) -> None:
    since = min(earlier, *given)
    grant = Grant(member=member, since=since, record=record, secrets=given)

    plaintext = write_grant(grant, TO_SAM, KEY)

    assert read_grant(plaintext, TO_SAM, commitment=VISITOR.commitment) == grant


@given(garbage=st.binary(max_size=300), version=st.sampled_from([b"", b"\2"]))
def test_garbage_is_no_plaintext_of_a_grant(garbage: bytes, version: bytes) -> None:
    with pytest.raises(Hl1Error):
        read_grant(version + garbage, TO_SAM, commitment=VISITOR.commitment)


def test_no_secret_stands_in_a_repr() -> None:
    assert "secrets" not in repr(a_grant(1))
    assert "scalar" not in repr(KEY)
    assert "grant=" not in repr(let_in(VISITOR, arriving(VISITOR)))
