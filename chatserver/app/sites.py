"""The two sites: routed, opened, and closed with a word to every page."""

import contextlib
from typing import Final, cast

import msgspec
from aiohttp import web
from aiohttp.typedefs import Middleware

from chatserver.app import beside
from chatserver.app.doors import Doors, Entrance
from chatserver.app.parts import Parts
from chatserver.app.personas import read_personas
from chatserver.config import Listener
from chatserver.helpline.rehearsals import Stage
from chatserver.transport import bodies, headers, pages
from chatserver.transport.connections import Factory, refusal
from chatserver.transport.cool_downs import CoolDownRequests
from chatserver.transport.intake import Intake
from chatserver.transport.origins import Origins
from chatserver.transport.rehearsals import RehearsalRequests
from chatserver.transport.releases import ReleaseRequests
from chatserver.transport.replies import ReplyRequests
from chatserver.transport.reports import Reports
from chatserver.transport.rosters import RosterRequests
from chatserver.transport.sharing import sharing_with
from chatserver.transport.sockets import Sockets
from chatserver.transport.staff import Staff
from chatserver.transport.visitors import Visitors
from chatserver.wire.headers import content_security_policy, socket_of
from chatserver.wire.onion import is_onion

CLOSING_SECONDS: Final = 3.0
"""For the sockets to say goodbye when the server stops."""

LINGERING: Final = 2.0
"""Seconds for the rest of a body that nobody wants; aiohttp's ten would come on top of ours."""

MAX_BODY_BYTES: Final = 16_384
"""Of any request: the largest is a list of five hundred revoked devices in base64."""


async def open_sites(
    parts: Parts, doors: Doors, stack: contextlib.AsyncExitStack, stage: Stage
) -> Entrance:
    """Let people in to both sites; closed by the stack."""
    bundles = pages.bundles(parts.settings.web_directory)
    visitor_origins = _origins(parts.settings.visitors, doors.visitors.getsockname()[1])
    staff_origins = _origins(parts.settings.staff, doors.staff.getsockname()[1])
    visitors = Visitors(
        arrivals=parts.arrivals,
        chat=parts.chat,
        seats=parts.seats,
        desk=parts.desk,
        opening=parts.opening,
        delivery=parts.delivery,
        presence=parts.presence,
        sockets=parts.sockets,
        connections=parts.connections,
        sources=parts.sources,
        clock=parts.clock,
        origins=_ours(parts.settings.visitors, visitor_origins),
        afterwards=parts.afterwards,
    )
    staff = Staff(
        login=parts.login,
        shifts=parts.shifts,
        sockets=parts.sockets,
        connections=parts.connections,
        codebook=parts.codebooks.current,
        contacts=parts.contacts,
        clock=parts.clock,
        origins=_ours(parts.settings.staff, staff_origins),
        is_secure=parts.settings.staff.secure_cookies,
    )
    visitor_pages = beside.laid(
        pages.load(bundles / "visitor"), parts.organisation, parts.settings.organisation_file
    )
    visitor_site = _site(parts, visitor_pages, visitor_origins)
    visitor_site.router.add_get("/ws", visitors.socket)
    visitor_site.router.add_post("/api/leave", visitors.leave)
    visitor_site.router.add_get("/api/desk", visitors.show_desk)
    visitor_site.router.add_post("/api/afterwards", visitors.hear_afterwards)
    visitor_site.router.add_get("/healthz", _healthy)
    staff_site = _site(
        parts,
        pages.load(bundles / "staff"),
        staff_origins,
        sharing_with(frozenset(parts.settings.staff.origins)),
    )
    _add_staff_routes(
        staff_site, staff, Reports(staff=staff, board=parts.board, figures=parts.figures)
    )
    intake = Intake(staff=staff, opening=parts.opening)
    staff_site.router.add_get("/api/intake", intake.show)
    staff_site.router.add_post("/api/intake", intake.switch)
    _add_release_routes(staff_site, ReleaseRequests(staff=staff, releases=parts.releases))
    cool_downs = CoolDownRequests(staff=staff, cooling=parts.cooling)
    staff_site.router.add_get("/api/cool-downs", cool_downs.show)
    staff_site.router.add_post("/api/cool-downs/lengthen", cool_downs.lengthen)
    staff_site.router.add_post("/api/cool-downs/lift", cool_downs.lift)
    _add_roster_routes(
        staff_site,
        RosterRequests(staff=staff, staffing=parts.staffing, rosters=parts.rosters),
    )
    _add_reply_routes(
        staff_site,
        ReplyRequests(staff=staff, ready=parts.ready, organisation=parts.organisation),
    )
    _add_rehearsal_routes(
        staff_site,
        RehearsalRequests(
            staff=staff, rehearsals=parts.rehearsals, stage=stage, personas=read_personas()
        ),
    )
    full = refusal(pages.busy(visitor_pages))
    entrance = Entrance(
        await _ready(stack, visitor_site, parts, full),
        await _ready(stack, staff_site, parts, refusal(b"503")),
    )
    # Undone from the last to the first: nobody new is let in, then every page is told to come
    # back, then the rest is closed. A page that is told too early would come back to us.
    stack.push_async_callback(_close, parts.sockets)
    stack.callback(doors.close)  # an open copy would go on collecting connections
    stack.push_async_callback(entrance.close_all)
    await entrance.open(doors)
    return entrance


