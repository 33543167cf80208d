"""Sizes and lengths that both ends of a websocket agree on (docs/protocol.md §2)."""

from typing import Final

FRAME_SIZES: Final = (640, 2048, 6144, 22528)
"""Bytes. Every frame is filled up with spaces to one of these, so that a
listener on the wire sees four sizes and not which frame it was (F51). Each is
the smallest round size that carries one padding bucket of HL1 in base64."""

MAX_FRAME_BYTES: Final = FRAME_SIZES[-1]
"""Larger frames close the socket. A sealed message holds at most 16 KiB
(the largest bucket); base64 and the frame around it make 22 KiB of that."""

BUCKETS: Final = (256, 1024, 4096, 16384)
"""Bytes of padded plaintext in one sealed message (SECURITY.md property 9)."""

HEADER_BYTES: Final = 43
"""v 1, suite 1, cid 16, epoch 4, sender 1, instance 16, seq 4."""

SEALED_SIZES: Final = frozenset(HEADER_BYTES + 12 + bucket + 16 for bucket in BUCKETS)
"""Bytes of a whole envelope: header, nonce, padded ciphertext, tag."""

MAX_BLOB_BYTES: Final = 16_384
"""The visitor's sealed state: fifty epochs, and seven members with keys of suite 2."""

MAX_OFFER_BYTES: Final = 1536
"""A key of suite 2 has 1,216 bytes."""
MAX_GRANT_BYTES: Final = 3200
"""Fifty epochs, sealed in suite 2."""
MAX_ENTRY_BYTES: Final = 256
"""A roster entry with the longest name has 229 bytes."""
MAX_REVOKED_BYTES: Final = 8192
"""A list of five hundred revoked devices has 8,082 bytes."""

DEVICE_BYTES: Final = 16
SIGNATURE_BYTES: Final = 64

MAX_SLIP_BYTES: Final = 1024
"""What a visitor's slip holds takes about 450 bytes."""

MAX_VOUCHER_BYTES: Final = 128
"""What a voucher holds takes about 65 bytes."""

MAX_RETURNED: Final = 1500
"""Messages that a page may give back after the vault was lost: a four-hour conversation has a
few hundred. The smallest fit into one minute's budget of bytes."""
MAX_AT_ONCE: Final = 45
"""Messages in one `pieces`: as many of the smallest as fit into the largest frame."""

MAX_CONVERSATIONS: Final = 8
"""Conversations of one professional."""

MAX_REHEARSED: Final = 5
"""Visitors of one rehearsal. More would be a crowd, and no practice for anybody."""

MAX_CURSORS: Final = MAX_CONVERSATIONS + MAX_REHEARSED
"""Conversations in one `hello` frame: a rehearsal is not among those one may have."""

MAX_PASS_BYTES: Final = 256
"""What a pass to a rehearsal holds takes about 120 bytes."""
