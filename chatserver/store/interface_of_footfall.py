"""What the stores promise about the counts of the desk: more of `interface`.

The vault counts, in the scripts of the desk themselves; the ledger keeps a sealed copy, so that a
lost vault does not take the week with it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Protocol

from chatserver.domain.footfall import Footfall, Moment


@dataclass(frozen=True, slots=True)
class Counted:
    """What a vault has counted of a period.

    is_whole: False until it was told what an earlier vault had counted, be it nothing.
    """

    footfall: Footfall
    is_whole: bool


class Counts(Protocol):
    """Of the desk, in the vault."""

    async def sample(self, at: Moment, *, most: int, is_open: bool, is_paused: bool) -> bool:
        """Count this minute, and whether the line is full; False when somebody has already.

        Args: most: a longer line refuses newcomers.
        """

    async def read(self, period: str) -> Counted:
        """What was counted of a period, as `domain.footfall.Moment` names them."""

    async def carry_over(self, period: str, before: Footfall, *, number: int) -> bool:
        """Add what an earlier vault had counted, once; False when that was done already.

        Args: number: of the period in `Moment.periods`.
        """


class KeptCounts(Protocol):
    """Of the desk, in the ledger."""

    async def footfall(self) -> Mapping[str, bytes]:
        """All that is kept, sealed, by period."""

    async def keep_footfall(self, kept: Mapping[str, bytes], *, outlived: Collection[str]) -> None:
        """Keep these periods anew, and drop those that nobody is shown any more."""
