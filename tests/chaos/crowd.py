"""A night's worth of people in one process: real sockets, real keys, and someone who counts.

Visitors arrive, are let in to whoever takes them, talk, and now and then leave, upon which
somebody new arrives. Professionals take whoever is next. Nobody here knows of any disaster.
"""

import asyncio
import contextlib
import secrets
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from random import Random  # noqa: TID251 - a seed makes a night that went wrong come back
from typing import Any, Final

from chatserver.client import Line, Professional, Visitor
from chatserver.client.talk import Talk
from chatserver.domain.people import Role
from chatserver.wire import frames
from tests.support.cast import Cast

CAPACITY: Final = 8
"""Conversations of one professional: the most there can be, so that fewer have to sign in."""

LOOK_EVERY: Final = 0.05
PATIENCE: Final = 60.0
"""Seconds for one step of one person; a disaster may come in the middle of it."""

ATTEMPT: Final = 2.0
"""Seconds until something that was not answered is tried again."""


@dataclass(slots=True, kw_only=True)
class Met:
    """Two who talk, and what each of them said."""

    visitor: Visitor
    professional: Professional
    talk: Talk
    by_visitor: list[str] = field(default_factory=list)
    by_professional: list[str] = field(default_factory=list)

    @property
    def is_settled(self) -> bool:
        """Whether everything said was acknowledged and is on both screens."""
        said = len(self.by_visitor) + len(self.by_professional)
        return len(self.visitor.texts) == len(self.talk.texts) == said

    def check(self) -> None:
        """Every message is on both screens once, in order, and under one number."""
        mine, theirs = self.visitor.texts, self.talk.texts
        assert [said.text for said in mine if said.is_mine] == self.by_visitor
        assert [said.text for said in mine if not said.is_mine] == self.by_professional
        assert [(said.seq, said.text) for said in mine] == [(s.seq, s.text) for s in theirs]
        # A repeated, missing or moved message would be marked by whoever opened it.
        assert [said for said in (*mine, *theirs) if said.marks] == []
        # One more number for each time that the visitor's page wrote down who may read.
        assert self.visitor.transcript.cursor == len(mine) + self.visitor.keys.epoch


@dataclass(slots=True)
class Figures:
    """What a night came to. Times in seconds."""

    conversations: int = 0
    acknowledged: int = 0
    reconnections: int = 0
    longest_away: float = 0.0
    longest_unanswered: float = 0.0
    longest_own_pause: float = 0.0
    """Of this process: what others are blamed for may be our own slowness."""


