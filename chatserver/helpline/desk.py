"""The desk of this process: tells the waiting their place, and professionals the list.

One reading of the list serves everybody here; changes that come while it is
being read are served by one more reading, however many they were.
"""

import asyncio
import logging
from collections.abc import Callable
from typing import Final

from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.errors import Unavailable
from chatserver.helpline.delivery import Party
from chatserver.helpline.sealing import LineFacts, open_ask, open_line, seal_line
from chatserver.store.interface import DeskList
from chatserver.store.values import Ask
from chatserver.wire import codec, frames

logger: Final = logging.getLogger(__name__)


class Desk:
    """See the module's text. `run` it in the process's task group."""

    def __init__(self, store: DeskList, ring: KeyRing, *, most_waiting: int) -> None:
        """Args: most_waiting: a longer list refuses newcomers with FULL."""
        self._store = store
        self._ring = ring
        self._most = most_waiting
        self._waiting: dict[Party, int] = {}
        self._readers: set[Callable[[bytes], None]] = set()
        self._line: bytes = codec.encode(frames.Line(waiting=[], asking=[]))
        self._changed = asyncio.Event()
        self._changed.set()  # others may be waiting already, from before this process
        store.watch(lambda _news: self.refresh())

    def refresh(self) -> None:
        """Read the list anew; also after the store was away."""
        self._changed.set()

    async def stand_in_line(self, party: Party, facts: LineFacts) -> None:
        """Put a visitor in line (again) and tell the place.

        Raises:
            Refused: FULL.
        """
        sealed = seal_line(self._ring, party.cid, facts)
        place = await self._store.join(party.cid, sealed, most=self._most)
        if place is None:
            return  # taken this moment: the offer is on its way
        self._waiting[party] = place
        party.emit(codec.encode(frames.Waiting(position=place)))

    def leave_line(self, party: Party) -> None:
        """This page no longer wants to hear about places."""
        self._waiting.pop(party, None)

    def is_in_line(self, party: Party) -> bool:
        """Whether this page is told its place."""
        return party in self._waiting

    def read_line(self, emit: Callable[[bytes], None]) -> None:
        """Send the list to a professional's page, now and on each change."""
        self._readers.add(emit)
        emit(self._line)

    def stop_reading(self, emit: Callable[[bytes], None]) -> None:
        """That page is gone."""
        self._readers.discard(emit)

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
        line = await self._store.line()
        places = {cid: place for place, (cid, _) in enumerate(line, start=1)}
        for party, told in tuple(self._waiting.items()):
            place = places.get(party.cid)
            if place is None:
                del self._waiting[party]
            elif place != told:
                self._waiting[party] = place
                party.emit(codec.encode(frames.Waiting(position=place)))
        shown = [entry for cid, facts in line if (entry := self._shown(cid, facts))]
        asks = [asked for ask in await self._store.asks() if (asked := self._asked(ask))]
        # A frame holds some hundred entries; nobody works a list longer than that by eye.
        self._line = codec.encode(
            frames.Line(waiting=shown[:MOST_SHOWN], asking=asks[:MOST_ASKING])
        )
        for emit in tuple(self._readers):
            emit(self._line)

    def _shown(self, cid: bytes, sealed: bytes) -> frames.InLine | None:
        facts = open_line(self._ring, cid, sealed)
        if facts is None:
            return None  # its conversation cannot be opened either
        return frames.InLine(cid=cid, language=facts.language, since=facts.since)

    def _asked(self, ask: Ask) -> frames.Asking | None:
        facts = open_ask(self._ring, ask.cid, ask.note)
        if facts is None:
            return None
        return frames.Asking(cid=ask.cid, language=facts.language, how=ask.how, by=facts.by)


MOST_SHOWN: Final = 150
"""Entries of the waiting list in one frame; each takes about 75 bytes."""
MOST_ASKING: Final = 30
"""Requests of colleagues in one frame; each takes at most 250 bytes."""
