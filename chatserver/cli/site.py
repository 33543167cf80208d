"""`chatserver site`: the two pages, ready for a host of one's own."""

from pathlib import Path
from typing import Any

import click
import msgspec

from chatserver.app import publish
from chatserver.cli.keys import FILE, FOLDER, open_key, passphrase_option
from chatserver.config import SiteConfig, load_site
from chatserver.crypto.hl1.encoding import to_base64
from chatserver.domain.errors import Misconfigured
from chatserver.transport.pages import bundles


@click.command()
@click.argument("out", type=FOLDER)
@click.option("--from", "source", type=FOLDER, help="A bundle other than the one in here.")
@click.option("--key", "key_file", type=FILE, help="The file of the roster key: signs the pages.")
@passphrase_option
@click.option("--config", "path", type=FILE, help="A TOML file; what is given here wins.")
@click.option("--api", help="Where visitors reach the chat server, if it is another host.")
@click.option("--staff-api", help="Where staff reach it.")
@click.option("--exit", help="Where the exit leads.")
@click.option(
    "--organisation", "organisation_file", type=FILE, help="What the visitor's page says of you."
)
@click.option(
    "--organisation-beside",
    is_flag=True,
    default=None,
    help="Leave that to the chat server that serves the pages; then nobody signs it.",
)
@click.option("--onion", help="The address of an onion service of the visitors' page.")
@click.option("--demo", is_flag=True, default=None, help="Say on the pages that nobody is there.")
def site(
    out: Path,
    source: Path | None,
    key_file: Path | None,
    passphrase_file: Path | None,
    path: Path | None,
    **given: Any,
) -> None:
    """Make both pages in OUT, with their configuration and a signed list of their hashes."""
    key = open_key(key_file, passphrase_file) if key_file else None
    publish(bundles(source), out, _laid_over(load_site(path), given), key)
    click.echo(f"made {out / 'visitor'} and {out / 'staff'}")
    if key is None:
        click.echo("no --key: this site has no roster, so nobody can be let in")
    else:
        click.echo(f"roster key {to_base64(key.public)}")


def _laid_over(config: SiteConfig, given: dict[str, Any]) -> SiteConfig:
    wanted = {name: value for name, value in given.items() if value is not None}
    try:
        return SiteConfig(**{**msgspec.structs.asdict(config), **wanted})
    except ValueError as error:
        raise Misconfigured(f"--{str(error).replace('_', '-', 1)}") from None
