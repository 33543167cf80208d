"""Ready-made replies over HTTP: everybody at the desk reads them, coordinators write them."""

from dataclasses import dataclass
from typing import Annotated, Any

import msgspec
from aiohttp import web
from msgspec import Meta

from chatserver.domain.errors import Code, Refused
from chatserver.domain.organisation import Organisation
from chatserver.domain.people import Act
from chatserver.helpline.replies import ReadyMade, Version
from chatserver.transport.staff import Staff

Number = Annotated[int, Meta(ge=0, lt=1_000_000)]
Key = Annotated[str, Meta(max_length=24)]


class Written(msgspec.Struct, forbid_unknown_fields=True):
    """Body of POST /api/replies/save. `was`: the key of the reply that is changed; null: none."""

    version: Number
    was: Key | None
    reply: dict[str, Any]


class Removed(msgspec.Struct, forbid_unknown_fields=True):
    """Body of POST /api/replies/remove."""

    version: Number
    key: Key


class Restored(msgspec.Struct, forbid_unknown_fields=True):
    """Body of POST /api/replies/restore. `number`: of the older version."""

    version: Number
    number: Number


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRequests:
    """Handles them."""

    staff: Staff
    ready: ReadyMade
    organisation: Organisation

    async def show(self, request: web.Request) -> web.Response:
        """GET /api/replies; with ?have=NUMBER nothing (204) when that is the newest."""
        await self.staff.allowed(request, Act.READ_REPLIES)
        have = request.query.get("have")
        if have is not None and have == str(await self.ready.newest_number()):
            return web.Response(status=204)
        return self._shown(await self.ready.newest())

    async def versions(self, request: web.Request) -> web.Response:
        """GET /api/replies/versions."""
        await self.staff.allowed(request, Act.WRITE_REPLIES)
        days = await self.ready.days()
        kept = [{"number": number, "day": days[number]} for number in sorted(days, reverse=True)]
        return web.json_response({"versions": kept})

    async def version(self, request: web.Request) -> web.Response:
        """GET /api/replies/versions/{number}."""
        await self.staff.allowed(request, Act.WRITE_REPLIES)
        number = request.match_info["number"]
        if not (number.isascii() and number.isdigit() and len(number) < len("1000000")):
            raise Refused(Code.GONE)
        return self._shown(await self.ready.version(int(number)))

    async def save(self, request: web.Request) -> web.Response:
        """POST /api/replies/save."""
        who, said = await self.staff.changes(request, Act.WRITE_REPLIES, Written)
        return self._shown(
            await self.ready.write(who.name, said.version, said.reply, instead_of=said.was)
        )

    async def remove(self, request: web.Request) -> web.Response:
        """POST /api/replies/remove."""
        who, said = await self.staff.changes(request, Act.WRITE_REPLIES, Removed)
        return self._shown(await self.ready.remove(who.name, said.version, said.key))

    async def restore(self, request: web.Request) -> web.Response:
        """POST /api/replies/restore."""
        who, said = await self.staff.changes(request, Act.WRITE_REPLIES, Restored)
        return self._shown(await self.ready.restore(who.name, said.version, said.number))

    def _shown(self, version: Version) -> web.Response:
        name = self.organisation.name
        return web.json_response(
            {
                "version": version.number,
                "replies": version.replies.as_json(),
                "organisation": None if name is None else dict(name),
            }
        )
