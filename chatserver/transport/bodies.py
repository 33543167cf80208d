"""Bodies of requests: whole in time, and exactly what is expected.

aiohttp waits for a body for ever. Every body of both sites is read here before anybody handles
the request, so that no route can forget the time (SECURITY 39).
"""

import asyncio
from typing import TypeVar

import msgspec
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

from chatserver.domain.errors import Code, Refused

Body = TypeVar("Body", bound=msgspec.Struct)


def complete_within(seconds: float) -> Middleware:
    """Return the middleware that reads bodies; late is refused as MALFORMED, long as TOO_LARGE."""

    @web.middleware
    async def complete(request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.can_read_body:
            try:
                async with asyncio.timeout(seconds):
                    await request.read()  # kept by aiohttp for whoever reads it next
            except TimeoutError:
                raise Refused(Code.MALFORMED) from None
            except web.HTTPRequestEntityTooLarge:
                raise Refused(Code.TOO_LARGE) from None
        return await handler(request)

    return complete


async def read(request: web.Request, kind: type[Body]) -> Body:
    """The body as this kind of struct; raises Refused(MALFORMED) for anything else."""
    try:
        return msgspec.json.decode(await request.read(), type=kind)
    except msgspec.DecodeError:
        raise Refused(Code.MALFORMED) from None
