"""The two sites: bound, routed, opened, and closed with a word to every page."""

import contextlib
import socket
from typing import Final

import msgspec
from aiohttp import web
from aiohttp.typedefs import Middleware

from chatserver.app.parts import Parts
from chatserver.config import Listener
from chatserver.domain.errors import Misconfigured
from chatserver.transport import headers, pages
from chatserver.transport.intake import Intake
from chatserver.transport.origins import Origins
from chatserver.transport.reports import Reports
from chatserver.transport.rosters import RosterRequests
from chatserver.transport.sharing import API, DESK, sharing_with
from chatserver.transport.sockets import Sockets
from chatserver.transport.staff import Staff
from chatserver.transport.visitors import Visitors
from chatserver.wire.headers import content_security_policy, socket_of

CLOSING_SECONDS: Final = 3.0
"""For the sockets to say goodbye when the server stops."""

MAX_BODY_BYTES: Final = 16_384
"""Of any request: the largest is a list of five hundred revoked devices in base64."""


async def open_sites(parts: Parts, stack: contextlib.AsyncExitStack) -> tuple[str, str]:
    """Listen on both origins; their addresses."""
    bundles = pages.bundles(parts.settings.web_directory)
    visitor_socket = _bound(parts.settings.visitors)
    staff_socket = _bound(parts.settings.staff)
    visitor_origins = _origins(parts.settings.visitors, visitor_socket)
    staff_origins = _origins(parts.settings.staff, staff_socket)
    visitors = Visitors(
        arrivals=parts.arrivals,
        chat=parts.chat,
        seats=parts.seats,
        desk=parts.desk,
        opening=parts.opening,
        delivery=parts.delivery,
        presence=parts.presence,
        sockets=parts.sockets,
        clock=parts.clock,
        origins=_ours(parts.settings.visitors, visitor_origins),
    )
    staff = Staff(
        login=parts.login,
        shifts=parts.shifts,
        sockets=parts.sockets,
        codebook=parts.codebook,
        clock=parts.clock,
        origins=_ours(parts.settings.staff, staff_origins),
        is_secure=parts.settings.staff.secure_cookies,
    )
    visitor_site = _site(
        pages.load(bundles / "visitor"),
        visitor_origins,
        sharing_with(frozenset(parts.settings.visitors.origins), under=DESK, with_cookies=False),
    )
    visitor_site.router.add_get("/ws", visitors.socket)
    visitor_site.router.add_post("/api/leave", visitors.leave)
    visitor_site.router.add_get("/api/desk", visitors.show_desk)
    visitor_site.router.add_get("/healthz", _healthy)
    staff_site = _site(
        pages.load(bundles / "staff"),
        staff_origins,
        sharing_with(frozenset(parts.settings.staff.origins), under=API, with_cookies=True),
    )
    _add_staff_routes(staff_site, staff, Reports(staff=staff, figures=parts.figures))
    intake = Intake(staff=staff, opening=parts.opening)
    staff_site.router.add_get("/api/intake", intake.show)
    staff_site.router.add_post("/api/intake", intake.switch)
    _add_roster_routes(
        staff_site,
        RosterRequests(staff=staff, staffing=parts.staffing, rosters=parts.rosters),
    )
    sites = [
        await _opened(stack, visitor_site, visitor_socket),
        await _opened(stack, staff_site, staff_socket),
    ]
    # Undone from the last to the first: nobody new is let in, then every page is told to come
    # back, then the rest is closed. A page that is told too early would come back to us.
    stack.push_async_callback(_close, parts.sockets)
    for site in sites:
        stack.push_async_callback(site.stop)
    return _address(visitor_socket), _address(staff_socket)


async def _close(sockets: Sockets) -> None:
    sockets.close()
    await sockets.closed(CLOSING_SECONDS)


def _add_staff_routes(site: web.Application, staff: Staff, reports: Reports) -> None:
    site.router.add_get("/ws", staff.socket)
    site.router.add_post("/api/sign-in", staff.sign_in)
    site.router.add_post("/api/sign-out", staff.sign_out)
    site.router.add_get("/api/me", staff.me)
    site.router.add_get("/api/codebook", staff.read_codebook)
    site.router.add_get("/api/board", reports.board)
    site.router.add_get("/api/tally", reports.tally)


def _add_roster_routes(site: web.Application, roster: RosterRequests) -> None:
    site.router.add_post("/api/device", roster.enrol)
    site.router.add_get("/api/roster", roster.show)
    site.router.add_post("/api/roster/key", roster.found)
    site.router.add_post("/api/roster/approve", roster.approve)
    site.router.add_post("/api/roster/revoke", roster.revoke)


def _bound(listener: Listener) -> socket.socket:
    """A bound socket; raises Misconfigured when the port is taken."""
    family = socket.AF_INET6 if ":" in listener.host else socket.AF_INET
    bound = socket.socket(family, socket.SOCK_STREAM)
    bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        bound.bind((listener.host, listener.port))
    except OSError as error:
        bound.close()
        raise Misconfigured(f"{listener.host}:{listener.port}: {error.strerror}") from None
    return bound


def _origins(listener: Listener, bound: socket.socket) -> tuple[str, ...]:
    return msgspec.structs.replace(listener, port=bound.getsockname()[1]).allowed_origins


def _address(bound: socket.socket) -> str:
    host, port = bound.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}/"


def _ours(listener: Listener, origins: tuple[str, ...]) -> Origins:
    return Origins(frozenset(origins), configured=frozenset(listener.origins))


def _site(
    files_of_site: dict[str, pages.File], origins: tuple[str, ...], *before: Middleware
) -> web.Application:
    site = web.Application(
        middlewares=(*before, headers.quiet_errors), client_max_size=MAX_BODY_BYTES
    )
    is_secure = all(origin.startswith("https:") for origin in origins)
    policy = content_security_policy(tuple(map(socket_of, origins)))
    site.on_response_prepare.append(headers.on_prepare(policy, is_secure=is_secure))
    pages.add_pages(site, files_of_site)
    return site


async def _opened(
    stack: contextlib.AsyncExitStack, site: web.Application, bound: socket.socket
) -> web.SockSite:
    runner = web.AppRunner(
        site,
        access_log=None,
        # aiohttp's default of an hour is how long a silent socket could hold a place.
        keepalive_timeout=10.0,
        shutdown_timeout=CLOSING_SECONDS,
    )
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    listening = web.SockSite(runner, bound)
    await listening.start()
    return listening


async def _healthy(_request: web.Request) -> web.Response:
    return web.Response(text="ok")
