"""Ten thousand visitors in line, in one process that has little to spare for each.

The reference client costs a millisecond for a connection, which would measure the client. This
one knows three frames: it arrives, hears its position, and comes back after a loss.
"""

import asyncio
import base64
import json
import secrets
from collections.abc import Iterable
from typing import Final, cast
from urllib.parse import urlsplit

from chatserver.wire import codec, frames

TEXT: Final = 0x81
CLOSE: Final = 0x88
PING: Final = 0x89
PONG: Final = 0x8A
"""First byte of a whole frame (RFC 6455 §5.2)."""

FIRST_WAIT: Final = 1.0
LONGEST_WAIT: Final = 2.0
"""Seconds between attempts, shortened by chance to anything above nothing: as a page does."""


class Waiter(asyncio.Protocol):
    """One visitor who waits."""

    def __init__(self, url: str) -> None:
        self.cid: Final = secrets.token_bytes(16)
        self.position = 0
        """0: not known on the line that is open now."""
        self.refused: list[str] = []
        self._token = secrets.token_bytes(32)
        self._commitment = secrets.token_bytes(32)
        self._origin = url.rstrip("/")
        self._transport: asyncio.Transport | None = None
        self._buffer = b""
        self._is_open = self._has_arrived = self._is_leaving = False
        self._wait = FIRST_WAIT
        self._retry: asyncio.TimerHandle | None = None
        self._connecting: asyncio.Task[None] | None = None

    def connect(self) -> None:
        """Open a line, and again after each loss."""
        self._connecting = asyncio.create_task(self._connect())

    def close(self) -> None:
        """Stop for good."""
        self._is_leaving = True
        for each in (self._retry, self._connecting):
            if each is not None:
                each.cancel()
        if self._transport is not None:
            self._transport.abort()

    async def _connect(self) -> None:
        host, _, port = urlsplit(self._origin).netloc.rpartition(":")
        try:
            async with asyncio.timeout(30):
                await asyncio.get_running_loop().create_connection(lambda: self, host, int(port))
        except (OSError, TimeoutError):
            self._come_back()

    def _come_back(self) -> None:
        if not self._is_leaving:
            delay = self._wait * secrets.randbelow(1000) / 1000
            self._wait = min(2 * self._wait, LONGEST_WAIT)
            self._retry = asyncio.get_running_loop().call_later(delay, self.connect)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:  # type: ignore[explicit-override] # typing has it from 3.12
        """Ask for a websocket."""
        # uvloop's has the methods of asyncio's, and another class.
        transport = self._transport = cast("asyncio.Transport", transport)
        self._buffer, self._is_open = b"", False
        key = base64.b64encode(secrets.token_bytes(16)).decode()
        transport.write(
            f"GET /ws HTTP/1.1\r\nHost: {urlsplit(self._origin).netloc}\r\n"
            f"Origin: {self._origin}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n".encode()
        )

    def connection_lost(self, exc: Exception | None) -> None:  # type: ignore[explicit-override] # noqa: ARG002
        """Come back."""
        self._transport, self.position = None, 0
        self._come_back()

    def data_received(self, data: bytes) -> None:  # type: ignore[explicit-override]
        """Read the answer to the handshake, then frame after frame."""
        self._buffer += data
        if not self._is_open:
            head, end, rest = self._buffer.partition(b"\r\n\r\n")
            if not end:
                return
            if not head.startswith(b"HTTP/1.1 101"):
                self.refused.append(head.partition(b"\r\n")[0].decode())
                self._abort()
                return
            self._is_open, self._buffer = True, rest
            self._send(TEXT, codec.encode(self._opening()))
        while (frame := self._next_frame()) is not None:
            self._receive(*frame)

    def _opening(self) -> frames.Arrive | frames.Resume:
        if self._has_arrived:
            return frames.Resume(cid=self.cid, token=self._token, after=0)
        return frames.Arrive(
            cid=self.cid,
            token=self._token,
            commitment=self._commitment,
            language="nl",
            suites=[1],
        )

    def _next_frame(self) -> tuple[int, bytes] | None:
        """The next whole frame; a server sends no mask, and nothing above 64 KiB here."""
        if len(self._buffer) < 2:
            return None
        start, size = 2, self._buffer[1]
        if size == 126:
            start, size = 4, int.from_bytes(self._buffer[2:4], "big")
        if len(self._buffer) < start + size:
            return None
        kind, body = self._buffer[0], self._buffer[start : start + size]
        self._buffer = self._buffer[start + size :]
        return kind, body

    def _receive(self, kind: int, body: bytes) -> None:
        if kind == PING:
            self._send(PONG, body)
        elif kind == CLOSE:
            self._abort()
        elif kind == TEXT:
            self._hear(json.loads(body))

    def _hear(self, said: dict[str, object]) -> None:
        match said["type"]:
            case "welcome":
                self._has_arrived, self._wait = True, FIRST_WAIT
            case "waiting":
                self.position = int(str(said["position"]))
            case "refused" | "ended" | "desk":
                self.refused.append(json.dumps(said))
            case _:
                pass

    def _send(self, kind: int, body: bytes) -> None:
        assert self._transport is not None
        size = len(body)
        length = bytes([0x80 | size]) if size < 126 else bytes([0xFE]) + size.to_bytes(2, "big")
        # A mask of zeros changes nothing; a browser's does, for proxies that there are none of.
        self._transport.write(bytes([kind]) + length + bytes(4) + body)

    def _abort(self) -> None:
        if self._transport is not None:
            self._transport.abort()


def missing(waiters: Iterable[Waiter]) -> int:
    """How many do not know their position now."""
    return sum(waiter.position == 0 for waiter in waiters)
