"""One websocket that comes back after a loss, and says again what was not accepted."""

import asyncio
import contextlib
import secrets
from collections.abc import Callable
from typing import Final, Generic, TypeVar

import aiohttp

from chatserver.wire import codec, frames, limits

FINAL: Final = frozenset({1000, 4400, 4401, 4409})
"""Close codes after which it is no use to come back (docs/protocol.md §6)."""

FIRST_WAIT: Final = 0.05
LONGEST_WAIT: Final = 1.0
"""Seconds between attempts: short, because this client runs beside the server."""

CONNECT_SECONDS: Final = 5.0

PATIENCE: Final = 20.0
"""Seconds that `until` waits for what was asked."""

SAY_AGAIN_AFTER: Final = 0.5
"""Seconds after a frame was refused for want of room: that passes."""

F = TypeVar("F", bound=frames.FromServer)


class Line(Generic[F]):
    """Keeps a socket open; calls `opening` for the first frame and `receive` for each frame."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        *,
        read: Callable[[str], F],
        opening: Callable[[], frames.FromPage],
        receive: Callable[[F], None],
        origin: str = "",
    ) -> None:
        """Begin with no line.

        Args:
            url: the site's address, such as http://127.0.0.1:8080/.
            origin: what the site is called outside, where that is something else.
        """
        self._session = session
        self._origin = url.rstrip("/")
        self._called = origin
        self._read = read
        self._opening = opening
        self._receive = receive
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._task: asyncio.Task[None] | None = None
        self._changed = asyncio.Event()
        self._sending: asyncio.Queue[bytes] = asyncio.Queue()
        self.closed_with: int | None = None
        self.failure: BaseException | None = None
        self.losses = 0
        self._thawed = asyncio.Event()
        self._thawed.set()

    @property
    def is_connected(self) -> bool:
        """Whether there is a socket now."""
        return self._socket is not None

    def start(self) -> None:
        """Connect, and stay connected."""
        self._task = asyncio.create_task(self._run())
        self._task.add_done_callback(self._ended)

    def start_again(self) -> None:
        """Connect once more after the server has closed it for good."""
        self.closed_with = None
        self.start()

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()) is not None:
            self.failure = error
            self.closed_with = 0
            self.tell()

    def send(self, frame: frames.FromPage) -> None:
        """Send a frame if there is a socket; what matters is sent again by its owner."""
        if self._socket is not None:
            self._sending.put_nowait(codec.encode(frame))

    def say_again_soon(self, again: Callable[[], None]) -> None:
        """Do this in a moment, unless the line was lost meanwhile: then its owner does it."""
        socket = self._socket
        asyncio.get_running_loop().call_later(
            SAY_AGAIN_AFTER, lambda: again() if self._socket is socket else None
        )

    def moves_to(self, url: str) -> None:
        """Come back at another address after the next loss, as behind a balancer."""
        self._origin = url.rstrip("/")

    async def lose(self) -> None:
        """Cut the line as a tunnel does, with no closing handshake; it comes back by itself."""
        await self.until(lambda: self._socket is not None)
        losses = self.losses
        if self._socket is not None:
            self._socket._writer.transport.abort()  # noqa: SLF001 - aiohttp offers no way to be cut off
        await self.until(lambda: self.losses > losses or self.closed_with is not None)

    def freeze(self) -> None:
        """Do as a tab that is asleep: the socket stays open and nothing is heard."""
        self._thawed.clear()

    def thaw(self) -> None:
        """Wake up."""
        self._thawed.set()

    async def close(self) -> None:
        """Stop for good."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def tell(self) -> None:
        """Something changed: whoever waits in `until` looks again."""
        self._changed.set()

    async def until(self, holds: Callable[[], bool], *, within: float = PATIENCE) -> None:
        """Wait until something holds; raises TimeoutError, or what went wrong meanwhile."""
        async with asyncio.timeout(within):
            while not holds():
                if self.failure is not None:
                    raise self.failure
                await self._changed.wait()
                self._changed.clear()

    async def _run(self) -> None:
        wait = FIRST_WAIT
        while self.closed_with is None:
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    socket = await self._session.ws_connect(
                        f"{self._origin}/ws",
                        headers={"Origin": self._called or self._origin},
                        max_msg_size=limits.MAX_FRAME_BYTES + 1,
                    )
            except (aiohttp.ClientError, OSError, TimeoutError):
                # Jitter: many clients must not come back in step.
                await asyncio.sleep(wait * (0.5 + secrets.randbelow(1000) / 2000))
                wait = min(wait * 2, LONGEST_WAIT)
                continue
            wait = FIRST_WAIT
            await self._serve(socket)

    async def _serve(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._sending = asyncio.Queue()
        self._socket = socket
        self.send(self._opening())
        writer = asyncio.create_task(self._write(socket))
        try:
            async for message in socket:
                await self._thawed.wait()
                if message.type is aiohttp.WSMsgType.TEXT:
                    frame = self._read(message.data)
                    if isinstance(frame, frames.Beat):
                        self.send(frames.Awake())
                        continue
                    self._receive(frame)
                    self.tell()
        except Exception as error:  # noqa: BLE001 - whatever it is, the owner must hear of it
            self.failure = error
            self.closed_with = 0
        finally:
            self._socket = None
            writer.cancel()
            await socket.close()
            self.losses += 1
            if socket.close_code in FINAL:
                self.closed_with = socket.close_code
            self.tell()

    async def _write(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        with contextlib.suppress(ConnectionError, aiohttp.ClientError):
            while True:
                frame = await self._sending.get()
                await socket.send_str(frame.decode())
