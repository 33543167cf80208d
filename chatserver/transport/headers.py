"""Puts the headers on every response, and makes every failure one small answer (SECURITY 24-27)."""

import logging
from collections.abc import Awaitable, Callable
from typing import Final

from aiohttp import web

from chatserver.domain.errors import Code, Refused, Unavailable
from chatserver.wire.headers import FIXED, FRESH, POLICY, RESOURCE_POLICY, TRANSPORT, offered

STATUS_OF: Final = {
    Code.MALFORMED: 400,
    Code.TOO_LARGE: 413,
    Code.NOT_SIGNED_IN: 401,
    Code.WRONG_PASSWORD: 401,
    Code.WRONG_ROLE: 403,
    Code.TOO_FAST: 429,
    Code.UNAVAILABLE: 503,
}
"""HTTP status of a refusal; anything else is 409."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

logger: Final = logging.getLogger(__name__)


def on_prepare(policy: str, *, is_secure: bool, onion: str = "") -> Callable[..., Awaitable[None]]:
    """A signal handler that completes every response, 404s and upgrades included.

    Args:
        is_secure: reached by TLS.
        onion: origin of an onion service of the same site; "" for none.
    """
    always = {**(TRANSPORT if is_secure else {}), **offered(onion)}

    async def complete(_request: web.Request, response: web.StreamResponse) -> None:
        response.headers.pop("Server", None)
        # One file of ours is for pages of others, and says so itself.
        policy_of_resource = response.headers.get(RESOURCE_POLICY, FIXED[RESOURCE_POLICY])
        response.headers.update({**FIXED, RESOURCE_POLICY: policy_of_resource})
        response.headers[POLICY] = policy
        response.headers.setdefault("Cache-Control", FRESH)
        response.headers.update(always)

    return complete


@web.middleware
async def quiet_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Every way to fail as one small answer; nothing of the request is repeated or logged."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        return web.json_response({"code": error.reason}, status=error.status)
    except Refused as refused:
        return web.json_response({"code": refused.code}, status=STATUS_OF.get(refused.code, 409))
    except Unavailable:
        return web.json_response({"code": Code.UNAVAILABLE}, status=503)
    except Exception as error:  # noqa: BLE001 - the last wall before aiohttp's own error page
        logger.error("a request failed error=%s", type(error).__name__)  # noqa: TRY400 - a traceback may hold what the request held
        return web.json_response({"code": "error"}, status=500)
