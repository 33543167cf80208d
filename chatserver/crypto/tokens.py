"""Random tokens, and what is kept of them instead: hashes and pseudonyms."""

import hashlib
import hmac
import secrets
from typing import Final

TOKEN_BYTES: Final = 32
"""256 bits: nobody guesses one, so a plain hash of it may be stored."""

_PSEUDONYM_CHARACTERS: Final = 32
"""128 bits in hex: two of a helpline's names never meet."""


def new_token() -> bytes:
    """Return 32 random bytes."""
    return secrets.token_bytes(TOKEN_BYTES)


def digest(token: bytes) -> bytes:
    """Return SHA-256. For random tokens only: a password's hash is `passwords.hash`."""
    return hashlib.sha256(token).digest()


def pseudonym(key: bytes, name: str) -> str:
    """Return 32 hex characters that stand for a name; without the key nobody can tell whose.

    Args:
        key: 32 bytes; a new key makes all pseudonyms new.
        name: any text.
    """
    return hmac.new(key, name.encode(), hashlib.sha256).hexdigest()[:_PSEUDONYM_CHARACTERS]
