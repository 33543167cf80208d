"""A visitor's page comes: for the first time, after a lost line, or reloaded."""

import contextlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

import msgspec

from chatserver.clock import Clock
from chatserver.crypto.at_rest import KeyRing, SealError
from chatserver.crypto.tokens import digest
from chatserver.domain.errors import Code, Refused, StoreFull, Unavailable
from chatserver.domain.hours import whole_minute
from chatserver.helpline.chat import ABOUT, BLOB, OFFER, SHARE, Chat, Introduction
from chatserver.helpline.cooling import Cooling
from chatserver.helpline.delivery import Delivery, Party, Visit
from chatserver.helpline.desk import Desk
from chatserver.helpline.opening import Opening
from chatserver.helpline.recovery import Recovery
from chatserver.helpline.rehearsals import Pass, Rehearsals
from chatserver.helpline.returning import Rebuilding, Returning
from chatserver.helpline.rosters import Rosters, Snapshot
from chatserver.helpline.sealing import DataKey, Facts, pack, unpack
from chatserver.helpline.slips import Unopenable
from chatserver.store.interface import Conversations
from chatserver.store.values import VISITOR, Birth, Life
from chatserver.wire import codec, frames


class Lost(Exception):
    """What a page comes back to was lost with the vault; with its slip it may return."""


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What the transport gives for one socket."""

    connection: bytes
    emit: Callable[[bytes], None] = field(repr=False)
    over: Callable[[str], None] = field(repr=False)
    is_awake: Callable[[], bool] = field(repr=False)
    prefix: bytes | None = field(default=None, repr=False)
    """Of the source it comes from, for as long as it takes to let it in; None: it has none."""
    is_crowding: Callable[[], bool] = field(default=_never, repr=False)
    """Counts a newcomer; whether too many came from the same source lately."""

    def send(self, frame: frames.FromServer) -> None:
        """Send one frame."""
        self.emit(codec.encode(frame))


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """Lets visitors in. Lifetimes in seconds.

    Attributes:
        grace: how long a waiting visitor without a line is kept.
        longest: hard end of any conversation after its arrival.
        asks_ready: whether a page waits for a tap before it lets the first professional in.
        says_writing: whether a visitor's page says that somebody writes.
    """

    conversations: Conversations
    chat: Chat
    desk: Desk
    opening: Opening
    cooling: Cooling
    rosters: Rosters
    delivery: Delivery
    recovery: Recovery
    returning: Returning
    rehearsals: Rehearsals
    ring: KeyRing
    clock: Clock
    grace: int
    longest: int
    asks_ready: bool
    says_writing: bool

    async def arrive(self, said: frames.Arrive, page: Page) -> Party:
        """Take a place in the waiting list; the same again is a `resume` from 0.

        Raises:
            HeldBack: from there nobody begins a conversation for some minutes.
            Refused: FULL or CLOSED (nothing is left in the vault), GONE (known id, other token),
                REPLACED (yet another page has come meanwhile); of a pass see `Rehearsals.admit`.
            StoreFull: the vault has no room for one more.
        """
        played = await self._rehearses(said)
        if played is None:
            await self._check(said, page)
        now = int(self.clock.now())
        data_key = DataKey.new(said.cid)
        facts = Facts(said.language, said.commitment, said.suites, rehearsal=played is not None)
        # To the minute: a finer one would tell when somebody came (SECURITY property 21).
        hard_end = whole_minute(now) + self.longest
        birth = Birth(
            token_digest=digest(said.token),
            wrapped_key=data_key.wrapped(self.ring),
            facts=data_key.seal(ABOUT, pack(facts)),
            share=data_key.seal(SHARE, secrets.token_bytes(32)),
            hard_end=hard_end if played is None else min(hard_end, played.until),
        )
        is_new = await self.conversations.arrive(
            said.cid, birth, connection=page.connection, lives=self.grace, now=now
        )
        try:
            if said.before is not None:
                await self.returning.stand_where(said.cid, said.before)
            return await self._enter(said.cid, said.token, 0, page)
        except Unopenable:
            raise Refused(Code.GONE) from None
        except StoreFull:
            if is_new:  # nothing is left in the vault of who is told that there is no room
                await self.conversations.finish(said.cid, seat=VISITOR, news=b"")
            raise

    async def _rehearses(self, said: frames.Arrive) -> Pass | None:
        """The pass of who only plays a visitor: they take nobody's place, at any hour."""
        if said.rehearsal is None:
            return None
        if said.before is not None:
            raise Refused(Code.NOT_APPROVED)
        return await self.rehearsals.admit(said.rehearsal, said.cid)

    async def _check(self, said: frames.Arrive, page: Page) -> None:
        try:
            self._check_newcomer(page)
        except Refused:
            if not await self._had_been_let_in(said):
                raise

    def _check_newcomer(self, page: Page) -> None:
        """Keep newcomers out while nobody is let in; who was in already says it again."""
        if not self.opening.admits:
            raise Refused(Code.CLOSED)
        if page.is_crowding():
            raise Refused(Code.FULL)
        self.cooling.check(page.prefix)

    async def _had_been_let_in(self, said: frames.Arrive) -> bool:
        """Whether this is no newcomer: somebody who is in, or who comes back from a loss."""
        if await self.conversations.knows(said.cid, digest(said.token)):
            return True
        return said.before is not None and await self.returning.may(said.before)

    async def resume(self, said: frames.Resume, page: Page) -> Party:
        """Come back.

        Raises:
            Refused: GONE: there is nothing to come back to. REPLACED.
            Lost: we lost it.
            Unopenable: we lost it, and the key to come back with too.
        """
        try:
            return await self._enter(said.cid, said.token, said.after, page)
        except Unopenable:
            if said.slip == b"":  # a page that does not know what to do with the answer
                raise Refused(Code.GONE) from None
            raise
        except Refused as refused:
            if refused.code is Code.GONE:
                await self.returning.verdict(said.cid, said.token, said.slip)
                raise Lost from None
            raise

    async def come_back(self, coming: Rebuilding, page: Page) -> Party:
        """Go on with a conversation that was lost, once everything of it is there.

        Raises:
            Refused: GONE, OUT_OF_TURN.
        """
        await self.returning.finish(coming, page.connection)
        party = await self._enter(coming.cid, coming.token, coming.count, page)
        if coming.slip.holder is not None:
            # Colleagues who sat beside do not any more; the visitor's page leaves them out.
            for place in coming.slip.holder.places:
                page.send(frames.Vacated(place=place))
        return party

    def tell_revoked(self, roster: Snapshot) -> None:
        """Tell every visitor's page here which devices were taken back; it checks the signature."""
        if roster.listed:
            frame = codec.encode(frames.Revoked(listed=roster.listed))
            for party in self.delivery.parties:
                if party.is_visitor:
                    party.emit(frame)

    async def vanish(self, cid: bytes, token: bytes) -> None:
        """End a conversation for a page that is gone already: its quick exit without a line.

        Raises:
            Refused: GONE: no such conversation, or not with this token.
        """
        if not await self.conversations.knows(cid, digest(token)):
            raise Refused(Code.GONE)
        await self.chat.over(cid, "exit")

    async def _enter(self, cid: bytes, token: bytes, after: int, page: Page) -> Party:
        party = Party(
            cid=cid,
            seat=VISITOR,
            connection=page.connection,
            emit=page.emit,
            over=page.over,
            is_awake=page.is_awake,
        )
        party.requeued = partial(self._stand_again, party)
        self.delivery.follow(party)
        try:
            life = await self._life(cid, token, page)
            self._take_in(party, life, after)
            await self._welcome(party, token, life, page)
            await self.delivery.catch_up(party)
        except BaseException:
            self.desk.leave_line(party)
            self.delivery.unfollow(party)
            raise
        self.recovery.soon(party)
        self.cooling.came(cid, page.connection, None if party.rehearses else page.prefix)
        return party

    async def _life(self, cid: bytes, token: bytes, page: Page) -> Life:
        life = await self.conversations.enter(
            cid,
            digest(token),
            connection=page.connection,
            lives=self.grace,
            now=int(self.clock.now()),
        )
        if life is None:
            raise Refused(Code.GONE)
        return life

    def _take_in(self, party: Party, life: Life, after: int) -> None:
        data_key = self._data_key(party.cid, life)
        party.enter(data_key, after=after, last=life.last, entry=life.entry)
        if party.is_replaced:
            raise Refused(Code.REPLACED)

    def _data_key(self, cid: bytes, life: Life) -> DataKey:
        try:
            return DataKey.unwrap(self.ring, cid, life.wrapped_key)
        except SealError:
            raise Unopenable from None  # sealed by a ring that is no more

    async def _welcome(self, party: Party, token: bytes, life: Life, page: Page) -> None:
        share = party.data_key.open(SHARE, life.share)
        page.send(
            frames.Welcome(
                share=share,
                blob=party.data_key.open(BLOB, life.blob) if life.blob else b"",
                last=life.last,
                delivered=life.opened_by_professional,
                asks_ready=self.asks_ready,
                says_writing=self.says_writing,
                read=life.read_by_professional,
                has_read=life.read_by_visitor,
            )
        )
        if self.rosters.now.listed:
            page.send(frames.Revoked(listed=self.rosters.now.listed))
        for place, sealed in life.offers:
            offered = party.data_key.open(OFFER, sealed)
            said = msgspec.msgpack.decode(offered, type=Introduction)
            page.send(
                frames.Offered(
                    place=place, offer=said.offer, signature=said.signature, entry=said.entry
                )
            )
        facts = unpack(party.data_key.open(ABOUT, life.facts), Facts)
        party.language, party.hard_end = facts.language, life.hard_end
        party.rehearses = facts.rehearsal
        party.visit = Visit(digest(token), facts.commitment, facts.suites, share)
        if life.state == "waiting":
            await self._stand_in_line(party)

    async def _stand_again(self, party: Party) -> None:
        with contextlib.suppress(Refused, Unavailable):
            await self._stand_in_line(party)
            self.recovery.soon(party)

    async def _stand_in_line(self, party: Party) -> None:
        """Stand in line, or tell the place of who stands there already; raises Refused(FULL)."""
        try:
            await self.desk.stand_in_line(party)
        except Refused:
            await self.conversations.finish(party.cid, seat=VISITOR, news=b"")
            raise
