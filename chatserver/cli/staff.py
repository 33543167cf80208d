"""`chatserver staff`: accounts. A password comes from a prompt or a file, never an argument."""

import os
from pathlib import Path

import click

from chatserver.app import reaching_ledger
from chatserver.cli.run import run
from chatserver.config import Settings, load, read_secret
from chatserver.domain.people import Role
from chatserver.helpline.staffing import Account, Staffing

language_option = click.option(
    "--language",
    "languages",
    multiple=True,
    help="A language in which they help, such as nl; again for another. Left out: all.",
)
config_option = click.option(
    "--config", "path", type=click.Path(path_type=Path, dir_okay=False), help="The TOML file."
)


@click.group()
def staff() -> None:
    """Add, list and disable staff accounts."""


@staff.command()
@click.argument("name")
@click.option("--role", type=click.Choice([role.value for role in Role]), required=True)
@click.option(
    "--password-file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Read the password from here instead of asking for it.",
)
@language_option
@config_option
def add(
    name: str, role: str, password_file: Path | None, languages: tuple[str, ...], path: Path | None
) -> None:
    """Add an account. NAME is what visitors see of a professional."""
    settings = load(path, os.environ)
    if password_file is not None:
        password = read_secret(password_file)
    else:
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    run(_add(settings, name, Role(role), password, languages), quiet=True)
    click.echo(f"added {name} ({role})")


@staff.command(name="list")
@config_option
def show(path: Path | None) -> None:
    """List the accounts."""
    for line in run(_list(load(path, os.environ)), quiet=True):
        click.echo(line)


@staff.command()
@click.argument("name")
@language_option
@config_option
def speaks(name: str, languages: tuple[str, ...], path: Path | None) -> None:
    """Change the languages in which somebody helps, from their next sign-in on."""
    run(_speaks(load(path, os.environ), name, languages), quiet=True)
    click.echo(f"{name} helps in {', '.join(languages) or 'every language'}")


@staff.command()
@click.argument("name")
@config_option
def disable(name: str, path: Path | None) -> None:
    """Stop an account from signing in; its sessions end within a minute."""
    run(_disable(load(path, os.environ), name), quiet=True)
    click.echo(f"disabled {name}")


async def _add(
    settings: Settings, name: str, role: Role, password: str, languages: tuple[str, ...]
) -> None:
    async with reaching_ledger(settings) as ledger:
        await Staffing(ledger).add(name, role, password, languages)


async def _speaks(settings: Settings, name: str, languages: tuple[str, ...]) -> None:
    async with reaching_ledger(settings) as ledger:
        await Staffing(ledger).speaks(name, languages)


async def _list(settings: Settings) -> list[str]:
    async with reaching_ledger(settings) as ledger:
        everybody = await Staffing(ledger).everybody()
    return [_line(account) for account in everybody]


async def _disable(settings: Settings, name: str) -> None:
    async with reaching_ledger(settings) as ledger:
        await Staffing(ledger).disable(name)


def _line(account: Account) -> str:
    state = "disabled" if account.is_disabled else ""
    return "\t".join(filter(None, [account.name, account.role, " ".join(account.languages), state]))
