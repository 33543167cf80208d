"""Letting somebody in: epoch secrets sealed to the key of an offer (docs/protocol.md §1.5)."""

import struct
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from chatserver.crypto.hl1 import suite
from chatserver.crypto.hl1.errors import refused
from chatserver.crypto.hl1.keys import digest
from chatserver.crypto.hl1.offer import read_point

_HPKE: Final = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_HEAD: Final = struct.Struct(">32sBB")
_ENTRY: Final = struct.Struct(">I32s")


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a grant gives."""

    opening: bytes = field(repr=False)
    """32 bytes whose hash is the conversation's commitment."""
    member: int
    """The number by which the receiver seals from now on."""
    secrets: dict[int, bytes] = field(repr=False)
    """ES of each epoch."""


def pack_grant(grant: Grant) -> bytes:
    """Return the plaintext of a grant, epochs ascending."""
    entries = (_ENTRY.pack(epoch, grant.secrets[epoch]) for epoch in sorted(grant.secrets))
    return _HEAD.pack(grant.opening, grant.member, len(grant.secrets)) + b"".join(entries)


def unpack_grant(plaintext: bytes) -> Grant:
    """Read the plaintext of a grant.

    Raises:
        Hl1Error: `refused`.
    """
    if len(plaintext) <= _HEAD.size or (len(plaintext) - _HEAD.size) % _ENTRY.size:
        raise refused("length of a grant")
    opening, member, count = _HEAD.unpack_from(plaintext)
    entries = list(_ENTRY.iter_unpack(plaintext[_HEAD.size :]))
    epochs = [epoch for epoch, _ in entries]
    if count != len(entries) or epochs != sorted(set(epochs)) or epochs[-1] > suite.MAX_EPOCH:
        raise refused("epochs of a grant")
    if member == suite.VISITOR:
        raise refused("member of a grant")
    return Grant(opening=opening, member=member, secrets=dict(entries))


def seal_grant(grant: Grant, *, offer: bytes, key: bytes) -> bytes:
    """Return enc ‖ ciphertext (RFC 9180 §6.1, base mode; the randomness is HPKE's own)."""
    return _HPKE.encrypt(pack_grant(grant), read_point(key), _info(offer))


def open_grant(sealed: bytes, *, offer: bytes, private: ec.EllipticCurvePrivateKey) -> Grant:
    """Open a grant that answers this offer.

    Raises:
        Hl1Error: `refused`.
    """
    try:
        plaintext = _HPKE.decrypt(sealed, private, _info(offer))
    except (InvalidTag, ValueError):
        raise refused("a grant that does not open") from None
    return unpack_grant(plaintext)


def _info(offer: bytes) -> bytes:
    return b"hl1|grant" + digest(offer)
