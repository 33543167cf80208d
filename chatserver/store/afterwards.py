"""Boxes of the closing questions in the vault. Every write gives a lifetime in the same step."""

from typing import Final, cast

from chatserver.domain.afterwards import DAYS, LATEST
from chatserver.store import keys
from chatserver.store.commands import Argument, Commands
from chatserver.store.interface_of_afterwards import Box
from chatserver.store.lua import load
from chatserver.store.replies import pairs

LIVES: Final = DAYS * 86400
"""Seconds after the last change, of a box and of a parcel."""

SHOWN: Final = b"shown"

NOTE: Final = load("note")
PARCEL: Final = load("parcel")


class RedisBoxes:
    """`interface_of_afterwards.Boxes` over one pipeline."""

    def __init__(self, pipeline: Commands) -> None:
        """Args: pipeline: connected, or connecting."""
        self._pipeline = pipeline

    async def shown(self, number: bytes, day: str, *, until: int, now: int) -> bool:
        """See the interface."""
        return await self._note(day, number, now, until, LATEST, LIVES)

    async def answer(
        self, number: bytes, day: str, sealed: bytes, *, name: bytes, until: int, now: int
    ) -> bool:
        """See the interface."""
        return await self._note(day, number, now, until, LATEST, LIVES, name, sealed)

    async def _note(self, day: str, *arguments: Argument) -> bool:
        names = (keys.VOUCHERS, keys.box(day))
        return await self._pipeline.run_script(NOTE, names, arguments) == 1

    async def box(self, day: str) -> Box | None:
        """See the interface."""
        found = pairs(await self._pipeline.call("HGETALL", keys.box(day)))
        if not found:
            return None
        shown = int(found.pop(SHOWN, b"0"))
        return Box(shown, tuple(found.values()))

    async def pack(self, day: str, parcel: bytes) -> bool:
        """See the interface."""
        names = (keys.box(day), keys.parcel(day))
        return await self._pipeline.run_script(PARCEL, names, (parcel, LIVES)) == 1

    async def parcel(self, day: str) -> bytes | None:
        """See the interface."""
        return cast("bytes | None", await self._pipeline.call("GET", keys.parcel(day)))

    async def drop(self, day: str) -> None:
        """See the interface."""
        await self._pipeline.call("DEL", keys.parcel(day))
