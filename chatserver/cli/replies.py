"""`chatserver replies`: look at ready-made replies before anybody reads them."""

import json
from collections import Counter
from pathlib import Path

import click

from chatserver.app import read_replies
from chatserver.cli.keys import FILE
from chatserver.domain.replies import Category, Replies


@click.group()
def replies() -> None:
    """Ready-made replies; coordinators change them on the staff page."""


@replies.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Check a file of replies; says what is wrong with which reply, or what there is."""
    click.echo(f"{file}: {counted(read_replies(file))}")


@replies.command()
@click.argument("file", type=FILE, required=False)
@click.option("--language", default="nl", show_default=True, help="As a visitor reads them.")
@click.option("--json", "as_json", is_flag=True, help="As the staff page reads them.")
def show(file: Path | None, language: str, *, as_json: bool) -> None:
    """Show the replies of FILE, else those that come with the program."""
    found = read_replies(file)
    if as_json:
        click.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False))
        return
    for each in found.replies:
        click.echo(f"/{each.key}\n{each.text.get(language, each.text['en'])}\n")


def counted(found: Replies) -> str:
    """How many replies of which category there are, and in which languages."""
    of = Counter(reply.category for reply in found.replies)
    kinds = ", ".join(f"{of[category]} {category}" for category in Category)
    in_language = Counter(language for reply in found.replies for language in reply.text)
    languages = ", ".join(f"{many} in {language}" for language, many in in_language.items())
    many = len(found.replies)
    return f"{many} repl{'y' if many == 1 else 'ies'} ({kinds}); {languages or 'none'}"
