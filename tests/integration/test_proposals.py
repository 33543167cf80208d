"""Whoever waits is proposed to the longest idle: over real sockets, on two processes."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chatserver.app import App
from chatserver.client import Professional, Visitor
from chatserver.clock import ManualClock
from chatserver.domain.people import Role
from chatserver.wire import frames
from tests.support.cast import Cast
from tests.support.redis_servers import Stores
from tests.support.servers import served, server_process

THB = {"contact": ["conv"], "thb": ["yes"]}
NO_THB = {"contact": ["conv"], "thb": ["no"]}


class Night:
    """People around two processes, whose one clock is moved by hand."""

    def __init__(self, cast: Cast, second: App, clock: ManualClock) -> None:
        self.cast = cast
        self.second = second
        self.clock = clock

    async def free(
        self, *, is_elsewhere: bool = False, languages: tuple[str, ...] = ()
    ) -> Professional:
        """Somebody who is free, at this process or the other."""
        url = self.second.staff_url if is_elsewhere else ""
        coming = asyncio.create_task(self.cast.professional(url=url, languages=languages))
        while not coming.done():  # the other process hears of their device as time passes
            await self.seconds(1)
        professional = await coming
        await professional.be("free")
        return professional

    async def seconds(self, many: int) -> None:
        """Let time pass, a second at a time, as the processes look."""
        for _ in range(many):
            await self.clock.advance(1)
            await asyncio.sleep(0.02)  # what that set off has gone to the vault and back

    async def until_proposed(self, professional: Professional, visitor: Visitor) -> None:
        await professional.until(lambda: professional.proposed == visitor.keys.cid, within=5)


@pytest.fixture
async def night(stores: Stores, tmp_path: Path) -> AsyncIterator[Night]:
    clock = ManualClock()
    async with (
        served(stores, tmp_path, clock=clock) as first,
        Cast.around(first) as cast,
        served(stores, tmp_path, clock=clock) as second,
    ):
        yield Night(cast, second, clock)


async def test_nobody_is_proposed_to_who_did_not_say_that_they_are_free(night: Night) -> None:
    professional = await night.cast.professional()
    await night.cast.visitor()
    await night.seconds(5)

    assert professional.duty is not None
    assert professional.duty.state == "away"
    assert professional.proposed is None


async def test_a_visitor_is_proposed_and_taken(night: Night) -> None:
    professional = await night.free()
    visitor = await night.cast.visitor()

    await night.until_proposed(professional, visitor)
    talk = await professional.take(visitor.keys.cid)
    await visitor.let_in()
    await professional.until(lambda: talk.is_open and professional.proposed is None)

    assert professional.proposal is not None
    assert professional.proposal.why is None


async def test_the_longest_idle_is_asked_first_whichever_process_they_are_at(night: Night) -> None:
    first = await night.free(is_elsewhere=True)
    second = await night.free()
    visitor = await night.cast.visitor()

    await night.until_proposed(first, visitor)
    await second.until(lambda: second.reserved == [visitor.keys.cid])
    for cid in (visitor.keys.cid, None):
        with pytest.raises(PermissionError, match="taken"):
            await second.take(cid)

    other = await night.cast.visitor()
    await night.until_proposed(second, other)
    assert second.reserved == [visitor.keys.cid]


async def test_take_next_passes_over_who_is_proposed_to_a_colleague(night: Night) -> None:
    await night.free()
    picking = await night.cast.professional(languages=("nl",))
    first = await night.cast.visitor()
    await picking.until(lambda: picking.reserved == [first.keys.cid])
    second = await night.cast.visitor()

    talk = await picking.take()

    assert talk.cid == second.keys.cid


async def test_who_declines_is_not_asked_again_and_the_next_is_at_once(night: Night) -> None:
    first = await night.free()
    second = await night.free(is_elsewhere=True)
    visitor = await night.cast.visitor()
    await night.until_proposed(first, visitor)

    first.pass_on(visitor.keys.cid)
    await night.until_proposed(second, visitor)
    second.pass_on(visitor.keys.cid)
    await second.until(lambda: second.proposed is None)
    await night.seconds(3)

    assert first.proposed is None
    assert first.proposal is not None
    assert first.proposal.why is None
    assert visitor.position == 1
    await night.seconds(120)
    await first.until(lambda: first.proposed or second.proposed, within=5)  # type: ignore[return-value,arg-type]


async def test_nobody_answers_and_the_next_is_asked(night: Night) -> None:
    first = await night.free()
    second = await night.free(is_elsewhere=True)
    visitor = await night.cast.visitor()
    await night.until_proposed(first, visitor)

    await night.seconds(29)
    assert first.proposed == visitor.keys.cid
    await night.seconds(2)

    await night.until_proposed(second, visitor)
    await first.until(lambda: first.proposal is not None and first.proposal.why == "late")
    assert visitor.position == 1


async def test_two_missed_in_a_row_make_away_and_no_third_is_sent(night: Night) -> None:
    professional = await night.free()
    visitor = await night.cast.visitor()
    await night.until_proposed(professional, visitor)
    await night.seconds(31)
    await night.until_proposed(professional, visitor)
    await night.seconds(31)

    await professional.until(lambda: professional.duty.state == "away")  # type: ignore[union-attr]
    await night.seconds(5)
    assert professional.duty is not None
    assert professional.duty.why == "missed"
    assert professional.proposal == frames.Proposal()

    await professional.be("free")
    await night.until_proposed(professional, visitor)
    assert professional.duty.why is None


async def test_a_returned_visitor_is_proposed_to_the_next_who_is_free(night: Night) -> None:
    gone = await night.cast.professional()
    visitor = await night.cast.visitor()
    await night.cast.conversation(visitor, gone)
    other = await night.free(is_elsewhere=True)
    await gone.close()

    await night.seconds(80)

    await night.until_proposed(other, visitor)


async def test_who_was_said_no_to_is_not_proposed_that_visitor_again(night: Night) -> None:
    professional = await night.free()
    visitor = await night.cast.visitor()
    await night.until_proposed(professional, visitor)
    talk = await professional.take(visitor.keys.cid)
    await visitor.refuse()
    await professional.until(lambda: talk.ended == "declined")
    await visitor.until(lambda: visitor.position == 1)
    await night.seconds(130)
    assert professional.proposed is None

    other = await night.free(is_elsewhere=True)
    await night.until_proposed(other, visitor)


async def test_away_withdraws_a_proposal_and_the_next_is_asked(night: Night) -> None:
    first = await night.free()
    second = await night.free()
    visitor = await night.cast.visitor()
    await night.until_proposed(first, visitor)

    await first.be("away")

    await night.until_proposed(second, visitor)
    assert first.proposed is None


async def test_whose_window_is_frozen_is_asked_nothing_and_has_missed_nothing(
    night: Night,
) -> None:
    first = await night.free(is_elsewhere=True)
    second = await night.free()
    visitor = await night.cast.visitor()
    await night.until_proposed(first, visitor)

    first.line.freeze()
    await night.seconds(20)
    await night.until_proposed(second, visitor)

    first.line.thaw()
    await night.seconds(6)
    second.pass_on(visitor.keys.cid)
    await night.until_proposed(first, visitor)
    assert first.duty is not None
    assert first.duty.state == "free"


async def test_a_line_that_is_lost_leaves_its_proposal_to_the_next(night: Night) -> None:
    first = await night.free(is_elsewhere=True)
    second = await night.free()
    visitor = await night.cast.visitor()
    await night.until_proposed(first, visitor)
    first.line.moves_to("http://127.0.0.1:9/")  # nobody listens there
    await first.line.lose()

    await night.seconds(10)

    await night.until_proposed(second, visitor)


async def test_a_visitor_who_leaves_is_said_to_be_gone(night: Night) -> None:
    professional = await night.free()
    visitor = await night.cast.visitor()
    await night.until_proposed(professional, visitor)

    visitor.leave("exit")

    await professional.until(lambda: professional.proposed is None)
    assert professional.proposal is not None
    assert professional.proposal.why == "gone"


async def test_a_proposal_waits_for_no_tag_and_no_empty_chair(night: Night) -> None:
    owing, gone = await night.free(), await night.free()
    early = await night.cast.visitor()
    await night.until_proposed(owing, early)
    talk = await owing.take(early.keys.cid)
    owing.end(talk)
    await owing.until(lambda: bool(owing.untagged))
    await gone.close()
    await night.seconds(10)
    visitor = await night.cast.visitor()
    await night.seconds(3)
    assert owing.proposed is None

    await owing.tag(talk.ticket, night.cast.app.codebook.key, NO_THB)

    await night.until_proposed(owing, visitor)


async def test_a_language_nobody_free_speaks_is_proposed_to_nobody(night: Night) -> None:
    dutch = await night.free(languages=("nl",))
    english = await night.cast.visitor("en")
    visitor = await night.cast.visitor("nl")

    await night.until_proposed(dutch, visitor)
    dutch.pass_on(visitor.keys.cid)
    await night.seconds(5)
    assert dutch.proposed is None

    other = await night.free(languages=("en",), is_elsewhere=True)
    await night.until_proposed(other, english)


async def test_the_choice_survives_a_reload_and_is_the_same_in_a_second_window(
    night: Night,
) -> None:
    professional = await night.free()
    second = await night.cast.again(professional)
    await second.until(lambda: second.duty is not None)
    assert second.duty is not None
    assert second.duty.state == "free"

    await professional.close()
    await night.seconds(10)
    visitor = await night.cast.visitor()
    await night.until_proposed(second, visitor)

    await second.be("away")
    await second.close()
    third = await night.cast.again(second)
    await third.until(lambda: third.duty is not None and third.duty.state == "away")


async def test_who_was_gone_for_long_comes_back_as_away(night: Night) -> None:
    professional = await night.free()
    await professional.close()
    await night.seconds(70)

    back = await night.cast.again(professional)

    await back.until(lambda: back.duty is not None and back.duty.state == "away")


@pytest.mark.parametrize("seconds", [0, 1, 2])  # leases are renewed at every third
async def test_what_somebody_says_when_they_are_back_after_long_stays_so(
    night: Night, seconds: int
) -> None:
    professional = await night.free()
    await night.seconds(seconds)
    await night.clock.jump(120)  # the computer slept, and the server with it

    await professional.be("ending")
    await night.seconds(10)

    assert professional.duty is not None
    assert professional.duty.state == "ending"


async def test_a_supervisor_has_no_duty(night: Night) -> None:
    supervisor = await night.cast.professional(Role.SUPERVISOR)
    supervisor.line.send(frames.Be(state="free"))

    await supervisor.until(lambda: ("wrong_role", None) in supervisor.refusals)
    assert supervisor.duty is None


async def talks_and_tags(night: Night, professional: Professional, answers: object) -> None:
    """One conversation from the line to its tag."""
    visitor = await night.cast.visitor()
    talk = await professional.take(visitor.keys.cid)
    professional.end(talk)
    await professional.until(lambda: talk.ticket in professional.untagged)
    key = night.cast.app.codebook.key
    await professional.tag(talk.ticket, key, answers)  # type: ignore[arg-type]
    await professional.until(lambda: not professional.untagged)


def rest_of(professional: Professional) -> int | None:
    """Minutes of a break that is offered."""
    assert professional.duty is not None
    return professional.duty.rest


async def test_after_three_hard_conversations_a_break_is_offered(night: Night) -> None:
    professional = await night.cast.professional()
    for answers in (THB, NO_THB, THB, NO_THB):
        await talks_and_tags(night, professional, answers)
    await night.seconds(1)
    assert rest_of(professional) is None

    await talks_and_tags(night, professional, {"contact": ["abuse"]})

    await professional.until(lambda: rest_of(professional) == 15)


async def test_in_a_break_nothing_is_proposed_and_its_end_is_told(night: Night) -> None:
    professional = await night.free()
    for _ in range(3):
        await talks_and_tags(night, professional, THB)
    await professional.until(lambda: rest_of(professional) == 15)
    await professional.be("break")
    visitor = await night.cast.visitor()
    began = int(night.clock.now())

    await night.clock.advance(890)
    await night.seconds(3)
    assert professional.proposed is None
    assert professional.duty is not None
    assert professional.duty.until == (began + 900) // 60 * 60
    await night.seconds(10)

    await professional.until(lambda: professional.duty.why == "rested")  # type: ignore[union-attr]
    assert professional.duty.state == "away"
    assert rest_of(professional) is None
    assert professional.proposed is None
    await professional.be("free")
    await night.until_proposed(professional, visitor)


async def test_a_break_is_never_forced(night: Night) -> None:
    professional = await night.free()
    for _ in range(3):
        await talks_and_tags(night, professional, THB)
    await professional.until(lambda: rest_of(professional) == 15)
    visitor = await night.cast.visitor()
    await night.until_proposed(professional, visitor)

    professional.go_on()

    await professional.until(lambda: rest_of(professional) is None)
    assert professional.duty is not None
    assert professional.duty.state == "free"
    assert professional.proposed == visitor.keys.cid


async def test_correcting_a_tag_counts_no_second_hard_conversation(night: Night) -> None:
    professional = await night.cast.professional()
    visitor = await night.cast.visitor()
    talk = await professional.take(visitor.keys.cid)
    professional.end(talk)
    await professional.until(lambda: talk.ticket in professional.untagged)
    for _ in range(4):
        await professional.tag(talk.ticket, night.cast.app.codebook.key, THB)
    await night.seconds(2)

    assert rest_of(professional) is None


async def test_whose_shift_ends_gets_nobody_new_in_any_way(night: Night) -> None:
    professional = await night.free()
    visitor = await night.cast.visitor()
    await night.until_proposed(professional, visitor)
    colleague = await night.cast.professional()
    other = await night.cast.visitor()
    talk = await night.cast.conversation(other, colleague)
    colleague.ask(talk, "handover")
    await professional.until(lambda: bool(professional.asking))

    await professional.be("ending")
    await night.seconds(3)

    assert professional.proposed is None
    for cid in (None, visitor.keys.cid):
        with pytest.raises(PermissionError, match="shift_ends"):
            await professional.take(cid)
    with pytest.raises(PermissionError, match="shift_ends"):
        await professional.sit_in(talk.cid)

    await professional.be("free")
    await night.until_proposed(professional, visitor)


async def test_a_conversation_goes_on_when_a_shift_ends(night: Night) -> None:
    professional = await night.cast.professional()
    visitor = await night.cast.visitor()
    talk = await night.cast.conversation(visitor, professional)

    await professional.be("ending")
    visitor.say("nog even")
    await professional.until(lambda: [said.text for said in talk.texts] == ["nog even"])
    professional.end(talk)
    await professional.until(lambda: talk.ticket in professional.untagged)
    await professional.tag(talk.ticket, night.cast.app.codebook.key, NO_THB)

    assert professional.duty is not None
    assert professional.duty.state == "ending"


async def test_a_desk_by_hand_proposes_nobody(stores: Stores, tmp_path: Path) -> None:
    more = {"CHATSERVER_DESK_PROPOSE": "false"}
    async with served(stores, tmp_path, more=more) as app, Cast.around(app) as cast:
        professional = await cast.professional()
        assert professional.duty is not None
        assert not professional.duty.proposes

        professional.line.send(frames.Be(state="free"))
        await professional.until(lambda: ("out_of_turn", None) in professional.refusals)
        await professional.be("ending")


async def test_the_vault_holds_no_language_of_anybody_at_the_desk(
    night: Night, stores: Stores
) -> None:
    rare = ("xq", "xj", "xk", "xw")
    await night.free(languages=("nl", *rare))
    async with stores.looking_into_vault() as client:
        kept = await client.hgetall("hl:{desk}:crew")

    assert len([value for value in kept.values() if isinstance(value, bytes)]) > 4
    # Two letters stand by chance in what is sealed; all four pairs of them do not.
    assert not all(
        any(language.encode() in value for value in kept.values() if isinstance(value, bytes))
        for language in rare
    )


async def test_a_process_that_is_killed_leaves_its_proposals_to_the_others(
    stores: Stores, tmp_path: Path
) -> None:
    async with (
        served(stores, tmp_path) as first,
        Cast.around(first) as cast,
        server_process(stores, tmp_path) as second,
    ):
        theirs = await cast.professional(url=second.staff_url)
        await theirs.be("free")
        ours = await cast.professional()
        await ours.be("free")
        # The longest idle is at the other process; a visitor comes to it as well.
        visitor = await cast.visitor(url=second.visitor_url)
        await theirs.until(lambda: theirs.proposed == visitor.keys.cid)
        visitor.line.moves_to(first.visitor_url)

        await second.kill()

        # Eight seconds until the lease has run out, one for the next look, and then at once.
        await ours.until(lambda: ours.proposed == visitor.keys.cid, within=15)
        talk = await ours.take(visitor.keys.cid)
        await visitor.let_in()
        await ours.until(lambda: talk.is_open)


async def test_who_chose_one_at_a_time_is_proposed_and_takes_no_second(night: Night) -> None:
    professional = await night.free()
    assert professional.duty is not None
    assert (professional.duty.capacity, professional.duty.most) == (3, 3)
    await professional.choose(1)
    assert professional.duty.state == "free"
    first, second = await night.cast.visitor(), await night.cast.visitor()
    await night.until_proposed(professional, first)
    await professional.take(first.keys.cid)
    await night.seconds(10)

    assert professional.proposed is None
    with pytest.raises(PermissionError, match="at_capacity"):
        await professional.take(second.keys.cid)
    await professional.choose(2)
    await night.until_proposed(professional, second)


async def test_nobody_can_choose_more_than_the_desk_allows(night: Night) -> None:
    professional = await night.free()
    professional.line.send(frames.Be(capacity=8))
    await professional.choose(2)
    professional.line.send(frames.Be(capacity=8))
    await professional.until(
        lambda: professional.duty is not None and professional.duty.capacity == 3
    )
