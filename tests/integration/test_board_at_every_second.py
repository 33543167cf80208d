"""The board of a coordinator equals what is really so, second by second (FEATURES.md F42)."""

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from chatserver.client import Coordinator, Professional, Visitor
from chatserver.client.talk import Talk
from chatserver.clock import ManualClock
from chatserver.wire import fields
from tests.support.cast import Cast
from tests.support.redis_servers import Stores
from tests.support.servers import served

SECONDS = 100
MINUTE = 60
CAPACITY = 3


@dataclass(slots=True, eq=False)
class Colleague:
    """A professional, and what they are as they know it themselves."""

    page: Professional
    name: str
    state: fields.DutyState = "away"
    talks: list[tuple[Visitor, Talk]] = field(default_factory=list)
    owes: list[Talk] = field(default_factory=list)

    @property
    def work(self) -> str:
        """As a coordinator is told."""
        if self.talks or self.owes:
            return "busy"
        return self.state


class Evening:
    """Lets things happen, one a second, and remembers what is so."""

    def __init__(self, people: Cast, clock: ManualClock, colleagues: list[Colleague]) -> None:
        self.people = people
        self.clock = clock
        self.colleagues = colleagues
        self.line: list[tuple[Visitor, float]] = []
        self.so_far: Counter[str] = Counter()
        self._dice = 7

    def _throws(self, sides: int) -> int:
        """Chance that is the same each time."""
        self._dice = (self._dice * 1_103_515_245 + 12_345) % 2**31
        return self._dice // 2**16 % sides

    async def something_happens(self) -> None:
        """One step of somebody; now and then nobody has one to take."""
        steps = (
            self.somebody_comes,
            self.somebody_comes,
            self.somebody_leaves_the_line,
            self.somebody_is_taken,
            self.somebody_is_taken,
            self.a_conversation_ends,
            self.a_tag_is_given,
            self.a_break_begins_or_ends,
        )
        await steps[self._throws(len(steps))](self.colleagues[self._throws(len(self.colleagues))])

    async def somebody_comes(self, _: Colleague) -> None:
        """To the end of the line."""
        self.line.append((await self.people.visitor(), self.clock.now() // MINUTE * MINUTE))
        self.so_far["came"] += 1
        self.so_far["longest_line"] = max(self.so_far["longest_line"], len(self.line))

    async def somebody_leaves_the_line(self, _: Colleague) -> None:
        """From anywhere in it."""
        if self.line:
            visitor = self.line.pop(self._throws(len(self.line)))[0]
            visitor.leave("left")
            self.so_far["left"] += 1

    async def somebody_is_taken(self, by: Colleague) -> None:
        """Whoever is first, if there is room."""
        if self.line and not by.owes and len(by.talks) < CAPACITY:
            visitor = self.line.pop(0)[0]
            by.talks.append((visitor, await self.people.conversation(visitor, by.page)))
            self.so_far["taken"] += 1

    async def a_conversation_ends(self, of: Colleague) -> None:
        """By either side."""
        if of.talks:
            visitor, talk = of.talks.pop()
            if self._throws(2):
                visitor.leave("left")
            else:
                of.page.end(talk)
            await of.page.until(lambda: talk.ticket in of.page.untagged)
            of.owes.append(talk)
            self.so_far["ended"] += 1

    async def a_tag_is_given(self, by: Colleague) -> None:
        """For something that has ended."""
        if by.owes:
            talk = by.owes.pop()
            await by.page.tag(talk.ticket, self.people.app.codebook.key, {"contact": ["hoax"]})

    async def a_break_begins_or_ends(self, of: Colleague) -> None:
        """Also in the middle of a conversation."""
        of.state = "away" if of.state == "break" else "break"
        await of.page.be(of.state)

    def truth(self) -> dict[str, Any]:
        """What the board has to show."""
        work = Counter(each.work for each in self.colleagues)
        return {
            "waiting": len(self.line),
            "longest_wait_minutes": max(
                (int(self.clock.now() - since) // MINUTE for _, since in self.line), default=0
            ),
            "conversations": sum(len(each.talks) for each in self.colleagues),
            "finished_today": self.so_far["ended"],
            "here": [
                {
                    "name": each.name,
                    "role": "professional",
                    # Whoever takes a break is left in peace, also with a conversation to end.
                    "state": "break" if each.state == "break" else each.work,
                    "conversations": len(each.talks),
                }
                for each in self.colleagues
            ],
            "crew": {name: work[name] for name in ("free", "busy", "away", "break")},
            "today": {
                name: self.so_far[name]
                for name in ("came", "taken", "left", "ended", "longest_line")
            },
        }


@pytest.fixture
def clock() -> ManualClock:
    """Stands still between two seconds."""
    return ManualClock()


async def shown(coordinator: Coordinator, truth: dict[str, Any]) -> dict[str, Any]:
    """The part of the board that the truth speaks of, once it is true or will not become so.

    What somebody said on a socket a moment ago may still be on its way into the store.
    """
    found: dict[str, Any] = {}
    for _ in range(500):
        board = await coordinator.board()
        found = {name: board[name] for name in truth}
        found["today"] = {name: board["today"][name] for name in truth["today"]}
        if found == truth:
            break
        await asyncio.sleep(0.01)
    return found


async def test_the_board_equals_what_is_so_at_every_second(
    stores: Stores, tmp_path: Path, clock: ManualClock
) -> None:
    async with served(stores, tmp_path, clock=clock) as app, Cast.around(app) as people:
        coordinator = await people.coordinator()
        colleagues = [
            # The account of each is the next; the coordinator's was the first.
            Colleague(await people.professional(), f"professional {number}")
            for number in (2, 3, 4)
        ]
        evening = Evening(people, clock, colleagues)

        for second in range(SECONDS):
            await evening.something_happens()
            truth = evening.truth()
            board = await shown(coordinator, truth)
            assert board == truth, second
            await clock.advance(1)

        assert min(evening.so_far[name] for name in ("taken", "left", "ended")) > 4
