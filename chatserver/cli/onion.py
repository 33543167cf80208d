"""`chatserver onion`: what Tor has to know to serve the visitors' page as an onion service."""

import os
from pathlib import Path

import click

from chatserver.cli.keys import FILE
from chatserver.config import load
from chatserver.wire.onion import is_onion


@click.command()
@click.option("--config", "path", type=FILE, help="Of the server: where the visitors' page is.")
@click.option(
    "--directory",
    default="/var/lib/tor/luwte",
    show_default=True,
    help="Where Tor keeps the key of the address: whoever has it is the service.",
)
def onion(path: Path | None, directory: str) -> None:
    """Print a torrc for an onion service of the visitors' page; `tor --verify-config` takes it."""
    settings = load(path, os.environ).visitors
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    click.echo(TORRC.format(directory=directory, at=f"{host}:{settings.port}"), nl=False)
    if not any(map(is_onion, settings.origins)):
        click.echo(
            f"next: add http:// and what Tor writes into {directory}/hostname to"
            " [visitors] origins, and give it to `chatserver site --onion`",
            err=True,
        )


TORRC = """\
# An onion service for the visitors' page, and nothing else: no circuits for others, no proxy.
SocksPort 0
HiddenServiceDir {directory}
HiddenServicePort 80 {at}
# Who opens many streams at once is cut off; who floods the introductions has to work for it.
HiddenServiceMaxStreams 32
HiddenServiceMaxStreamsCloseCircuit 1
HiddenServiceEnableIntroDoSDefense 1
HiddenServicePoWDefensesEnabled 1
# Tor writes no addresses into its log.
SafeLogging 1
Log notice syslog
"""
