"""An offer is believed only with a device of the roster behind it (docs/protocol.md §1.4)."""

import dataclasses

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.crypto.hl1 import Device, Hl1Error, Role, VisitorConversation, make_entry
from chatserver.crypto.hl1.offer import make_offer, read_offer
from chatserver.crypto.hl1.roster import signer
from tests.unit.crypto.parties import (
    AT,
    DAY,
    ORGANISATION,
    a_device,
    a_list,
    a_roster,
    an_entry,
    arriving,
    new_key,
    offered,
    person_of,
    public_of,
    talking,
)

VISITOR = VisitorConversation.begin()
PRIVATE = new_key()
DEVICE = Device.of(PRIVATE, make_entry(an_entry(key=public_of(PRIVATE)), signer(ORGANISATION)))
SAM = arriving(VISITOR, device=DEVICE)
KEY_AT = 9 + 2 + 16 + 32 + 4 + 2 + 3 + 2


def offer_of(*, role: Role = "professional", name: str = "Sam", suite: int = 1) -> bytes:
    """Return an offer as any page could write it, with a good key."""
    key = public_of(new_key())
    return make_offer(
        cid=VISITOR.cid,
        commitment=VISITOR.commitment,
        suite_number=suite,
        role=role,
        name=name,
        key=key,
    )


def why(offer: bytes, signature: bytes, entry: bytes, *, at: int = AT) -> str:
    """Return why the visitor's page does not believe an offer."""
    with pytest.raises(Hl1Error) as error:
        VISITOR.read_offer(offer, signature, entry, roster=a_roster(), suites=(1, 2), at=at)
    return str(error.value)


def test_an_offer_of_somebody_on_the_roster_is_believed() -> None:
    read = offered(VISITOR, SAM)

    assert (read.name, read.role, read.suite, read.epoch) == ("Sam", "professional", 1, 0)
    assert (read.person, read.bytes) == (person_of("Sam"), SAM.offer)
    assert len(read.device) == 16
    assert "Sam" not in repr(read)


def test_a_supervisor_is_believed_as_a_supervisor() -> None:
    party = arriving(VISITOR, device=a_device("Noor", role="supervisor"))

    assert offered(VISITOR, party).role == "supervisor"


def test_without_a_roster_nobody_is_believed() -> None:
    with pytest.raises(Hl1Error, match="there is no roster"):
        VISITOR.read_offer(SAM.offer, SAM.signature, SAM.entry, roster=None, suites=(1,), at=AT)


def test_an_unsigned_offer_is_refused() -> None:
    assert "length of a signature" in why(SAM.offer, b"", SAM.entry)
    assert "length of an entry" in why(SAM.offer, SAM.signature, b"")
    assert "somebody else" in why(SAM.offer, bytes(64), SAM.entry)


def test_a_server_that_is_its_own_organisation_is_refused() -> None:
    party = arriving(VISITOR, device=a_device("Sam", by=new_key()))

    assert "somebody else" in why(party.offer, party.signature, party.entry)


def test_a_real_entry_does_not_vouch_for_a_key_of_the_server() -> None:
    offer = offer_of()

    assert "somebody else" in why(offer, signer(new_key())(offer), SAM.entry)
    assert "somebody else" in why(offer, SAM.signature, SAM.entry)


def test_a_key_that_was_swapped_is_refused() -> None:
    swapped = SAM.offer[:KEY_AT] + public_of(new_key())

    assert len(swapped) == len(SAM.offer)
    assert "somebody else" in why(swapped, SAM.signature, SAM.entry)


def test_an_entry_of_a_colleague_does_not_vouch() -> None:
    colleague = a_device("Sam")

    assert "somebody else" in why(SAM.offer, SAM.signature, colleague.entry)


@pytest.mark.parametrize(("role", "name"), [("supervisor", "Sam"), ("professional", "Noor")])
def test_nobody_offers_in_another_name_or_role_than_their_own(role: Role, name: str) -> None:
    offer = offer_of(role=role, name=name)

    assert "another name" in why(offer, DEVICE.sign(offer), DEVICE.entry)


