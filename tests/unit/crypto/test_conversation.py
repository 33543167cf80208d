"""What one writes and the other reads (docs/protocol.md §1.2, §1.3)."""

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatserver.crypto.hl1 import (
    Hl1Error,
    ProfessionalConversation,
    VisitorConversation,
    envelope,
    to_base64,
)
from chatserver.crypto.hl1.body import Text
from tests.unit.crypto.parties import (
    AT,
    arriving,
    forged,
    grant_to,
    joining,
    let_in,
    offered,
    secrets_of,
    talking,
)


@settings(deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_goes_both_ways(text: str) -> None:
    visitor, party = talking()

    assert party.open(visitor.seal_text(text, 9)).text == text
    opened = visitor.open(party.seal_text(text, 9))
    assert (opened.text, opened.sender, opened.seq, opened.epoch) == (text, 1, 1, 1)
    assert (opened.at, opened.mine, opened.marks, opened.kind) == (9, False, (), "text")


def test_a_card_of_a_professional_is_one_for_both_and_words_are_not() -> None:
    visitor, sam = talking()
    sealed = sam.seal_card("112\nGevaar.\n112", AT)

    seen, own = visitor.open(sealed), sam.open(sealed)

    assert (seen.kind, seen.text, seen.is_card) == ("text", "112\nGevaar.\n112", True)
    assert (own.mine, own.is_card) == (True, True)
    assert not visitor.open(sam.seal_text("112\nGevaar.\n112", AT)).is_card


def test_nobody_is_handed_a_card_by_a_visitor() -> None:
    visitor, sam = talking()

    opened = sam.open(forged(visitor, Text(text="112", is_card=True), sender=0, epoch=1))

    assert (opened.text, opened.is_card) == ("112", False)


def test_before_the_grant_a_professional_can_do_nothing() -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)

    assert (party.granted, party.epoch, party.members) == (-1, -1, ())
    with pytest.raises(Hl1Error):
        party.seal_text("hallo", AT)
    with pytest.raises(Hl1Error):
        party.open(visitor.seal_text("hallo", AT))


def test_each_side_ends_calmly() -> None:
    visitor, party = talking()

    assert party.open(visitor.seal_end(AT)).kind == "end"
    assert visitor.open(party.seal_end(AT)).kind == "end"


def test_a_professional_leaves_and_the_conversation_goes_on() -> None:
    visitor, sam = talking()
    noor = joining(visitor, "Noor", sam)
    goodbye = sam.seal_leave(AT)

    assert [each.open(goodbye).kind for each in (visitor, noor)] == ["leave", "leave"]
    granted = visitor.remove([1], AT)
    noor.admit(grant_to(granted, noor))

    assert noor.open(granted.record).marks == ()
    assert noor.open(visitor.seal_text("verder", AT)).marks == ()


def test_a_sign_of_life_says_nothing_else() -> None:
    visitor, party = talking()

    opened = party.open(visitor.seal_alive(AT))

    assert (opened.kind, opened.text, opened.marks) == ("alive", "", ())
    assert visitor.open(party.seal_alive(AT)).kind == "alive"


def test_who_said_or_heard_something_owes_a_sign_of_life() -> None:
    visitor, party = talking()
    assert (visitor.owes_alive, party.owes_alive) == (True, True)

    of_visitor, of_party = visitor.seal_alive(AT), party.seal_alive(AT)
    assert (visitor.owes_alive, party.owes_alive) == (False, False)

    visitor.open(of_party)
    party.open(of_visitor)
    assert (visitor.owes_alive, party.owes_alive) == (False, False)

    party.open(visitor.seal_text("hallo", AT))
    assert (visitor.owes_alive, party.owes_alive) == (True, True)


def test_who_has_ended_or_left_owes_no_sign_of_life() -> None:
    visitor, sam = talking()
    noor = joining(visitor, "Noor", sam)

    visitor.seal_end(AT)
    sam.seal_leave(AT)
    noor.seal_end(AT)

    assert not any(each.owes_alive for each in (visitor, sam, noor))


def test_nobody_owes_a_sign_of_life_before_they_are_in() -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)
    waiting = visitor.seal_text("hallo", AT)
    record = let_in(visitor, party).record

    party.open(waiting)
    assert not party.owes_alive
    party.open(record)
    assert party.owes_alive


