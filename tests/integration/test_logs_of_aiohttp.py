"""What aiohttp really logs about a visitor, with and without our filter."""

import asyncio
import io
import logging
from collections.abc import Iterator

import pytest
from aiohttp import web

from chatserver.logs import LIBRARIES, setup

ADDRESS = "127.9.8.7"
GARBAGE = b"CANARY-GARBAGE\x16\x03\r\nUser-Agent: CANARY-UA\r\n\r\n"


@pytest.fixture
def root() -> Iterator[logging.Logger]:
    """Give the root logger back as it was."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield root
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level = handlers, level
    for name in LIBRARIES:
        logging.getLogger(name).filters.clear()
        logging.getLogger(name).setLevel(logging.NOTSET)


async def provoke() -> None:
    """Send garbage, and a request whose handler fails, from an address that stands out."""

    async def fails(request: web.Request) -> web.Response:
        raise ValueError(request.headers["User-Agent"])

    app = web.Application()
    app.router.add_get("/", fails)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    port = runner.addresses[0][1]
    for sent in (GARBAGE, b"GET / HTTP/1.1\r\nHost: h\r\nUser-Agent: CANARY-UA\r\n\r\n"):
        reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(ADDRESS, 0))
        writer.write(sent)
        assert await reader.readline()
        writer.close()
        await writer.wait_closed()
    await runner.cleanup()


async def test_aiohttp_by_itself_logs_who_and_what(root: logging.Logger) -> None:
    stream = io.StringIO()
    root.handlers[:] = [logging.StreamHandler(stream)]
    root.setLevel(logging.INFO)

    await provoke()

    assert ADDRESS in stream.getvalue()
    assert "CANARY-UA" in stream.getvalue()


@pytest.mark.usefixtures("root")
async def test_aiohttp_in_our_log_tells_neither() -> None:
    stream = io.StringIO()
    setup(stream)

    await provoke()

    assert "aiohttp.server: ValueError" in stream.getvalue()
    assert ADDRESS not in stream.getvalue()
    assert "CANARY" not in stream.getvalue()
