"""A professional at work: one open window, the conversations it holds, their tickets."""

import logging
import secrets
from dataclasses import dataclass
from typing import Final

from chatserver.crypto.at_rest import KeyRing, SealError
from chatserver.domain.errors import Code, Refused, Unavailable
from chatserver.helpline.arrivals import ABOUT, Page
from chatserver.helpline.chat import GRANT, Chat, Introduction
from chatserver.helpline.counting import Counting, Who
from chatserver.helpline.delivery import Delivery, Party, Spawn
from chatserver.helpline.desk import Desk
from chatserver.helpline.sealing import DataKey, Facts, unpack
from chatserver.store.interface import Claim, DeskList, Life
from chatserver.wire import frames

GHOSTS: Final = 50
"""Places in line whose conversation has expired, dropped in one take at most."""

logger: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shifts:
    """What every shift of this process shares. `capacity`: conversations at once."""

    chat: Chat
    desk: Desk
    store: DeskList
    delivery: Delivery
    counting: Counting
    ring: KeyRing
    spawn: Spawn
    capacity: int


class Shift:
    """One window of one professional. `begin`, then the steps, then `close`."""

    def __init__(self, shifts: Shifts, who: Who, page: Page) -> None:
        self._ = shifts
        self._who = who
        self._page = page
        self._parties: dict[bytes, Party] = {}

    @property
    def parties(self) -> tuple[Party, ...]:
        """The conversations this window follows."""
        return tuple(self._parties.values())

    async def begin(self, said: frames.Hello) -> None:
        """Show what this professional holds, owes, and who is waiting."""
        cursors = {cursor.cid: cursor.after for cursor in said.cursors}
        for claim in await self._.store.held_by(self._who.pseudonym):
            if await self._sit_down(claim, after=cursors.pop(claim.cid, 0)) is None:
                await self._.chat.released(claim.cid)
        for cid in cursors:
            self._page.send(frames.Ended(reason="gone", cid=cid))
        await self._show_untagged()
        self._.desk.read_line(self._page.emit)

    async def take(self, said: frames.Take) -> None:
        """Take the next visitor or one by name.

        Raises:
            Refused: NOBODY, TAKEN, AT_CAPACITY, UNTAGGED.
        """
        for _ in range(GHOSTS):
            claim = await self._.store.claim(
                self._who.pseudonym,
                cid=said.cid,
                ticket=secrets.token_bytes(16),
                place=secrets.token_bytes(8),
                capacity=self._.capacity,
            )
            if await self._sit_down(claim, after=0, ref=said.ref) is not None:
                return
            # Expired while in line: nobody was met, so nothing is to be tagged.
            await self._.store.release(claim.cid, tagged=False, day="")
            if said.cid is not None:
                raise Refused(Code.TAKEN)
        raise Refused(Code.NOBODY)

    def party(self, cid: bytes) -> Party:
        """The conversation a frame speaks of; Refused(NOT_YOURS) when it is not held here."""
        party = self._parties.get(cid)
        if party is None:
            raise Refused(Code.NOT_YOURS)
        return party

    async def offer(self, said: frames.Offer) -> None:
        """Introduce oneself."""
        await self._.chat.offer(
            self.party(said.cid), Introduction(said.offer, said.signature, said.entry)
        )

    async def end(self, said: frames.End) -> None:
        """End a conversation."""
        await self._.chat.end(self.party(said.cid), "done")

    async def tag(self, said: frames.Tag) -> None:
        """Tag an ended conversation, or correct its tag."""
        await self._.counting.tag(self._who, said.ticket, said.codebook, said.answers)
        await self._tagged(said.ref, said.ticket)

    async def skip(self, said: frames.Skip) -> None:
        """Leave a conversation untagged."""
        await self._.counting.skip(self._who, said.ticket, said.reason)
        await self._tagged(said.ref, said.ticket)

    async def _tagged(self, ref: bytes, ticket: bytes) -> None:
        self._page.send(frames.Tagged(ref=ref, ticket=ticket))
        await self._show_untagged()

    async def close(self) -> None:
        """The window is gone; its conversations stay, and the visitors are told."""
        self._.desk.stop_reading(self._page.emit)
        parties = self.parties
        # All are let go before anybody is told: telling may find the store away.
        for party in parties:
            self._forget(party)
        for party in parties:
            await self._.chat.show_presence(party, "lost")

    async def _show_untagged(self) -> None:
        tickets = await self._.store.tickets_of(self._who.pseudonym)
        self._page.send(frames.Untagged(tickets=list(tickets)))

    async def _sit_down(
        self, claim: Claim, *, after: int, ref: bytes | None = None
    ) -> Party | None:
        """Follow a conversation this professional holds; None when it is gone."""
        party = Party(
            cid=claim.cid,
            seat=claim.place,
            connection=self._page.connection,
            emit=self._page.emit,
            over=lambda reason: self._over(claim.cid, reason),
        )
        self._.delivery.follow(party)
        try:
            is_there = await self._enter(party, claim, after=after, ref=ref)
        except BaseException:
            self._forget(party)
            raise
        if not is_there:
            self._forget(party)
            return None
        await self._.delivery.catch_up(party)
        await self._.chat.show_presence(party, "here")
        return party

    async def _enter(self, party: Party, claim: Claim, *, after: int, ref: bytes | None) -> bool:
        life = await self._.chat.seat(claim.cid, claim.place)
        if life is None:
            return False
        try:
            data_key = DataKey.unwrap(self._.ring, claim.cid, life.wrapped_key)
            facts = unpack(data_key.open(ABOUT, life.facts), Facts)
        except SealError:
            return False  # sealed by a ring that is no more
        party.enter(data_key, after=after, last=life.last)
        self._parties[claim.cid] = party
        self._show_held(party, claim, life, facts, ref)
        return True

    def _forget(self, party: Party) -> None:
        self._.delivery.unfollow(party)
        self._parties.pop(party.cid, None)

    def _show_held(
        self, party: Party, claim: Claim, life: Life, facts: Facts, ref: bytes | None
    ) -> None:
        self._page.send(
            frames.Held(
                cid=claim.cid,
                ticket=claim.ticket,
                place=claim.place,
                commitment=facts.commitment,
                language=facts.language,
                suites=facts.suites,
                last=life.last,
                delivered=life.opened_by_visitor,
                ref=ref,
            )
        )
        for epoch, sealed in life.grants:
            grant = party.data_key.open(GRANT, sealed)
            self._page.send(frames.Granting(cid=claim.cid, epoch=epoch, grant=grant))

    def _over(self, cid: bytes, reason: str) -> None:
        """A conversation ended, by whomever: the page is told and its ticket waits."""
        if self._parties.pop(cid, None) is not None:
            self._.spawn(self._tell_over(cid, reason))

    async def _tell_over(self, cid: bytes, reason: str) -> None:
        self._page.send(frames.Ended(reason=ending_of(reason), cid=cid))
        try:
            # Whoever ended it does this too; if that process died, we are here.
            await self._.chat.released(cid)
            await self._show_untagged()
        except Unavailable:
            logger.info("an ended conversation waits for the store")


def ending_of(reason: str) -> frames.Ending:
    """The reason that a browser may see."""
    match reason:
        case "left" | "exit" | "done":
            return reason
        case _:
            return "gone"
