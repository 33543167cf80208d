import dataclasses
import secrets

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from hypothesis import given, settings
from hypothesis import strategies as st

from chatserver.crypto.hl1 import (
    Hl1Error,
    Member,
    ProfessionalConversation,
    VisitorConversation,
    envelope,
    keys,
    to_base64,
)
from chatserver.crypto.hl1.body import Body, Record, Text, encode
from chatserver.crypto.hl1.envelope import Header
from chatserver.crypto.hl1.grant import Grant, open_grant
from chatserver.crypto.hl1.offer import make_offer, read_point
from chatserver.crypto.hl1.state import State, open_state, seal_state
from tests.unit.crypto.parties import SHARE, arriving, let_in, own_grant, reloaded, talking


def secrets_of(visitor: VisitorConversation) -> dict[int, bytes]:
    key = keys.state_key(visitor.root, share=SHARE, cid=visitor.cid)
    return open_state(visitor.state(SHARE), key=key, cid=visitor.cid).secrets


def forged(
    visitor: VisitorConversation, content: Text | Record, *, sender: int, epoch: int
) -> bytes:
    """Return what a member with the epoch's secret could write in a page of their own."""
    header = Header(
        cid=visitor.cid, epoch=epoch, sender=sender, instance=secrets.token_bytes(16), seq=1
    )
    body = encode(Body(at=1, prev=b"", seen=(), content=content))
    return envelope.seal(
        header, body, secret=secrets_of(visitor)[epoch], nonce=secrets.token_bytes(12)
    )


def record_naming(visitor: VisitorConversation, *members: Member, n: int, previous: bytes) -> bytes:
    record = Record(n=n, members=(visitor.members[0], *members), previous=previous, reason="join")
    return forged(visitor, record, sender=0, epoch=n)


@settings(deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_goes_both_ways(text: str) -> None:
    visitor, party = talking()

    assert party.open(visitor.seal_text(text, 9)).text == text
    opened = visitor.open(party.seal_text(text, 9))
    assert (opened.text, opened.sender, opened.seq, opened.epoch) == (text, 1, 1, 1)
    assert (opened.at, opened.mine, opened.marks, opened.kind) == (9, False, (), "text")


def test_what_was_written_while_waiting_is_read_by_the_first_professional() -> None:
    visitor = VisitorConversation.begin()
    waiting = visitor.seal_text("is daar iemand", 1)
    party = arriving(visitor)

    granted = let_in(visitor, party)

    assert party.open(waiting).text == "is daar iemand"
    assert party.open(granted.record).kind == "epoch"
    assert [member.name for member in party.members] == ["", "Sam"]
    assert party.members == visitor.members
    assert party.epoch == visitor.epoch == granted.epoch == 1


def test_before_the_grant_a_professional_can_do_nothing() -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)

    assert (party.epoch, party.members) == (-1, ())
    with pytest.raises(Hl1Error):
        party.seal_text("hallo", 1)
    with pytest.raises(Hl1Error):
        party.open(visitor.seal_text("hallo", 1))


def test_each_side_ends_calmly() -> None:
    visitor, party = talking()

    assert party.open(visitor.seal_end(1)).kind == "end"
    assert visitor.open(party.seal_end(1)).kind == "end"


def test_own_messages_come_back_once() -> None:
    _, party = talking()
    said = party.seal_text("ja", 1)

    first, again = party.open(said), party.open(said)

    assert (first.mine, first.marks) == (True, ())
    assert again.marks == ("repeated",)


def test_a_message_comes_twice_and_is_marked() -> None:
    visitor, party = talking()
    said = visitor.seal_text("ja", 1)

    assert [party.open(said).marks for _ in range(2)] == [(), ("repeated",)]


def test_a_message_the_server_dropped_is_missed() -> None:
    visitor, party = talking()
    visitor.seal_text("weg", 1)

    assert party.open(visitor.seal_text("hier", 1)).marks == ("missing",)


def test_a_kind_from_the_future_opens_as_unknown() -> None:
    visitor, party = talking()
    said = visitor.seal_text("x", 1)
    header = dataclasses.replace(envelope.read_header(said), seq=3)
    body = b'{"kind":"drawing","at":1,"prev":"","seen":[]}'
    secret = secrets_of(visitor)[1]

    opened = party.open(envelope.seal(header, body, secret=secret, nonce=bytes(12)))

    assert (opened.kind, opened.text) == ("unknown", "")


