"""A rehearsal is practice for professionals, marked everywhere, and it counts nowhere (F74)."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pytest
from redis.asyncio import Redis

from chatserver.app import App
from chatserver.client import Coordinator, Professional, Visitor
from chatserver.client.talk import Talk
from chatserver.clock import ManualClock
from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.people import Role
from chatserver.helpline.rehearsals import Cast as Played
from chatserver.helpline.rehearsals import Pass, new_pass
from chatserver.helpline.sealing import pack
from chatserver.wire import frames
from tests.support.cast import PASSWORD, Cast
from tests.support.redis_servers import Stores
from tests.support.servers import served

ANSWERS = {
    "contact": ["conv"],
    "thb": ["yes"],
    "who": ["self"],
    "count": ["first"],
    "form": ["sex"],
}


@contextlib.asynccontextmanager
async def helpline(
    stores: Stores, directory: Path, clock: ManualClock | None = None, **more: str
) -> AsyncIterator[Cast]:
    async with (
        served(stores, directory, clock=clock, more=more) as app,
        Cast.around(app) as cast,
    ):
        yield cast


def a_pass(app: App, number: int = 1, *, language: str = "nl") -> bytes:
    """As the command line makes one."""
    played = Played(["hoax"] * number, language)
    return new_pass(app.counting.ring, played, now=int(app.counting.clock.now()))


async def whole_ledger(stores: Stores) -> dict[bytes, bytes | None]:
    """Every key of it, and what it holds."""
    async with Redis.from_url(stores.ledger_keeper.url) as client:
        return {name: await client.dump(name) async for name in client.scan_iter()}


async def names_in_vault(stores: Stores) -> set[bytes]:
    async with stores.looking_into_vault() as client:
        return {name async for name in client.scan_iter()}


async def eventually(holds: Callable[[], Awaitable[bool]], within: float = 20.0) -> None:
    """Wait for something that another process does."""
    async with asyncio.timeout(within):
        while not await holds():  # noqa: ASYNC110 - another process sets no event of ours
            await asyncio.sleep(0.05)


async def met(cast: Cast, sealed: bytes) -> tuple[Visitor, Professional, Talk]:
    """A professional in the conversation of a rehearsal."""
    visitor, professional = await cast.played(sealed), await cast.professional()
    return visitor, professional, await cast.conversation(visitor, professional)


async def over(visitor: Visitor, professional: Professional, talk: Talk) -> None:
    professional.end(talk)
    await visitor.until(lambda: visitor.ended is not None)
    await professional.until(lambda: talk.ticket in professional.untagged)


async def test_it_is_marked_wherever_staff_can_see_it(stores: Stores, tmp_path: Path) -> None:
    async with helpline(stores, tmp_path) as cast:
        visitor, professional = await cast.played(a_pass(cast.app)), await cast.professional()
        await professional.until(lambda: len(professional.waiting) == 1)
        assert professional.waiting[0].rehearsal

        talk = await cast.conversation(visitor, professional)
        assert talk.rehearses
        professional.ask(talk, "join")
        colleague = await cast.professional()
        await colleague.until(lambda: len(colleague.asking) == 1)
        assert colleague.asking[0].rehearsal

        reloaded = await cast.with_keys_of(professional)
        await reloaded.until(lambda: reloaded.talks[talk.cid].is_held)
        assert reloaded.talks[talk.cid].rehearses

        await over(visitor, reloaded, reloaded.talks[talk.cid])
        assert reloaded.rehearsed == [talk.ticket]
        again = await cast.again(reloaded)
        assert again.rehearsed == [talk.ticket]


async def test_a_real_visitor_is_never_marked(stores: Stores, tmp_path: Path) -> None:
    async with helpline(stores, tmp_path) as cast:
        visitor, professional = await cast.visitor(), await cast.professional()
        await professional.until(lambda: len(professional.waiting) == 1)
        assert not professional.waiting[0].rehearsal

        talk = await cast.conversation(visitor, professional)
        await over(visitor, professional, talk)

        assert not talk.rehearses
        assert (professional.untagged, professional.rehearsed) == ([talk.ticket], [])


async def test_its_tag_is_looked_at_and_nothing_of_it_is_kept(
    stores: Stores, tmp_path: Path
) -> None:
    sessions = (b"hl:session:", b"hl:attempts:")
    async with helpline(stores, tmp_path, ManualClock()) as cast:
        coordinator = await cast.coordinator()
        idle = await cast.professional()
        ledger, board = await whole_ledger(stores), await coordinator.board()
        accounts = {b"hl:{ledger}:accounts", b"hl:{ledger}:devices"}
        sealed = a_pass(cast.app)
        visitor = await cast.played(sealed)
        talk = await cast.conversation(visitor, idle)
        visitor.say("hallo met de pizzalijn?")
        await idle.until(lambda: len(talk.texts) == 1)
        assert (await coordinator.board()) | {"crew": 0} == board | {"crew": 0}
        await over(visitor, idle, talk)
        assert visitor.voucher is None

        with pytest.raises(PermissionError, match="bad_answers"):
            await idle.tag(talk.ticket, cast.app.codebook.key, {"thb": ["yes"]})
        await idle.tag(talk.ticket, cast.app.codebook.key, ANSWERS)

        await idle.until(lambda: idle.untagged == [])
        assert idle.practised == [talk.ticket]
        assert idle.given == []
        with pytest.raises(PermissionError, match="not_yours"):
            await idle.reopen(talk.ticket)
        assert (await cast.app.counting.fold()).tags == 0
        assert await whole_ledger(stores) == ledger
        assert accounts <= ledger.keys()
        assert (await coordinator.board()) | {"crew": 0} == board | {"crew": 0}
        left = await names_in_vault(stores)
        assert {name for name in left if not name.startswith(sessions)} <= {
            b"hl:{desk}:turn",  # counts what comes, and not what it was
            b"hl:{desk}:crew",
            b"hl:{desk}:present",  # who works, and not with whom
            b"hl:{desk}:born",
            b"hl:{desk}:rehearsal",
            *(name for name in left if name.startswith(b"hl:{desk}:footfall:")),
        }


async def test_leaving_it_untagged_is_not_counted_either(stores: Stores, tmp_path: Path) -> None:
    async with helpline(stores, tmp_path) as cast:
        visitor, professional, talk = await met(cast, a_pass(cast.app))
        await over(visitor, professional, talk)

        await professional.skip(talk.ticket, "no_time")

        await professional.until(lambda: professional.untagged == [])
        assert professional.practised == [talk.ticket]


async def test_who_really_waits_stands_in_front_and_is_next(stores: Stores, tmp_path: Path) -> None:
    async with helpline(stores, tmp_path) as cast:
        played, professional = await cast.played(a_pass(cast.app)), await cast.professional()
        real = await cast.visitor()

        await played.until(lambda: played.position == 2)
        assert real.position == 1
        await professional.until(lambda: len(professional.waiting) == 2)
        assert [each.rehearsal for each in professional.waiting] == [False, True]
        assert (await professional.take()).cid == real.keys.cid
        assert (await professional.take()).cid == played.keys.cid


async def test_who_speaks_no_language_of_who_really_waits_is_given_no_rehearsal_either(
    stores: Stores, tmp_path: Path
) -> None:
    async with helpline(stores, tmp_path) as cast:
        await cast.played(a_pass(cast.app))
        await cast.visitor("uk")
        professional = await cast.professional(languages=("nl",))

        with pytest.raises(PermissionError, match="not_spoken"):
            await professional.take()


async def test_nobody_is_asked_to_take_one(stores: Stores, tmp_path: Path) -> None:
    async with helpline(stores, tmp_path) as cast:
        await cast.played(a_pass(cast.app))
        professional = await cast.professional()
        await professional.be("free")
        real = await cast.visitor()

        await professional.until(lambda: professional.proposed is not None)
        assert professional.proposed == real.keys.cid


async def test_it_fills_nobodys_hands_and_its_form_keeps_nobody(
    stores: Stores, tmp_path: Path
) -> None:
    async with helpline(stores, tmp_path, CHATSERVER_LIMITS_CAPACITY="1") as cast:
        sealed = a_pass(cast.app, 2)
        visitor, professional, talk = await met(cast, sealed)
        await cast.conversation(await cast.played(sealed), professional)
        await over(visitor, professional, talk)

        real = await cast.visitor()
        assert (await professional.take()).cid == real.keys.cid
        another = await cast.visitor()
        with pytest.raises(PermissionError, match="at_capacity"):
            await professional.take(another.keys.cid)


async def test_a_full_list_refuses_it_and_not_who_really_comes(
    stores: Stores, tmp_path: Path
) -> None:
    async with helpline(stores, tmp_path, CHATSERVER_LIMITS_MAX_WAITING="2") as cast:
        sealed = a_pass(cast.app, 3)
        assert (await cast.played(sealed)).position == 1
        assert (await cast.played(sealed)).position == 2
        late = await cast.played(sealed)
        assert late.desk is not None
        assert late.desk.state == "full"

        assert (await cast.visitor()).position == 1
        assert (await cast.visitor()).position == 2
        third = await cast.visitor()
        assert third.desk is not None
        assert third.desk.state == "full"


async def test_one_can_practise_while_the_desk_is_closed(stores: Stores, tmp_path: Path) -> None:
    async with helpline(stores, tmp_path) as cast:
        await (await cast.coordinator()).switch_intake(paused=True)

        real, played = await cast.visitor(), await cast.played(a_pass(cast.app))

        assert (real.position, played.position) == (None, 1)


async def test_nobody_is_held_back_by_it(stores: Stores, tmp_path: Path) -> None:
    async with helpline(stores, tmp_path) as cast:
        visitor, professional, talk = await met(cast, a_pass(cast.app))

        professional.end(talk, cool_down=30)
        await visitor.until(lambda: visitor.ended is not None)

        await professional.until(lambda: talk.ended is not None)
        assert talk.cooling == 0
        assert await cast.app.cooling.running() == []


async def test_a_pass_that_is_not_ours_opens_no_door(stores: Stores, tmp_path: Path) -> None:
    async with helpline(stores, tmp_path) as cast:
        good, now = a_pass(cast.app), int(cast.app.counting.clock.now())
        foreign = new_pass(KeyRing.fresh(), Played(["hoax"], "nl"), now=now)
        crowd = new_pass(cast.app.counting.ring, Played(["hoax"] * 6, "nl"), now=now)
        endless = Pass(b"i" * 16, now + 9 * 3600, Played(["hoax"], "nl"))
        other_purpose = cast.app.counting.ring.wrap(pack(endless), b"tag|")
        forged = cast.app.counting.ring.wrap(pack(endless), b"rehearsal|")
        altered = good[:-1] + bytes([good[-1] ^ 1])

        for false in (
            foreign,
            crowd,
            other_purpose,
            forged,
            altered,
            b"x",
            secrets.token_bytes(99),
        ):
            visitor = await cast.played(false)
            assert (visitor.refusals, visitor.position) == (["not_approved"], None)
        assert await names_in_vault(stores) & {b"hl:{desk}:waiting", b"hl:{desk}:facts"} == set()


async def test_a_pass_is_good_for_so_many_and_for_an_hour(stores: Stores, tmp_path: Path) -> None:
    clock = ManualClock()
    async with helpline(stores, tmp_path, clock) as cast:
        sealed = a_pass(cast.app, 2)
        first, _ = await cast.played(sealed), await cast.played(sealed)
        assert (await cast.played(sealed)).refusals == ["not_approved"]

        await first.line.lose()  # who was let in is let in again
        await first.until(lambda: first.is_in)
        await cast.app.rehearsals.stop()
        await clock.jump(3600)
        assert (await cast.played(sealed)).refusals == ["gone"]


async def test_a_pass_of_a_rehearsal_that_was_stopped_is_worthless(
    stores: Stores, tmp_path: Path
) -> None:
    async with helpline(stores, tmp_path) as cast:
        sealed, another = a_pass(cast.app, 3), a_pass(cast.app)
        visitor = await cast.played(sealed)
        assert (await cast.played(another)).refusals == ["out_of_turn"]

        await cast.app.rehearsals.stop()

        await visitor.until(lambda: visitor.ended == "left")
        assert (await cast.played(sealed)).refusals == ["gone"]
        assert (await cast.played(another)).position == 1
        await cast.app.rehearsals.stop()
        assert (await cast.played(sealed)).refusals == ["gone"]


async def test_a_rehearsal_cannot_take_the_place_of_a_lost_conversation(
    stores: Stores, tmp_path: Path
) -> None:
    async with helpline(stores, tmp_path) as cast:
        before = frames.Before(cid=b"c" * 16, token=b"t" * 32, slip=b"s" * 99)

        visitor = await cast.played(a_pass(cast.app), before=before)

        assert visitor.refusals == ["not_approved"]


async def test_it_ends_by_itself_within_the_hour(stores: Stores, tmp_path: Path) -> None:
    clock = ManualClock()
    async with helpline(stores, tmp_path, clock) as cast:
        _, professional, talk = await met(cast, a_pass(cast.app))

        await clock.jump(3600 - 10)

        await eventually(lambda: _advanced(clock, talk))
        assert talk.ended in {"time", "gone"}
        await professional.until(lambda: professional.rehearsed == [talk.ticket])


async def _advanced(clock: ManualClock, talk: Talk) -> bool:
    await clock.advance(1)
    return talk.ended is not None


async def test_only_coordinators_begin_and_stop(stores: Stores, tmp_path: Path) -> None:
    async with helpline(stores, tmp_path) as cast:
        for role in (Role.PROFESSIONAL, Role.SUPERVISOR):
            somebody = Coordinator(await cast.session(), cast.app.staff_url)
            await somebody.sign_in(await cast.account(role), PASSWORD)
            for ask in (somebody.rehearsal, somebody.stop_rehearsal, somebody.rehearse):
                with pytest.raises(PermissionError, match="wrong_role"):
                    await ask("hoax") if ask == somebody.rehearse else await ask()
        nobody = Coordinator(await cast.session(), cast.app.staff_url)
        with pytest.raises(PermissionError, match="not_signed_in"):
            await nobody.rehearse("hoax")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"personas": [], "language": "nl", "number": 1},
        {"personas": ["hoax"], "language": "fr", "number": 1},
        {"personas": ["hoax"], "language": "nl", "number": 0},
        {"personas": ["hoax"], "language": "nl", "number": 6},
        {"personas": ["nobody"], "language": "nl", "number": 1},
        {"personas": ["../hoax"], "language": "nl", "number": 1},
        {"personas": ["hoax"] * 17, "language": "nl", "number": 1},
        {"personas": ["hoax"], "language": "nl", "number": 1, "more": 1},
    ],
    ids=str,
)
async def test_what_makes_no_sense_begins_nothing(
    stores: Stores, tmp_path: Path, body: dict[str, object]
) -> None:
    async with helpline(stores, tmp_path) as cast:
        coordinator = await cast.coordinator()

        with pytest.raises(PermissionError, match="malformed"):
            await coordinator.post("rehearsal/begin", body)

        assert (await coordinator.rehearsal())["running"] is None


async def test_a_coordinator_begins_one_sees_it_run_and_stops_it(
    stores: Stores, tmp_path: Path
) -> None:
    async with helpline(stores, tmp_path) as cast:
        coordinator, professional = await cast.coordinator(), await cast.professional()
        await cast.visitor()

        shown = await coordinator.rehearse("frightened_minor", "hoax", number=3)

        played = ["frightened_minor", "hoax", "frightened_minor"]
        assert shown["running"]["personas"] == played
        assert shown["really_waiting"] == 1
        with pytest.raises(PermissionError, match="out_of_turn"):
            await coordinator.rehearse("hoax")
        await professional.until(lambda: len(professional.waiting) == 4)
        assert [each.rehearsal for each in professional.waiting] == [False, True, True, True]
        talk = await professional.take(professional.waiting[1].cid)
        await professional.until(lambda: talk.is_open)
        await professional.until(lambda: len(talk.texts) > 0)
        running = (await coordinator.rehearsal())["running"]
        assert (running["waiting"], running["talking"], running["minutes"]) == (2, 1, 60)

        assert (await coordinator.stop_rehearsal())["running"] is None

        await professional.until(lambda: talk.ended == "left")
        await professional.until(lambda: len(professional.waiting) == 1)
        assert not professional.waiting[0].rehearsal
        assert (await coordinator.rehearse("silent"))["running"]["personas"] == ["silent"]
        await professional.until(lambda: len(professional.waiting) == 2)


async def test_without_a_roster_key_nobody_could_be_let_in_and_none_begins(
    stores: Stores, tmp_path: Path
) -> None:
    async with served(stores, tmp_path) as app, contextlib.AsyncExitStack() as stack:
        coordinator = await Cast(app, stack).coordinator()

        with pytest.raises(PermissionError, match="not_approved"):
            await coordinator.rehearse("hoax")

        assert (await coordinator.rehearsal())["running"] is None
