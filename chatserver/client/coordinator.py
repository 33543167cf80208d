"""A coordinator, as a page would be one: board, intake and figures, never a conversation."""

from typing import Any

from chatserver.client.account import Account


class Coordinator(Account):
    """Reads the board and the tallies and switches the intake, after `sign_in`."""

    async def board(self) -> dict[str, Any]:
        """Waiting, longest wait, conversations, who is at work, this day so far."""
        board: dict[str, Any] = await self.get("board")
        return board

    async def footfall(self) -> dict[str, Any]:
        """How busy it was in the last closed weeks, and who left the line by closed month."""
        footfall: dict[str, Any] = await self.get("footfall")
        return footfall

    async def intake(self) -> dict[str, str | None]:
        """The switch and the hours: `paused_since`, `hours`, `changes`, `at`."""
        intake: dict[str, str | None] = await self.get("intake")
        return intake

    async def switch_intake(self, *, paused: bool) -> dict[str, str | None]:
        """Keep newcomers out, or let them in again; the same answer."""
        intake: dict[str, str | None] = await self.post("intake", {"paused": paused})
        return intake

    async def cool_downs(self) -> dict[str, Any]:
        """Those that run: `number`, `minutes`, `asks_longer`, `may_lengthen`; and `longest`."""
        found: dict[str, Any] = await self.get("cool-downs")
        return found

    async def lengthen(self, number: str) -> dict[str, Any]:
        """Make one as long as may be; the same answer."""
        found: dict[str, Any] = await self.post("cool-downs/lengthen", {"number": number})
        return found

    async def lift(self, number: str) -> dict[str, Any]:
        """End one; the same answer."""
        found: dict[str, Any] = await self.post("cool-downs/lift", {"number": number})
        return found

    async def rehearsal(self) -> dict[str, Any]:
        """Whom there is to play, which one runs, who really waits."""
        found: dict[str, Any] = await self.get("rehearsal")
        return found

    async def rehearse(
        self, *personas: str, language: str = "nl", number: int = 1
    ) -> dict[str, Any]:
        """Begin a rehearsal; the same answer."""
        body = {"personas": list(personas), "language": language, "number": number}
        found: dict[str, Any] = await self.post("rehearsal/begin", body)
        return found

    async def stop_rehearsal(self) -> dict[str, Any]:
        """End the rehearsal that runs; the same answer."""
        found: dict[str, Any] = await self.post("rehearsal/stop", {})
        return found

    async def tally(self) -> dict[str, Any]:
        """The tables of closed years, as text that passed disclosure control."""
        tally: dict[str, Any] = await self.get("tally")
        return tally

    async def releases(self) -> dict[str, Any]:
        """What can be released, the draft if there is one, and all releases."""
        found: dict[str, Any] = await self.get("releases")
        return found

    async def propose(self, codebook: str, years: list[str]) -> dict[str, Any]:
        """Propose a release; the same answer."""
        body = {"codebook": codebook, "years": years}
        found: dict[str, Any] = await self.post("releases/propose", body)
        return found

    async def approve(self, draft: str) -> dict[str, Any]:
        """Approve the draft of another coordinator; the same answer."""
        found: dict[str, Any] = await self.post("releases/approve", {"draft": draft})
        return found

    async def withdraw(self, draft: str) -> dict[str, Any]:
        """Let go of the draft; the same answer."""
        found: dict[str, Any] = await self.post("releases/withdraw", {"draft": draft})
        return found
