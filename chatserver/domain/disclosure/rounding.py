"""The sheet of a release: rounded to 5, or suppressed (P2, P3), with noise or without (P10)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from chatserver.domain.disclosure.noise import SPREAD, noise
from chatserver.domain.disclosure.sheet import UNBOUNDED, Range
from chatserver.domain.disclosure.system import System

ROUND: Final = 5
"""Published numbers are multiples of this (P2): as CBS does (DOMAIN.md 4.1)."""

MIN_PUBLISHED: Final = 10
"""Smaller numbers are suppressed, zero too (P2)."""

SUPPRESSED: Final = "-"
"""Any number: 0 to 9, or one that would give such a number away. The sign does not tell which."""


def rounded(count: int) -> int:
    """Round to the nearest five."""
    return (count + ROUND // 2) // ROUND * ROUND


@dataclass(slots=True, kw_only=True)
class Leaf:
    """One table of a release. `lines`: cells that add up to something."""

    id: str
    base: int
    rows: Mapping[int, str]
    lines: Sequence[Sequence[int]]
    several: bool = False
    """Several answers are possible: an option and its negation are a line of two (I8)."""
    dropped: bool = False


@dataclass(slots=True)
class Booklet:
    """All tables of a release as a `Board`: what readers learn, and what hiding more costs."""

    system: System
    leaves: Sequence[Leaf]
    keys: Sequence[int] | None = None
    """The cell key of each number, if it is published with noise."""
    suppressed: set[int] = field(default_factory=set)
    changes: int = 0
    low: list[int] = field(default_factory=list)
    high: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.read()

    def read(self) -> None:
        """Work out what readers learn from everything that is printed."""
        self.changes += 1
        size = len(self.system.names)
        self.low, self.high = [0] * size, [UNBOUNDED] * size
        for leaf in self.leaves:
            leaf.dropped = leaf.dropped or leaf.base in self.suppressed
            if not leaf.dropped:
                for number in (leaf.base, *leaf.rows):
                    low, high = self.tells(number)
                    self.low[number] = max(self.low[number], low)
                    self.high[number] = min(self.high[number], high)

    def value(self, number: int) -> int:
        """Give a number before rounding: with its noise, if there is any."""
        added = noise(self.keys[number]) if self.keys is not None else 0
        return max(0, self.system.truth[number] + added)

    def is_small(self, number: int) -> bool:
        """Tell whether a number is suppressed for its size: in truth, or as it would be printed."""
        return min(self.system.truth[number], self.value(number)) < MIN_PUBLISHED

    def tells(self, number: int) -> Range:
        """Give what a printed number tells whoever knows how much noise there can be."""
        if number in self.suppressed:
            return 0, UNBOUNDED
        middle = rounded(self.value(number))
        around = ROUND // 2 + (SPREAD if self.keys is not None else 0)
        return max(MIN_PUBLISHED, middle - around), middle + around

    def price(self, number: int, value: int) -> int | None:  # noqa: ARG002 - any value will do
        """Give the cost of suppressing a number so that it may have any value."""
        heads = sum(leaf.base == number and not leaf.dropped for leaf in self.leaves)
        return 4 + min(8, self.system.truth[number] // 25) + 40 * heads

    def is_free(self, number: int) -> bool:
        """Tell whether a number is not suppressed yet."""
        return number not in self.suppressed

    def hide(self, numbers: Iterable[int]) -> None:
        """Suppress numbers; a table without its base is dropped."""
        self.suppressed.update(numbers)
        self.read()

    def drop(self, leaf: Leaf) -> None:
        """Publish nothing of a table."""
        leaf.dropped = True
        self.read()

    def masked(self) -> set[int]:
        """Give the suppressed numbers of the tables that are published."""
        return {n for leaf in self.leaves if not leaf.dropped for n in leaf.rows} & self.suppressed

    def fill_lines(self) -> None:
        """Suppress two in every row and column that has one (P3); a zero hides nobody."""
        again = True
        while again:
            again = False
            for line in (each for leaf in self.leaves if not leaf.dropped for each in leaf.lines):
                hidden = [n for n in line if n in self.suppressed and self.system.truth[n]]
                if len(hidden) == 1 and not self.suppressed.issuperset(line):
                    shown = [n for n in line if n not in self.suppressed]
                    self.suppressed.add(min(shown, key=lambda n: (self.system.truth[n], n)))
                    again = True
        self.read()
