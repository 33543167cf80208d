"""`chatserver organisation`: look at an organisation's settings before a visitor sees them."""

import json
import os
from pathlib import Path

import click

from chatserver.app import read_organisation
from chatserver.cli.keys import FILE
from chatserver.config import Settings, load
from chatserver.domain.organisation import EMERGENCY, Number, Organisation, Question, Reading, Texts


@click.group()
def organisation() -> None:
    """What the visitor's page says of you: exit, colours, numbers, questions, reading matter."""


@organisation.command()
@click.argument("file", type=FILE)
def check(file: Path) -> None:
    """Check a file; says what is wrong on which line, or what there is. Changes nothing."""
    click.echo(f"{file}: {counted(read_organisation(file))}")


@organisation.command()
@click.argument("file", type=FILE, required=False)
@click.option("--config", "path", type=FILE, help="Show what this configuration names.")
@click.option("--language", default="nl", show_default=True, help="As a visitor reads it.")
@click.option("--json", "as_json", is_flag=True, help="As the visitor's page reads it.")
def show(file: Path | None, path: Path | None, language: str, *, as_json: bool) -> None:
    """Show the settings of FILE, else those in use."""
    found = read_organisation(file or load(path, os.environ).organisation_file)
    if as_json:
        click.echo(json.dumps(found.as_json(), indent=2, ensure_ascii=False))
        return
    click.echo("\n\n".join("\n".join(part) for part in _told(found, language) if part))


def _told(found: Organisation, language: str) -> list[list[str]]:
    def said(texts: Texts) -> str:
        return texts.get(language, texts["nl"])

    def question(asked: Question) -> list[str]:
        part = [said(asked.ask)]
        for answer in asked.answers:
            part.append(f"- {said(answer.text)}")
            part += [f"  {said(answer.help)}"] if answer.help else []
        return part

    def number(each: Number) -> str:
        return f"{each.number}  {said(each.name)}: {said(each.about)}"

    def text(each: Reading) -> list[str]:
        return [said(each.title), "", said(each.text), *([each.link] if each.link else [])]

    shown = [each for each in found.numbers or () if not each.only or language in each.only]
    return [
        [said(found.name)] if found.name else [],
        [f"exit: {found.exit}"] if found.exit else [],
        [
            f"{scheme} {name}: {colour}"
            for scheme, colours in found.colours.items()
            for name, colour in colours.items()
        ],
        [
            EMERGENCY,
            *(["the numbers of the page"] if found.numbers is None else map(number, shown)),
        ],
        *(
            [["the questions of the page"]]
            if found.questions is None
            else map(question, found.questions)
        ),
        *(
            [["the texts to read of the page"]]
            if found.reading is None
            else map(text, found.reading)
        ),
    ]


def counted(found: Organisation) -> str:
    """How much there is of what."""
    numbers = None if found.numbers is None else len(found.numbers) + 1  # 112 is there too
    questions = None if found.questions is None else len(found.questions)
    reading = None if found.reading is None else len(found.reading)
    return ", ".join(
        (
            _many(numbers, "number", "numbers"),
            _many(questions, "question", "questions"),
            _many(reading, "text to read", "texts to read"),
            _many(sum(map(len, found.colours.values())), "colour", "colours"),
        )
    )


def _many(count: int | None, one: str, several: str) -> str:
    if count is None:
        return f"the {several} of the page"
    return f"{count} {one if count == 1 else several}"


def in_use(settings: Settings) -> str:
    """Where the settings come from that the server lays beside the pages, and what they hold."""
    path = settings.organisation_file
    return f"organisation: {path or 'in this package'}: {counted(read_organisation(path))}"
