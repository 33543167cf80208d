"""`chatserver roster`: the same as the coordinator's page, for who prefers a file and a shell."""

import os
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final, TypeVar

import click

from chatserver.app import reaching_ledger
from chatserver.cli import signing
from chatserver.cli.keys import FILE, key_option, make_key, open_key, passphrase_option
from chatserver.cli.run import minute, run
from chatserver.clock import SystemClock
from chatserver.config import Settings, load
from chatserver.crypto.hl1 import device_words, read_entry, to_base64
from chatserver.domain.errors import Misconfigured
from chatserver.helpline.rosters import Device, Rosters, Snapshot

T = TypeVar("T")

config_option: Final = click.option("--config", "path", type=FILE, help="The TOML file.")


@click.group()
def roster() -> None:
    """Say which devices are professionals: visitors' pages let in no others."""


@roster.command()
@click.argument("file", type=FILE)
@passphrase_option
@click.option("--replace", is_flag=True, help="The old key is lost: begin anew with nobody on it.")
@config_option
def init(file: Path, passphrase_file: Path | None, path: Path | None, *, replace: bool) -> None:
    """Make the organisation's key in FILE, and tell the server its public half."""
    settings = load(path, os.environ)
    if not replace and _with(settings, _seen).key:
        raise Misconfigured("there is a roster key already; --replace begins anew without it")
    key = make_key(file, passphrase_file)
    _with(settings, lambda rosters: (rosters.replace if replace else rosters.found)(key.public))
    click.echo(f"made {file}: keep it, and its passphrase apart from it; nobody can make it again")
    click.echo(f"roster key {to_base64(key.public)}")
    click.echo(f"next: chatserver site OUT --key {file}")


@roster.command()
@config_option
def show(path: Path | None) -> None:
    """Show the key and every device: its id, its four words, whose it is, its state."""
    now = _with(load(path, os.environ), _seen)
    click.echo(f"roster key {to_base64(now.key) or 'none yet: chatserver roster init FILE'}")
    for device in sorted(now.devices.values(), key=lambda each: (each.name, each.day)):
        click.echo(_line(now, device))


@roster.command()
@click.argument("device")
@key_option
@passphrase_option
@click.option("--days", default=signing.DAYS, show_default=True, type=click.IntRange(1, 3650))
@config_option
def approve(
    device: str, key_file: Path, passphrase_file: Path | None, days: int, path: Path | None
) -> None:
    """Put DEVICE on the roster. Compare its four words with its owner first."""
    settings = load(path, os.environ)
    key = open_key(key_file, passphrase_file)

    async def work(rosters: Rosters) -> Device:
        found = _found(await _seen(rosters), device)
        await signing.approve(rosters, found, key, minute=minute(), days=days)
        return found

    click.echo(f"approved a device of {_with(settings, work).name} for {days} days")


@roster.command()
@click.argument("device")
@key_option
@passphrase_option
@config_option
def revoke(device: str, key_file: Path, passphrase_file: Path | None, path: Path | None) -> None:
    """Take DEVICE back: visitors' pages leave it out within seconds, and never let it in again."""
    settings = load(path, os.environ)
    key = open_key(key_file, passphrase_file)

    async def work(rosters: Rosters) -> Device:
        found = _found(await _seen(rosters), device)
        await signing.revoke(rosters, found.id, key, minute=minute())
        return found

    click.echo(f"revoked a device of {_with(settings, work).name}")


def _with(settings: Settings, work: Callable[[Rosters], Awaitable[T]]) -> T:
    async def reach() -> T:
        async with reaching_ledger(settings) as ledger:
            return await work(Rosters(ledger, SystemClock()))

    return run(reach(), quiet=True)


async def _seen(rosters: Rosters) -> Snapshot:
    await rosters.refresh()
    return rosters.now


def _found(now: Snapshot, written: str) -> Device:
    """The device whose id begins like that; raises Misconfigured unless it is exactly one."""
    found = [
        device for number, device in now.devices.items() if number.hex().startswith(written.lower())
    ]
    if len(found) != 1 or not written:
        raise Misconfigured(f"{written}: {len(found)} devices have an id that begins like that")
    return found[0]


def _line(now: Snapshot, device: Device) -> str:
    state = now.state_of(device.id).state
    until = ""
    if state == "approved":
        day = time.gmtime(read_entry(device.entry).until * 60)
        until = time.strftime(" until %Y-%m-%d", day)
    words = " ".join(device_words(device.key))
    return f"{device.id.hex()[:12]}  {words}  {device.name} ({device.role})  {state}{until}"
