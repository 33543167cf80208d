"""A cool-down holds one source back from new conversations, and nobody else from anything (F34)."""

import contextlib
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chatserver.app import App
from chatserver.client import Professional, Visitor
from chatserver.client.talk import Talk
from chatserver.clock import ManualClock
from chatserver.crypto.at_rest import KeyRing
from chatserver.crypto.sources import Mark
from chatserver.domain.people import Role
from chatserver.helpline.cooling import _Kept
from chatserver.helpline.sealing import unpack
from tests.integration.test_privacy import in_store, log
from tests.integration.test_sources import BEHIND
from tests.support.cast import Cast
from tests.support.memory import forms
from tests.support.redis_servers import Stores
from tests.support.servers import served

__all__ = ["log"]

HERE, BESIDE, ELSEWHERE = "45.83.86.217", "45.83.86.3", "45.83.87.217"
PREFIX = bytes([45, 83, 86])


@contextlib.asynccontextmanager
async def helpline(
    stores: Stores, directory: Path, clock: ManualClock | None = None, **more: str
) -> AsyncIterator[Cast]:
    async with (
        served(stores, directory, clock=clock, more=BEHIND | more) as app,
        Cast.around(app) as cast,
    ):
        yield cast


async def misused(
    cast: Cast, minutes: int = 10, *, address: str = HERE, longer: bool = False
) -> tuple[Visitor, Professional, Talk]:
    """A conversation that was ended because of misuse."""
    visitor, professional = await cast.visitor(address=address), await cast.professional()
    talk = await cast.conversation(visitor, professional)
    professional.end(talk, cool_down=minutes, longer=longer)
    await visitor.until(lambda: visitor.ended is not None)
    await professional.until(lambda: talk.ended is not None)
    return visitor, professional, talk


async def ends(professional: Professional, cast: Cast, visitor: Visitor) -> None:
    """End a conversation because of misuse."""
    talk = await cast.conversation(visitor, professional)
    professional.end(talk, cool_down=30)
    await professional.until(lambda: talk.ended is not None)


async def test_nobody_begins_anew_from_there_and_everybody_else_does(
    stores: Stores, tmp_path: Path
) -> None:
    async with helpline(stores, tmp_path, ManualClock()) as cast:
        visitor, _, talk = await misused(cast)

        assert (visitor.again, visitor.ended, talk.cooling) == (10, "done", 10)
        for address in (HERE, BESIDE):
            late = await cast.visitor(address=address)
            assert (late.again, late.position) == (10, None)
            assert late.desk is not None
            assert late.desk.state == "full"
        for address in (ELSEWHERE, ""):
            assert (await cast.visitor(address=address)).position is not None


async def test_it_is_over_at_its_end(stores: Stores, tmp_path: Path) -> None:
    clock = ManualClock()
    async with helpline(stores, tmp_path, clock) as cast:
        await misused(cast)
        await clock.advance(9 * 60 + 1)
        assert (await cast.visitor(address=HERE)).again == 1

        await clock.advance(60)

        assert (await cast.visitor(address=HERE)).position is not None


async def test_who_is_in_a_conversation_or_waits_is_never_touched(
    stores: Stores, tmp_path: Path
) -> None:
    async with helpline(stores, tmp_path) as cast:
        talking, waiting = await cast.visitor(address=BESIDE), await cast.visitor(address=BESIDE)
        colleague = await cast.professional()
        talk = await cast.conversation(talking, colleague)
        await misused(cast)

        for visitor in (talking, waiting):
            await comes_back(visitor)
        talking.say("ik ben er nog")
        await colleague.until(lambda: len(talk.texts) == 1)

        assert waiting.again is talking.again is None
        assert waiting.position is not None


async def comes_back(visitor: Visitor) -> None:
    await visitor.line.lose()
    await visitor.until(lambda: visitor.line.is_connected)


async def test_a_professional_alone_cannot_make_it_long(stores: Stores, tmp_path: Path) -> None:
    more = {"CHATSERVER_COOL_DOWN_ALONE": "5 min", "CHATSERVER_COOL_DOWN_LONGEST": "1 h"}
    async with helpline(stores, tmp_path, ManualClock(), **more) as cast:
        visitor, _, talk = await misused(cast, 240, longer=True)

        assert visitor.again == talk.cooling == 5


async def test_a_coordinator_sees_how_long_and_nothing_of_whom_makes_it_longer_or_lifts_it(
    stores: Stores, tmp_path: Path
) -> None:
    clock = ManualClock()
    async with helpline(stores, tmp_path, clock) as cast:
        coordinator = await cast.coordinator()
        await misused(cast, 30, longer=True)
        await misused(cast, 5, address=ELSEWHERE)

        shown = await coordinator.cool_downs()
        numbers = [each.pop("number") for each in shown["running"]]
        assert shown == {
            "running": [
                {"minutes": 30, "asks_longer": True, "may_lengthen": True},
                {"minutes": 5, "asks_longer": False, "may_lengthen": True},
            ],
            "longest": 120,
        }

        longer = (await coordinator.lengthen(numbers[0]))["running"][0]
        assert longer == {
            "number": numbers[0],
            "minutes": 120,
            "asks_longer": False,
            "may_lengthen": False,
        }
        assert (await cast.visitor(address=HERE)).again == 120
        await coordinator.lift(numbers[0])
        assert (await cast.visitor(address=HERE)).position is not None
        assert (await cast.visitor(address=ELSEWHERE)).again == 5
        for gone in (numbers[0], "00" * 8):
            with pytest.raises(PermissionError, match="gone"):
                await coordinator.lift(gone)
            with pytest.raises(PermissionError, match="gone"):
                await coordinator.lengthen(gone)


