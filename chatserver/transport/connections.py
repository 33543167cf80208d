"""Every TCP connection of this process: how many, how much it may send, how long it may stall.

aiohttp asks none of that. So each connection's protocol is wrapped in one of ours, which sees
every byte before any parser does: also those of frames that never become a message, as empty
fragments and pings (SECURITY 39, 41, 42). It knows no address.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, cast

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from chatserver.clock import Clock
from chatserver.domain.throttle import Budget, TooMany

LOOK_EVERY: Final = 1.0
"""Seconds."""

EXPLAINING: Final = 2.0
"""Seconds that a refused connection stays open to be read."""

MOST_EXPLAINED: Final = 200
"""Refused connections that are open for it."""

REFUSAL: Final = (
    "HTTP/1.1 503 Service Unavailable\r\n"
    "Content-Type: text/html; charset=utf-8\r\n"
    "Content-Length: {length}\r\n"
    "Cache-Control: no-store\r\n"
    "Content-Security-Policy: default-src 'none'\r\n"
    "Retry-After: 30\r\n"
    "Connection: close\r\n\r\n"
)


def refusal(page: bytes) -> bytes:
    """The answer to a connection for which there is no room. Args: page: HTML, for people."""
    return REFUSAL.format(length=len(page)).encode() + page


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Of the connections of one process.

    Attributes:
        most: at once.
        bytes_per_minute: of one, whatever they are.
        stalled: seconds for the other side to take what was sent to it.
    """

    most: int
    bytes_per_minute: int
    stalled: float


class Connections:
    """All of them, on both sites. `run` it in the process's task group."""

    def __init__(self, bounds: Bounds, clock: Clock) -> None:
        self.bounds: Final = bounds
        self.clock: Final = clock
        # Both in order of coming. Silent: has not sent a whole request yet.
        self._open: dict[Connection, None] = {}
        self._silent: dict[Connection, None] = {}
        self._by_handler: dict[object, Connection] = {}
        self._refused: set[Connection] = set()

    def factory(self, make: Callable[[], asyncio.Protocol], full: bytes) -> "Factory":
        """What a listener calls for each connection. Args: full: answer when there is no room."""
        return lambda: Connection(self, make(), full)

    @property
    def counted(self) -> Middleware:
        """The middleware that sees that a whole request came: somebody is there."""

        @web.middleware
        async def count(request: web.Request, handler: Handler) -> web.StreamResponse:
            connection = self._by_handler.get(request.protocol)
            if connection is not None:
                self._silent.pop(connection, None)
            return await handler(request)

        return count

    def abort_of(self, request: web.Request) -> Callable[[], None]:
        """What drops the connection of this request with all that was not sent."""
        connection = self._by_handler.get(request.protocol)
        return _nothing if connection is None else connection.abort

    def lets_in(self) -> bool:
        """Whether there is room for one more, if need be in the place of one that only waits."""
        if len(self._open) < self.bounds.most:
            return True
        oldest = next(iter(self._silent), None)
        if oldest is None:
            return False
        oldest.abort()
        self.forget(oldest)
        return True

    def may_explain(self, connection: "Connection") -> bool:
        """Whether a refused one is told why: not when hundreds are being told already."""
        if len(self._refused) >= MOST_EXPLAINED:
            return False
        self._refused.add(connection)
        return True

    def keep(self, connection: "Connection") -> None:
        """Count a connection."""
        self._open[connection] = None
        self._silent[connection] = None
        self._by_handler[connection.handler] = connection

    def forget(self, connection: "Connection") -> None:
        """A connection is gone; again is harmless."""
        self._open.pop(connection, None)
        self._silent.pop(connection, None)
        self._by_handler.pop(connection.handler, None)
        self._refused.discard(connection)

    async def run(self) -> None:
        """Look for those that stall, until cancelled."""
        while True:
            await self.clock.sleep(LOOK_EVERY)
            self.look()

    def look(self) -> None:
        """Abort whoever does not take what was sent."""
        now = self.clock.now()
        for connection in tuple(self._open):
            connection.look(now)


class Connection(asyncio.Protocol):
    """One connection, around the protocol of aiohttp."""

    # typing has `override` from 3.12.

    def __init__(self, connections: Connections, handler: asyncio.Protocol, full: bytes) -> None:
        self._ = connections
        self.handler: Final = handler
        self._full = full
        self._transport: asyncio.Transport | None = None
        self._stalled_since: float | None = None
        self._is_refused = False
        per_minute = connections.bounds.bytes_per_minute
        self._bytes = Budget.full(
            per_second=per_minute / 60, burst=per_minute, now=connections.clock.now()
        )

    def connection_made(self, transport: asyncio.BaseTransport) -> None:  # type: ignore[explicit-override]
        """See asyncio."""
        self._transport = cast("asyncio.Transport", transport)
        if not self._.lets_in():
            self._refuse(self._transport)
            return
        self._.keep(self)
        self.handler.connection_made(transport)

    def _refuse(self, transport: asyncio.Transport) -> None:
        self._is_refused = True
        if not self._.may_explain(self):
            transport.abort()
            return
        transport.write(self._full)
        # Closing at once would reset what the other side is still sending, and they would
        # read nothing.
        transport.write_eof()
        asyncio.get_running_loop().call_later(EXPLAINING, self.abort)

    def data_received(self, data: bytes) -> None:  # type: ignore[explicit-override]
        """See asyncio."""
        if self._is_refused:
            return
        left = self._bytes.spend(len(data), now=self._.clock.now())
        if isinstance(left, TooMany):
            self.abort()
            return
        self._bytes = left
        self.handler.data_received(data)

    def eof_received(self) -> bool | None:  # type: ignore[explicit-override]
        """See asyncio."""
        return None if self._is_refused else self.handler.eof_received()

    def connection_lost(self, exc: Exception | None) -> None:  # type: ignore[explicit-override]
        """See asyncio."""
        self._.forget(self)
        self._transport = None
        if not self._is_refused:
            self.handler.connection_lost(exc)

    def pause_writing(self) -> None:  # type: ignore[explicit-override]
        """See asyncio."""
        self.handler.pause_writing()

    def resume_writing(self) -> None:  # type: ignore[explicit-override]
        """See asyncio: what was sent is being taken, so the time begins anew."""
        self._stalled_since = None
        self.handler.resume_writing()

    def look(self, now: float) -> None:
        """Abort if what was sent has not been taken for too long. Args: now: seconds.

        A buffer that only shrinks below asyncio's high-water mark (64 KiB) counts as not taken:
        the slowest line that passes takes that in the time, and has far more than GPRS had.
        """
        if self._transport is None or not self._transport.get_write_buffer_size():
            self._stalled_since = None
        elif self._stalled_since is None:
            self._stalled_since = now
        elif now - self._stalled_since >= self._.bounds.stalled:
            self.abort()

    def abort(self) -> None:
        """Close now, and drop what the other side did not take."""
        if self._transport is not None:
            self._transport.abort()


def _nothing() -> None:
    """The connection is gone already."""


Factory = Callable[[], Connection]
