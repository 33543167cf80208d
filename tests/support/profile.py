"""Looking for words on disk: every file below a directory, a browser's profile for one.

What is packed is unpacked first: zlib, gzip, and the LZ4 in which Firefox keeps its session
(`*.jsonlz4`, `*.baklz4`, `*.mozlz4`). Chromium's session files are not packed.
"""

import asyncio
import os
import secrets
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.support.memory import Word, forms, words_in

MOZILLA_LZ4: Final = b"mozLz40\0"
"""How such a file begins; then four bytes with the size of what is inside, then one LZ4 block."""


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


async def until_found(directory: Path, *words: str) -> None:
    """Wait until a browser has written down these words; it takes its time."""
    async with asyncio.timeout(30):
        while found_in(directory, *words) != set(words):  # noqa: ASYNC110 - a file has no event
            await asyncio.sleep(0.2)


def unpacked(block: bytes) -> bytes:
    """What is inside an LZ4 block, as far as it goes: a browser may be writing it just now."""
    inside = bytearray()
    at = 0
    while at < len(block):
        token = block[at]
        literals, at = _length(block, at + 1, token >> 4)
        inside += block[at : at + literals]
        at += literals
        back = int.from_bytes(block[at : at + 2], "little")
        if not 0 < back <= len(inside):
            break  # the last sequence has no match
        length, at = _length(block, at + 2, token & 15)
        length += 4
        # A match may reach into what it is writing itself: that is how a run is packed.
        run = bytes(inside[-back:])
        inside += (run * (length // back + 1))[:length]
    return bytes(inside)


def _length(block: bytes, at: int, low: int) -> tuple[int, int]:
    """A length of which four bits are known, and where it ends: 15 says that bytes follow."""
    length = low
    more = low == 15
    while more and at < len(block):
        length += block[at]
        more = block[at] == 255
        at += 1
    return length, at


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
        yield unpacked(raw[len(MOZILLA_LZ4) + 4 :])
    for start in (b"\x1f\x8b", b"\x78\x9c", b"\x78\x01"):
        at = raw.find(start)
        if at >= 0:
            try:
                yield zlib.decompressobj(wbits=47).decompress(raw[at:])
            except zlib.error:
                continue
