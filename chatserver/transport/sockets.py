"""All sockets of this process: how many there may be, and closing them together."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from chatserver.domain.errors import Code, Refused
from chatserver.transport.socket import CLOSE_RESTART, CLOSE_SILENT, CLOSE_STORE_AWAY, Socket
from chatserver.wire import frames
from chatserver.wire.session import Allowance, Session

MOST_WINDOWS: Final = 8
"""Of one professional in one process: two screens and what a bad evening leaves open."""

F = TypeVar("F", bound=frames.FromPage)


@dataclass(slots=True, kw_only=True)
class Sockets:
    """Counts and closes. Times in seconds.

    Attributes:
        most: sockets at once.
        most_silent: of those, how many may not have said yet who they are. Where one more
            comes, the oldest gives way: a page says it at once, and who only holds a place
            is older.
    """

    now: Callable[[], float]
    allowance: Allowance
    heartbeat: float
    first_frame: float
    most: int
    most_silent: int
    _silent: dict[Socket[Any], None] = field(default_factory=dict)
    _windows: Counter[bytes] = field(default_factory=Counter)
    _open: set[Socket[Any]] = field(default_factory=set)
    _places: int = 0
    _empty: asyncio.Event = field(default_factory=asyncio.Event)
    _is_closed: bool = False

    @contextmanager
    def opened(self, by: bytes = b"") -> Iterator["Place"]:
        """Room for one more socket; raises Refused(UNAVAILABLE) when there is none.

        Args:
            by: the professional whose window it is.
        """
        if self._places >= self.most or self._windows[by] >= MOST_WINDOWS:
            raise Refused(Code.UNAVAILABLE)
        self._places += 1
        if by:
            self._windows[by] += 1
        place = Place(self)
        try:
            yield place
        finally:
            self._places -= 1
            if by:
                self._windows[by] -= 1
                self._windows += Counter()  # forgets who has none
            if place.socket is not None:
                self.forget(place.socket)

    def close(self) -> None:
        """The server stops: every page is told to come back elsewhere, now or when it comes."""
        self._is_closed = True
        for socket in tuple(self._open):
            socket.close(CLOSE_RESTART)

    def beat(self) -> None:
        """Ask every page whether it is there."""
        for socket in tuple(self._open):
            socket.beat()

    def send_back(self) -> None:
        """The store was away: every page is told to come back and enter anew."""
        for socket in tuple(self._open):
            socket.close(CLOSE_STORE_AWAY)

    async def closed(self, within: float) -> None:
        """Wait until all are closed, or for `within` seconds."""
        self._empty.clear()
        if self._open:
            with suppress(TimeoutError):
                async with asyncio.timeout(within):
                    await self._empty.wait()

    def forget(self, socket: Socket[Any]) -> None:
        """A socket has closed."""
        self._open.discard(socket)
        self._silent.pop(socket, None)
        if not self._open:
            self._empty.set()

    def keep(self, socket: Socket[Any]) -> None:
        """Remember an open socket."""
        self._open.add(socket)
        self._silent[socket] = None
        while len(self._silent) > self.most_silent:
            oldest = next(iter(self._silent))
            del self._silent[oldest]
            oldest.close(CLOSE_SILENT)
        if self._is_closed:  # it was on its way in when the others were told
            socket.close(CLOSE_RESTART)

    def begun(self, socket: Socket[Any]) -> None:
        """A page has said who it is."""
        self._silent.pop(socket, None)


class Place:
    """Room for one socket."""

    def __init__(self, sockets: Sockets) -> None:
        self._sockets = sockets
        self.socket: Socket[Any] | None = None

    @property
    def allowance(self) -> Allowance:
        """What this socket may send."""
        return self._sockets.allowance

    def make(self, session: Session[F]) -> Socket[F]:
        """Make the socket."""
        socket: Socket[F] = Socket(
            session=session,
            now=self._sockets.now,
            heartbeat=self._sockets.heartbeat,
            first_frame=self._sockets.first_frame,
            has_begun=lambda: self._sockets.begun(socket),
        )
        self.socket = socket
        self._sockets.keep(socket)
        return socket
