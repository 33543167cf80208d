"""`chatserver verify-site`: is what a running site serves what was published."""

import json
import sys
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import aiohttp
import click

from chatserver.cli.run import run
from chatserver.client.answers import Unreachable
from chatserver.client.inspection import Inspection, Wanted, inspect
from chatserver.crypto.manifest import read_public
from chatserver.domain.errors import Misconfigured

MARK: Final = {"same": "ok", "note": "note", "different": "DIFFERENT"}


class Trouble(click.ClickException):
    """The site did not answer, so nothing is known about it."""

    exit_code = 2


@click.command("verify-site")
@click.argument("url")
@click.option("--key", help="The roster's public key in base64, or a file that holds it.")
@click.option(
    "--against",
    "build",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="A build of your own of the same page, such as web/dist/visitor.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def verify_site(url: str, key: str | None, build: Path | None, *, as_json: bool) -> None:
    """Fetch the page at URL and compare every byte and header with what was published.

    Exits with 0: as published; 1: different; 2: no answer.
    """
    if urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).hostname:
        raise Misconfigured(f"{url}: expected an address such as https://chat.example.org/")
    wanted = Wanted(
        key=_public(key) if key else None,
        build={path.name: path.read_bytes() for path in build.iterdir()} if build else None,
    )
    try:
        found = run(_inspected(url, wanted), quiet=True)
    except Unreachable as error:
        raise Trouble(str(error)) from None
    click.echo(_as_json(found) if as_json else _as_lines(found, wanted))
    sys.exit(0 if found.is_same else 1)


def _public(key: str) -> bytes:
    path = Path(key)
    return read_public(path.read_text("utf-8") if path.is_file() else key)


async def _inspected(url: str, wanted: Wanted) -> Inspection:
    async with aiohttp.ClientSession(
        auto_decompress=False, cookie_jar=aiohttp.DummyCookieJar()
    ) as session:
        return await inspect(session, url, wanted)


def _as_lines(found: Inspection, wanted: Wanted) -> str:
    lines = [f"{MARK[finding.kind]:<9}  {finding.text}" for finding in found.findings]
    if not found.is_same:
        lines.append(f"{found.url} is not as published")
    elif wanted.key is None and wanted.build is None:
        lines.append("verified against itself only: give --key or --against to know whose it is")
    else:
        lines.append(f"verified: the {found.page}'s page at {found.url}")
    return "\n".join(lines)


def _as_json(found: Inspection) -> str:
    return json.dumps(
        {
            "url": found.url,
            "page": found.page,
            "verified": found.is_same,
            "same": found.of("same"),
            "notes": found.of("note"),
            "differences": found.of("different"),
        }
    )