@pytest.mark.parametrize(
    ("role", "code"), [(Role.SUPERVISOR, "wrong_role"), (Role.PROFESSIONAL, "not_yours")]
)
async def test_only_who_holds_it_and_may_take_holds_a_source_back(
    stores: Stores, tmp_path: Path, role: Role, code: str
) -> None:
    async with helpline(stores, tmp_path) as cast:
        visitor, professional = await cast.visitor(address=HERE), await cast.professional()
        talk = await cast.conversation(visitor, professional)
        professional.ask(talk, "join")
        guest = await cast.professional(role)
        await guest.until(lambda: bool(guest.asking))
        beside = await guest.sit_in(visitor.keys.cid)
        await visitor.let_in()
        await guest.until(lambda: beside.is_open)

        guest.end(beside, cool_down=10)
        await guest.until(lambda: bool(guest.refusals))

        assert guest.refusals[0][0] == code
        assert beside.cooling is None
        assert visitor.ended is None
        assert (await cast.visitor(address=HERE)).position is not None


async def test_where_nobody_is_told_apart_nobody_is_held_back(
    stores: Stores, tmp_path: Path
) -> None:
    async with helpline(stores, tmp_path) as cast:
        visitor, _, talk = await misused(cast, address="")

        assert talk.cooling == 0
        assert visitor.again is None
        assert (await cast.visitor()).position is not None


@pytest.fixture
async def both(stores: Stores, tmp_path: Path) -> AsyncIterator[tuple[Cast, App]]:
    async with helpline(stores, tmp_path) as cast, served(stores, tmp_path, more=BEHIND) as second:
        yield cast, second


async def test_it_counts_at_every_process_whichever_has_the_page(both: tuple[Cast, App]) -> None:
    cast, second = both
    visitor = await cast.visitor(address=HERE)
    professional = await cast.professional(url=second.staff_url)
    talk = await cast.conversation(visitor, professional)

    professional.end(talk, cool_down=10)
    await visitor.until(lambda: visitor.ended is not None)

    assert visitor.again == 10
    for url in (cast.app.visitor_url, second.visitor_url):
        assert (await cast.visitor(url=url, address=BESIDE)).again == 10


async def test_a_page_that_moved_or_is_away_is_held_back_once(both: tuple[Cast, App]) -> None:
    cast, second = both
    coordinator = await cast.coordinator()
    visitor, professional = await cast.visitor(address=HERE), await cast.professional()
    talk = await cast.conversation(visitor, professional)
    visitor.line.moves_to(second.visitor_url)
    await visitor.line.lose()
    await visitor.until(lambda: visitor.line.is_connected)
    await visitor.close()

    professional.end(talk, cool_down=10)
    await professional.until(lambda: talk.cooling is not None)

    assert talk.cooling == 10
    assert len((await coordinator.cool_downs())["running"]) == 1
    assert (await cast.visitor(address=HERE)).again == 10


async def test_a_copy_of_the_vault_holds_no_address_and_two_cool_downs_do_not_show_one_source(
    stores: Stores, tmp_path: Path, log: io.StringIO
) -> None:
    async with helpline(stores, tmp_path) as cast:
        # Both begin before either is over: afterwards nobody could come from there.
        first, other = await cast.visitor(address=HERE), await cast.visitor(address=BESIDE)
        for visitor in (first, other):
            await ends(await cast.professional(), cast, visitor)
        kept = await in_store(*stores.vault_keepers)
        async with stores.looking_into_vault() as client:
            sealed = [await client.get(f"hl:{{desk}}:cooldown:{slot}") for slot in (0, 1)]
        coordinator = await cast.coordinator()
        for each in (await coordinator.cool_downs())["running"]:
            await coordinator.lift(each["number"])
        after = await in_store(*stores.vault_keepers)

    for address in (HERE, BESIDE, "45.83.86"):
        for shape in forms(address):
            assert shape not in kept
        assert address not in log.getvalue()
    ring = KeyRing.load(tmp_path / "vault.keys")
    opened = [
        unpack(ring.unwrap(blob, b"cool-down|%d" % slot), _Kept)
        for slot, blob in enumerate(sealed)
        if isinstance(blob, bytes)
    ]
    marks = [Mark(each.salt, each.name) for each in opened]
    # Whoever has the key ring as well can try networks while it runs: that is what is left.
    assert [mark.is_of(PREFIX) for mark in marks] == [True, True]
    assert marks[0].name != marks[1].name
    assert not any(mark.name in kept or mark.salt in kept for mark in marks)
    assert b"cooldown" in kept
    assert b"cooldown" not in after
