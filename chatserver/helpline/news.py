"""What processes tell each other about one conversation: a kind, who caused it, a body.

The script `say` writes the kind MESSAGE itself, `enter` the kind REPLACED;
the rest is made here and published by the script that changed the state.
"""

from dataclasses import dataclass
from typing import Final

MESSAGE: Final = b"m"
"""A message; body: its number, a colon, the message sealed at rest."""
TO_VISITOR: Final = b"v"
"""Body: a frame for the visitor's page, ready to send."""
TO_STAFF: Final = b"s"
"""Body: a frame for the page of every professional in it, ready to send."""
TO_PLACE: Final = b"p"
"""Body: a place, and a frame for the page of who sits there."""
UNSEATED: Final = b"u"
"""Body: a place, and the reason why whoever sat there does no longer (`frames.Ended`)."""
REPLACED: Final = b"r"
"""A page of the visitor has come; body: how many now have. Those that came before it close."""
REQUEUED: Final = b"q"
"""Nobody has the visitor any more, who stands in line again; no body."""
RETURNED: Final = b"b"
"""A conversation that was lost with the vault is back; no body. For who waits for that."""
FINISHED: Final = b"x"
"""The conversation is over; body: the reason, as in `frames.Ended`."""

CONNECTION_BYTES: Final = 8
"""Length of the random name of one socket in one process."""

PLACE_BYTES: Final = 8
"""Length of the random name of a professional's seat in one conversation."""

NOBODY: Final = bytes(CONNECTION_BYTES)
"""The cause of news that no socket caused."""


@dataclass(frozen=True, slots=True)
class Item:
    """One piece of news."""

    kind: bytes
    cause: bytes
    body: bytes


def write(kind: bytes, cause: bytes, body: bytes = b"") -> bytes:
    """Encode. Args: cause: the connection that caused it."""
    return kind + cause + body


def read(payload: bytes) -> Item:
    """Decode."""
    end = 1 + CONNECTION_BYTES
    return Item(payload[:1], payload[1:end], payload[end:])


def for_place(place: bytes, body: bytes) -> bytes:
    """The body of TO_PLACE and UNSEATED."""
    return place + body


def read_place(body: bytes) -> tuple[bytes, bytes]:
    """The place, and what is for it."""
    return body[:PLACE_BYTES], body[PLACE_BYTES:]


def read_message(body: bytes) -> tuple[int, bytes]:
    """The number and the sealed message of a MESSAGE."""
    number, _, sealed = body.partition(b":")
    return int(number), sealed