async def _close(sockets: Sockets) -> None:
    sockets.close()
    await sockets.closed(CLOSING_SECONDS)


def _add_staff_routes(site: web.Application, staff: Staff, reports: Reports) -> None:
    site.router.add_get("/ws", staff.socket)
    site.router.add_post("/api/sign-in", staff.sign_in)
    site.router.add_post("/api/sign-out", staff.sign_out)
    site.router.add_get("/api/me", staff.me)
    site.router.add_get("/api/codebook", staff.read_codebook)
    site.router.add_get("/api/contacts", staff.read_contacts)
    site.router.add_get("/api/board", reports.show_board)
    site.router.add_get("/api/footfall", reports.footfall)
    site.router.add_get("/api/tally", reports.tally)


def _add_release_routes(site: web.Application, releases: ReleaseRequests) -> None:
    site.router.add_get("/api/releases", releases.show)
    site.router.add_post("/api/releases/propose", releases.propose)
    site.router.add_post("/api/releases/approve", releases.approve)
    site.router.add_post("/api/releases/withdraw", releases.withdraw)
    site.router.add_get("/api/releases/{place}/{file}", releases.fetch)


def _add_reply_routes(site: web.Application, replies: ReplyRequests) -> None:
    site.router.add_get("/api/replies", replies.show)
    site.router.add_get("/api/replies/versions", replies.versions)
    site.router.add_get("/api/replies/versions/{number}", replies.version)
    site.router.add_post("/api/replies/save", replies.save)
    site.router.add_post("/api/replies/remove", replies.remove)
    site.router.add_post("/api/replies/restore", replies.restore)


def _add_roster_routes(site: web.Application, roster: RosterRequests) -> None:
    site.router.add_post("/api/device", roster.enrol)
    site.router.add_get("/api/roster", roster.show)
    site.router.add_post("/api/roster/key", roster.found)
    site.router.add_post("/api/roster/approve", roster.approve)
    site.router.add_post("/api/roster/revoke", roster.revoke)


def _add_rehearsal_routes(site: web.Application, rehearsals: RehearsalRequests) -> None:
    site.router.add_get("/api/rehearsal", rehearsals.show)
    site.router.add_post("/api/rehearsal/begin", rehearsals.begin)
    site.router.add_post("/api/rehearsal/stop", rehearsals.stop)


def _origins(listener: Listener, port: int) -> tuple[str, ...]:
    return msgspec.structs.replace(listener, port=port).allowed_origins


def _ours(listener: Listener, origins: tuple[str, ...]) -> Origins:
    return Origins(frozenset(origins), configured=frozenset(listener.origins))


def _site(
    parts: Parts,
    files_of_site: dict[str, pages.File],
    origins: tuple[str, ...],
    *before: Middleware,
) -> web.Application:
    site = web.Application(
        middlewares=(
            *before,
            headers.quiet_errors,
            parts.connections.counted,
            bodies.complete_within(parts.settings.edge.body),
        ),
        client_max_size=MAX_BODY_BYTES,
    )
    onion = next(filter(is_onion, origins), "")
    # An onion service has no TLS and needs none; browsers heed no such header from there.
    by_name = [origin for origin in origins if not is_onion(origin)]
    is_secure = bool(by_name) and all(origin.startswith("https:") for origin in by_name)
    policy = content_security_policy(tuple(map(socket_of, origins)))
    site.on_response_prepare.append(headers.on_prepare(policy, is_secure=is_secure, onion=onion))
    pages.add_pages(site, files_of_site)
    return site


async def _ready(
    stack: contextlib.AsyncExitStack, site: web.Application, parts: Parts, full: bytes
) -> Factory:
    runner = web.AppRunner(
        site,
        access_log=None,
        # aiohttp's default of an hour is how long a silent socket could hold a place.
        keepalive_timeout=parts.settings.edge.idle,
        lingering_time=LINGERING,
        shutdown_timeout=CLOSING_SECONDS,
    )
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    # There is one since `setup`.
    return parts.connections.factory(cast("web.Server", runner.server), full)


async def _healthy(_request: web.Request) -> web.Response:
    return web.Response(text="ok")
