"""`chatserver serve`: the production entry."""

import os
from pathlib import Path

import click

from chatserver.app import running
from chatserver.cli.run import asked_to_stop, run, until_stopped
from chatserver.config import Settings, load


@click.command()
@click.option(
    "--config",
    "path",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The TOML file; without it, the defaults and the environment.",
)
def serve(path: Path | None) -> None:
    """Serve visitors and staff until told to stop."""
    run(_serve(load(path, os.environ)))


async def _serve(settings: Settings) -> None:
    stop = asked_to_stop()
    async with running(settings) as app:
        click.echo(f"visitors {app.visitor_url}")
        click.echo(f"staff    {app.staff_url}")
        await until_stopped(app, stop)
