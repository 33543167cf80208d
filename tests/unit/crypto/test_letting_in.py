"""Who reads which epochs, as the visitor's page decides it (docs/protocol.md §1.5)."""

import pytest

from chatserver.crypto.hl1 import Hl1Error, VisitorConversation
from tests.unit.crypto.parties import (
    AT,
    a_device,
    arriving,
    given_to,
    joining,
    leave_out,
    let_in,
    offered,
    talking,
)


def test_the_first_one_reads_what_was_written_while_waiting() -> None:
    visitor = VisitorConversation.begin()
    waiting = visitor.seal_text("is daar iemand", AT)
    party = arriving(visitor)

    granted = let_in(visitor, party)

    assert set(given_to(party, granted)) == {0, 1}
    assert party.open(waiting).text == "is daar iemand"
    assert party.open(granted.record).kind == "epoch"
    assert [member.name for member in party.members] == ["", "Sam"]
    assert party.members == visitor.members
    assert party.epoch == visitor.epoch == granted.epoch == 1


def test_who_joins_keeps_the_others_in() -> None:
    visitor, sam = talking()
    noor = arriving(visitor, "Noor")

    granted = let_in(visitor, noor, sam)
    for each in (sam, noor):
        each.open(granted.record)

    assert [to.member.name for to in granted.grants] == ["Sam", "Noor"]
    assert set(given_to(sam, granted)) == {2}
    assert [member.id for member in sam.members] == [0, 1, 2]
    assert sam.members == noor.members == visitor.members
    assert noor.open(sam.seal_text("welkom", AT)).text == "welkom"
    assert sam.open(noor.seal_text("dank je", AT)).text == "dank je"


def test_who_joins_reads_from_then_on() -> None:
    visitor, sam = talking()
    before = visitor.seal_text("voor Sam", AT)
    noor = arriving(visitor, "Noor")
    granted = let_in(visitor, noor, sam)

    with pytest.raises(Hl1Error) as error:
        noor.open(before)

    assert error.value.reason == "unreadable"
    assert set(given_to(noor, granted)) == {2}
    assert noor.open(granted.record).marks == ()
    assert noor.open(visitor.seal_text("voor jullie", AT)).text == "voor jullie"


def test_who_may_read_back_reads_everything() -> None:
    visitor = VisitorConversation.begin()
    sam = arriving(visitor)
    transcript = [visitor.seal_text("een", AT), let_in(visitor, sam).record]
    transcript.append(visitor.seal_text("twee", AT))
    noor = arriving(visitor, "Noor")
    granted = let_in(visitor, noor, sam, back=True)
    transcript.append(granted.record)

    opened = [noor.open(sealed) for sealed in transcript]

    assert set(given_to(noor, granted)) == {0, 1, 2}
    assert [(it.text, it.marks) for it in opened] == [("een", ()), ("", ()), ("twee", ()), ("", ())]
    assert noor.members == visitor.members


def test_reading_back_is_not_writing_back() -> None:
    visitor = VisitorConversation.begin()
    sam = arriving(visitor)
    first = let_in(visitor, sam)
    sam.open(first.record)
    noor = arriving(visitor, "Noor")
    let_in(visitor, noor, back=True)

    noor.open(first.record)

    assert [member.name for member in noor.members] == ["", "Sam"]
    assert noor.epoch == -1
    with pytest.raises(Hl1Error, match="no key to seal with"):
        noor.seal_text("wie leest dit", AT)
    with pytest.raises(Hl1Error, match="words before"):
        noor.words()


def test_who_is_left_out_reads_no_more() -> None:
    visitor, sam = talking()
    noor = joining(visitor, "Noor", sam)

    granted = leave_out(visitor, 1, rest=(noor,))
    noor.open(granted.record)
    after = visitor.seal_text("zonder Sam", AT)

    assert [to.member.name for to in granted.grants] == ["Noor"]
    assert [member.id for member in noor.members] == [0, 2]
    assert noor.open(after).text == "zonder Sam"
    for sealed in (granted.record, after):
        with pytest.raises(Hl1Error, match="nobody granted"):
            sam.open(sealed)