def test_nobody_owes_a_sign_of_life_for_what_came_again_or_was_refused() -> None:
    visitor, party = talking()
    said = visitor.seal_text("hallo", AT)
    party.open(said)
    party.seal_alive(AT)

    party.open(said)
    with pytest.raises(Hl1Error):
        party.open(said[:-1] + bytes([said[-1] ^ 1]))

    assert not party.owes_alive


def test_what_somebody_opened_is_confirmed_by_their_next_word() -> None:
    visitor, party = talking()
    said = [visitor.seal_text("x", AT) for _ in range(2)]
    assert (visitor.confirmed, party.confirmed) == (0, 0)

    visitor.open(party.seal_alive(AT))
    assert visitor.confirmed == 1

    for each in said:
        party.open(each)
    assert visitor.confirmed == 1
    visitor.open(party.seal_text("ja", AT))
    assert visitor.confirmed == 3
    party.open(visitor.seal_alive(AT))
    assert party.confirmed == 2


def test_own_messages_come_back_once() -> None:
    _, party = talking()
    said = party.seal_text("ja", AT)

    first, again = party.open(said), party.open(said)

    assert (first.mine, first.marks) == (True, ())
    assert again.marks == ("repeated",)


def test_nothing_is_put_into_our_mouth() -> None:
    visitor, party = talking()
    said = party.seal_text("ja", AT)
    header, secret = envelope.read_header(said), secrets_of(visitor)[1]
    body = envelope.open_sealed(said, secret=secret)
    after = dataclasses.replace(header, seq=2)

    for under_our_name in (header, after):
        with pytest.raises(Hl1Error, match="never sealed"):
            party.open(envelope.seal(under_our_name, body, secret=secret, nonce=bytes(12)))


def test_a_message_comes_twice_and_is_marked() -> None:
    visitor, party = talking()
    said = visitor.seal_text("ja", AT)

    assert [party.open(said).marks for _ in range(2)] == [(), ("repeated",)]


def test_a_message_the_server_dropped_is_missed() -> None:
    visitor, party = talking()
    visitor.seal_text("weg", AT)

    assert party.open(visitor.seal_text("hier", AT)).marks == ("missing",)


def test_a_message_of_another_conversation_is_refused() -> None:
    visitor, _ = talking()
    _, party = talking()

    with pytest.raises(Hl1Error, match="another conversation"):
        party.open(visitor.seal_text("voor Sam", AT))


def test_a_kind_from_the_future_opens_as_unknown() -> None:
    visitor, party = talking()
    said = visitor.seal_text("x", AT)
    header = dataclasses.replace(envelope.read_header(said), seq=3)
    body = b'{"kind":"drawing","at":1,"prev":"","seen":[]}'
    secret = secrets_of(visitor)[1]

    opened = party.open(envelope.seal(header, body, secret=secret, nonce=bytes(12)))

    assert (opened.kind, opened.text) == ("unknown", "")


def test_three_talk_and_each_sees_who_spoke() -> None:
    visitor, sam = talking()
    noor = joining(visitor, "Noor", sam)
    parties: list[VisitorConversation | ProfessionalConversation] = [visitor, sam, noor]

    for number, speaker in enumerate(parties):
        said = speaker.seal_text(f"{number}", AT)
        opened = [each.open(said) for each in parties if each is not speaker]
        assert {(it.sender, it.text, it.marks) for it in opened} == {(number, f"{number}", ())}


def test_who_forgets_can_do_nothing_more() -> None:
    visitor, party = talking()
    said = visitor.seal_text("x", AT)

    visitor.forget()
    party.forget()

    assert visitor.root == b""
    for forgotten in (visitor, party):
        with pytest.raises(Hl1Error):
            forgotten.seal_text("x", AT)
        with pytest.raises(Hl1Error):
            forgotten.open(said)
    with pytest.raises(Hl1Error, match="forgotten"):
        party.kept()


def test_a_text_that_does_not_fit_takes_no_number() -> None:
    visitor, party = talking()

    with pytest.raises(Hl1Error) as error:
        visitor.seal_text("\x01" * 4000, AT)

    assert error.value.reason == "too_long"
    assert party.open(visitor.seal_text("korter", AT)).marks == ()


def test_no_key_stands_in_a_repr() -> None:
    visitor, party = talking()
    identity = VisitorConversation.identity(visitor.root)
    granted = let_in(visitor, party)

    assert repr(visitor.token) not in repr(identity)
    assert "PrivateKey" not in repr(party.kept())
    assert to_base64(grant_to(granted, party)) not in repr(granted)
    assert "b'" not in repr(granted)
    assert "Sam" not in repr((granted, offered(visitor, party)))
