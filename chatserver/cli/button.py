"""`chatserver button`: the line for the organisation's own site, or why its colours will not do."""

import os
from pathlib import Path

import click

from chatserver.app import Wish, snippet
from chatserver.app.embedding import Language
from chatserver.cli.keys import FILE, FOLDER
from chatserver.config import Settings, check_origin, load
from chatserver.domain.button import MOST_RADIUS, Palette
from chatserver.domain.contrast import TEXT, Colour, ratio, said
from chatserver.domain.errors import Misconfigured
from chatserver.transport.pages import bundles


@click.command()
@click.option("--config", "path", type=FILE, help="Of the server: its visitors' origin, its pages.")
@click.option("--at", help="Where the chat page is, such as https://chat.example.org.")
@click.option("--from", "source", type=FOLDER, help="The published site, as `site` made it.")
@click.option("--background", metavar="COLOUR", help="As #1d6a63.")
@click.option("--text", metavar="COLOUR", help="Is refused where it cannot be read.")
@click.option("--border", metavar="COLOUR", help="Otherwise that of the text.")
@click.option("--page", metavar="COLOUR", help="What it stands on, if neither white nor black.")
@click.option("--radius", type=click.IntRange(0, MOST_RADIUS), help="Of its corners, in pixels.")
@click.option("--language", type=click.Choice(["nl", "en"]), help="Otherwise that of the page.")
@click.option("--label", default="", help="What it says; how it is at the desk stands below that.")
def button(
    *,
    path: Path | None,
    at: str | None,
    source: Path | None,
    radius: int | None,
    language: Language | None,
    label: str,
    **colours: str | None,
) -> None:
    """Print the one line that shows whether one can chat now, for a site of your own."""
    settings = load(path, os.environ)
    page = _page(at, settings)
    given = {name: _colour(name, text) for name, text in colours.items() if text is not None}
    palette = Palette(**given)
    if faults := list(palette.faults()):
        raise Misconfigured("; ".join(faults))
    tokens = [(name, str(colour)) for name, colour in given.items()]
    if radius is not None:
        tokens.append(("radius", str(radius)))
    wish = Wish(page=page, language=language, label=label, tokens=tuple(tokens))
    click.echo(snippet(bundles(source or settings.web_directory), wish))
    measured = said(ratio(palette.text, palette.background))
    click.echo(f"text on background: {measured}, needs {TEXT:g}:1", err=True)


def _page(at: str | None, settings: Settings) -> str:
    """Return the origin of the chat page."""
    origins = settings.visitors.origins
    if at is None and len(origins) != 1:
        known = ", ".join(origins) or "none"
        raise Misconfigured(f"--at: which page? [visitors] origins: {known}")
    page = (at or origins[0]).rstrip("/")
    try:
        check_origin(page, "--at")
    except ValueError as error:
        raise Misconfigured(str(error)) from None
    return page


def _colour(name: str, text: str) -> Colour:
    try:
        return Colour.parse(text)
    except ValueError as error:
        raise Misconfigured(f"--{name}: {error}") from None
