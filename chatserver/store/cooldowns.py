"""Cool-downs in the vault: a key for each, so that each ends by itself."""

from collections.abc import Mapping
from typing import Final, cast

from chatserver.store import keys
from chatserver.store.commands import Commands

SLOTS: Final = 32
"""At once. More than that is no longer about single people, and would shut out whole networks."""


class RedisCoolDowns:
    """`interface.CoolDowns` over one pipeline. Every write gives a lifetime in the same command."""

    slots: int = SLOTS

    def __init__(self, pipeline: Commands) -> None:
        """Args: pipeline: connected, or connecting."""
        self._pipeline = pipeline

    async def running(self) -> Mapping[int, bytes]:
        """See the interface."""
        reply = await self._pipeline.call("MGET", *map(keys.cool_down, range(SLOTS)))
        found = cast("list[bytes | None]", reply)
        return {slot: sealed for slot, sealed in enumerate(found) if sealed is not None}

    async def begin(self, slot: int, sealed: bytes, *, lives: int) -> bool:
        """See the interface."""
        return await self._set(slot, sealed, lives, "NX")

    async def change(self, slot: int, sealed: bytes, *, lives: int) -> bool:
        """See the interface."""
        return await self._set(slot, sealed, lives, "XX")

    async def _set(self, slot: int, sealed: bytes, lives: int, only: str) -> bool:
        key = keys.cool_down(slot)
        return await self._pipeline.call("SET", key, sealed, "EX", lives, only) is not None

    async def lift(self, slot: int) -> None:
        """See the interface."""
        await self._pipeline.call("DEL", keys.cool_down(slot))
