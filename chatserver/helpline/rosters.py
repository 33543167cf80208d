"""Devices of staff, and what the roster key has signed about them (docs/protocol.md §1.4).

The server keeps and passes on; it can sign nothing. It checks signatures all the same, so that
a mistake shows at the coordinator's screen and not at a visitor's. Every process keeps a copy
and looks every few seconds whether the roster has changed.
"""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import msgspec

from chatserver.clock import Clock
from chatserver.crypto.hl1 import Hl1Error, Roster, device_id, read_entry
from chatserver.crypto.hl1.roster import public_key
from chatserver.crypto.tokens import digest
from chatserver.domain.errors import ChatError, Unavailable
from chatserver.domain.hours import day_of
from chatserver.domain.people import Role
from chatserver.helpline.staffing import Account
from chatserver.store.interface import Ledger
from chatserver.wire import frames

LOOK_EVERY: Final = 2.0
"""Seconds: a revoked device is dropped by the visitors' pages within that."""

MOST_DEVICES: Final = 10
"""Of one account. A lost browser profile makes a new one; nobody has ten."""

logger: Final = logging.getLogger(__name__)


class RosterError(ChatError):
    """The roster cannot be changed like that; the text is for the coordinator or operator."""


class Device(msgspec.Struct, frozen=True):
    """A device as the ledger keeps it. `day`: when it was enrolled, ISO date."""

    account: str
    number: str
    name: str
    role: Role
    key: bytes
    day: str
    entry: bytes = b""

    @property
    def id(self) -> bytes:
        """16 bytes."""
        return device_id(self.key)

    @property
    def person(self) -> bytes:
        """16 bytes that name the person on the roster, but not in the vault."""
        return digest(b"hl1|person" + self.number.encode())[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The roster as this process last saw it."""

    changes: int = -1
    key: bytes = b""
    listed: bytes = b""
    """The signed list of revoked devices, or empty."""
    revoked: frozenset[bytes] = frozenset()
    devices: Mapping[bytes, Device] = field(default_factory=dict)

    def state_of(self, device: bytes) -> frames.DeviceIs:
        """Whether a device may work, as its page is told."""
        found = self.devices.get(device)
        if found is None:
            return frames.DeviceIs(state="unknown", entry=b"")
        if device in self.revoked:
            return frames.DeviceIs(state="revoked", entry=b"")
        return frames.DeviceIs(state="approved" if found.entry else "waiting", entry=found.entry)


class Rosters:
    """See the module's text. `run` it in the process's task group."""

    def __init__(self, ledger: Ledger, clock: Clock) -> None:
        self._ledger = ledger
        self._clock = clock
        self._followers: set[Callable[[Snapshot], None]] = set()
        self.now = Snapshot()

    def follow(self, changed: Callable[[Snapshot], None]) -> None:
        """Call `changed` with every roster that is new to this process."""
        self._followers.add(changed)

    def unfollow(self, changed: Callable[[Snapshot], None]) -> None:
        """Stop."""
        self._followers.discard(changed)

    async def run(self) -> None:
        """Look for changes until cancelled."""
        while True:
            await self._clock.sleep(LOOK_EVERY)
            try:
                await self.look()
            except Unavailable:
                logger.warning("the roster waits for the ledger")
            except RosterError:
                logger.error("the roster in the ledger cannot be read")  # noqa: TRY400 - nothing of it is logged

    async def look(self) -> None:
        """`refresh` if the roster has changed."""
        if await self._ledger.roster_changes() != self.now.changes:
            await self.refresh()

    async def refresh(self) -> None:
        """Read the roster anew, and tell who follows it if that is news.

        Raises:
            RosterError: what the ledger holds is none; the one before stays.
        """
        before, changes = self.now, await self._ledger.roster_changes()
        kept, records = await self._ledger.roster(), await self._ledger.devices()
        try:
            self.now = _read(changes, kept, records)
        except (Hl1Error, msgspec.DecodeError):
            raise RosterError("the roster in the ledger cannot be read") from None
        if self.now == before:
            return
        for changed in tuple(self._followers):
            changed(self.now)

    def may_work(self, number: str, device: bytes | None) -> bool:
        """Whether this account works on a device that is on the roster."""
        found = self.now.devices.get(device or b"")
        is_theirs = found is not None and found.number == number
        return is_theirs and self.now.state_of(device or b"").state == "approved"

    def vouches(self, number: str, entry: bytes) -> bool:
        """Whether this is the entry of a device of this account that may work."""
        try:
            device = read_entry(entry).device
        except Hl1Error:
            return False
        return self.may_work(number, device) and self.now.devices[device].entry == entry

    async def found(self, key: bytes) -> None:
        """Take the public half of the organisation's key.

        Raises:
            RosterError: no such key, or there is another one already.
        """
        _check_key(key, "this is not a roster key")
        await self.refresh()
        if self.now.key == key:
            return
        if self.now.key:
            raise RosterError("there is a roster key already")
        await self._ledger.put_roster("key", key)
        await self.refresh()

    async def replace(self, key: bytes) -> None:
        """Begin anew with another key, because the old one is lost: nobody is approved any more.

        Raises:
            RosterError: no such key.
        """
        _check_key(key, "this is not a roster key")
        await self.refresh()
        for device in self.now.devices.values():
            await self._keep(msgspec.structs.replace(device, entry=b""))
        # The old list is signed by the old key; with it, the new one would not be read.
        await self._ledger.put_roster("revoked", b"")
        await self._ledger.put_roster("key", key)
        await self.refresh()

    async def enrol(self, account: Account, key: bytes) -> Device:
        """Note a device of somebody; it works once the roster key has signed its entry.

        Raises:
            RosterError: no such key, a device of somebody else, or too many.
        """
        _check_key(key, "this is not a device key")
        await self.refresh()
        known = self.now.devices.get(device_id(key))
        if known is not None and known.number != account.number:
            raise RosterError("this is the device of somebody else")
        if known is not None:
            return known
        theirs = [each for each in self.now.devices.values() if each.number == account.number]
        if len(theirs) >= MOST_DEVICES:
            raise RosterError(f"{account.name} has {MOST_DEVICES} devices already")
        day = day_of(self._clock.now())
        device = Device(
            account=account.name,
            number=account.number,
            name=account.name,
            role=Role(account.role),
            key=key,
            day=day,
        )
        await self._put(device)
        return device

    async def approve(self, entry: bytes) -> Device:
        """Put a signed entry on the roster.

        Raises:
            RosterError: not signed by the roster key, not about a device that was enrolled,
                or not in the name and role of its account.
        """
        await self.refresh()
        if not self.now.key:
            raise RosterError("there is no roster key yet")
        roster = Roster(self.now.key)
        if self.now.listed:
            roster.revoke(self.now.listed)
        try:
            read = roster.check(entry, at=self._minute())
        except Hl1Error as error:
            raise RosterError(f"this entry is not valid: {error}") from None
        device = self.now.devices.get(read.device)
        if device is None or device.key != read.key:
            raise RosterError("this device was not enrolled")
        if (read.person, read.name, read.role) != (device.person, device.name, device.role):
            raise RosterError("this entry is in another name or role than the account's")
        approved = msgspec.structs.replace(device, entry=entry)
        await self._put(approved)
        return approved

    async def revoke(self, listed: bytes) -> frozenset[bytes]:
        """Take a new list of revoked devices; it must name all that the list before named.

        Raises:
            RosterError: not signed by the roster key, or it would bring a device back.
        """
        await self.refresh()
        if not self.now.key:
            raise RosterError("there is no roster key yet")
        try:
            revoked = Roster(self.now.key).read_revoked(listed)
        except Hl1Error as error:
            raise RosterError(f"this list is not valid: {error}") from None
        if not revoked >= self.now.revoked:
            raise RosterError("this list leaves out a device that was revoked before")
        await self._ledger.put_roster("revoked", listed)
        await self.refresh()
        return revoked

    async def _put(self, device: Device) -> None:
        await self._keep(device)
        await self.refresh()

    async def _keep(self, device: Device) -> None:
        await self._ledger.put_device(device.id, msgspec.msgpack.encode(device))

    def _minute(self) -> int:
        return int(self._clock.now()) // 60


def _read(changes: int, kept: Mapping[bytes, bytes], records: Mapping[bytes, bytes]) -> Snapshot:
    key, listed = kept.get(b"key", b""), kept.get(b"revoked", b"")
    return Snapshot(
        changes=changes,
        key=key,
        listed=listed,
        revoked=Roster(key).read_revoked(listed) if key and listed else frozenset(),
        devices={
            device: msgspec.msgpack.decode(record, type=Device)
            for device, record in records.items()
        },
    )


def _check_key(key: bytes, otherwise: str) -> None:
    try:
        public_key(key)
    except Hl1Error:
        raise RosterError(otherwise) from None
