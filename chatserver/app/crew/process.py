"""One worker as the foreman has it: a process, and a channel to it."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from typing import Any, Final, Self

from chatserver.app.crew.channel import (
    Alive,
    Channel,
    Failed,
    Going,
    Handover,
    Ready,
    ToForeman,
    ToWorker,
    Unknown,
)
from chatserver.domain.errors import Misconfigured

COMMAND: Final = (sys.executable, "-P", "-m", "chatserver", "worker")
"""-P: as with our own script, no module is taken from the directory we happen to be in.
The same path again: after an upgrade in that place a new worker is the new version."""

READY_WITHIN: Final = 30.0
"""Seconds. A start takes one; a slow machine may take ten."""


class WorkerProcess:
    """From its start to its end; `ready`, then `heard` is called for each sign of life.

    Attributes:
        leaves: done when it ends or says that it will.
        ended: done when it has ended.
    """

    def __init__(
        self,
        process: asyncio.subprocess.Process,
        channel: Channel[ToForeman, ToWorker],
        heard: Callable[["WorkerProcess"], None],
    ) -> None:
        self.started: Final = asyncio.get_running_loop().time()
        self._process = process
        self._channel = channel
        self._heard = heard
        self._was_asked = False
        self._ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.leaves: Final[asyncio.Future[None]] = asyncio.get_running_loop().create_future()
        self._listening = asyncio.create_task(self._listen())
        self.ended: Final = asyncio.create_task(process.wait())
        self.ended.add_done_callback(lambda _ended: self._leave())

    @classmethod
    async def start(
        cls,
        handover: Handover,
        descriptors: Sequence[int],
        heard: Callable[["WorkerProcess"], None],
    ) -> Self:
        """Start one; wait for `ready` before anybody counts on it.

        Raises:
            Misconfigured: this machine has no room for one more.
        """
        try:
            return await cls._start(handover, descriptors, heard)
        except OSError as error:
            raise Misconfigured(f"a worker cannot be started: {error.strerror}") from None

    @classmethod
    async def _start(
        cls,
        handover: Handover,
        descriptors: Sequence[int],
        heard: Callable[["WorkerProcess"], None],
    ) -> Self:
        ours, theirs = socket.socketpair()
        with contextlib.ExitStack() as stack:
            stack.enter_context(ours)
            with theirs:
                process = await asyncio.create_subprocess_exec(
                    *COMMAND,
                    str(theirs.fileno()),
                    stdin=asyncio.subprocess.DEVNULL,
                    pass_fds=(theirs.fileno(), *descriptors),
                    # Ctrl-C on the terminal is for the foreman, who then lets the workers go.
                    start_new_session=True,
                    env=_environment(),
                )
            channel: Channel[ToForeman, ToWorker] = await Channel.over(ours, ToForeman)
            stack.pop_all()
        channel.send(handover)
        return cls(process, channel, heard)

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    async def last_words(self) -> str:
        """Say how it ended, for the log. It may have said it before we know that it has."""
        if self.ended.done():
            await self._listening
        code = self._process.returncode
        if code is None or self._was_asked:
            return "asked to stop"
        return f"signal {-code}" if code < 0 else f"exit code {code}"

    def tell(self, message: ToWorker) -> None:
        """Say something; lost if it has ended."""
        self._channel.send(message)

    async def ready(self) -> None:
        """Wait until it accepts connections.

        Raises:
            Misconfigured: it says that it cannot, or ended, or took too long; and is ended.
        """
        first: tuple[asyncio.Future[Any], ...] = (self._ready, self.ended)
        try:
            async with asyncio.timeout(READY_WITHIN):
                await asyncio.wait(first, return_when=asyncio.FIRST_COMPLETED)
        except TimeoutError:
            await self.dismiss(0.0)
            raise Misconfigured(f"a worker was not ready in {READY_WITHIN:.0f} s") from None
        if not self._ready.done():
            how = await self.last_words()
            if not self._ready.done():
                raise Misconfigured(f"a worker ended before it was ready: {how}")
        self._ready.result()

    async def dismiss(self, within: float) -> None:
        """Ask it to send its people on and to end; insist after `within` seconds."""
        if within:
            self._signal(signal.SIGTERM)
            await asyncio.wait({self.ended}, timeout=within)
        if not self.ended.done():
            self.kill()
        await self.ended
        await self._listening
        await self._channel.close()

    def kill(self) -> None:
        """End it at once; the only way for one that is frozen."""
        self._signal(signal.SIGKILL)

    def _signal(self, number: int) -> None:
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(number)

    async def _listen(self) -> None:
        while (said := await self._channel.receive()) is not None:
            match said:
                case Ready():
                    self._settle(None)
                case Failed(reason=reason):
                    self._settle(Misconfigured(reason))
                case Going():
                    self._was_asked = True
                    self._leave()
                case Alive() | Unknown():
                    pass
            if not self.leaves.done():
                self._heard(self)

    def _leave(self) -> None:
        if not self.leaves.done():
            self.leaves.set_result(None)

    def _settle(self, error: Misconfigured | None) -> None:
        if self._ready.done():
            return
        if error is None:
            self._ready.set_result(None)
        else:
            self._ready.set_exception(error)
            self._ready.exception()  # read once: nobody may be waiting any more


def _environment() -> dict[str, str]:
    """Ours but for the settings: the worker has those already, and they may hold a password."""
    return {name: value for name, value in os.environ.items() if not name.startswith("CHATSERVER_")}
