"""Somebody else comes in, takes over, is declined or taken off the roster: over real sockets.

Only the visitor's page lets anybody read; the server only seats people (SECURITY 6 and 7).
"""

import asyncio

import pytest

from chatserver.client import Professional, Visitor
from chatserver.client.talk import Talk
from chatserver.domain.people import Role
from chatserver.store import keys
from chatserver.wire import frames
from tests.support.cast import Cast
from tests.support.redis_servers import Stores


async def asks_in(
    cast: Cast, visitor: Visitor, holder: Professional, talk: Talk, how: str = "join"
) -> tuple[Professional, Talk]:
    """A colleague answers and waits for the visitor."""
    colleague = await cast.professional()
    holder.ask(talk, "handover" if how == "handover" else "join")
    await colleague.until(lambda: bool(colleague.asking))
    beside = await colleague.sit_in(talk.cid)
    await visitor.until(lambda: colleague.name in {read.name for _, read in visitor.offers})
    return colleague, beside


async def hears_a_colleague(professional: Professional) -> None:
    await professional.until(lambda: bool(professional.asking))


def names(visitor: Visitor) -> list[str]:
    return [member.name for member in visitor.keys.members if member.role != "visitor"]


@pytest.mark.parametrize("back", [True, False])
async def test_a_colleague_reads_back_only_if_the_visitor_allows_it(
    cast: Cast, *, back: bool
) -> None:
    visitor, first = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, first)
    visitor.say("eerst onder ons")
    await first.until(lambda: len(talk.texts) == 1)

    second, beside = await asks_in(cast, visitor, first, talk)
    await visitor.let_in(back=back)
    await second.until(lambda: beside.is_open)
    visitor.say("nu met zijn drieën")
    first.say(talk, "dag collega")
    second.say(beside, "hallo allebei")

    await visitor.until(lambda: len(visitor.texts) == 4)
    await first.until(lambda: len(talk.texts) == 4)
    await second.until(lambda: len(beside.texts) == 3 + back)
    assert ("eerst onder ons" in [said.text for said in beside.texts]) is back
    assert names(visitor) == [first.name, second.name]
    assert [each.name for each in beside.keys.members] == ["", first.name, second.name]
    assert not any(said.marks for said in (*visitor.texts, *talk.texts, *beside.texts))


async def test_a_handover_leaves_the_conversation_to_the_colleague(cast: Cast) -> None:
    visitor, first = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, first)
    second, beside = await asks_in(cast, visitor, first, talk, "handover")
    await visitor.let_in()
    await second.until(lambda: beside.is_open)
    guests = [beside.is_guest]

    first.step_out(talk)
    await first.until(lambda: talk.ended == "passed")
    await second.until(lambda: len(beside.keys.members) == 2)
    visitor.say("ben jij er nu?")
    second.say(beside, "Ja, ik ben er.")

    await visitor.until(lambda: len(visitor.texts) == 2)
    assert names(visitor) == [second.name]
    assert [*guests, beside.is_guest] == [True, False]
    assert first.untagged == []
    second.end(beside)
    await visitor.until(lambda: visitor.ended == "done")
    await second.until(lambda: second.untagged == [beside.ticket])
    await second.tag(beside.ticket, cast.app.codebook.key, {"contact": ["hoax"]})
    assert (await cast.app.counting.fold()).tags == 1


async def test_who_has_left_is_given_nothing_of_what_follows(cast: Cast, stores: Stores) -> None:
    visitor, first = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, first)
    second, beside = await asks_in(cast, visitor, first, talk, "handover")
    await visitor.let_in()
    await second.until(lambda: beside.is_open)
    before = first.line
    first.step_out(talk)
    await first.until(lambda: talk.ended == "passed")
    await second.until(lambda: len(beside.keys.members) == 2)

    visitor.say("alleen voor de nieuwe")
    await second.until(lambda: len(beside.texts) == 1)
    again = await cast.again(first)

    assert again.talks == {}
    assert before.failure is None
    async with stores.looking_into_vault() as client:
        fields = await client.hkeys(keys.life(talk.cid).decode())
    places = {field[2:10] for field in fields if field[:2] in {b"g:", b"o:"}}
    assert len(places) == 1


