"""A connection with no manners at all: byte by byte, below any websocket library."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Callable
from urllib.parse import urlsplit

PATIENCE = 8.0
"""Seconds."""


class Peer:
    """A connection that says what a test wants."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    @classmethod
    @contextlib.asynccontextmanager
    async def to(cls, url: str) -> AsyncIterator["Peer"]:
        """Connect to the host of a URL, with a small buffer on our side."""
        at = urlsplit(url)
        ours = socket.socket()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        ours.settimeout(0)
        await asyncio.get_running_loop().sock_connect(ours, (at.hostname, at.port))
        reader, writer = await asyncio.open_connection(sock=ours)
        try:
            yield cls(reader, writer)
        finally:
            writer.transport.abort()

    async def upgraded(self, url: str) -> None:
        """Become a websocket, as a page would, and say nothing."""
        self.asks(url)
        assert b" 101 " in await self.reader.readuntil(b"\r\n\r\n")

    def asks(self, url: str, more: str = "") -> None:
        """Ask to become a websocket. Args: more: lines of the header."""
        self.writer.write(
            f"GET /ws HTTP/1.1\r\nHost: x\r\nOrigin: {url.rstrip('/')}\r\n{more}"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )

    async def closed(self, *, within: float = PATIENCE) -> bytes:
        """Everything that still came before the other side closed."""
        heard = bytearray()
        async with asyncio.timeout(within):
            with contextlib.suppress(ConnectionError):
                while some := await self.reader.read(65536):
                    heard += some
        return bytes(heard)

    async def closed_while(self, what: Callable[[int], bytes], *, every: float = 0.1) -> bytes:
        """The same, while something small is sent again and again."""
        dripping = asyncio.create_task(self._drip(what, every))
        try:
            return await self.closed()
        finally:
            dripping.cancel()

    async def _drip(self, what: Callable[[int], bytes], every: float) -> None:
        with contextlib.suppress(ConnectionError):
            for turn in range(10_000):
                self.writer.write(what(turn))
                await self.writer.drain()
                await asyncio.sleep(every)

    def reads_nothing(self) -> None:
        """From now on, what comes fills the kernel's buffers and then the other side's."""
        self.writer.transport.pause_reading()  # type: ignore[attr-defined]


def arrive(letter: str = "A") -> bytes:
    """The first frame of a visitor's page. Args: letter: another is another conversation."""
    key = letter * 42 + "A="
    return (
        f'{{"type":"arrive","cid":"{letter * 21}A==","token":"{key}","commitment":"{key}",'
        '"language":"nl","suites":[1]}'
    ).encode()


def resume(letter: str = "A") -> bytes:
    """The first frame of a page that comes back with nothing."""
    return (
        f'{{"type":"resume","cid":"{letter * 21}A==","token":"{letter * 42}A=","after":0}}'
    ).encode()


def masked(payload: bytes, *, opcode: int = 1, is_last: bool = True) -> bytes:
    """One websocket frame of a page; its mask is zero, so the payload stays readable."""
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    return bytes([(0x80 if is_last else 0) | opcode]) + length + bytes(4) + payload


PING = masked(b"", opcode=0x9)
PONG = masked(b"", opcode=0xA)
EMPTY_FRAGMENT = masked(b"", opcode=0x0, is_last=False)
FIRST_FRAGMENT = masked(b"", opcode=0x1, is_last=False)
