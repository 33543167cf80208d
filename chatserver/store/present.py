"""Who is at the desk, in the vault: a lease and a name for one shift."""

from collections.abc import Sequence
from typing import Final, cast

from chatserver.store import keys
from chatserver.store.commands import Commands, Reply
from chatserver.store.desk import LIVES
from chatserver.store.lua import load
from chatserver.store.replies import pairs
from chatserver.store.values import Present

BE_SEEN: Final = load("be_seen")
WHO_IS_HERE: Final = load("who_is_here")


class RedisPresents:
    """`interface_of_present.Presents` over one pipeline."""

    def __init__(self, pipeline: Commands) -> None:
        """Args: pipeline: connected, or connecting."""
        self._pipeline = pipeline

    async def be_seen(
        self,
        pseudonym: bytes,
        note: bytes,
        *,
        known_as: bytes,
        now: int,
        until: int,
        gone_since: int,
    ) -> bytes:
        """See the interface."""
        arguments = (keys.DESK_NEWS, LIVES, pseudonym, known_as, now, until, gone_since, note)
        return cast("bytes", await self._pipeline.run_script(BE_SEEN, (keys.PRESENT,), arguments))

    async def here(self, *, now: int) -> Sequence[Present]:
        """See the interface."""
        names = (keys.PRESENT, keys.LOAD)
        reply = cast("list[Reply]", await self._pipeline.run_script(WHO_IS_HERE, names, ()))
        seen, load = map(pairs, reply)
        return [
            Present(
                pseudonym=who,
                id=seen[b"i:" + who],
                until=int(until),
                load=int(load.get(who, 0)),
                note=seen[b"f:" + who],
            )
            for name, until in seen.items()
            if (who := name[2:]) and name[:2] == b"u:" and int(until) >= now
        ]
