"""A coordinator, as a page would be one: the board and the figures, never a conversation."""

from typing import Any

from chatserver.client.account import Account


class Coordinator(Account):
    """Reads the board and the tallies after `sign_in`."""

    async def board(self) -> dict[str, int | None]:
        """Waiting, longest wait, conversations, finished today, how often a told wait was true."""
        board: dict[str, int | None] = await self.get("board")
        return board

    async def tally(self) -> dict[str, Any]:
        """The tables of closed years, as text that passed disclosure control."""
        tally: dict[str, Any] = await self.get("tally")
        return tally
