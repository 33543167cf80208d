"""Any process serves anyone: two servers on the same stores, and people on either."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from chatserver.app import App
from tests.support.cast import Cast
from tests.support.redis_servers import Stores
from tests.support.servers import served


@pytest.fixture
async def both(stores: Stores, tmp_path: Path) -> AsyncIterator[tuple[Cast, App]]:
    """People around one server, and a second server on the same stores and keys."""
    async with (
        served(stores, tmp_path) as first,
        Cast.around(first) as cast,
        served(stores, tmp_path) as second,
    ):
        yield cast, second


async def test_a_visitor_and_a_professional_meet_on_different_processes(
    both: tuple[Cast, App],
) -> None:
    cast, second = both
    visitor = await cast.visitor()
    professional = await cast.professional(url=second.staff_url)
    talk = await cast.conversation(visitor, professional)

    for number in range(20):
        visitor.say(f"v{number}")
        professional.say(talk, f"h{number}")
    await visitor.until(lambda: len(visitor.texts) == 40)
    await professional.until(lambda: len(talk.texts) == 40)
    visitor.leave("exit")
    await professional.until(lambda: talk.ended == "exit", within=1.0)

    await professional.until(lambda: professional.untagged == [talk.ticket])

    assert [said.text for said in visitor.texts] == [said.text for said in talk.texts]


async def test_a_server_that_starts_later_knows_who_waits_already(
    stores: Stores, tmp_path: Path
) -> None:
    async with served(stores, tmp_path) as first, Cast.around(first) as cast:
        visitor = await cast.visitor()
        async with served(stores, tmp_path) as second:
            professional = await cast.professional(url=second.staff_url)

            await professional.until(lambda: len(professional.waiting) == 1)

            assert professional.waiting[0].cid == visitor.keys.cid
            await professional.close()


async def test_a_visitor_who_comes_back_on_another_process_is_the_same_visitor(
    both: tuple[Cast, App],
) -> None:
    cast, second = both
    visitor, professional = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, professional)
    visitor.say("hier ben ik")
    await professional.until(lambda: len(talk.texts) == 1)

    visitor.line.moves_to(second.visitor_url)
    await visitor.line.lose()
    professional.say(talk, "en hier ook")
    await visitor.until(lambda: len(visitor.texts) == 2)

    assert [said.text for said in visitor.texts] == ["hier ben ik", "en hier ook"]


async def test_a_position_follows_a_departure_on_another_process(both: tuple[Cast, App]) -> None:
    cast, second = both
    here, there = await cast.visitor(), await cast.visitor(url=second.visitor_url)

    here.leave("left")

    await there.until(lambda: there.position == 1, within=1.0)
