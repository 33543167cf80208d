"""The coordinator's switch: whether newcomers are let in."""

from dataclasses import dataclass

import msgspec
from aiohttp import web

from chatserver.domain.people import Act
from chatserver.helpline.opening import Opening
from chatserver.transport.staff import Staff


class Switched(msgspec.Struct, forbid_unknown_fields=True):
    """Body of POST /api/intake."""

    paused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """Handles the requests about it."""

    staff: Staff
    opening: Opening

    async def show(self, request: web.Request) -> web.Response:
        """GET /api/intake."""
        await self.staff.allowed(request, Act.SWITCH_INTAKE)
        return self._shown()

    async def switch(self, request: web.Request) -> web.Response:
        """POST /api/intake: pause or resume; the same again changes nothing."""
        _, said = await self.staff.changes(request, Act.SWITCH_INTAKE, Switched)
        await (self.opening.pause() if said.paused else self.opening.resume())
        return self._shown()

    def _shown(self) -> web.Response:
        return web.json_response(self.opening.as_told_to_coordinators())
