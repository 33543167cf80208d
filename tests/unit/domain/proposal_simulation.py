"""A helpline that proposes: evenings in a heap of events, and nothing real but the rules.

It keeps its own books, in time and not in the steps by which the rules order people: since when
each professional really is idle, who was asked for whom, and what they answered.
"""

import heapq
import itertools
import random  # noqa: TID251 - chance with a seed is the point
from bisect import insort
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Final

from chatserver.domain.desk import Waiter
from chatserver.domain.duty import MOST_MISSED, Colleague, Proposal, Stance, to_propose

MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 24 * HOUR
OPEN: Final = 6 * HOUR
CAPACITY: Final = 2
SECONDS: Final = 30
REST: Final = 120
LANGUAGES: Final = ("nl", "en", "ar")
SHARES: Final = (75, 20, 5)
SPOKEN: Final = (("nl", "en"), ("nl",), ("nl", "en"), (), ("nl",), ("nl", "en"))
FAR: Final = 10**9
"""A lease of who is there for the whole evening."""


@dataclass
class Professional:
    """One shift: what the desk knows, and beside it what is true."""

    me: Colleague
    ends: float
    idle_since: float
    missed: int = 0
    asked: int = 0
    is_gone: bool = False


@dataclass
class Books:
    """What was seen."""

    fates: Counter[str] = field(default_factory=Counter)
    answers: Counter[str] = field(default_factory=Counter)
    passed_over: list[str] = field(default_factory=list)
    """A professional waited longer than the one who was asked, with the same languages."""
    late: list[str] = field(default_factory=list)
    """A visitor was proposed, and one who came earlier with the same needs was not."""
    doubled: list[str] = field(default_factory=list)
    moved: list[str] = field(default_factory=list)
    """Somebody's place was another one after an answer that was no yes."""
    third: list[str] = field(default_factory=list)
    """A proposal to somebody who had missed two in a row."""
    most_at_once: int = 0
    aways: int = 0
    returned: int = 0


