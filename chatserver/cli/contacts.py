"""`chatserver contacts`: look at contact cards before anybody is handed one."""

import json
import os
from collections import Counter
from pathlib import Path

import click

from chatserver.app import read_contacts
from chatserver.cli.keys import FILE
from chatserver.config import Settings, load
from chatserver.domain.contacts import REGIONS, Contacts, Kind


@click.group()
def contacts() -> None:
    """Contact cards: what professionals have at hand and can send to a visitor."""


@contacts.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Check a file of cards; says what is wrong with which card, or what there is."""
    click.echo(f"{file}: {counted(read_contacts(file))}")


@contacts.command()
@click.argument("file", type=FILE, required=False)
@click.option("--config", "path", type=FILE, help="Show the cards of this configuration.")
@click.option("--language", default="nl", show_default=True, help="As a visitor reads them.")
@click.option("--json", "as_json", is_flag=True, help="As the professional's page reads them.")
def show(file: Path | None, path: Path | None, language: str, *, as_json: bool) -> None:
    """Show the cards of FILE, else those in use, as they are sent."""
    cards = read_contacts(file or load(path, os.environ).contacts_file)
    if as_json:
        click.echo(json.dumps(cards.as_json(), indent=2, ensure_ascii=False))
        return
    click.echo("\n\n".join("\n".join(card.lines(language)) for card in cards.cards))


def counted(cards: Contacts) -> str:
    """How many cards of which kind there are, and which regions have no police unit."""
    of = Counter(card.kind for card in cards.cards)
    kinds = ", ".join(f"{of[kind]} {kind}" for kind in Kind)
    missing = cards.missing_regions
    if not missing:
        units = "every region has a police unit"
    elif len(missing) == len(REGIONS):
        units = "no region has a police unit"
    else:
        units = f"no police unit for {', '.join(missing)}"
    many = len(cards.cards)
    return f"{many} card{'' if many == 1 else 's'} ({kinds}); {units}"


def in_use(settings: Settings) -> str:
    """Where the cards come from, and how many there are."""
    path = settings.contacts_file
    return f"contact cards: {path or 'in this package'}: {counted(read_contacts(path))}"
