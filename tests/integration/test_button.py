"""The line for the organisation's own site: what it says, and which one is never made."""

import base64
import hashlib
import re
import shutil
from pathlib import Path

import pytest

from chatserver.app import publish
from chatserver.config import SiteConfig
from chatserver.crypto.roster_key import RosterKey
from tests.support.commands import is_one_clear_line, run
from tests.support.servers import ROOT

BUILT = ROOT / "web" / "dist"
HERE = ("--at", "https://chat.example.org")


def script_of(site: Path) -> tuple[str, str]:
    """The button's name and its integrity, worked out from its bytes."""
    (path,) = (site / "visitor").glob("button-*.js")
    digest = base64.b64encode(hashlib.sha256(path.read_bytes()).digest()).decode()
    return path.name, f"sha256-{digest}"


async def test_the_command_prints_one_line_to_copy_and_says_beside_it_what_it_measured() -> None:
    name, integrity = script_of(BUILT)

    ended = await run(
        *("button", *HERE, "--from", str(BUILT), "--background", "#FFD54A", "--text", "#222"),
        *("--radius", "4", "--language", "en"),
    )

    assert ended.code == 0, ended.err
    assert ended.out == (
        '<a href="https://chat.example.org/" target="_blank" rel="noopener noreferrer"'
        ' referrerpolicy="no-referrer">Chat with us</a>'
        f'<script src="https://chat.example.org/{name}" integrity="{integrity}"'
        ' crossorigin="anonymous" referrerpolicy="no-referrer" async data-language="en"'
        ' data-background="#ffd54a" data-text="#222222" data-radius="4"></script>\n'
    )
    assert ended.err == "text on background: 11.26:1, needs 4.5:1\n"


async def test_without_colours_it_is_the_tested_palette_in_the_language_of_the_page() -> None:
    ended = await run("button", *HERE, "--from", str(BUILT))

    assert ended.code == 0, ended.err
    assert ">Chat met ons</a>" in ended.out
    assert "data-" not in ended.out


async def test_a_page_on_another_host_than_its_server_says_where_the_server_is(
    tmp_path: Path,
) -> None:
    site = SiteConfig(api="https://chat.example.org", staff_api="https://desk.example.org")
    publish(BUILT, tmp_path / "site", site, RosterKey.new())

    ended = await run(
        "button", "--at", "https://www.example.org/", "--from", str(tmp_path / "site")
    )

    assert ended.code == 0, ended.err
    assert ended.out.startswith('<a href="https://www.example.org/" ')
    assert ' src="https://www.example.org/button-' in ended.out
    assert ' data-api="https://chat.example.org"></script>' in ended.out


async def test_the_address_and_the_pages_are_those_of_the_configuration(tmp_path: Path) -> None:
    publish(BUILT, tmp_path / "site", SiteConfig(), RosterKey.new())
    config = tmp_path / "chatserver.toml"
    config.write_text(
        'web_directory = "site"\n[visitors]\norigins = ["https://praat.example.org"]\n'
    )

    ended = await run("button", "--config", str(config))

    assert ended.code == 0, ended.err
    assert ended.out.startswith('<a href="https://praat.example.org/" ')
    assert "data-" not in ended.out


async def test_a_label_is_text_and_nothing_else() -> None:
    ended = await run(
        "button", *HERE, "--from", str(BUILT), "--label", '</a><script>alert("x")</script>'
    )

    assert ended.code == 0, ended.err
    assert "&lt;/a&gt;&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;</a>" in ended.out
    assert ended.out.count("<script") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("--background", "#999999", "--text", "#888888"),
            "text #888888 on background #999999: 1.24:1, needs 4.5:1",
        ),
        (("--background", "#ffd54a"), "text #ffffff on background #ffd54a: 1.41:1, needs 4.5:1"),
        (
            ("--background", "#fff", "--text", "#333", "--border", "#ccc"),
            "border #cccccc and background #ffffff on a page of #ffffff: 1.6:1, needs 3:1",
        ),
        (
            ("--background", "#fff", "--text", "#767676", "--page", "#b6b6b6"),
            "border #767676 and background #ffffff on a page of #b6b6b6: 2.23:1, needs 3:1",
        ),
        (("--text", "white"), "--text: white: expected a colour such as #1d6a63"),
        (("--text", "#fff;x"), "--text: #fff;x: expected a colour"),
        (("--at", "http://chat.example.org"), "--at: expected https://"),
        (("--at", "https://chat.example.org/here"), "--at: expected addresses"),
        (("--from", "/nowhere"), "no visitor's page with a button in /nowhere/visitor"),
    ],
)
async def test_what_would_not_do_is_refused_in_one_line_and_nothing_is_printed(
    arguments: tuple[str, ...], said: str
) -> None:
    ended = await run("button", *HERE, "--from", str(BUILT), *arguments)

    assert ended.code == 1
    assert ended.out == ""
    assert is_one_clear_line(ended), ended.err
    assert said in ended.err


async def test_without_an_address_it_asks_for_one() -> None:
    ended = await run("button", "--from", str(BUILT))

    assert (ended.code, ended.out) == (1, "")
    assert ended.err == "Error: --at: which page? [visitors] origins: none\n"


async def test_a_button_that_was_changed_since_it_was_built_gets_no_line(tmp_path: Path) -> None:
    shutil.copytree(BUILT / "visitor", tmp_path / "visitor")
    (script,) = (tmp_path / "visitor").glob("button-*.js")
    script.write_bytes(script.read_bytes() + b" ")

    ended = await run("button", *HERE, "--from", str(tmp_path))

    assert (ended.code, ended.out) == (1, "")
    assert re.search(r"button-[0-9a-f]{12}\.js: changed since it was built", ended.err)
