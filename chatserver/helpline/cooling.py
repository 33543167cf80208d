"""Cool-downs: whose page it was knows one process, and only under a salt of its own.

The process that has, or lately had, a visitor's page keeps a mark of where it is: in memory, as
long as the visitor may come back. A professional anywhere asks all processes for a cool-down of
a conversation; the one with the mark seals it into the vault, and all of them hold newcomers
against what is there. Nothing is stored of anybody who is not held back (decision 0025).
"""

import asyncio
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import msgspec

from chatserver.clock import Clock
from chatserver.crypto.at_rest import KeyRing, SealError
from chatserver.crypto.sources import Mark
from chatserver.domain.cooling import CoolDown, CoolingRules
from chatserver.domain.errors import Code, Refused, Unavailable
from chatserver.helpline.delivery import Spawn
from chatserver.helpline.sealing import pack, unpack
from chatserver.store.interface import DeskList
from chatserver.store.interface_of_cool_downs import CoolDowns

LOOK_EVERY: Final = 2.0
"""Seconds: a process that missed the news holds nobody back for so long, or somebody longer."""

GIVING_WAY: Final = 0.3
"""Seconds: a process that the page has left lets the one that it is at act first."""

ANSWER_WITHIN: Final = 1.5
"""Seconds for the process with the mark. The conversation ends after that in any case."""

MOST_TRIES: Final = 5
"""To find a free slot, where others fill them at the same moment."""

BEGIN: Final = b"cool-down:begin:"
BEGUN: Final = b"cool-down:begun:"
CHANGED: Final = b"cool-down:changed"
"""News of the desk; the first two are followed by a message."""

logger: Final = logging.getLogger(__name__)


class HeldBack(Refused):
    """A newcomer is held back. `minutes`: for how long still."""

    def __init__(self, minutes: int) -> None:
        super().__init__(Code.FULL)
        self.minutes = minutes


class _Asked(msgspec.Struct, frozen=True, array_like=True):
    """News: make a cool-down of this conversation, or that it was made for so many minutes."""

    cid: bytes
    number: bytes
    minutes: int
    asks_longer: bool = False


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    """What is sealed in a slot."""

    number: bytes
    salt: bytes
    name: bytes
    made: int
    until: int
    asks_longer: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """One slot of a cool-down that runs.

    `number`: random, so that a coordinator can name it. A page that was at two processes and is
    at none now may have left two slots with one number: they are one cool-down.
    """

    slot: int
    number: bytes
    mark: Mark
    cool_down: CoolDown


@dataclass(frozen=True, slots=True)
class _Here:
    """A mark, by whose connection, and since when that is gone; None: it is there."""

    mark: Mark
    connection: bytes
    gone: float | None = None


