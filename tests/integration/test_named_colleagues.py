"""Who is at the desk, and a colleague who is asked by name: over real sockets."""

from pathlib import Path

import pytest

from chatserver.client import Professional, Visitor
from chatserver.client.talk import Talk
from chatserver.domain.people import Role
from chatserver.store import keys
from chatserver.wire import frames
from tests.support.cast import Cast
from tests.support.redis_servers import Stores
from tests.support.servers import served

A_STRANGER = b"nobody.."


def shown(professional: Professional) -> list[tuple[str, str]]:
    return [(each.name, each.state) for each in professional.colleagues]


async def sees(professional: Professional, *names: str) -> None:
    """Until these colleagues, and nobody else, are here."""
    await professional.until(lambda: {each.name for each in professional.colleagues} == set(names))


async def two_at_work(cast: Cast) -> tuple[Visitor, Professional, Talk, Professional]:
    """A visitor in conversation with the first of two colleagues."""
    visitor, first = await cast.visitor(), await cast.professional()
    second = await cast.professional()
    talk = await cast.conversation(visitor, first)
    await sees(first, second.name)
    return visitor, first, talk, second


async def test_colleagues_see_each_other_with_what_they_do(cast: Cast) -> None:
    first = await cast.professional(languages=["nl", "en"])
    supervisor = await cast.professional(Role.SUPERVISOR)
    await sees(first, supervisor.name)

    await first.be("break")
    await supervisor.until(lambda: shown(supervisor) == [(first.name, "break")])
    await first.be("away")
    await supervisor.until(lambda: shown(supervisor) == [(first.name, "away")])
    await cast.conversation(await cast.visitor(), first)
    await supervisor.until(lambda: shown(supervisor) == [(first.name, "busy")])
    await first.be("ending")
    await supervisor.until(lambda: shown(supervisor) == [(first.name, "ending")])

    (colleague,) = supervisor.colleagues
    assert (colleague.role, colleague.languages) == ("professional", ["en", "nl"])
    assert shown(first) == [(supervisor.name, "free")]


async def test_who_closes_the_window_is_gone_within_seconds(cast: Cast) -> None:
    first, second = await cast.professional(), await cast.professional()
    await sees(first, second.name)

    await second.close()

    await first.until(lambda: first.colleagues == [], within=20)


async def test_who_may_not_work_is_not_at_the_desk(cast: Cast) -> None:
    first = await cast.professional()
    await cast.professional(is_approved=False)
    last = await cast.professional()

    await sees(first, last.name)


async def test_a_colleague_is_known_by_nothing_that_lasts(cast: Cast, stores: Stores) -> None:
    first, second = await cast.professional(), await cast.professional()
    await sees(first, second.name)
    before = first.known_as(second.name)

    again = await cast.again(second)
    await again.until(lambda: bool(again.colleagues))

    assert first.known_as(second.name) == before
    async with stores.looking_into_vault() as client:
        kept = await client.hgetall(keys.PRESENT.decode())
        await client.delete(keys.PRESENT.decode())
    assert not any(second.name.encode() in part for pair in kept.items() for part in pair)
    await first.until(lambda: {each.id for each in first.colleagues} - {before} != set())


async def test_who_is_asked_by_name_alone_sees_it_and_can_come(cast: Cast) -> None:
    visitor, first, talk, second = await two_at_work(cast)
    third = await cast.professional()
    await sees(first, second.name, third.name)

    first.ask(talk, "handover", second.name)
    await second.until(lambda: bool(second.asking))
    await first.until(lambda: bool(first.asking))
    with pytest.raises(PermissionError, match="taken"):
        await third.sit_in(talk.cid)
    third.not_now(talk.cid)
    await third.until(lambda: third.refusals[-1][0] == "taken" and len(third.refusals) == 2)

    assert third.asking == []
    assert [(each.by, each.asker) for each in second.asking] == [
        (first.name, second.known_as(first.name))
    ]
    assert first.asking[0].whom == first.known_as(second.name)
    beside = await second.sit_in(talk.cid)
    await first.until(lambda: bool(first.answers))
    assert [(each.name, each.comes) for each in first.answers] == [(second.name, True)]
    await visitor.until(lambda: len(visitor.offers) == 1)
    await visitor.let_in()
    await second.until(lambda: beside.is_open)
    first.step_out(talk)
    await second.until(lambda: not beside.is_guest)


async def test_who_cannot_come_says_so_and_nothing_else_changes(cast: Cast) -> None:
    visitor, first, talk, second = await two_at_work(cast)
    first.ask(talk, "handover", second.name)
    await second.until(lambda: bool(second.asking))

    second.not_now(talk.cid)
    await first.until(lambda: bool(first.answers))
    second.not_now(talk.cid)
    await second.until(lambda: ("taken", None) in second.refusals)

    assert [(each.name, each.comes) for each in first.answers] == [(second.name, False)]
    await first.until(lambda: first.asking == [])
    visitor.say("ben je er nog?")
    await first.until(lambda: len(talk.texts) == 1)
    assert visitor.offers == []


async def test_a_request_to_all_is_declined_by_nobody_for_the_others(cast: Cast) -> None:
    _, first, talk, second = await two_at_work(cast)
    first.ask(talk, "join")
    await second.until(lambda: bool(second.asking))

    second.not_now(talk.cid)
    await second.until(lambda: ("taken", None) in second.refusals)

    assert len(second.asking) == 1
    assert first.answers == []


