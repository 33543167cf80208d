"""Sealing at rest: AES-256-GCM under data keys that a ring of keys wraps (SECURITY.md 18, 19).

A conversation's data key is random and lives, wrapped, beside its data: delete
the wrapped key and what it sealed is noise. The associated data is always the
name of the store's key, so that a blob cannot be moved to another place.

    sealed  = nonce(12) ‖ ciphertext and tag
    wrapped = kid(1) ‖ nonce(12) ‖ ciphertext and tag
"""

import contextlib
import os
import secrets
import stat
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chatserver.domain.errors import ChatError, Misconfigured

KEY_BYTES: Final = 32
_NONCE_BYTES: Final = 12
"""Random nonces of 96 bits: a data key seals thousands of blobs, not the 2^32
after which NIST SP 800-38D §8.3 wants a new key."""

MAX_KEYS: Final = 8
"""Keys in a ring. The vault's longest lifetime is hours, so the eighth oldest opens nothing."""

_FIRST_LINE: Final = "luwte key ring 1"
_LAST_KID: Final = 255


class SealError(ChatError):
    """A blob did not open: another key, another name, or a changed byte. It never says which."""


def new_key() -> bytes:
    """Return a fresh data key, 32 bytes."""
    return secrets.token_bytes(KEY_BYTES)


def seal(key: bytes, plaintext: bytes, aad: bytes) -> bytes:
    """Return nonce ‖ ciphertext. Args: aad: the name of the store's key."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plaintext, aad)


def open_sealed(key: bytes, blob: bytes, aad: bytes) -> bytes:
    """Return the plaintext.

    Raises:
        SealError: always the same one.
    """
    try:
        return AESGCM(key).decrypt(blob[:_NONCE_BYTES], blob[_NONCE_BYTES:], aad)
    except (InvalidTag, ValueError):
        raise SealError("a blob does not open") from None


class KeyRing:
    """The keys that wrap data keys: the newest wraps, all unwrap."""

    __slots__ = ("_keys",)

    def __init__(self, keys: Mapping[int, bytes]) -> None:
        """Args: keys: {kid 0-255: 32 bytes}, newest first.

        Raises:
            Misconfigured: no key, too many, or one of another length.
        """
        if not 1 <= len(keys) <= MAX_KEYS:
            raise Misconfigured(f"a key ring holds 1 to {MAX_KEYS} keys")
        for kid, key in keys.items():
            if not 0 <= kid <= _LAST_KID or len(key) != KEY_BYTES:
                raise Misconfigured("a key ring holds keys of 32 bytes, numbered 0 to 255")
        self._keys = dict(keys)

    @property
    def kids(self) -> tuple[int, ...]:
        """The numbers of the keys, newest first."""
        return tuple(self._keys)

    @classmethod
    def fresh(cls) -> Self:
        """Return a ring of one new key."""
        return cls({1: new_key()})

    def wrap(self, data_key: bytes, aad: bytes) -> bytes:
        """Seal a data key under the newest key."""
        kid, key = next(iter(self._keys.items()))
        return bytes([kid]) + seal(key, data_key, aad)

    def unwrap(self, blob: bytes, aad: bytes) -> bytes:
        """Return the data key.

        Raises:
            SealError: also if the key that wrapped it has left the ring.
        """
        key = self._keys.get(blob[0]) if blob else None
        if key is None:
            raise SealError("a blob does not open")
        return open_sealed(key, blob[1:], aad)

    def rotated(self) -> Self:
        """Return a ring with a new key in front; beyond eight, the oldest falls off."""
        newest = next(iter(self._keys))
        kid = (newest + 1) % (_LAST_KID + 1)
        while kid in self._keys:
            kid = (kid + 1) % (_LAST_KID + 1)
        kept = list(self._keys.items())[: MAX_KEYS - 1]
        return type(self)({kid: new_key(), **dict(kept)})

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a ring.

        Raises:
            Misconfigured: the file is missing, broken, or open to others than its owner.
        """
        try:
            text = _read_private(path)
        except OSError as error:
            raise Misconfigured(f"key ring {path}: {error.strerror}") from None
        except ValueError:
            raise Misconfigured(f"key ring {path}: not a key ring") from None
        return cls.parse(text, f"key ring {path}")

    @classmethod
    def parse(cls, text: str, name: str) -> Self:
        """Read what `text` gave. Args: name: what an error calls it.

        Raises:
            Misconfigured: it is no ring.
        """
        first, *lines = text.splitlines() or [""]
        try:
            pairs = [(int(kid), bytes.fromhex(key)) for kid, key in map(str.split, lines)]
        except ValueError:
            pairs = []
        if first != _FIRST_LINE or not pairs or len(dict(pairs)) != len(pairs):
            raise Misconfigured(f"{name}: not a key ring")
        return cls(dict(pairs))

    @classmethod
    def create(cls, path: Path) -> Self:
        """Make a ring, or load the one that somebody made first.

        Workers start at the same moment: `link` fails for all but one, and
        whoever loses reads the winner's file, which is complete by then. A ring
        that is there already may lie in a directory that cannot be written.
        """
        if path.exists():
            return cls.load(path)
        with _written_beside(path, cls.fresh()) as made, contextlib.suppress(FileExistsError):
            os.link(made, path)
        return cls.load(path)

    def write(self, path: Path) -> None:
        """Replace the file by this ring, at once: readers see the old or the new one whole."""
        with _written_beside(path, self) as made:
            made.replace(path)

    @property
    def text(self) -> str:
        """The ring as a file holds it, keys and all: for a file or a pipe, never for a log."""
        lines = (f"{kid} {key.hex()}" for kid, key in self._keys.items())
        return "\n".join([_FIRST_LINE, *lines]) + "\n"


@contextlib.contextmanager
def _written_beside(path: Path, ring: KeyRing) -> Iterator[Path]:
    """Give a finished file of mode 0600 in the same directory; it is gone afterwards."""
    try:
        descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        made = Path(name)
        try:
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.write(ring.text)
                file.flush()
                os.fsync(file.fileno())
            yield made
        finally:
            made.unlink(missing_ok=True)
    except OSError as error:
        raise Misconfigured(f"key ring {path}: {error.strerror}") from None


def _read_private(path: Path) -> str:
    """Read a file that nobody but its owner may read.

    The mode is asked of the open file, not of the name: a name can change in between.
    """
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    with os.fdopen(descriptor, encoding="ascii") as file:
        mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
        if mode & (stat.S_IRWXG | stat.S_IRWXO):
            raise Misconfigured(f"key ring {path}: readable by others; chmod 600 it")
        return file.read()
