"""Who is in, and who has a word, comes from the records of the visitor (§1.3)."""

import dataclasses

import pytest

from chatserver.crypto.hl1 import (
    Hl1Error,
    ProfessionalConversation,
    VisitorConversation,
    keys,
)
from chatserver.crypto.hl1.body import Alive, Leave, Record, Text
from chatserver.crypto.hl1.grant import Grant
from tests.unit.crypto.parties import (
    AT,
    arriving,
    forged,
    joining,
    leave_out,
    let_in,
    own_grant,
    record_naming,
    secrets_of,
    somebody,
    state_of,
    talking,
)


def test_the_visitor_has_no_word_before_the_record() -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)
    let_in(visitor, party)

    with pytest.raises(Hl1Error, match="not in this epoch"):
        party.open(visitor.seal_text("te vroeg", AT))


def test_a_professional_has_no_word_before_the_record() -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)
    granted = let_in(visitor, party)

    assert (party.granted, party.epoch, party.members) == (1, -1, ())
    for seal in (party.seal_end, party.seal_leave, party.seal_alive):
        with pytest.raises(Hl1Error, match="no key to seal with"):
            seal(AT)
    party.open(granted.record)
    assert (party.epoch, visitor.open(party.seal_text("ja", AT)).seq) == (1, 1)


def test_a_professional_seals_in_the_epoch_whose_record_was_opened() -> None:
    visitor, sam = talking()
    noor = arriving(visitor, "Noor")
    granted = let_in(visitor, noor, sam)

    crossing = sam.seal_text("nog zonder Noor", AT)

    assert (sam.granted, sam.epoch) == (2, 1)
    assert visitor.open(crossing).epoch == 1
    noor.open(granted.record)
    with pytest.raises(Hl1Error, match="before we were let in"):
        noor.open(crossing)


def test_a_record_must_follow_the_one_before() -> None:
    visitor, sam = talking()
    me = sam.members[1]
    let_in(visitor, sam)

    with pytest.raises(Hl1Error, match="does not follow"):
        sam.open(record_naming(visitor, me, n=2, previous=keys.digest(b"not the record")))
    with pytest.raises(Hl1Error, match="does not follow"):
        sam.open(record_naming(visitor, me, n=2, previous=b""))
    with pytest.raises(Hl1Error, match="epoch that is over"):
        sam.open(record_naming(visitor, me, n=1, previous=b""))
    assert sam.members[1] == me


def granted_by_mistake(
    visitor: VisitorConversation, party: ProfessionalConversation, record: bytes, *, back: bool
) -> None:
    """Let a page of the visitor's that is wrong grant and sign its newest epoch."""
    given = secrets_of(visitor)
    number, newest = visitor.members[-1].id, max(given)
    grant = Grant(
        member=number,
        since=0 if back else newest,
        record=keys.digest(record),
        secrets=given if back else {newest: given[newest]},
    )
    party.admit(own_grant(party.kept(), grant, state_of(visitor).key))


def test_a_record_must_name_who_reads_it() -> None:
    visitor, sam = talking()
    let_in(visitor, arriving(visitor, "Noor"), sam)
    _, me, her = visitor.members

    for members in ((), (me,), (me, somebody(2)), (me, dataclasses.replace(her, id=3))):
        noor = arriving(visitor, "Noor")
        record = record_naming(visitor, *members, n=2, previous=b"")
        granted_by_mistake(visitor, noor, record, back=False)
        with pytest.raises(Hl1Error, match="does not name us"):
            noor.open(record)
        assert noor.members == ()


def test_who_reads_back_is_named_from_the_first_grant_on() -> None:
    visitor, sam = talking()
    noor = arriving(visitor, "Noor")
    let_in(visitor, noor, sam)
    _, me, her = visitor.members
    older = record_naming(visitor, me, n=1, previous=b"")
    without, with_her = (
        record_naming(visitor, *members, n=2, previous=keys.digest(older))
        for members in ((me,), (me, her))
    )

    for record in (without, with_her):
        reader = ProfessionalConversation.restore(noor.kept())
        granted_by_mistake(visitor, reader, record, back=True)
        reader.open(older)
        if record is without:
            with pytest.raises(Hl1Error, match="does not name us"):
                reader.open(record)
        else:
            reader.open(record)
            assert reader.epoch == 2


