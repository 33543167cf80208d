"""The desk in the vault: the waiting list, who holds what, which tickets wait for a tag."""

from collections.abc import Mapping, Sequence
from typing import Final, cast

from chatserver.domain.errors import Code, Refused
from chatserver.store import keys
from chatserver.store.interface import Claim, News
from chatserver.store.lua import load
from chatserver.store.pipeline import Argument, Pipeline, Reply, Script

LIVES: Final = 16 * 3600
"""Seconds that desk keys outlive their last change: the longest shift of twelve
hours and the longest conversation of four, so that no ticket is lost in one."""

PSEUDONYM: Final = slice(0, 32)
TICKET: Final = slice(32, 48)
PLACE: Final = slice(48, 56)
NOTE: Final = slice(56, None)
"""Parts of a `held` value (scripts/_desk.lua)."""

_KEYS: Final = (
    keys.WAITING,
    keys.TURN,
    keys.FACTS,
    keys.HELD,
    keys.LOAD,
    keys.TICKETS,
    keys.OWED,
)


def _script(name: str) -> Script:
    return load(name, common="_desk")


JOIN: Final = _script("join")
CLAIM: Final = _script("claim")
RELEASE: Final = _script("release")
SETTLE: Final = _script("settle")


class RedisDesk:
    """`interface.DeskList` over one pipeline."""

    def __init__(self, pipeline: Pipeline) -> None:
        """Args: pipeline: connected, or connecting."""
        self._pipeline = pipeline
        self._watchers: list[News] = []
        pipeline.subscribe(keys.DESK_NEWS)

    async def _run(self, script: Script, *arguments: Argument) -> Reply:
        return await self._pipeline.run_script(script, _KEYS, arguments)

    async def join(self, cid: bytes, facts: bytes, *, most: int) -> int | None:
        """See the interface."""
        place = cast("int", await self._run(JOIN, keys.DESK_NEWS, LIVES, cid, facts, most))
        if place == 0:
            raise Refused(Code.FULL)
        return place if place > 0 else None

    async def claim(
        self, pseudonym: bytes, *, cid: bytes | None, ticket: bytes, place: bytes, capacity: int
    ) -> Claim:
        """See the interface."""
        reply = await self._run(
            CLAIM, keys.DESK_NEWS, LIVES, cid or b"", pseudonym, ticket, place, capacity
        )
        if isinstance(reply, bytes):
            raise Refused(Code(reply.decode()))
        taken, note = cast("list[bytes]", reply)
        return Claim(cid=taken, ticket=ticket, place=place, note=note)

    async def release(self, cid: bytes, *, tagged: bool, day: str) -> bool:
        """See the interface."""
        names = (*_KEYS, keys.FINISHED + day.encode())
        arguments = (keys.DESK_NEWS, LIVES, cid, int(tagged))
        return await self._pipeline.run_script(RELEASE, names, arguments) == 1

    async def settle(self, pseudonym: bytes, ticket: bytes) -> bool:
        """See the interface."""
        return await self._run(SETTLE, LIVES, pseudonym, ticket) == 1

    async def note_of(self, pseudonym: bytes, ticket: bytes) -> bytes | None:
        """See the interface."""
        kept = cast("bytes | None", await self._pipeline.call("HGET", keys.TICKETS, ticket))
        if kept is None or kept[PSEUDONYM] != pseudonym:
            return None
        return kept[len(pseudonym) :]

    async def held_by(self, pseudonym: bytes) -> Sequence[Claim]:
        """See the interface."""
        return [
            Claim(cid=cid, ticket=value[TICKET], place=value[PLACE], note=value[NOTE])
            for cid, value in (await self._hash(keys.HELD)).items()
            if value[PSEUDONYM] == pseudonym
        ]

    async def all_held(self) -> Mapping[bytes, bytes]:
        """See the interface."""
        held = await self._hash(keys.HELD)
        return {cid: value[PSEUDONYM] for cid, value in held.items()}

    async def tickets_of(self, pseudonym: bytes) -> Sequence[bytes]:
        """See the interface."""
        tickets = await self._hash(keys.TICKETS)
        return [name for name, value in tickets.items() if value[PSEUDONYM] == pseudonym]

    async def line(self) -> Sequence[tuple[bytes, bytes]]:
        """See the interface."""
        order = cast("list[bytes]", await self._pipeline.call("ZRANGE", keys.WAITING, 0, -1))
        facts = await self._hash(keys.FACTS) if order else {}
        # Somebody may have been taken between the two commands: their facts are gone then.
        return [(cid, facts[cid]) for cid in order if cid in facts]

    async def finished(self, day: str) -> int:
        """See the interface."""
        count = await self._pipeline.call("GET", keys.FINISHED + day.encode())
        return int(cast("bytes", count)) if count is not None else 0

    def watch(self, changed: News) -> None:
        """See the interface."""
        self._watchers.append(changed)

    def pass_on(self, channel: bytes, payload: bytes) -> None:
        """Hand published news of the desk to those who watch it."""
        if channel == keys.DESK_NEWS:
            for changed in self._watchers:
                changed(payload)

    async def _hash(self, name: bytes) -> dict[bytes, bytes]:
        reply = await self._pipeline.call("HGETALL", name)
        if isinstance(reply, dict):
            return cast("dict[bytes, bytes]", reply)
        flat = cast("list[bytes]", reply)  # hiredis may give pairs as a flat list
        return dict(zip(flat[::2], flat[1::2], strict=True))
