"""What browsers pack before they write it: LZ4, Snappy, LevelDB's tables, SQLite's rows.

Only what it takes to look inside. Whatever is no such thing, or is cut off, gives what there is.
"""

import contextlib
import shutil
import sqlite3
import tempfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

MOZILLA_LZ4: Final = b"mozLz40\0"
"""How such a file begins; then four bytes with the size of what is inside, then one LZ4 block."""

SQLITE: Final = b"SQLite format 3\0"

TABLE_END: Final = 0xDB4775248B80FB57.to_bytes(8, "little")
"""The last eight bytes of a table of LevelDB, in which Chromium keeps what pages store."""

FOOTER: Final = 48
SNAPPY_BLOCK: Final = 1


def lz4(block: bytes) -> bytes:
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
        _repeat(inside, back, length + 4)
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


def _repeat(inside: bytearray, back: int, length: int) -> None:
    """A match may reach into what it is writing itself: that is how a run is packed."""
    start = len(inside) - back
    run = bytes(inside[start : start + length])
    inside += (run * (length // len(run) + 1))[:length]


def snappy(block: bytes) -> bytes:
    """What is inside a Snappy block; empty when these bytes are none.

    Source: google/snappy, format_description.txt.
    """
    expected, at = _varint(block, 0)
    inside = bytearray()
    while at < len(block) and len(inside) < expected:
        tag = block[at]
        if tag & 3 == 0:
            literals, at = _literals(block, at)
            inside += block[at : at + literals]
            at += literals
            continue
        length, back, at = _copy(block, at)
        if not 0 < back <= len(inside):
            return b""
        _repeat(inside, back, length)
    return bytes(inside) if len(inside) == expected else b""


def _literals(block: bytes, at: int) -> tuple[int, int]:
    """How many bytes stand as they are, and where the first is."""
    size = block[at] >> 2
    more = max(0, size - 59)
    if more:
        size = int.from_bytes(block[at + 1 : at + 1 + more], "little")
    return size + 1, at + 1 + more


def _copy(block: bytes, at: int) -> tuple[int, int, int]:
    """How many bytes to repeat, from how far back, and where the next element is."""
    tag = block[at]
    if tag & 3 == 1:
        back = (tag >> 5) << 8 | int.from_bytes(block[at + 1 : at + 2], "little")
        return (tag >> 2 & 7) + 4, back, at + 2
    wide = 2 if tag & 3 == 2 else 4
    return (tag >> 2) + 1, int.from_bytes(block[at + 1 : at + 1 + wide], "little"), at + 1 + wide


def _varint(some: bytes, at: int) -> tuple[int, int]:
    """A number in groups of seven bits, the lowest first, and where it ends."""
    number = shift = 0
    while at < len(some):
        byte = some[at]
        number |= (byte & 127) << shift
        shift += 7
        at += 1
        if byte < 128:
            break
    return number, at


def table(raw: bytes) -> Iterator[bytes]:
    """Every block of a table of LevelDB, unpacked; nothing when these bytes are none.

    Source: google/leveldb, doc/table_format.md.
    """
    if len(raw) < FOOTER or not raw.endswith(TABLE_END):
        return
    footer = raw[-FOOTER:]
    _, at = _handle(footer, 0)
    (start, size), _ = _handle(footer, at)
    index = _block(raw, start, size)
    yield index
    for value in _values(index):
        (start, size), _ = _handle(value, 0)
        yield _block(raw, start, size)


def _handle(some: bytes, at: int) -> tuple[tuple[int, int], int]:
    """Where a block starts and how long it is, and where this handle ends."""
    start, at = _varint(some, at)
    size, at = _varint(some, at)
    return (start, size), at


def _block(raw: bytes, start: int, size: int) -> bytes:
    block = raw[start : start + size]
    is_packed = raw[start + size : start + size + 1] == bytes([SNAPPY_BLOCK])
    return snappy(block) if is_packed else block


def _values(block: bytes) -> Iterator[bytes]:
    """The values of a block, whose keys are written as what differs from the key before."""
    restarts = int.from_bytes(block[-4:], "little")
    end = len(block) - 4 * (restarts + 1)
    at = 0
    while at < end:
        _, at = _varint(block, at)
        differs, at = _varint(block, at)
        size, at = _varint(block, at)
        yield block[at + differs : at + differs + size]
        at += differs + size


@contextlib.contextmanager
def database(path: Path) -> Iterator[sqlite3.Connection]:
    """Open a database of SQLite as it is now, without touching it; texts are bytes.

    What was not yet folded into it lies beside it, and to read that is to write: hence a copy.
    """
    with tempfile.TemporaryDirectory() as aside:
        for name in (path.name, f"{path.name}-wal", f"{path.name}-journal"):
            if (path.parent / name).exists():
                shutil.copyfile(path.parent / name, Path(aside, name))
        with contextlib.closing(sqlite3.connect(Path(aside, path.name))) as copy:
            copy.text_factory = bytes
            yield copy


def rows(path: Path) -> Iterator[bytes]:
    """Every text and blob of each table, whole, whatever pages of the file it is spread over.

    Firefox packs what pages store with Snappy: such a value is given unpacked, too.
    """
    with database(path) as copy, contextlib.suppress(sqlite3.DatabaseError):
        for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'"):
            quoted = name.decode().replace('"', '""')
            found = copy.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 - its own name
            yield b"\0".join(cell for row in found for cell in _cells(row))


def _cells(row: tuple[object, ...]) -> Iterator[bytes]:
    for cell in row:
        if isinstance(cell, bytes):
            yield cell
            yield snappy(cell)


def streams(raw: bytes) -> Iterator[bytes]:
    """What is inside everything that looks like gzip or zlib, wherever it stands."""
    view = memoryview(raw)
    for start in (b"\x1f\x8b\x08", b"\x78\x9c", b"\x78\x01", b"\x78\xda"):
        at = raw.find(start)
        while at >= 0:
            with contextlib.suppress(zlib.error):
                yield zlib.decompressobj(wbits=47).decompress(view[at:])
            at = raw.find(start, at + 1)
