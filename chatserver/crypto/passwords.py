"""Passwords of staff: Argon2id. Hashing takes tens of milliseconds: call it in a thread."""

import unicodedata
from dataclasses import dataclass
from typing import Final

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

MIN_LENGTH: Final = 12
"""Characters. NIST SP 800-63B asks 15 where a password stands alone; staff has a second factor."""

MAX_LENGTH: Final = 256
"""Characters: a megabyte of password must not keep a thread busy."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: passes, KiB of memory, lanes (RFC 9106 §3.1)."""

    passes: int
    memory: int
    lanes: int


RECOMMENDED: Final = Cost(passes=3, memory=65536, lanes=4)
"""RFC 9106 §4, second recommendation: 64 MiB. At two gigabytes each (the first)
a shift that signs in together would put the server to sleep."""

NOBODYS_HASH: Final = (
    "$argon2id$v=19$m=65536,t=3,p=4$Ngrv7aHxuanKyNiLR53OBg$"
    "ebHFIifcTe770Z8l5+DT/UyMwdAbgUO6vH6pjkUGRe8"
)
"""The hash of a random password that was thrown away, made with the parameters above.
Checked when there is no such account, so that the answer takes as long."""


class WeakPasswordError(ValueError):
    """Too short or too long to be a password here."""


def hash(password: str, cost: Cost = RECOMMENDED) -> str:  # noqa: A001 - read as passwords.hash
    """Return an encoded Argon2id hash with its cost and salt: it is checked at the same cost.

    Raises:
        WeakPasswordError: fewer than 12 or more than 256 characters.
    """
    normal = _normal(password)
    if not MIN_LENGTH <= len(normal) <= MAX_LENGTH:
        raise WeakPasswordError(f"a password has {MIN_LENGTH} to {MAX_LENGTH} characters")
    return _hasher(cost).hash(normal)


def verify(stored: str | None, password: str) -> bool:
    """Tell whether this is the password; takes about as long for an account that is not there.

    Args:
        stored: what `hash` returned, or None for an unknown account.
        password: as typed.
    """
    try:
        _hasher(RECOMMENDED).verify(stored or NOBODYS_HASH, _normal(password)[: MAX_LENGTH + 1])
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def _hasher(cost: Cost) -> PasswordHasher:
    return PasswordHasher(
        time_cost=cost.passes, memory_cost=cost.memory, parallelism=cost.lanes, type=Type.ID
    )


def _normal(password: str) -> str:
    """Return NFKC (NIST SP 800-63B §3.1.1.2): two keyboards may write one letter differently."""
    return unicodedata.normalize("NFKC", password)
