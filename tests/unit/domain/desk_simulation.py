"""A helpline of many evenings in a heap of events: no clock, no store, only the rules of the desk.

It keeps its own books. What it claims to have seen (who was passed by whom, how many a
professional had at once) is counted from the events and not asked of the rules.
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

from chatserver.domain.desk import Pace, Wait, Waiter, next_for

MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 24 * HOUR
"""From one evening to the next."""

OPEN: Final = 6 * HOUR
"""How long of each evening visitors come. Shifts begin in its first hour and a half."""

HARD_END: Final = 4 * HOUR
"""No visit lasts longer."""

CAPACITY: Final = 3
LANGUAGES: Final = ("nl", "en", "ar")
SHARES: Final = (75, 20, 5)
"""Per cent of the visitors."""

SPOKEN: Final = (("nl", "en"), ("nl",), ("nl", "en", "ar"), (), ("en", "ar"))
"""Of the professionals, in turn; () is everything."""


@dataclass
class Visitor:
    """One visit, and what came of it. Times in seconds."""

    waiter: Waiter
    since: float
    patience: float
    shown: Wait | None = None
    returns: int = 0
    fate: str = "waits"
    waited: float = 0.0
    passed_by: set[int] = field(default_factory=set)
    """Turns of those who came later, had the same needs, and were helped earlier."""


@dataclass
class Professional:
    """One shift."""

    number: int
    languages: tuple[str, ...]
    until: float
    holds: set[int] = field(default_factory=set)
    is_gone: bool = False


class Desk:
    """Runs `visitors` arrivals and then until nobody is left. Everything follows from the seed."""

    def __init__(self, seed: int, visitors: int, *, per_hour: float, crew: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - no secret
        self.to_come = visitors
        self.per_hour = per_hour
        self.crew = crew
        self.now = 0.0
        self.pace = Pace()
        self.line: list[Waiter] = []
        self.visits: dict[int, Visitor] = {}
        self.on_shift: dict[int, Professional] = {}
        self.most_at_once = 0
        self.unfair: list[tuple[int, int]] = []
        self.ranges: Counter[bool] = Counter()
        self.long_ranges: Counter[bool] = Counter()
        """Those that say more than "within ten minutes"."""
        self.pushed_back: list[tuple[int, int]] = []
        """Who stood further back after an arrival, and who had arrived."""
        self._idle: list[Professional] = []
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._order = itertools.count()

    def run(self) -> None:
        """Until the last visitor has been helped or has gone."""
        self._at(0.0, self._evening)
        self._at(1.0, self._arrives)
        while self._events and (self.to_come or self._someone_is_here()):
            self.now, _, happens = heapq.heappop(self._events)
            happens()

    def _someone_is_here(self) -> bool:
        return any(visit.fate in {"waits", "talks"} for visit in self.visits.values())

    def _at(self, when: float, happens: Callable[[], None]) -> None:
        heapq.heappush(self._events, (when, next(self._order), happens))

    def _after(self, mean: float) -> float:
        return self.now + self.chance.expovariate(1 / mean)

    # Professionals

    def _evening(self) -> None:
        for number in range(self.crew):
            begins = self.now + self.chance.uniform(0, 1.5 * HOUR)
            lasts = self.chance.uniform(4 * HOUR, 8 * HOUR)
            spoken = SPOKEN[number % len(SPOKEN)]
            self._at(begins, partial(self._begins, begins + lasts, spoken))
        self._at(self.now + DAY, self._evening)

    def _begins(self, until: float, languages: tuple[str, ...]) -> None:
        who = Professional(next(self._order), languages, until)
        self.on_shift[who.number] = who
        self._at(self._after(8 * HOUR), lambda: self._vanishes(who))
        self._at(until, partial(self._goes_home, who))
        for _ in range(CAPACITY):
            self._at(self._after(MINUTE), lambda: self._looks(who))

    def _goes_home(self, who: Professional) -> None:
        self.on_shift.pop(who.number, None)

    def _looks(self, who: Professional) -> None:
        """One free hand of a professional: take the next, or look again a little later."""
        if who.is_gone or self.now > who.until or len(who.holds) >= CAPACITY:
            return
        waiter = self._chosen(who)
        if waiter is None:
            self._idle.append(who)
            return
        self._take(who, waiter)

    def _chosen(self, who: Professional) -> Waiter | None:
        if self.line and self.chance.random() < 0.02:  # by name, for a reason of their own
            return self.chance.choice(self.line[:10])
        waiter = next_for(self.line, who.languages)
        if waiter is not None:
            self._keep_books(waiter)
        return waiter

    def _keep_books(self, taken: Waiter) -> None:
        """Whoever came earlier with the same needs and still waits was passed."""
        for other in self.line:
            if other.turn < taken.turn and other.language == taken.language:
                self.visits[other.turn].passed_by.add(taken.turn)
                if not taken.has_returned:
                    self.unfair.append((other.turn, taken.turn))

    def _take(self, who: Professional, waiter: Waiter) -> None:
        visit = self.visits[waiter.turn]
        self._leaves_line(waiter)
        who.holds.add(waiter.turn)
        self.most_at_once = max(self.most_at_once, len(who.holds))
        visit.fate = "talks"
        if visit.returns == 0:
            visit.waited = self.now - visit.since
            if visit.shown is not None:
                self._compare(visit.shown, visit.waited / MINUTE)
            self._note_pace(visit)
        turn, returns = waiter.turn, visit.returns
        lasts = self.chance.lognormvariate(3.0, 0.7) * MINUTE
        self._at(self.now + lasts, lambda: self._ends(who, turn, returns))

    def _compare(self, shown: Wait, minutes: float) -> None:
        is_true = shown.low <= minutes <= (shown.high or minutes)
        self.ranges[is_true] += 1
        if shown.low > 0:
            self.long_ranges[is_true] += 1

    def _note_pace(self, visit: Visitor) -> None:
        """What the server knows: whole minutes."""
        now, since = (int(each) // MINUTE * MINUTE for each in (self.now, visit.since))
        self.pace = self.pace.taken(since=since, shown=visit.shown, now=now)

    def _ends(self, who: Professional, turn: int, returns: int) -> None:
        visit = self.visits[turn]
        if visit.fate != "talks" or visit.returns != returns or turn not in who.holds:
            return  # the professional had vanished before
        visit.fate = "helped"
        who.holds.discard(turn)
        self._at(self._after(3 * MINUTE), lambda: self._looks(who))  # the tag

    def _vanishes(self, who: Professional) -> None:
        """Without a word. A minute later everybody they held is back in line."""
        who.is_gone = True
        self._goes_home(who)
        held = tuple(who.holds)
        who.holds.clear()
        for turn in held:
            self._at(self.now + MINUTE, partial(self._returns, turn))

    def _returns(self, turn: int) -> None:
        visit = self.visits[turn]
        visit.returns += 1
        visit.fate = "waits"
        visit.waiter = replace(visit.waiter, has_returned=True)
        self._joins_line(visit.waiter)

    # Visitors

    def _arrives(self) -> None:
        self.to_come -= 1
        turn = len(self.visits) + 1
        (language,) = self.chance.choices(LANGUAGES, SHARES)
        waiter = Waiter(cid=turn.to_bytes(16, "big"), language=language, turn=turn)
        patience = min(self.chance.expovariate(1 / (70 * MINUTE)), HARD_END)
        visit = Visitor(waiter, self.now, patience)
        self.visits[turn] = visit
        first = self.visits[self.line[0].turn].since if self.line else self.now
        since, now = (int(each) // MINUTE * MINUTE for each in (first, self.now))
        self._joins_line(waiter)
        position = self.line.index(waiter) + 1
        visit.shown = self.pace.expected(position, first_since=since, now=now)
        self._at(self.now + visit.patience, lambda: self._drops(turn))
        if self.to_come:
            self._at(self._next_arrival(), self._arrives)

    def _next_arrival(self) -> float:
        """Busy at nine, quiet at midnight, closed by day."""
        when = self.now
        while True:
            when += self.chance.expovariate(self.per_hour / HOUR)
            of_the_day = when % DAY
            busy = 1.0 if HOUR < of_the_day < 3 * HOUR else 0.55
            if of_the_day < OPEN and self.chance.random() < busy:
                return when

    def _drops(self, turn: int) -> None:
        visit = self.visits[turn]
        if visit.fate == "waits" and visit.returns == 0:
            visit.fate = "dropped"
            self._leaves_line(visit.waiter)

    # The list

    def _joins_line(self, waiter: Waiter) -> None:
        behind = [each.turn for each in self.line if each.rank > waiter.rank]
        if not waiter.has_returned:
            self.pushed_back += [(each, waiter.turn) for each in behind]
        insort(self.line, waiter, key=lambda each: each.rank)
        idle, self._idle = self._idle, []
        for who in idle:
            self._at(self._after(0.5 * MINUTE), partial(self._looks, who))

    def _leaves_line(self, waiter: Waiter) -> None:
        self.line.remove(waiter)