def test_an_offer_for_another_conversation_is_refused() -> None:
    other = VisitorConversation.begin()
    party = arriving(other)
    read = offered(other, party)

    assert "another conversation" in why(party.offer, party.signature, party.entry)
    with pytest.raises(Hl1Error, match="another conversation"):
        VISITOR.grant(read, AT, back=False)
    assert VISITOR.epoch == 0


def test_an_offer_of_another_time_is_refused() -> None:
    assert "another time" in why(SAM.offer, SAM.signature, SAM.entry, at=AT + 92 * DAY)
    assert "another time" in why(SAM.offer, SAM.signature, SAM.entry, at=AT - 92 * DAY)


def test_an_offer_of_a_revoked_device_is_refused() -> None:
    roster = a_roster()
    roster.revoke(a_list(offered(VISITOR, SAM).device))

    with pytest.raises(Hl1Error, match="revoked"):
        offered(VISITOR, SAM, roster=roster)


def test_a_suite_we_did_not_name_is_unsupported() -> None:
    party = arriving(VISITOR, suite=2)

    assert offered(VISITOR, party).suite == 2
    with pytest.raises(Hl1Error) as error:
        VISITOR.read_offer(
            party.offer, party.signature, party.entry, roster=a_roster(), suites=(1,), at=AT
        )
    assert error.value.reason == "unsupported"


def test_a_suite_that_does_not_exist_is_unsupported() -> None:
    with pytest.raises(Hl1Error) as error:
        arriving(VISITOR, suite=3)
    assert error.value.reason == "unsupported"
    assert "unsupported" in why(offer_of(suite=3), bytes(64), SAM.entry)


def test_a_key_of_another_suite_is_refused() -> None:
    assert "length of a public key" in why(offer_of(suite=2), bytes(64), SAM.entry)


def test_a_key_of_suite_2_must_be_one() -> None:
    party = arriving(VISITOR, suite=2)
    broken = party.offer[:KEY_AT] + b"\xff" * 1216

    assert "a public key that is none" in why(broken, party.signature, party.entry)


@given(bit=st.integers(min_value=0, max_value=len(SAM.offer + SAM.signature + SAM.entry) * 8 - 1))
def test_a_bit_flip_anywhere_in_an_offer_is_refused(bit: int) -> None:
    whole = bytearray(SAM.offer + SAM.signature + SAM.entry)
    whole[bit // 8] ^= 1 << bit % 8
    first, second = len(SAM.offer), len(SAM.offer) + 64

    assert why(bytes(whole[:first]), bytes(whole[first:second]), bytes(whole[second:]))


@given(garbage=st.binary(max_size=200))
def test_garbage_is_no_offer_and_never_crashes(garbage: bytes) -> None:
    assert why(garbage, SAM.signature, SAM.entry)
    assert why(SAM.offer[:63] + garbage, SAM.signature, SAM.entry)


@pytest.mark.parametrize("name", ["", "é" * 33, "Sam\n", "\u202emaS", "S\u200eam", "\x85"])
def test_a_name_that_could_mislead_is_refused(name: str) -> None:
    with pytest.raises(Hl1Error, match="a name that cannot be shown"):
        offer_of(name=name)


def test_nobody_offers_to_be_the_visitor() -> None:
    with pytest.raises(Hl1Error, match="nobody offers"):
        offer_of(role="visitor")


def test_an_entry_that_is_none_makes_no_offer() -> None:
    with pytest.raises(Hl1Error, match="length of an entry"):
        arriving(VISITOR, device=Device(entry=b"", sign=DEVICE.sign))


def test_a_member_whose_device_is_revoked_is_named_by_number() -> None:
    visitor, party = talking()
    roster = a_roster()

    assert visitor.revoked(roster) == frozenset()
    roster.revoke(a_list(bytes(16)))
    assert visitor.revoked(roster) == frozenset()
    roster.revoke(a_list(offered(visitor, party).device))
    assert visitor.revoked(roster) == {1}


def test_reading_alone_believes_nothing() -> None:
    read = read_offer(offer_of(name="Anybody"), cid=VISITOR.cid, commitment=VISITOR.commitment)

    assert "person" not in {field.name for field in dataclasses.fields(read)}
