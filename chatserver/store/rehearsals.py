"""Rehearsals in the vault: which one runs, and who has come with its pass (decision 0051)."""

from typing import Final, cast

from chatserver.store import keys
from chatserver.store.commands import Commands, Script
from chatserver.store.desk import DESK_KEYS, script
from chatserver.store.lua import load
from chatserver.store.replies import pairs, unless_refused
from chatserver.store.values import Drill

ADMIT: Final = script("admit")
CALL_OFF: Final[Script] = load("call_off")

BEGINS_WITHIN: Final = 30
"""Seconds. A rehearsal of which nobody has come by then does not keep the next one waiting."""


class RedisDrills:
    """`interface.Drills` over one pipeline."""

    def __init__(self, pipeline: Commands) -> None:
        """Args: pipeline: connected, or connecting."""
        self._pipeline = pipeline

    async def admit(self, drill: Drill, *, most: int, now: int, cid: bytes = b"") -> None:
        """See the interface."""
        names = (*DESK_KEYS, keys.REHEARSAL)
        arguments = (drill.id, drill.until, most, drill.about, cid, now, BEGINS_WITHIN)
        unless_refused(await self._pipeline.run_script(ADMIT, names, arguments))

    async def last(self) -> Drill | None:
        """See the interface."""
        kept = pairs(await self._pipeline.call("HGETALL", keys.REHEARSAL))
        if not kept:
            return None
        return Drill(
            id=kept[b"id"],
            began=int(kept[b"began"]),
            until=int(kept[b"until"]),
            about=kept[b"about"],
            visitors=frozenset(name[2:] for name in kept if name.startswith(b"v:")),
            is_over=b"over" in kept,
        )

    async def call_off(self, drill: bytes) -> None:
        """See the interface."""
        cast("int", await self._pipeline.run_script(CALL_OFF, (keys.REHEARSAL,), (drill,)))
