"""`chatserver check`: is a configuration sound, are its stores fit, does a server answer."""

import os
import urllib.error
import urllib.request
from pathlib import Path

import click

from chatserver.app import checked_stores
from chatserver.cli.run import run
from chatserver.config import load
from chatserver.domain.errors import Misconfigured


@click.command()
@click.option("--config", "path", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--health", is_flag=True, help="Ask a running server on this machine instead.")
def check(path: Path | None, *, health: bool) -> None:
    """Check the configuration and both stores; prints one line for each."""
    settings = load(path, os.environ)
    if health:
        host = settings.visitors.host.replace("0.0.0.0", "127.0.0.1")  # noqa: S104 - asks, does not bind
        _ask(f"http://{host}:{settings.visitors.port}/healthz")
        click.echo("healthy")
        return
    click.echo("configuration: sound")
    for line in run(checked_stores(settings), quiet=True):
        click.echo(line)


def _ask(url: str) -> None:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - built here, always http
            answer.read()
    except (urllib.error.URLError, OSError):
        raise Misconfigured("no healthy server answers here") from None
