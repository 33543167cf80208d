"""A worker: serves as any single process does, and listens to its foreman."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Sequence
from typing import Any

from chatserver.app.crew.channel import (
    Alive,
    Channel,
    Failed,
    Going,
    Handover,
    Hush,
    Ready,
    Share,
    ToForeman,
    ToWorker,
    Unknown,
    Unshare,
)
from chatserver.app.crew.watch import ALIVE_EVERY
from chatserver.app.doors import Doors
from chatserver.app.server import App, running
from chatserver.app.tasks import owning_tasks
from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.errors import ChatError


class NoForemanError(ChatError):
    """Whoever started us is no more, or has told us nothing."""


@contextlib.asynccontextmanager
async def working(descriptor: int, stop: "asyncio.Future[None]") -> AsyncIterator[App | None]:
    """Serve for as long as the block lasts; None when we could not start, and the foreman knows.

    Args:
        descriptor: our end of the foreman's channel.
        stop: is set when the foreman is no more.
    """
    end = socket.socket(fileno=descriptor)
    channel: Channel[ToWorker, ToForeman] = await Channel.over(end, ToWorker)
    try:
        said = await channel.receive()
        if not isinstance(said, Handover):
            raise NoForemanError("only a server starts workers: chatserver serve --workers N")
        async with contextlib.AsyncExitStack() as stack:
            try:
                app = await stack.enter_async_context(_serving(said, channel, stop))
            except ChatError as error:
                # To the foreman, who tells the operator once and not once for each worker.
                channel.send(Failed(str(error)))
                yield None
            else:
                yield app
    finally:
        await channel.close()


@contextlib.asynccontextmanager
async def _serving(
    said: Handover, channel: Channel[ToWorker, ToForeman], stop: "asyncio.Future[None]"
) -> AsyncIterator[App]:
    doors = [Doors.inherited(*pair) for pair in said.doors]
    ring = KeyRing.parse(said.ring, "the keys of the foreman") if said.ring else None
    async with (
        owning_tasks() as tasks,
        running(said.settings, ring=ring, doors=doors[said.place]) as app,
    ):
        tasks.start(_obey(channel, app, doors, stop))
        channel.send(Ready())
        tasks.start(_show_life(channel))
        yield app
        channel.send(Going())
        # Before the pages are told to come back: an open copy would go on collecting them.
        for pair in doors:
            pair.close()


async def _show_life(channel: Channel[Any, ToForeman]) -> None:
    while True:
        channel.send(Alive())
        await asyncio.sleep(ALIVE_EVERY)


async def _obey(
    channel: Channel[ToWorker, Any], app: App, doors: Sequence[Doors], stop: "asyncio.Future[None]"
) -> None:
    while (said := await channel.receive()) is not None:
        match said:
            case Share(place=place):
                await app.entrance.open(doors[place])
            case Unshare(place=place):
                await app.entrance.close(doors[place])
            case Hush():
                await app.entrance.close_all()
            case Handover() | Unknown():
                pass
    if not stop.done():
        stop.set_result(None)
