"""Ready-made replies: coordinators write them, professionals have the newest at hand.

Every change is a new version of the whole set, made from the newest or not at all: who wrote from
an older one is told, and nothing of anybody is overwritten unseen (decision 0049).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec

from chatserver.clock import Clock
from chatserver.domain import replies as rules
from chatserver.domain.entries import opened
from chatserver.domain.errors import Code, Misconfigured, Refused
from chatserver.domain.hours import day_of
from chatserver.domain.replies import Replies
from chatserver.store.interface import Ledger

MOST_BYTES: Final = 262_144
"""Of all replies together. Every professional's page fetches them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version. `number` 0: what came with the program, before anybody wrote."""

    number: int
    replies: Replies


@dataclass(slots=True, kw_only=True)
class ReadyMade:
    """Reads and changes them.

    Attributes:
        ours: what came with the program.
    """

    ledger: Ledger
    clock: Clock
    ours: Replies
    _latest: Version | None = field(default=None, init=False)

    async def newest_number(self) -> int:
        """The number of the newest version: a cheap question."""
        return await self.ledger.replies.newest()

    async def newest(self) -> Version:
        """The replies that are in use."""
        number = await self.newest_number()
        latest = self._latest
        if latest is None or latest.number != number:
            self._latest = latest = await self.version(number)
        return latest

    async def version(self, number: int) -> Version:
        """A version that is kept; raises Refused(GONE) for any other."""
        if number == 0:
            return Version(number=0, replies=self.ours)
        kept = await self.ledger.replies.version(number)
        if kept is None:
            raise Refused(Code.GONE)
        return Version(number=number, replies=rules.parse(msgspec.json.decode(kept), "the ledger"))

    async def days(self) -> Mapping[int, str]:
        """Which versions are kept, and on which day each was saved."""
        return await self.ledger.replies.days()

    async def write(
        self, who: str, seen: int, reply: Mapping[str, Any], *, instead_of: str | None
    ) -> Version:
        """Add or change a reply.

        Args:
            who: the coordinator's name.
            seen: the version that they changed.
            reply: as `parse_one` reads it.
            instead_of: the key of the reply that this was; None: it is a new one.

        Raises:
            Refused: MALFORMED, TOO_LARGE, CHANGED; TAKEN, GONE and FULL as `Replies.written`.
        """
        try:
            read = rules.parse_one(opened(reply, "reply"))
        except Misconfigured:
            raise Refused(Code.MALFORMED) from None
        return await self._change(who, seen, lambda now: now.written(read, instead_of=instead_of))

    async def remove(self, who: str, seen: int, key: str) -> Version:
        """Take a reply away; raises Refused(CHANGED, GONE)."""
        return await self._change(who, seen, lambda now: now.without(key))

    async def restore(self, who: str, seen: int, number: int) -> Version:
        """Make an older version the newest once more; raises Refused(CHANGED, GONE)."""
        older = await self.version(number)
        return await self._change(who, seen, lambda _now: older.replies)

    async def _change(self, who: str, seen: int, change: Callable[[Replies], Replies]) -> Version:
        now = await self.newest()
        if now.number != seen:
            raise Refused(Code.CHANGED)
        replies = change(now.replies)
        encoded = msgspec.json.encode({"reply": replies.as_json()})
        if len(encoded) > MOST_BYTES:
            raise Refused(Code.TOO_LARGE)
        number = seen + 1
        noted = {"who": who, "did": "wrote", "what": f"replies {number}"}
        day = day_of(self.clock.now())
        if not await self.ledger.replies.save(encoded, after=seen, day=day, noted=noted):
            raise Refused(Code.CHANGED)
        self._latest = Version(number=number, replies=replies)
        return self._latest
