"""The staff origin: signing in, the professional's socket, the codebook, the contact cards."""

import asyncio
from dataclasses import dataclass
from typing import Final, assert_never

import msgspec
from aiohttp import web

from chatserver.clock import Clock
from chatserver.domain.codebook import Codebook
from chatserver.domain.contacts import Contacts
from chatserver.domain.errors import Code, Refused, Unavailable
from chatserver.domain.people import Act, may
from chatserver.helpline.arrivals import Page
from chatserver.helpline.counting import Who
from chatserver.helpline.login import Login
from chatserver.helpline.shift import Shift, Shifts
from chatserver.transport import bodies, origins
from chatserver.transport.bodies import Body
from chatserver.transport.connections import Connections
from chatserver.transport.origins import Origins
from chatserver.transport.socket import CLOSE_NOT_SIGNED_IN, Socket
from chatserver.transport.sockets import Sockets
from chatserver.wire import frames
from chatserver.wire.session import staff_session

RECHECK: Final = 60.0
"""Seconds between two looks at a socket's session (SECURITY 47, 55)."""


class SignIn(msgspec.Struct, forbid_unknown_fields=True):
    """Body of POST /api/sign-in."""

    name: str
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """Handles the staff origin. `is_secure`: whether it is reached over TLS."""

    login: Login
    shifts: Shifts
    sockets: Sockets
    connections: Connections
    codebook: Codebook
    contacts: Contacts
    clock: Clock
    origins: Origins
    is_secure: bool

    @property
    def cookie(self) -> str:
        """Name of the session cookie; browsers keep __Host- for TLS."""
        return "__Host-session" if self.is_secure else "session"

    async def sign_in(self, request: web.Request) -> web.Response:
        """POST /api/sign-in."""
        origins.check_change(request, self.origins)
        said = await bodies.read(request, SignIn)
        token, who = await self.login.sign_in(said.name, said.password)
        old = request.cookies.get(self.cookie)
        if old is not None:  # a session must not outlive a new sign-in (fixation, SECURITY 47)
            await self.login.sign_out(_token(old))
        response = web.json_response({"name": who.name, "role": who.role})
        response.set_cookie(
            self.cookie,
            token.hex(),
            path="/",
            httponly=True,
            samesite="Strict",
            secure=self.is_secure,
        )
        return response

    async def sign_out(self, request: web.Request) -> web.Response:
        """POST /api/sign-out."""
        origins.check_change(request, self.origins)
        token = request.cookies.get(self.cookie)
        if token is not None:
            await self.login.sign_out(_token(token))
        # Not "storage": that would erase the device key (SECURITY §6).
        response = web.Response(status=204, headers={"Clear-Site-Data": '"cache"'})
        response.del_cookie(
            self.cookie, path="/", httponly=True, samesite="Strict", secure=self.is_secure
        )
        return response

    async def me(self, request: web.Request) -> web.Response:
        """GET /api/me."""
        who = await self.recognise(request)
        return web.json_response({"name": who.name, "role": who.role})

    async def read_codebook(self, request: web.Request) -> web.Response:
        """GET /api/codebook."""
        await self.allowed(request, Act.READ_CODEBOOK)
        return web.json_response(self.codebook.as_json())

    async def read_contacts(self, request: web.Request) -> web.Response:
        """GET /api/contacts."""
        await self.allowed(request, Act.READ_CONTACTS)
        return web.json_response(self.contacts.as_json())

    async def recognise(self, request: web.Request) -> Who:
        """Who asks; raises Refused(NOT_SIGNED_IN)."""
        token = request.cookies.get(self.cookie)
        if token is None:
            raise Refused(Code.NOT_SIGNED_IN)
        return await self.login.recognise(_token(token))

    async def allowed(self, request: web.Request, act: Act) -> Who:
        """Who asks, if they may do this; raises Refused(NOT_SIGNED_IN or WRONG_ROLE)."""
        who = await self.recognise(request)
        if not may(who.role, act):
            raise Refused(Code.WRONG_ROLE)
        return who

    async def changes(self, request: web.Request, act: Act, kind: type[Body]) -> tuple[Who, Body]:
        """Who asks for a change that they may make, from a page of ours, and what it says.

        Raises:
            Refused: WRONG_ROLE, NOT_SIGNED_IN, and only then MALFORMED.
        """
        origins.check_change(request, self.origins)
        who = await self.allowed(request, act)
        return who, await bodies.read(request, kind)

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """GET /ws."""
        origins.check_socket(request, self.origins)
        who = await self.allowed(request, Act.CONVERSE)
        token = _token(request.cookies[self.cookie])
        with self.sockets.opened(who.pseudonym) as place:
            session = staff_session(place.allowance, now=self.clock.now())
            window = Window(self, who, place.make(session))
            watch = asyncio.create_task(self._watch(token, window.socket))
            try:
                abort = self.connections.abort_of(request)
                return await window.socket.serve(request, window.act, abort)
            finally:
                watch.cancel()
                await window.close()

    async def _watch(self, token: bytes, socket: Socket[frames.FromStaff]) -> None:
        """Close the socket when its session ends, wherever it was ended.

        Looking renews the session: an open desk is somebody at work, and nobody may be
        signed out because no visitor came for half an hour.
        """
        while True:
            await self.clock.sleep(RECHECK)
            try:
                await self.login.recognise(token)
            except Refused:
                socket.close(CLOSE_NOT_SIGNED_IN)
                return
            except Unavailable:
                continue


