"""A socket with no manners: sends whatever a test wants, and says what came back."""

import asyncio
import contextlib
import json
from typing import Any

import aiohttp

from chatserver.wire import codec, frames

PATIENCE = 15.0


class Raw:
    """One websocket, frame by frame."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self.socket = socket

    @classmethod
    async def open(cls, session: aiohttp.ClientSession, url: str) -> "Raw":
        """Connect as a page of that site would."""
        origin = url.rstrip("/")
        return cls(await session.ws_connect(f"{origin}/ws", headers={"Origin": origin}))

    async def send(self, what: str | bytes | frames.FromPage) -> None:
        """Send text, bytes, or a frame."""
        if isinstance(what, frames.FromPage):
            what = codec.encode(what).decode()
        if isinstance(what, bytes):
            await self.socket.send_bytes(what)
        else:
            await self.socket.send_str(what)

    async def next(self, *kinds: str) -> dict[str, Any]:
        """The next frame of one of these types (any type if none is given)."""
        async with asyncio.timeout(PATIENCE):
            while True:
                message = await self.socket.receive()
                assert message.type is aiohttp.WSMsgType.TEXT, (message.type, self.close_code)
                frame: dict[str, Any] = json.loads(message.data)
                if not kinds or frame["type"] in kinds:
                    return frame

    async def until_closed(self) -> int | None:
        """Read until it closes; the code."""
        async with asyncio.timeout(PATIENCE):
            while not self.socket.closed:
                await self.socket.receive()
        return self.close_code

    @property
    def close_code(self) -> int | None:
        """The code it was closed with, or None."""
        return self.socket.close_code

    async def close(self) -> None:
        """Close."""
        with contextlib.suppress(ConnectionError):
            await self.socket.close()
