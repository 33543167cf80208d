"""The coordinator's switch: whether newcomers are let in."""

import asyncio
from dataclasses import dataclass

import msgspec
from aiohttp import web

from chatserver.domain.errors import Code, Refused
from chatserver.domain.people import Act
from chatserver.helpline.opening import Opening
from chatserver.transport import origins
from chatserver.transport.staff import BODY_SECONDS, Staff


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
        origins.check_change(request, self.staff.origins)
        await self.staff.allowed(request, Act.SWITCH_INTAKE)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                said = msgspec.json.decode(await request.read(), type=Switched)
        except (msgspec.DecodeError, TimeoutError):
            raise Refused(Code.MALFORMED) from None
        await (self.opening.pause() if said.paused else self.opening.resume())
        return self._shown()

    def _shown(self) -> web.Response:
        return web.json_response(self.opening.as_told_to_coordinators())
