"""Professionals at the desk: free or away, and which visitor is proposed to whom.

What somebody wants lies in the vault, so it is the same in all their windows and survives a
reload. A lease says that a page of theirs is there; each process renews it for its pages, like
those of conversations (presence.py).

Who is proposed to whom is decided by `domain.duty` in whichever process hears of a change, and
put into the vault by a script that looks again (decision 0023). So it does not matter which
process does it, whether several do at once, or whether one dies in the middle: the others hear
the same news, and all of them look every second for what time has brought about.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Final

from chatserver.clock import Clock
from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.duty import DECLINED_FOR, Colleague, Proposal, Stance, to_propose
from chatserver.domain.errors import Code, Refused, Unavailable
from chatserver.domain.hours import whole_minute
from chatserver.helpline.arrivals import Page
from chatserver.helpline.counting import Who
from chatserver.helpline.desk import Desk
from chatserver.helpline.sealing import StaffFacts, open_staff, seal_staff
from chatserver.store.interface import DeskList
from chatserver.store.interface_of_crew import Crew
from chatserver.store.values import CrewNow
from chatserver.wire import fields, frames

EVERY: Final = 1.0
"""Seconds between two looks at what time has brought about."""

RENEWED_EVERY: Final = 3
"""Looks between two renewals of the leases."""

LEASE: Final = 8
"""Seconds that a lease holds: two renewals, and time for a store that is slow. A proposal to
somebody whose lease has run out is taken back, and that must not happen by a hiccup of ours."""

LOOK_ANYWAY: Final = 5
"""Looks after which everything is read again, in case news was lost."""

FORGOTTEN_AFTER: Final = 7200
"""Seconds after their last window in which a professional is still the same at the desk, with
the hard conversations they had. Longer than any supper; after it, another shift begins."""

logger: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How this desk proposes and gives rest.

    Attributes:
        proposes: False: professionals take by hand only.
        seconds: that a proposal waits for an answer.
        capacity: conversations of one professional at once.
        grace: seconds without a window after which somebody comes back as away.
        break_after: hard conversations after which a break is offered; 0: never.
        break_length: seconds.
    """

    proposes: bool
    seconds: int
    capacity: int
    grace: int
    break_after: int
    break_length: int


@dataclass(slots=True, kw_only=True, eq=False)
class Window:
    """One window of a professional, and what its page knows."""

    who: Who
    page: Page = field(repr=False)
    may_work: Callable[[], bool] = field(repr=False)
    note: bytes = field(repr=False)
    is_news: Callable[[], None] = field(repr=False)
    step: int | None = None
    """Of the desk, at which they last took, ended or tagged something, as this page knows it."""
    duty: frames.Duty | None = None
    proposal: Proposal | None = None
    reserved: tuple[bytes, ...] = ()

    @property
    def is_there(self) -> bool:
        """Whether somebody can help from here."""
        return self.may_work() and self.page.is_awake()


