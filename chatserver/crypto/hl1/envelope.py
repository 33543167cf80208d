"""One sealed message: header, nonce, padded ciphertext (docs/protocol.md §1.2).

The header travels in the clear and is authenticated with the message; every
field of it is also part of the key or checked by `party`.
"""

import struct
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chatserver.crypto.hl1 import suite
from chatserver.crypto.hl1.errors import Hl1Error, refused
from chatserver.crypto.hl1.keys import message_key

_HEADER: Final = struct.Struct(">BB16sIB16sI")
_LENGTH: Final = struct.Struct(">H")
_LINE: Final = slice(18, 39)
"""epoch, sender and instance within the header: what a message key is bound to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Who sealed what, when in their own order. 43 bytes."""

    cid: bytes
    epoch: int
    sender: int
    instance: bytes
    seq: int

    def packed(self) -> bytes:
        """Return the 43 bytes, which are also the message's associated data."""
        return _HEADER.pack(
            suite.VERSION,
            suite.SUITE,
            self.cid,
            self.epoch,
            self.sender,
            self.instance,
            self.seq,
        )


def read_header(sealed: bytes) -> Header:
    """Read what an envelope says of itself; nothing of it is proven yet.

    Raises:
        Hl1Error: `refused` for a length no bucket has or a seq of 0,
            `unsupported` for another version or suite.
    """
    if len(sealed) not in suite.SEALED_SIZES:
        raise refused("a length no envelope has")
    version, number, cid, epoch, sender, instance, seq = _HEADER.unpack_from(sealed)
    if (version, number) != (suite.VERSION, suite.SUITE):
        raise Hl1Error("unsupported", "version or suite of an envelope")
    if seq == 0:
        raise refused("messages count from 1")
    return Header(cid=cid, epoch=epoch, sender=sender, instance=instance, seq=seq)


def epoch_of(sealed: bytes) -> int:
    """Return the epoch an envelope says it is of; 0 for what is no envelope."""
    epoch_at = 2 + suite.CID_BYTES
    return int.from_bytes(sealed[epoch_at : epoch_at + 4])


def seal(header: Header, body: bytes, *, secret: bytes, nonce: bytes) -> bytes:
    """Pad and seal a body.

    Args:
        header: who seals, and which of their messages this is.
        body: at most 16,382 bytes.
        secret: ES of the header's epoch.
        nonce: 12 random bytes.

    Raises:
        Hl1Error: `too_long`.
    """
    aad = header.packed()
    key = message_key(secret, cid=header.cid, line=aad[_LINE])
    return aad + nonce + AESGCM(key).encrypt(nonce, pad(body), aad)


def open_sealed(sealed: bytes, *, secret: bytes) -> bytes:
    """Return the body of an envelope whose header `read_header` took.

    Raises:
        Hl1Error: `refused` if one bit of it has changed.
    """
    aad = sealed[: suite.HEADER_BYTES]
    nonce = sealed[suite.HEADER_BYTES : suite.HEADER_BYTES + suite.NONCE_BYTES]
    key = message_key(secret, cid=aad[2 : 2 + suite.CID_BYTES], line=aad[_LINE])
    try:
        padded = AESGCM(key).decrypt(nonce, sealed[suite.HEADER_BYTES + suite.NONCE_BYTES :], aad)
    except InvalidTag:
        raise refused("an envelope that does not open") from None
    return unpad(padded)


def pad(body: bytes) -> bytes:
    """Return length(2) ‖ body ‖ zeros, as long as the smallest bucket that holds it."""
    needed = _LENGTH.size + len(body)
    for bucket in suite.BUCKETS:
        if needed <= bucket:
            return _LENGTH.pack(len(body)) + body + bytes(bucket - needed)
    raise Hl1Error("too_long", "more than the largest bucket")


def unpad(padded: bytes) -> bytes:
    """Return the body; anything but zeros after it is refused."""
    (length,) = _LENGTH.unpack_from(padded)
    end = _LENGTH.size + length
    if end > len(padded) or any(padded[end:]):
        raise refused("padding")
    return padded[_LENGTH.size : end]
