"""`chatserver worker`: started by `serve --workers`, never by a person."""

import asyncio
import sys

import click

from chatserver.app import working
from chatserver.cli.run import asked_to_stop, run, until_stopped


@click.command(hidden=True)
@click.argument("channel", type=click.IntRange(min=3))
def worker(channel: int) -> None:
    """Serve for the foreman at the other end of CHANNEL."""
    sys.exit(run(_worker(channel)))


async def _worker(channel: int) -> int:
    stop: asyncio.Future[None] = asked_to_stop()
    async with working(channel, stop) as app:
        if app is None:
            return 1
        await until_stopped(app, stop)
    return 0
