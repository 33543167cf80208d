"""Where every key comes from (docs/protocol.md §1.1 and §1.2)."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from chatserver.crypto.hl1.suite import CID_BYTES, SECRET_BYTES

Random = Callable[[int], bytes]
"""Gives that many random bytes: `secrets.token_bytes`, or a counted stream for vectors."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What a visitor's root stands for."""

    cid: bytes
    """16 bytes; names the conversation."""
    token: bytes = field(repr=False)
    """32 bytes; shows that one is this visitor. The server keeps its hash."""


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
    )


def commitment_of(grant_key: bytes) -> bytes:
    """Return what every offer repeats: 32 bytes that name the visitor's grant key.

    Args:
        grant_key: its public half, 65 bytes.
    """
    return digest(b"hl1|grant key" + grant_key)


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
