"""Names for prefixes of addresses, under salts that are soon forgotten (SECURITY property 44).

A name alone says nothing; with its salt, a prefix can be guessed (there are 16 million of IPv4).
So a salt lives in memory only, and not for long.
"""

import hmac
import secrets
from dataclasses import dataclass, field
from typing import Final

SALT_BYTES: Final = 32
NAME_BYTES: Final = 16


class Names:
    """Names that hold until the salt is changed; then nobody can tell whose they were."""

    def __init__(self, *, lives: float, now: float) -> None:
        """Args: lives: seconds, an hour at most by property 44."""
        self._lives = lives
        self._salt = secrets.token_bytes(SALT_BYTES)
        self._since = now

    def name(self, prefix: bytes) -> bytes:
        """The name of a prefix for now."""
        return named(self._salt, prefix)

    def change(self, *, now: float) -> bool:
        """Forget the salt if it is old, or if the clock was set back; whether it was."""
        if 0 <= now - self._since < self._lives:
            return False
        self._salt = secrets.token_bytes(SALT_BYTES)
        self._since = now
        return True


@dataclass(frozen=True, slots=True)
class Mark:
    """A prefix under a salt of its own: no two marks show that they are of the same source.

    Who has the mark can guess the prefix. So it is kept in memory, or sealed by a key ring.
    """

    salt: bytes = field(repr=False)
    name: bytes = field(repr=False)

    @classmethod
    def of(cls, prefix: bytes) -> "Mark":
        """A new mark."""
        salt = secrets.token_bytes(SALT_BYTES)
        return cls(salt, named(salt, prefix))

    def is_of(self, prefix: bytes) -> bool:
        """Whether it is of this prefix."""
        return hmac.compare_digest(self.name, named(self.salt, prefix))


def named(salt: bytes, prefix: bytes) -> bytes:
    """HMAC-SHA-256 of a prefix, cut to 16 bytes."""
    return hmac.digest(salt, prefix, "sha256")[:NAME_BYTES]
