"""What a coordinator's browser does with the roster key, for a key that is in memory here."""

from typing import Final

from chatserver.crypto.hl1 import Entry, make_entry, make_revoked
from chatserver.crypto.roster_key import RosterKey
from chatserver.domain.people import Role
from chatserver.helpline.rosters import Device, Rosters

DAYS: Final = 365
"""How long an entry holds unless said otherwise: whoever left unnoticed is out within a year."""

MINUTES_OF_A_DAY: Final = 24 * 60


async def approve(
    rosters: Rosters, device: Device, key: RosterKey, *, minute: int, days: int = DAYS
) -> None:
    """Sign a device's entry and put it on the roster.

    Args:
        minute: from when it holds: whole minutes since 1970.

    Raises:
        RosterError: the roster does not take it.
    """
    entry = Entry(
        person=device.person,
        role="supervisor" if device.role is Role.SUPERVISOR else "professional",
        name=device.name,
        since=minute,
        until=minute + days * MINUTES_OF_A_DAY,
        key=device.key,
    )
    await rosters.approve(make_entry(entry, key.sign))


async def approve_waiting(
    rosters: Rosters, key: RosterKey, *, minute: int, days: int = DAYS
) -> None:
    """Approve every device that waits: only for a roster that is thrown away."""
    await rosters.refresh()
    for device in rosters.now.devices.values():
        if rosters.now.state_of(device.id).state == "waiting":
            await approve(rosters, device, key, minute=minute, days=days)


async def revoke(rosters: Rosters, device: bytes, key: RosterKey, *, minute: int) -> None:
    """Sign a list of all that were revoked and this one, and hand it in.

    Raises:
        RosterError: the roster does not take it.
    """
    await rosters.refresh()
    revoked = rosters.now.revoked | {device}
    await rosters.revoke(make_revoked(revoked, issued=minute, sign=key.sign))
