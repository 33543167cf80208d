"""Floods: what one connection may send, and what it costs everybody else (SECURITY 41-43)."""

import asyncio
import contextlib
import statistics
from collections.abc import AsyncIterator, Callable
from functools import partial
from pathlib import Path

import aiohttp
import pytest

from chatserver.app import reaching_ledger
from chatserver.client import Professional, Visitor
from chatserver.client.talk import Talk
from chatserver.crypto.hl1 import to_base64
from chatserver.transport.socket import OUTBOX_BYTES
from chatserver.wire.limits import SEALED_SIZES
from tests.support.cast import Cast, Office
from tests.support.peers import (
    EMPTY_FRAGMENT,
    FIRST_FRAGMENT,
    PING,
    PONG,
    Peer,
    arrive,
    masked,
    resume,
)
from tests.support.raw import Raw
from tests.support.redis_servers import Stores
from tests.support.servers import ServerProcess, loaded, server_process, settings_for

DEFAULTS = {
    "CHATSERVER_LIMITS_FRAMES_PER_SECOND": "20",
    "CHATSERVER_LIMITS_FRAMES_BURST": "60",
    "CHATSERVER_LIMITS_BYTES_PER_MINUTE": "1048576",
}
"""Tests are allowed more; here the limits are what is tested."""

MEGABYTE = 1 << 20

CEILING = 24 * MEGABYTE
"""What floods may add to a server's memory; one peer's outbox may hold four megabytes."""


LONG = 400
"""Messages of the largest size: nine megabytes, twice what a socket may have before it."""


@pytest.fixture
async def server(stores: Stores, tmp_path: Path) -> AsyncIterator[ServerProcess]:
    more = {**DEFAULTS, "CHATSERVER_EDGE_STALLED": "1 s"}
    async with server_process(stores, tmp_path, more=more) as running:
        yield running


def memory_of(server: ServerProcess) -> int:
    """Resident memory in bytes."""
    pages = Path(f"/proc/{server.pid}/statm").read_text("ascii").split()[1]
    return int(pages) * 4096


FLOODS: dict[str, Callable[[], bytes]] = {
    "pings": lambda: PING * 50_000,
    "pongs": lambda: PONG * 50_000,
    "pings that carry something": lambda: masked(b"x" * 125, opcode=0x9) * 20_000,
    "empty fragments": lambda: FIRST_FRAGMENT + EMPTY_FRAGMENT * 500_000,
    "a message that is never finished": lambda: (
        FIRST_FRAGMENT + masked(b" " * 100, opcode=0, is_last=False) * 30_000
    ),
    "frames": lambda: masked(b'{"type":"leave","how":"later"}') * 50_000,
}


@pytest.mark.parametrize("flood", FLOODS)
async def test_a_flood_ends_its_connection_and_leaves_nothing_behind(
    server: ServerProcess, flood: str
) -> None:
    before = memory_of(server)
    async with Peer.to(server.visitor_url) as peer:
        await peer.upgraded(server.visitor_url)
        peer.writer.write(masked(arrive()))
        await peer.reader.readuntil(b'"type":"waiting"')
        with contextlib.suppress(ConnectionError):
            peer.writer.write(FLOODS[flood]())

        await peer.closed(within=15)

    assert memory_of(server) - before < CEILING


async def test_who_reads_nothing_of_a_long_conversation_is_cut_off(
    stores: Stores, tmp_path: Path
) -> None:
    """They ask for all of their own words again, and take none of them."""
    more = {"CHATSERVER_EDGE_STALLED": "1 s"}
    async with (
        server_process(stores, tmp_path, more=more) as server,
        aiohttp.ClientSession() as session,
        contextlib.AsyncExitStack() as stack,
    ):
        letters = "BCDE"
        await asyncio.gather(*(talks(session, server.visitor_url, each) for each in letters))
        before = memory_of(server)
        greedy = [await stack.enter_async_context(Peer.to(server.visitor_url)) for _ in letters]
        for peer, letter in zip(greedy, letters, strict=True):
            await peer.upgraded(server.visitor_url)
            peer.reads_nothing()
            peer.writer.write(masked(resume(letter)))
        most = 0
        async with asyncio.timeout(30):
            while any(not peer.writer.is_closing() for peer in greedy):
                most = max(most, memory_of(server))
                for peer in greedy:
                    peer.writer.write(PONG)  # alive, as far as any heartbeat can tell
                await asyncio.sleep(0.1)

    assert most - before < len(greedy) * 2 * OUTBOX_BYTES + CEILING


async def talks(session: aiohttp.ClientSession, url: str, letter: str) -> None:
    """Fill a conversation with more than a socket may have before it."""
    raw = await Raw.open(session, url)
    await raw.send(arrive(letter).decode())
    await raw.next("waiting")
    sealed = to_base64(bytes(max(SEALED_SIZES)))
    for number in range(LONG):
        ref = to_base64(number.to_bytes(16, "big"))
        await raw.send(f'{{"type":"say","ref":"{ref}","epoch":0,"sealed":"{sealed}"}}')
        if number % 10 == 9:  # as fast as it is taken
            for _ in range(10):
                await raw.next("accepted")
    await raw.close()


async def test_others_are_not_delayed_by_one_who_floods(stores: Stores, tmp_path: Path) -> None:
    settings = settings_for(stores, tmp_path)
    async with (
        server_process(stores, tmp_path, more=DEFAULTS) as server,
        reaching_ledger(loaded(settings)) as ledger,
        Cast.around(Office.of(ledger, server.visitor_url, server.staff_url)) as cast,
    ):
        visitor, professional = await cast.visitor(), await cast.professional()
        talk = await cast.conversation(visitor, professional)
        quiet = await times(visitor, professional, talk)
        flooding = asyncio.create_task(floods(server.visitor_url))
        loud = await times(visitor, professional, talk)
        flooding.cancel()

    assert statistics.median(loud) < 10 * statistics.median(quiet)
    assert max(loud) < 1.0


async def times(visitor: Visitor, professional: Professional, talk: Talk) -> list[float]:
    """Seconds until each of some messages has arrived; a fast typist, within the budget."""
    took = []
    for _ in range(40):
        count = len(talk.texts)
        begin = asyncio.get_running_loop().time()
        visitor.say("ben je er nog")
        await professional.until(partial(has_more, talk, count))
        took.append(asyncio.get_running_loop().time() - begin)
        await asyncio.sleep(0.1)
    return took


def has_more(talk: Talk, than: int) -> bool:
    return len(talk.texts) > than


async def floods(url: str) -> None:
    """Send as much as is taken, in every way, and come back when cut off."""
    while True:
        for make in FLOODS.values():
            async with Peer.to(url) as peer:
                await peer.upgraded(url)
                with contextlib.suppress(ConnectionError, TimeoutError):
                    peer.writer.write(make())
                    await peer.closed(within=1)
