"""Sealing to a public key: HPKE base mode in two suites (docs/protocol.md §1, RFC 9180 §6.1).

Suite 1 is DHKEM(P-256). Suite 2 is X-Wing: whoever records today and owns a quantum
computer later must break ML-KEM-768 as well.
"""

from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, mlkem, x25519
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)

from chatserver.crypto.hl1 import suite
from chatserver.crypto.hl1.errors import Hl1Error, refused
from chatserver.crypto.hl1.roster import point_of, public_key

PrivateKey = ec.EllipticCurvePrivateKey | MLKEM768X25519PrivateKey
PublicKey = ec.EllipticCurvePublicKey | MLKEM768X25519PublicKey

_HPKE: Final = {
    suite.SUITE: Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM),
    suite.XWING: Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM),
}
_MLKEM_BYTES: Final = 1184


def new_key(number: int) -> tuple[PrivateKey, bytes]:
    """Make a key pair of a suite: the private key, and the public key's bytes.

    Raises:
        Hl1Error: `unsupported`.
    """
    if number == suite.SUITE:
        point = ec.generate_private_key(ec.SECP256R1())
        return point, point_of(point.public_key())
    if number != suite.XWING:
        raise Hl1Error("unsupported", "suite of a conversation")
    lattice, curve = mlkem.MLKEM768PrivateKey.generate(), x25519.X25519PrivateKey.generate()
    raw = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    key = lattice.public_key().public_bytes(*raw) + curve.public_key().public_bytes(*raw)
    return MLKEM768X25519PrivateKey(lattice, curve), key


def check_key(number: int, key: bytes) -> PublicKey:
    """Return the public key of a suite that these bytes are.

    Raises:
        Hl1Error: `refused`.
    """
    if number == suite.SUITE:
        return public_key(key)
    if len(key) != suite.KEY_BYTES[suite.XWING]:
        raise refused("length of a public key")
    try:
        return MLKEM768X25519PublicKey(
            mlkem.MLKEM768PublicKey.from_public_bytes(key[:_MLKEM_BYTES]),
            x25519.X25519PublicKey.from_public_bytes(key[_MLKEM_BYTES:]),
        )
    except ValueError:
        raise refused("a public key that is none") from None


def suite_of(key: bytes) -> int:
    """Return the suite whose public keys have this length."""
    return suite.SUITE if len(key) == suite.POINT_BYTES else suite.XWING


def seal_to(key: bytes, plaintext: bytes, *, info: bytes) -> bytes:
    """Return enc ‖ ciphertext; the randomness is HPKE's own.

    Raises:
        Hl1Error: `refused` for a key with which nothing can be agreed.
    """
    number = suite_of(key)
    try:
        return _HPKE[number].encrypt(plaintext, check_key(number, key), info)
    except ValueError:
        # A point of low order in the X25519 half: `check_key` cannot tell.
        raise refused("a public key that agrees on nothing") from None


def open_with(private: PrivateKey, sealed: bytes, *, info: bytes) -> bytes:
    """Open what was sealed to this key.

    Raises:
        Hl1Error: `refused`.
    """
    is_point = isinstance(private, ec.EllipticCurvePrivateKey)
    number = suite.SUITE if is_point else suite.XWING
    try:
        return _HPKE[number].decrypt(sealed, private, info)
    except (InvalidTag, ValueError):
        raise refused("a grant that does not open") from None
