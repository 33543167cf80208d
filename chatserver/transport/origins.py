"""Who may open a socket or change something: pages of our origins, named exactly (31, 38)."""

from dataclasses import dataclass

from aiohttp import web

from chatserver.domain.errors import Code, Refused

REQUESTED_WITH = "luwte"
"""Value of X-Requested-With on every POST: a form of another site cannot set a header."""


@dataclass(frozen=True, slots=True)
class Origins:
    """Origins whose pages are ours.

    Attributes:
        allowed: all of them.
        configured: those the operator named. Their page may lie on another host than we do;
            the origins of this machine, which are allowed where none is named, may not.
    """

    allowed: frozenset[str]
    configured: frozenset[str] = frozenset()

    def __contains__(self, origin: object) -> bool:
        """Whether a page of this origin is ours."""
        return origin in self.allowed


def check_socket(request: web.Request, origins: Origins) -> None:
    """Refuse an upgrade that no page of ours asked for; a missing Origin is refused too.

    Raises:
        Refused: WRONG_ROLE.
    """
    origin = request.headers.get("Origin")
    if origin not in origins:
        raise Refused(Code.WRONG_ROLE, "origin")
    is_here = request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}
    if not is_here and origin not in origins.configured:
        raise Refused(Code.WRONG_ROLE, "origin")


def check_change(request: web.Request, origins: Origins) -> None:
    """Refuse a POST that no page of ours made; raises Refused(WRONG_ROLE)."""
    origin = request.headers.get("Origin")
    if request.headers.get("X-Requested-With") != REQUESTED_WITH:
        raise Refused(Code.WRONG_ROLE, "origin")
    if origin is not None and origin not in origins:
        raise Refused(Code.WRONG_ROLE, "origin")


def check_beacon(request: web.Request, origins: Origins) -> None:
    """Refuse a beacon that another page sent; raises Refused(WRONG_ROLE).

    A beacon can set no header, and from a page without a referrer most browsers name its
    origin "null" (Fetch, "append a request `Origin` header"). So this keeps out only who
    says where it is: what a beacon does must need a secret in its body.
    """
    origin = request.headers.get("Origin", "null")
    if origin != "null" and origin not in origins:
        raise Refused(Code.WRONG_ROLE, "origin")
