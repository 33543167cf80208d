"""Who may open a socket or change something: pages of our own origin, named exactly (31, 38)."""

from aiohttp import web

from chatserver.domain.errors import Code, Refused

REQUESTED_WITH = "luwte"
"""Value of X-Requested-With on every POST: a form of another site cannot set a header."""


def check_socket(request: web.Request, origins: frozenset[str]) -> None:
    """Refuse an upgrade that no page of ours asked for; a missing Origin is refused too.

    Raises:
        Refused: WRONG_ROLE.
    """
    if request.headers.get("Origin") not in origins:
        raise Refused(Code.WRONG_ROLE, "origin")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        raise Refused(Code.WRONG_ROLE, "origin")


def check_change(request: web.Request, origins: frozenset[str]) -> None:
    """Refuse a POST that no page of ours made; raises Refused(WRONG_ROLE)."""
    origin = request.headers.get("Origin")
    if request.headers.get("X-Requested-With") != REQUESTED_WITH:
        raise Refused(Code.WRONG_ROLE, "origin")
    if origin is not None and origin not in origins:
        raise Refused(Code.WRONG_ROLE, "origin")
