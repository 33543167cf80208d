"""Passwords of staff: Argon2id. Hashing takes tens of milliseconds: call it in a thread."""

import unicodedata
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH: Final = 12
"""Characters. NIST SP 800-63B asks 15 where a password stands alone; staff has a second factor."""

MAX_LENGTH: Final = 256
"""Characters: a megabyte of password must not keep a thread busy."""

TIME_COST: Final = 3
MEMORY_KIB: Final = 65536
LANES: Final = 4
"""RFC 9106 §4, second recommendation: 64 MiB. At two gigabytes each (the first)
a shift that signs in together would put the server to sleep."""

_HASHER: Final = PasswordHasher(
    time_cost=TIME_COST, memory_cost=MEMORY_KIB, parallelism=LANES, type=Type.ID
)

NOBODYS_HASH: Final = (
    "$argon2id$v=19$m=65536,t=3,p=4$Ngrv7aHxuanKyNiLR53OBg$"
    "ebHFIifcTe770Z8l5+DT/UyMwdAbgUO6vH6pjkUGRe8"
)
"""The hash of a random password that was thrown away, made with the parameters above.
Checked when there is no such account, so that the answer takes as long."""


class WeakPasswordError(ValueError):
    """Too short or too long to be a password here."""


def hash(password: str) -> str:  # noqa: A001 - read as passwords.hash
    """Return an encoded Argon2id hash with its parameters and salt.

    Raises:
        WeakPasswordError: fewer than 12 or more than 256 characters.
    """
    normal = _normal(password)
    if not MIN_LENGTH <= len(normal) <= MAX_LENGTH:
        raise WeakPasswordError(f"a password has {MIN_LENGTH} to {MAX_LENGTH} characters")
    return _HASHER.hash(normal)


def verify(stored: str | None, password: str) -> bool:
    """Tell whether this is the password; takes about as long for an account that is not there.

    Args:
        stored: what `hash` returned, or None for an unknown account.
        password: as typed.
    """
    try:
        _HASHER.verify(stored or NOBODYS_HASH, _normal(password)[: MAX_LENGTH + 1])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def needs_rehash(stored: str) -> bool:
    """Tell whether a hash was made with older parameters: make a new one at the next sign-in."""
    return _HASHER.check_needs_rehash(stored)


def _normal(password: str) -> str:
    """Return NFKC (NIST SP 800-63B §3.1.1.2): two keyboards may write one letter differently."""
    return unicodedata.normalize("NFKC", password)
