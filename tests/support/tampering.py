"""A server in the wrong hands: everything between a page and the real server goes through it.

    tampering.to_page = lambda frame: [] if frame["type"] == "message" else [frame]

It serves the real pages and speaks the real protocol; what a test wants changed, it changes.
Frames are dicts here, as they are JSON on the wire; each goes on as the frames a test returns.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from typing import Any, Final, Self

import aiohttp
from aiohttp import web

from chatserver.wire import codec, limits
from tests.support.listening import listening

Frame = dict[str, Any]
Change = Callable[[Frame], list[Frame]]

HOP: Final = {"connection", "host", "transfer-encoding", "content-length", "content-encoding"}
"""Headers that belong to one connection."""


def honest(frame: Frame) -> list[Frame]:
    """Pass it on as it is."""
    return [frame]


class Tampering:
    """A proxy that reads every frame. Attributes: to_page, to_server: what becomes of a frame."""

    def __init__(self) -> None:
        self.to_page: Change = honest
        self.to_server: Change = honest
        self.seen: list[tuple[str, Frame]] = []
        self.origin = ""
        self._upstream = ""
        self._session: aiohttp.ClientSession
        self._pages: list[web.WebSocketResponse] = []

    @classmethod
    @contextlib.asynccontextmanager
    async def over(cls) -> AsyncIterator[Self]:
        """Stand on a free port, for as long as the block lasts."""
        tampering = cls()
        app = web.Application()
        app.router.add_get("/ws", tampering._socket)
        app.router.add_route("*", "/{path:.*}", tampering._pass_on)
        jar = aiohttp.DummyCookieJar()
        async with (
            aiohttp.ClientSession(auto_decompress=False, cookie_jar=jar) as session,
            listening(app) as port,
        ):
            tampering._session = session
            tampering.origin = f"http://127.0.0.1:{port}"
            yield tampering

    def leads_to(self, url: str) -> None:
        """Where the real server is."""
        self._upstream = url.rstrip("/")

    def frames(self, way: str, kind: str) -> list[Frame]:
        """What went one way ("page" or "server"), of one type."""
        return [frame for went, frame in self.seen if went == way and frame["type"] == kind]

    async def say(self, frame: Frame) -> None:
        """Tell the newest page something that the real server never said."""
        await self._pages[-1].send_str(_text(frame))

    async def _pass_on(self, request: web.Request) -> web.Response:
        headers = {k: v for k, v in request.headers.items() if k.lower() not in HOP}
        async with self._session.request(
            request.method,
            self._upstream + request.path_qs,
            headers=headers,
            data=await request.read(),
            allow_redirects=False,
        ) as answer:
            body = await answer.read()
            kept = [(k, v) for k, v in answer.headers.items() if k.lower() not in HOP]
            kept += [(k, v) for k, v in answer.headers.items() if k.lower() == "content-encoding"]
            response = web.Response(status=answer.status, body=body)
            response.headers.clear()
            for name, value in kept:
                response.headers.add(name, value)
            return response

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        page = web.WebSocketResponse(max_msg_size=limits.MAX_FRAME_BYTES + 1, compress=False)
        headers = {"Origin": self.origin, "Cookie": request.headers.get("Cookie", "")}
        async with self._session.ws_connect(
            f"{self._upstream}/ws", headers=headers, max_msg_size=limits.MAX_FRAME_BYTES + 1
        ) as server:
            await page.prepare(request)
            self._pages.append(page)
            down = asyncio.create_task(self._down(server, page))
            try:
                async for message in page:
                    for frame in self._changed("server", json.loads(message.data)):
                        await server.send_str(_text(frame))
            finally:
                await server.close()
                await down
        return page

    async def _down(
        self, server: aiohttp.ClientWebSocketResponse, page: web.WebSocketResponse
    ) -> None:
        with contextlib.suppress(ConnectionError):
            async for message in server:
                for frame in self._changed("page", json.loads(message.data)):
                    await page.send_str(_text(frame))
            await page.close(code=server.close_code or 1001)

    def _changed(self, way: str, frame: Frame) -> list[Frame]:
        self.seen.append((way, frame))
        return self.to_page(frame) if way == "page" else self.to_server(frame)


def _text(frame: Frame) -> str:
    return codec.fill(json.dumps(frame).encode()).decode()
