"""What an organisation decides reaches the page from a file, also while people talk (0042)."""

import json
import os
import signal
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from chatserver.app import publish, reaching_ledger, read_organisation
from chatserver.app.tables import MOST_BYTES
from chatserver.config import SiteConfig
from chatserver.crypto.roster_key import RosterKey
from chatserver.domain.errors import Misconfigured
from tests.integration.test_workers import until
from tests.support.cast import Cast, Office
from tests.support.commands import is_one_clear_line, run
from tests.support.redis_servers import Stores
from tests.support.servers import ROOT, loaded, served, server_process, settings_for

BUILT = ROOT / "web" / "dist"

HOUSE = """[[number]]
number = "020-123"
name = { nl = "Huis", en = "House" }
about = { nl = "bed", en = "bed" }
"""

QUESTION = """
[[question]]
ask = { nl = "Wie?", en = "Who?" }
[[question.answer]]
text = { nl = "ik", en = "me" }
[[question.answer]]
text = { nl = "een ander", en = "another" }
help = { nl = "Goed.", en = "Good." }
"""


async def beside(url: str) -> dict[str, Any]:
    """What a page that has no settings in it is given."""
    async with (
        aiohttp.ClientSession() as session,
        session.get(f"{url.rstrip('/')}/organisation.json") as answer,
    ):
        assert answer.status == 200
        assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
        assert answer.headers["Cache-Control"] == "no-store"
        found: dict[str, Any] = await answer.json()
        return found


async def test_a_page_without_settings_is_given_those_of_the_package(
    stores: Stores, tmp_path: Path
) -> None:
    async with served(stores, tmp_path) as app:
        assert await beside(app.visitor_url) == read_organisation(None).as_json()


async def test_a_change_comes_with_new_workers_and_a_mistake_replaces_nobody(
    stores: Stores, tmp_path: Path
) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(HOUSE)
    more = {"CHATSERVER_ORGANISATION_FILE": str(path)}
    settings = loaded(settings_for(stores, tmp_path))
    async with (
        server_process(stores, tmp_path, "--workers", "2", more=more) as server,
        reaching_ledger(settings) as ledger,
        Cast.around(Office.of(ledger, server.visitor_url, server.staff_url)) as cast,
    ):
        visitor, professional = await cast.visitor(), await cast.professional()
        talk = await cast.conversation(visitor, professional)
        assert "questions" not in await beside(server.visitor_url)

        path.write_text(HOUSE.replace("020-123", "112") + QUESTION)
        os.kill(server.pid, signal.SIGHUP)
        said = f"{path}:2, number: 112 is on every page, and always first".encode()
        await until(lambda: said in server.output, within=60)
        assert "questions" not in await beside(server.visitor_url)

        path.write_text(HOUSE + QUESTION)
        os.kill(server.pid, signal.SIGHUP)
        await until(lambda: b"all workers were replaced" in server.output, within=60)
        (question,) = (await beside(server.visitor_url))["questions"]
        assert question["ask"] == {"nl": "Wie?", "en": "Who?"}
        professional.say(talk, "ben je er nog?")
        await visitor.until(lambda: [said.text for said in visitor.texts] == ["ben je er nog?"])


async def test_signed_pages_have_their_own_and_nothing_lies_beside_them(
    stores: Stores, tmp_path: Path
) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(HOUSE)
    publish(BUILT, tmp_path / "site", SiteConfig(organisation_file=path), RosterKey.new())
    site = {"CHATSERVER_WEB_DIRECTORY": str(tmp_path / "site")}
    async with served(stores, tmp_path, more=site) as app, aiohttp.ClientSession() as session:
        async with session.get(f"{app.visitor_url}config.json") as answer:
            assert (await answer.json())["organisation"] == read_organisation(path).as_json()
        async with session.get(f"{app.visitor_url}organisation.json") as answer:
            assert answer.status == 404

    more = {**site, "CHATSERVER_ORGANISATION_FILE": str(path)}
    async with served(stores, tmp_path, more=more):
        pass  # the same as in the pages
    path.write_text(HOUSE + QUESTION)
    with pytest.raises(Misconfigured, match=r"make them anew with `chatserver site --org"):
        async with served(stores, tmp_path, more=more):
            pass  # pragma: no cover - it does not start


async def test_a_configuration_that_is_none_has_no_settings_in_it(
    stores: Stores, tmp_path: Path
) -> None:
    publish(BUILT, tmp_path / "site", SiteConfig(), None)
    config = tmp_path / "site" / "visitor" / "config.json"
    more = {"CHATSERVER_WEB_DIRECTORY": str(tmp_path / "site")}
    for body in ("{", "[]"):
        config.write_text(body)
        async with served(stores, tmp_path, more=more) as app:
            assert await beside(app.visitor_url) == read_organisation(None).as_json()


async def test_a_mistake_stops_the_start_with_one_line(stores: Stores, tmp_path: Path) -> None:
    path = tmp_path / "ours.toml"
    path.write_text(HOUSE + '[colours.light]\naccent = "#888888"\n')
    more = {"CHATSERVER_ORGANISATION_FILE": str(path)}

    with pytest.raises(Misconfigured, match=r"ours\.toml:6, colours, light: accent #888888 on"):
        async with served(stores, tmp_path, more=more):
            pass  # pragma: no cover - it does not start


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (b"[[number]\n", "not a TOML file: "),
        (b"a = 1\na = 2\n", "not a TOML file: "),
        (b"name = '\xff'\n", "not a TOML file: "),
        (b"# " + b"x" * MOST_BYTES, f"larger than {MOST_BYTES} bytes"),
        (HOUSE.replace("\n", "\r\n").replace("bed", " bed").encode(), ":4, number, about: nl beg"),
    ],
)
async def test_a_file_is_looked_at_before_it_is_used(
    tmp_path: Path, body: bytes, rule: str
) -> None:
    path = tmp_path / "bad.toml"
    path.write_bytes(body)

    ended = await run("organisation", "check", str(path))

    assert ended.code == 1
    assert is_one_clear_line(ended)
    assert f"{path}" in ended.err
    assert rule in ended.err


async def test_it_is_shown_as_a_visitor_reads_it(tmp_path: Path) -> None:
    path, config = tmp_path / "ours.toml", tmp_path / "chat.toml"
    path.write_text(
        'name = { nl = "Huis", en = "House" }\nexit = "https://e.org/"\n'
        + HOUSE
        + QUESTION
        + '[[reading]]\ntitle = { nl = "t", en = "T" }\ntext = { nl = "x", en = "X" }\n'
        + 'link = "https://later.org/"\n[colours.dark]\naccent = "#d9b8ff"\n'
    )
    config.write_text('organisation_file = "ours.toml"\n')

    english = await run("organisation", "show", str(path), "--language", "en")
    configured = await run("organisation", "show", "--config", str(config), "--json")
    counted = await run("organisation", "check", str(path))

    assert english.out.split("\n\n") == [
        "House",
        "exit: https://e.org/",
        "dark accent: #d9b8ff",
        "112\n020-123  House: bed",
        "Who?\n- me\n- another\n  Good.",
        "T",
        "X\nhttps://later.org/\n",
    ]
    assert json.loads(configured.out) == read_organisation(path).as_json()
    assert counted.out == f"{path}: 2 numbers, 1 question, 1 text to read, 1 colour\n"
