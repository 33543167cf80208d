"""What the vault promises about tickets of ended conversations: more of `interface`."""

from collections.abc import Mapping, Sequence
from typing import Protocol


class Tickets(Protocol):
    """Which wait for a tag, and which were tagged in this shift."""

    async def settle(
        self, pseudonym: bytes, ticket: bytes, *, minute: int = 0, is_hard: bool = False
    ) -> bool:
        """A ticket has its tag; False when it is not waiting for this professional.

        Args:
            minute: of the tag, Unix seconds; 0 when there is none, for a reason.
            is_hard: count it, once, among the hard ones since their last break.
        """

    async def tagged_by(self, pseudonym: bytes, *, now: int) -> Sequence[tuple[bytes, int]]:
        """Tickets this professional tagged in the last twelve hours, newest first, and the minute.

        Args: now: Unix seconds.
        """

    async def note_of(self, pseudonym: bytes, ticket: bytes) -> bytes | None:
        """The sealed note of a ticket that waits for this professional's tag."""

    async def tickets_of(self, pseudonym: bytes) -> Mapping[bytes, bytes]:
        """Tickets that wait for this professional's tag, each with its sealed note."""
