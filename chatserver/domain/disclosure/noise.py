"""Cell-key noise, for figures that are published again or made to order (P10).

Every tag adds a random number of 0 to 255 to each of its cells, beside the count. The sum,
modulo 256, is the key of the cell: it depends on exactly who is in it, says nothing about them,
and gives the same cell the same noise in every table and every time. So nothing is learned by
asking twice, nor by subtracting two nearly equal tables: two cells that differ by one person
have noise that has nothing to do with each other. (After the ONS cell-key method, DOMAIN.md 4.4.)
"""

from collections.abc import Mapping
from typing import Final

KEYS: Final = 256

SPREAD: Final = 4
"""The most that is added or taken away."""

PTABLE: Final[Mapping[int, int]] = {0: 60, 1: 37, 2: 27, 3: 20, 4: 14}
"""How many of 256 keys give each size of noise, once up and once down; zero once. Its mean is
zero and its variance about 4.3, so that a difference of one person drowns in it."""


_NOISE: Final = tuple(
    sign * size for size, keys in PTABLE.items() for sign in ((1, -1) if size else (1,))
    for _ in range(keys)
)  # fmt: skip


def noise(key: int) -> int:
    """Give the noise of a cell key."""
    return _NOISE[key % KEYS]