class Crowd:
    """Everybody of one night."""

    def __init__(self, cast: Cast, size: int, *, seed: int, pace: float) -> None:
        """Args: size: conversations at the same time. pace: seconds between words of one side."""
        self.figures: Final = Figures()
        self.met: Final[list[Met]] = []
        self.professionals: Final[list[Professional]] = []
        self.visitors: Final[list[Visitor]] = []
        self._cast = cast
        self._size = size
        self._pace = pace
        self.chance: Final = Random(seed)  # noqa: S311 - decides who talks, not who can read
        self._is_over = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self.longest_away = 0.0
        """Seconds, since whoever measures has set it to 0."""
        self.last_back = 0.0
        """When somebody came back for the last time, on the clock of the loop."""
        self._away: dict[Visitor | Professional, float] = {}
        self._unanswered: dict[bytes, float] = {}
        self._gone: set[Visitor] = set()

    # Everybody

    async def come(self) -> None:
        """Sign everybody in, and wait until all of them talk."""
        count = -(-self._size // CAPACITY) + 1
        for _ in range(count):
            professional = await self._cast.professional(Role.PROFESSIONAL)
            self.professionals.append(professional)
            self._start(self._work(professional))
        for _ in range(self._size):
            self._start(self._visit())
        self._start(self._watch())
        await self._until(lambda: len(self.talking) >= self._size, 4 * PATIENCE, "all to talk")

    @property
    def talking(self) -> list[Met]:
        """Those who talk now."""
        return [met for met in self.met if met.visitor not in self._gone]

    @property
    def everybody(self) -> Iterator[Visitor | Professional]:
        """All whose page is open."""
        yield from self.professionals
        yield from (each for each in self.visitors if each not in self._gone)

    @property
    def lines(self) -> Iterator[Line[Any]]:
        """The lines of all who were ever here."""
        yield from (each.line for each in self.professionals)
        yield from (each.line for each in self.visitors)

    @property
    def are_all_back(self) -> bool:
        """Whether every page that is open is known to a server."""
        return all(each.is_in for each in self.everybody)

    def stuck(self) -> str:
        """Who is not back or not done, for whoever has to find out why."""
        away = [
            f"{type(each).__name__} connected={each.line.is_connected}"
            f" closed_with={each.line.closed_with} losses={each.line.losses}"
            f" failure={each.line.failure!r} refusals={each.refusals[-3:]}"
            for each in self.everybody
            if not each.is_in
        ]
        undone = [
            f"said {len(met.by_visitor)}+{len(met.by_professional)}"
            f" seen {len(met.visitor.texts)}/{len(met.talk.texts)}"
            f" unanswered {len(met.visitor.transcript.outbox)}/{len(met.talk.transcript.outbox)}"
            f" ended {met.visitor.ended}/{met.talk.ended}"
            f" refusals {met.visitor.refusals[-3:]}/{met.professional.refusals[-3:]}"
            for met in self.talking
            if not met.is_settled
        ]
        waiting = sum(each.is_in and not each.offers for each in self.visitors)
        return f"away {away}; undone {undone}; visitors in {waiting} of {len(self.visitors)}"

    async def be_quiet(self) -> None:
        """Let everybody finish, and nobody begin anything new."""
        self._is_over.set()
        await self._until(lambda: all(met.is_settled for met in self.talking), PATIENCE, "quiet")

    def fail(self) -> None:
        """Raise what went wrong with anybody."""
        for task in tuple(self._tasks):
            if task.done() and not task.cancelled():
                task.result()

    async def go_home(self) -> None:
        """End all that was started here."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.add(asyncio.create_task(work))

    async def _until(self, holds: Callable[[], bool], within: float, what: str) -> None:
        try:
            async with asyncio.timeout(within):
                while not holds():
                    self.fail()
                    await asyncio.sleep(LOOK_EVERY)
        except TimeoutError:
            raise AssertionError(f"waited for {what}; {self.stuck()}") from None

    # A visitor

    async def _visit(self) -> None:
        while not self._is_over.is_set():
            visitor = await self._cast.arriving()
            self.visitors.append(visitor)
            met = await self._meet(visitor)
            self.met.append(met)
            self.figures.conversations += 1
            await self._talk(met, words=self.chance.randint(10, 60))
            if self._is_over.is_set():
                return
            await self._until(lambda met=met: met.is_settled, PATIENCE, "two to be done")  # type: ignore[misc]
            met.check()
            await self._leave(visitor)

    async def _meet(self, visitor: Visitor) -> Met:
        await self._until(lambda: bool(visitor.offers), 4 * PATIENCE, "an offer")
        await visitor.let_in()
        cid = visitor.keys.cid
        holder = next(each for each in self.professionals if cid in each.talks)
        talk = holder.talks[cid]
        await self._until(lambda: talk.is_open, PATIENCE, "the grant")
        return Met(visitor=visitor, professional=holder, talk=talk)

    async def _talk(self, met: Met, words: int) -> None:
        for number in range(words):
            await asyncio.sleep(self._pace * self.chance.uniform(0.5, 1.5))
            if self._is_over.is_set():
                return
            text = f"v{number}"
            met.by_visitor.append(text)
            met.visitor.say(text)
            if self.chance.random() < 0.8:
                text = f"h{number}"
                met.by_professional.append(text)
                met.professional.say(met.talk, text)

    async def _leave(self, visitor: Visitor) -> None:
        self._gone.add(visitor)
        while visitor.ended is None and "gone" not in visitor.refusals:
            visitor.leave("left")
            with contextlib.suppress(TimeoutError):
                await visitor.until(
                    lambda: visitor.ended is not None or "gone" in visitor.refusals, within=ATTEMPT
                )
        await visitor.close()

    # A professional

    async def _work(self, professional: Professional) -> None:
        while True:
            await self._step(professional)
            await asyncio.sleep(self._pace / 4)

    async def _step(self, professional: Professional) -> None:
        ref = secrets.token_bytes(16)
        held = sum(talk.ended is None for talk in professional.talks.values())
        if professional.untagged:
            ticket = professional.untagged[0]
            professional.line.send(frames.Skip(ref=ref, ticket=ticket, reason="no_time"))
        elif professional.waiting and held < CAPACITY:
            professional.line.send(frames.Take(ref=ref, cid=None))
        else:
            return
        with contextlib.suppress(TimeoutError):
            await professional.until(
                lambda: (
                    ref in professional.tagged
                    or ref in professional._taken
                    or any(of == ref for _, of in professional.refusals)
                ),
                within=ATTEMPT,
            )

    # Who counts

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        looked = loop.time()
        while True:
            await asyncio.sleep(LOOK_EVERY)
            now, figures = loop.time(), self.figures
            figures.longest_own_pause = max(figures.longest_own_pause, now - looked - LOOK_EVERY)
            looked = now
            open_pages = set(self.everybody)
            away = {each: self._away.get(each, now) for each in open_pages if not each.is_in}
            if any(each not in away for each in self._away):
                self.last_back = now
            self._away = away
            self.longest_away = max([self.longest_away, *(now - at for at in away.values())])
            figures.longest_away = max(figures.longest_away, self.longest_away)
            self._look_at_outboxes(now)

    def _look_at_outboxes(self, now: float) -> None:
        refs = {
            ref
            for met in self.talking
            for transcript in (met.visitor.transcript, met.talk.transcript)
            for ref in transcript.outbox
        }
        self._unanswered = {ref: self._unanswered.get(ref, now) for ref in refs}
        self.figures.longest_unanswered = max(
            [self.figures.longest_unanswered, *(now - at for at in self._unanswered.values())]
        )
