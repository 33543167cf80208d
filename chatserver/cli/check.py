"""`chatserver check`: is a configuration sound, are its stores fit, does a server answer."""

import os
import urllib.error
import urllib.request
from pathlib import Path

import click

from chatserver.app import checked_stores
from chatserver.cli.contacts import in_use
from chatserver.cli.languages import phrases, spoken
from chatserver.cli.organisation import in_use as organisation_in_use
from chatserver.cli.run import run
from chatserver.clock import SystemClock
from chatserver.config import Settings, load
from chatserver.domain.errors import Misconfigured
from chatserver.domain.hours import Closed


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
    click.echo(_hours(settings))
    click.echo(in_use(settings))
    click.echo(spoken(settings))
    click.echo(phrases(settings))
    click.echo(organisation_in_use(settings))
    click.echo(f"limits by source: {_counted(settings)}")
    for line in run(checked_stores(settings), quiet=True):
        click.echo(line)


def _hours(settings: Settings) -> str:
    """What the opening hours say at this moment: a mistake in them shows here, and not at night."""
    if not settings.hours.week and not settings.hours.dates:
        return "hours: day and night"
    hours, now = settings.hours.read(), SystemClock().now()
    state = hours.at(now)
    word, changes = ("closed", state.opens) if isinstance(state, Closed) else ("open", state.closes)
    until = f" until {hours.wall(changes).replace('T', ' ')}" if changes is not None else ""
    return f"hours: {word}{until} ({settings.hours.zone}, now {hours.wall(now)[-5:]})"


def _counted(settings: Settings) -> str:
    if settings.edge.proxies:
        return "as the proxies in [edge] report it"
    return "none behind a proxy, because [edge] names no proxies"


def _ask(url: str) -> None:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:  # noqa: S310 - built here, always http
            answer.read()
    except (urllib.error.URLError, OSError):
        raise Misconfigured("no healthy server answers here") from None
