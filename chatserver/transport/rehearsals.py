"""The coordinator's rehearsals: whom there is to play, which one runs, begin, stop."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
from aiohttp import web
from msgspec import Meta

from chatserver.domain.people import Act
from chatserver.domain.personas import Persona
from chatserver.helpline.rehearsals import Rehearsals, Stage, cast_of
from chatserver.transport.staff import Staff
from chatserver.wire import fields
from chatserver.wire.limits import MAX_REHEARSED


class Begun(msgspec.Struct, forbid_unknown_fields=True):
    """Body of POST /api/rehearsal/begin."""

    personas: Annotated[list[fields.Word], Meta(min_length=1, max_length=16)]
    language: Literal["nl", "en"]
    number: Annotated[int, Meta(ge=1, le=MAX_REHEARSED)]


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """Body of POST /api/rehearsal/stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RehearsalRequests:
    """Handles the requests about them."""

    staff: Staff
    rehearsals: Rehearsals
    stage: Stage
    personas: Mapping[str, Persona]

    async def show(self, request: web.Request) -> web.Response:
        """GET /api/rehearsal."""
        await self.staff.allowed(request, Act.REHEARSE)
        return await self._shown()

    async def begin(self, request: web.Request) -> web.Response:
        """POST /api/rehearsal/begin."""
        _, said = await self.staff.changes(request, Act.REHEARSE, Begun)
        cast = cast_of(said.personas, number=said.number, language=said.language)
        await self.rehearsals.begin(cast, self.stage)
        return await self._shown()

    async def stop(self, request: web.Request) -> web.Response:
        """POST /api/rehearsal/stop: all of it, wherever it is played."""
        await self.staff.changes(request, Act.REHEARSE, Nothing)
        await self.rehearsals.stop()
        self.stage.ask_to_end()
        return await self._shown()

    async def _shown(self) -> web.Response:
        personas = [{"id": each.id, "title": dict(each.title)} for each in self.personas.values()]
        shown = {"personas": personas, "most": MAX_REHEARSED}
        return web.json_response({**shown, **await self.rehearsals.shown()})
