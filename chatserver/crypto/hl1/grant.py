"""Letting somebody in: epoch secrets sealed to the key of an offer (docs/protocol.md §1.5)."""

import struct
from dataclasses import dataclass, field
from typing import Final

from chatserver.crypto.hl1 import suite
from chatserver.crypto.hl1.encapsulation import PrivateKey, open_with, seal_to
from chatserver.crypto.hl1.errors import refused

_HEAD: Final = struct.Struct(">32sBB")
_ENTRY: Final = struct.Struct(">I32s")
_INFO: Final = b"hl1|grant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a grant gives."""

    opening: bytes = field(repr=False)
    """32 bytes: that of the newest epoch (`keys.opening_of`), so that the receiver knows
    the grant comes from whoever made the commitment, and not from the server."""
    member: int
    """The number by which the receiver seals from now on."""
    secrets: dict[int, bytes] = field(repr=False)
    """ES of each epoch."""

    @property
    def newest(self) -> int:
        """The newest epoch it gives."""
        return max(self.secrets)


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
    if count != len(entries) or epochs != sorted(set(epochs)) or epochs[-1] >= suite.MAX_EPOCHS:
        raise refused("epochs of a grant")
    if member == suite.VISITOR:
        raise refused("member of a grant")
    return Grant(opening=opening, member=member, secrets=dict(entries))


def seal_grant(grant: Grant, *, offer_hash: bytes, key: bytes) -> bytes:
    """Seal a grant to the key of an offer. Args: offer_hash: H(offer), 32 bytes."""
    return seal_to(key, pack_grant(grant), info=_INFO + offer_hash)


def open_grant(sealed: bytes, *, offer_hash: bytes, private: PrivateKey) -> Grant:
    """Open a grant that answers this offer.

    Raises:
        Hl1Error: `refused`.
    """
    return unpack_grant(open_with(private, sealed, info=_INFO + offer_hash))
