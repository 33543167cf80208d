"""What the vault promises of rehearsals; the rest of `interface`."""

from typing import Protocol

from chatserver.store.values import Drill


class Drills(Protocol):
    """The one rehearsal that may run at a time, and the passes that are spent."""

    async def admit(self, drill: Drill, *, most: int, now: int, cid: bytes = b"") -> None:
        """Let a visitor of a rehearsal in, and begin it if it has not begun.

        Again changes nothing. Without `cid` it only begins.

        Args:
            drill: `id`, `until` and `about` of its pass.
            most: visitors that may come with that pass.

        Raises:
            Refused: OUT_OF_TURN while another one runs, GONE when this one is over, NOT_APPROVED
                when all have come.
        """

    async def last(self) -> Drill | None:
        """The newest rehearsal, also when it is over."""

    async def call_off(self, drill: bytes) -> None:
        """Nobody comes with its pass any more."""
