"""Lets a page lie on another host: its origins may read what they ask (CORS).

Only origins that the operator named, each by its own name and never `*`; only what a page of
ours asks for. To any other page the answers are what they were: unreadable.
"""

from typing import Final

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler, Middleware

API: Final = "/api/"
"""All that a staff page asks."""

DESK: Final = "/api/desk"
"""All that a visitor's page asks but its socket."""

PREFLIGHT: Final = {
    "Access-Control-Allow-Methods": "GET, POST",
    "Access-Control-Allow-Headers": "content-type, x-requested-with",
    # Seconds: browsers ask once in a while and not before each request.
    "Access-Control-Max-Age": "600",
}


def sharing_with(configured: frozenset[str], *, under: str, with_cookies: bool) -> Middleware:
    """Return the middleware. It stands before the one that turns errors into answers.

    Args:
        under: the paths that begin like this.
        with_cookies: their requests may carry our cookie. A visitor has none.
    """

    @web.middleware
    async def share(request: web.Request, handler: Handler) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        if origin not in configured or not request.path.startswith(under):
            return await handler(request)
        if request.method == hdrs.METH_OPTIONS:
            response: web.StreamResponse = web.Response(status=204, headers=PREFLIGHT)
        else:
            response = await handler(request)
        response.headers["Access-Control-Allow-Origin"] = origin
        if with_cookies:
            response.headers["Access-Control-Allow-Credentials"] = "true"
        response.headers["Vary"] = "Origin"
        return response

    return share
