"""Frames to text and back: one msgspec decoder for each direction, made once.

A frame goes out filled up with spaces to one of four sizes (limits.FRAME_SIZES),
so that its length on the wire says little about what it was (F51).
"""

from bisect import bisect_left
from typing import Final, TypeVar

import msgspec

from chatserver.domain.errors import Code, Violation
from chatserver.wire import frames, limits

T = TypeVar("T")

CLOSE_MALFORMED: Final = 4400

_ENCODER: Final = msgspec.json.Encoder()
_FROM_VISITOR: Final[msgspec.json.Decoder[frames.FromVisitor]] = msgspec.json.Decoder(
    frames.FromVisitor
)
_FROM_STAFF: Final[msgspec.json.Decoder[frames.FromStaff]] = msgspec.json.Decoder(frames.FromStaff)
_TO_VISITOR: Final[msgspec.json.Decoder[frames.ToVisitor]] = msgspec.json.Decoder(frames.ToVisitor)
_TO_STAFF: Final[msgspec.json.Decoder[frames.ToStaff]] = msgspec.json.Decoder(frames.ToStaff)


def encode(frame: frames.FromPage | frames.FromServer) -> bytes:
    """Encode one frame and fill it up.

    Raises:
        ValueError: the frame is larger than the largest size; callers never build one.
    """
    return fill(_ENCODER.encode(frame))


def fill(text: bytes) -> bytes:
    """Fill up with spaces to the next frame size."""
    place = bisect_left(limits.FRAME_SIZES, len(text))
    if place == len(limits.FRAME_SIZES):
        raise ValueError("a frame of this size cannot be sent")
    return text.ljust(limits.FRAME_SIZES[place])


def from_visitor(text: str | bytes) -> frames.FromVisitor:
    """Read a frame of a visitor's page; raises Violation on anything else."""
    return _read(_FROM_VISITOR, text)


def from_staff(text: str | bytes) -> frames.FromStaff:
    """Read a frame of a professional's page; raises Violation on anything else."""
    return _read(_FROM_STAFF, text)


def to_visitor(text: str | bytes) -> frames.ToVisitor:
    """Read what the server sent to a visitor (reference client)."""
    return _read(_TO_VISITOR, text)


def to_staff(text: str | bytes) -> frames.ToStaff:
    """Read what the server sent to a professional (reference client)."""
    return _read(_TO_STAFF, text)


def _read(decoder: msgspec.json.Decoder[T], text: str | bytes) -> T:
    """Decode, turning every way to fail into one; the text itself is never repeated."""
    try:
        frame = decoder.decode(text)
    except (msgspec.DecodeError, RecursionError, UnicodeError):
        raise Violation(Code.MALFORMED, CLOSE_MALFORMED) from None
    if isinstance(frame, frames.Say | frames.StaffSay) and len(frame.sealed) not in (
        limits.SEALED_SIZES
    ):
        raise Violation(Code.MALFORMED, CLOSE_MALFORMED)
    return frame
