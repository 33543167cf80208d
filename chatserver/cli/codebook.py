"""`chatserver codebook`: look at what is asked and counted, and check a version in the making."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import click

from chatserver.app.codebooks import proposed, released
from chatserver.cli.keys import FILE
from chatserver.domain.errors import Misconfigured
from chatserver.domain.questions import Codebook, Question, Table

WIDTH: Final = 16
"""Of the column with names."""


@click.group()
def codebook() -> None:
    """Show what is asked after a conversation and counted, or check a new version of it."""


@codebook.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Check FILE as a version of its own: every rule, and that no released one changes."""
    book = proposed(file)
    counts = f"{len(book.questions)} questions, {len(book.tables)} tables, {_cells(book)} rows"
    click.echo(f"{file.name}: sound ({book.key}: {counts})")


@codebook.command()
@click.option("--version", "number", help="Another one than tags are taken in.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def show(number: str | None, *, as_json: bool) -> None:
    """Show the questions, codes and tables of the version that tags are taken in."""
    versions = released().versions
    book = next((each for each in versions if each.version == number), None)
    if number is not None and book is None:
        known = ", ".join(each.version for each in versions)
        raise Misconfigured(f"there is no version {number}; there are {known}")
    book = book or released().current
    click.echo(json.dumps(_whole(book), ensure_ascii=False) if as_json else "\n".join(_told(book)))


def _cells(book: Codebook) -> int:
    return sum(len(table.of.options) for table in book.tables)


def _told(book: Codebook) -> Iterator[str]:
    yield f"{book.key}  {book.name.nl} / {book.name.en}"
    for question in book.questions:
        yield ""
        yield f"{question.id:<{WIDTH}}{question.label.nl} / {question.label.en}{_kind(question)}"
        for each in question.when:
            yield f"{'':<{WIDTH}}if {each.question} is {' or '.join(each.codes)}"
        for option in question.options:
            yield f"  {option.code:<{WIDTH - 2}}{option.label.nl} / {option.label.en}"
    yield ""
    for table in book.tables:
        yield f"{table.id:<{WIDTH}} {table.title.nl} ({_counted(book, table)})"


def _kind(question: Question) -> str:
    kinds = {
        "several answers": question.multi,
        "folded away": question.more,
        "filled in by the server": question.auto,
    }
    said = ", ".join(kind for kind, holds in kinds.items() if holds)
    return f" ({said})" if said else ""


def _counted(book: Codebook, table: Table) -> str:
    return f"{book.units[table.unit].nl}; {table.base.label.nl}; {table.period.value}"


def _whole(book: Codebook) -> dict[str, object]:
    return {
        "codebook": book.key,
        "takes_tags": book is released().current,
        "form": book.as_json(),
        "tables": [
            {
                "id": table.id,
                "title": table.title.as_dict(),
                "unit": book.units[table.unit].as_dict(),
                "base": table.base.label.as_dict(),
                "period": table.period.value,
                "rows": [option.code for option in table.of.options],
                "collapse": table.collapse.id if table.collapse is not None else None,
            }
            for table in book.tables
        ],
        "mappings": book.mappings,
    }
