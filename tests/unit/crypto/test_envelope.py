import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatserver.crypto.hl1 import Hl1Error, envelope, suite
from chatserver.crypto.hl1.envelope import Header
from chatserver.wire import limits

SECRET = bytes(range(32))
HEADER = Header(cid=bytes(16), epoch=3, sender=1, instance=bytes(range(16)), seq=5)
SEALED = envelope.seal(HEADER, b"a body", secret=SECRET, nonce=bytes(12))


def opens(sealed: bytes) -> bool:
    try:
        envelope.read_header(sealed)
        envelope.open_sealed(sealed, secret=SECRET)
    except Hl1Error:
        return False
    return True


def test_both_ends_agree_on_the_sizes_of_a_frame() -> None:
    assert suite.BUCKETS == limits.BUCKETS
    assert suite.HEADER_BYTES == limits.HEADER_BYTES
    assert suite.SEALED_SIZES == limits.SEALED_SIZES
    assert suite.DEVICE_BYTES == limits.DEVICE_BYTES
    assert suite.SIGNATURE_BYTES == limits.SIGNATURE_BYTES


@pytest.mark.parametrize("enc", [65, 1120])
def test_a_grant_of_all_epochs_fits_its_frame(enc: int) -> None:
    plaintext = 1 + 65 + 1 + 4 + 32 + 1 + suite.MAX_EPOCHS * 36 + 64
    assert enc + plaintext + 16 <= limits.MAX_GRANT_BYTES


@pytest.mark.parametrize("key", suite.KEY_BYTES.values())
def test_the_longest_offer_fits_its_frame(key: int) -> None:
    assert 9 + 2 + 16 + 32 + 4 + 2 + suite.MAX_NAME_BYTES + 2 + key <= limits.MAX_OFFER_BYTES


def test_the_longest_entry_and_list_fit_their_frames() -> None:
    assert 9 + 1 + 16 + 2 + suite.MAX_NAME_BYTES + 8 + 65 + 64 <= limits.MAX_ENTRY_BYTES
    assert 11 + 1 + 4 + 2 + suite.MAX_REVOKED * 16 + 64 <= limits.MAX_REVOKED_BYTES


def test_an_envelope_says_its_epoch_before_it_is_opened() -> None:
    assert envelope.epoch_of(SEALED) == 3
    assert envelope.epoch_of(b"") == 0


@pytest.mark.parametrize(
    ("length", "bucket"),
    [(0, 256), (254, 256), (255, 1024), (1022, 1024), (1023, 4096), (16382, 16384)],
)
def test_a_body_takes_the_smallest_bucket_that_holds_it(length: int, bucket: int) -> None:
    padded = envelope.pad(bytes(length))

    assert len(padded) == bucket
    assert envelope.unpad(padded) == bytes(length)


def test_more_than_the_largest_bucket_is_too_long() -> None:
    with pytest.raises(Hl1Error) as error:
        envelope.pad(bytes(16383))

    assert error.value.reason == "too_long"


@given(body=st.binary(max_size=2000), nonce=st.binary(min_size=12, max_size=12))
def test_what_was_sealed_opens(body: bytes, nonce: bytes) -> None:
    sealed = envelope.seal(HEADER, body, secret=SECRET, nonce=nonce)

    assert envelope.read_header(sealed) == HEADER
    assert envelope.open_sealed(sealed, secret=SECRET) == body


@given(bit=st.integers(min_value=0, max_value=len(SEALED) * 8 - 1))
def test_a_bit_flip_anywhere_is_refused(bit: int) -> None:
    flipped = bytearray(SEALED)
    flipped[bit // 8] ^= 1 << bit % 8

    assert opens(SEALED)
    assert not opens(bytes(flipped))


@given(garbage=st.binary(max_size=400))
def test_garbage_is_refused_and_never_crashes(garbage: bytes) -> None:
    assert not opens(garbage)


def test_another_secret_opens_nothing() -> None:
    with pytest.raises(Hl1Error, match="does not open"):
        envelope.open_sealed(SEALED, secret=secrets.token_bytes(32))
