"""What coordinators read: the board and the figures of closed periods. No content passes here."""

from dataclasses import dataclass

from aiohttp import web

from chatserver.domain.people import Act
from chatserver.helpline.figures import Figures
from chatserver.transport.staff import Staff


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """Handles the coordinator's requests."""

    staff: Staff
    figures: Figures

    async def board(self, request: web.Request) -> web.Response:
        """GET /api/board."""
        await self.staff.allowed(request, Act.SEE_BOARD)
        return web.json_response(await self.figures.board())

    async def tally(self, request: web.Request) -> web.Response:
        """GET /api/tally."""
        await self.staff.allowed(request, Act.SEE_TALLIES)
        return web.json_response(await self.figures.tally())
