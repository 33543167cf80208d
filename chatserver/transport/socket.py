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

from aiohttp import ClientConnectionResetError, WSMessage, WSMsgType, web

from chatserver.domain.errors import Code, Refused, StoreFull, Unavailable, Violation
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

AWAKE_WITHIN: Final = 9.0
"""Seconds after which a page that answered beats before and does no longer is not there: two
beats lost, and the time a slow phone takes."""

LAST_WORDS: Final = 2.0
"""Seconds for what is queued, and again for the closing handshake."""

BEAT: Final = codec.encode(frames.Beat())

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
        has_begun: Callable[[], None],
    ) -> None:
        """Make one; nothing is open yet.

        Args:
            heartbeat, first_frame: seconds (docs/protocol.md §3).
            has_begun: called once, when the page has said who it is.
        """
        self.connection: Final = secrets.token_bytes(CONNECTION_BYTES)
        self._session = session
        self._now = now
        self._first_frame = first_frame
        self._tell_begun = has_begun
        self._abort: Callable[[], None] = _nothing
        self._socket = web.WebSocketResponse(
            heartbeat=heartbeat,
            # Pings are ours to answer: by itself aiohttp answers any number of them.
            autoping=False,
            # aiohttp refuses a message of exactly this size and larger.
            max_msg_size=limits.MAX_FRAME_BYTES + 1,
            compress=False,
            timeout=LAST_WORDS,
        )
        self._outbox: list[bytes] = []
        self._outbox_bytes = 0
        self._wake = asyncio.Event()
        self._close_code: int | None = None
        self._is_receiving = False
        self._heard_at: float | None = None

    @property
    def is_awake(self) -> bool:
        """Whether the page has answered lately. One that never does is taken at the line's word."""
        return self._heard_at is None or self._now() - self._heard_at < AWAKE_WITHIN

    def beat(self) -> None:
        """Ask the page whether it is there."""
        if self._session.has_begun:
            self.emit(BEAT)

    def emit(self, frame: bytes) -> None:
        """Queue one encoded frame."""
        if self._close_code is not None:
            return
        self._outbox.append(frame)
        self._outbox_bytes += len(frame)
        if self._outbox_bytes > OUTBOX_BYTES:
            self._outbox.clear()
            self.close(CLOSE_TOO_SLOW)
            # Nothing more can be said to who does not listen, not even why.
            self._abort()
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
        self,
        request: web.Request,
        act: Callable[[F], Awaitable[None]],
        abort: Callable[[], None],
    ) -> web.WebSocketResponse:
        """Serve until either side closes.

        Args:
            act: does what one frame asks.
            abort: drops the connection with all that was not sent.
        """
        self._abort = abort
        try:
            async with asyncio.timeout(self._first_frame):
                await self._socket.prepare(request)
        except TimeoutError:
            abort()
            return self._socket
        reader = asyncio.create_task(self._read(act))
        writer = asyncio.create_task(self._write(reader))
        try:
            await asyncio.wait({reader})
            self.close(CLOSE_ENDED)
            await asyncio.wait({writer}, timeout=LAST_WORDS)
            await self._socket.close(code=self._close_code or CLOSE_ENDED)
        finally:
            reader.cancel()
            writer.cancel()
        if not reader.cancelled():
            reader.result()
        return self._socket

    async def _read(self, act: Callable[[F], Awaitable[None]]) -> None:
        try:
            async with asyncio.timeout(self._first_frame) as deadline:
                while self._close_code is None:
                    message = await self._receive()
                    if message.type in {WSMsgType.PING, WSMsgType.PONG}:
                        await self._answer(message)
                        continue
                    if message.type is not WSMsgType.TEXT:
                        if message.type is WSMsgType.BINARY:
                            self._refuse_and_close(Code.MALFORMED, CLOSE_MALFORMED)
                        return
                    await self._act(message.data, act)
                    if self._session.has_begun:
                        deadline.reschedule(None)
        except TimeoutError:
            self.close(CLOSE_SILENT)

    async def _receive(self) -> WSMessage:
        self._is_receiving = True
        try:
            return await self._socket.receive()
        finally:
            self._is_receiving = False

    async def _answer(self, message: WSMessage) -> None:
        try:
            self._session.receive_control(now=self._now())
        except Violation as violation:
            self._refuse_and_close(violation.code, violation.close)
            return
        if message.type is WSMsgType.PING:
            with contextlib.suppress(ConnectionError):  # gone; the next `receive` says so
                await self._socket.pong(message.data)

    async def _act(self, text: str, act: Callable[[F], Awaitable[None]]) -> None:
        """Do what one frame asks, or say why not."""
        frame: F | None = None
        try:
            frame = self._session.receive(text, now=self._now())
            if isinstance(frame, frames.Awake):
                self._heard_at = self._now()
                return
            await act(frame)
            if not self._session.has_begun:
                self._session.begin()
                self._tell_begun()
        except Refused as refused:
            self.refuse(refused.code, frame)
        except Violation as violation:
            self._refuse_and_close(violation.code, violation.close)
        except Unavailable as away:
            if isinstance(away, StoreFull) and self._session.has_begun:
                # Coming back makes no room: the page keeps what it has, and tries again.
                self.refuse(Code.UNAVAILABLE, frame)
            else:
                # Nothing was lost: the page comes back and sends again what was not accepted.
                self.close(CLOSE_STORE_AWAY)

    def _refuse_and_close(self, code: Code, close: int) -> None:
        self.refuse(code)
        self.close(close)

    def refuse(self, code: Code, frame: frames.FromPage | None = None) -> None:
        """Tell the page that a frame had no effect, and which."""
        cid = getattr(frame, "cid", getattr(frame, "consult", None))
        self.send(frames.Refusal(code=code, ref=getattr(frame, "ref", None), cid=cid))

    async def _write(self, reader: asyncio.Task[None]) -> None:
        try:
            while self._close_code is None or self._outbox:
                await self._wake.wait()
                self._wake.clear()
                batch, self._outbox = self._outbox, []
                for frame in batch:
                    await self._socket.send_frame(frame, WSMsgType.TEXT)
                    self._outbox_bytes -= len(frame)
        except (ClientConnectionResetError, ConnectionError):
            return  # the page is gone; the reader notices too
        # Only a reader that waits may be interrupted: one that acts notices by itself, and
        # half an act must not be left undone. Nobody else reads when the handshake begins.
        if self._is_receiving:
            reader.cancel()


def _nothing() -> None:
    """There is no connection yet."""
