"""What the vault promises about who is at the desk, by name to colleagues: more of `interface`."""

from collections.abc import Sequence
from typing import Protocol

from chatserver.store.values import Present


class Presents(Protocol):
    """Everybody whose staff page is open, whatever their role. Times are Unix seconds."""

    async def be_seen(
        self,
        pseudonym: bytes,
        note: bytes,
        *,
        known_as: bytes,
        now: int,
        until: int,
        gone_since: int,
    ) -> bytes:
        """A page of theirs is there until then; the id by which they are known in this shift.

        That is `known_as` for who has no other yet. Nothing is kept of those whose last page is
        gone since before `gone_since`: when they come back, they have another id.
        """

    async def here(self, *, now: int) -> Sequence[Present]:
        """Everybody of whom a page is there."""
