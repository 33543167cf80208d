"""What a foreman and a worker say to each other, over a real socket."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import uvloop

from chatserver.app.crew.channel import (
    MOST_WAITING,
    Alive,
    Channel,
    Handover,
    Ready,
    Share,
    ToForeman,
    ToWorker,
    Unknown,
)
from chatserver.config import load

Pair = tuple[Channel[ToForeman, ToWorker], Channel[ToWorker, ToForeman]]


@pytest.fixture
async def both() -> AsyncIterator[Pair]:
    """The foreman's end and the worker's."""
    one, other = socket.socketpair()
    pair: Pair = await Channel.over(one, ToForeman), await Channel.over(other, ToWorker)
    yield pair
    for channel in pair:
        await channel.close()


@contextlib.asynccontextmanager
async def told(text: bytes) -> AsyncIterator[Channel[ToForeman, ToWorker]]:
    """A foreman whose worker said exactly this, and is no more."""
    one, other = socket.socketpair()
    foreman: Channel[ToForeman, ToWorker] = await Channel.over(one, ToForeman)
    with other:
        other.send(text)
    try:
        yield foreman
    finally:
        await foreman.close()


def handover(directory: Path) -> Handover:
    settings = load(
        None,
        {
            "CHATSERVER_DATA_DIRECTORY": str(directory),
            "CHATSERVER_VAULT_URL": "unix://chatserver:CANARY@/run/vault.sock",
            "CHATSERVER_LIMITS_VISITOR_GRACE": "90.5 s",
            "CHATSERVER_VISITORS_ORIGINS": "https://a.example.org,https://b.example.org",
            "CHATSERVER_HOURS_WEEK": "mon-thu 19:00-23:00,fri-sun 19:00-07:00",
        },
    )
    return Handover(settings=settings, ring="luwte key ring 1\n", doors=[(3, 4), (5, 6)], place=1)


async def test_every_setting_arrives_as_it_was(both: Pair, tmp_path: Path) -> None:
    foreman, worker = both

    foreman.send(handover(tmp_path))

    assert await worker.receive() == handover(tmp_path)


async def test_the_end_of_the_other_is_heard(both: Pair) -> None:
    foreman, worker = both
    worker.send(Ready())

    await worker.close()

    assert await foreman.receive() == Ready()
    assert await foreman.receive() is None


def test_what_is_said_to_one_that_is_no_more_is_lost_and_no_failure() -> None:
    async def main() -> None:
        one, other = socket.socketpair()
        foreman: Channel[ToForeman, ToWorker] = await Channel.over(one, ToForeman)
        foreman.send(Share(1))
        other.close()
        assert await foreman.receive() is None
        for _ in range(3):
            foreman.send(Share(1))
            await asyncio.sleep(0)
        await foreman.close()
        foreman.send(Share(1))

    for loop in (uvloop.new_event_loop, asyncio.new_event_loop):
        with asyncio.Runner(loop_factory=loop) as runner:
            runner.run(main())


async def test_an_end_in_the_middle_of_a_line_is_an_end() -> None:
    async with told(b'{"type":"al') as foreman:
        assert await foreman.receive() is None


async def test_what_a_newer_version_says_is_no_failure() -> None:
    async with told(b'{"type":"sings"}\n{"type":"alive","of":"joy"}\n') as foreman:
        assert await foreman.receive() == Unknown()
        assert await foreman.receive() == Alive()


async def test_a_foreman_who_does_not_read_costs_no_memory(both: Pair) -> None:
    _, worker = both

    for _ in range(200_000):
        worker.send(Alive())

    assert worker._writer.transport.get_write_buffer_size() < 2 * MOST_WAITING
    worker._writer.transport.abort()


def test_a_handover_shows_nothing_in_a_log(tmp_path: Path) -> None:
    assert repr(handover(tmp_path)) == "Handover()"
    assert repr(Share(2)) == "Share(place=2)"
