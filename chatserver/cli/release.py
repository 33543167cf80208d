"""`chatserver tally show`, `audit` and `release`: figures for an operator, who can release none.

There is no way to approve here. A release takes two coordinators who signed in, and the script that
writes it compares their accounts; a command has no account. So `release` only writes out what
two coordinators approved.
"""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import click
import msgspec

from chatserver.app.publication import Archive, reading_figures
from chatserver.cli.keys import FOLDER
from chatserver.cli.run import run
from chatserver.cli.staff import config_option
from chatserver.config import Settings, load
from chatserver.domain.errors import Misconfigured, Refused
from chatserver.helpline.releases import FILES, Offer

OPERATOR: Final = "(operator)"
"""Who, in the record: brackets are in the name of no account of ours by accident."""

WIDTH: Final = 44

json_option = click.option("--json", "as_json", is_flag=True, help="One JSON object.")


@click.command()
@click.option("--year", help="Only this one.")
@json_option
@config_option
def show(year: str | None, path: Path | None, *, as_json: bool) -> None:
    """Show what coordinators are shown: closed periods, after disclosure control."""
    said = run(_show(load(path, os.environ)), quiet=True)
    years, after = (
        [each for each in of["years"] if year in {None, each["year"]}]
        for of in (said, said["afterwards"])
    )
    if as_json:
        afterwards = {**said["afterwards"], "years": after}
        told = {**said, "years": years, "afterwards": afterwards}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for each in (*years, *after):
        for line in _lines(each):
            click.echo(line)
    if not years and not after:
        click.echo("nothing is shown yet: a coordinator's page shows a period once it has closed")


@click.command()
@json_option
@config_option
def audit(path: Path | None, *, as_json: bool) -> None:
    """Audit every release again, and every year that could be released; write nothing.

    The exit code is 1 if anything fails.
    """
    found = run(_audit(load(path, os.environ)), quiet=True)
    if as_json:
        click.echo(json.dumps({"audits": found}, ensure_ascii=False))
    for each in () if as_json else found:
        release = f"release {each['release']}: " if each["release"] else ""
        click.echo(f"{release}{each['codebook']} {each['period']}: {each['result']}")
    if any(each["result"] != "safe" for each in found):
        raise SystemExit(1)


@click.command()
@click.argument("number", type=int, required=False)
@click.option("--to", type=FOLDER, help="Write its files there.")
@json_option
@config_option
def release(number: int | None, to: Path | None, path: Path | None, *, as_json: bool) -> None:
    """List the releases, or write the files of release NUMBER to a directory.

    Two coordinators make a release, on their page. Nothing is released here.
    """
    settings = load(path, os.environ)
    if number is None:
        entries = run(_list(settings), quiet=True)
        if as_json:
            click.echo(json.dumps({"releases": entries}, ensure_ascii=False))
        for each in () if as_json else entries:
            click.echo(_entry(each))
        return
    if to is None:
        raise Misconfigured("--to says where the files go")
    found = run(_files(settings, number), quiet=True)
    files = {f"luwte-{number}-{name}": data for name, data in found.items()}
    _write(to, files)
    said = {"release": number, "files": list(files)}
    click.echo(json.dumps(said) if as_json else f"release {number}: {', '.join(files)}")


async def _show(settings: Settings) -> Mapping[str, Any]:
    async with reading_figures(settings) as archive:
        await archive.figures.looked(OPERATOR)
        return await archive.figures.tally()


async def _list(settings: Settings) -> list[dict[str, Any]]:
    async with reading_figures(settings) as archive:
        entries = await archive.releases.entries()
    return [
        {
            "codebook": entry.codebook,
            "years": entry.years,
            "made_up": entry.is_made_up,
            **msgspec.to_builtins(entry.stamp),
        }
        for entry in entries.values()
    ]


async def _audit(settings: Settings) -> list[dict[str, Any]]:
    async with reading_figures(settings) as archive:
        return [
            {
                "release": offer.replaces,
                "codebook": offer.codebook,
                "period": "-".join(dict.fromkeys([offer.years[0], offer.years[-1]])),
                "result": await _result(archive, offer),
            }
            for offer in await archive.releases.offers()
        ]


async def _result(archive: Archive, offer: Offer) -> str:
    try:
        await archive.releases.audited(offer)
    except Refused as refused:
        return str(refused.code)
    return "safe"


async def _files(settings: Settings, number: int) -> dict[str, bytes]:
    async with reading_figures(settings) as archive:
        publications = archive.ledger.publications
        found = {name: await publications.file_of(number, name) for name in FILES}
        files = {name: data for name, data in found.items() if data is not None}
        if not files:
            raise Misconfigured(f"there is no release {number}")
        noted = {"who": OPERATOR, "did": "fetched", "what": f"release {number}"}
        await publications.note(noted)
    return files


def _write(to: Path, files: Mapping[str, bytes]) -> None:
    """Write files where none of those names is; raises Misconfigured."""
    try:
        to.mkdir(parents=True, exist_ok=True)
        taken = [name for name in files if (to / name).exists()]
        if taken:
            raise Misconfigured(f"{taken[0]} is there already")
        for name, data in files.items():
            (to / name).write_bytes(data)
    except OSError as error:
        raise Misconfigured(f"{to.name}: {error.strerror}") from None


def _lines(year: Mapping[str, Any]) -> Iterator[str]:
    made_up = "  (made-up figures)" if year["synthetic"] else ""
    yield f"{year['year']}  {year['codebook']}{made_up}"
    for table in (*year["tables"], *year["periods"]):
        yield ""
        yield f"{table['period']}  {table['id']}  {table['title']['en']}"
        yield f"  {table['unit']['en']}: {table['base']['en']}"
        if table["hidden"]:
            yield f"  {table['notes'][0]['en']}"
            continue
        yield f"  {'total':<{WIDTH}}{table['total']:>8}"
        for row in table["rows"]:
            yield f"  {row['label']['en']:<{WIDTH}}{row['count']:>8}  {row['of_all']}".rstrip()


def _entry(entry: Mapping[str, Any]) -> str:
    years = "-".join(dict.fromkeys([entry["years"][0], entry["years"][-1]]))
    replaces = f"  replaces {entry['replaces']}" if entry["replaces"] else ""
    by = f"{entry['proposed_by']}, {entry['approved_by']}"
    return (
        f"{entry['number']}  {years}  {entry['codebook']}  {entry['approved_on']}  {by}{replaces}"
    )
