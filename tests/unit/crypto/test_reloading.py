"""A page that comes back knows what it knew, and believes no older tale (§1.5, §1.6)."""

import pytest

from chatserver.crypto.hl1 import (
    Hl1Error,
    ProfessionalConversation,
    VisitorConversation,
    state_id,
)
from tests.unit.crypto.parties import (
    AT,
    SHARE,
    arriving,
    given_to,
    grant_to,
    joining,
    leave_out,
    let_in,
    offered,
    record_naming,
    reloaded,
    somebody,
    talking,
)


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


def test_a_reloaded_professional_opens_everything_and_goes_on() -> None:
    visitor = VisitorConversation.begin()
    party = arriving(visitor)
    granted = let_in(visitor, party)
    party.open(granted.record)
    transcript = [granted.record, visitor.seal_text("een", 1), party.seal_text("twee", 2)]

    again = ProfessionalConversation.restore(party.kept())
    again.admit(grant_to(granted, party))
    opened = [again.open(sealed) for sealed in transcript]

    assert [(it.mine, it.marks) for it in opened] == [(False, ()), (False, ()), (True, ())]
    assert visitor.open(again.seal_text("drie", 3)).text == "drie"


def test_a_professional_who_came_later_reloads_too() -> None:
    visitor, sam = talking()
    noor = arriving(visitor, "Noor")
    granted = let_in(visitor, noor, sam)
    noor.open(granted.record)
    said = noor.seal_text("ik ben Noor", 1)

    again = ProfessionalConversation.restore(noor.kept())
    again.admit(grant_to(granted, noor))

    assert [again.open(sealed).marks for sealed in (granted.record, said)] == [(), ()]
    assert again.members == visitor.members


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


def test_a_professional_cannot_put_a_record_into_the_visitors_mouth() -> None:
    visitor, _ = talking()
    record = record_naming(visitor, *visitor.members[1:], somebody(2), n=1, previous=b"")

    with pytest.raises(Hl1Error, match="does not follow"):
        visitor.open(record)
    again = reloaded(visitor)
    with pytest.raises(Hl1Error, match="not ours"):
        again.open(record)
    assert len(again.members) == 2


def test_nobody_writes_history_for_a_visitor_who_reloads() -> None:
    visitor = VisitorConversation.begin()
    sam = arriving(visitor)
    transcript = [let_in(visitor, sam).record, visitor.remove([1], AT).record]
    again = reloaded(visitor)

    for members in ((), (somebody(7, "De baas"),)):
        with pytest.raises(Hl1Error, match="not ours"):
            again.open(record_naming(visitor, *members, n=1, previous=b""))

    assert [again.open(sealed).marks for sealed in transcript] == [(), ()]
    assert again.is_recorded


def test_a_page_that_reloads_twice_still_knows_its_first_record() -> None:
    visitor, sam = talking()
    joining(visitor, "Noor", sam)
    again = reloaded(reloaded(visitor))

    with pytest.raises(Hl1Error, match="not ours"):
        again.open(record_naming(visitor, somebody(7), n=1, previous=b""))


def test_back_in_the_line_after_a_reload_is_the_same() -> None:
    visitor = VisitorConversation.begin()
    sam = arriving(visitor)
    transcript = [let_in(visitor, sam).record, visitor.seal_text("voor Sam", AT)]
    transcript += [visitor.remove([1], AT).record, visitor.seal_text("weer alleen", AT)]
    again = reloaded(visitor)
    for sealed in transcript:
        again.open(sealed)

    noor = arriving(again, "Noor")

    assert set(given_to(noor, let_in(again, noor))) == {2, 3}


@pytest.mark.parametrize("served", [(), (0,), (1, 2), (3,)])
def test_a_server_that_keeps_records_back_does_not_decide_who_reads(
    served: tuple[int, ...],
) -> None:
    visitor = VisitorConversation.begin()
    sam = arriving(visitor)
    transcript = [visitor.seal_text("hallo", AT), let_in(visitor, sam).record]
    transcript += [visitor.seal_text("voor Sam", AT), visitor.remove([1], AT).record]
    again = reloaded(visitor)
    for number in served:
        try:
            again.open(transcript[number])
        except Hl1Error as error:
            assert error.reason == "refused"  # noqa: PT017 - the record it follows is missing

    noor = arriving(again, "Noor")

    assert set(given_to(noor, let_in(again, noor))) == {2, 3}


def test_a_record_that_was_never_said_breaks_nothing() -> None:
    visitor = VisitorConversation.begin()
    waiting = visitor.seal_text("hallo", AT)
    sam = arriving(visitor)
    let_in(visitor, sam)

    again = reloaded(visitor)
    again.open(waiting)
    granted = let_in(again, sam)

    assert (granted.epoch, set(given_to(sam, granted))) == (2, {0, 1, 2})
    assert sam.open(waiting).text == "hallo"
    assert sam.open(granted.record).kind == "epoch"
    assert again.open(sam.seal_text("gelukt", AT)).text == "gelukt"


