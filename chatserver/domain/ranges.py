"""Exact reasoning with what is only partly known: ranges, and sums that narrow them.

This is the intruder of the audit (I5, P4): it adds and subtracts whatever it can.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

UNBOUNDED: Final = 10**12
"""More than anybody will ever count."""

MAX_STEPS: Final = 200_000
"""Most releases take a few thousand steps; rings of sums could narrow by one at a time."""


class Sum(NamedTuple):
    """`whole` is exactly the sum of `parts`; nothing is negative."""

    whole: str
    parts: tuple[str, ...]


class Range(NamedTuple):
    """All a reader knows about a number: it lies between these, both included."""

    low: int = 0
    high: int = UNBOUNDED

    @property
    def is_exact(self) -> bool:
        """Tell whether the number is known."""
        return self.low == self.high

    def both(self, other: "Range") -> "Range":
        """Give what is known when both are true."""
        return Range(max(self.low, other.low), min(self.high, other.high))


def narrow(
    laws: Sequence[Sum], known: Mapping[str, Range], *, max_steps: int = MAX_STEPS
) -> dict[str, Range]:
    """Propagate what is known until nothing changes; gives a range for every number."""
    names = [(law.whole, *law.parts) for law in laws]
    ranges = {name: Range() for involved in names for name in involved} | dict(known)
    stated_by: dict[str, list[int]] = {name: [] for name in ranges}
    for index, involved in enumerate(names):
        for name in dict.fromkeys(involved):
            stated_by[name].append(index)
    waiting = dict.fromkeys(range(len(laws)))
    for _ in range(max_steps):
        if not waiting:
            break
        index = next(iter(waiting))
        del waiting[index]
        for name in _tighten(ranges, laws[index]):
            waiting |= dict.fromkeys(stated_by[name])
    return ranges


def _tighten(ranges: dict[str, Range], law: Sum) -> set[str]:
    """Narrow the numbers of one sum by each other; tell which became narrower."""
    low = sum(ranges[part].low for part in law.parts)
    high = sum(ranges[part].high for part in law.parts)
    whole = ranges[law.whole].both(Range(low, high))
    found = {law.whole: whole}
    for part in law.parts:
        mine = ranges[part]
        found[part] = mine.both(
            Range(whole.low - (high - mine.high), whole.high - (low - mine.low))
        )
    changed = {name for name, known in found.items() if known != ranges[name]}
    ranges |= found
    return changed
