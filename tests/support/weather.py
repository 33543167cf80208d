"""Weather between a browser and the server: lines that are cut, lines on which nothing moves."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Self
from urllib.parse import urlsplit

CHUNK = 65536


class Weather:
    """A TCP proxy. Browsers know the server by its address, so that a restart does not change it.

    async with Weather.over() as weather:
        weather.leads_to("http://127.0.0.1:1234/")
    """

    def __init__(self) -> None:
        self._upstream = ("127.0.0.1", 0)
        self._source = ""
        self._calm = asyncio.Event()
        self._calm.set()
        self._writers: set[asyncio.StreamWriter] = set()
        self._lines: set[asyncio.Task[None]] = set()
        self._server: asyncio.Server | None = None

    @classmethod
    @contextlib.asynccontextmanager
    async def over(cls) -> AsyncIterator[Self]:
        """Fair weather on a free port, for as long as the block lasts."""
        weather = cls()
        weather._server = await asyncio.start_server(weather._line, "127.0.0.1", 0)
        try:
            yield weather
        finally:
            await weather._clear_up()

    @property
    def origin(self) -> str:
        """What a browser has in its address bar."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def comes_from(self, address: str) -> None:
        """What new lines say, as a proxy does, about where they come from."""
        self._source = address

    def leads_to(self, url: str) -> None:
        """Where new lines go."""
        parts = urlsplit(url)
        assert parts.hostname is not None
        assert parts.port is not None
        self._upstream = (parts.hostname, parts.port)

    def cut(self) -> None:
        """Abort every line, both ways."""
        for writer in tuple(self._writers):
            writer.transport.abort()

    def hold_down(self) -> None:
        """Abort every line, and leave new ones silent until `thaw`.

        After `cut` a new line may be there before anybody sees that the old one is gone.
        """
        self.freeze()
        self.cut()

    def freeze(self) -> None:
        """Nothing moves, in either direction; new lines are accepted and stay silent."""
        self._calm.clear()

    def thaw(self) -> None:
        """Everything that was held moves on."""
        self._calm.set()

    async def _line(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._lines.add(task)
        try:
            async with self._known(writer):
                await self._calm.wait()
                there = await asyncio.open_connection(*self._upstream)
                async with self._known(there[1]):
                    await asyncio.wait(
                        (
                            asyncio.create_task(self._carry(reader, there[1], self._source)),
                            asyncio.create_task(self._carry(there[0], writer)),
                        ),
                        return_when=asyncio.ALL_COMPLETED,
                    )
        except OSError:
            return  # nobody is there just now: the browser sees its line refused
        finally:
            self._lines.discard(task)

    async def _carry(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, source: str = ""
    ) -> None:
        more = f"\r\nX-Forwarded-For: {source}\r\n".encode() if source else b""
        with contextlib.suppress(OSError):
            while some := await reader.read(CHUNK):
                await self._calm.wait()
                if more:  # into the first request of the line, which a socket always is
                    some, more = some.replace(b"\r\n", more, 1), b""
                writer.write(some)
                await writer.drain()
        await self._calm.wait()
        writer.close()

    @contextlib.asynccontextmanager
    async def _known(self, writer: asyncio.StreamWriter) -> AsyncIterator[None]:
        self._writers.add(writer)
        try:
            yield
        finally:
            self._writers.discard(writer)
            writer.close()
            with contextlib.suppress(OSError):
                await writer.wait_closed()

    async def _clear_up(self) -> None:
        assert self._server is not None
        self._server.close()
        self.thaw()
        self.cut()
        await asyncio.gather(*self._lines, return_exceptions=True)
        await self._server.wait_closed()
