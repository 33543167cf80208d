"""A visitor, as a page would be one (docs/protocol.md §3)."""

from collections.abc import Callable
from typing import assert_never

import aiohttp

from chatserver.client.line import PATIENCE, Line
from chatserver.client.transcript import Outgoing, Said, Transcript
from chatserver.crypto.hl1 import OfferRead, VisitorConversation
from chatserver.wire import codec, frames

SUITE = 1


class Visitor:
    """Arrives, waits, lets a professional in, talks, leaves.

        visitor = Visitor(session, url, language="nl", minute=minute)
        visitor.arrive()
        await visitor.until(lambda: visitor.position == 1)

    Args:
        minute: gives the whole minutes since 1970 that messages carry.
    """

    def __init__(
        self,
        session: aiohttp.ClientSession,
        url: str,
        *,
        language: str = "nl",
        minute: Callable[[], int],
    ) -> None:
        self.keys = VisitorConversation.begin()
        self._minute = minute
        self._language = language
        self._share: bytes | None = None
        self._grant: frames.Grant | None = None
        self._is_welcome = False
        self.transcript = Transcript()
        self.position: int | None = None
        self.offer: tuple[frames.Offered, OfferRead] | None = None
        self.ended: str | None = None
        self.desk: str | None = None
        self.other_is: str | None = None
        self.refusals: list[str] = []
        self.line: Line[frames.ToVisitor] = Line(
            session,
            url,
            read=codec.to_visitor,
            opening=self._opening,
            receive=self._receive,
        )

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

    async def let_in(self) -> str:
        """Wait for an offer and say "I'm ready"; the name of who is let in."""
        await self.until(lambda: self.offer is not None)
        assert self.offer is not None  # noqa: S101 - just waited for
        offered, read = self.offer
        granted = self.keys.grant(read, self._minute())
        if self._share is not None:
            self.line.send(frames.Keep(blob=self.keys.state(self._share)))
        self._grant = frames.Grant(place=offered.place, epoch=granted.epoch, grant=granted.grant)
        self.line.send(self._grant)
        self._queue(granted.record, None)
        return read.name

    def say(self, text: str) -> None:
        """Seal and send; it is sent again until the vault has it."""
        self._queue(self.keys.seal_text(text, self._minute()), text)

    def leave(self, how: frames.Left) -> None:
        """End the conversation."""
        self.line.send(frames.Leave(how=how))

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

    def _opening(self) -> frames.Arrive | frames.Resume:
        keys, self._is_welcome = self.keys, False
        if self._share is not None:
            return frames.Resume(cid=keys.cid, token=keys.token, after=self.transcript.cursor)
        return frames.Arrive(
            cid=keys.cid,
            token=keys.token,
            commitment=keys.commitment,
            language=self._language,
            suites=[SUITE],
        )

    def _receive(self, frame: frames.ToVisitor) -> None:  # noqa: C901 - one case for each frame
        match frame:
            case frames.Welcome():
                self._welcome(frame)
            case frames.Waiting():
                self.position = frame.position
            case frames.Offered():
                self.position = None
                read = self.keys.read_offer(frame.offer, frame.signature, frame.entry)
                self.offer = (frame, read)
            case frames.Message():
                if self.transcript.receive(frame, self.keys) is not None:
                    self.line.send(frames.Delivered(seq=self.transcript.cursor))
            case frames.Accepted():
                self.transcript.accepted(frame)
            case frames.Arrived():
                self.transcript.delivered = max(self.transcript.delivered, frame.seq)
            case frames.Seen():
                self.other_is = frame.state
            case frames.Ended():
                self.ended = frame.reason
                self.keys.forget()
            case frames.Desk():
                self.desk = frame.state
            case frames.Refusal():
                self.refusals.append(frame.code)
            case _:
                assert_never(frame)

    def _welcome(self, frame: frames.Welcome) -> None:
        is_first = self._share is None
        self._share = frame.share
        self.transcript.delivered = frame.delivered
        if is_first:
            self.line.send(frames.Keep(blob=self.keys.state(frame.share)))
        elif self._grant is not None:
            # Sent again with the same content: a grant that was lost on the way changes nothing.
            self.line.send(self._grant)
        self._is_welcome = True
        self.transcript.again(self._send)
