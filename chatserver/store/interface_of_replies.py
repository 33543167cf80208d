"""What the ledger promises about ready-made replies: more of `interface`."""

from collections.abc import Mapping
from typing import Protocol

from chatserver.store.interface_of_publications import Noted


class ReplyVersions(Protocol):
    """The newest versions of the replies, each whole. None is written over."""

    async def newest(self) -> int:
        """The number of the newest version; 0 when nothing was ever saved."""

    async def days(self) -> Mapping[int, str]:
        """On which day each version was saved, ISO, of those that are kept."""

    async def version(self, number: int) -> bytes | None:
        """One version, encoded; None if it is not kept."""

    async def save(self, replies: bytes, *, after: int, day: str, noted: Noted) -> bool:
        """Keep the next version and let go of the oldest; the record says who.

        Args:
            after: the number of the version that was changed.

        Returns:
            False if that is not the newest: nothing was kept.
        """