def test_a_reloaded_visitor_opens_everything_and_goes_on() -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)
    transcript = [visitor.seal_text("een", 1), let_in(visitor, party).record]
    for sealed in transcript:
        party.open(sealed)
    transcript.append(party.seal_text("twee", 2))

    again = reloaded(visitor)
    opened = [again.open(sealed) for sealed in transcript]

    assert [(it.kind, it.mine, it.marks) for it in opened] == [
        ("text", True, ()),
        ("epoch", True, ()),
        ("text", False, ()),
    ]
    assert again.members == visitor.members
    assert again.epoch == 1
    assert party.open(again.seal_text("drie", 3)).marks == ()
    assert (again.token, again.cid) == (visitor.token, visitor.cid)


def test_a_reloaded_visitor_can_let_somebody_else_in() -> None:
    visitor, _ = talking()
    again = reloaded(visitor)
    second = arriving(again, "Noor")

    granted = let_in(again, second)

    assert granted.epoch == 2
    assert again.members[1].id == 2
    assert again.members[1].name == "Noor"


def test_a_reloaded_professional_opens_everything_and_goes_on() -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)
    granted = let_in(visitor, party)
    party.open(granted.record)
    transcript = [granted.record, visitor.seal_text("een", 1), party.seal_text("twee", 2)]

    again = ProfessionalConversation.restore(party.kept())
    again.admit(granted.grant)
    opened = [again.open(sealed) for sealed in transcript]

    assert [(it.mine, it.marks) for it in opened] == [(False, ()), (False, ()), (True, ())]
    assert visitor.open(again.seal_text("drie", 3)).text == "drie"


def test_words_before_the_record_are_read_again_after_a_reload() -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)
    granted = let_in(visitor, party)
    early = party.seal_text("ik ben er", 1)

    again = ProfessionalConversation.restore(party.kept())
    again.admit(granted.grant)

    assert visitor.open(early).text == "ik ben er"
    assert again.open(early).mine
    assert again.open(granted.record).kind == "epoch"


def test_the_visitor_has_no_word_before_the_record() -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)
    let_in(visitor, party)

    with pytest.raises(Hl1Error, match="not in this epoch"):
        party.open(visitor.seal_text("te vroeg", 1))


def test_a_handover_leaves_the_first_professional_outside() -> None:
    visitor, first = talking()
    before = visitor.seal_text("voor Sam", 1)
    second = arriving(visitor, "Noor")
    granted = let_in(visitor, second)
    after = visitor.seal_text("voor Noor", 1)

    with pytest.raises(Hl1Error) as error:
        second.open(before)
    assert error.value.reason == "unreadable"
    assert second.open(granted.record).marks == ()
    assert second.open(after).text == "voor Noor"
    assert [member.id for member in second.members] == [0, 2]
    for sealed in (granted.record, after):
        with pytest.raises(Hl1Error, match="nobody granted"):
            first.open(sealed)


def test_an_offer_made_again_with_the_same_key_keeps_its_number() -> None:
    visitor, party = talking()

    granted = let_in(visitor, party)

    assert granted.epoch == 2
    assert party.open(granted.record).marks == ()
    assert party.members[1].id == 1
    assert visitor.open(party.seal_text("nog steeds ik", 1)).epoch == 2


def test_the_same_grant_again_changes_nothing() -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)
    granted = let_in(visitor, party)

    party.admit(granted.grant)

    assert party.open(granted.record).kind == "epoch"


def test_a_record_that_was_never_said_breaks_nothing() -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)
    let_in(visitor, party)

    again = reloaded(visitor)
    granted = let_in(again, party)

    assert granted.epoch == 2
    assert party.open(granted.record).kind == "epoch"
    assert again.open(party.seal_text("gelukt", 1)).text == "gelukt"


def test_a_server_cannot_grant_an_epoch_of_its_own() -> None:
    _, party = talking()
    made_up = Grant(opening=secrets.token_bytes(32), member=1, secrets={2: bytes(32)})

    with pytest.raises(Hl1Error, match="the visitor did not make"):
        party.admit(own_grant(party.kept(), made_up))
    assert party.epoch == 1


