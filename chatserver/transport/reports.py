"""What coordinators read: the board and the figures of closed periods. No content passes here."""

from dataclasses import dataclass

from aiohttp import web

from chatserver.domain.people import Act
from chatserver.helpline.board import Board
from chatserver.helpline.figures import Figures
from chatserver.transport.staff import Staff


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports:
    """Handles the coordinator's requests."""

    staff: Staff
    board: Board
    figures: Figures

    async def show_board(self, request: web.Request) -> web.Response:
        """GET /api/board: this moment and this day."""
        await self.staff.allowed(request, Act.SEE_BOARD)
        return web.json_response(await self.board.now())

    async def footfall(self, request: web.Request) -> web.Response:
        """GET /api/footfall: closed weeks and months."""
        await self.staff.allowed(request, Act.SEE_BOARD)
        return web.json_response(await self.board.closed())

    async def tally(self, request: web.Request) -> web.Response:
        """GET /api/tally."""
        who = await self.staff.allowed(request, Act.SEE_TALLIES)
        await self.figures.looked(who.name)
        return web.json_response(await self.figures.tally())
