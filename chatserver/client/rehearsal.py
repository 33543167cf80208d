"""Plays the visitors of a rehearsal: real ones over HL1, as far as a server can tell.

What they say is decided by `domain.acting`; here are the line, the clock and the pauses.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

import aiohttp

from chatserver.client.transcript import Said
from chatserver.client.visitor import Visitor
from chatserver.crypto.hl1 import Roster
from chatserver.domain.acting import Acting, Drop, Leave, Say, Step
from chatserver.domain.personas import Persona

TAPS_AFTER: Final = 3.0
"""Seconds until somebody who is called has taken up their phone and tapped."""

STIRS_EVERY: Final = 60.0
"""Seconds between two signs of somebody who writes, as a page gives them."""

LOOKS_EVERY: Final = 5.0
"""Seconds between two looks at the clock while nothing is due."""

BYE_WITHIN: Final = 2.0
"""Seconds for the server to hear that somebody leaves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Where a rehearsal is played.

    Attributes:
        url: of the visitors' site.
        origin: what that is called outside; empty for the same.
        roster: the organisation's public key.
        sealed: the pass.
        minute: gives the whole minutes since 1970 that messages carry.
        tell: is told what becomes of each, for a person to read.
    """

    url: str
    origin: str
    roster: bytes
    sealed: bytes
    minute: Callable[[], int]
    tell: Callable[[str], None]


async def perform(
    house: House, cast: Sequence[Persona], language: str, stop: asyncio.Future[None]
) -> None:
    """Play all of them at once, until all are over or `stop` is done; then they leave calmly."""
    async with aiohttp.ClientSession() as session:
        parts = [Part(house, session, persona, language) for persona in cast]
        everybody: asyncio.Future[list[None]] = asyncio.gather(*(part.play() for part in parts))
        try:
            either: set[asyncio.Future[Any]] = {everybody, stop}
            await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.gather(*(part.leave() for part in parts))
        finally:
            everybody.cancel()
            with suppress(asyncio.CancelledError):
                await everybody
            await asyncio.gather(*(part.visitor.close() for part in parts))


class Part:
    """One persona who is played."""

    def __init__(
        self, house: House, session: aiohttp.ClientSession, persona: Persona, language: str
    ) -> None:
        self._house = house
        self._persona = persona
        self._language = language
        self._heard = 0
        self._stirred = float("-inf")
        self.visitor = Visitor(
            session,
            house.url,
            roster=Roster(house.roster),
            language=language,
            minute=house.minute,
            origin=house.origin,
            rehearsal=house.sealed,
        )

    async def play(self) -> None:
        """Wait, talk, and go."""
        visitor = self.visitor
        visitor.arrive()
        self._tell("comes")
        await self._until(lambda: bool(visitor.offers))
        await self._pause(TAPS_AFTER)
        if not self._is_over:
            acting = Acting(self._persona, self._language, now=_now())
            await self._let_in()
            while not self._is_over:
                await self._act(acting)
        self._tell(self._end)

    async def leave(self) -> None:
        """Go now, calmly, if this is not over."""
        if self._is_over:
            return
        with suppress(TimeoutError):  # perhaps the line is lost this moment
            await self._until(lambda: self.visitor.is_in, within=BYE_WITHIN)
            if not self._is_over:
                self.visitor.leave("left")
                await self._pause(BYE_WITHIN)

    async def _act(self, acting: Acting) -> None:
        await self._let_in()
        for said in self._theirs[self._heard :]:
            self._heard += 1
            acting.hear(said.text, now=_now())
        step = acting.due(now=_now())
        if step is None:
            await self._pause(min(max(acting.next_at - _now(), 0.0), LOOKS_EVERY), hears=True)
        else:
            await self._do(step)

    async def _do(self, step: Step) -> None:
        visitor = self.visitor
        match step:
            case Say(text=text):
                self._stir()
                visitor.reads()
                visitor.say(text)
            case Leave(how=how):
                await self._until(lambda: visitor.is_in)
                visitor.leave(how)
                await self._pause(BYE_WITHIN)
            case Drop(seconds=seconds):
                self._tell("is gone for a moment")
                await visitor.close()
                await asyncio.sleep(seconds)
                visitor.line.start_again()

    async def _let_in(self) -> None:
        """Whoever knocks comes in: who practises with a colleague, or hands over."""
        while self.visitor.offers:
            name = await self.visitor.let_in(back=True)
            self._tell(f"is with {name}")

    @property
    def _theirs(self) -> list[Said]:
        # Counted apart from our own, which find their place among them only when they are accepted.
        return [said for said in self.visitor.texts if not said.is_mine]

    def _stir(self) -> None:
        if _now() - self._stirred >= STIRS_EVERY:
            self._stirred = _now()
            self.visitor.stir()

    @property
    def _is_over(self) -> bool:
        visitor = self.visitor
        return (
            visitor.ended is not None
            or visitor.lost is not None
            or visitor.line.closed_with is not None
            or (not visitor.is_in and bool(visitor.refusals))
        )

    @property
    def _end(self) -> str:
        visitor = self.visitor
        if visitor.ended is not None:
            return f"is over ({visitor.ended})"
        if visitor.refusals:
            return f"was not let in ({visitor.refusals[-1]})"
        return "was turned away" if visitor.desk is not None else "is over (line)"

    async def _pause(self, seconds: float, *, hears: bool = False) -> None:
        """Wait so long, or until it is over, or until something is said."""
        with suppress(TimeoutError):
            await self._until(lambda: hears and len(self._theirs) > self._heard, within=seconds)

    async def _until(self, holds: Callable[[], bool], *, within: float | None = None) -> None:
        """Wait until something holds, or it is over. Args: within: seconds; None: for ever."""
        while True:
            with suppress(TimeoutError):
                await self.visitor.until(
                    lambda: self._is_over or holds(), within=within or LOOKS_EVERY
                )
                return
            if within is not None:
                raise TimeoutError

    def _tell(self, what: str) -> None:
        self._house.tell(f"{self._persona.title['en']}: {what}")


def _now() -> float:
    return asyncio.get_running_loop().time()
