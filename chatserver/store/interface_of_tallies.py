"""What the ledger promises about tags and tallies: more of `interface`. Tags come sealed."""

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

from chatserver.store.values import Folding, Imported, Rewrite


class Tallies(Protocol):
    """Tags that wait, and the cells they raise. A call that returned is on disk."""

    async def pend(self, mark: bytes, sealed: bytes) -> bool:
        """Keep a tag until it is counted, or correct it; False if counted already."""

    async def pending(self) -> Mapping[bytes, bytes]:
        """All pending tags, sealed."""

    async def knows_tag(self, mark: bytes) -> bool:
        """Whether a tag of this ticket is pending, or was counted within the last `marks`."""

    async def pending_of(self, mark: bytes) -> bytes | None:
        """One pending tag, sealed."""

    async def pending_among(self, marks: Sequence[bytes]) -> frozenset[bytes]:
        """Which of these marks have a pending tag."""

    async def fold(self, foldings: Sequence[Folding], *, least: int, now: int) -> int:
        """Delete pending tags and raise their cells in one step; how many were counted.

        A tag changed since it was read is left for the next time, so each is counted exactly once
        with its newest answers. If that leaves fewer than `least`, nothing is done.
        What reaches disks and replicas are sums over these tags, never the cells of one.
        """

    async def rewrite(self) -> Rewrite:
        """Rewrite the append-only files if tags were counted since, so that none survives there.

        Raises Unavailable also when a server failed to rewrite; it is owed until it was done.
        """

    async def add(self, cells: Mapping[str, tuple[int, int]], *, codebook: str) -> None:
        """Raise many cells at once: name to count and sum of cell keys. All or nothing."""

    async def take_in(
        self,
        year: int,
        cells: Mapping[str, tuple[int, int]],
        *,
        codebook: str,
        beside: Collection[str],
        record: bytes,
        replaces: bool,
    ) -> Imported:
        """Raise the cells of an earlier year, and note that it was imported. All or nothing.

        Args:
            cells: name to count and sum of cell keys.
            beside: all codebooks known here: in none of them the year may have figures.
            record: what is known of the import.
            replaces: take an earlier import of that year back first.
        """

    async def imported(self) -> Mapping[int, bytes]:
        """What is known of the import of each year that was imported."""

    async def forget_marks(self, *, before: int) -> None:
        """Drop the marks of tags counted before that time."""

    async def cells(self, codebook: str) -> Mapping[str, int]:
        """All cells of one codebook version."""

    async def cell_keys(self, codebook: str) -> Mapping[str, int]:
        """The sum of random numbers of each of those cells, for noise (DOMAIN.md 4.5)."""

    async def mark_synthetic(self, year: int) -> None:
        """Note that the figures of a year are made up."""

    async def synthetic_years(self) -> frozenset[int]:
        """Years with made-up figures."""
