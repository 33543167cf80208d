"""What the vault promises of cool-downs; the rest of `interface`."""

from collections.abc import Mapping
from typing import Protocol


class CoolDowns(Protocol):
    """The cool-downs that run: some numbered slots, each gone by itself at its end.

    slots: how many; they are numbered from 0.
    """

    slots: int

    async def running(self) -> Mapping[int, bytes]:
        """What is in which slot, sealed."""

    async def begin(self, slot: int, sealed: bytes, *, lives: int) -> bool:
        """Fill a slot; False when it is taken."""

    async def change(self, slot: int, sealed: bytes, *, lives: int) -> bool:
        """Replace what is in a slot; False when that is over."""

    async def lift(self, slot: int) -> None:
        """Empty a slot; also when it is."""
