"""Budgets: how much one socket may send, as a bucket that refills steadily.

`spend` gives the bucket after the spending or says how long to wait; nothing
here changes in place, and time comes in as an argument.
"""

from dataclasses import dataclass
from typing import Final

FREE_FAILURES: Final = 5
LONGEST_PAUSE: Final = 20
"""Seconds: long against a guesser, bearable for somebody whose name is being guessed at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """A bucket of at most `burst` units that refills `per_second`."""

    per_second: float
    burst: float
    left: float
    at: float

    @classmethod
    def full(cls, *, per_second: float, burst: float, now: float) -> "Budget":
        """A bucket that nobody has spent from."""
        return cls(per_second=per_second, burst=burst, left=burst, at=now)

    def spend(self, amount: float, *, now: float) -> "Budget | TooMany":
        """Take `amount` units at `now` (seconds)."""
        # A clock set back must not empty the bucket.
        left = min(self.burst, self.left + max(0.0, now - self.at) * self.per_second)
        if amount <= left:
            return Budget(per_second=self.per_second, burst=self.burst, left=left - amount, at=now)
        return TooMany(retry_after=(amount - left) / self.per_second)


@dataclass(frozen=True, slots=True)
class TooMany:
    """More than the budget holds. `retry_after` in seconds."""

    retry_after: float


def pause_after(failures: int) -> float:
    """Seconds that a sign-in for this name must wait after so many failures lately.

    Nothing for the first four (people mistype at night), then doubling from two
    seconds to at most twenty. No lock: a stranger could lock somebody out.
    """
    if failures < FREE_FAILURES:
        return 0.0
    return float(min(2 ** (failures - FREE_FAILURES + 1), LONGEST_PAUSE))
