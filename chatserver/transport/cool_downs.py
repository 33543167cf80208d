"""The coordinator's list of cool-downs: how long they last, and nothing of whom."""

from dataclasses import dataclass
from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from chatserver.domain.people import Act
from chatserver.helpline.cooling import Cooling
from chatserver.transport.staff import Staff


class Numbered(msgspec.Struct, forbid_unknown_fields=True):
    """Body of POST /api/cool-downs/lengthen and /lift."""

    number: Annotated[str, Meta(pattern=r"^[0-9a-f]{16}\Z")]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoolDownRequests:
    """Handles the requests about them."""

    staff: Staff
    cooling: Cooling

    async def show(self, request: web.Request) -> web.Response:
        """GET /api/cool-downs."""
        await self.staff.allowed(request, Act.MIND_COOL_DOWNS)
        return await self._shown()

    async def lengthen(self, request: web.Request) -> web.Response:
        """POST /api/cool-downs/lengthen: as long as one may be."""
        await self.cooling.lengthen(await self._number(request))
        return await self._shown()

    async def lift(self, request: web.Request) -> web.Response:
        """POST /api/cool-downs/lift: end one now."""
        await self.cooling.lift(await self._number(request))
        return await self._shown()

    async def _number(self, request: web.Request) -> bytes:
        _, said = await self.staff.changes(request, Act.MIND_COOL_DOWNS, Numbered)
        return bytes.fromhex(said.number)

    async def _shown(self) -> web.Response:
        now, rules = self.cooling.clock.now(), self.cooling.rules
        running = [
            {
                "number": each.number.hex(),
                "minutes": each.cool_down.minutes_left(now),
                "asks_longer": each.cool_down.asks_longer,
                "may_lengthen": rules.may_lengthen(each.cool_down),
            }
            for each in await self.cooling.running()
        ]
        return web.json_response({"running": running, "longest": rules.longest // 60})