@dataclass(slots=True, kw_only=True)
class Cooling:
    """See the module's text. `run` it in the process's task group.

    Attributes:
        grace: seconds that the mark of a page outlives its line.
    """

    store: CoolDowns
    desk: DeskList
    ring: KeyRing
    clock: Clock
    spawn: Spawn
    rules: CoolingRules
    grace: float
    _here: dict[bytes, _Here] = field(default_factory=dict, init=False)
    _running: Sequence[Running] = field(default=(), init=False)
    _answers: dict[bytes, asyncio.Future[int]] = field(default_factory=dict, init=False)

    def __post_init__(self) -> None:
        self.desk.watch(self._hear)

    # Who is where.

    def came(self, cid: bytes, connection: bytes, prefix: bytes | None) -> None:
        """A visitor's page is connected here. Args: prefix: of its source; None: it has none."""
        if prefix is not None:
            self._here[cid] = _Here(Mark.of(prefix), connection)

    def left(self, cid: bytes, connection: bytes) -> None:
        """The line of a visitor's page is gone."""
        here = self._here.get(cid)
        if here is not None and here.connection == connection:  # else a newer page has come
            self._here[cid] = replace(here, gone=self.clock.now())

    def check(self, prefix: bytes | None) -> None:
        """Let a newcomer in; raises HeldBack."""
        if prefix is None:
            return
        now = self.clock.now()
        minutes = [
            each.cool_down.minutes_left(now) for each in self._running if each.mark.is_of(prefix)
        ]
        if any(minutes):
            raise HeldBack(max(minutes))

    # What professionals and coordinators do.

    async def begin(self, cid: bytes, minutes: int, *, asks_longer: bool) -> int:
        """Hold back the source of a conversation; for how many minutes, 0 if nobody knows it."""
        answer = self._answers[cid] = asyncio.get_running_loop().create_future()
        try:
            asked = _Asked(cid, secrets.token_bytes(8), minutes, asks_longer)
            await self.desk.tell(BEGIN + msgspec.msgpack.encode(asked))
            async with asyncio.timeout(ANSWER_WITHIN):
                begun: int = await answer
                return begun
        except TimeoutError:
            return 0
        finally:
            self._answers.pop(cid, None)

    async def running(self) -> Sequence[Running]:
        """What runs now, one of each number, the newest last."""
        await self.look()
        by_number = {each.number: each for each in self._running}
        return sorted(by_number.values(), key=lambda each: each.cool_down.made)

    async def lengthen(self, number: bytes) -> None:
        """Make one as long as any may be; raises Refused(GONE)."""
        for each in await self._find(number):
            longer = replace(each, cool_down=self.rules.lengthened(each.cool_down))
            lives = longer.cool_down.seconds_left(self.clock.now())
            await self.store.change(each.slot, self._seal(longer), lives=lives)
        await self._changed()

    async def lift(self, number: bytes) -> None:
        """End one now; raises Refused(GONE)."""
        for each in await self._find(number):
            await self.store.lift(each.slot)
        await self._changed()

    async def _find(self, number: bytes) -> Sequence[Running]:
        await self.look()
        found = [each for each in self._running if each.number == number]
        if not found:
            raise Refused(Code.GONE)
        return found

    # What this process does by itself.

    async def run(self) -> None:
        """Look again and again, and forget who was here, until cancelled."""
        while True:
            await self.clock.sleep(LOOK_EVERY)
            self._forget()
            await self._look_quietly()

    def _forget(self) -> None:
        now = self.clock.now()
        for cid, here in tuple(self._here.items()):
            if here.gone is not None and now - here.gone >= self.grace:
                del self._here[cid]

    async def look(self) -> None:
        """Read what runs."""
        found = await self.store.running()
        opened = (self._open(slot, sealed) for slot, sealed in found.items())
        self._running = [each for each in opened if each is not None]

    async def _look_quietly(self) -> None:
        try:
            await self.look()
        except Unavailable:
            logger.info("cool-downs wait for the store")

    def _hear(self, news: bytes) -> None:
        if news.startswith(BEGIN):
            asked = msgspec.msgpack.decode(news.removeprefix(BEGIN), type=_Asked)
            if asked.cid in self._here:
                self.spawn(self._begin(asked))
        elif news.startswith(BEGUN):
            begun = msgspec.msgpack.decode(news.removeprefix(BEGUN), type=_Asked)
            answer = self._answers.get(begun.cid)
            if answer is not None and not answer.done():
                answer.set_result(begun.minutes)
            here = self._here.get(begun.cid)
            if here is not None and here.gone is not None:
                del self._here[begun.cid]  # somebody was before us
            self.spawn(self._look_quietly())
        elif news == CHANGED:
            self.spawn(self._look_quietly())

    async def _begin(self, asked: _Asked) -> None:
        if self._here[asked.cid].gone is not None:
            await asyncio.sleep(GIVING_WAY)
        here = self._here.get(asked.cid)
        if here is None:
            return
        try:
            minutes = await self._keep(here.mark, asked)
            await self.desk.tell(
                BEGUN + msgspec.msgpack.encode(_Asked(asked.cid, asked.number, minutes))
            )
        except Unavailable:
            logger.info("a cool-down was not kept: the store is away")

    async def _keep(self, mark: Mark, asked: _Asked) -> int:
        now = self.clock.now()
        cool_down = self.rules.begun(asked.minutes, asks_longer=asked.asks_longer, now=int(now))
        for _ in range(MOST_TRIES):
            taken = await self.store.running()
            slot = next((slot for slot in range(self.store.slots) if slot not in taken), None)
            if slot is None:
                logger.warning("no cool-down was kept: there are too many")
                return 0
            each = Running(slot=slot, number=asked.number, mark=mark, cool_down=cool_down)
            lives = cool_down.seconds_left(now)
            if await self.store.begin(slot, self._seal(each), lives=lives):
                logger.info("a cool-down was kept")
                return cool_down.minutes_left(now)
        return 0

    async def _changed(self) -> None:
        await self.look()
        await self.desk.tell(CHANGED)

    def _seal(self, each: Running) -> bytes:
        cool = each.cool_down
        kept = _Kept(
            each.number, each.mark.salt, each.mark.name, cool.made, cool.until, cool.asks_longer
        )
        return self.ring.wrap(pack(kept), _purpose(each.slot))

    def _open(self, slot: int, sealed: bytes) -> Running | None:
        try:
            kept = unpack(self.ring.unwrap(sealed, _purpose(slot)), _Kept)
        except SealError:
            return None  # by a ring that is no more: then it holds nobody back
        return Running(
            slot=slot,
            number=kept.number,
            mark=Mark(kept.salt, kept.name),
            cool_down=CoolDown(made=kept.made, until=kept.until, asks_longer=kept.asks_longer),
        )


def _purpose(slot: int) -> bytes:
    return b"cool-down|%d" % slot
