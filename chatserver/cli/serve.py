"""`chatserver serve`: the production entry."""

import asyncio
import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Final

import click

from chatserver.app import leading, running
from chatserver.cli.run import asked_to_stop, run, until_stopped
from chatserver.config import Settings, load

MOST_WORKERS: Final = 64
"""More than any machine for this needs: one carries thousands of conversations."""


@click.command()
@click.option(
    "--config",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The TOML file; without it, the defaults and the environment.",
)
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1, MOST_WORKERS),
    help="Processes that serve together; SIGHUP replaces them one by one.",
)
def serve(path: Path | None, workers: int) -> None:
    """Serve visitors and staff until told to stop."""
    settings = load(path, os.environ)
    if workers == 1:
        run(_serve(settings))
    else:
        run(_lead(settings, workers, lambda: load(path, os.environ)))


async def _serve(settings: Settings) -> None:
    stop = asked_to_stop()
    async with running(settings) as app:
        _tell(app.visitor_url, app.staff_url)
        await until_stopped(app, stop)


async def _lead(settings: Settings, workers: int, again: Callable[[], Settings]) -> None:
    stop = asked_to_stop()
    async with leading(settings, workers) as foreman:
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGHUP, foreman.roll_soon, again)
        _tell(foreman.visitor_url, foreman.staff_url)
        await until_stopped(foreman, stop)


def _tell(visitor_url: str, staff_url: str) -> None:
    click.echo(f"visitors {visitor_url}")
    click.echo(f"staff    {staff_url}")
