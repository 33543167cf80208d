"""The numbers of HL1, version 1 (docs/protocol.md §1).

`chatserver.wire.limits` says the same sizes for frames. They are written twice
because crypto may not import wire; tests/unit/crypto compares them.
"""

from typing import Final

VERSION: Final = 1
SUITE: Final = 1
"""HPKE base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. Every page has it."""
XWING: Final = 2
"""The same with X-Wing (ML-KEM-768 and X25519) as KEM, where both browsers have it."""

CID_BYTES: Final = 16
INSTANCE_BYTES: Final = 16
SECRET_BYTES: Final = 32
HASH_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
POINT_BYTES: Final = 65
"""An uncompressed P-256 point; Safari cannot import compressed ones (SECURITY.md 2.4)."""
SIGNATURE_BYTES: Final = 64
"""ECDSA P-256 with SHA-256, raw r and s, as WebCrypto makes it."""
SCALAR_BYTES: Final = 32
"""The private half of a key of P-256."""
DEVICE_BYTES: Final = 16
PERSON_BYTES: Final = 16
STATE_ID_BYTES: Final = 16

KEY_BYTES: Final = {SUITE: POINT_BYTES, XWING: 1184 + 32}
"""Public key of an offer by suite; X-Wing's is its ML-KEM half, then its X25519 half."""

HEADER_BYTES: Final = 43
"""v 1, suite 1, cid 16, epoch 4, sender 1, instance 16, seq 4."""

BUCKETS: Final = (256, 1024, 4096, 16384)
"""Bytes of padded plaintext: a listener sees four lengths, not how much was written."""

SEALED_SIZES: Final = frozenset(
    HEADER_BYTES + NONCE_BYTES + bucket + TAG_BYTES for bucket in BUCKETS
)

MAX_TEXT: Final = 4000
"""Unicode code points in one message. Four bytes each still fit the largest bucket."""

MAX_NAME_BYTES: Final = 64
MAX_MEMBERS: Final = 6
MAX_SEEN: Final = 64
"""Entries of `seen`: a sender writes the newest, two for each member it ever heard."""

MAX_REVOKED: Final = 500
"""Devices on one list of revoked ones: 8 kB, which fits a frame."""

MAX_EPOCH: Final = 65535
MAX_EPOCHS: Final = 50
"""Epochs in one conversation, 0 to 49: fifty secrets and what goes with them fit one grant."""

MAX_SEQ: Final = 2**32 - 1
LAST_MINUTE: Final = 2**32 - 1
"""Times are whole minutes since 1970 in four bytes."""
GRACE_MINUTES: Final = 24 * 60
"""How wrong a phone's clock may be when the dates of a roster entry are looked at."""
VISITOR: Final = 0
"""The visitor's member number; also the only sender of epoch records."""