def test_the_last_one_who_is_left_out_leaves_the_visitor_alone() -> None:
    visitor, sam = talking()

    granted = leave_out(visitor, 1)

    assert granted.grants == ()
    assert (visitor.epoch, [member.id for member in visitor.members]) == (2, [0])
    with pytest.raises(Hl1Error, match="nobody granted"):
        sam.open(visitor.seal_text("alleen", AT))


def test_nobody_can_be_left_out_who_is_not_in() -> None:
    visitor, _ = talking()

    for numbers in ((), (0,), (2,)):
        with pytest.raises(Hl1Error, match="nobody to leave out"):
            visitor.remove(numbers, AT)
    assert visitor.epoch == 1


def test_back_in_the_line_the_next_one_gets_what_was_written_there() -> None:
    visitor, sam = talking()
    with_sam = visitor.seal_text("voor Sam", AT)
    alone = leave_out(visitor, 1).record
    waiting = visitor.seal_text("weer alleen", AT)
    noor = arriving(visitor, "Noor")
    granted = let_in(visitor, noor)

    assert set(given_to(noor, granted)) == {2, 3}
    with pytest.raises(Hl1Error, match="before we were let in"):
        noor.open(with_sam)
    assert noor.open(alone).marks == ()
    assert noor.open(waiting).text == "weer alleen"
    assert noor.open(granted.record).marks == ()
    assert noor.members == visitor.members
    assert visitor.open(noor.seal_text("ik ben er", AT)).marks == ()
    with pytest.raises(Hl1Error, match="nobody granted"):
        sam.open(waiting)


def test_the_same_key_again_keeps_its_number() -> None:
    visitor, sam = talking()

    granted = let_in(visitor, sam)

    assert granted.epoch == 2
    assert sam.open(granted.record).marks == ()
    assert sam.members[1].id == 1
    assert visitor.open(sam.seal_text("nog steeds ik", AT)).epoch == 2


def test_another_key_of_the_same_device_takes_the_place_of_the_first() -> None:
    visitor = VisitorConversation.begin()
    device = a_device()
    lost = arriving(visitor, device=device)
    lost.open(let_in(visitor, lost).record)
    noor = joining(visitor, "Noor", lost)

    again = arriving(visitor, device=device)
    granted = let_in(visitor, again, noor)
    again.open(granted.record)

    assert [(member.id, member.name) for member in again.members] == [
        (0, ""),
        (2, "Noor"),
        (3, "Sam"),
    ]
    with pytest.raises(Hl1Error, match="nobody granted"):
        lost.open(granted.record)


def test_another_device_of_the_same_person_is_another_member() -> None:
    visitor, _ = talking()

    let_in(visitor, arriving(visitor, "Sam"))

    assert [member.name for member in visitor.members] == ["", "Sam", "Sam"]


def test_there_are_at_most_six_members() -> None:
    visitor = VisitorConversation.begin()
    for number in range(5):
        let_in(visitor, arriving(visitor, f"{number}"))

    with pytest.raises(Hl1Error, match="too many epochs or members"):
        let_in(visitor, arriving(visitor, "de zevende"))
    assert (visitor.epoch, len(visitor.members)) == (5, 6)


def test_a_conversation_has_at_most_fifty_epochs() -> None:
    visitor = VisitorConversation.begin()
    read = offered(visitor, arriving(visitor))
    for _ in range(49):
        visitor.grant(read, AT, back=False)

    with pytest.raises(Hl1Error, match="too many epochs"):
        visitor.grant(read, AT, back=False)
    with pytest.raises(Hl1Error, match="too many epochs"):
        visitor.remove([1], AT)
    assert visitor.epoch == 49


def test_there_are_no_more_than_255_numbers() -> None:
    visitor, _ = talking()
    visitor._next = 256

    with pytest.raises(Hl1Error, match="too many members"):
        let_in(visitor, arriving(visitor, "Noor"))
    assert visitor.epoch == 1


def test_who_forgot_lets_nobody_in_or_out() -> None:
    visitor, _ = talking()
    read = offered(visitor, arriving(visitor, "Noor"))

    visitor.forget()

    with pytest.raises(Hl1Error, match="forgotten"):
        visitor.grant(read, AT, back=False)
    with pytest.raises(Hl1Error, match="forgotten"):
        visitor.remove([1], AT)
