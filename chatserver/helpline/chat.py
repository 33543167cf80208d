"""Within a conversation: say, opened, offer, grant, keep, end."""

from dataclasses import dataclass
from typing import Final, Literal

import msgspec

from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.duty import PARTED_FOR
from chatserver.domain.hours import whole_minute
from chatserver.helpline import news
from chatserver.helpline.delivery import SAID, Party
from chatserver.helpline.endings import Endings
from chatserver.helpline.moments import Moments
from chatserver.helpline.sealing import seal_ended
from chatserver.store.interface import Conversations, DeskList
from chatserver.store.values import VISITOR, Claim, Life, Mark, Unseated
from chatserver.wire import codec, frames

OFFER: Final = b"offer"
GRANT: Final = b"grant"
BLOB: Final = b"blob"
SHARE: Final = b"share"
ABOUT: Final = b"about"
"""Purposes of what is sealed at rest."""


WRITING_EVERY: Final = 2.5
"""Seconds between two signs that somebody writes: what comes sooner is not passed on."""


class Introduction(msgspec.Struct, frozen=True):
    """An offer as the vault keeps it."""

    offer: bytes
    signature: bytes
    entry: bytes


PARTED: Final = frozenset({"declined", "not_accepted", "absent"})
"""Reasons for standing up after which a proposal does not bring the two together for a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """The steps of a conversation.

    `lives`: seconds of lifetime after any of them. `ring`: of the vault.
    """

    conversations: Conversations
    desk: DeskList
    lives: int
    endings: Endings
    ring: KeyRing
    moments: Moments

    def _now(self) -> int:
        return int(self.moments.clock.now())

    async def say(self, party: Party, *, ref: bytes, sealed: bytes) -> int:
        """Keep one message and tell the sender once the vault has it; its number."""
        number = await self.conversations.say(
            party.cid,
            seat=party.seat,
            ref=ref,
            sealed=party.data_key.seal(SAID, sealed),
            connection=party.connection,
            lives=self.lives,
            now=self._now(),
        )
        party.emit(codec.encode(frames.Accepted(ref=ref, seq=number, cid=party.named())))
        return number

    async def opened(self, party: Party, seq: int) -> None:
        """This side has opened everything up to `seq`; the other side is told."""
        await self._mark(party, "opened", frames.Arrived(seq=seq, cid=party.named_to_other()), seq)

    async def read(self, party: Party, seq: int) -> None:
        """Everything up to `seq` was on this side's screen; the other side is told."""
        await self._mark(party, "read", frames.WasRead(seq=seq, cid=party.named_to_other()), seq)

    async def _mark(self, party: Party, mark: Mark, frame: frames.FromServer, seq: int) -> None:
        await self.conversations.marked(
            party.cid,
            mark=mark,
            seat=party.seat,
            seq=seq,
            news=_for_other(party, frame),
            lives=self.lives,
            now=self._now(),
        )

    async def keep(self, party: Party, blob: bytes) -> None:
        """Keep the visitor's sealed state."""
        sealed = party.data_key.seal(BLOB, blob)
        await self.conversations.keep_blob(party.cid, sealed, lives=self.lives, now=self._now())

    async def stirred(self, party: Party) -> None:
        """The visitor did something; kept to the minute."""
        party.asked = 0
        now = self._now()
        minute = whole_minute(now)
        await self.conversations.stirred(party.cid, minute=minute, lives=self.lives, now=now)

    async def writes(self, party: Party) -> None:
        """Somebody writes at this page: the other side is told, and nothing is kept."""
        now = self.moments.clock.now()
        if now - party.wrote_at < WRITING_EVERY:
            return
        party.wrote_at = now
        frame = frames.Writes(cid=party.named_to_other())
        await self.conversations.tell(party.cid, _for_other(party, frame))

    async def offer(self, party: Party, said: Introduction) -> None:
        """Introduce the professional to the visitor."""
        frame = frames.Offered(
            place=party.seat, offer=said.offer, signature=said.signature, entry=said.entry
        )
        await self.conversations.offer(
            party.cid,
            place=party.seat,
            offer=party.data_key.seal(OFFER, msgspec.msgpack.encode(said)),
            news=_for_other(party, frame),
            lives=self.lives,
            now=self._now(),
        )

    async def grant(self, party: Party, said: frames.Grant) -> None:
        """Pass the visitor's grant on to whom it is for; from now on they may write."""
        frame = codec.encode(frames.Granting(cid=party.cid, epoch=said.epoch, grant=said.grant))
        await self.conversations.grant(
            party.cid,
            place=said.place,
            epoch=said.epoch,
            grant=party.data_key.seal(GRANT, said.grant),
            news=news.write(news.TO_PLACE, party.connection, news.for_place(said.place, frame)),
            lives=self.lives,
            now=self._now(),
        )

    async def end(self, party: Party, reason: Literal["left", "exit", "done", "closed"]) -> None:
        """Destroy the conversation. Its ticket waits for a tag; the vault keeps nothing else."""
        await self.over(party.cid, reason, seat=party.seat, cause=party.connection)

    async def over(
        self, cid: bytes, reason: str, *, seat: bytes = VISITOR, cause: bytes = news.NOBODY
    ) -> None:
        """End it as `end` does, where no page of ours does.

        Args:
            reason: why, as in `frames.Ended`.
            cause: the connection that caused it.
        """
        told = news.write(news.FINISHED, cause, reason.encode())
        await self.conversations.finish(cid, seat=seat, news=told)
        self.endings.remember(cid, self._now())
        await self.released(cid)

    def expired(self, cid: bytes) -> None:
        """It is over by itself."""
        self.endings.remember(cid, self._now())

    async def tell_again(self, party: Party, minutes: int) -> None:
        """Tell the visitor when a new conversation can be begun; the end follows."""
        await self.conversations.tell(party.cid, _for_other(party, frames.Again(minutes=minutes)))

    async def released(self, cid: bytes) -> None:
        """Forget an ended conversation at the desk; again is harmless."""
        claim = await self.desk.held(cid)
        note = seal_ended(self.ring, cid, claim.note) if claim is not None else b""
        await self.desk.release(cid, tagged=True, at=self.moments.at(), note=note)

    async def seat(self, claim: Claim) -> Life | None:
        """Seat the professional who claimed it; None when it is gone.

        Raises:
            Refused: TAKEN: the desk has given it to somebody else since.
        """
        seated = await self.conversations.seat(
            claim.cid,
            place=claim.place,
            turn=claim.turn,
            is_guest=claim.is_guest,
            lives=self.lives,
            now=self._now(),
        )
        if seated is None:
            return None
        if seated.before:
            # Whoever let that place go at the desk died before they could say so.
            told = _unseated(seated.before, "passed", news.NOBODY)
            await self.conversations.tell(claim.cid, told)
            await self._vacated(claim.cid, seated.before, news.NOBODY)
        return seated.life

    async def unseat(
        self,
        cid: bytes,
        place: bytes,
        *,
        reason: str,
        cause: bytes,
        may_be_alone: bool,
        is_ready: bool = True,
        parts: bool = False,
    ) -> Unseated:
        """Let somebody stand up, at the desk and in the life, and tell everybody.

        Args:
            reason: why, as in `frames.Ended`.
            cause: the connection that caused it.
            may_be_alone: whether the visitor may be left with nobody.
            is_ready: whether they are called again before they say that they are there.
            parts: whether no proposal brings the two together for a while; for some reasons none
                does anyway.

        Raises:
            Refused: NOT_YOURS when nobody sits there (any more), OUT_OF_TURN.
        """
        let_in = await self.conversations.let_in(cid)
        went = await self.desk.unseat(
            cid,
            place,
            let_in=let_in,
            may_be_alone=may_be_alone,
            is_ready=is_ready,
            spared_until=self._now() + PARTED_FOR if parts or reason in PARTED else 0,
        )
        await self.stand_up(cid, place, went, reason=reason, cause=cause)
        if went.went == "passed":
            body = news.for_place(went.successor, codec.encode(frames.Passed(cid=cid)))
            await self.conversations.tell(cid, news.write(news.TO_PLACE, news.NOBODY, body))
        return went

    async def stand_up(
        self, cid: bytes, place: bytes, went: Unseated, *, reason: str, cause: bytes
    ) -> None:
        """Take away the place of who stood up at the desk, and tell everybody.

        Args:
            reason: why, as in `frames.Ended`.
            cause: the connection that caused it.
        """
        await self.conversations.stand_up(
            cid,
            place=place,
            successor=went.successor,
            turn=went.turn,
            news=_unseated(place, reason, cause),
            lives=self.lives,
            now=self._now(),
        )
        await self._vacated(cid, place, cause)
        for guest in went.guests:
            await self.conversations.tell(cid, _unseated(guest, "passed", cause))
            await self._vacated(cid, guest, cause)
        if went.went == "front":
            await self.conversations.tell(cid, news.write(news.REQUEUED, cause))

    async def _vacated(self, cid: bytes, place: bytes, cause: bytes) -> None:
        frame = codec.encode(frames.Vacated(place=place))
        await self.conversations.tell(cid, news.write(news.TO_VISITOR, cause, frame))

    async def show_here(self, party: Party) -> None:
        """Tell the other side that this page has come. That it is gone, its lease tells."""
        place = None if party.is_visitor else party.seat
        frame = frames.Seen(state="here", cid=party.named_to_other(), place=place)
        await self.conversations.tell(party.cid, _for_other(party, frame))


def _unseated(place: bytes, reason: str, cause: bytes) -> bytes:
    return news.write(news.UNSEATED, cause, news.for_place(place, reason.encode()))


def _for_other(party: Party, frame: frames.FromServer) -> bytes:
    """News that brings a frame to the other side of the conversation."""
    kind = news.TO_STAFF if party.is_visitor else news.TO_VISITOR
    return news.write(kind, party.connection, codec.encode(frame))