def test_who_reads_back_is_shown_another_record_only_until_their_own_comes() -> None:
    """Those who were in an old epoch hold its secret; what they make of it leads nowhere."""
    visitor, sam = talking()
    noor = arriving(visitor, "Noor")
    granted = let_in(visitor, noor, sam, back=True)

    noor.open(record_naming(visitor, somebody(7), n=1, previous=b""))

    with pytest.raises(Hl1Error, match="does not follow"):
        noor.open(granted.record)
    with pytest.raises(Hl1Error, match="no key to seal with"):
        noor.seal_text("voor wie?", AT)


def test_a_record_is_of_the_visitor_and_of_its_own_epoch() -> None:
    visitor, sam = talking()
    granted = let_in(visitor, sam)
    record = granted.record

    with pytest.raises(Hl1Error, match="does not open"):
        sam.open(record[:22] + b"\1" + record[23:])
    by_sam = forged(
        visitor,
        Record(n=2, members=visitor.members, previous=b"", reason="join"),
        sender=1,
        epoch=2,
    )
    with pytest.raises(Hl1Error, match="by somebody else"):
        sam.open(by_sam)
    assert sam.open(record).kind == "epoch"


def test_nobody_outside_an_epoch_has_a_word_in_it() -> None:
    visitor, sam = talking()
    stranger = forged(visitor, Text(text="hoi"), sender=7, epoch=1)

    for side in (visitor, sam):
        with pytest.raises(Hl1Error, match="not in this epoch"):
            side.open(stranger)


def test_nobody_but_the_visitor_has_a_word_from_before_the_first_record() -> None:
    visitor, sam = talking()

    with pytest.raises(Hl1Error, match="not in this epoch"):
        sam.open(forged(visitor, Text(text="hoi"), sender=1, epoch=0))


@pytest.mark.parametrize("late", [Text(text="wacht"), Leave(), Alive()])
def test_who_was_left_out_has_no_word_any_more(late: Text | Leave | Alive) -> None:
    visitor, sam = talking()
    noor = joining(visitor, "Noor", sam)
    in_time = sam.seal_text("tot ziens", AT)
    for each in (visitor, noor):
        assert each.open(in_time).text == "tot ziens"

    noor.open(leave_out(visitor, 1, rest=(noor,)).record)

    for each in (visitor, noor):
        opened = each.open(forged(visitor, late, sender=1, epoch=2))
        assert (opened.text, opened.marks) == ("", ("late",))


def test_a_late_word_keeps_its_place_so_that_nobody_who_read_it_in_time_is_doubted() -> None:
    visitor, sam = talking()
    noor = joining(visitor, "Noor", sam)
    crossing = sam.seal_text("zeg het maar", AT)
    noor.open(crossing)
    record = leave_out(visitor, 1, rest=(noor,)).record

    opened = visitor.open(crossing)
    noor.open(record)

    assert (opened.text, opened.marks) == ("", ("late",))
    assert visitor.open(noor.seal_text("ik las het nog", AT)).marks == ()


def test_a_late_word_confirms_nothing() -> None:
    visitor, sam = talking()
    sam.open(visitor.seal_text("hallo", AT))
    crossing = sam.seal_text("ja", AT)
    leave_out(visitor, 1)

    visitor.open(crossing)

    assert visitor.confirmed == 0


def test_who_has_spoken_in_a_newer_epoch_does_not_go_back() -> None:
    visitor, sam = talking()
    noor = joining(visitor, "Noor", sam)
    iris = joining(visitor, "Iris", sam, noor)
    record = leave_out(visitor, 1, rest=(noor, iris)).record
    for each in (noor, iris):
        each.open(record)
    noor.open(iris.seal_text("verder", AT))

    for sender in (0, 3):
        by_sam = forged(visitor, Text(text="ik ben het"), sender=sender, epoch=3)
        with pytest.raises(Hl1Error, match="left behind"):
            noor.open(by_sam)


def test_who_stays_may_be_late() -> None:
    visitor, sam = talking()
    crossing = sam.seal_text("onderweg", AT)

    joining(visitor, "Noor", sam)

    assert visitor.open(crossing).text == "onderweg"
