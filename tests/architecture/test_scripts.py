"""Every script of the stores is used, explained, and stays in its place."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import SERVER, files, named

STORE = SERVER / "store"
SCRIPTS = files(STORE / "scripts", ".lua")
SOURCES = "\n".join(path.read_text("utf-8") for path in files(STORE, ".py"))


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_a_script_begins_by_saying_what_it_does(path: Path) -> None:
    assert re.match(r"-- [A-Z].{10,}", path.read_text("utf-8"))


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_a_script_is_used(path: Path) -> None:
    assert re.search(rf"(\(|=)\"{path.stem}\"", SOURCES)


@pytest.mark.parametrize("path", SCRIPTS, ids=named)
def test_a_script_touches_only_the_keys_it_was_given(path: Path) -> None:
    touched = re.findall(r"redis\.call\('(\w+)', ?([^,)]+)", path.read_text("utf-8"))

    assert [
        (command, key)
        for command, key in touched
        if command != "SPUBLISH" and not re.match(r"KEYS\[|key$", key)
    ] == []


def test_no_script_writes_a_lifetime_away() -> None:
    texts = "\n".join(path.read_text("utf-8") for path in SCRIPTS)

    assert re.findall(r"'(SET|GETSET|PERSIST|RENAME|COPY|RESTORE)'", texts) == []