def test_a_grant_cannot_change_a_secret_or_a_number() -> None:
    visitor, party = talking()
    opening = keys.identity(visitor.root).opening

    other_secret = Grant(opening=opening, member=1, secrets={1: bytes(32)})
    with pytest.raises(Hl1Error, match="another secret"):
        party.admit(own_grant(party.kept(), other_secret))
    other_number = Grant(opening=opening, member=2, secrets={2: bytes(32)})
    with pytest.raises(Hl1Error, match="another member number"):
        party.admit(own_grant(party.kept(), other_number))
    assert party.epoch == 1


def test_a_grant_answers_one_offer() -> None:
    visitor = VisitorConversation.begin()
    party, other = arriving(visitor), arriving(visitor)
    granted = let_in(visitor, party)

    with pytest.raises(Hl1Error, match="does not open"):
        other.admit(granted.grant)
    opened = open_grant(granted.grant, offer=party.offer, private=party.kept().private)
    assert set(opened.secrets) == {0, 1}


def test_a_record_must_name_us_and_follow() -> None:
    visitor, party = talking()
    me = party.members[1]
    let_in(visitor, party)

    somebody = dataclasses.replace(me, key=to_base64(b"\x04" + bytes(64)))
    good = keys.digest(b"not the record")
    with pytest.raises(Hl1Error, match="does not follow"):
        party.open(record_naming(visitor, me, n=2, previous=good))
    with pytest.raises(Hl1Error, match="epoch that is over"):
        party.open(record_naming(visitor, me, n=1, previous=b""))
    assert party.members[1] == me

    late = arriving(visitor, "Noor")
    let_in(visitor, late)
    with pytest.raises(Hl1Error, match="does not name us"):
        late.open(record_naming(visitor, somebody, n=3, previous=b""))
    with pytest.raises(Hl1Error, match="does not name us"):
        late.open(record_naming(visitor, n=3, previous=b""))
    assert late.members == ()


def test_a_professional_cannot_put_a_record_into_the_visitors_mouth() -> None:
    visitor, _ = talking()
    intruder = Member(id=2, role="supervisor", name="X", key=to_base64(b"\x04" + bytes(64)))
    record = record_naming(visitor, *visitor.members[1:], intruder, n=1, previous=b"")

    with pytest.raises(Hl1Error, match="does not follow"):
        visitor.open(record)
    again = reloaded(visitor)
    with pytest.raises(Hl1Error, match="not ours"):
        again.open(record)
    assert len(again.members) == 2


def test_a_reloaded_visitor_refuses_a_record_out_of_turn() -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)
    first = let_in(visitor, party)
    second = let_in(visitor, party)

    again = reloaded(visitor)
    with pytest.raises(Hl1Error, match="does not follow"):
        again.open(second.record)
    assert again.open(first.record).marks == ()
    assert again.open(second.record).marks == ()
    with pytest.raises(Hl1Error, match="does not follow"):
        again.open(record_naming(visitor, *visitor.members[1:], n=1, previous=b""))


def test_nobody_outside_an_epoch_has_a_word_in_it() -> None:
    visitor, party = talking()
    stranger = forged(visitor, Text(text="hoi"), sender=7, epoch=1)

    for side in (visitor, party):
        with pytest.raises(Hl1Error, match="not in this epoch"):
            side.open(stranger)


def test_an_offer_for_somebody_else_is_refused() -> None:
    visitor, other = VisitorConversation.begin(), VisitorConversation.begin()
    party = arriving(other)
    read = other.read_offer(party.offer, b"", b"")

    with pytest.raises(Hl1Error, match="another conversation"):
        visitor.read_offer(party.offer, b"", b"")
    with pytest.raises(Hl1Error, match="another conversation"):
        visitor.grant(read, 1)
    assert visitor.epoch == 0


def test_an_impossible_signature_or_entry_is_refused() -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)

    with pytest.raises(Hl1Error):
        visitor.read_offer(party.offer, bytes(63), b"")
    with pytest.raises(Hl1Error):
        visitor.read_offer(party.offer, bytes(64), bytes(1025))
    read = visitor.read_offer(party.offer, bytes(64), bytes(1024))
    assert (read.name, read.role, read.suite, read.epoch) == ("Sam", "professional", 1, 0)
    assert "Sam" not in repr(read)


@pytest.mark.parametrize("name", ["", "é" * 33, "Sam\n", "\u202emaS"])
def test_a_name_that_could_mislead_is_refused(name: str) -> None:
    with pytest.raises(Hl1Error, match="name of an offer"):
        arriving(VisitorConversation.begin(), name)


