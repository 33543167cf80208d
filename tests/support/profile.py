"""Looking for words on disk: every file below a directory, a browser's profile for one.

What is packed is unpacked first (`packed.py`): zlib, gzip, the LZ4 in which Firefox keeps its
session (`*.jsonlz4`, `*.baklz4`, `*.mozlz4`), the rows of SQLite and the tables of LevelDB with
Snappy in them. Chromium's session files are not packed.
"""

import asyncio
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from tests.support.memory import Word, forms, words_in
from tests.support.packed import MOZILLA_LZ4, SQLITE, database, lz4, rows, streams, table

HISTORIES = {"Default/History": "urls", "places.sqlite": "moz_places"}
"""The database in which a browser keeps where somebody was, and its table."""


def canary(kind: str) -> str:
    """A word that stands nowhere else in the world."""
    return f"{kind}{secrets.token_hex(8)}"


def written(directory: Path, *words: Word) -> dict[str, set[Word]]:
    """Which of these words are in which files; nothing when there is none."""
    shapes = {word: forms(word) for word in words}
    found: dict[str, set[Word]] = {}
    for path in sorted(_files(directory)):
        here = set[Word]()
        for some in (str(path.relative_to(directory)).encode(), *_contents(path)):
            here |= words_in(some, shapes)
        if here:
            found[str(path.relative_to(directory))] = here
    return found


def found_in(directory: Path, *words: Word) -> set[Word]:
    """Which of these words are in a file below this directory."""
    return set[Word]().union(*written(directory, *words).values())


def remembered_sites(profile: Path) -> dict[str, str]:
    """The history of a browser: addresses and their titles."""
    found: dict[str, str] = {}
    for path, name in HISTORIES.items():
        if (profile / path).exists():
            with database(profile / path) as history:
                lines = history.execute(f"SELECT url, coalesce(title, '') FROM {name}")  # noqa: S608
                found |= {url.decode(): title.decode() for url, title in lines}
    return found


async def until_found(directory: Path, *words: str) -> None:
    """Wait until a browser has written down these words; it takes its time."""
    async with asyncio.timeout(30):
        while found_in(directory, *words) != set(words):  # noqa: ASYNC110 - a file has no event
            await asyncio.sleep(0.2)


def _files(directory: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(directory):
        yield from (Path(folder, name) for name in names)


def _contents(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and what is inside if it is packed."""
    try:
        raw = path.read_bytes() if path.is_file() else b""
    except FileNotFoundError:
        return  # the browser removed it while we looked
    yield raw
    if raw.startswith(MOZILLA_LZ4):
        yield lz4(raw[len(MOZILLA_LZ4) + 4 :])
    if raw.startswith(SQLITE):
        yield from rows(path)
    yield from table(raw)
    yield from streams(raw)