async def test_a_visitor_who_says_no_keeps_their_own_professional(cast: Cast) -> None:
    visitor, first = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, first)
    second, beside = await asks_in(cast, visitor, first, talk)

    assert await visitor.refuse() == second.name
    await second.until(lambda: beside.ended == "declined")
    await first.until(lambda: ("declined", None) in first.refusals)
    visitor.say("liever met jou")
    first.say(talk, "Dat is goed.")

    await visitor.until(lambda: len(visitor.texts) == 2)
    assert names(visitor) == [first.name]
    assert beside.keys.granted == -1
    assert second.untagged == []
    await cast.conversation(await cast.visitor(), second)


async def test_a_supervisor_sits_in_only_with_the_visitors_yes(cast: Cast) -> None:
    visitor, first = await cast.visitor(), await cast.professional()
    supervisor = await cast.professional(Role.SUPERVISOR)
    talk = await cast.conversation(visitor, first)
    with pytest.raises(PermissionError, match="taken"):
        await supervisor.sit_in(talk.cid)

    first.ask(talk, "join")
    await supervisor.until(lambda: bool(supervisor.asking))
    assert supervisor.asking[0].by == first.name
    beside = await supervisor.sit_in(talk.cid)
    await visitor.until(lambda: bool(visitor.offers))
    visitor.say("nog zonder haar")
    await first.until(lambda: len(talk.texts) == 1)
    assert beside.keys.granted == -1

    assert visitor.offers[0][1].role == "supervisor"
    await visitor.let_in()
    await supervisor.until(lambda: beside.is_open)
    visitor.say("nu met haar")

    await supervisor.until(lambda: len(beside.texts) == 1)
    assert beside.texts[0].text == "nu met haar"
    first.step_out(talk)
    await first.until(lambda: bool(first.refusals))
    assert first.refusals[-1][0] == "out_of_turn"
    with pytest.raises(PermissionError, match="wrong_role"):
        await supervisor.take()


async def test_only_who_was_let_in_can_go_on_with_it(cast: Cast) -> None:
    visitor, first = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, first)
    at_the_door, _ = await asks_in(cast, visitor, first, talk)

    first.step_out(talk)
    await first.until(lambda: ("out_of_turn", None) in first.refusals)
    third, beside = await asks_in(cast, visitor, first, talk)
    visitor.offers.reverse()
    assert await visitor.let_in() == third.name
    await third.until(lambda: beside.is_open)
    first.line.send(frames.StepOut(cid=talk.cid))

    await third.until(lambda: not beside.is_guest)
    assert [talk.is_guest for talk in at_the_door.talks.values()] == [True]


async def test_a_guest_may_leave_but_not_end(cast: Cast) -> None:
    visitor, first = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, first)
    second, beside = await asks_in(cast, visitor, first, talk)
    await visitor.let_in()
    await second.until(lambda: beside.is_open)

    second.end(beside)
    await second.until(lambda: ("not_yours", None) in second.refusals)
    second.step_out(beside)
    await second.until(lambda: beside.ended == "passed")

    await first.until(lambda: len(talk.keys.members) == 2)
    assert names(visitor) == [first.name]
    visitor.say("weer met zijn tweeën")
    await first.until(lambda: len(talk.texts) == 1)


