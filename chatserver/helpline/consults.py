"""Words between two colleagues, aside from every conversation (docs/protocol.md §1.12).

The server brings sealed bytes from one to the other and can read none of them. It knows that two
colleagues talk. Nothing here touches a conversation: no visitor's page is ever sent anything of it,
and the vault keeps it under keys of its own. A consult is over when one of the two ends it, when
one of them is gone for a minute, and half an hour after its last word.
"""

import asyncio
import logging
from dataclasses import dataclass
from typing import Final, cast

from msgspec import UNSET

from chatserver.clock import Clock
from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.errors import Code, Refused, Unavailable
from chatserver.helpline.arrivals import Page
from chatserver.helpline.colleagues import Colleagues
from chatserver.helpline.sealing import (
    Chair,
    ConsultFacts,
    Grants,
    Word,
    open_consult,
    seal_consult,
)
from chatserver.helpline.seats import Asker
from chatserver.store.interface_of_consults import Consults as Store
from chatserver.store.interface_of_present import Presents
from chatserver.store.values import Consult, ConsultNews
from chatserver.wire import fields, frames

LOOK_EVERY: Final = 5.0
"""Seconds between two looks whether somebody is gone."""

GRACE: Final = 60
"""Seconds that somebody may be away from a consult: a reload, a tunnel."""

logger: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Ear:
    """A window of somebody, which is told of all their consults."""

    by: Asker
    page: Page


