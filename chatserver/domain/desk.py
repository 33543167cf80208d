"""Who is next and for whom, and how long a wait may be said to take (decision 0016).

The order is by arrival, and each arrival has a number, its turn. Somebody who has lost a
professional through no doing of their own comes back with a credit: they stand as if they had
come CREDIT turns earlier. It is given once and never multiplied, so that it is also the bound:
nobody is ever passed by somebody who came CREDIT or more turns after them.
Waiting itself needs no bonus: every new arrival stands behind, which is ageing.

What is said of the wait is a range of minutes. Each take tells whether the range that was
shown at the arrival was true; the range becomes narrower when it was and wider when it was not.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final

CREDIT: Final = 200
"""Turns by which somebody who comes back stands further in front; the same in scripts/_desk.lua.
The desk numbers arrivals and takes, so this is about a hundred visitors: more than have come
since the first in line did. So it is the front, and still only those hundred who came later can
ever pass one person."""

LOWS: Final = (0, 5, 10, 15, 20, 30, 45, 60, 90)
HIGHS: Final = (5, 10, 15, 20, 30, 45, 60, 90, 120)
"""Minutes that are said. Anything finer would promise more than anybody knows."""

WORTH_SAYING: Final = 30
"""Minutes: "longer than that" is only said of a long time; longer than five says nothing."""

FEWEST: Final = 5
"""Takes before anything is said: fewer are chance."""

FRESH: Final = 3600
"""Seconds after the last take in which its pace says anything about now."""

WEIGHT: Final = 0.15
"""Of the newest step in the average: the last dozen takes decide."""

NARROWER: Final = 0.97
WIDER: Final = 1.2
"""The width after a true and after an untrue range. They are in balance where
h · ln 0.97 + (1 - h) · ln 1.2 = 0: at 86 of a hundred true."""

NARROWEST: Final = 1.2
WIDEST: Final = 6.0
"""Bounds of the width: below it would be luck, above it the range says nothing."""

CAUTION: Final = 1.5
"""The lower end is this much lower still: who hears "ten minutes" and is called after six may
have put the phone away. In the simulation it makes the longer ranges as true as the short ones."""

FADING: Final = 0.98
"""What an older judgement counts beside the next one: the hit rate is of the last fifty."""

FEWEST_JUDGED: Final = 8
"""Judgements, the older ones faded, before a hit rate is shown: the ninth makes it so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiter:
    """Somebody in the waiting list.

    Attributes:
        turn: number of the arrival, counted over the whole desk, kept for as long as the visit.
        has_returned: they had a professional, who is gone.
        is_for_all: they have waited so long that their language decides nothing any more.
    """

    cid: bytes
    language: str
    turn: int
    has_returned: bool = False
    is_for_all: bool = False

    @classmethod
    def ranked(
        cls, cid: bytes, language: str, rank: float, *, is_for_all: bool = False
    ) -> "Waiter":
        """Read somebody back from a list that keeps ranks."""
        has_returned = rank != int(rank)
        turn = int(rank - 0.5) + CREDIT if has_returned else int(rank)
        return cls(
            cid=cid,
            language=language,
            turn=turn,
            has_returned=has_returned,
            is_for_all=is_for_all,
        )

    @property
    def rank(self) -> float:
        """What the list is ordered by, lowest first. No two are the same.

        The half lets somebody who came CREDIT turns earlier stay in front.
        """
        return self.turn - CREDIT + 0.5 if self.has_returned else self.turn


def next_for(line: Iterable[Waiter], languages: Collection[str]) -> Waiter | None:
    """The first of an ordered list whom somebody with these languages can help.

    Whoever waits too long for their language is for everybody: a few words of another language
    are more than nobody (F25, decision 0041).

    Args:
        languages: empty for somebody who helps in any.
    """
    return next(
        (each for each in line if not languages or each.language in languages or each.is_for_all),
        None,
    )


@dataclass(frozen=True, slots=True)
class Wait:
    """How long it may take, in whole minutes; `high` None: longer than we would say."""

    low: int
    high: int | None

    def holds(self, minutes: float) -> bool:
        """Whether so long a wait is what was said."""
        return self.low <= minutes and (self.high is None or minutes <= self.high)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast the line has moved lately, and how true what was said of it has been.

    Attributes:
        step: seconds in which the line moves up by one, averaged over the last takes.
        width: what the expected wait is multiplied with for the upper end.
        hits: true ranges among `judged`, both fading.
        last: minute of the last take, Unix time in seconds.
        takes: how many so far.
    """

    step: float = 0.0
    width: float = 2.0
    hits: float = 0.0
    judged: float = 0.0
    last: int = 0
    takes: int = 0

    @property
    def hit_rate(self) -> float | None:
        """Part of the ranges that were true, from 0 to 1; None for too few."""
        return self.hits / self.judged if self.judged >= FEWEST_JUDGED else None

    def taken(self, *, since: int, shown: Wait | None, now: int) -> "Pace":
        """The pace after a take.

        Args:
            since: arrival of who was taken, Unix seconds.
            shown: what they were told then.
            now: Unix seconds.
        """
        # Before they came nobody waited for this take: a quiet hour is not a slow one.
        took = max(0, now - max(since, self.last))
        step = took if self.takes == 0 else self.step + WEIGHT * (took - self.step)
        after = replace(self, step=step, last=now, takes=self.takes + 1)
        return after if shown is None else after.judge(is_true=shown.holds((now - since) / 60))

    def judge(self, *, is_true: bool) -> "Pace":
        """The pace after a range came true or not."""
        width = self.width * (NARROWER if is_true else WIDER)
        return replace(
            self,
            width=min(max(width, NARROWEST), WIDEST),
            hits=self.hits * FADING + is_true,
            judged=self.judged * FADING + 1,
        )

    def expected(self, position: int, *, first_since: int, now: int) -> Wait | None:
        """What to say to who stands at `position`; None when nothing honest can be said.

        Args:
            position: from 1.
            first_since: arrival of the first in line, Unix seconds.
            now: Unix seconds.
        """
        if self.takes < FEWEST or now - self.last > FRESH:
            return None
        # A first one who has waited longer than a step tells already that it has become slower.
        stands = max(0, now - max(first_since, self.last))
        step = self.step + WEIGHT * max(0.0, stands - self.step)
        minutes = position * step / 60
        low = LOWS[bisect_right(LOWS, minutes / (self.width * CAUTION)) - 1]
        high = bisect_left(HIGHS, minutes * self.width)
        if high < len(HIGHS):
            return Wait(low, HIGHS[high])
        return Wait(low, None) if low >= WORTH_SAYING else None
