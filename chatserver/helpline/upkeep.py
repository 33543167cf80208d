"""What must happen by itself: leases renewed, the expired noticed.

Every process runs this; each step is harmless when several do it at once, and
any of them may die in the middle of it.
"""

import contextlib
import logging
from dataclasses import dataclass
from typing import Final

from chatserver.clock import Clock
from chatserver.domain.errors import Refused, Unavailable
from chatserver.helpline.chat import Chat
from chatserver.helpline.delivery import Delivery
from chatserver.helpline.desk import Desk
from chatserver.helpline.mending import Mending
from chatserver.store.interface import Conversations

EVERY: Final = 5.0
"""Seconds between two rounds: an expired conversation is noticed within that."""

STAY_EVERY: Final = 30.0
"""Seconds between renewals for a connected page; lifetimes are minutes."""

logger: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Upkeep:
    """See the module's text. `grace`: seconds that a waiting visitor is kept."""

    conversations: Conversations
    desk: Desk
    mending: Mending
    chat: Chat
    delivery: Delivery
    clock: Clock
    grace: int

    async def run(self) -> None:
        """Keep things up until cancelled."""
        stayed = self.clock.now()
        while True:
            await self.clock.sleep(EVERY)
            now = self.clock.now()
            try:
                if now - stayed >= STAY_EVERY:
                    stayed = now
                    await self.renew()
                await self.mending.round()
            except (Unavailable, Refused):
                logger.warning("upkeep waits for a store")

    async def renew(self) -> None:
        """Keep alive what has a connected page; tell the pages of what is gone."""
        for party in self.delivery.parties:
            lives = self.grace if self.desk.is_in_line(party) else self.chat.lives
            now = int(self.clock.now())
            if not await self.conversations.stay(party.cid, lives=lives, now=now):
                self.delivery.unfollow(party)
                party.over("gone")
            elif party.is_visitor and not self.desk.is_in_line(party):
                # Nothing happens if somebody has this visitor. If nobody does and nobody knows,
                # because a process died, this is how they are found again.
                with contextlib.suppress(Refused):
                    await self.desk.stand_in_line(party)