class Consults:
    """See the module's text. `run` and `run_clock` it in the process's task group."""

    def __init__(
        self, store: Store, presents: Presents, colleagues: Colleagues, ring: KeyRing, clock: Clock
    ) -> None:
        """Nobody talks here yet."""
        self._store = store
        self._presents = presents
        self._colleagues = colleagues
        self._ring = ring
        self._clock = clock
        self._ears: set[Ear] = set()
        self._news: asyncio.Queue[ConsultNews] = asyncio.Queue()
        store.watch(self._hear)

    async def begin(self, by: Asker, page: Page) -> Ear:
        """A window is opened: it is told of every consult of theirs, and hears from now on."""
        ear = Ear(by, page)
        self._ears.add(ear)
        for consult in await self._store.of(by.who.pseudonym):
            self._show(ear, consult)
        return ear

    def end(self, ear: Ear) -> None:
        """That window is gone; its consults wait a little for the next one."""
        self._ears.discard(ear)

    async def call(self, by: Asker, said: frames.Call) -> None:
        """Ask a colleague aside. An earlier consult of these two is over.

        Raises:
            Refused: NOT_HERE; OUT_OF_TURN for oneself or a consult that is known; AT_CAPACITY.
        """
        whom = await self._colleagues.find(said.whom)
        if whom is None:
            raise Refused(Code.NOT_HERE)
        both = {by.who.pseudonym, whom.pseudonym}
        if len(both) == 1:
            raise Refused(Code.OUT_OF_TURN)
        for earlier in await self._store.of(by.who.pseudonym):
            if {earlier.asks, earlier.asked} == both and earlier.id != said.consult:
                await self._store.end(earlier.id)
        facts = ConsultFacts(
            asks=(by.known_as, by.who.name),
            asked=(whom.known_as, whom.name),
            commitment=said.commitment,
            signature=said.signature,
            entry=said.entry,
            about=said.about if said.about is not UNSET else b"",
        )
        await self._store.call(
            Consult(
                id=said.consult,
                asks=by.who.pseudonym,
                asked=whom.pseudonym,
                facts=seal_consult(self._ring, said.consult, facts),
            )
        )

    async def sit_down(self, by: Asker, said: frames.SitDown) -> None:
        """Come to a consult; raises Refused(GONE, NOT_YOURS or OUT_OF_TURN)."""
        chair = Chair(said.offer, said.signature, said.entry)
        sealed = seal_consult(self._ring, said.consult, chair)
        await self._store.sit_down(said.consult, by.who.pseudonym, sealed)

    async def seat(self, by: Asker, said: frames.Seat) -> None:
        """Let in who came; raises Refused(GONE, NOT_YOURS or OUT_OF_TURN)."""
        both = (Grants(said.mine), Grants(said.theirs))
        mine, theirs = (seal_consult(self._ring, said.consult, each) for each in both)
        await self._store.seat(said.consult, by.who.pseudonym, mine, theirs)

    async def confide(self, by: Asker, said: frames.Confide) -> None:
        """Say a word; raises Refused(GONE, NOT_YOURS, OUT_OF_TURN or FULL)."""
        word = seal_consult(self._ring, said.consult, Word(said.ref, said.sealed))
        await self._store.say(said.consult, by.who.pseudonym, said.ref, word)

    async def part(self, by: Asker, said: frames.Part) -> None:
        """End it, or do not come; raises Refused(GONE or NOT_YOURS)."""
        if not await self._store.end(said.consult, by=by.who.pseudonym):
            raise Refused(Code.GONE)

    async def run(self) -> None:
        """Bring what happens to the windows here, in order, until cancelled."""
        while True:
            news = await self._news.get()
            try:
                await self._tell(news)
            except (Unavailable, Refused):
                logger.info("a consult waits for the store")

    async def run_clock(self) -> None:
        """End what somebody has left, until cancelled."""
        while True:
            await self._clock.sleep(LOOK_EVERY)
            try:
                await self.end_left()
            except (Unavailable, Refused):
                logger.info("consults wait for the store")

    async def end_left(self) -> None:
        """End the consults of which somebody is gone, or that have expired."""
        running = await self._store.all()
        if not running:
            return
        lately = int(self._clock.now()) - GRACE
        here = {each.pseudonym for each in await self._presents.here(now=lately)}
        for id_, both in running.items():
            if not here.issuperset(both) or await self._store.read(id_) is None:
                await self._store.end(id_, why="gone")

    def _hear(self, news: ConsultNews) -> None:
        if any(ear.by.who.pseudonym in news.both for ear in self._ears):
            self._news.put_nowait(news)

    async def _tell(self, news: ConsultNews) -> None:
        ears = [ear for ear in self._ears if ear.by.who.pseudonym in news.both]
        match news.kind:
            case b"w":
                number, _, sealed = news.body.partition(b":")
                for ear in ears:
                    self._confide(ear, news.id, int(number), sealed)
            case b"e":
                why = cast("fields.Parting", news.body.decode())
                for ear in ears:
                    ear.page.send(frames.Parted(consult=news.id, why=why))
            case _:
                consult = await self._store.read(news.id)
                for ear in ears if consult is not None else ():
                    self._show(ear, cast("Consult", consult), has_words=False)

    def _show(self, ear: Ear, consult: Consult, *, has_words: bool = True) -> None:
        """Tell a window all there is of a consult; what it knows already changes nothing."""
        facts = open_consult(self._ring, consult.id, consult.facts, ConsultFacts)
        if facts is None:
            return
        is_mine = consult.asks == ear.by.who.pseudonym
        colleague, name = facts.asked if is_mine else facts.asks
        ear.page.send(
            frames.Called(
                consult=consult.id,
                colleague=colleague,
                name=name,
                commitment=facts.commitment,
                signature=facts.signature,
                entry=facts.entry,
                mine=is_mine,
                sits=bool(consult.chair),
                about=facts.about or None,
            )
        )
        grants = open_consult(self._ring, consult.id, consult.grants[not is_mine], Grants)
        chair = open_consult(self._ring, consult.id, consult.chair, Chair)
        if grants is not None:
            ear.page.send(frames.Seated(consult=consult.id, grants=grants.grants))
        elif is_mine and chair is not None:
            ear.page.send(
                frames.Chair(
                    consult=consult.id,
                    offer=chair.offer,
                    signature=chair.signature,
                    entry=chair.entry,
                )
            )
        for number, sealed in enumerate(consult.words if has_words else (), start=1):
            self._confide(ear, consult.id, number, sealed)

    def _confide(self, ear: Ear, consult: bytes, number: int, sealed: bytes) -> None:
        word = open_consult(self._ring, consult, sealed, Word)
        if word is not None:
            frame = frames.Confided(consult=consult, seq=number, ref=word.ref, sealed=word.sealed)
            ear.page.send(frame)
