"""One websocket: read frames, write frames, and know when to stop.

The reader hands one frame at a time to a use case and waits for it, so frames
of one page are done in their order. The writer sends what has gathered. A page
that does not read fast enough is closed; it comes back and goes on from its
cursor. Never a task for each message.
"""

import asyncio
import contextlib
import secrets
from collections.abc import Awaitable, Callable
from typing import Final, Generic, TypeVar

from aiohttp import ClientConnectionResetError, WSMsgType, web

from chatserver.domain.errors import Code, Refused, Unavailable, Violation
from chatserver.helpline.news import CONNECTION_BYTES
from chatserver.wire import codec, frames, limits
from chatserver.wire.session import Session

CLOSE_ENDED: Final = 1000
CLOSE_RESTART: Final = 1001
CLOSE_MALFORMED: Final = 4400
CLOSE_NOT_SIGNED_IN: Final = 4401
CLOSE_SILENT: Final = 4408
CLOSE_REPLACED: Final = 4409
CLOSE_TOO_SLOW: Final = 4429
CLOSE_STORE_AWAY: Final = 4503

OUTBOX_BYTES: Final = 4 * 1024 * 1024
"""What may wait for one page: a replay of a long conversation fits, a dead line does not."""

F = TypeVar("F", bound=frames.FromPage)


class Socket(Generic[F]):
    """One page's socket. `serve` it; `emit` and `close` work from anywhere."""

    def __init__(
        self,
        *,
        session: Session[F],
        now: Callable[[], float],
        heartbeat: float,
        first_frame: float,
    ) -> None:
        """Args: heartbeat, first_frame: seconds (docs/protocol.md §3)."""
        self.connection: Final = secrets.token_bytes(CONNECTION_BYTES)
        self._session = session
        self._now = now
        self._first_frame = first_frame
        self._socket = web.WebSocketResponse(
            heartbeat=heartbeat,
            # aiohttp refuses a message of exactly this size and larger.
            max_msg_size=limits.MAX_FRAME_BYTES + 1,
            compress=False,
        )
        self._outbox: list[bytes] = []
        self._outbox_bytes = 0
        self._wake = asyncio.Event()
        self._close_code: int | None = None

    def emit(self, frame: bytes) -> None:
        """Queue one encoded frame."""
        if self._close_code is not None:
            return
        self._outbox.append(frame)
        self._outbox_bytes += len(frame)
        if self._outbox_bytes > OUTBOX_BYTES:
            self._outbox.clear()
            self.close(CLOSE_TOO_SLOW)
        self._wake.set()

    def send(self, frame: frames.FromServer) -> None:
        """Queue one frame."""
        self.emit(codec.encode(frame))

    def close(self, code: int) -> None:
        """Close after what is queued has been sent."""
        if self._close_code is None:
            self._close_code = code
            self._wake.set()

    async def serve(
        self, request: web.Request, act: Callable[[F], Awaitable[None]]
    ) -> web.WebSocketResponse:
        """Serve until either side closes. `act` does what one frame asks."""
        await self._socket.prepare(request)
        writer = asyncio.create_task(self._write())
        try:
            await self._read(act)
        finally:
            self.close(CLOSE_ENDED)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LAST_WORDS):
                    await writer
            writer.cancel()
        return self._socket

    async def _read(self, act: Callable[[F], Awaitable[None]]) -> None:
        deadline = asyncio.timeout(self._first_frame)
        try:
            async with deadline:
                async for message in self._socket:
                    if message.type is not WSMsgType.TEXT:
                        self.refuse(Code.MALFORMED)
                        self.close(CLOSE_MALFORMED)
                        return
                    if not await self._act(message.data, act):
                        return
                    if self._session.has_begun:
                        deadline.reschedule(None)
        except TimeoutError:
            self.close(CLOSE_SILENT)

    async def _act(self, text: str, act: Callable[[F], Awaitable[None]]) -> bool:
        """Do what one frame asks; False when the socket is to close."""
        frame: F | None = None
        try:
            frame = self._session.receive(text, now=self._now())
            await act(frame)
            self._session.begin()
        except Refused as refused:
            self.refuse(refused.code, frame)
        except Violation as violation:
            self.refuse(violation.code)
            self.close(violation.close)
            return False
        except Unavailable:
            # Nothing was lost: the page comes back and sends again what was not accepted.
            self.close(CLOSE_STORE_AWAY)
            return False
        return self._close_code is None

    def refuse(self, code: Code, frame: frames.FromPage | None = None) -> None:
        """Tell the page that a frame had no effect, and which."""
        self.send(
            frames.Refusal(
                code=code, ref=getattr(frame, "ref", None), cid=getattr(frame, "cid", None)
            )
        )

    async def _write(self) -> None:
        try:
            while True:
                await self._wake.wait()
                self._wake.clear()
                batch, self._outbox = self._outbox, []
                for frame in batch:
                    await self._socket.send_frame(frame, WSMsgType.TEXT)
                    self._outbox_bytes -= len(frame)
                if self._close_code is not None and not self._outbox:
                    await self._socket.close(code=self._close_code)
                    return
        except (ClientConnectionResetError, ConnectionError):
            return  # the page is gone; the reader notices too


LAST_WORDS: Final = 2.0
"""Seconds for the queue and the closing handshake; a page that left does not answer."""
