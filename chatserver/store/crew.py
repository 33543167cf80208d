"""The professionals at the desk in the vault: who is free, and who is proposed to whom."""

from collections.abc import Iterable, Mapping
from typing import Final, cast

from chatserver.domain.duty import MOST_MISSED, Colleague, Proposal, Stance
from chatserver.store import keys
from chatserver.store.commands import Argument, Commands, Reply, Script
from chatserver.store.desk import DESK_KEYS, LIVES, script
from chatserver.store.replies import pairs
from chatserver.store.values import CrewNow, Member

LETTERS: Final = {
    Stance.FREE: b"f",
    Stance.AWAY: b"a",
    Stance.MISSED: b"m",
    Stance.BREAK: b"b",
    Stance.RESTED: b"r",
    Stance.ENDING: b"e",
}
"""As scripts/_desk.lua writes them."""

_STANCES: Final = {letter: stance for stance, letter in LETTERS.items()}

WHO: Final = 32
"""Bytes of a pseudonym at the beginning of a value."""

DECLINED: Final = 44
"""Bytes of each who declined: a pseudonym and a time."""

BE_HERE: Final = script("be_here")
BE: Final = script("be")
PROPOSE: Final = script("propose")
PASS_ON: Final = script("pass_on")
MOVE_ON: Final = script("move_on")
LOOK: Final = script("look")


class RedisCrew:
    """`interface_of_crew.Crew` over one pipeline."""

    def __init__(self, pipeline: Commands) -> None:
        """Args: pipeline: connected, or connecting."""
        self._pipeline = pipeline

    async def _run(self, what: Script, *arguments: Argument) -> Reply:
        return await self._pipeline.run_script(what, DESK_KEYS, (keys.DESK_NEWS, LIVES, *arguments))

    async def be_here(
        self, pseudonym: bytes, note: bytes, *, now: int, until: int, grace: int
    ) -> None:
        """See the interface."""
        await self._run(BE_HERE, pseudonym, now, until, grace, note)

    async def be(self, pseudonym: bytes, stance: Stance, *, break_until: int = 0) -> bool:
        """See the interface."""
        forget = int(stance is Stance.BREAK)
        return await self._run(BE, pseudonym, LETTERS[stance], break_until, forget, b"") == 1

    async def go_on(self, pseudonym: bytes) -> None:
        """See the interface."""
        await self._run(BE, pseudonym, b"", 0, 1, b"")

    async def choose(self, pseudonym: bytes, most: int) -> bool:
        """See the interface."""
        return await self._run(BE, pseudonym, b"", 0, 0, most) == 1

    async def propose(self, proposal: Proposal, *, since: int, now: int, capacity: int) -> bool:
        """See the interface."""
        arguments = (proposal.cid, proposal.pseudonym, since, now, proposal.until, capacity)
        return await self._run(PROPOSE, *arguments) == 1

    async def pass_on(self, pseudonym: bytes, cid: bytes, *, until: int) -> bool:
        """See the interface."""
        return await self._run(PASS_ON, cid, pseudonym, until) == 1

    async def move_on(self, *, now: int, capacity: int, gone_since: int) -> bool:
        """See the interface."""
        return await self._run(MOVE_ON, now, capacity, MOST_MISSED, gone_since) == 1

    async def look(self) -> CrewNow:
        """See the interface."""
        reply = cast("list[Reply]", await self._run(LOOK))
        crew, proposed, declined, load, owed = map(pairs, reply)
        return CrewNow(
            members=tuple(_members(crew, load, owed)),
            proposals=tuple(
                Proposal(cid, kept[:WHO], int(kept[WHO:])) for cid, kept in proposed.items()
            ),
            declined={
                cid: frozenset(kept[at : at + WHO] for at in range(0, len(kept), DECLINED))
                for cid, kept in declined.items()
            },
        )


def _members(
    crew: Mapping[bytes, bytes], load: Mapping[bytes, bytes], owed: Mapping[bytes, bytes]
) -> Iterable[Member]:
    for field, letter in crew.items():
        what, _, who = field.partition(b":")
        if what != b"w":
            continue
        colleague = Colleague(
            pseudonym=who,
            stance=_STANCES[letter],
            since=int(crew.get(b"s:" + who, 0)),
            until=int(crew.get(b"u:" + who, 0)),
            load=int(load.get(who, 0)),
            owes=int(owed.get(who, 0)),
            hard=int(crew.get(b"h:" + who, 0)),
            break_until=int(crew.get(b"e:" + who, 0)),
            chosen=int(crew.get(b"c:" + who, 0)),
        )
        yield Member(colleague, crew.get(b"l:" + who, b""))
