"""Staff sessions and failed sign-ins in the vault."""

from typing import cast

from chatserver.store import keys
from chatserver.store.commands import Commands


class RedisSessions:
    """`interface.Sessions` over one pipeline. Every write gives a lifetime in the same command."""

    def __init__(self, pipeline: Commands) -> None:
        """Args: pipeline: connected, or connecting."""
        self._pipeline = pipeline

    async def put(self, digest: bytes, sealed: bytes, *, lives: int) -> None:
        """See the interface."""
        await self._pipeline.call("SET", keys.session(digest), sealed, "EX", lives)

    async def get(self, digest: bytes, *, lives: int) -> bytes | None:
        """See the interface."""
        return cast(
            "bytes | None", await self._pipeline.call("GETEX", keys.session(digest), "EX", lives)
        )

    async def drop(self, digest: bytes) -> None:
        """See the interface."""
        await self._pipeline.call("DEL", keys.session(digest))

    async def failed(self, pseudonym: str, *, lives: int) -> int:
        """See the interface."""
        key = keys.attempts(pseudonym)
        await self._pipeline.call("SET", key, 0, "EX", lives, "NX")
        return cast("int", await self._pipeline.call("INCR", key))

    async def failures(self, pseudonym: str) -> int:
        """See the interface."""
        count = await self._pipeline.call("GET", keys.attempts(pseudonym))
        return int(cast("bytes", count)) if count is not None else 0

    async def forgive(self, pseudonym: str) -> None:
        """See the interface."""
        await self._pipeline.call("DEL", keys.attempts(pseudonym))
