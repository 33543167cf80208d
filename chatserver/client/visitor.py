"""A visitor, as a page would be one (docs/protocol.md §3)."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from typing import assert_never

import aiohttp

from chatserver.client.line import PATIENCE, Line
from chatserver.client.transcript import Outgoing, Said, Transcript
from chatserver.crypto.hl1 import (
    Granted,
    Hl1Error,
    OfferRead,
    Roster,
    VisitorConversation,
    to_base64,
)
from chatserver.domain.errors import Code
from chatserver.wire import codec, fields, frames, limits

SUITES = (2, 1)


class Visitor:
    """Arrives, waits, lets professionals in, talks, leaves.

        visitor = Visitor(session, url, roster=Roster(key), minute=minute)
        visitor.arrive()
        await visitor.until(lambda: visitor.position == 1)

    Args:
        roster: the organisation's key; without one nobody is let in.
        minute: gives the whole minutes since 1970 that messages carry.
        origin: what the site is called outside, where that is not `url`.
        rehearsal: the pass of who only plays a visitor.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        *,
        roster: Roster | None,
        language: str = "nl",
        suites: Sequence[int] = SUITES,
        minute: Callable[[], int],
        origin: str = "",
        rehearsal: bytes | None = None,
    ) -> None:
        self._session, self._url = session, url
        self._rehearsal = rehearsal
        self.keys = VisitorConversation.begin()
        self.roster = roster
        self._suites = suites
        self._minute = minute
        self._language = language
        self._share: bytes | None = None
        self._grants: list[frames.Grant] = []
        self._places: dict[str, bytes] = {}
        self._is_welcome = False
        self.transcript = Transcript()
        self.position: int | None = None
        self.is_ready = True
        self.still: int | None = None
        self.again: int | None = None
        self.voucher: bytes | None = None
        """For the closing questions, once the conversation is over."""
        self.ends: int | None = None
        """Minutes to the end, when last asked whether somebody is there."""
        self.expected: tuple[int | None, int | None] = (None, None)
        """Minutes it may still take, from and to, as said with the newest position."""
        self.offers: list[tuple[bytes, OfferRead]] = []
        """Who asks to come in: their place, and the offer that was checked."""
        self.rejected: list[str] = []
        """Why an offer was not accepted, one reason each."""
        self.ended: str | None = None
        self.slip = b""
        self.lost: bool | None = None
        """Whether one may go on, once the server has said that it lost the conversation."""
        self._before: frames.Before | None = None
        self._count: int | None = None
        self.desk: frames.Desk | None = None
        self.others_writing = 0
        self.others: dict[bytes | None, str] = {}
        self.refusals: list[str] = []
        self.line: Line[frames.ToVisitor] = Line(
            session,
            url,
            read=codec.to_visitor,
            opening=self._opening,
            receive=self._receive,
            origin=origin,
        )

    @property
    def is_in(self) -> bool:
        """Whether the server has let this page in on the line it has now."""
        return self.line.is_connected and self._is_welcome

    @property
    def texts(self) -> tuple[Said, ...]:
        """What was said, in order."""
        return self.transcript.texts

    def arrive(self) -> None:
        """Open the page and take a place in the waiting list."""
        self.line.start()

    async def until(self, holds: Callable[[], bool], *, within: float = PATIENCE) -> None:
        """Wait until something holds."""
        await self.line.until(holds, within=within)

    @property
    def other_is(self) -> str | None:
        """Whether somebody else's page is connected; None before the server said."""
        return None if not self.others else "here" if "here" in self.others.values() else "lost"

    async def let_in(self, *, back: bool = False) -> str:
        """Wait for an offer and say yes; the name of who is let in.

        Args:
            back: whether they may read what was written with others before.
        """
        await self.until(lambda: bool(self.offers))
        place, read = self.offers.pop(0)
        self._places[to_base64(read.key)] = place
        self._adopt(self.keys.grant(read, self._minute(), back=back))
        return read.name

    async def refuse(self) -> str:
        """Wait for an offer and say no; the name of who is not let in."""
        await self.until(lambda: bool(self.offers))
        place, read = self.offers.pop(0)
        self.line.send(frames.Decline(place=place, why="no"))
        return read.name

    def leave_out(self, numbers: Collection[int]) -> None:
        """Go on without some members."""
        self._adopt(self.keys.remove(numbers, self._minute()))

    def _adopt(self, made: Granted) -> None:
        """Keep, grant, say: in this order (docs/protocol.md §1.5)."""
        if self._share is not None:
            self.line.send(frames.Keep(blob=self.keys.state(self._share)))
        self._grants = [
            frames.Grant(place=place, epoch=made.epoch, grant=to.grant)
            for to in made.grants
            if (place := self._places.get(to.member.key))
        ]
        for grant in self._grants:
            self.line.send(grant)
        self._queue(made.record, None)

    def is_here(self) -> None:
        """Say that somebody is at the page again."""
        self.line.send(frames.Ready())

    def stir(self) -> None:
        """Do something."""
        self.line.send(frames.Here())

    def writes(self) -> None:
        """Say that somebody is writing; the server passes it on only if it has asked for it."""
        self.line.send(frames.Writing())

    def reads(self) -> None:
        """Everything that came is on the screen."""
        self.line.send(frames.Read(seq=self.transcript.cursor))

    def say(self, text: str) -> None:
        """Seal and send; it is sent again until the vault has it."""
        self._queue(self.keys.seal_text(text, self._minute()), text)

    def leave(self, how: fields.Left) -> None:
        """End the conversation."""
        self.line.send(frames.Leave(how=how))

    async def answers(self, said: Mapping[str, str] | None) -> int:
        """See the closing questions (None), or answer them by code; the status."""
        answers = {} if said is None else {"answers": said}
        body = json.dumps({"voucher": to_base64(self.voucher or b""), **answers})
        url = f"{self._url}api/afterwards"
        # As a page would: no header but what is always sent, so that no host has to be asked.
        async with self._session.post(url, data=body) as answer:
            return answer.status

    async def close(self) -> None:
        """Close the page."""
        await self.line.close()

    def _queue(self, sealed: bytes, text: str | None) -> None:
        outgoing = self.transcript.queue(epoch=self.keys.epoch, sealed=sealed, text=text)
        # Between a loss and `welcome` the outbox only grows: what is in it goes first.
        if self._is_welcome:
            self._send(outgoing)

    def _send(self, outgoing: Outgoing) -> None:
        self.line.send(frames.Say(ref=outgoing.ref, epoch=outgoing.epoch, sealed=outgoing.sealed))

    def go_on(self) -> None:
        """Give back what this page has of a lost conversation, and go on with it."""
        self._count = len(self.transcript.whole())
        self.lost = None
        self.line.start_again()

    def begins_after(self, before: "Visitor") -> None:
        """Stand where the lost conversation of another page of this visitor stood."""
        keys = before.keys
        self._before = frames.Before(cid=keys.cid, token=keys.token, slip=before.slip)

    def _opening(self) -> frames.Arrive | frames.Resume | frames.Return:
        keys, self._is_welcome = self.keys, False
        if self._count is not None:
            return frames.Return(cid=keys.cid, token=keys.token, slip=self.slip, count=self._count)
        if self._share is not None:
            return frames.Resume(
                cid=keys.cid, token=keys.token, after=self.transcript.cursor, slip=self.slip
            )
        return frames.Arrive(
            cid=keys.cid,
            token=keys.token,
            commitment=keys.commitment,
            language=self._language,
            suites=list(self._suites),
            before=self._before,
            rehearsal=self._rehearsal,
        )

    def _give_back(self, upto: int) -> None:
        """The next messages; the frame before has been taken."""
        at, size = upto, limits.FRAME_SIZES[0]
        sealed: list[bytes] = []
        for each in self.transcript.whole()[upto : upto + limits.MAX_AT_ONCE]:
            size += len(each) * 4 // 3 + 8
            if size > limits.MAX_FRAME_BYTES and sealed:
                break
            sealed.append(each)
        if sealed:
            self.line.send(frames.Pieces(first=at + 1, sealed=sealed))

    def _receive(self, frame: frames.ToVisitor) -> None:  # noqa: C901, PLR0912, PLR0915 - one case for each frame
        match frame:
            case frames.Welcome():
                self._welcome(frame)
            case frames.Waiting():
                self.position = frame.position
                self.is_ready = frame.ready
                self.expected = frame.low, frame.high
                self._is_alone_again()
            case frames.Offered():
                self.position = None
                self._offered(frame)
            case frames.Vacated():
                self._vacated(frame.place)
            case frames.Revoked():
                self._revoked(frame)
            case frames.Message():
                self._message(frame)
            case frames.Accepted():
                self.transcript.accepted(frame)
            case frames.Arrived():
                self.transcript.delivered = max(self.transcript.delivered, frame.seq)
            case frames.WasRead():
                self.transcript.was_read(frame.seq)
            case frames.Writes():
                self.others_writing += 1
            case frames.Seen():
                self.others[frame.place] = frame.state
            case frames.Ended():
                self.ended = frame.reason
                self.keys.forget()
            case frames.Afterwards():
                self.voucher = frame.voucher
            case frames.Again():
                self.again = frame.minutes
            case frames.Desk():
                self.desk = frame
            case frames.Refusal():
                self.refusals.append(frame.code)
                if frame.code == Code.UNAVAILABLE:
                    self.line.say_again_soon(lambda: self.transcript.again(self._send))
            case frames.Still():
                self.still = frame.minutes
            case frames.Ends():
                self.ends = frame.minutes
            case frames.Slip():
                self.slip = frame.slip
            case frames.Lost():
                self.lost = frame.may_return
            case frames.Stored():
                if self._count is not None and frame.upto < self._count:
                    self._give_back(frame.upto)
            case frames.Beat():
                return  # the line has answered it
            case _:
                assert_never(frame)

    def _offered(self, frame: frames.Offered) -> None:
        try:
            read = self.keys.read_offer(
                frame.offer,
                frame.signature,
                frame.entry,
                roster=self.roster,
                suites=self._suites,
                at=self._minute(),
            )
        except Hl1Error as error:
            self.rejected.append(str(error))
            self.line.send(frames.Decline(place=frame.place, why="not_accepted"))
            return
        if to_base64(read.key) in {member.key for member in self.keys.members}:
            self._places[to_base64(read.key)] = frame.place
        else:
            self.offers.append((frame.place, read))

    def _vacated(self, place: bytes) -> None:
        self.others.pop(place, None)
        self.offers = [(at, read) for at, read in self.offers if at != place]
        out = {each.id for each in self.keys.members if self._places.get(each.key) == place}
        if out:
            self.leave_out(out)

    def _revoked(self, frame: frames.Revoked) -> None:
        if self.roster is None:
            return
        with suppress(Hl1Error):  # a list nobody signed says nothing
            self.roster.revoke(frame.listed)
        out = self.keys.revoked(self.roster)
        places = [self._places.get(each.key) for each in self.keys.members if each.id in out]
        if out:
            self.leave_out(out)
        for place in places:
            if place is not None:
                self.line.send(frames.Decline(place=place, why="not_accepted"))

    def _message(self, frame: frames.Message) -> None:
        opened = self.transcript.receive(frame, self.keys)
        if opened is None:
            return
        self.line.send(frames.Delivered(seq=self.transcript.cursor))
        if opened.kind == "leave" and any(each.id == opened.sender for each in self.keys.members):
            self.leave_out({opened.sender})

    def _is_alone_again(self) -> None:
        """Nobody has this visitor now, the server says: then nobody is to read on."""
        if others := {each.id for each in self.keys.members if each.role != "visitor"}:
            self.leave_out(others)

    def _welcome(self, frame: frames.Welcome) -> None:
        is_first = self._share is None or self._count is not None
        if self._count is not None:
            self.transcript.rewind(self._count)
            self._count = None
        self._share = frame.share
        self.transcript.delivered, self.transcript.read = frame.delivered, frame.read or 0
        if is_first:
            self.line.send(frames.Keep(blob=self.keys.state(frame.share)))
        for grant in self._grants:
            # Sent again with the same content: a grant that was lost on the way changes nothing.
            self.line.send(grant)
        self._is_welcome = True
        self.transcript.again(self._send)
