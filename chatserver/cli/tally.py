"""`chatserver tally import` and `imported`: figures of earlier years.

A file is read whole and checked whole before the ledger is reached, and is never kept.
"""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import click

from chatserver.app import importing
from chatserver.app.codebooks import released
from chatserver.cli.keys import FILE
from chatserver.cli.run import run
from chatserver.cli.staff import config_option
from chatserver.config import Settings, load
from chatserver.domain.disclosure import View, views
from chatserver.domain.errors import Misconfigured
from chatserver.domain.past import MOST_BYTES, Told, added_up, read_past
from chatserver.domain.questions import Codebook
from chatserver.helpline.importing import ImportRecord

WIDTH: Final = 14

NOT_SHOWN: Final = {"small": "fewer than 10", "withheld": "not shown"}


@click.group()
def tally() -> None:
    """Bring earlier years in, show and audit closed periods, write released figures out."""


@tally.command(name="import")
@click.argument("file", type=FILE)
@click.option("--year", type=click.IntRange(1900, 9999), required=True, help="The year it tells.")
@click.option("--source", required=True, help="Where it comes from, as it shall stand beside it.")
@click.option("--dry-run", is_flag=True, help="Check FILE and show the totals; count nothing.")
@click.option("--replace", is_flag=True, help="Take an earlier import of that year back first.")
@config_option
def bring_in(
    file: Path, year: int, source: str, path: Path | None, *, dry_run: bool, replace: bool
) -> None:
    """Count FILE as an earlier year: CSV, one line for each person, in codes of the codebook.

    The first line names questions. Nothing is counted unless all of it is sound.
    """
    book = released().current
    told = read_past(_bytes(file), book)
    lines = f"{len(told)} line{'s' * (len(told) != 1)}"
    if dry_run:
        click.echo(f"{year} in {book.key}: {lines}, nothing wrong; nothing was counted")
        for line in _totals(book, told, year):
            click.echo(line)
        return
    run(_bring_in(load(path, os.environ), year, told, source, replaces=replace), quiet=True)
    click.echo(f"{year} in {book.key}: {lines} counted, from: {source}")


@tally.command()
@config_option
def imported(path: Path | None) -> None:
    """List the years that were imported, and from what."""
    for year, record in run(_imported(load(path, os.environ)), quiet=True).items():
        click.echo(f"{year}  {record.codebook}  {record.day}  {record.source}")


def _bytes(file: Path) -> bytes:
    """Read a file, and of one that is too large no more than shows it."""
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        raise Misconfigured(f"{file.name}: {error.strerror}") from None


def _totals(book: Codebook, told: Sequence[Told], year: int) -> Iterator[str]:
    """The totals that somebody may see of the year, as if it had been counted."""
    for view in views(book, added_up(book, told, year), f"{year}-12"):
        if view.span.parts[-1] == str(year):
            yield f"{view.table.id:<{WIDTH}}{_total(view)}"


def _total(view: View) -> str:
    counted = f"{view.total} {view.unit.en}" if view.rows else NOT_SHOWN[view.hidden]
    return f"{view.table.title.en}: {counted}"


async def _bring_in(
    settings: Settings, year: int, told: Sequence[Told], source: str, *, replaces: bool
) -> None:
    async with importing(settings) as office:
        await office.take_in(year, told, source=source, replaces=replaces)


async def _imported(settings: Settings) -> dict[int, ImportRecord]:
    async with importing(settings) as office:
        return await office.taken_in()