def test_only_professionals_and_supervisors_offer_a_key() -> None:
    with pytest.raises(Hl1Error, match="nobody offers"):
        make_offer(
            cid=bytes(16), commitment=bytes(32), epoch=0, role="visitor", name="x", key=bytes(65)
        )


def test_a_key_of_another_length_is_refused() -> None:
    visitor = VisitorConversation.begin()
    read = visitor.read_offer(arriving(visitor).offer, b"", b"")

    with pytest.raises(Hl1Error, match="length of a public key"):
        read_point(read.key[:-1])


def test_a_suite_we_do_not_know_is_unsupported() -> None:
    with pytest.raises(Hl1Error) as error:
        ProfessionalConversation.begin(
            cid=bytes(16), commitment=bytes(32), suite=2, name="Sam", role="professional"
        )

    assert error.value.reason == "unsupported"


def test_a_conversation_has_at_most_fifty_epochs() -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)
    for _ in range(49):
        let_in(visitor, party)

    with pytest.raises(Hl1Error, match="too many epochs"):
        let_in(visitor, party)
    assert visitor.epoch == 49
    assert len(visitor.state(SHARE)) < 8192


def test_another_share_or_root_restores_nothing() -> None:
    visitor, _ = talking()
    blob = visitor.state(SHARE)

    with pytest.raises(Hl1Error):
        VisitorConversation.restore(visitor.root, b"\1" * 32, blob)
    with pytest.raises(Hl1Error):
        VisitorConversation.restore(b"\1" * 32, SHARE, blob)


@pytest.mark.parametrize(
    ("json", "reason"),
    [
        (b'{"v":2}', "unsupported"),
        (b'{"v":1,"epochs":[],"record":"","members":[],"next":1}', "refused"),
        (b'{"v":1,"epochs":[[0]],"record":"","members":[],"next":1}', "refused"),
        (b"[]", "refused"),
    ],
)
def test_a_state_of_another_shape_is_not_restored(json: bytes, reason: str) -> None:
    root = bytes(32)
    cid = keys.identity(root).cid
    key = keys.state_key(root, share=SHARE, cid=cid)
    blob = bytes(12) + AESGCM(key).encrypt(bytes(12), json, b"hl1|state" + cid)

    with pytest.raises(Hl1Error) as error:
        VisitorConversation.restore(root, SHARE, blob)
    assert error.value.reason == reason


def test_a_state_with_a_gap_is_not_restored() -> None:
    root = bytes(32)
    cid = keys.identity(root).cid
    key = keys.state_key(root, share=SHARE, cid=cid)
    visitor = VisitorConversation.begin()
    gap = State(secrets={1: bytes(32)}, record=b"", members=visitor.members, next=1)

    with pytest.raises(Hl1Error, match="epochs of a state"):
        VisitorConversation.restore(root, SHARE, seal_state(gap, key=key, cid=cid, nonce=bytes(12)))


def test_who_forgets_can_do_nothing_more() -> None:
    visitor, party = talking()
    said = visitor.seal_text("x", 1)
    offer = visitor.read_offer(party.offer, b"", b"")

    visitor.forget()
    party.forget()

    assert visitor.root == b""
    for forgotten in (visitor, party):
        with pytest.raises(Hl1Error):
            forgotten.seal_text("x", 1)
        with pytest.raises(Hl1Error):
            forgotten.open(said)
    with pytest.raises(Hl1Error, match="forgotten"):
        party.kept()
    with pytest.raises(Hl1Error, match="forgotten"):
        visitor.grant(offer, 1)


def test_a_text_that_does_not_fit_takes_no_number() -> None:
    visitor, party = talking()

    with pytest.raises(Hl1Error) as error:
        visitor.seal_text("\x01" * 4000, 1)

    assert error.value.reason == "too_long"
    assert party.open(visitor.seal_text("korter", 1)).marks == ()


def test_no_key_stands_in_a_repr() -> None:
    visitor, party = talking()
    identity = VisitorConversation.identity(visitor.root)

    assert repr(visitor.token) not in repr(identity)
    assert repr(identity.opening) not in repr(identity)
    assert "PrivateKey" not in repr(party.kept())
    assert "b'" not in repr(Grant(opening=b"o" * 32, member=1, secrets={0: b"s" * 32}))
