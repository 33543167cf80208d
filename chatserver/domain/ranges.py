"""Exact reasoning with what is only partly known: ranges, and sums that narrow them.

This is the intruder of the audit (I5, P4): it adds and subtracts whatever it can.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

UNBOUNDED: Final = 10**12
"""More than anybody will ever count."""

MAX_ROUNDS: Final = 500
"""Rounds of propagation; rings of sums may narrow by one a round, most are done in ten."""


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


def narrow(laws: Sequence[Sum], known: Mapping[str, Range]) -> dict[str, Range]:
    """Propagate what is known until nothing changes; gives a range for every number."""
    ranges = {name: Range() for law in laws for name in (law.whole, *law.parts)} | dict(known)
    for _ in range(MAX_ROUNDS):
        before = dict(ranges)
        for law in laws:
            _tighten(ranges, law)
        if ranges == before:
            break
    return ranges


def _tighten(ranges: dict[str, Range], law: Sum) -> None:
    low = sum(ranges[part].low for part in law.parts)
    high = sum(ranges[part].high for part in law.parts)
    ranges[law.whole] = whole = ranges[law.whole].both(Range(low, high))
    for part in law.parts:
        mine = ranges[part]
        allowed = Range(whole.low - (high - mine.high), whole.high - (low - mine.low))
        ranges[part] = mine.both(allowed)
