"""What the vault promises of what comes back after a loss; the rest of `interface`."""

from collections.abc import Collection, Sequence
from typing import Literal, Protocol

from chatserver.store.values import Birth, Born, Came, Return, Standing, Whereabouts


class Returns(Protocol):
    """What comes back after the vault has lost everything (decision 0024)."""

    async def born(self, fresh: Born) -> Born:
        """The birth mark of this vault; `fresh` when it has none yet."""

    async def whereabouts(self, cid: bytes) -> Whereabouts | None:
        """Where a conversation stands at the desk; None when the desk does not know it."""

    async def has_returned(self, mark: bytes) -> bool:
        """Whether what has this mark came back to this vault before."""

    async def forbid(self, marks: Collection[bytes], *, until: int, now: int) -> None:
        """What has these marks had ended when the vault was lost: it does not come back.

        Args:
            until: when they can be forgotten, Unix seconds.
        """

    async def owe(
        self,
        pseudonym: bytes,
        *,
        cid: bytes,
        ticket: bytes,
        note: bytes,
        until: int,
        now: int,
    ) -> Literal["owed", "there", "spent"]:
        """A lost ticket waits for its tag again, once in this vault.

        there: its conversation has come back. spent: it was owed before, and is no more.
        """

    async def bring_back(self, back: Return, *, capacity: int, now: int) -> tuple[Came, int]:
        """Enter a lost conversation at the desk, once in this vault; how, and the desk's turn."""

    async def stage(
        self, cid: bytes, *, owner: bytes, first: int, sealed: Sequence[bytes], lives: int
    ) -> None:
        """Put back messages before the conversation lives again.

        Refused(OUT_OF_TURN) when it lives already, `first` does not follow, or another owner
        began anew since.
        """

    async def rebuild(
        self,
        cid: bytes,
        birth: Birth,
        *,
        owner: bytes,
        standing: Standing,
        count: int,
        connection: bytes,
        lives: int,
        now: int,
    ) -> bool:
        """Let it live again with all that was staged; False when it does already.

        Refused(OUT_OF_TURN) when something else than `count` messages by this owner is staged.

        Args:
            standing: its state, place and turn.
        """
