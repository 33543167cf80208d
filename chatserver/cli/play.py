"""`chatserver play`: a rehearsal that a server has begun; started by it, never by a person."""

import asyncio
import sys

import click
import msgspec

from chatserver.app.personas import read_personas
from chatserver.app.stage import Booking
from chatserver.cli.run import asked_to_stop, minute, run
from chatserver.client.rehearsal import House, perform


@click.command(hidden=True)
def play() -> None:
    """Play the rehearsal that a server says on our standard input, until that ends."""
    run(_play(), quiet=True)


async def _play() -> None:
    stop = asked_to_stop()
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    booking = msgspec.json.decode(await reader.readline(), type=Booking)
    personas = read_personas()
    end = asyncio.create_task(_end(reader, stop))
    await perform(
        House(
            url=booking.url,
            origin=booking.origin,
            roster=booking.roster,
            sealed=booking.sealed,
            minute=minute,
            tell=click.echo,
        ),
        [personas[each] for each in booking.personas],
        booking.language,
        stop,
    )
    end.cancel()


async def _end(reader: asyncio.StreamReader, stop: asyncio.Future[None]) -> None:
    """The pipe ends: we are asked to go, or whoever asked us to play is gone."""
    await reader.read()
    if not stop.done():
        stop.set_result(None)