def test_nobody_writes_in_an_epoch_whose_record_was_never_said() -> None:
    visitor = VisitorConversation.begin()
    waiting = visitor.seal_text("hallo", AT)
    let_in(visitor, arriving(visitor))

    again = reloaded(visitor)
    again.open(waiting)

    assert (again.epoch, again.is_recorded, again.owes_alive) == (1, False, False)
    with pytest.raises(Hl1Error, match="an epoch that nobody knows"):
        again.seal_text("dit las niemand", AT)


def test_a_record_that_was_never_said_is_made_up_for() -> None:
    visitor = VisitorConversation.begin()
    sam = arriving(visitor)
    record = let_in(visitor, sam).record
    before = visitor.seal_text("voor Sam", AT)
    noor = arriving(visitor, "Noor")
    visitor.grant(offered(visitor, noor), AT, back=False)
    again = reloaded(visitor)
    for each in (sam, again):
        each.open(record)
        each.open(before)

    renewed = again.renew(AT)
    for each in (sam, noor):
        each.admit(grant_to(renewed, each))
        assert each.open(renewed.record).marks == ()

    assert (renewed.epoch, again.is_recorded) == (3, True)
    assert [set(given_to(each, renewed)) for each in (sam, noor)] == [{3}, {3}]
    said = again.seal_text("verder", AT)
    assert [each.open(said).marks for each in (sam, noor)] == [(), ()]
    with pytest.raises(Hl1Error, match="an epoch that everybody knows"):
        again.renew(AT)


def test_who_was_let_in_unsaid_gets_what_was_written_for_them_when_it_is_made_up_for() -> None:
    visitor = VisitorConversation.begin()
    waiting = visitor.seal_text("hallo", AT)
    sam = arriving(visitor)
    visitor.grant(offered(visitor, sam), AT, back=False)
    again = reloaded(visitor)
    again.open(waiting)

    renewed = again.renew(AT)
    sam.admit(grant_to(renewed, sam))

    assert set(given_to(sam, renewed)) == {0, 1, 2}
    assert [sam.open(sealed).marks for sealed in (waiting, renewed.record)] == [(), ()]


def test_a_visitor_who_was_left_alone_unsaid_is_heard_by_the_next_one() -> None:
    visitor = VisitorConversation.begin()
    sam = arriving(visitor)
    record = let_in(visitor, sam).record
    visitor.remove([1], AT)
    again = reloaded(visitor)
    again.open(record)

    transcript = [again.renew(AT).record, again.seal_text("is daar iemand", AT)]
    noor = arriving(again, "Noor")
    transcript.append(let_in(again, noor).record)

    assert [noor.open(sealed).marks for sealed in transcript] == [(), (), ()]


def test_a_reloaded_visitor_can_let_somebody_in_and_out() -> None:
    visitor = VisitorConversation.begin()
    sam = arriving(visitor)
    first = let_in(visitor, sam)
    sam.open(first.record)
    again = reloaded(visitor)
    again.open(first.record)

    noor = joining(again, "Noor", sam)
    granted = leave_out(again, 1, rest=(noor,))

    assert (granted.epoch, [member.id for member in again.members]) == (3, [0, 2])
    assert noor.open(granted.record).marks == ()


def test_an_old_state_does_not_bring_back_who_was_left_out() -> None:
    visitor, _ = talking()
    old = visitor.state(SHARE)
    leave_out(visitor, 1)
    newest = visitor.state(SHARE)

    again = VisitorConversation.restore(visitor.root, SHARE, newest, one_of=[state_id(newest)])

    assert again.members == visitor.members
    with pytest.raises(Hl1Error, match="not the newest"):
        VisitorConversation.restore(visitor.root, SHARE, old, one_of=[state_id(newest)])


def test_a_reloaded_professional_does_not_write_to_who_was_left_out() -> None:
    visitor = VisitorConversation.begin()
    sam, noor = arriving(visitor), arriving(visitor, "Noor")
    made = [let_in(visitor, sam), let_in(visitor, noor, sam, back=True)]
    made.append(leave_out(visitor, 1, rest=(noor,)))
    for each in made:
        noor.open(each.record)

    again = ProfessionalConversation.restore(noor.kept())
    for each in made[1:]:
        again.admit(grant_to(each, noor))
    for each in made[:-1]:
        again.open(each.record)

    assert [member.id for member in again.members] == [0, 1, 2]
    assert again.epoch == -1
    assert again.kept().record == noor.kept().record
    with pytest.raises(Hl1Error, match="no key to seal with"):
        again.seal_text("ook voor Sam", AT)
    again.open(made[-1].record)
    assert (again.epoch, again.seal_text("zonder Sam", AT)[21]) == (3, 3)
