"""A small web server of a test's own, on a free port of this machine."""

import contextlib
import ssl
from collections.abc import AsyncIterator

from aiohttp import web


@contextlib.asynccontextmanager
async def listening(
    app: web.Application, *, tls: ssl.SSLContext | None = None
) -> AsyncIterator[int]:
    """Serve it for as long as the block lasts; the port, of 127.0.0.1."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
