"""The organisation's roster key, and the file it is kept in (docs/protocol.md §1.10).

Whoever has the file and its passphrase decides who counts as a professional. The server
needs neither: the key is made in the coordinator's browser, or by `chatserver roster init`.
"""

import json
import secrets
from dataclasses import dataclass, field
from typing import Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

from chatserver.crypto.hl1.encoding import from_base64, to_base64
from chatserver.crypto.hl1.errors import Hl1Error
from chatserver.crypto.hl1.roster import point_of, public_key, signer
from chatserver.domain.errors import ChatError

KIND: Final = "luwte roster key"
ROUNDS: Final = 600_000
"""Of PBKDF2-HMAC-SHA256, the one slow derivation every browser has; OWASP's figure for it."""
FEWEST_ROUNDS: Final = 100_000
MOST_ROUNDS: Final = 10_000_000
SHORTEST_PASSPHRASE: Final = 12
"""Characters. The file leaves this machine, so only the passphrase protects it."""

_SALT_BYTES: Final = 16
_NONCE_BYTES: Final = 12
_LONGEST: Final = 4096
"""Bytes of a file that could be one."""


class RosterKeyError(ChatError):
    """A roster key cannot be made or opened like that; the text is for the person at hand."""


@dataclass(frozen=True, slots=True)
class DeviceKey:
    """A key that signs, in memory: a device's in the reference client, or the roster key."""

    private: ec.EllipticCurvePrivateKey = field(repr=False)

    @classmethod
    def new(cls) -> Self:
        """Make one."""
        return cls(ec.generate_private_key(ec.SECP256R1()))

    @property
    def public(self) -> bytes:
        """65 bytes: an uncompressed point of P-256."""
        return point_of(self.private.public_key())

    def sign(self, message: bytes) -> bytes:
        """Sign: 64 bytes, r and s."""
        return signer(self.private)(message)


@dataclass(frozen=True, slots=True)
class RosterKey(DeviceKey):
    """The organisation's private key, in memory."""

    @classmethod
    def read(cls, file: bytes, passphrase: str) -> Self:
        """Open the file of a key.

        Raises:
            RosterKeyError: no such file, or another passphrase.
        """
        public, rounds, salt, nonce, sealed = _parsed(file)
        opener = AESGCM(_stretched(passphrase, salt=salt, rounds=rounds))
        try:
            der = opener.decrypt(nonce, sealed, _aad(public))
        except InvalidTag:
            raise RosterKeyError("this passphrase does not open this roster key") from None
        try:
            private = serialization.load_der_private_key(der, password=None)
        except ValueError:
            raise RosterKeyError("not a roster key: no key in it") from None
        if not isinstance(private, ec.EllipticCurvePrivateKey):
            raise RosterKeyError("not a roster key: a key of another kind")
        if point_of(private.public_key()) != public:
            raise RosterKeyError("not a roster key: another public key")
        return cls(private)

    def file(self, passphrase: str) -> bytes:
        """Return the key as a file that only the passphrase opens.

        Raises:
            RosterKeyError: the passphrase is too short.
        """
        if len(passphrase) < SHORTEST_PASSPHRASE:
            raise RosterKeyError(f"a passphrase has at least {SHORTEST_PASSPHRASE} characters")
        salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
        der = self.private.private_bytes(
            serialization.Encoding.DER,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        key = _stretched(passphrase, salt=salt, rounds=ROUNDS)
        fields = {
            "kind": KIND,
            "v": 1,
            "public": to_base64(self.public),
            "rounds": ROUNDS,
            "salt": to_base64(salt),
            "nonce": to_base64(nonce),
            "sealed": to_base64(AESGCM(key).encrypt(nonce, der, _aad(self.public))),
        }
        return (json.dumps(fields, indent=1) + "\n").encode()


def _parsed(file: bytes) -> tuple[bytes, int, bytes, bytes, bytes]:
    try:
        fields = json.loads(file) if len(file) <= _LONGEST else None
        if not isinstance(fields, dict) or (fields["kind"], fields["v"]) != (KIND, 1):
            raise RosterKeyError("not a roster key")
        rounds = fields["rounds"]
        if not isinstance(rounds, int) or not FEWEST_ROUNDS <= rounds <= MOST_ROUNDS:
            raise RosterKeyError("not a roster key: rounds")
        public, salt, nonce, sealed = (
            from_base64(fields[name]) for name in ("public", "salt", "nonce", "sealed")
        )
        public_key(public)
    except (ValueError, TypeError, KeyError, RecursionError, Hl1Error):
        raise RosterKeyError("not a roster key") from None
    if (len(salt), len(nonce)) != (_SALT_BYTES, _NONCE_BYTES):
        raise RosterKeyError("not a roster key: salt or nonce")
    return public, rounds, salt, nonce, sealed


def _stretched(passphrase: str, *, salt: bytes, rounds: int) -> bytes:
    derive = PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=salt, iterations=rounds)
    return derive.derive(passphrase.encode())


def _aad(public: bytes) -> bytes:
    return b"hl1|roster key" + public
