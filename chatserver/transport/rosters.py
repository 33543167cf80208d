"""Devices and the roster over HTTP: staff enrol a device, coordinators hand in what they signed.

The roster's private key never comes here: it is used in the coordinator's browser.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

import msgspec
from aiohttp import web
from msgspec import Meta

from chatserver.crypto.hl1 import Hl1Error, read_entry, to_base64
from chatserver.domain.errors import Code, Refused
from chatserver.domain.people import Act
from chatserver.helpline.rosters import Device, RosterError, Rosters, Snapshot
from chatserver.helpline.staffing import Staffing
from chatserver.transport.staff import Staff
from chatserver.wire import fields

Point = Annotated[bytes, Meta(min_length=65, max_length=65)]


class PublicKey(msgspec.Struct, forbid_unknown_fields=True):
    """Body of POST /api/device and /api/roster/key."""

    key: Point


class SignedEntry(msgspec.Struct, forbid_unknown_fields=True):
    """Body of POST /api/roster/approve."""

    entry: fields.Entry


class SignedList(msgspec.Struct, forbid_unknown_fields=True):
    """Body of POST /api/roster/revoke."""

    listed: fields.Revocations


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRequests:
    """Handles them."""

    staff: Staff
    staffing: Staffing
    rosters: Rosters

    async def enrol(self, request: web.Request) -> web.Response:
        """POST /api/device: this browser has a device key."""
        who, said = await self.staff.changes(request, Act.CONVERSE, PublicKey)
        account = await self.staffing.find(who.name)
        if account is None:
            raise Refused(Code.NOT_SIGNED_IN)
        with _in_one_word():
            device = await self.rosters.enrol(account, said.key)
        return web.json_response({"device": to_base64(device.id)})

    async def show(self, request: web.Request) -> web.Response:
        """GET /api/roster."""
        await self.staff.allowed(request, Act.KEEP_ROSTER)
        await self.rosters.look()
        return web.json_response(shown(self.rosters.now))

    async def found(self, request: web.Request) -> web.Response:
        """POST /api/roster/key: the public half of the organisation's key, once."""
        _, said = await self.staff.changes(request, Act.KEEP_ROSTER, PublicKey)
        with _in_one_word():
            await self.rosters.found(said.key)
        return web.json_response(shown(self.rosters.now))

    async def approve(self, request: web.Request) -> web.Response:
        """POST /api/roster/approve."""
        _, said = await self.staff.changes(request, Act.KEEP_ROSTER, SignedEntry)
        with _in_one_word():
            await self.rosters.approve(said.entry)
        return web.json_response(shown(self.rosters.now))

    async def revoke(self, request: web.Request) -> web.Response:
        """POST /api/roster/revoke."""
        _, said = await self.staff.changes(request, Act.KEEP_ROSTER, SignedList)
        with _in_one_word():
            await self.rosters.revoke(said.listed)
        return web.json_response(shown(self.rosters.now))


def shown(roster: Snapshot) -> dict[str, object]:
    """The roster as a coordinator's page reads it."""
    devices = sorted(roster.devices.values(), key=lambda device: (device.name, device.day))
    return {
        "key": to_base64(roster.key),
        "revoked": [to_base64(device) for device in sorted(roster.revoked)],
        "devices": [_shown_device(roster, device) for device in devices],
    }


def _shown_device(roster: Snapshot, device: Device) -> dict[str, object]:
    try:
        until: int | None = read_entry(device.entry).until
    except Hl1Error:
        until = None  # not signed yet
    return {
        "device": to_base64(device.id),
        "key": to_base64(device.key),
        "person": to_base64(device.person),
        "name": device.name,
        "role": device.role,
        "day": device.day,
        "state": roster.state_of(device.id).state,
        "until": until,
    }


@contextmanager
def _in_one_word() -> Iterator[None]:
    """Tell a page that the roster did not take what it signed."""
    try:
        yield
    except RosterError:
        raise Refused(Code.NOT_APPROVED) from None
