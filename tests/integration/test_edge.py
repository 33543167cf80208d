"""Whoever holds a connection and gives nothing for it loses it, on both sites (SECURITY 39-42)."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest

from tests.support.peers import PATIENCE, PONG, Peer, arrive, masked
from tests.support.raw import Raw
from tests.support.redis_servers import Stores
from tests.support.servers import ServerProcess, served, server_process

SHORT = {
    "CHATSERVER_EDGE_IDLE": "0.5 s",
    "CHATSERVER_EDGE_BODY": "0.5 s",
    "CHATSERVER_EDGE_STALLED": "1 s",
    "CHATSERVER_LIMITS_FIRST_FRAME": "0.5 s",
    "CHATSERVER_LIMITS_HEARTBEAT": "0.5 s",
}
"""A twentieth of the defaults, and less. What is added is for a busy machine."""

BEGIN = "POST /api/{path} HTTP/1.1\r\nHost: x\r\nX-Requested-With: luwte\r\nContent-Length: 900\r\n"

PATHS = {"visitors": "leave", "staff": "sign-in"}


@pytest.fixture
async def server(stores: Stores, tmp_path: Path) -> AsyncIterator[ServerProcess]:
    async with server_process(stores, tmp_path, more=SHORT) as running:
        yield running


def url_of(server: ServerProcess, site: str) -> str:
    return server.visitor_url if site == "visitors" else server.staff_url


@pytest.mark.parametrize("site", ["visitors", "staff"])
async def test_who_says_nothing_or_never_ends_is_closed(server: ServerProcess, site: str) -> None:
    url = url_of(server, site)
    begin = BEGIN.format(path=PATHS[site])
    async with Peer.to(url) as silent, Peer.to(url) as slow_header, Peer.to(url) as slow_body:
        slow_header.writer.write(b"GET / HTTP/1.1\r\n")
        slow_body.writer.write(f"{begin}\r\n".encode())

        _, _, answer = await asyncio.gather(
            silent.closed(),
            slow_header.closed_while(lambda turn: f"X-{turn}: y\r\n".encode()),
            slow_body.closed_while(lambda _: b" "),
        )

    assert answer.startswith(b"HTTP/1.1 400")


@pytest.mark.parametrize("site", ["visitors", "staff"])
async def test_a_body_that_nobody_asked_for_is_not_waited_for(
    server: ServerProcess, site: str
) -> None:
    async with Peer.to(url_of(server, site)) as peer:
        peer.writer.write(b"GET /nothing HTTP/1.1\r\nHost: x\r\nContent-Length: 900\r\n\r\n")

        assert (await peer.closed_while(lambda _: b" ")).startswith(b"HTTP/1.1 400")


async def test_a_socket_that_never_says_who_it_is_is_closed_and_told_so(
    server: ServerProcess,
) -> None:
    async with aiohttp.ClientSession() as session:
        raw = await Raw.open(session, server.visitor_url)

        assert await raw.until_closed() == 4408


async def test_a_page_that_no_longer_answers_is_dropped(server: ServerProcess) -> None:
    async with Peer.to(server.visitor_url) as peer:
        await peer.upgraded(server.visitor_url)
        peer.writer.write(masked(arrive()))

        heard = await peer.closed()

    assert b'"type":"waiting"' in heard  # it was a page like any other, until it fell silent
    assert b"\x89\x00" in heard  # and it was asked


async def test_who_is_asked_and_answers_stays(server: ServerProcess) -> None:
    async with Peer.to(server.visitor_url) as peer:
        await peer.upgraded(server.visitor_url)
        peer.writer.write(masked(arrive()))
        pings = 0
        async with asyncio.timeout(PATIENCE):
            while pings < 5:
                pings += (await peer.reader.read(65536)).count(b"\x89\x00")
                peer.writer.write(PONG)

    assert pings >= 5


async def test_who_does_not_take_what_was_sent_is_cut_off(server: ServerProcess) -> None:
    """Pipelined requests of which no answer is read: aiohttp alone would wait for ever."""
    async with Peer.to(server.visitor_url) as peer:
        peer.reads_nothing()
        request = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
        with contextlib.suppress(ConnectionError):
            async with asyncio.timeout(PATIENCE * 3):
                while not peer.writer.is_closing():
                    peer.writer.write(request * 200)
                    await peer.writer.drain()
                    await asyncio.sleep(0.05)

        assert peer.writer.is_closing()


@pytest.mark.parametrize("site", ["visitors", "staff"])
async def test_where_all_places_are_taken_one_that_only_waits_gives_way(
    stores: Stores, tmp_path: Path, site: str
) -> None:
    more = {"CHATSERVER_EDGE_MAX_CONNECTIONS": "3"}
    async with served(stores, tmp_path, more=more) as app, contextlib.AsyncExitStack() as stack:
        url = app.visitor_url if site == "visitors" else app.staff_url
        silent = [await stack.enter_async_context(Peer.to(url)) for _ in range(4)]
        for peer in silent[1:]:
            peer.writer.write(b"GET /config.json HTTP/1.1\r\nHost: x\r\n\r\n")

        assert await silent[0].closed() == b""
        for peer in silent[1:]:
            assert b" 200 " in await peer.reader.readline()


async def test_where_everybody_is_busy_a_newcomer_reads_whom_to_call(
    stores: Stores, tmp_path: Path
) -> None:
    more = {"CHATSERVER_EDGE_MAX_CONNECTIONS": "1"}
    async with (
        served(stores, tmp_path, more=more) as app,
        aiohttp.ClientSession() as session,
        Peer.to(app.visitor_url) as late,
    ):
        # The newcomer's own connection is the oldest that only waits: it gives way to a page.
        raw = await Raw.open(session, app.visitor_url)
        assert await late.closed() == b""
        async with aiohttp.ClientSession() as other, other.get(app.visitor_url) as answer:
            page = await answer.text()

        assert answer.status == 503
        assert answer.headers["Retry-After"] == "30"
        for number in ("tel:112", "tel:08002000", "tel:08000432"):
            assert page.count(number) == 2  # in Dutch and in English
        assert not raw.socket.closed


async def test_the_oldest_socket_that_has_not_said_who_it_is_gives_way(
    stores: Stores, tmp_path: Path
) -> None:
    more = {"CHATSERVER_EDGE_MAX_SILENT_SOCKETS": "2"}
    async with (
        served(stores, tmp_path, more=more) as app,
        aiohttp.ClientSession() as session,
    ):
        known = await Raw.open(session, app.visitor_url)
        await known.send(arrive().decode())
        await known.next("waiting")
        silent = [await Raw.open(session, app.visitor_url) for _ in range(3)]

        assert await silent[0].until_closed() == 4408
        for number, raw in enumerate(silent[1:]):
            await raw.send(arrive("BC"[number]).decode())
            await raw.next("waiting")
        assert not known.socket.closed
