"""Where every key comes from (docs/protocol.md §1.1 and §1.2)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from chatserver.crypto.hl1.suite import CID_BYTES, MAX_EPOCHS, SECRET_BYTES

Random = Callable[[int], bytes]
"""Gives that many random bytes: `secrets.token_bytes`, or a counted stream for vectors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a visitor's root makes of itself. Only `cid`, `token` and `commitment` are sent."""

    cid: bytes
    """16 bytes; names the conversation."""
    token: bytes = field(repr=False)
    """32 bytes; shows that one is this visitor. The server keeps its hash."""
    commitment: bytes
    """32 bytes; what the openings of all epochs lead to, repeated by every offer."""


def digest(data: bytes) -> bytes:
    """Return H(data), SHA-256."""
    return hashlib.sha256(data).digest()


def hkdf(ikm: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    """Return RFC 5869 HKDF with SHA-256."""
    return HKDF(algorithm=hashes.SHA256(), length=length, salt=salt, info=info).derive(ikm)


def identity(root: bytes) -> Identity:
    """Derive what the root stands for (§1.1).

    Args:
        root: 32 random bytes, known to one page only.
    """
    return Identity(
        cid=hkdf(root, salt=b"", info=b"hl1|cid", length=CID_BYTES),
        token=hkdf(root, salt=b"", info=b"hl1|token", length=SECRET_BYTES),
        commitment=commitment_of(opening_of(root, epoch=0), epoch=0),
    )


def opening_of(root: bytes, *, epoch: int) -> bytes:
    """Return the 32 bytes by which a grant of this epoch shows that the visitor made it (§1.5).

    The newest is made from the root and each older one is the hash of the next, so whoever
    was let in can work out those of older epochs, and none of what comes after them.
    """
    newest = hkdf(root, salt=b"", info=b"hl1|commitment", length=SECRET_BYTES)
    return _opening_before(newest, by=MAX_EPOCHS - epoch)


def commitment_of(opening: bytes, *, epoch: int) -> bytes:
    """Return the commitment that this opening of an epoch leads to."""
    return digest(b"hl1|commitment" + _opening_before(opening, by=epoch))


def _opening_before(opening: bytes, *, by: int) -> bytes:
    for _ in range(by):
        opening = digest(b"hl1|opening" + opening)
    return opening


def state_key(root: bytes, *, share: bytes, cid: bytes) -> bytes:
    """Return the key of the visitor's state; neither root nor share alone makes it."""
    return hkdf(root + share, salt=cid, info=b"hl1|state", length=SECRET_BYTES)


def message_key(secret: bytes, *, cid: bytes, line: bytes) -> bytes:
    """Return the key of one sender's page load in one epoch.

    Args:
        secret: ES of the epoch.
        cid: the conversation.
        line: epoch(4) ‖ sender(1) ‖ instance(16), as in the header.
    """
    return hkdf(secret, salt=cid, info=b"hl1|msg|" + line, length=SECRET_BYTES)
