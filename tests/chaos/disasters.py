"""What can happen to a server in a night, done to real processes and real sockets."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable
from typing import Final

from tests.chaos.crowd import LOOK_EVERY, Crowd
from tests.support.servers import ServerProcess

SETTLED_WITHIN: Final = 60.0
"""Seconds after which a disaster has not been survived; how long it took is measured apart."""

Disaster = Callable[[ServerProcess, Crowd], Awaitable[None]]


async def kill_a_worker(server: ServerProcess, crowd: Crowd) -> None:
    """No goodbye of any kind."""
    victim = crowd.chance.choice(server.workers())
    os.kill(victim, signal.SIGKILL)
    await _until(lambda: victim not in server.workers())


async def kill_all_workers(server: ServerProcess, _crowd: Crowd) -> None:
    """All at the same moment."""
    victims = server.workers()
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    await _until(lambda: not {*victims} & {*server.workers()})


async def freeze_a_worker(server: ServerProcess, crowd: Crowd) -> None:
    """It stands still with all its sockets open; nobody's line is cut until it is ended."""
    victim = crowd.chance.choice(server.workers())
    os.kill(victim, signal.SIGSTOP)
    await _until(lambda: victim not in server.workers())


async def cut_half_of_all_lines(_server: ServerProcess, crowd: Crowd) -> None:
    """A tunnel, for every second person; some lines are lost already and stay so."""
    for each in list(crowd.everybody):
        socket = each.line._socket
        if socket is not None and crowd.chance.random() < 0.5:
            socket._writer.transport.abort()
    await asyncio.sleep(LOOK_EVERY)


async def restart_rolling(server: ServerProcess, _crowd: Crowd) -> None:
    """As after an upgrade."""
    before = server.output.count(b"all workers were replaced")
    os.kill(server.pid, signal.SIGHUP)
    await _until(lambda: server.output.count(b"all workers were replaced") > before)


async def kill_during_a_rolling_restart(server: ServerProcess, crowd: Crowd) -> None:
    """An old one dies while a new one starts."""
    before = server.output.count(b"all workers were replaced")
    os.kill(server.pid, signal.SIGHUP)
    os.kill(crowd.chance.choice(server.workers()), signal.SIGKILL)
    await _until(lambda: server.output.count(b"all workers were replaced") > before)


AT_ONCE: Final[tuple[Disaster, ...]] = (
    kill_a_worker,
    freeze_a_worker,
    cut_half_of_all_lines,
    kill_all_workers,
)
LASTING: Final[tuple[Disaster, ...]] = (restart_rolling, kill_during_a_rolling_restart)

SEEN_WITHIN: Final = 0.3
"""Seconds until whoever was hit has noticed."""


async def strike(disaster: Disaster, server: ServerProcess, crowd: Crowd) -> float:
    """Let it happen, and wait until every page is back and every place is filled.

    Returns:
        Seconds until the last one was back; for those that last, the longest that one was away.
    """
    loop = asyncio.get_running_loop()
    began, crowd.longest_away = loop.time(), 0.0
    await disaster(server, crowd)
    await asyncio.sleep(SEEN_WITHIN)
    try:
        await _until(lambda: _is_over(server, crowd))
    except TimeoutError:
        raise AssertionError(f"{disaster.__name__}: {crowd.stuck()}") from None
    if disaster in LASTING:
        return crowd.longest_away
    return max(0.0, crowd.last_back - began)


def _is_over(server: ServerProcess, crowd: Crowd) -> bool:
    crowd.fail()
    ended = server.output.count(b"a worker ended and is replaced")
    return crowd.are_all_back and server.output.count(b"a new worker serves") == ended


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(SETTLED_WITHIN):
        while not holds():  # noqa: ASYNC110 - other processes set no event of ours
            await asyncio.sleep(LOOK_EVERY)
