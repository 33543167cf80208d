"""What the ledger promises about what was shown and what was released: more of `interface`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

Noted = Mapping[str, str]
"""One line of the record: who did what, to what. The ledger adds when."""

Issuing = Literal["done", "gone", "same", "taken"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDraft:
    """The release that waits for a second coordinator. `by`: number of the proposer's account."""

    id: str
    by: str
    draft: bytes


class Publications(Protocol):
    """Prints, one draft, releases and the record. What is written here is not written over."""

    async def prints(self, codebook: str) -> Mapping[str, bytes]:
        """What was shown of one codebook version, by the month it was closed with."""

    async def freeze(self, codebook: str, prints: Mapping[str, bytes], *, known: int) -> bool:
        """Keep what is about to be shown, all or nothing.

        Args:
            prints: by month.
            known: how many months `prints` gave when these were worked out.

        Returns:
            False if another process was first: read again, and show what it kept.
        """

    async def draft(self) -> KeptDraft | None:
        """The draft, if there is one."""

    async def propose(self, draft: KeptDraft, noted: Noted) -> bool:
        """Keep a draft; False if there is one already."""

    async def drop(self, draft: str, noted: Noted) -> bool:
        """Withdraw or refuse the draft, so that nothing of it stays; False if it is gone."""

    async def issue(
        self,
        draft: str,
        *,
        by: str,
        number: int,
        entry: bytes,
        files: Mapping[str, bytes],
        noted: Noted,
    ) -> Issuing:
        """Write a release in one step, and let go of its draft.

        Args:
            draft: its id.
            by: number of the account of who approves; `same` if that is who proposed.
            number: one more than there are; `taken` if another has it.
            entry: what the list of releases says.
            files: by name.
            noted: for the record.
        """

    async def releases(self) -> Mapping[int, bytes]:
        """The entry of every release, by number."""

    async def file_of(self, number: int, name: str) -> bytes | None:
        """One file of a release, as it was written."""

    async def note(self, noted: Noted) -> None:
        """Add a line to the record."""

    async def record(self, newest: int) -> Sequence[Noted]:
        """The newest lines of the record, newest first, each with `at`, Unix seconds."""
