"""Nothing in the repository depends on the place where it was written."""

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

# In pieces, so that this file does not find itself.
FOREIGN = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com"]
FOREIGN += ["yarn" + "pkg.com", "/" + "work/", "/" + "home/", "/" + "root/", "/" + "Users/"]

IGNORED = [".git", *(ROOT / ".gitignore").read_text("utf-8").replace("/\n", "\n").split()]


def is_ignored(path: Path) -> bool:
    whole = path.relative_to(ROOT).as_posix()
    return any(fnmatch(path.name, each) or fnmatch(whole, each) for each in IGNORED)


def kept(folder: Path) -> Iterator[Path]:
    """Give all files but those that .gitignore leaves out."""
    for path in sorted(folder.iterdir()):
        if is_ignored(path):
            continue
        if path.is_dir():
            yield from kept(path)
        else:
            yield path


@pytest.mark.parametrize("foreign", FOREIGN)
def test_no_file_names_a_registry_or_a_machine(foreign: str) -> None:
    found = [
        path.relative_to(ROOT).as_posix()
        for path in kept(ROOT)
        if foreign.encode() in path.read_bytes()
    ]

    assert found == []


def test_the_files_are_found() -> None:
    found = {path.relative_to(ROOT).as_posix() for path in kept(ROOT)}

    assert {"pyproject.toml", "chatserver/wire/codec.py", "web/lock.mjs"} <= found
