"""Running a coroutine as a program: the event loop, signals, the garbage collector."""

import asyncio
import gc
import signal
import time
from collections.abc import Callable, Coroutine
from typing import Any, Final, Protocol, TypeVar

from chatserver import logs
from chatserver.domain.errors import ChatError

try:
    import uvloop
except ImportError:  # not made for this platform
    LOOP: Callable[[], asyncio.AbstractEventLoop] = asyncio.new_event_loop
else:
    LOOP = uvloop.new_event_loop

THRESHOLDS: Final = (50_000, 50, 50)
"""With Python's own, ten thousand conversations pause the loop for a second at a time;
freezing what was made at the start helps only together with higher thresholds."""

T = TypeVar("T")


class StoreDiedError(ChatError):
    """A store of our own ended; there is nothing to serve from."""


def run(work: Coroutine[Any, Any, T], *, quiet: bool = False) -> T:
    """Run to the end. Args: quiet: say only what went wrong."""
    logs.setup()
    if quiet:
        logs.say_less()
    with asyncio.Runner(loop_factory=LOOP) as runner:
        logs.quiet_loop(runner.get_loop())
        return runner.run(work)


def minute() -> int:
    """Whole minutes since 1970, as HL1 counts them, on the clock of who gives a command."""
    return int(time.time()) // 60  # noqa: TID251 - there is no server whose clock to ask


def asked_to_stop() -> asyncio.Future[None]:
    """Done at the first SIGINT or SIGTERM. Call it first: a start can be interrupted, too."""
    loop = asyncio.get_running_loop()
    stop: asyncio.Future[None] = loop.create_future()

    def ask() -> None:
        if not stop.done():
            stop.set_result(None)

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ask)
    return stop


class Mortal(Protocol):
    """What serves: ourselves, or a foreman."""

    @property
    def died(self) -> asyncio.Future[str] | None:
        """Set when a store of ours ended."""


async def until_stopped(app: Mortal, stop: asyncio.Future[None]) -> None:
    """Serve until asked to stop; raises StoreDiedError when a store of ours ended."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
    waits: list[asyncio.Future[Any]] = [stop]
    if app.died is not None:
        waits.append(app.died)
    await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    if app.died is not None and app.died.done():
        raise StoreDiedError(app.died.result())
