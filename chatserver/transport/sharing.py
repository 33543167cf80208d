"""Lets the staff page lie on another host: its origins may read what they ask (CORS).

Only origins that the operator named, each by its own name and never `*`. To any other page the
answers are what they were: unreadable. All that a visitor's page asks but its socket, whether
the desk is open, is for everybody (transport/visitors.py).
"""

from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

from chatserver.wire.headers import READABLE_BY

API: Final = "/api/"
"""All that a staff page asks."""

PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "content-type, x-requested-with",
    # Seconds: browsers ask once in a while and not before each request.
    "Access-Control-Max-Age": "600",
}


def sharing_with(configured: frozenset[str]) -> Middleware:
    """Return the middleware. It stands before the one that turns errors into answers."""

    @web.middleware
    async def share(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if origin not in configured or not request.path.startswith(API):
            return await handler(request)
        if request.method == hdrs.METH_OPTIONS:
            response: web.StreamResponse = web.Response(status=204, headers=PREFLIGHT)
        else:
            response = await handler(request)
        response.headers[READABLE_BY] = origin
        response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Vary"] = "Origin"
        return response

    return share
