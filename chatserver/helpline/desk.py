"""The desk of this process: tells the waiting their place, and professionals the list.

One reading of the list serves everybody here; changes that come while it is
being read are served by one more reading, however many they were.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.desk import Pace, Wait, Waiter, next_for
from chatserver.domain.errors import Code, Unavailable
from chatserver.domain.hours import whole_minute
from chatserver.domain.people import Role
from chatserver.helpline.counting import Who
from chatserver.helpline.delivery import Party
from chatserver.helpline.moments import Moments
from chatserver.helpline.sealing import LineFacts, open_ask, open_line, seal_line
from chatserver.store.interface import DeskList
from chatserver.store.values import Ask, InLine
from chatserver.wire import codec, frames

logger: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """A colleague's request, and to whom it is said."""

    ask: Ask
    asker: bytes
    frame: frames.Asking

    def is_for(self, who: Who) -> bool:
        """Whether this one sees it: who asks, and whoever may answer."""
        if who.pseudonym == self.asker:
            return True
        if self.ask.is_for_supervisors:
            return who.role is Role.SUPERVISOR
        return self.ask.whom in {b"", who.pseudonym}


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What a waiting page knows. Each time it stands in line anew it is another one."""

    position: int
    is_ready: bool = True


class Desk:
    """See the module's text. `run` it in the process's task group."""

    def __init__(
        self,
        store: DeskList,
        ring: KeyRing,
        moments: Moments,
        *,
        most_waiting: int,
        language_wait: int,
    ) -> None:
        """Wire it up.

        Args:
            most_waiting: a longer list refuses newcomers with FULL.
            language_wait: seconds after which who waits is for those who speak other languages
                too.
        """
        self._store = store
        self._ring = ring
        self._moments = moments
        self._clock = moments.clock
        self._most = most_waiting
        self._language_wait = language_wait
        self._waiting: dict[Party, Told] = {}
        self._readers: dict[Callable[[bytes], None], Who] = {}
        self._shown_waiting: list[frames.InLine] = []
        self._asked_for: list[Asked] = []
        self._lines: dict[tuple[int, ...], bytes] = {}
        """The list as it is sent, by which of the requests it shows: most see the same."""
        self._in_line: Sequence[InLine] = ()
        self._unready: frozenset[bytes] = frozenset()
        self._opened: dict[tuple[bytes, bytes], LineFacts | None] = {}
        self._length = 0
        self._pace = Pace()
        self._changed = asyncio.Event()
        self._changed.set()  # others may be waiting already, from before this process
        store.watch(lambda _news: self.refresh())

    @property
    def is_full(self) -> bool:
        """Whether the list was full when it was last read; `join` is what decides.

        Who only rehearses is not in the way of anybody.
        """
        return self._length >= self._most

    def refresh(self) -> None:
        """Read the list anew; also after the store was away."""
        self._changed.set()

    async def stand_in_line(self, party: Party) -> None:
        """Put a visitor in line (again) and tell the place.

        Raises:
            Refused: FULL.
        """
        rehearses = party.rehearses
        # What is said of a wait is judged by it later, and a rehearsal has none.
        shown = None if rehearses else self._expected(self._length + 1)
        since = whole_minute(self._clock.now())
        facts = LineFacts(party.language, since, *_ends(shown), rehearsal=rehearses)
        sealed = seal_line(self._ring, party.cid, facts)
        place = await self._store.join(
            party.cid, sealed, most=self._most, at=self._moments.at(), rehearses=rehearses
        )
        if place is None:
            return  # taken this moment: the offer is on its way
        if not rehearses:
            self._length = max(self._length, place)
        # Perhaps they stood there already, and did not answer.
        self._tell(party, place, is_ready=party.cid not in self._unready)

    async def rouse(self, party: Party) -> None:
        """This visitor says that they are at their page."""
        await self._store.rouse(party.cid)

    def leave_line(self, party: Party) -> None:
        """This page no longer wants to hear about places."""
        self._waiting.pop(party, None)

    def is_in_line(self, party: Party) -> bool:
        """Whether this page is told its place."""
        return party in self._waiting

    def read_line(self, who: Who, emit: Callable[[bytes], None]) -> None:
        """Send the list to a page of this one, now and on each change."""
        self._readers[emit] = who
        emit(self._line_for(who))

    def stop_reading(self, emit: Callable[[bytes], None]) -> None:
        """That page is gone."""
        self._readers.pop(emit, None)

    @property
    def why_nobody(self) -> Code:
        """Why there was nobody to take when the list was last read."""
        if any(each.is_ready for each in self._in_line):
            return Code.NOT_SPOKEN
        return Code.NOT_READY if self._in_line else Code.NOBODY

    async def next_for(
        self, languages: Collection[str], besides: Collection[bytes] = ()
    ) -> bytes | None:
        """Who is next for somebody with these languages, as the list is now; None for nobody.

        The language is sealed, so no script can choose: whoever takes them by this name may
        find that somebody else was faster. A rehearsal is next when nobody really waits, whatever
        they speak.

        Args:
            besides: not one of these.
        """
        waiting = await self.waiters()
        if not waiting:
            waiting = self._waiters(self._in_line[self._length :])
        found = next_for([each for each in waiting if each.cid not in besides], languages)
        return found.cid if found is not None else None

    async def waiters(self) -> Sequence[Waiter]:
        """The list as it is now, in order, without those who only rehearse."""
        await self._read()
        return self._waiters(self._in_line[: self._length])

    def _waiters(self, line: Sequence[InLine]) -> Sequence[Waiter]:
        since = self._clock.now() - self._language_wait
        return [
            Waiter.ranked(each.cid, facts.language, each.rank, is_for_all=facts.since <= since)
            for each in line
            if each.is_ready and (facts := self._facts(each)) is not None
        ]

    def facts_of(self, cid: bytes) -> LineFacts | None:
        """What is known of somebody, if they stood in the list when it was last read."""
        return next((self._facts(each) for each in self._in_line if each.cid == cid), None)

    async def run(self) -> None:
        """Serve changes until cancelled."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            try:
                await self._tell_everybody()
            except Unavailable:
                logger.info("the list could not be read; waiting for the store")

    async def _tell_everybody(self) -> None:
        # Before the reading: who stands in line while it goes on is not in what is read, and
        # has been told a newer place than it knows. The news of that brings the next reading.
        before = tuple(self._waiting.items())
        await self._read()
        self._pace = await self._store.pace()
        places = {
            each.cid: Told(place, each.is_ready)
            for place, each in enumerate(self._in_line, start=1)
        }
        for party, told in before:
            if self._waiting.get(party) is not told:
                continue
            place = places.get(party.cid)
            if place is None:
                del self._waiting[party]
            elif (place.position, place.is_ready) != (told.position, told.is_ready):
                self._tell(party, place.position, is_ready=place.is_ready)
        for party, told in tuple(self._waiting.items()):
            # Who came back to their place while the list was read has not changed it.
            if told.is_ready and party.cid in self._unready:
                self._tell(party, told.position, is_ready=False)
        await self._tell_readers()

    async def _tell_readers(self) -> None:
        asked = [each for ask in await self._store.asks() if (each := self._asked(ask))]
        shown = [entry for each in self._in_line if (entry := self._shown(each))]
        self._asked_for, self._shown_waiting, self._lines = asked, shown[:MOST_SHOWN], {}
        for emit, who in tuple(self._readers.items()):
            emit(self._line_for(who))

    def _line_for(self, who: Who) -> bytes:
        # A frame holds some hundred entries; nobody works a list longer than that by eye.
        seen = tuple(at for at, each in enumerate(self._asked_for) if each.is_for(who))
        if seen not in self._lines:
            asking = [self._asked_for[at].frame for at in seen[:MOST_ASKING]]
            frame = frames.Line(waiting=self._shown_waiting, asking=asking)
            self._lines[seen] = codec.encode(frame)
        return self._lines[seen]

    async def _read(self) -> None:
        """Read the list, opening the facts of those who are new in it."""
        self._in_line = await self._store.line()
        self._unready = frozenset(each.cid for each in self._in_line if not each.is_ready)
        self._opened = {(each.cid, each.facts): self._facts(each) for each in self._in_line}
        # Who rehearses stands behind everybody else (scripts/join.lua).
        self._length = sum(not self._rehearses(each) for each in self._in_line)

    def _facts(self, waiter: InLine) -> LineFacts | None:
        """What is known of somebody; None: their conversation cannot be opened either."""
        name = waiter.cid, waiter.facts
        if name in self._opened:
            return self._opened[name]
        return open_line(self._ring, *name)

    def _rehearses(self, waiter: InLine) -> bool:
        facts = self._facts(waiter)
        return facts is not None and facts.rehearsal

    def _tell(self, party: Party, place: int, *, is_ready: bool = True) -> None:
        self._waiting[party] = Told(place, is_ready)
        low, high = _ends(None if party.rehearses else self._expected(place))
        party.emit(codec.encode(frames.Waiting(position=place, low=low, high=high, ready=is_ready)))

    def _expected(self, position: int) -> Wait | None:
        now = whole_minute(self._clock.now())
        first = self._facts(self._in_line[0]) if self._in_line else None
        since = first.since if first is not None and not first.rehearsal else now
        return self._pace.expected(position, first_since=since, now=now)

    def _shown(self, waiter: InLine) -> frames.InLine | None:
        facts = self._facts(waiter)
        if facts is None:
            return None
        return frames.InLine(
            cid=waiter.cid,
            language=facts.language,
            since=facts.since,
            ready=waiter.is_ready,
            rehearsal=facts.rehearsal,
        )

    def _asked(self, ask: Ask) -> Asked | None:
        facts = open_ask(self._ring, ask.cid, ask.note)
        if facts is None:
            return None
        frame = frames.Asking(
            cid=ask.cid,
            language=facts.language,
            how=ask.how,
            by=facts.by,
            asker=facts.known_as or None,
            whom=facts.whom or None,
            role="supervisor" if ask.is_for_supervisors else None,
            rehearsal=facts.rehearsal,
        )
        return Asked(ask, facts.asker, frame)


def _ends(wait: Wait | None) -> tuple[int | None, int | None]:
    return (wait.low, wait.high) if wait is not None else (None, None)


MOST_SHOWN: Final = 150
"""Entries of the waiting list in one frame; each takes about 75 bytes."""
MOST_ASKING: Final = 30
"""Requests of colleagues in one frame; each takes at most 350 bytes."""
