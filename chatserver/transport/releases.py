"""Releases over HTTP, for coordinators: what can be released, the draft, approvals, files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Final

import msgspec
from aiohttp import web
from msgspec import Meta

from chatserver.domain.errors import Code, Refused
from chatserver.domain.people import Act
from chatserver.helpline.counting import Who
from chatserver.helpline.releases import FILES, Draft, Entry, Releases
from chatserver.transport.staff import Staff

KINDS: Final = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
    "html": "text/html",
}

YearName = Annotated[str, Meta(pattern="^[0-9]{4}$")]


class Proposal(msgspec.Struct, forbid_unknown_fields=True):
    """Body of POST /api/releases/propose."""

    codebook: Annotated[str, Meta(max_length=64)]
    years: Annotated[list[YearName], Meta(min_length=1, max_length=20)]


class ThisDraft(msgspec.Struct, forbid_unknown_fields=True):
    """Body of POST /api/releases/approve and /api/releases/withdraw."""

    draft: Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRequests:
    """Handles them."""

    staff: Staff
    releases: Releases

    async def show(self, request: web.Request) -> web.Response:
        """GET /api/releases."""
        return await self._shown(await self.staff.allowed(request, Act.PUBLISH))

    async def propose(self, request: web.Request) -> web.Response:
        """POST /api/releases/propose."""
        who, said = await self.staff.changes(request, Act.PUBLISH, Proposal)
        await self.releases.propose(who.name, said.codebook, said.years)
        return await self._shown(who)

    async def approve(self, request: web.Request) -> web.Response:
        """POST /api/releases/approve."""
        who, said = await self.staff.changes(request, Act.PUBLISH, ThisDraft)
        await self.releases.approve(who.name, said.draft)
        return await self._shown(who)

    async def withdraw(self, request: web.Request) -> web.Response:
        """POST /api/releases/withdraw."""
        who, said = await self.staff.changes(request, Act.PUBLISH, ThisDraft)
        await self.releases.withdraw(who.name, said.draft)
        return await self._shown(who)

    async def fetch(self, request: web.Request) -> web.Response:
        """GET /api/releases/{number}/{file}, or of the draft by its id."""
        who = await self.staff.allowed(request, Act.PUBLISH)
        place, file = request.match_info["place"], request.match_info["file"]
        if file not in FILES:
            raise Refused(Code.GONE)
        if place.isascii() and place.isdigit() and len(place) < len("10000"):
            body = await self.releases.fetch(who.name, int(place), file)
            name = f"luwte-{place}-{file}"
        else:
            body = await self.releases.preview(who.name, place, file)
            name = f"luwte-draft-{file}"
        kind = KINDS[file.rpartition(".")[2]]
        charset = "" if file.endswith(".xlsx") else "; charset=utf-8"
        # Saved and never shown on our origin: a file is a document of its own.
        return web.Response(
            body=body,
            headers={
                "Content-Type": f"{kind}{charset}",
                "Content-Disposition": f'attachment; filename="{name}"',
            },
        )

    async def _shown(self, who: Who) -> web.Response:
        found = await self.releases.draft(who.name)
        entries = await self.releases.entries()
        replaced = {entry.stamp.replaces: number for number, entry in entries.items()}
        return web.json_response(
            {
                "files": FILES,
                "draft": None if found is None else _draft(*found),
                "releases": [
                    {**_entry(entry), "replaced_by": replaced.get(number)}
                    for number, entry in reversed(entries.items())
                ],
                "offers": [
                    {
                        "codebook": offer.codebook,
                        "years": offer.years,
                        "made_up": offer.is_made_up,
                        "noisy": offer.is_noisy,
                        "replaces": offer.replaces,
                    }
                    for offer in await self.releases.offers()
                ],
            }
        )


def _draft(draft_id: str, draft: Draft, is_own: bool) -> Mapping[str, Any]:  # noqa: FBT001 - as it comes
    return {
        "id": draft_id,
        "codebook": draft.document.codebook,
        "years": draft.document.years,
        "made_up": draft.document.is_made_up,
        "noisy": draft.document.is_noisy,
        "proposed_by": draft.stamp.proposed_by,
        "proposed_on": draft.stamp.proposed_on,
        "replaces": draft.stamp.replaces,
        "mine": is_own,
    }


def _entry(entry: Entry) -> Mapping[str, Any]:
    return {
        "codebook": entry.codebook,
        "years": entry.years,
        "made_up": entry.is_made_up,
        "noisy": entry.is_noisy,
        **msgspec.to_builtins(entry.stamp),
    }
