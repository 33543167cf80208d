"""A SOCKS proxy that leads every name to one port of this machine, as Tor does with addresses."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

NO_AUTHENTICATION = b"\x05\x00"
CONNECTED = b"\x05\x00\x00\x01" + bytes(6)


@contextlib.asynccontextmanager
async def leading_to(port: int) -> AsyncIterator[tuple[int, set[str]]]:
    """Listen for as long as the block lasts; the port, and which names were asked for."""
    asked: set[str] = set()
    flows: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            asked.add(await _greeted(reader, writer))
            there, away = await asyncio.open_connection("127.0.0.1", port)
            writer.write(CONNECTED)
            for flow in (_flow(reader, away), _flow(there, writer)):
                task = asyncio.create_task(flow)
                flows.add(task)
                task.add_done_callback(flows.discard)
        except (asyncio.IncompleteReadError, OSError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], asked
        for task in tuple(flows):
            task.cancel()


async def _greeted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> str:
    """The name that is asked for (RFC 1928 §3, §4): never an address, or it was looked up."""
    methods = (await reader.readexactly(2))[1]
    await reader.readexactly(methods)
    writer.write(NO_AUTHENTICATION)
    length = (await reader.readexactly(5))[4]
    return (await reader.readexactly(length + 2))[:length].decode()


async def _flow(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65_536):
            writer.write(data)
            await writer.drain()
    writer.close()