async def test_nobody_is_asked_who_is_not_here_or_cannot_do_it(cast: Cast) -> None:
    _, first, talk, _ = await two_at_work(cast)
    supervisor = await cast.professional(Role.SUPERVISOR)
    await supervisor.until(lambda: len(supervisor.colleagues) == 2)
    await first.until(lambda: len(first.colleagues) == 2)
    me = supervisor.known_as(first.name)

    first.line.send(frames.Ask(cid=talk.cid, how="join", whom=A_STRANGER))
    first.line.send(frames.Ask(cid=talk.cid, how="join", whom=me))
    first.line.send(frames.Ask(cid=talk.cid, how="handover", role="supervisor"))
    first.line.send(frames.Ask(cid=talk.cid, how="join", whom=me, role="supervisor"))
    first.line.send(frames.Ask(cid=talk.cid, whom=first.known_as(supervisor.name)))
    first.ask(talk, "handover", supervisor.name)
    await first.until(lambda: len(first.refusals) == 6)

    assert [code for code, _ in first.refusals] == [
        "not_here",
        "out_of_turn",
        "out_of_turn",
        "out_of_turn",
        "out_of_turn",
        "wrong_role",
    ]
    assert first.asking == []


async def test_only_who_holds_it_asks(cast: Cast) -> None:
    _, first, talk, second = await two_at_work(cast)

    second.line.send(frames.Ask(cid=talk.cid, how="join", whom=second.known_as(first.name)))
    second.line.send(frames.GiveBack(cid=talk.cid))
    await second.until(lambda: len(second.refusals) == 2)

    assert [code for code, _ in second.refusals] == ["not_yours", "not_yours"]


async def test_asking_another_one_takes_the_first_question_back(cast: Cast) -> None:
    _, first, talk, second = await two_at_work(cast)
    third = await cast.professional()
    await sees(first, second.name, third.name)

    first.ask(talk, "join", second.name)
    await second.until(lambda: bool(second.asking))
    first.ask(talk, "join", third.name)

    await third.until(lambda: bool(third.asking))
    await second.until(lambda: second.asking == [])
    with pytest.raises(PermissionError, match="taken"):
        await second.sit_in(talk.cid)


async def test_who_is_full_cannot_come_even_when_asked_by_name(cast: Cast) -> None:
    _, first, talk, second = await two_at_work(cast)
    for _ in range(3):
        await cast.conversation(await cast.visitor(), second)

    first.ask(talk, "handover", second.name)
    await second.until(lambda: bool(second.asking))

    with pytest.raises(PermissionError, match="at_capacity"):
        await second.sit_in(talk.cid)
    assert len(second.asking) == 1


async def test_a_call_for_help_is_for_every_supervisor_and_nobody_else(cast: Cast) -> None:
    visitor, first, talk, second = await two_at_work(cast)
    supervisors = [await cast.professional(Role.SUPERVISOR) for _ in range(2)]

    first.ask(talk, "join", supervisors=True)
    for supervisor in supervisors:
        await supervisor.until(lambda each=supervisor: bool(each.asking))  # type: ignore[misc]
    with pytest.raises(PermissionError, match="taken"):
        await second.sit_in(talk.cid)
    came = await supervisors[0].sit_in(talk.cid)

    assert second.asking == []
    await supervisors[1].until(lambda: supervisors[1].asking == [])
    await first.until(lambda: bool(first.answers))
    await visitor.until(lambda: bool(visitor.offers))
    assert came.keys.granted == -1
    await visitor.let_in()
    await supervisors[0].until(lambda: came.is_open)


async def test_a_conversation_given_back_waits_in_front_of_all(cast: Cast) -> None:
    visitor, first, talk, second = await two_at_work(cast)
    behind = await cast.visitor()

    first.give_back(talk)
    await first.until(lambda: talk.ended == "passed")

    await visitor.until(lambda: visitor.position == 1)
    await behind.until(lambda: behind.position == 2)
    assert first.untagged == []
    taken = await second.take()
    assert taken.cid == talk.cid
    await visitor.let_in()
    await second.until(lambda: taken.is_open)


async def test_a_guest_gives_nothing_back(cast: Cast) -> None:
    visitor, first, talk, second = await two_at_work(cast)
    first.ask(talk, "join", second.name)
    await second.until(lambda: bool(second.asking))
    beside = await second.sit_in(talk.cid)
    await visitor.until(lambda: bool(visitor.offers))
    await visitor.let_in()
    await second.until(lambda: beside.is_open)

    second.line.send(frames.GiveBack(cid=talk.cid))
    await second.until(lambda: ("not_yours", None) in second.refusals)

    visitor.say("met zijn drieën")
    await first.until(lambda: len(talk.texts) == 1)


async def test_colleagues_meet_across_two_processes(
    cast: Cast, stores: Stores, tmp_path: Path
) -> None:
    visitor, first = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, first)
    async with served(stores, tmp_path) as other:
        second = await cast.professional(url=other.staff_url)
        await sees(first, second.name)
        await sees(second, first.name)

        first.ask(talk, "handover", second.name)
        await second.until(lambda: bool(second.asking))
        second.not_now(talk.cid)

        await first.until(lambda: [each.comes for each in first.answers] == [False])
        await second.close()
