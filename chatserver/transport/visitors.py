"""The visitors' origin: their page and their socket."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, assert_never

import msgspec
from aiohttp import web
from msgspec import Meta

from chatserver.clock import Clock
from chatserver.domain.errors import Code, Refused, StoreFull, Unavailable
from chatserver.helpline.afterwards import Afterwards
from chatserver.helpline.arrivals import Arrivals, Lost, Page
from chatserver.helpline.chat import Chat
from chatserver.helpline.cooling import HeldBack
from chatserver.helpline.delivery import Delivery, Party
from chatserver.helpline.desk import Desk
from chatserver.helpline.opening import Opening
from chatserver.helpline.presence import Presence
from chatserver.helpline.returning import Rebuilding
from chatserver.helpline.seats import Seats
from chatserver.helpline.shift import ending_of
from chatserver.helpline.slips import Unopenable
from chatserver.transport import bodies, origins
from chatserver.transport.connections import Connections
from chatserver.transport.origins import Origins
from chatserver.transport.socket import CLOSE_ENDED, CLOSE_REPLACED, Socket
from chatserver.transport.sockets import Sockets
from chatserver.transport.sources import Sources
from chatserver.wire import codec, fields, frames
from chatserver.wire.headers import READABLE_BY
from chatserver.wire.session import visitor_session


class Goodbye(msgspec.Struct, forbid_unknown_fields=True):
    """Body of POST /api/leave."""

    cid: fields.Cid
    token: fields.Key32


class Afterword(msgspec.Struct, forbid_unknown_fields=True):
    """Body of POST /api/afterwards. Without `answers`: the questions are shown."""

    voucher: fields.Voucher
    answers: Annotated[dict[fields.Word, fields.Word], Meta(max_length=8)] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitors:
    """Handles the visitors' socket."""

    arrivals: Arrivals
    chat: Chat
    seats: Seats
    desk: Desk
    opening: Opening
    delivery: Delivery
    presence: Presence
    sockets: Sockets
    connections: Connections
    sources: Sources
    clock: Clock
    origins: Origins
    afterwards: Afterwards

    async def leave(self, request: web.Request) -> web.Response:
        """POST /api/leave: the quick exit of a page whose socket may be dead.

        Sent by `navigator.sendBeacon`, which cannot set a header; whoever knows the token
        is the visitor, so no other site can do this.
        """
        origins.check_beacon(request, self.origins)
        said = await bodies.read(request, Goodbye)
        await self.arrivals.vanish(said.cid, said.token)
        return web.Response(status=204)

    async def show_desk(self, _request: web.Request) -> web.Response:
        """GET /api/desk: whether somebody new is let in. The same for everybody.

        So any page may read it, and the button on the organisation's own site does. There is
        no cookie, and nothing in it depends on who asks.
        """
        frame = codec.encode(self.opening.shown_to_everybody())
        readable = {READABLE_BY: "*"}
        return web.Response(body=frame, content_type="application/json", headers=readable)

    async def hear_afterwards(self, request: web.Request) -> web.Response:
        """POST /api/afterwards: the closing questions are shown, or were answered.

        With no socket and no cookie: who says so has a voucher, and the voucher knows of nobody.
        A page may lie on another host, and must be able to read that it was heard.
        """
        origins.check_beacon(request, self.origins)
        said = await bodies.read(request, Afterword)
        if said.answers is None:
            await self.afterwards.shown(said.voucher)
        else:
            await self.afterwards.answer(said.voucher, said.answers)
        return web.Response(status=204, headers={READABLE_BY: "*"})

    async def socket(self, request: web.Request) -> web.StreamResponse:
        """GET /ws."""
        origins.check_socket(request, self.origins)
        prefix = self.sources.prefix_of(request)
        name = self.sources.name(prefix)
        with self.sources.shaking_hands(name), self.sockets.opened() as place:
            now = self.clock.now()
            socket = place.make(visitor_session(place.allowance, now=now))
            visit = Visit(self, socket, prefix, partial(self.sources.is_crowding, name))
            try:
                return await socket.serve(request, visit.act, self.connections.abort_of(request))
            finally:
                await visit.close()