class Window:
    """One window of one professional."""

    def __init__(self, staff: Staff, who: Who, socket: Socket[frames.FromStaff]) -> None:
        self.socket = socket
        page = Page(
            connection=socket.connection,
            emit=socket.emit,
            over=lambda _reason: None,
            is_awake=lambda: socket.is_awake,
        )
        self._chat = staff.shifts.chat
        self._shift = Shift(staff.shifts, who, page)

    async def act(self, frame: frames.FromStaff) -> None:  # noqa: C901, PLR0912 - one case for each frame
        """Do what one frame asks."""
        shift, chat = self._shift, self._chat
        match frame:
            case frames.Hello():
                await shift.begin(frame)
            case frames.Take():
                await shift.take(frame)
            case frames.Be():
                await shift.be(frame)
            case frames.GoOn():
                await shift.go_on()
            case frames.PassOn():
                await shift.pass_on(frame)
            case frames.Ask():
                await shift.company.ask(frame)
            case frames.NotNow():
                await shift.company.not_now(frame)
            case frames.GiveBack():
                await shift.company.give_back(frame)
            case frames.SitIn():
                await shift.sit_in(frame)
            case frames.StepOut():
                await shift.company.step_out(frame)
            case frames.Offer():
                await shift.offer(frame)
            case frames.StaffSay():
                party = shift.party(frame.cid)
                await chat.say(party, ref=frame.ref, sealed=frame.sealed)
            case frames.StaffDelivered():
                await chat.opened(shift.party(frame.cid), frame.seq)
            case frames.StaffRead():
                await chat.read(shift.party(frame.cid), frame.seq)
            case frames.StaffWriting():
                await chat.writes(shift.party(frame.cid))
            case frames.End():
                await shift.end(frame)
            case frames.Tag():
                await shift.tickets.tag(frame)
            case frames.Skip():
                await shift.tickets.skip(frame)
            case frames.Reopen():
                await shift.tickets.reopen(frame)
            case (
                frames.Call() | frames.SitDown() | frames.Seat() | frames.Confide() | frames.Part()
            ):
                await shift.aside(frame)
            case frames.Awake():
                return  # the socket has heard it
            case _:
                assert_never(frame)

    async def close(self) -> None:
        """The window is gone."""
        try:
            await self._shift.close()
        except Unavailable:
            return  # nobody can be told now; the lease will


def _token(text: str) -> bytes:
    """The cookie's token; anything else is a token nobody holds."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""
