"""The key that signs the grants of one conversation (docs/protocol.md §1.1 and §1.5).

The visitor's page makes it, and the commitment is its hash. So whoever knows the commitment
knows which grants the visitor made, whatever the server says and whoever helps it.
"""

from dataclasses import dataclass, field
from typing import Self

from cryptography.hazmat.primitives.asymmetric import ec

from chatserver.crypto.hl1 import suite
from chatserver.crypto.hl1.errors import refused
from chatserver.crypto.hl1.keys import commitment_of
from chatserver.crypto.hl1.roster import Sign, point_of, signer


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantKey:
    """A key pair that can sign, and be kept in the visitor's state."""

    scalar: bytes = field(repr=False)
    """32 bytes: the private half. It never leaves the page but in the sealed state."""
    public: bytes
    """65 bytes; every grant carries them."""
    sign: Sign = field(repr=False, compare=False)

    @classmethod
    def new(cls) -> Self:
        """Make the key of a new conversation."""
        return cls.of(ec.generate_private_key(ec.SECP256R1()))

    @classmethod
    def of(cls, private: ec.EllipticCurvePrivateKey) -> Self:
        """Return a key of P-256 as a grant key."""
        scalar = private.private_numbers().private_value.to_bytes(suite.SCALAR_BYTES)
        return cls(scalar=scalar, public=point_of(private.public_key()), sign=signer(private))

    @classmethod
    def restore(cls, scalar: bytes, public: bytes) -> Self:
        """Return the key that a state kept.

        Raises:
            Hl1Error: `refused` if the two are no pair.
        """
        try:
            private = ec.derive_private_key(int.from_bytes(scalar), ec.SECP256R1())
        except ValueError:
            raise refused("a private key that is none") from None
        key = cls.of(private)
        if key.public != public:
            raise refused("halves of different keys")
        return key

    @property
    def commitment(self) -> bytes:
        """32 bytes: what the server and every offer know of it."""
        return commitment_of(self.public)
