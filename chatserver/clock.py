"""What time it is, and waiting for it: the only module that reads a clock.

Everything else is told `now`. That is why a test of a four-hour conversation takes no time,
and why an order of events that happened once can be made to happen again.
"""

import asyncio
import heapq
import itertools
import time
from typing import Final, Protocol


class Clock(Protocol):
    """A source of time."""

    def now(self) -> float:
        """Seconds since 1970, UTC."""

    async def sleep(self, seconds: float) -> None:
        """Return when `seconds` have passed; at once (but not sooner) for zero or less."""


class SystemClock:
    """The time of this machine."""

    def now(self) -> float:
        """Seconds since 1970, UTC. May jump when the machine's clock is set."""
        return time.time()  # noqa: TID251 - the one place

    async def sleep(self, seconds: float) -> None:
        """Wait on the event loop's own clock, which never jumps."""
        await asyncio.sleep(max(seconds, 0))


START: Final = 1_800_000_000.0
"""15 January 2027, 08:00 UTC: where a ManualClock starts unless told otherwise."""

SETTLING_TURNS: Final = 10
"""Turns of the event loop given to whoever was woken, before the next is. Enough to pass
through some awaits and go to sleep again; waiting for a store takes more than any number."""


class ManualClock:
    """A clock for tests: it stands still until it is advanced."""

    def __init__(self, now: float = START) -> None:
        self._now = now
        self._order = itertools.count()  # two that wake at the same moment: first come, first
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> float:
        """Seconds since 1970, as advanced so far."""
        return self._now

    @property
    def sleepers(self) -> int:
        """How many are asleep: a test may wait for somebody to be, before it advances."""
        return sum(not wake.done() for _, _, wake in self._sleepers)

    async def sleep(self, seconds: float) -> None:
        """Wait until the clock has been advanced by `seconds`."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        wake = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self._now + seconds, next(self._order), wake))
        await wake

    async def advance(self, seconds: float) -> None:
        """Let `seconds` pass, waking every sleeper at its own moment and in order.

        A sleeper that goes to sleep again within the time is woken again.
        """
        await _settle()  # whoever was about to fall asleep does so now, at the old time
        end = self._now + seconds
        while self._sleepers and self._sleepers[0][0] <= end:
            moment, _, wake = heapq.heappop(self._sleepers)
            if not wake.done():  # done: its sleeper was cancelled
                self._now = moment
                wake.set_result(None)
                await _settle()
        self._now = end

    async def jump(self, seconds: float) -> None:
        """Let `seconds` pass at once, as on a machine that was asleep: who was due wakes once."""
        await _settle()
        self._now += seconds
        while self._sleepers and self._sleepers[0][0] <= self._now:
            _, _, wake = heapq.heappop(self._sleepers)
            if not wake.done():
                wake.set_result(None)
        await _settle()


async def _settle() -> None:
    for _ in range(SETTLING_TURNS):
        await asyncio.sleep(0)