class Visit:
    """One page of one visitor, from its first frame to its last."""

    def __init__(
        self,
        visitors: Visitors,
        socket: Socket[frames.FromVisitor],
        prefix: bytes | None,
        is_crowding: Callable[[], bool],
    ) -> None:
        """One page.

        Args:
            prefix: of the source it comes from; None: it has none.
            is_crowding: counts a newcomer; whether too many came from there lately.
        """
        self._ = visitors
        self.socket = socket
        self._prefix = prefix
        self._is_crowding = is_crowding
        self._cid: bytes | None = None
        self._party: Party | None = None
        self._coming: Rebuilding | None = None

    async def act(self, frame: frames.FromVisitor) -> None:  # noqa: C901, PLR0912 - one case for each frame
        """Do what one frame asks."""
        match frame:
            case frames.Arrive() | frames.Resume() | frames.Return():
                await self._come(frame)
            case frames.Pieces():
                await self._take(frame)
            case frames.Grant():
                await self._.chat.grant(self._seat(), frame)
                self._.arrivals.recovery.soon(self._seat())
            case frames.Decline():
                await self._.seats.decline(self._seat(), frame)
            case frames.Keep():
                await self._.chat.keep(self._seat(), frame.blob)
            case frames.Say():
                await self._.chat.say(self._seat(), ref=frame.ref, sealed=frame.sealed)
            case frames.Delivered():
                await self._.chat.opened(self._seat(), frame.seq)
            case frames.Read():
                await self._.chat.read(self._seat(), frame.seq)
            case frames.Here():
                await self._.chat.stirred(self._seat())
            case frames.Writing() if self._.arrivals.says_writing:
                await self._.chat.writes(self._seat())
            case frames.Ready():
                await self._.desk.rouse(self._seat())
            case frames.Leave():
                await self._.chat.end(self._seat(), frame.how)
            case frames.Awake() | frames.Writing():
                return  # the socket has heard it; and nobody asked whether somebody writes
            case _:
                assert_never(frame)

    def _page(self) -> Page:
        return Page(
            connection=self.socket.connection,
            emit=self.socket.emit,
            over=self._over,
            is_awake=lambda: self.socket.is_awake,
            prefix=self._prefix,
            is_crowding=self._is_crowding,
        )

    async def _come(self, frame: frames.Arrive | frames.Resume | frames.Return) -> None:
        # Whatever becomes of it: what is known of where this page is goes with its line.
        self._cid = frame.cid
        try:
            if isinstance(frame, frames.Return):
                await self._return(frame)
                return
            if isinstance(frame, frames.Arrive):
                self._party = await self._.arrivals.arrive(frame, self._page())
            else:
                self._party = await self._.arrivals.resume(frame, self._page())
        except (Lost, Unopenable) as lost:
            self.socket.send(frames.Lost(may_return=isinstance(lost, Lost)))
            self.socket.close(CLOSE_ENDED)
            return
        except Refused as refused:
            self._refuse(refused)
            return
        except StoreFull:
            if isinstance(frame, frames.Resume):
                raise  # this visitor has a place, and comes back to it
            self._turn_away(is_full=True)
            return
        self._prefix = None
        await self._.presence.arrives(self._party)

    async def _return(self, frame: frames.Return) -> None:
        """Begin to come back; the messages follow, and then the page is in."""
        self._coming = await self._.arrivals.returning.begin(frame)
        if self._coming.is_whole:
            await self._go_on(self._coming)
        else:
            self.socket.send(frames.Stored(upto=0))

    async def _take(self, frame: frames.Pieces) -> None:
        coming = self._coming
        if coming is None:
            raise Refused(Code.OUT_OF_TURN)
        await self._.arrivals.returning.take(coming, frame)
        self.socket.send(frames.Stored(upto=coming.upto))
        if coming.is_whole:
            await self._go_on(coming)

    async def _go_on(self, coming: Rebuilding) -> None:
        self._coming = None
        self._party = await self._.arrivals.come_back(coming, self._page())
        self._prefix = None
        await self._.presence.arrives(self._party)

    def _seat(self) -> Party:
        if self._party is None:
            raise Refused(Code.GONE)
        return self._party

    def _refuse(self, refused: Refused) -> None:
        match refused.code:
            case Code.FULL | Code.CLOSED:
                if isinstance(refused, HeldBack):
                    self.socket.send(frames.Again(minutes=refused.minutes))
                self._turn_away(is_full=refused.code is Code.FULL)
            case Code.REPLACED:
                self._over("replaced")
            case _:
                raise refused

    def _turn_away(self, *, is_full: bool) -> None:
        self.socket.send(self._.opening.shown(is_full=is_full))
        self.socket.close(CLOSE_ENDED)

    def _over(self, reason: str) -> None:
        if reason == "replaced":
            self.socket.refuse(Code.REPLACED)
            self.socket.close(CLOSE_REPLACED)
        elif reason == "closed":
            self._turn_away(is_full=False)
        else:
            self._ask(reason)
            self.socket.send(frames.Ended(reason=ending_of(reason)))
            self.socket.close(CLOSE_ENDED)
        party, self._party = self._party, None
        if party is not None:
            self._.desk.leave_line(party)

    def _ask(self, reason: str) -> None:
        """Hand out a voucher for the closing questions, where anything was ever said."""
        # Before somebody was let in nothing can be sealed, so there is no message.
        if self._party is None or self._party.heard == 0 or self._party.rehearses:
            return
        voucher = self._.afterwards.voucher(reason)
        if voucher is not None:
            self.socket.send(frames.Afterwards(voucher=voucher))

    async def close(self) -> None:
        """The line is gone; the conversation is kept, and the professional is told."""
        if self._cid is not None:
            self._.arrivals.cooling.left(self._cid, self.socket.connection)
        party, self._party = self._party, None
        if party is None:
            return
        self._.desk.leave_line(party)
        self._.delivery.unfollow(party)
        try:
            await self._.presence.leaves(party)
        except Unavailable:
            return  # nobody can be told now; the lease will