class Duties:
    """See the module's text. `run` and `run_clock` it in the process's task group."""

    def __init__(
        self,
        crew: Crew,
        store: DeskList,
        *,
        desk: Desk,
        ring: KeyRing,
        clock: Clock,
        terms: Terms,
    ) -> None:
        """Nobody is here yet."""
        self.terms = terms
        self._crew = crew
        self._desk = desk
        self._ring = ring
        self._clock = clock
        self._windows: set[Window] = set()
        self._languages: dict[tuple[bytes, bytes], tuple[str, ...]] = {}
        self._answered: set[tuple[bytes, bytes]] = set()
        """Proposals that were answered here: nobody needs to be told where they went."""
        self._changed = asyncio.Event()
        self._changed.set()  # others may be at work already, from before this process
        store.watch(lambda _news: self.refresh())

    def refresh(self) -> None:
        """Look at everything anew; also after the store was away."""
        self._changed.set()

    async def begin(
        self,
        who: Who,
        page: Page,
        may_work: Callable[[], bool],
        is_news: Callable[[], None],
    ) -> Window:
        """A window is opened: it is told what its professional is, and is there from now on.

        Args: is_news: called after each step of theirs, whichever window it was taken in.
        """
        note = seal_staff(self._ring, who.pseudonym, StaffFacts(list(who.languages)))
        window = Window(who=who, page=page, may_work=may_work, note=note, is_news=is_news)
        await self._renew(window)
        self._windows.add(window)
        self._tell(window, await self._crew.look())
        return window

    def end(self, window: Window) -> None:
        """That window is gone. Its lease runs out, unless there is another: perhaps a reload."""
        self._windows.discard(window)

    async def choose(self, window: Window, most: int) -> None:
        """Take no more conversations at once than this; the desk allows no more than its own."""
        who, most = window.who.pseudonym, min(most, self.terms.capacity)
        if not await self._crew.choose(who, most):
            await self._renew(window)
            await self._crew.choose(who, most)

    async def be(self, window: Window, state: fields.DutyState) -> None:
        """Become free, go away, take a break, or begin to end one's shift.

        Raises:
            Refused: OUT_OF_TURN to be free at a desk that proposes nobody.
        """
        stance = Stance(state)
        if stance is Stance.FREE and not self.terms.proposes:
            raise Refused(Code.OUT_OF_TURN)
        until = int(self._clock.now()) + self.terms.break_length if stance is Stance.BREAK else 0
        if window.proposal is not None:
            self.answers(window, window.proposal.cid)
        who = window.who.pseudonym
        # Whoever is back after long is away from then on: before what they say now, and not after
        # it. And their device may have been approved since: free is free at once.
        await self._renew(window)
        await self._crew.be(who, stance, break_until=until)

    async def go_on(self, window: Window) -> None:
        """Take no break now; it is offered again after as many hard conversations."""
        await self._crew.go_on(window.who.pseudonym)

    async def pass_on(self, window: Window, cid: bytes) -> None:
        """Do not take whom one was proposed; if they were not any more, nothing happens."""
        self.answers(window, cid)
        until = int(self._clock.now()) + DECLINED_FOR
        await self._crew.pass_on(window.who.pseudonym, cid, until=until)

    def answers(self, window: Window, cid: bytes) -> None:
        """They say something to this proposal: where it went needs no words."""
        self._answered.add((window.who.pseudonym, cid))

    async def run(self) -> None:
        """Serve changes until cancelled."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            await _unless_away(self.serve)

    async def run_clock(self) -> None:
        """Look at what time brings about, until cancelled."""
        looks = 0
        while True:
            await self._clock.sleep(EVERY)
            looks += 1
            if looks % RENEWED_EVERY == 0:
                await _unless_away(self.renew)
            await _unless_away(self.move_on)
            if looks % LOOK_ANYWAY == 0:
                self.refresh()

    async def renew(self) -> None:
        """Renew the leases of everybody who is there."""
        there = {each.who.pseudonym: each for each in self._windows if each.is_there}
        await asyncio.gather(*map(self._renew, there.values()))

    async def move_on(self) -> None:
        """Let the next be asked where nobody answered, and end the breaks that are over."""
        now = int(self._clock.now())
        gone_since = now - FORGOTTEN_AFTER
        capacity = self.terms.capacity
        await self._crew.move_on(now=now, capacity=capacity, gone_since=gone_since)

    async def serve(self) -> None:
        """Tell the windows here what is new, and propose whoever waits to whoever is free."""
        now = await self._crew.look()
        crew = self._opened(now)
        theirs = {each.who.pseudonym for each in self._windows}
        is_news = any(each.pseudonym in theirs for each in now.proposals)
        ready = [each for each in crew if self._is_ready(each)] if self.terms.proposes else []
        line = await self._desk.waiters() if is_news or ready else ()
        for window in tuple(self._windows):
            self._tell(window, now)
        self._answered &= {(each.pseudonym, each.cid) for each in now.proposals}
        seconds = self._clock.now()
        for waiter, colleague in to_propose(
            line,
            ready,
            now.proposals,
            now.declined,
            capacity=self.terms.capacity,
            now=seconds,
        ):
            until = int(seconds) + self.terms.seconds
            await self._crew.propose(
                Proposal(waiter.cid, colleague.pseudonym, until),
                since=colleague.since,
                now=int(seconds),
                capacity=self.terms.capacity,
            )

    def _is_ready(self, colleague: Colleague) -> bool:
        return colleague.is_ready(capacity=self.terms.capacity, now=self._clock.now())

    def _opened(self, now: CrewNow) -> list[Colleague]:
        """The crew with their languages; without whoever was sealed by a ring that is no more."""
        found = []
        kept: dict[tuple[bytes, bytes], tuple[str, ...]] = {}
        for member in now.members:
            name = member.colleague.pseudonym, member.note
            languages = self._languages.get(name)
            if languages is None:
                facts = open_staff(self._ring, *name)
                if facts is None:
                    continue
                languages = tuple(facts.languages)
            kept[name] = languages
            found.append(replace(member.colleague, languages=languages))
        self._languages = kept
        return found

    async def _renew(self, window: Window) -> None:
        now = int(self._clock.now())
        await self._crew.be_here(
            window.who.pseudonym,
            window.note,
            now=now,
            # A window that cannot help keeps what its professional is, and makes nobody free.
            until=now + LEASE if window.is_there else now - 1,
            grace=self.terms.grace,
        )

    def _tell(self, window: Window, now: CrewNow) -> None:
        who = window.who.pseudonym
        colleague = next(
            (each.colleague for each in now.members if each.colleague.pseudonym == who), None
        )
        if colleague is None:
            return
        if window.step not in {None, colleague.since}:
            window.is_news()
        window.step = colleague.since
        duty = self._duty(colleague)
        if duty != window.duty:
            window.duty = duty
            window.page.send(duty)
        mine = next((each for each in now.proposals if each.pseudonym == who), None)
        self._tell_proposal(window, mine, colleague)
        others = tuple(sorted(each.cid for each in now.proposals if each.pseudonym != who))
        if others != window.reserved:
            window.reserved = others
            window.page.send(frames.Reserved(cids=list(others[:MOST_RESERVED])))

    def _duty(self, colleague: Colleague) -> frames.Duty:
        state, why = _SHOWN[colleague.stance]
        terms = self.terms
        tires = 0 < terms.break_after <= colleague.hard
        is_at_work = colleague.stance not in {Stance.BREAK, Stance.ENDING}
        return frames.Duty(
            state=state,
            why=why,
            until=whole_minute(colleague.break_until) if state == "break" else None,
            rest=terms.break_length // 60 if tires and is_at_work else None,
            proposes=terms.proposes,
            capacity=colleague.most(capacity=terms.capacity),
            most=terms.capacity,
        )

    def _tell_proposal(self, window: Window, mine: Proposal | None, colleague: Colleague) -> None:
        before = window.proposal
        if mine == before:
            return
        now = self._clock.now()
        if mine is not None:
            facts = self._desk.facts_of(mine.cid)
            if facts is None:
                self.refresh()  # it came after the line was read
                return
            left = max(0, mine.until - int(now))
            window.proposal = mine
            window.page.send(
                frames.Proposal(
                    cid=mine.cid, language=facts.language, since=facts.since, seconds=left
                )
            )
            return
        window.proposal = None
        why = _why_gone(before, colleague, now=now) if before is not None else None
        is_answered = before is not None and (before.pseudonym, before.cid) in self._answered
        window.page.send(frames.Proposal(why=None if is_answered else why))


def _why_gone(before: Proposal, colleague: Colleague, *, now: float) -> fields.ProposalGone | None:
    """What became of a proposal that this professional did not answer."""
    if colleague.stance is Stance.MISSED:
        return None  # that it was the second one is said, and is enough
    if now >= before.until:
        return "late"
    # Who owes a tag since, or has as many as one may, sees why.
    return "gone" if colleague.owes == 0 and colleague.stance is Stance.FREE else None


async def _unless_away(work: Callable[[], Awaitable[None]]) -> None:
    try:
        await work()
    except (Unavailable, Refused):
        logger.info("the crew of the desk waits for the store")


_SHOWN: Final[dict[Stance, tuple[fields.DutyState, fields.DutyWhy | None]]] = {
    Stance.FREE: ("free", None),
    Stance.AWAY: ("away", None),
    Stance.MISSED: ("away", "missed"),
    Stance.BREAK: ("break", None),
    Stance.RESTED: ("away", "rested"),
    Stance.ENDING: ("ending", None),
}

MOST_RESERVED: Final = 150
"""Proposals to colleagues that are shown: as many as a list has entries (desk.py)."""
