"""What the vault promises about the closing questions: more of `interface`. Answers come sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Box:
    """What is kept of one day. `answers`: sealed, in no order that means anything."""

    shown: int
    answers: Sequence[bytes]


class Boxes(Protocol):
    """A box for each day. Days are ISO dates; a voucher is known by a digest of its number."""

    async def shown(self, number: bytes, day: str, *, until: int, now: int) -> bool:
        """Note that the questions were shown, once; False when that was noted before.

        Args:
            number: of the voucher.
            until: its end, Unix seconds; then it is forgotten.
        """

    async def answer(
        self, number: bytes, day: str, sealed: bytes, *, name: bytes, until: int, now: int
    ) -> bool:
        """Keep an answer, once for each voucher; False also when it was never shown.

        Args: name: random.
        """

    async def box(self, day: str) -> Box | None:
        """What is kept of a day; None when that is nothing."""

    async def pack(self, day: str, parcel: bytes) -> bool:
        """Put a parcel in the place of a box, in one step; False when somebody else was first."""

    async def parcel(self, day: str) -> bytes | None:
        """The parcel of a day, until it is dropped."""

    async def drop(self, day: str) -> None:
        """The parcel has arrived in the ledger."""
