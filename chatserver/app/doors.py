"""The sockets where the two sites listen: one pair, or one pair for each worker.

Pairs of one server share two ports (SO_REUSEPORT): the kernel chooses the pair for each new
connection. A pair belongs to a place, not to a process. Whoever takes the place over finds
the connections that came meanwhile, and so a worker that died refuses nobody.
"""

import asyncio
import contextlib
import socket
import sys
from dataclasses import dataclass
from typing import Final, Self

from chatserver.config import Listener, Settings
from chatserver.domain.errors import Misconfigured
from chatserver.transport.connections import Factory

BACKLOG: Final = 1024
"""Connections that may wait to be accepted. Everybody comes back at once when a process ends;
beyond this the kernel drops, and a dropped one tries again only after one, three, seven seconds."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Doors:
    """A bound socket for each site; whoever listens does so on a copy."""

    visitors: socket.socket
    staff: socket.socket

    @classmethod
    def bound(cls, settings: Settings) -> Self:
        """Bind both; raises Misconfigured when a port is taken."""
        with contextlib.ExitStack() as stack:
            visitors = stack.enter_context(_bound(settings.visitors))
            doors = cls(visitors=visitors, staff=_bound(settings.staff))
            stack.pop_all()
        return doors

    @classmethod
    def inherited(cls, visitors: int, staff: int) -> Self:
        """Take over two file descriptors from the process that started us."""
        return cls(visitors=socket.socket(fileno=visitors), staff=socket.socket(fileno=staff))

    @property
    def descriptors(self) -> tuple[int, int]:
        """The file descriptors: visitors, staff."""
        return self.visitors.fileno(), self.staff.fileno()

    @property
    def addresses(self) -> tuple[str, str]:
        """The URLs of a browser on this machine: visitors, staff."""
        return _address(self.visitors), _address(self.staff)

    def close(self) -> None:
        """Close both."""
        self.visitors.close()
        self.staff.close()


def shared(settings: Settings, count: int) -> tuple[Doors, ...]:
    """Bind `count` pairs to the same two ports.

    Raises:
        Misconfigured: a port is taken, or this system has no ports that can be shared.
    """
    if sys.platform != "linux":
        # Elsewhere the option exists, but one of the sockets gets everybody.
        raise Misconfigured("--workers: only Linux divides connections among processes")
    with contextlib.ExitStack() as stack:
        visitors = _group(settings.visitors, count, stack)
        staff = _group(settings.staff, count, stack)
        stack.pop_all()
    return tuple(Doors(visitors=at, staff=of) for at, of in zip(visitors, staff, strict=True))


class Entrance:
    """Lets connections in through doors to the two sites, and stops doing so."""

    def __init__(self, visitors: Factory, staff: Factory) -> None:
        """Args: visitors, staff: make what serves one connection."""
        self._visitors = visitors
        self._staff = staff
        self._open: dict[Doors, list[asyncio.Server]] = {}
        self._is_closed = False

    async def open(self, doors: Doors) -> None:
        """Accept what comes through these doors; again, or after `close_all`, does nothing."""
        if doors in self._open or self._is_closed:
            return
        pairs = ((self._visitors, doors.visitors), (self._staff, doors.staff))
        listening = self._open[doors] = []
        loop = asyncio.get_running_loop()
        for factory, bound in pairs:
            # A copy: who stops listening closes it, and the doors stay.
            server = await loop.create_server(factory, sock=bound.dup(), backlog=BACKLOG)
            listening.append(server)

    async def close(self, doors: Doors) -> None:
        """Accept nothing more from these doors; what was accepted stays."""
        for each in self._open.pop(doors, ()):
            each.close()

    async def close_all(self) -> None:
        """Accept nothing more, ever."""
        self._is_closed = True
        for doors in tuple(self._open):
            await self.close(doors)


def _group(listener: Listener, count: int, stack: contextlib.ExitStack) -> list[socket.socket]:
    """Sockets that share a port nobody else has."""
    # Ports can be shared with any process of ours, a second chatserver by mistake too, and
    # then half of all people would be in another waiting list. One that shares nothing cannot
    # be bound beside others: it shows that the port is free.
    with _bound(listener) as free:
        port = free.getsockname()[1]
    group: list[socket.socket] = []
    for _ in range(count):
        bound = stack.enter_context(_made(listener))
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        _bind(bound, listener.host, port)
        group.append(bound)
    return group


def _bound(listener: Listener) -> socket.socket:
    with contextlib.ExitStack() as stack:
        bound = stack.enter_context(_made(listener))
        _bind(bound, listener.host, listener.port)
        stack.pop_all()
    return bound


def _made(listener: Listener) -> socket.socket:
    family = socket.AF_INET6 if ":" in listener.host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return made


def _bind(made: socket.socket, host: str, port: int) -> None:
    try:
        made.bind((host, port))
    except OSError as error:
        raise Misconfigured(f"{host}:{port}: {error.strerror}") from None


def _address(bound: socket.socket) -> str:
    host, port = bound.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"
