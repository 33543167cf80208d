"""What adding and subtracting gives away: the audit of a release (P4)."""

from collections.abc import Sequence
from typing import Final

from chatserver.domain.disclosure.system import System, Terms

MAX_STEPS: Final = 400_000
"""Most releases take a few thousand; rings of laws could narrow by one at a time."""


def narrow(system: System, low: Sequence[int], high: Sequence[int]) -> tuple[list[int], list[int]]:
    """Propagate ranges through all laws until nothing changes."""
    lows, highs = list(low), list(high)
    waiting = dict.fromkeys(range(len(system.laws)))
    for _ in range(MAX_STEPS):
        if not waiting:
            break
        nth = next(iter(waiting))
        del waiting[nth]
        for number in _tighten(system.laws[nth], lows, highs):
            waiting |= dict.fromkeys(law for law, _ in system.holding[number])
    return lows, highs


def _tighten(law: Terms, lows: list[int], highs: list[int]) -> list[int]:
    """Narrow the numbers of one law by each other; tell which became narrower."""
    least = [f * (lows[n] if f > 0 else highs[n]) for n, f in law]
    most = [f * (highs[n] if f > 0 else lows[n]) for n, f in law]
    below, above = sum(least), sum(most)
    changed = []
    for (number, factor), small, large in zip(law, least, most, strict=True):
        # factor x number lies between these, because all terms add up to zero.
        low, high = small - above + (large - small), large - below - (large - small)
        low, high = (low, high) if factor > 0 else (-high, -low)
        size = abs(factor)
        low, high = -(-low // size), high // size
        if low > lows[number] or high < highs[number]:
            lows[number], highs[number] = max(low, lows[number]), min(high, highs[number])
            changed.append(number)
    return changed
