"""Words that are not used, because of what they say about people (docs/glossary.md).

A visitor is nobody's victim, case or user. The words are looked for in names,
in addresses, and in everything a visitor's screen can show; not in comments of
the server, which have to say what they replace.
"""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, SERVER, WEB, files, named, names, strings, words

NEVER = {"victim", "agent", "user", "room"}
NEVER |= {word + "s" for word in NEVER}
TICKET = {"ticket", "tickets"}
"""Of an ended conversation, on the staff's side only; a visitor has no number."""

DUTCH = {"slachtoffer", "slachtoffers", "gebruiker", "gebruikers"}

OF_REDIS = {"allow_default_user", "_check_user"}
"""Redis calls whom it lets in a user; the setting is named after its `default` one."""

OF_SVG = "userSpaceOnUse"
"""How SVG calls that a pattern is measured as the picture is."""

VISITORS_SIDE = {
    SERVER / "transport" / "visitors.py",
    SERVER / "helpline" / "arrivals.py",
    SERVER / "client" / "visitor.py",
    *(SERVER / "crypto" / "hl1").glob("*.py"),
}

VISITORS_SCREEN = [
    *files(WEB / "visitor", ".ts", ".tsx", ".css"),
    *files(WEB / "button", ".ts"),
    *files(WEB / "strings" / "visitor", ".ts"),
    *files(ROOT / "web" / "messages", ".json"),
    *files(WEB / "strings" / "button", ".ts"),
    *files(WEB / "ui", ".css", ".ts"),
    *files(WEB / "hl1", ".ts"),
    *files(ROOT / "web" / "static" / "visitor", ".html", ".json", ".svg"),
]

STAFFS_SCREEN = [
    *files(WEB / "staff", ".ts", ".tsx", ".css"),
    *files(WEB / "coordinator", ".ts", ".tsx", ".css"),
    *files(WEB / "charts", ".ts"),
    *files(WEB / "strings" / "staff", ".ts"),
    *files(ROOT / "web" / "static" / "staff", ".html", ".svg"),
]

PATH = re.compile(r"/[a-z0-9_./-]*", re.ASCII)


@pytest.mark.parametrize("path", files(SERVER, ".py"), ids=named)
def test_no_name_calls_people_what_they_are_not(path: Path) -> None:
    never = NEVER | (TICKET if path in VISITORS_SIDE else set())

    assert [name for name in names(path) if name not in OF_REDIS and words(name) & never] == []


@pytest.mark.parametrize("path", files(SERVER / "transport", ".py"), ids=named)
def test_no_address_does(path: Path) -> None:
    addresses = [text for text in strings(path) if PATH.fullmatch(text)]

    assert [address for address in addresses if words(address) & (NEVER | TICKET)] == []


def test_no_address_of_the_two_sites_does() -> None:
    addresses = [text for text in strings(SERVER / "app" / "sites.py") if PATH.fullmatch(text)]

    assert "/api/sign-in" in addresses
    assert [address for address in addresses if words(address) & (NEVER | TICKET)] == []


@pytest.mark.parametrize("path", VISITORS_SCREEN, ids=named)
def test_nothing_of_the_visitors_page_does(path: Path) -> None:
    assert words(path.read_text("utf-8")) & (NEVER | TICKET | DUTCH) == set()


@pytest.mark.parametrize("path", STAFFS_SCREEN, ids=named)
def test_nothing_of_the_staffs_page_does(path: Path) -> None:
    text = path.read_text("utf-8").replace(OF_SVG, "")

    assert words(text) & (NEVER | {"gebruiker", "gebruikers"}) == set()