async def test_exactly_one_colleague_comes_in_and_capacity_holds(cast: Cast) -> None:
    visitor, first = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, first)
    others = [await cast.professional() for _ in range(3)]
    full = await cast.professional()
    for _ in range(3):
        await cast.conversation(await cast.visitor(), full)
    first.ask(talk, "join")
    for other in (*others, full):
        await hears_a_colleague(other)

    with pytest.raises(PermissionError, match="at_capacity"):
        await full.sit_in(talk.cid)
    tried = [other.sit_in(talk.cid) for other in others]
    came = await asyncio.gather(*tried, return_exceptions=True)
    with pytest.raises(PermissionError, match="taken"):
        await first.sit_in(talk.cid)

    assert sorted(str(each) for each in came if isinstance(each, PermissionError)) == [
        "taken",
        "taken",
    ]


async def test_a_withdrawn_request_is_answered_by_nobody(cast: Cast) -> None:
    visitor, first, second = (
        await cast.visitor(),
        await cast.professional(),
        await cast.professional(),
    )
    talk = await cast.conversation(visitor, first)
    first.ask(talk, "join")
    await second.until(lambda: bool(second.asking))

    first.ask(talk, None)
    await second.until(lambda: not second.asking)

    with pytest.raises(PermissionError, match="taken"):
        await second.sit_in(talk.cid)


async def test_a_colleague_who_reloads_is_still_beside(cast: Cast) -> None:
    visitor, first = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, first)
    second, beside = await asks_in(cast, visitor, first, talk)
    await visitor.let_in()
    await second.until(lambda: beside.is_open)

    await second.line.lose()
    await visitor.line.lose()
    visitor.say("hoor je me nog?")
    await second.until(lambda: len(beside.texts) == 1)
    second.say(beside, "ja hoor")

    await first.until(lambda: len(talk.texts) == 2)
    await visitor.until(lambda: len(visitor.texts) == 2)
    assert not any(said.marks for said in (*visitor.texts, *talk.texts, *beside.texts))


async def test_a_revoked_device_is_left_out_and_the_visitor_stands_in_front(cast: Cast) -> None:
    visitor, first = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, first)
    behind = await cast.visitor()

    await cast.revoke(first)

    await visitor.until(lambda: visitor.position == 1)
    await behind.until(lambda: behind.position == 2)
    await first.until(lambda: talk.ended == "not_accepted")
    assert names(visitor) == []
    assert first.untagged == []
    await first.until(lambda: not first.may_work)
    with pytest.raises(PermissionError, match="not_approved"):
        await first.take()
    visitor.say("is er nog iemand?")
    second = await cast.professional()
    taken = await second.take()
    assert taken.cid == visitor.keys.cid
    await visitor.let_in()
    await second.until(lambda: bool(taken.texts))
    assert [said.text for said in taken.texts] == ["is er nog iemand?"]
    assert names(visitor) == [second.name]


async def test_a_revoked_guest_goes_and_the_conversation_stays(cast: Cast) -> None:
    visitor, first = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, first)
    second, beside = await asks_in(cast, visitor, first, talk)
    await visitor.let_in()
    await second.until(lambda: beside.is_open)

    await cast.revoke(second)

    await second.until(lambda: beside.ended == "not_accepted")
    await first.until(lambda: len(talk.keys.members) == 2)
    visitor.say("weer wij twee")
    await first.until(lambda: len(talk.texts) == 1)


async def test_a_device_that_nobody_approved_takes_nobody(cast: Cast) -> None:
    visitor = await cast.visitor()
    stranger = await cast.professional(is_approved=False)

    with pytest.raises(PermissionError, match="not_approved"):
        await stranger.take()

    await visitor.until(lambda: visitor.position == 1)


async def test_without_a_roster_a_visitors_page_lets_nobody_in(cast: Cast) -> None:
    visitor, first = await cast.visitor(), await cast.professional()
    visitor.roster = None
    talk = await first.take(visitor.keys.cid)

    await visitor.until(lambda: bool(visitor.rejected))
    await first.until(lambda: talk.ended == "not_accepted")

    await visitor.until(lambda: visitor.position == 1)
    assert talk.keys.granted == -1
    assert visitor.offers == []
