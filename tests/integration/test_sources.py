"""Limits by source: who is counted, who never is, and what is left of it (SECURITY 43, 44)."""

import asyncio
import contextlib
import gc
import io
import logging
from collections.abc import AsyncIterator, Iterator, Mapping
from pathlib import Path

import aiohttp
import pytest

from chatserver import logs
from chatserver.app import App
from chatserver.clock import ManualClock
from tests.integration.test_privacy import stored
from tests.support.peers import Peer, arrive, masked, resume
from tests.support.raw import Raw
from tests.support.redis_servers import Stores
from tests.support.servers import served

BEHIND = {"CHATSERVER_EDGE_PROXIES": "127.0.0.1"}

HERE, NEIGHBOUR, ELSEWHERE = "8.8.4.4", "8.8.4.99", "8.8.5.4"

SDRAWKCAB = "91.77.331.26"
"""An address that stands nowhere in this process, nor in another test, until this one says it."""


@contextlib.asynccontextmanager
async def behind_a_proxy(
    stores: Stores,
    directory: Path,
    limits: Mapping[str, str],
    clock: ManualClock | None = None,
) -> AsyncIterator[tuple[App, "Street"]]:
    """A server that believes 127.0.0.1 about who is behind it, and people behind it."""
    more = BEHIND | {f"CHATSERVER_EDGE_{name.upper()}": value for name, value in limits.items()}
    async with (
        served(stores, directory, clock=clock, more=more) as app,
        aiohttp.ClientSession() as session,
    ):
        yield app, Street(app, session)


class Street:
    """Opens sockets from wherever a test says."""

    def __init__(self, app: App, session: aiohttp.ClientSession) -> None:
        self._app, self._session = app, session

    async def raw(self, address: str) -> Raw:
        """A socket from there; raises WSServerHandshakeError."""
        origin = self._app.visitor_url.rstrip("/")
        headers = {"Origin": origin, **({"X-Forwarded-For": address} if address else {})}
        return Raw(await self._session.ws_connect(f"{origin}/ws", headers=headers))

    async def refusal(self, address: str) -> int:
        """The HTTP status with which a socket from there is refused."""
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await self.raw(address)
        return refused.value.status

    async def says(self, address: str, frame: bytes, *kinds: str) -> dict[str, object]:
        """Say something first, on a socket from there; the first answer of these kinds."""
        raw = await self.raw(address)
        await raw.send(frame.decode())
        return await raw.next(*kinds)


async def test_a_source_has_only_so_many_sockets_and_others_are_not_counted_with_it(
    stores: Stores, tmp_path: Path
) -> None:
    async with behind_a_proxy(stores, tmp_path, {"source_sockets": "2"}) as (_, street):
        first, _ = await street.raw(HERE), await street.raw(NEIGHBOUR)

        assert await street.refusal(HERE) == 503
        await street.raw(ELSEWHERE)
        for _ in range(4):
            await street.raw("")  # nobody says where they come from: not counted

        await first.close()
        await street.raw(HERE)  # one left, one came


async def test_who_opens_sockets_all_the_time_is_refused_for_a_while(
    stores: Stores, tmp_path: Path
) -> None:
    clock = ManualClock()
    limits = {"source_handshakes_per_minute": "6"}
    async with behind_a_proxy(stores, tmp_path, limits, clock) as (_, street):
        for _ in range(6):
            await (await street.raw(HERE)).close()

        assert await street.refusal(HERE) == 429
        await street.raw(ELSEWHERE)
        await clock.advance(10)
        await street.raw(HERE)
        assert await street.refusal(HERE) == 429


async def test_too_many_newcomers_hear_that_it_is_full_and_who_was_in_comes_back(
    stores: Stores, tmp_path: Path
) -> None:
    limits = {"source_newcomers_per_minute": "2"}
    async with behind_a_proxy(stores, tmp_path, limits, ManualClock()) as (_, street):
        for letter in "BC":
            await street.says(HERE, arrive(letter), "waiting")

        assert (await street.says(HERE, arrive("D"), "desk", "waiting"))["state"] == "full"
        assert (await street.says(HERE, resume("B"), "waiting", "desk"))["type"] == "waiting"
        assert (await street.says(HERE, arrive("C"), "waiting", "desk"))["type"] == "waiting"
        assert (await street.says(ELSEWHERE, arrive("E"), "waiting"))["type"] == "waiting"