class Desk:
    """Runs `visitors` arrivals and then until nobody is left. Everything follows from the seed."""

    def __init__(self, seed: int, visitors: int, *, per_hour: float, crew: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.to_come = visitors
        self.per_hour, self.crew = per_hour, crew
        self.now = 0.0
        self.books = Books()
        self.line: list[Waiter] = []
        self.on_shift: dict[bytes, Professional] = {}
        self.proposals: dict[bytes, Proposal] = {}
        self.declined: dict[bytes, dict[bytes, float]] = {}
        self.turns = itertools.count(1)
        self.steps = itertools.count(1)
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()

    def run(self) -> None:
        """Until the last visitor has been helped or has gone."""
        self._at(0.0, self._evening)
        self._at(1.0, self._arrives)
        while self._events and (self.to_come or self.line or self._somebody_talks()):
            self.now, _, happens = heapq.heappop(self._events)
            happens()
            self._propose()

    def _somebody_talks(self) -> bool:
        return any(each.me.load for each in self.on_shift.values())

    def _at(self, when: float, happens: Callable[[], None]) -> None:
        heapq.heappush(self._events, (when, next(self._order), happens))

    def _after(self, mean: float) -> float:
        return self.now + self.chance.expovariate(1 / mean)

    # The desk

    def _propose(self) -> None:
        declined = {
            cid: {who for who, until in each.items() if until > self.now}
            for cid, each in self.declined.items()
        }
        crew = [each.me for each in self.on_shift.values()]
        found = list(
            to_propose(
                self.line,
                crew,
                tuple(self.proposals.values()),
                declined,
                capacity=CAPACITY,
                now=self.now,
            )
        )
        for waiter, colleague in found:
            self._keep_books(waiter, colleague, declined)
            self._asks(waiter, self.on_shift[colleague.pseudonym])

    def _can_be_asked(self, who: Professional, waiter: Waiter, declined: set[bytes]) -> bool:
        me = who.me
        is_asked = any(each.pseudonym == me.pseudonym for each in self.proposals.values())
        speaks = not me.languages or waiter.language in me.languages
        has_room = me.load < CAPACITY and me.owes == 0
        is_free = me.stance is Stance.FREE and not who.is_gone
        return is_free and has_room and speaks and not is_asked and me.pseudonym not in declined

    def _keep_books(
        self, waiter: Waiter, chosen: Colleague, declined: dict[bytes, set[bytes]]
    ) -> None:
        mine = self.on_shift[chosen.pseudonym]
        if waiter.cid in self.proposals:
            self.books.doubled.append(waiter.cid.hex())
        if mine.missed >= MOST_MISSED:
            self.books.third.append(chosen.pseudonym.hex())
        for other in self.on_shift.values():
            same = other.me.languages == chosen.languages
            can = self._can_be_asked(other, waiter, declined.get(waiter.cid, set()))
            if same and can and other.idle_since < mine.idle_since:
                self.books.passed_over.append(other.me.pseudonym.hex())
        for other_waiter in self.line:
            if other_waiter.rank >= waiter.rank:
                break
            waits = other_waiter.cid not in self.proposals
            refused = chosen.pseudonym in declined.get(other_waiter.cid, set())
            if other_waiter.language == waiter.language and waits and not refused:
                self.books.late.append(other_waiter.cid.hex())

    def _asks(self, waiter: Waiter, who: Professional) -> None:
        proposal = Proposal(waiter.cid, who.me.pseudonym, int(self.now) + SECONDS)
        self.proposals[waiter.cid] = proposal
        who.asked += 1
        answer = self.chance.choices(("yes", "no", "silence"), (80, 8, 12))[0]
        if answer == "silence":
            self._at(self.now + SECONDS, partial(self._answers, proposal, "silence"))
        else:
            self._at(
                self.now + self.chance.uniform(1, 25), partial(self._answers, proposal, answer)
            )

    def _answers(self, proposal: Proposal, answer: str) -> None:
        if self.proposals.get(proposal.cid) != proposal:
            return  # withdrawn: the visitor has left, or the professional has
        del self.proposals[proposal.cid]
        who = self.on_shift[proposal.pseudonym]
        waiter = next(each for each in self.line if each.cid == proposal.cid)
        place = self.line.index(waiter)
        self.books.answers[answer] += 1
        match answer:
            case "yes":
                who.missed = 0
                self._takes(who, waiter)
                return
            case "no":
                who.missed = 0
                self.declined.setdefault(waiter.cid, {})[who.me.pseudonym] = self.now + REST
                self._at(self.now + REST, lambda: None)
            case _:
                who.missed += 1
                if who.missed >= MOST_MISSED:
                    who.me = replace(who.me, stance=Stance.MISSED)
                    self.books.aways += 1
                    self._at(self._after(5 * MINUTE), partial(self._is_free_again, who))
        self._stirs(who)
        if self.line.index(waiter) != place:
            self.books.moved.append(waiter.cid.hex())

    def _stirs(self, who: Professional) -> None:
        who.me = replace(who.me, since=next(self.steps))
        who.idle_since = self.now

    # Professionals

    def _evening(self) -> None:
        self.on_shift = {
            name: each
            for name, each in self.on_shift.items()
            if each.me.load or each.me.owes or not (each.is_gone or self.now > each.ends)
        }
        for number in range(self.crew):
            begins = self.now + self.chance.uniform(0, 1.5 * HOUR)
            self._at(begins, partial(self._begins, SPOKEN[number % len(SPOKEN)]))
        self._at(self.now + DAY, self._evening)

    def _begins(self, languages: tuple[str, ...]) -> None:
        step = next(self.steps)
        me = Colleague(
            pseudonym=step.to_bytes(32),
            stance=Stance.FREE,
            since=step,
            until=FAR,
            languages=languages,
        )
        who = Professional(me, self.now + self.chance.uniform(5, 9) * HOUR, self.now)
        self.on_shift[me.pseudonym] = who
        self._at(self._after(12 * HOUR), partial(self._vanishes, who))
        self._at(who.ends, partial(self._ends_shift, who))

    def _is_free_again(self, who: Professional) -> None:
        if who.is_gone or who.me.stance is Stance.ENDING:
            return
        who.missed = 0
        who.me = replace(who.me, stance=Stance.FREE)
        self._stirs(who)

    def _ends_shift(self, who: Professional) -> None:
        who.me = replace(who.me, stance=Stance.ENDING)
        self._withdraw(who)

    def _withdraw(self, who: Professional) -> None:
        mine = [cid for cid, each in self.proposals.items() if each.pseudonym == who.me.pseudonym]
        for cid in mine:
            del self.proposals[cid]

    def _vanishes(self, who: Professional) -> None:
        if who.is_gone:
            return
        who.is_gone = True
        who.me = replace(who.me, until=-1)
        self._withdraw(who)

    def _takes(self, who: Professional, waiter: Waiter) -> None:
        self._leaves_line(waiter)
        who.me = replace(who.me, load=who.me.load + 1)
        self.books.most_at_once = max(self.books.most_at_once, who.me.load)
        self._stirs(who)
        lasts = self.chance.lognormvariate(3.0, 0.6) * MINUTE
        self._at(self.now + lasts, partial(self._ends, who, waiter))

    def _ends(self, who: Professional, waiter: Waiter) -> None:
        who.me = replace(who.me, load=who.me.load - 1)
        if who.is_gone:  # the visitor stands in front again
            self.books.returned += 1
            self._joins_line(replace(waiter, has_returned=True))
            return
        self.books.fates["helped"] += 1
        who.me = replace(who.me, owes=who.me.owes + 1)
        self._stirs(who)
        self._at(self._after(2 * MINUTE), partial(self._tags, who))

    def _tags(self, who: Professional) -> None:
        who.me = replace(who.me, owes=who.me.owes - 1)
        self._stirs(who)

    # Visitors

    def _arrives(self) -> None:
        self.to_come -= 1
        turn = next(self.turns)
        (language,) = self.chance.choices(LANGUAGES, SHARES)
        waiter = Waiter(cid=turn.to_bytes(16), language=language, turn=turn)
        self._joins_line(waiter)
        self._at(self._after(90 * MINUTE), partial(self._drops, waiter))
        if self.to_come:
            self._at(self._next_arrival(), self._arrives)

    def _next_arrival(self) -> float:
        when = self.now
        while True:
            when += self.chance.expovariate(self.per_hour / HOUR)
            if when % DAY < OPEN:
                return when

    def _drops(self, waiter: Waiter) -> None:
        if waiter in self.line:
            self.books.fates["dropped"] += 1
            self._leaves_line(waiter)

    def _joins_line(self, waiter: Waiter) -> None:
        insort(self.line, waiter, key=lambda each: each.rank)

    def _leaves_line(self, waiter: Waiter) -> None:
        self.line.remove(waiter)
        self.proposals.pop(waiter.cid, None)
        self.declined.pop(waiter.cid, None)
