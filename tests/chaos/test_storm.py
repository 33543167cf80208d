"""Everybody in line comes back at the same moment, and everybody keeps their place.

`make test` does it with a thousand; `make chaos` with ten thousand, and asserts the time too.
"""

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
import uvloop

from tests.chaos.waiting import Waiter, missing
from tests.support.redis_servers import Stores
from tests.support.servers import server_process

IS_LONG = os.environ.get("CHAOS") == "long"
PEOPLE = 10_000 if IS_LONG else 1_000
WORKERS = 4 if IS_LONG else 2

SETTLED_WITHIN = 10.0
"""Seconds, the promise; asserted by `make chaos`."""

PATIENCE = 120.0


@pytest.mark.timeout(600)
def test_nobody_loses_a_place_when_all_come_back_at_once(stores: Stores, tmp_path: Path) -> None:
    # The loop of the server, which is the faster one: ours is not to be what is measured.
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(storm(stores, tmp_path))


async def storm(stores: Stores, directory: Path) -> None:
    """All arrive, all lose their line, all come back."""
    more = {"CHATSERVER_LIMITS_MAX_WAITING": str(PEOPLE)}
    workers = ("--workers", str(WORKERS))
    async with server_process(stores, directory, *workers, more=more) as server:
        waiters = [Waiter(server.visitor_url) for _ in range(PEOPLE)]
        try:
            arriving = await seconds_until(waiters, begin=lambda: connect(waiters))
            before = await places(stores)
            await told(waiters, before)

            coming_back = await seconds_until(waiters, begin=lambda: kill(server.workers()))
            after = await places(stores)
            # Compared by hand: an explanation of ten thousand differences takes for ever.
            moved = [cid for cid, place in before.items() if after.get(cid) != place]
            assert len(moved) == 0
            await told(waiters, before)
        finally:
            for each in waiters:
                each.close()

        print(f"\n  {PEOPLE} arrived in {arriving:.1f} s, were back in {coming_back:.1f} s")  # noqa: T201
        refusals = [refusal for each in waiters for refusal in each.refused]
        assert refusals[:5] == []
        assert b"a task failed" not in server.output
    if IS_LONG:
        assert coming_back <= SETTLED_WITHIN


def connect(waiters: list[Waiter]) -> None:
    """All at the same moment too."""
    for each in waiters:
        each.connect()


def kill(pids: list[int]) -> None:
    """All at the same moment: no page is told to spread its return."""
    for pid in pids:
        os.kill(pid, signal.SIGKILL)


async def seconds_until(waiters: list[Waiter], *, begin: Callable[[], object]) -> float:
    """How long it takes from `begin` until everybody knows their position."""
    loop = asyncio.get_running_loop()
    began = loop.time()
    begin()
    await asyncio.sleep(0.3)  # until a loss has been noticed
    async with asyncio.timeout(PATIENCE):
        while missing(waiters):  # noqa: ASYNC110 - ten thousand events would be slower
            await asyncio.sleep(0.05)
    return loop.time() - began


async def places(stores: Stores) -> dict[bytes, int]:
    """The place of each in the vault, from 1."""
    async with stores.looking_into_vault() as vault:
        line = cast("list[bytes]", await vault.zrange("hl:{desk}:waiting", 0, -1))
    return {cid: place for place, cid in enumerate(line, start=1)}


async def told(waiters: list[Waiter], line: dict[bytes, int]) -> None:
    """Wait until everybody was told exactly their place."""
    async with asyncio.timeout(PATIENCE):
        while any(  # noqa: ASYNC110 - as above
            each.position != line[each.cid] for each in waiters
        ):
            await asyncio.sleep(0.05)
