"""`chatserver demo`: the whole product on this machine, with throw-away accounts.

Everything it makes is in one temporary directory that is gone afterwards.
"""

import asyncio
import contextlib
import json
import secrets
import socket
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from chatserver.app import App, Counted, publish, running
from chatserver.cli import scripted, signing
from chatserver.cli.run import asked_to_stop, minute, run, until_stopped
from chatserver.config import SiteConfig, load
from chatserver.crypto.roster_key import RosterKey
from chatserver.domain.people import Role
from chatserver.domain.synthetic import afterwards_of_a_year, year_like_2022
from chatserver.transport.pages import bundles

VISITORS: Final = 8080
STAFF: Final = 8081

AT_ONCE: Final = Counted(window=0, batch=1)
"""The demo counts each tag at once, so that it can be seen; a server waits a week and for ten."""


APPROVE_EVERY: Final = 0.5
"""Seconds until a new device may work: the demo has no coordinator at hand to ask."""


@click.command()
@click.option("--scripted", "is_scripted", is_flag=True, help="Play the whole job and report.")
@click.option("--json", "as_json", is_flag=True, help="With --scripted: one JSON object.")
@click.option("--visitor-port", default=VISITORS, show_default=True)
@click.option("--staff-port", default=STAFF, show_default=True)
def demo(*, is_scripted: bool, as_json: bool, visitor_port: int, staff_port: int) -> None:
    """Run everything here and now, on private stores that are gone afterwards."""
    ports = (0, 0) if is_scripted else (_free(visitor_port), _free(staff_port))
    with tempfile.TemporaryDirectory(prefix="luwte-demo-") as directory:
        if is_scripted:
            report = run(_scripted(Path(directory), ports), quiet=True)
            click.echo(json.dumps(report, ensure_ascii=False) if as_json else scripted.told(report))
            sys.exit(0 if report["held"] else 1)
        run(_demo(Path(directory), ports), quiet=True)


def _free(port: int) -> int:
    """This port if it is free, otherwise 0 (any free one) with a plain message."""
    with contextlib.closing(socket.socket()) as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind(("127.0.0.1", port))
        except OSError:
            click.echo(f"Port {port} is in use here; another free port is taken.")
            return 0
    return port


def _opened(
    directory: Path, ports: tuple[int, int], key: RosterKey
) -> contextlib.AbstractAsyncContextManager[App]:
    publish(bundles(None), directory / "site", SiteConfig(demo=True, organisation_beside=True), key)
    settings = load(
        None,
        {
            "CHATSERVER_DATA_DIRECTORY": str(directory),
            "CHATSERVER_VISITORS_PORT": str(ports[0]),
            "CHATSERVER_STAFF_PORT": str(ports[1]),
            # Plain http on this machine: not every browser keeps a Secure cookie there.
            "CHATSERVER_STAFF_SECURE_COOKIES": "false",
            "CHATSERVER_WEB_DIRECTORY": str(directory / "site"),
        },
    )
    return running(settings, counted=AT_ONCE)


async def _furnish(app: App, key: RosterKey) -> dict[Role, tuple[str, str]]:
    """Make the accounts, the roster and a made-up past year; names and passwords by role."""
    await app.rosters.found(key.public)
    accounts = {
        Role.PROFESSIONAL: ("Maria", secrets.token_urlsafe(9)),
        Role.SUPERVISOR: ("Noor", secrets.token_urlsafe(9)),
        Role.COORDINATOR: ("Coordinator", secrets.token_urlsafe(9)),
    }
    for role, (name, password) in accounts.items():
        await app.staffing.add(name, role, password)
    year = datetime.now(UTC).year - 1  # noqa: TID251 - a demo is run by somebody, now
    await app.counting.load_synthetic(year, year_like_2022(app.codebook, year))
    after = app.counting_afterwards
    await after.load_synthetic(year, afterwards_of_a_year(after.codebooks.current, year))
    return accounts


async def _demo(directory: Path, ports: tuple[int, int]) -> None:
    stop = asked_to_stop()
    key = RosterKey.new()
    async with _opened(directory, ports, key) as app, asyncio.TaskGroup() as group:
        accounts = await _furnish(app, key)
        group.create_task(_approve_everybody(app, key, stop))
        click.echo("\nLuwte is running on this machine only. Nothing is kept after it stops.\n")
        click.echo(f"  Visitor       {app.visitor_url}")
        click.echo(f"  Staff         {app.staff_url}\n")
        for role, (name, password) in accounts.items():
            click.echo(f"  {role.value:<13} name {name:<12} password {password}")
        click.echo(
            "\nOpen the visitor's page in one window and the staff page in another."
            "\nThe figures of the past year are made up. Every device is approved at once, with a"
            "\nroster key that is thrown away: a real one is kept by your coordinator."
            "\nStop with Ctrl-C.\n"
        )
        await until_stopped(app, stop)
    click.echo("Stopped; everything is gone.")


async def _scripted(directory: Path, ports: tuple[int, int]) -> scripted.Report:
    key = RosterKey.new()
    async with _opened(directory, ports, key) as app:
        return await scripted.play(app, await _furnish(app, key), key)


async def _approve_everybody(app: App, key: RosterKey, stop: asyncio.Future[None]) -> None:
    """Stand in for a coordinator until the demo ends."""
    # Asked, not cancelled: a command to the ledger may swallow a cancellation.
    while not stop.done():
        await signing.approve_waiting(app.rosters, key, minute=minute())
        await asyncio.wait({stop}, timeout=APPROVE_EVERY)
