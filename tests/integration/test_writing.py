"""That somebody is writing: a sign without content, that nobody keeps (FEATURES.md F19)."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chatserver.clock import ManualClock
from chatserver.wire import codec, frames
from tests.support.cast import Cast
from tests.support.redis_servers import Stores
from tests.support.servers import served

ASKS = {"CHATSERVER_VISITORS_SAYS_WRITING": "true"}


@pytest.fixture
def clock() -> ManualClock:
    """Stands still, so that two signs come at the same moment."""
    return ManualClock()


@pytest.fixture
async def asking(stores: Stores, tmp_path: Path, clock: ManualClock) -> AsyncIterator[Cast]:
    """A helpline that wants to know when a visitor writes."""
    async with served(stores, tmp_path, clock=clock, more=ASKS) as app, Cast.around(app) as people:
        yield people


async def test_each_side_hears_that_the_other_writes(asking: Cast) -> None:
    visitor, sanne = await asking.visitor(), await asking.professional()
    talk = await asking.conversation(visitor, sanne)

    sanne.writes(talk)
    visitor.writes()

    await visitor.until(lambda: visitor.others_writing == 1)
    await sanne.until(lambda: talk.others_writing == 1)


async def test_only_this_conversation_hears_it(asking: Cast) -> None:
    visitor, sanne = await asking.visitor(), await asking.professional()
    other, noor = await asking.visitor(), await asking.professional()
    talk = await asking.conversation(visitor, sanne)
    elsewhere = await asking.conversation(other, noor)

    sanne.writes(talk)
    await visitor.until(lambda: visitor.others_writing == 1)
    noor.say(elsewhere, "dag")
    await other.until(lambda: len(other.texts) == 1)

    assert other.others_writing == elsewhere.others_writing == talk.others_writing == 0


async def test_what_comes_too_soon_is_not_passed_on(asking: Cast, clock: ManualClock) -> None:
    visitor, sanne = await asking.visitor(), await asking.professional()
    talk = await asking.conversation(visitor, sanne)

    for _ in range(5):
        sanne.writes(talk)
    sanne.say(talk, "zo")
    await visitor.until(lambda: len(visitor.texts) == 1)
    assert visitor.others_writing == 1

    await clock.advance(3)
    sanne.writes(talk)
    await visitor.until(lambda: visitor.others_writing == 2)


async def test_a_visitors_writing_is_shown_to_nobody_unless_the_helpline_asks(
    stores: Stores, tmp_path: Path
) -> None:
    async with served(stores, tmp_path) as app, Cast.around(app) as cast:
        visitor, sanne = await cast.visitor(), await cast.professional()
        talk = await cast.conversation(visitor, sanne)

        visitor.writes()  # as a page that was loaded before it was turned off
        visitor.say("hoi")
        await sanne.until(lambda: len(talk.texts) == 1)

        assert talk.others_writing == 0
        assert visitor.line.is_connected


async def test_nothing_of_it_is_kept(asking: Cast, stores: Stores) -> None:
    visitor, sanne = await asking.visitor(), await asking.professional()
    talk = await asking.conversation(visitor, sanne)
    async with stores.looking_into_vault() as vault:
        before = {key: await vault.dump(key) for key in await vault.keys("hl:{*")}

        sanne.writes(talk)
        await visitor.until(lambda: visitor.others_writing == 1)

        assert before
        assert {key: await vault.dump(key) for key in await vault.keys("hl:{*")} == before


async def test_who_is_not_in_a_conversation_writes_in_none(asking: Cast) -> None:
    visitor, sanne = await asking.visitor(), await asking.professional()
    stranger = await asking.professional()
    talk = await asking.conversation(visitor, sanne)

    stranger.line.send(frames.StaffWriting(cid=talk.cid))
    await stranger.until(lambda: bool(stranger.refusals))

    assert [code for code, _ in stranger.refusals] == ["not_yours"]
    assert visitor.others_writing == 0


def test_it_is_as_long_as_every_short_frame() -> None:
    said = (frames.Writing(), frames.StaffWriting(cid=bytes(16)))
    heard = (frames.Writes(), frames.Writes(cid=bytes(16)))

    sizes = {len(codec.encode(each)) for each in (*said, *heard)}

    assert sizes == {len(codec.encode(frames.Beat()))}


async def test_many_at_once_do_no_harm(asking: Cast, clock: ManualClock) -> None:
    visitor, sanne = await asking.visitor(), await asking.professional()
    talk = await asking.conversation(visitor, sanne)

    for _ in range(10):
        await clock.advance(3)
        visitor.writes()
        sanne.writes(talk)
        await asyncio.sleep(0)
    visitor.say("klaar")

    await sanne.until(lambda: len(talk.texts) == 1)
    assert talk.others_writing <= 10
