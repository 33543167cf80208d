"""The search of a profile finds what a browser packed, so that finding nothing means something."""

import gzip
import sqlite3
import zlib
from pathlib import Path

import pytest

from tests.support.packed import MOZILLA_LZ4, TABLE_END, lz4, snappy, table
from tests.support.profile import canary, found_in, remembered_sites, written

BLOCKS = {
    b"": b"",
    b"\x00": b"",
    b"\x50hallo": b"hallo",
    # 15 + 255 + 0 literals.
    b"\xf0\xff\x00" + b"x" * 270: b"x" * 270,
    # "abcd", then 4 from 4 back, then "!".
    b"\x40abcd\x04\x00\x10!": b"abcdabcd!",
    # One byte, then 4 + 15 + 6 from 1 back: a run.
    b"\x1fa\x01\x00\x06\x20zz": b"a" * 26 + b"zz",
    # Two bytes, then 7 from 2 back: it ends in the middle of the pattern.
    b"\x23ab\x02\x00\x10!": b"ababababa!",
    # 3 back within 5, over the end of what was there.
    b"\x52abcde\x03\x00\x10.": b"abcdecdecde.",
}


@pytest.mark.parametrize(("block", "inside"), BLOCKS.items())
def test_a_block_of_lz4_is_lz4(block: bytes, inside: bytes) -> None:
    assert lz4(block) == inside


def test_a_block_that_was_cut_off_gives_what_there_is() -> None:
    whole = b"\x40abcd\x04\x00\x1fe\x01\x00\xff\x00\x10!"
    inside = b"abcdabcd" + b"e" * 275 + b"!"

    assert lz4(whole) == inside
    for size in range(len(whole)):
        assert inside.startswith(lz4(whole[:size]))
    assert lz4(whole[:5]) == b"abcd"


def test_a_session_of_firefox_is_looked_into(tmp_path: Path) -> None:
    word, other = canary("bewaard"), canary("elders")
    # The second half of the word is packed as a match with what stands before it.
    half = len(word) // 2
    rest = len(word) - half
    start = b"[" + word[half:].encode() + b"]" + word[:half].encode()
    block = bytes([0xF0 | rest - 4, len(start) - 15]) + start
    block += (len(start) - 1).to_bytes(2, "little") + b"\x10]"
    (tmp_path / "recovery.jsonlz4").write_bytes(MOZILLA_LZ4 + bytes(4) + block)
    (tmp_path / "without.jsonlz4").write_bytes(block)

    assert written(tmp_path, word, other) == {"recovery.jsonlz4": {word}}


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zlib.compress])
def test_other_files_are_looked_into(tmp_path: Path, pack: type[bytes]) -> None:
    word = canary("bewaard")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "file").write_bytes(b"before" + pack(word.encode() * 3))

    assert found_in(tmp_path, word) == {word}


def test_a_name_is_found_and_a_link_to_nowhere_is_not_followed(tmp_path: Path) -> None:
    word = canary("naam")
    (tmp_path / word).symlink_to("127.0.0.1:+1")

    assert written(tmp_path, word) == {word: {word}}


SNAPPY = {
    b"\x00": b"",
    b"\x05\x10hallo": b"hallo",
    # 60 and more literals: the length stands apart, in one byte.
    b"\x64\xf0\x63" + b"x" * 100: b"x" * 100,
    # "abcd", then 4 from 4 back in two bytes, then 3 from 8 back in three, then 2 in five.
    b"\x0d\x0cabcd\x01\x04\x0a\x08\x00\x07\x01\x00\x00\x00": b"abcdabcdabccc",
    # One byte, then a run of it.
    b"\x06\x00a\x05\x01": b"aaaaaa",
}


@pytest.mark.parametrize(("block", "inside"), SNAPPY.items())
def test_a_block_of_snappy_is_unpacked(block: bytes, inside: bytes) -> None:
    assert snappy(block) == inside


@pytest.mark.parametrize("block", [b"", b"\x05\x10hal", b"\x09\x0cabcd\x01\x05", b"hallo allemaal"])
def test_what_is_no_snappy_gives_nothing(block: bytes) -> None:
    assert snappy(block) == b""


def a_table(*values: bytes) -> bytes:
    """A table of LevelDB with a packed block for each value, of keys that share their beginning."""
    raw, index = b"", b""
    for at, value in enumerate(values):
        # Whole literals of at most 60 bytes, but for the last eight: a repetition of the first.
        block = bytes([len(value) + 8, len(value) - 1 << 2]) + value + bytes([(7 << 2) | 2])
        block += len(value).to_bytes(2, "little")
        shared = 0 if at == 0 else 3
        key = f"key{at}"[shared:].encode()
        handle = bytes([len(raw), len(block)])
        index += bytes([shared, len(key), len(handle)]) + key + handle
        raw += block + b"\x01" + bytes(4)
    index += bytes(4) + (1).to_bytes(4, "little")
    handle = bytes([len(raw), len(index)])
    footer = bytes([0, 0]) + handle
    return raw + index + b"\x00" + bytes(4) + footer.ljust(40, b"\0") + TABLE_END


def test_what_chromium_stores_for_pages_is_looked_into(tmp_path: Path) -> None:
    word, other = b"gevraagd", b"geantwoord"
    raw = a_table(word, other)

    assert list(table(raw))[1:] == [word * 2, other + other[:8]]
    assert list(table(raw[:-1])) == []
    (tmp_path / "000005.ldb").write_bytes(raw)
    assert found_in(tmp_path, "gevraagdgevraagd") == {"gevraagdgevraagd"}


def test_a_database_is_looked_into_also_where_it_is_packed_or_spread(tmp_path: Path) -> None:
    spread, packed, kept = canary("verspreid"), canary("ingepakt"), canary("naast")
    half = packed[:10].encode()
    block = bytes([len(packed) + 11, 40]) + half + b"-" + bytes([(9 << 2) | 2, 11, 0])
    block += bytes([len(packed) - 11 << 2]) + packed[10:].encode()
    with sqlite3.connect(tmp_path / "webappsstore.sqlite") as written_to:
        written_to.execute("PRAGMA page_size = 512")
        written_to.execute("CREATE TABLE data (value)")
        for lead in range(0, 30, 3):
            written_to.execute("INSERT INTO data VALUES (?)", ("x" * (470 + lead) + spread,))
        written_to.execute("INSERT INTO data VALUES (?)", (block,))
        written_to.commit()
        written_to.execute("PRAGMA journal_mode = WAL")
        written_to.execute("INSERT INTO data VALUES (?)", (kept,))
        written_to.commit()
        (tmp_path / "no.sqlite").write_bytes(b"SQLite format 3\0" + b"not at all")

        assert found_in(tmp_path, spread, packed, kept) == {spread, packed, kept}
    written_to.close()


def test_the_history_of_either_browser_is_read(tmp_path: Path) -> None:
    (tmp_path / "Default").mkdir()
    for path, name in (("Default/History", "urls"), ("places.sqlite", "moz_places")):
        with sqlite3.connect(tmp_path / path) as history:
            history.execute(f"CREATE TABLE {name} (url, title)")
            history.execute(f"INSERT INTO {name} VALUES ('https://{name}.example/', NULL)")  # noqa: S608
        history.close()

    assert remembered_sites(tmp_path) == {
        "https://urls.example/": "",
        "https://moz_places.example/": "",
    }
