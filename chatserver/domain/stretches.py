"""Which years are protected together: years in a row of which something was counted.

A helpline imports an earlier year, looks at it, and imports the one before. Were all years one
row from the first to today, the second import would change a year that had been shown as empty.
So a row ends with the last year that counted something, and goes on when the next one does.
"""

from collections.abc import Collection, Mapping
from typing import NamedTuple


class Stretch(NamedTuple):
    """Years in a row, both included."""

    first: int
    last: int

    def through(self, last_closed: str) -> str:
        """Give the month up to which it may be shown."""
        return min(last_closed, f"{self.last}-12")

    def holds(self, period: str) -> bool:
        """Tell whether a period lies in it."""
        return self.first <= int(period[:4]) <= self.last


def stretches(counted: Collection[int], kept: Mapping[int, int]) -> tuple[Stretch, ...]:
    """Divide years into stretches, the earliest first.

    Args:
        counted: years of which something that closed was counted.
        kept: the first year of the stretch that a year was shown with; that never changes.
    """
    first = dict(kept)
    for year in sorted(set(counted) - kept.keys()):
        first[year] = first.get(year - 1, year)
    found: dict[int, int] = {}
    for year in sorted(first):
        found[first[year]] = year
    return tuple(Stretch(begin, end) for begin, end in sorted(found.items()))
