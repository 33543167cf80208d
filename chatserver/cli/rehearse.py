"""`chatserver rehearse`: visitors who are played, at a server that runs (decision 0051)."""

import os
from pathlib import Path
from typing import Final

import aiohttp
import click
import msgspec

from chatserver.app.personas import read_personas
from chatserver.cli.run import asked_to_stop, minute, run
from chatserver.cli.staff import config_option
from chatserver.client.rehearsal import House, perform
from chatserver.config import Settings, load
from chatserver.crypto.at_rest import KeyRing
from chatserver.crypto.hl1 import from_base64
from chatserver.domain.errors import Misconfigured
from chatserver.domain.personas import LANGUAGES
from chatserver.helpline.rehearsals import Cast, cast_of, new_pass
from chatserver.wire.limits import MAX_REHEARSED

ANSWERS_WITHIN: Final = aiohttp.ClientTimeout(total=10)


class PageConfig(msgspec.Struct):
    """What we need of the `config.json` of the visitors' page. `exit`: only that page has one."""

    roster: str = ""
    exit: str = ""


@click.command()
@click.option(
    "--persona",
    "names",
    multiple=True,
    type=click.Choice(sorted(read_personas())),
    help="Whom to play; again for another. Left out: everybody in turn.",
)
@click.option("--language", type=click.Choice(LANGUAGES), default=LANGUAGES[0], show_default=True)
@click.option(
    "--count",
    type=click.IntRange(1, MAX_REHEARSED),
    help="How many visitors. Left out: each persona once, five at most.",
)
@click.option("--url", default="", help="The visitors' site, if it is not where the settings say.")
@config_option
def rehearse(
    names: tuple[str, ...], language: str, count: int | None, url: str, path: Path | None
) -> None:
    """Let visitors be played at a running server, for practice. Stop with Ctrl-C.

    They are marked wherever staff see them, stand behind everybody who really waits, and are
    counted nowhere. It has to be on the server's machine, where the key of its ledger is.
    """
    names = names or tuple(read_personas())
    number = min(count or len(names), MAX_REHEARSED)
    cast = cast_of(names, number=number, language=language)
    run(_rehearse(load(path, os.environ), cast, url), quiet=True)


async def _rehearse(settings: Settings, cast: Cast, url: str) -> None:
    stop = asked_to_stop()
    # `load`, and not `create`: a key that we made ourselves would open no door.
    sealed = new_pass(KeyRing.load(settings.ledger_key_path), cast, now=minute() * 60)
    url, origin = (url, "") if url else _address(settings)
    house = House(
        url=url,
        origin=origin,
        roster=await _roster(url),
        sealed=sealed,
        minute=minute,
        tell=click.echo,
    )
    click.echo("A rehearsal begins. Nothing of it is counted. Stop with Ctrl-C.")
    personas = read_personas()
    await perform(house, [personas[name] for name in cast.personas], cast.language, stop)
    click.echo("The rehearsal is over.")


def _address(settings: Settings) -> tuple[str, str]:
    """Where the visitors' site is on this machine, and what it is called outside."""
    host, port = settings.visitors.host, settings.visitors.port
    named = f"[{host}]" if ":" in host else host
    return f"http://{named}:{port}/", next(iter(settings.visitors.origins), "")


async def _roster(url: str) -> bytes:
    """The roster's public key, as the visitors' page has it.

    Raises:
        Misconfigured: there is no page, or nobody could ever be let in.
    """
    try:
        async with (
            aiohttp.ClientSession(timeout=ANSWERS_WITHIN) as session,
            session.get(f"{url.rstrip('/')}/config.json") as answer,
        ):
            body = await answer.read()
    except (aiohttp.ClientError, OSError, TimeoutError):
        raise Misconfigured(f"{url}: no server answers; --url says where it is") from None
    try:
        page = msgspec.json.decode(body, type=PageConfig)
    except msgspec.DecodeError:
        raise Misconfigured(f"{url}: no page of this software is there") from None
    if not page.exit:
        raise Misconfigured(f"{url}: that is not the visitors' page; --url says where it is")
    if not page.roster:
        raise Misconfigured(f"{url}: its page names no roster key, so nobody could be let in")
    return from_base64(page.roster)
