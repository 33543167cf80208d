"""Who is at the desk, told to colleagues by name: whom one can ask, and whom one can talk to.

A lease in the vault says that a page of somebody is there; each process renews it for its pages,
as it does for the crew (duties.py). Supervisors are at the desk too, although they take nobody.
What somebody is doing comes from the crew. Colleagues know each other by an id that is random and
ends with the shift: nothing of what a page says or the vault holds in the open names an account.
"""

import asyncio
import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from chatserver.clock import Clock
from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.duty import Colleague as Member
from chatserver.domain.duty import Stance, shown_as
from chatserver.domain.errors import Refused, Unavailable
from chatserver.domain.people import Role
from chatserver.helpline.arrivals import Page
from chatserver.helpline.counting import Who
from chatserver.helpline.duties import EVERY, FORGOTTEN_AFTER, LEASE, LOOK_ANYWAY, RENEWED_EVERY
from chatserver.helpline.sealing import PresentFacts, open_present, seal_present
from chatserver.store.interface import DeskList
from chatserver.store.interface_of_crew import Crew
from chatserver.store.interface_of_present import Presents
from chatserver.store.values import CrewNow, Present
from chatserver.wire import fields, frames

ID_BYTES: Final = 8

MOST_SHOWN: Final = 80
"""Colleagues in one frame; each takes at most 250 bytes."""

logger: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody who is at the desk now."""

    pseudonym: bytes
    known_as: bytes
    name: str
    role: Role


@dataclass(slots=True, kw_only=True, eq=False)
class Seen:
    """One open window of somebody, and what its page knows."""

    who: Who
    page: Page = field(repr=False)
    may_work: Callable[[], bool] = field(repr=False)
    note: bytes = field(repr=False)
    known_as: bytes = b""
    told: frames.Colleagues | None = None

    @property
    def is_there(self) -> bool:
        """Whether somebody can answer from here."""
        return self.may_work() and self.page.is_awake()


class Colleagues:
    """See the module's text. `run` and `run_clock` it in the process's task group."""

    def __init__(
        self,
        presents: Presents,
        crew: Crew,
        desk: DeskList,
        *,
        ring: KeyRing,
        clock: Clock,
        proposes: bool,
    ) -> None:
        """Nobody is here yet. Args: proposes: see `domain.duty.work_of`."""
        self._presents = presents
        self._crew = crew
        self._ring = ring
        self._clock = clock
        self._proposes = proposes
        self._windows: set[Seen] = set()
        self._changed = asyncio.Event()
        desk.watch(lambda _news: self.refresh())

    def refresh(self) -> None:
        """Look at everybody anew; also after the store was away."""
        self._changed.set()

    async def begin(self, who: Who, page: Page, may_work: Callable[[], bool]) -> Seen:
        """A window is opened: its page is told who is here, and is seen from now on."""
        facts = PresentFacts(who.name, who.role, list(who.languages))
        note = seal_present(self._ring, who.pseudonym, facts)
        window = Seen(who=who, page=page, may_work=may_work, note=note)
        await self._renew(window)
        self._windows.add(window)
        self._tell(window, await self._shown())
        return window

    def end(self, window: Seen) -> None:
        """That window is gone. Its lease runs out, unless there is another: perhaps a reload."""
        self._windows.discard(window)

    async def find(self, known_as: bytes) -> Colleague | None:
        """Who is known by this id, if a page of theirs is there."""
        here = await self._presents.here(now=int(self._clock.now()))
        found = next((each for each in here if each.id == known_as), None)
        facts = found and open_present(self._ring, found.pseudonym, found.note)
        if found is None or not facts:
            return None
        return Colleague(
            pseudonym=found.pseudonym,
            known_as=known_as,
            name=facts.name,
            role=Role(facts.role),
        )

    async def at_the_desk(self, crew: CrewNow) -> Sequence[Mapping[str, object]]:
        """Everybody who is here, as a coordinator sees them; with whom they talk is not in it.

        Args:
            crew: as it is now.
        """
        here = await self._presents.here(now=int(self._clock.now()))
        loads = {each.pseudonym: each.load for each in here}
        shown = self._frames(here, crew)
        return [
            {
                "name": frame.name,
                "role": frame.role,
                "state": frame.state,
                "conversations": loads[pseudonym],
            }
            for pseudonym, frame in shown.items()
        ]

    async def run(self) -> None:
        """Serve changes until cancelled."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            try:
                await self.serve()
            except (Unavailable, Refused):
                logger.info("the list of colleagues waits for the store")

    async def run_clock(self) -> None:
        """Renew the leases, and notice whose have run out, until cancelled."""
        looks = 0
        while True:
            await self._clock.sleep(EVERY)
            looks += 1
            try:
                if looks % RENEWED_EVERY == 0:
                    await self.renew()
            except (Unavailable, Refused):
                logger.info("those at the desk wait for the store")
            if looks % LOOK_ANYWAY == 0:
                self.refresh()

    async def renew(self) -> None:
        """Renew the leases of everybody who is there."""
        there = {each.who.pseudonym: each for each in self._windows if each.is_there}
        await asyncio.gather(*map(self._renew, there.values()))

    async def serve(self) -> None:
        """Tell the windows here what is new of who is here."""
        if not self._windows:
            return
        shown = await self._shown()
        for window in tuple(self._windows):
            self._tell(window, shown)

    async def _renew(self, window: Seen) -> None:
        now = int(self._clock.now())
        window.known_as = await self._presents.be_seen(
            window.who.pseudonym,
            window.note,
            known_as=secrets.token_bytes(ID_BYTES),
            now=now,
            # A window that cannot work is at no desk, but has a name there.
            until=now + LEASE if window.is_there else now - 1,
            gone_since=now - FORGOTTEN_AFTER,
        )

    async def _shown(self) -> Mapping[bytes, frames.Colleague]:
        """Everybody who is here, by pseudonym, in the order of their names."""
        here = await self._presents.here(now=int(self._clock.now()))
        return self._frames(here, await self._crew.look())

    def _frames(self, here: Sequence[Present], crew: CrewNow) -> Mapping[bytes, frames.Colleague]:
        members = {each.colleague.pseudonym: each.colleague for each in crew.members}
        shown = [
            (each.pseudonym, frame)
            for each in here
            if (frame := self._frame(each, members.get(each.pseudonym)))
        ]
        return dict(sorted(shown, key=lambda each: each[1].name.casefold()))

    def _frame(self, present: Present, member: Member | None) -> frames.Colleague | None:
        facts = open_present(self._ring, present.pseudonym, present.note)
        if facts is None:
            return None
        state = shown_as(
            # Who takes nobody is never proposed anybody either: they are there to be asked.
            member.stance if member is not None else Stance.FREE,
            is_busy=present.load > 0 or (member is not None and member.owes > 0),
            proposes=self._proposes,
        )
        return frames.Colleague(
            id=present.id,
            name=facts.name,
            role=cast("fields.StaffRole", facts.role),
            state=state.value,
            languages=facts.languages,
        )

    def _tell(self, window: Seen, shown: Mapping[bytes, frames.Colleague]) -> None:
        others: Sequence[frames.Colleague] = [
            frame for who, frame in shown.items() if who != window.who.pseudonym
        ]
        told = frames.Colleagues(you=window.known_as, here=list(others[:MOST_SHOWN]))
        if told != window.told:
            window.told = told
            window.page.send(told)
