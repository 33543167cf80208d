"""The numbers of HL1, version 1, suite 1 (docs/protocol.md §1).

`chatserver.wire.limits` says the same sizes for frames. They are written twice
because crypto may not import wire; tests/unit/crypto compares them.
"""

from typing import Final

VERSION: Final = 1
SUITE: Final = 1
"""HPKE base mode, DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM."""

CID_BYTES: Final = 16
INSTANCE_BYTES: Final = 16
SECRET_BYTES: Final = 32
HASH_BYTES: Final = 32
NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
POINT_BYTES: Final = 65
"""An uncompressed P-256 point; Safari cannot import compressed ones (SECURITY.md 2.4)."""

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
MAX_ENTRY_BYTES: Final = 1024
MAX_MEMBERS: Final = 16
MAX_SEEN: Final = 64
"""Entries of `seen` that a receiver reads; a sender writes two for each member."""

MAX_EPOCH: Final = 65535
MAX_EPOCHS: Final = 50
"""Epochs in one conversation: fifty secrets fit one grant of 2,048 bytes."""

MAX_SEQ: Final = 2**32 - 1
VISITOR: Final = 0
"""The visitor's member number; also the only sender of epoch records."""