async def test_who_is_exempt_is_never_counted(stores: Stores, tmp_path: Path) -> None:
    limits = {"source_sockets": "1", "source_newcomers_per_minute": "1", "exempt": "8.8.4.0/24"}
    async with behind_a_proxy(stores, tmp_path, limits, ManualClock()) as (_, street):
        for letter in "BCDE":
            await street.says(HERE, arrive(letter), "waiting")


async def test_without_a_configured_proxy_nobody_is_counted(stores: Stores, tmp_path: Path) -> None:
    limits = {"source_sockets": "1", "proxies": ""}
    async with behind_a_proxy(stores, tmp_path, limits) as (_, street):
        for _ in range(3):
            await street.raw(HERE)


async def test_a_changed_salt_forgets_who_did_too_much(stores: Stores, tmp_path: Path) -> None:
    clock = ManualClock()
    limits = {"source_newcomers_per_minute": "1"}
    async with behind_a_proxy(stores, tmp_path, limits, clock) as (app, street):
        await street.says(HERE, arrive("B"), "waiting")
        before = app.sources.name(b"\x08\x08\x04")

        await clock.advance(3601)

        assert app.sources.name(b"\x08\x08\x04") != before
        await street.says(HERE, arrive("C"), "waiting")


def is_reachable(sdrawkcab: str | bytes) -> bool:
    """Whether this can be found from any object here. Backwards, or it would find the question."""
    needle = sdrawkcab[::-1]
    encoded = needle.encode() if isinstance(needle, str) else needle
    gc.collect()
    for holder in gc.get_objects():
        for some in gc.get_referents(holder):
            if isinstance(some, str) and isinstance(needle, str) and needle in some:
                return True
            if isinstance(some, bytes | bytearray) and encoded in some:
                return True
    return False


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    before = root.handlers[:], root.level
    stream = io.StringIO()
    logs.setup(stream)
    yield stream
    root.handlers[:], root.level = before
    for name in logs.LIBRARIES:
        logging.getLogger(name).filters.clear()
        logging.getLogger(name).setLevel(logging.NOTSET)


async def test_an_address_is_in_no_store_no_log_and_after_the_hour_nowhere_at_all(
    stores: Stores, tmp_path: Path, log: io.StringIO
) -> None:
    clock = ManualClock()
    limits = {"source_sockets": "1"}
    async with behind_a_proxy(stores, tmp_path, limits, clock) as (app, _):
        async with Peer.to(app.visitor_url) as peer, Peer.to(app.visitor_url) as refused:
            peer.asks(app.visitor_url, f"X-Forwarded-For: {SDRAWKCAB[::-1]}\r\n")
            assert b" 101 " in await peer.reader.readuntil(b"\r\n\r\n")
            peer.writer.write(masked(arrive()))
            refused.asks(app.visitor_url, f"X-Forwarded-For: {SDRAWKCAB[::-1]}\r\n")
            await peer.reader.readuntil(b'"type":"waiting"')
            assert b" 503 " in await refused.reader.readline()
            tlas = app.sources._names._salt[::-1]
            assert is_reachable(SDRAWKCAB)  # the open request has it: the look works
            assert is_reachable(tlas)
        await clock.advance(3601)
        kept = await stored(stores)
        for _ in range(50):  # the handlers of closed connections end by themselves, soon
            if not (is_reachable(SDRAWKCAB) or is_reachable(tlas)):
                break
            await asyncio.sleep(0.1)
        assert not is_reachable(SDRAWKCAB)
        assert not is_reachable(tlas)
    for some in (SDRAWKCAB[::-1], "62.133.77"):
        assert some.encode() not in kept
        assert some not in log.getvalue()
