"""Looking for words on disk: every file below a directory, a browser's profile for one."""

import zlib
from collections.abc import Iterator
from pathlib import Path

from tests.support.memory import Word, forms, words_in


def written(directory: Path, *words: Word) -> dict[str, set[Word]]:
    """Which of these words are in which files; nothing when there is none."""
    shapes = {word: forms(word) for word in words}
    found: dict[str, set[Word]] = {}
    for path in sorted(directory.rglob("*")):
        if not path.is_file():
            continue
        here = set[Word]()
        for some in (str(path.relative_to(directory)).encode(), *_contents(path)):
            here |= words_in(some, shapes)
        if here:
            found[str(path.relative_to(directory))] = here
    return found


def _contents(path: Path) -> Iterator[bytes]:
    """The bytes of a file, and what is inside if it is packed."""
    raw = path.read_bytes()
    yield raw
    for start in (b"\x1f\x8b", b"\x78\x9c", b"\x78\x01"):
        at = raw.find(start)
        if at >= 0:
            try:
                yield zlib.decompressobj(wbits=47).decompress(raw[at:])
            except zlib.error:
                continue
