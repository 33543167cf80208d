"""Who is there: a lease for each seat of a conversation, renewed by the pages that sit in it.

A page is asked every few seconds and answers, so that a frozen tab counts as little as a lost
line. Its process renews the lease for it, and is told in the same step who else is there. So a
process that dies says nothing and needs to say nothing: its leases run out.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from chatserver.clock import Clock
from chatserver.domain.errors import Refused, Unavailable
from chatserver.helpline.chat import Chat
from chatserver.helpline.delivery import Delivery, Party
from chatserver.store.values import VISITOR
from chatserver.wire import codec, frames

EVERY: Final = 3.0
"""Seconds between two renewals, and between two questions to a page."""

LEASE: Final = 6
"""Seconds that a lease holds: two renewals. With the time between two looks, a page that is gone
is known to be so within ten seconds, wherever it broke."""

WARNED: Final = 180
"""Seconds before the end at which a silent visitor is told again."""

AT_ONCE: Final = 500
"""Leases that are renewed in one go."""

ENDING: Final = (900, 300)
"""Seconds before the hard end at which both sides are told: time to say what matters, and time to
say goodbye."""

logger: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """See the module's text. Seconds.

    `ask`: puts the question to every page of this process.
    """

    chat: Chat
    delivery: Delivery
    clock: Clock
    ask: Callable[[], None]
    silent_prompt: int
    silent_close: int

    async def run(self) -> None:
        """Ask, renew and tell until cancelled."""
        while True:
            await self.clock.sleep(EVERY)
            self.ask()
            try:
                await self.round()
            except (Unavailable, Refused):
                logger.warning("presence waits for the store")

    async def round(self) -> None:
        """Renew the leases of all pages here, and tell them who is there."""
        parties = self.delivery.parties
        for at in range(0, len(parties), AT_ONCE):
            await asyncio.gather(*map(self.attend, parties[at : at + AT_ONCE]))

    async def arrives(self, party: Party) -> None:
        """This page has come: the others are told at once, and it, who is there."""
        await self.chat.show_here(party)
        await self.attend(party)

    async def leaves(self, party: Party) -> None:
        """This page is gone. It is missed a little later: most come back from a reload."""
        until = int(self.clock.now() + EVERY)
        await self.chat.conversations.attend(
            party.cid,
            seat=party.seat,
            connection=party.connection,
            until=until,
            is_leaving=True,
        )

    async def attend(self, party: Party) -> None:
        """Renew the lease of one page, and tell it who is there."""
        now = int(self.clock.now())
        found = await self.chat.conversations.attend(
            party.cid,
            seat=party.seat,
            connection=party.connection,
            until=now + LEASE if party.is_awake() else 0,
        )
        if found is None:
            return
        tell(party, {seat: until >= now for seat, until in found.there.items()})
        if len(found.there) > 1:  # who waits is in no conversation that could end
            tell_ending(party, found.hard_end - now)
        if party.is_visitor:
            self._ask_whether_there(party, found.stirred, now)

    def _ask_whether_there(self, party: Party, stirred: int, now: int) -> None:
        """Say to a visitor who does nothing when the conversation will end: twice."""
        left = stirred + self.silent_close - now
        is_asked = stirred > 0 and now - stirred >= self.silent_prompt
        asked = (1 if left > WARNED else 2) if is_asked else 0
        if asked > party.asked:
            minutes = max(1, -(-left // 60))
            party.emit(codec.encode(frames.Still(minutes=minutes)))
        party.asked = asked


def tell_ending(party: Party, left: int) -> None:
    """Tell a page twice that the hard end is near. Args: left: seconds."""
    due = sum(left <= before for before in ENDING)
    if due > party.ending:
        minutes = max(1, -(-left // 60))
        party.emit(codec.encode(frames.Ends(minutes=minutes, cid=party.named())))
    party.ending = due


def tell(party: Party, there: Mapping[bytes, bool]) -> None:
    """Tell a page what has changed: a visitor of everybody, a professional of the visitor.

    A page takes everybody to be there until it is told otherwise.
    """
    for seat, is_there in there.items():
        is_shown = (seat == VISITOR) is not party.is_visitor
        if is_shown and party.others.get(seat, True) is not is_there:
            frame = frames.Seen(
                state="here" if is_there else "lost",
                cid=party.named(),
                place=seat if party.is_visitor else None,
            )
            party.emit(codec.encode(frame))
        party.others[seat] = is_there
