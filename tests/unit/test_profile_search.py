"""The search of a profile finds what a browser packed, so that finding nothing means something."""

import gzip
import zlib
from pathlib import Path

import pytest

from tests.support.profile import MOZILLA_LZ4, canary, found_in, unpacked, written

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
def test_a_block_of_lz4_is_unpacked(block: bytes, inside: bytes) -> None:
    assert unpacked(block) == inside


def test_a_block_that_was_cut_off_gives_what_there_is() -> None:
    whole = b"\x40abcd\x04\x00\x1fe\x01\x00\xff\x00\x10!"
    inside = b"abcdabcd" + b"e" * 275 + b"!"

    assert unpacked(whole) == inside
    for size in range(len(whole)):
        assert inside.startswith(unpacked(whole[:size]))
    assert unpacked(whole[:5]) == b"abcd"


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
