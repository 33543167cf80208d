"""What coordinators see of this moment and of how busy it was: numbers that hold no tags (I10)."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from chatserver.clock import Clock
from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.duty import Work, work_of
from chatserver.helpline.colleagues import Colleagues
from chatserver.helpline.footfall import Turnstile
from chatserver.helpline.sealing import open_line
from chatserver.store.interface import DeskList
from chatserver.store.interface_of_crew import Crew
from chatserver.store.values import CrewNow, InLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """See the module's text. `proposes`: whether this desk proposes visitors to who is free."""

    desk: DeskList
    crew: Crew
    colleagues: Colleagues
    turnstile: Turnstile
    ring: KeyRing
    clock: Clock
    proposes: bool

    async def now(self) -> Mapping[str, object]:
        """How many wait and since when, how many talk, who is at work, and this day so far.

        `true_ranges_percent`: how often what visitors were told about the wait came true lately;
        None when too few were told.
        """
        now = self.clock.now()
        line = [
            each for each in await self.desk.line() if not self._rehearses(each.cid, each.facts)
        ]
        held = await self.desk.all_held()
        hit_rate = (await self.desk.pace()).hit_rate
        today = await self.turnstile.today()
        crew = await self.crew.look()
        return {
            "waiting": len(line),
            "longest_wait_minutes": max((self._waited(each, now) for each in line), default=0),
            "conversations": sum(not self._rehearses(each.cid, each.note) for each in held),
            "finished_today": today["ended"],
            "true_ranges_percent": round(100 * hit_rate) if hit_rate is not None else None,
            "crew": self._at_work(crew, now),
            "here": await self.colleagues.at_the_desk(crew),
            "today": today.as_dict(),
        }

    async def closed(self) -> Mapping[str, object]:
        """The last weeks and months; see `Turnstile.closed`."""
        return await self.turnstile.closed()

    def _at_work(self, crew: CrewNow, now: float) -> Mapping[str, int]:
        works = Counter(
            work_of(each.colleague, proposes=self.proposes, now=now) for each in crew.members
        )
        return {work.value: works[work] for work in Work}

    def _rehearses(self, cid: bytes, sealed: bytes) -> bool:
        facts = open_line(self.ring, cid, sealed)
        return facts is not None and facts.rehearsal

    def _waited(self, waiter: InLine, now: float) -> int:
        facts = open_line(self.ring, waiter.cid, waiter.facts)
        return max(0, int(now - facts.since) // 60) if facts is not None else 0
