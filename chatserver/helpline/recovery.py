"""When the vault has lost everything: pages hold slips, and a ticket can be owed again.

A memory-only store without a replica that dies takes every conversation with it. The server
that finds it empty gives it a new birth mark. So a page that comes back with a slip of another
mark has lost its conversation, and one with a slip of the same mark has not: it ended, or expired.

Every page is given a slip when it comes and each minute after, with the newest of what the desk
decided. A slip that was not renewed shortly before the loss is of a conversation that had ended
before, and is worth nothing (decision 0024).
"""

import asyncio
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from chatserver.clock import Clock
from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.errors import Code, Refused, Unavailable
from chatserver.domain.hours import whole_minute
from chatserver.helpline.counting import Counting, Who
from chatserver.helpline.delivery import Delivery, Party
from chatserver.helpline.endings import Endings
from chatserver.helpline.sealing import seal_ended
from chatserver.helpline.slips import (
    MARK_BYTES,
    Holder,
    StaffSlip,
    Unopenable,
    VisitorSlip,
    open_staffs,
    seal_slip,
)
from chatserver.store.interface import Conversations
from chatserver.store.interface_of_returns import Returns
from chatserver.store.values import Born, Standing, Whereabouts
from chatserver.wire import codec, frames

LOOK_EVERY: Final = 5.0
"""Seconds between two looks whether the vault was emptied while the line to it held."""

RENEW_EVERY: Final = 60.0
"""Seconds between two slips for one page."""

AT_ONCE: Final = 20
BETWEEN: Final = 0.2
"""Slips in one go, and seconds between: a crowd that comes back has older ones, and entering is
first."""

logger: Final = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Recovery:
    """See the module's text. `run` it in the process's task group.

    Attributes:
        fresh: seconds before a loss in which the slip of a running conversation was renewed: the
            visitor's grace without a line, and the time between two slips.
        longest: seconds of the longest conversation.
        lost: called when the vault was emptied: every page must come back.
    """

    conversations: Conversations
    returns: Returns
    counting: Counting
    delivery: Delivery
    ring: KeyRing
    clock: Clock
    endings: Endings
    fresh: int
    longest: int
    lost: Callable[[], None]
    _known: bytes = field(default=b"", init=False)
    _due: dict[Party, None] = field(default_factory=dict, init=False)
    _wake: asyncio.Event = field(default_factory=asyncio.Event, init=False)

    async def run(self) -> None:
        """Look, and renew slips, until cancelled."""
        renewed = self.clock.now()
        while True:
            await self.clock.sleep(LOOK_EVERY)
            try:
                await self.look()
                if self.clock.now() - renewed >= RENEW_EVERY:
                    renewed = self.clock.now()
                    self._renew()
            except (Unavailable, Refused):
                logger.warning("slips wait for the store")

    def soon(self, party: Party) -> None:
        """Give a page its slip, in turn: after a restart all come at once."""
        self._due[party] = None
        self._wake.set()

    async def run_due(self) -> None:
        """Give the pages that are due their slips, one after the other, until cancelled."""
        while True:
            await self._wake.wait()
            self._wake.clear()
            await self._hand_out_some()
            while self._due:
                await self.clock.sleep(BETWEEN)
                await self._hand_out_some()

    # Both in steps of their own: what waits for ever must hold no page, for a page has an address.

    def _renew(self) -> None:
        for party in self.delivery.parties:
            self.soon(party)

    async def _hand_out_some(self) -> None:
        for party in tuple(self._due)[:AT_ONCE]:
            del self._due[party]
            await self._hand_out_quietly(party)

    async def _hand_out_quietly(self, party: Party) -> None:
        try:
            await self.hand_out(party)
        except (Unavailable, Refused):
            logger.info("a slip waits for the store")

    async def notice(self) -> None:
        """The line to the vault is back: see at once whether it is the same vault."""
        try:
            await self.born()
        except (Unavailable, Refused):
            return  # the next look will tell

    async def look(self) -> None:
        """Keep the birth mark alive, and notice another one."""
        known = self._known
        born = await self.born()
        if known not in {b"", born.mark}:
            logger.warning("the vault is another one: conversations of before are lost")
            self.lost()

    async def born(self) -> Born:
        """When this vault was found empty; now, if nobody has said so yet."""
        now = int(self.clock.now())
        born = await self.returns.born(Born(secrets.token_bytes(MARK_BYTES), now))
        if self._known != born.mark:
            # What had ended before the loss must not come back as lost.
            marks = self.endings.marks(now)
            await self.returns.forbid(marks, until=now + self.longest, now=now)
            self._known = born.mark
        return born

    async def hand_out(self, party: Party) -> None:
        """Give a page its slip, if it is one who visits or who holds the conversation.

        A rehearsal that is lost is over: nobody needs it back.
        """
        if party.rehearses:
            return
        where = await self.returns.whereabouts(party.cid)
        # Asked second: a life that is there now was there when the mark was read.
        standing = await self.conversations.standing(party.cid)
        if where is None or where.born == b"" or standing is None:
            return
        slip = self._visitors(party, where, standing) or self._staffs(party, where)
        if slip is not None:
            sealed = seal_slip(self.ring, where.born, party.cid, slip)
            party.emit(codec.encode(frames.Slip(slip=sealed, cid=party.named())))

    def _visitors(self, party: Party, where: Whereabouts, standing: Standing) -> VisitorSlip | None:
        if party.visit is None:
            return None
        return VisitorSlip(
            token=party.visit.token,
            language=party.language,
            commitment=party.visit.commitment,
            suites=party.visit.suites,
            share=party.visit.share,
            hard_end=party.hard_end,
            issued=self._minute(),
            rank=where.rank,
            note=where.note,
            is_ready=where.is_ready,
            holder=_holder(where, standing),
        )

    def _staffs(self, party: Party, where: Whereabouts) -> StaffSlip | None:
        """A guest owes no tag."""
        if where.holder is None or where.holder.place != party.seat:
            return None
        return StaffSlip(
            pseudonym=where.pseudonym,
            ticket=where.holder.ticket,
            note=seal_ended(self.ring, party.cid, where.note),
            hard_end=party.hard_end,
            issued=self._minute(),
        )

    async def owe(self, who: Who, handed: frames.HandedBack) -> bytes:
        """Owe the ticket of a lost conversation again; again is harmless.

        Raises:
            Refused: GONE: nothing was lost, it goes on, too long ago, or no key opens the slip.
                NOT_YOURS, COUNTED: it has its tag, or was left without.
        """
        now = int(self.clock.now())
        try:
            slip = open_staffs(
                self.ring,
                handed.slip,
                cid=handed.cid,
                pseudonym=who.pseudonym,
                born=await self.born(),
                fresh=self.fresh,
                now=now,
            )
        except Unopenable:
            raise Refused(Code.GONE) from None
        if await self.counting.is_tagged(slip.ticket):
            raise Refused(Code.COUNTED)
        owed = await self.returns.owe(
            who.pseudonym,
            cid=handed.cid,
            ticket=slip.ticket,
            note=slip.note,
            until=slip.hard_end,
            now=now,
        )
        if owed != "owed":
            raise Refused(Code.GONE if owed == "there" else Code.COUNTED)
        return slip.ticket

    def _minute(self) -> int:
        return whole_minute(self.clock.now())


def _holder(where: Whereabouts, standing: Standing) -> Holder | None:
    claim = where.holder
    if claim is None:
        return None
    return Holder(
        pseudonym=where.pseudonym,
        ticket=claim.ticket,
        place=claim.place,
        turn=claim.turn,
        is_open=standing.state == "open",
        places=list(where.places),
    )
