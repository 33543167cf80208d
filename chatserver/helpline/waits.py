"""What each take teaches about the next waits: kept in the vault, for all processes together."""

import logging
from dataclasses import dataclass
from typing import Final

from chatserver.clock import Clock
from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.desk import Wait
from chatserver.domain.errors import Unavailable
from chatserver.domain.hours import whole_minute
from chatserver.helpline.sealing import open_line
from chatserver.store.interface import DeskList
from chatserver.store.values import Claim

TRIES: Final = 5
"""To keep what a take taught, when other processes keep theirs at the same moment. One take
more or less changes nothing, so after that it is let go."""

logger: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """See the module's text."""

    store: DeskList
    ring: KeyRing
    clock: Clock

    async def learn(self, claim: Claim) -> None:
        """Somebody was taken from the line: was what they had been told true?

        Who comes back to the line says nothing about it: they did not come to the end of it.
        """
        facts = open_line(self.ring, claim.cid, claim.note)
        if facts is None or facts.rehearsal or claim.has_returned:
            return
        shown = Wait(facts.low, facts.high) if facts.low is not None else None
        now = whole_minute(self.clock.now())
        try:
            for _ in range(TRIES):
                pace = await self.store.pace()
                after = pace.taken(since=facts.since, shown=shown, now=now)
                if await self.store.keep_pace(after, before=pace):
                    return
        except Unavailable:
            logger.info("the pace of the line was not kept: the store is away")
