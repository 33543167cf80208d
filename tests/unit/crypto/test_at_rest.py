import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.crypto.at_rest import KeyRing, SealError, new_key, open_sealed, seal
from chatserver.domain.errors import Misconfigured

KEY = bytes(range(32))
SEALED = seal(KEY, b"waiting since ten", b"hl:{cid}:state")


@given(plaintext=st.binary(max_size=300), name=st.binary(max_size=40))
def test_what_was_sealed_opens_under_its_name(plaintext: bytes, name: bytes) -> None:
    assert open_sealed(KEY, seal(KEY, plaintext, name), name) == plaintext


@given(bit=st.integers(min_value=0, max_value=len(SEALED) * 8 - 1))
def test_a_bit_flip_anywhere_is_refused(bit: int) -> None:
    flipped = bytearray(SEALED)
    flipped[bit // 8] ^= 1 << bit % 8

    with pytest.raises(SealError):
        open_sealed(KEY, bytes(flipped), b"hl:{cid}:state")


def test_a_blob_cannot_be_moved_to_another_key_of_the_store() -> None:
    with pytest.raises(SealError):
        open_sealed(KEY, SEALED, b"hl:{other}:state")


@pytest.mark.parametrize("blob", [b"", b"short", bytes(12), bytes(28)])
def test_a_blob_that_is_cut_short_is_refused(blob: bytes) -> None:
    with pytest.raises(SealError, match=r"^a blob does not open$"):
        open_sealed(KEY, blob, b"")


def test_the_same_plaintext_never_looks_the_same() -> None:
    assert seal(KEY, b"x", b"") != seal(KEY, b"x", b"")


def test_a_wrapped_key_comes_back_only_under_its_name() -> None:
    ring = KeyRing.fresh()
    data_key = new_key()
    wrapped = ring.wrap(data_key, b"hl:{cid}:key")

    assert ring.unwrap(wrapped, b"hl:{cid}:key") == data_key
    assert len(wrapped) == 1 + 12 + 32 + 16
    with pytest.raises(SealError):
        ring.unwrap(wrapped, b"hl:{other}:key")


def test_after_a_rotation_old_blobs_open_and_new_ones_use_the_new_key() -> None:
    old = KeyRing.fresh()
    wrapped = old.wrap(KEY, b"n")

    new = old.rotated()

    assert new.kids == (2, 1)
    assert new.unwrap(wrapped, b"n") == KEY
    with pytest.raises(SealError):
        old.unwrap(new.wrap(KEY, b"n"), b"n")


def test_a_key_that_left_the_ring_opens_nothing() -> None:
    ring = KeyRing.fresh()
    wrapped = ring.wrap(KEY, b"n")
    for _ in range(8):
        ring = ring.rotated()

    assert ring.kids == (9, 8, 7, 6, 5, 4, 3, 2)
    with pytest.raises(SealError):
        ring.unwrap(wrapped, b"n")
    with pytest.raises(SealError):
        ring.unwrap(b"", b"n")


def test_numbers_go_round_and_are_never_taken_twice() -> None:
    ring = KeyRing({255: KEY, 0: new_key(), 1: new_key()})

    assert ring.rotated().kids == (2, 255, 0, 1)


@pytest.mark.parametrize(
    "keys", [{}, {1: b"short"}, {256: KEY}, {-1: KEY}, dict.fromkeys(range(9), KEY)]
)
def test_a_ring_that_could_not_work_is_not_made(keys: dict[int, bytes]) -> None:
    with pytest.raises(Misconfigured):
        KeyRing(keys)


def test_no_key_stands_in_a_repr() -> None:
    assert KEY.hex() not in repr(KeyRing({1: KEY}))
    assert repr(KEY) not in repr(KeyRing({1: KEY}))


def test_a_created_ring_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "ring"

    KeyRing.create(path)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["ring"]  # noqa: PTH208 - names are what matters


def test_workers_that_start_at_once_get_the_same_ring(tmp_path: Path) -> None:
    path = tmp_path / "ring"
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(KeyRing.create, [path] * 16))

    wrapped = rings[0].wrap(KEY, b"n")

    assert all(ring.unwrap(wrapped, b"n") == KEY for ring in rings)


def test_a_rotated_ring_survives_writing_and_loading(tmp_path: Path) -> None:
    path = tmp_path / "ring"
    wrapped = KeyRing.create(path).wrap(KEY, b"n")

    KeyRing.load(path).rotated().write(path)

    assert KeyRing.load(path).kids == (2, 1)
    assert KeyRing.load(path).unwrap(wrapped, b"n") == KEY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o602, 0o777])
def test_a_ring_that_others_can_read_stops_the_start(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "ring"
    KeyRing.create(path)
    path.chmod(mode)

    with pytest.raises(Misconfigured, match="chmod 600"):
        KeyRing.load(path)
    with pytest.raises(Misconfigured, match="chmod 600"):
        KeyRing.create(path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "something else\n1 " + "00" * 32,
        "luwte key ring 1\n1",
        "luwte key ring 1\none " + "00" * 32,
        "luwte key ring 1\n1 zz",
        "luwte key ring 1\n1 " + "00" * 32 + "\n1 " + "11" * 32,
        "luwte key ring 1\n",
        "luwte key ring 1\n1 00",
        "lüwte",
    ],
)
def test_a_broken_ring_stops_the_start(tmp_path: Path, text: str) -> None:
    path = tmp_path / "ring"
    path.touch(mode=0o600)
    path.write_text(text, encoding="utf-8")

    with pytest.raises(Misconfigured, match="key ring"):
        KeyRing.load(path)


def test_a_ring_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="No such file"):
        KeyRing.load(tmp_path / "ring")


def test_a_ring_cannot_replace_a_directory(tmp_path: Path) -> None:
    (tmp_path / "ring").mkdir()

    with pytest.raises(Misconfigured, match="directory"):
        KeyRing.fresh().write(tmp_path / "ring")
    assert os.listdir(tmp_path) == ["ring"]  # noqa: PTH208 - names are what matters


def test_a_ring_that_is_there_is_loaded(tmp_path: Path) -> None:
    wrapped = KeyRing.create(tmp_path / "ring").wrap(KEY, b"n")

    assert KeyRing.create(tmp_path / "ring").unwrap(wrapped, b"n") == KEY


def test_a_directory_that_is_not_there_stops_the_start(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="No such file"):
        KeyRing.create(tmp_path / "nowhere" / "ring")
