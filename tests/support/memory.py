"""Looking for words in the memory of a running process: every readable byte of it."""

import base64
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

CHUNK = 1 << 22

Word = str | bytes
"""What is looked for: a word, or the bytes of a key."""


def forms(word: Word) -> list[bytes]:
    """How a word may lie around: as it is, as UTF-16, in hex, and inside base64."""
    plain = word.encode() if isinstance(word, str) else word
    wide = [word.encode("utf-16-le")] if isinstance(word, str) else []
    encoded = []
    for shift in range(3):
        inside = base64.b64encode(bytes(shift) + plain)
        # Only the part that does not depend on what stands before and after.
        start = -(-shift * 8 // 6)
        whole = (len(plain) + shift) // 3 * 4
        encoded.append(inside[start + (start > 0) : whole])
    return [plain, *wide, plain.hex().encode(), *encoded]


def words_in(some: bytes, words: Mapping[Word, list[bytes]]) -> set[Word]:
    """Which of these words are in these bytes, in any form."""
    return {word for word, shapes in words.items() if any(shape in some for shape in shapes)}


def family(pid: int) -> list[int]:
    """A process and all its descendants."""
    parents: dict[int, int] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue  # it ended while we looked
            parents[int(entry.name)] = int(stat.rpartition(")")[2].split()[1])
    found = [pid]
    for member in found:
        found.extend(child for child, parent in parents.items() if parent == member)
    return found


def remembered(pid: int, *words: Word) -> set[Word]:
    """Which of these words this process or a descendant has in memory."""
    shapes = {word: forms(word) for word in words}
    longest = max(len(shape) for group in shapes.values() for shape in group)
    found: set[Word] = set()
    for member in family(pid):
        for some in _memory(member, overlap=longest):
            found |= words_in(some, shapes)
    return found


def _memory(pid: int, *, overlap: int) -> Iterator[bytes]:
    """Everything readable, in pieces that overlap so that no word falls between two."""
    maps = Path(f"/proc/{pid}/maps").read_text().splitlines()
    memory = os.open(f"/proc/{pid}/mem", os.O_RDONLY)
    try:
        for line in maps:
            span, permissions, *_ = line.split()
            if not permissions.startswith("r"):
                continue
            at, end = (int(edge, 16) for edge in span.split("-"))
            while at < end:
                size = min(CHUNK, end - at)
                try:
                    yield os.pread(memory, size + overlap, at)
                except (OSError, OverflowError):
                    break  # vvar and the like say r but cannot be read
                at += size
    finally:
        os.close(memory)
