"""The versions of the ready-made replies, in the ledger."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final, cast

from redis.asyncio import Redis

from chatserver.store import keys
from chatserver.store.commands import Reply
from chatserver.store.interface_of_publications import Noted
from chatserver.store.lua import load
from chatserver.store.pipeline import available

SAVE: Final = load("save_replies")

MOST_VERSIONS: Final = 20
"""Weeks of writing. They are kept for who regrets a change, not as an archive."""

Run = Callable[..., Awaitable[Reply]]


class RedisReplyVersions:
    """`interface_of_replies.ReplyVersions` over the ledger's client."""

    def __init__(self, client: Redis, run: Run) -> None:
        """Args: run: of the ledger, which waits until replicas have what was written."""
        self._redis = client
        self._run = run

    async def newest(self) -> int:
        """See the interface."""
        return max(await self._numbers(), default=0)

    async def days(self) -> Mapping[int, str]:
        """See the interface."""
        found = await available(
            cast("Awaitable[dict[bytes, bytes]]", self._redis.hgetall(keys.REPLY_DAYS.decode()))
        )
        return {int(number): day.decode() for number, day in found.items()}

    async def version(self, number: int) -> bytes | None:
        """See the interface."""
        asked = self._redis.hget(keys.REPLIES.decode(), str(number))
        return await available(cast("Awaitable[bytes | None]", asked))

    async def save(self, replies: bytes, *, after: int, day: str, noted: Noted) -> bool:
        """See the interface."""
        names = (keys.REPLIES, keys.REPLY_DAYS, keys.RECORD)
        pairs = (each for pair in noted.items() for each in pair)
        return await self._run(SAVE, names, after, replies, day, MOST_VERSIONS, *pairs) == 1

    async def _numbers(self) -> list[int]:
        asked = cast("Awaitable[list[bytes]]", self._redis.hkeys(keys.REPLY_DAYS.decode()))
        return [int(number) for number in await available(asked)]
