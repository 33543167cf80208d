"""What comes back after the vault has lost everything: marks, tickets, and whole conversations."""

from collections.abc import Collection, Sequence
from typing import Final, Literal, cast

from chatserver.store import keys
from chatserver.store.commands import Argument, Commands
from chatserver.store.conversations import STATES
from chatserver.store.desk import DESK_KEYS, LIVES, PLACE, PSEUDONYM, guests_in, held_claim, script
from chatserver.store.lua import load
from chatserver.store.replies import unless_refused
from chatserver.store.values import (
    Birth,
    Born,
    Came,
    Return,
    Standing,
    Whereabouts,
)

MARK_BYTES: Final = 8
"""Of a birth mark; the second follows it, in decimal."""

ARRIVAL: Final = slice(56, 68)
"""Part of a `held` value (scripts/_desk.lua)."""

_LETTERS: Final = {state: letter for letter, state in STATES.items()}

BORN: Final = load("born")
WHEREABOUTS: Final = script("whereabouts")
FORBID: Final = load("forbid")
OWE: Final = script("owe")
BRING_BACK: Final = script("bring_back")
STAGE: Final = load("stage", common="_conversation")
REBUILD: Final = load("rebuild", common="_conversation")


class RedisReturns:
    """`interface.Returns` over one pipeline."""

    def __init__(self, pipeline: Commands) -> None:
        """Args: pipeline: connected, or connecting."""
        self._pipeline = pipeline

    async def born(self, fresh: Born) -> Born:
        """See the interface."""
        said = b"%b%d" % (fresh.mark, fresh.at)
        reply = await self._pipeline.run_script(BORN, (keys.BORN,), (said, LIVES))
        kept = cast("bytes", reply)
        return Born(kept[:MARK_BYTES], int(kept[MARK_BYTES:]))

    async def whereabouts(self, cid: bytes) -> Whereabouts | None:
        """See the interface."""
        names = (*DESK_KEYS, keys.BORN)
        reply = await self._pipeline.run_script(WHEREABOUTS, names, (cid,))
        born, held, guests, rank, facts = cast("list[bytes]", reply)
        mark = born[:MARK_BYTES]
        if held:
            return _held(cid, mark, held, guests)
        if rank == b"":
            return None
        ready, note = facts[:1] != b"0", facts[1:]
        return Whereabouts(mark, None, b"", float(rank), note, ready)

    async def has_returned(self, mark: bytes) -> bool:
        """See the interface."""
        return await self._pipeline.call("ZSCORE", keys.RETURNED, mark) is not None

    async def forbid(self, marks: Collection[bytes], *, until: int, now: int) -> None:
        """See the interface."""
        if marks:
            arguments: Sequence[Argument] = (LIVES, until, now, *marks)
            await self._pipeline.run_script(FORBID, (keys.RETURNED,), arguments)

    async def owe(
        self,
        pseudonym: bytes,
        *,
        cid: bytes,
        ticket: bytes,
        note: bytes,
        until: int,
        now: int,
    ) -> Literal["owed", "there", "spent"]:
        """See the interface."""
        names = (*DESK_KEYS, keys.RETURNED)
        arguments = (keys.DESK_NEWS, LIVES, cid, pseudonym, ticket, note, until, now)
        reply = await self._pipeline.run_script(OWE, names, arguments)
        return cast("Literal['owed', 'there', 'spent']", cast("bytes", reply).decode())

    async def bring_back(self, back: Return, *, capacity: int, now: int) -> tuple[Came, int]:
        """See the interface."""
        arguments: Sequence[Argument] = (
            *(keys.DESK_NEWS, LIVES, back.cid, back.mark, back.until, now, back.note, back.rank),
            *(back.pseudonym, back.ticket, back.place, back.arrival, back.turn, capacity),
            int(back.is_ready),
        )
        names = (*DESK_KEYS, keys.RETURNED)
        reply = await self._pipeline.run_script(BRING_BACK, names, arguments)
        how, turn = cast("tuple[bytes, int]", reply)
        return cast("Came", how.decode()), turn

    async def stage(
        self, cid: bytes, *, owner: bytes, first: int, sealed: Sequence[bytes], lives: int
    ) -> None:
        """See the interface."""
        arguments: Sequence[Argument] = (owner, first, lives, *sealed)
        unless_refused(await self._pipeline.run_script(STAGE, keys.of_conversation(cid), arguments))

    async def rebuild(
        self,
        cid: bytes,
        birth: Birth,
        *,
        owner: bytes,
        standing: Standing,
        count: int,
        connection: bytes,
        lives: int,
        now: int,
    ) -> bool:
        """See the interface."""
        arguments: Sequence[Argument] = (
            *(birth.token_digest, birth.wrapped_key, birth.facts, birth.share, birth.hard_end),
            *(lives, now, connection, owner, count),
            *(_LETTERS[standing.state], standing.place, standing.turn),
        )
        reply = await self._pipeline.run_script(REBUILD, keys.of_conversation(cid), arguments)
        return unless_refused(reply) == 1


def _held(cid: bytes, mark: bytes, held: bytes, guests: bytes) -> Whereabouts:
    claim = held_claim(cid, held)
    places = tuple(guest[PLACE] for guest in guests_in(guests))
    arrival = float(held[ARRIVAL])
    return Whereabouts(mark, claim, held[PSEUDONYM], arrival, claim.note, places=places)
