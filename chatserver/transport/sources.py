"""Limits for everybody behind the same connection, and the only place that looks at an address.

What is looked at is forgotten again at once: kept is a name under a salt that changes within
the hour, in the memory of this process and nowhere else (SECURITY 43, 44; decision 0026).
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from aiohttp import web

from chatserver.clock import Clock
from chatserver.crypto.sources import Names
from chatserver.domain.errors import Code, Refused
from chatserver.domain.sources import Whence
from chatserver.domain.throttle import Budget, TooMany

SALT_LIVES: Final = 3600.0
"""Seconds (SECURITY 44)."""

LOOK_EVERY: Final = 1.0
"""Seconds."""

MOST: Final = 20_000
"""Sources remembered. Somebody with a large IPv6 network can be more than that: then all budgets
begin anew, and what is left are the limits of the whole process."""

FORWARDED: Final = "X-Forwarded-For"


@dataclass(frozen=True, slots=True, kw_only=True)
class Most:
    """What one source may do."""

    sockets: int
    handshakes_per_minute: int
    newcomers_per_minute: int


@dataclass(slots=True)
class _Left:
    """What one source may still do."""

    handshakes: Budget
    newcomers: Budget


class Sources:
    """Counts by source. What has no source is never refused here."""

    def __init__(self, whence: Whence, most: Most, clock: Clock) -> None:
        self._whence = whence
        self._most = most
        self._clock = clock
        self._names = Names(lives=SALT_LIVES, now=clock.now())
        self._left: dict[bytes, _Left] = {}
        self._sockets: dict[bytes, int] = {}

    def prefix_of(self, request: web.Request) -> bytes | None:
        """Where a request comes from; to be hashed or dropped, never to be kept."""
        said = ",".join(request.headers.getall(FORWARDED, ()))
        return self._whence.prefix(request.remote or "", said)

    def name(self, prefix: bytes | None) -> bytes | None:
        """What a source is called until the salt changes."""
        return None if prefix is None else self._names.name(prefix)

    @contextlib.contextmanager
    def shaking_hands(self, name: bytes | None) -> Iterator[None]:
        """One more socket of this source.

        Raises:
            Refused: TOO_FAST: too many handshakes lately; UNAVAILABLE: too many sockets.
        """
        if name is None:
            yield
            return
        left = self._left_of(name)
        spent = left.handshakes.spend(1, now=self._clock.now())
        if isinstance(spent, TooMany):
            raise Refused(Code.TOO_FAST)
        left.handshakes = spent
        count = self._sockets.get(name, 0)
        if count >= self._most.sockets:
            raise Refused(Code.UNAVAILABLE)
        self._sockets[name] = count + 1
        try:
            yield
        finally:
            self._sockets[name] -= 1
            if not self._sockets[name]:
                del self._sockets[name]

    def is_crowding(self, name: bytes | None) -> bool:
        """Count one newcomer; whether there were too many from there lately."""
        if name is None:
            return False
        left = self._left_of(name)
        spent = left.newcomers.spend(1, now=self._clock.now())
        if isinstance(spent, TooMany):
            return True
        left.newcomers = spent
        return False

    def _left_of(self, name: bytes) -> _Left:
        left = self._left.get(name)
        if left is None:
            if len(self._left) >= MOST:
                self._left.clear()
            most = self._most
            left = self._left[name] = _Left(
                self._full(most.handshakes_per_minute), self._full(most.newcomers_per_minute)
            )
        return left

    def _full(self, per_minute: int) -> Budget:
        return Budget.full(per_second=per_minute / 60, burst=per_minute, now=self._clock.now())

    async def run(self) -> None:
        """Change the salt in time, until cancelled."""
        while True:
            await self._clock.sleep(LOOK_EVERY)
            self.forget_old()

    def forget_old(self) -> None:
        """Forget everything under a salt that is an hour old; what is open stays open."""
        if self._names.change(now=self._clock.now()):
            self._left.clear()
