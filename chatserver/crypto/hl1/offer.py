"""A professional's public key, made for one conversation (docs/protocol.md §1.4)."""

import re
import struct
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives.asymmetric import ec

from chatserver.crypto.hl1 import suite
from chatserver.crypto.hl1.body import Role
from chatserver.crypto.hl1.errors import Hl1Error, refused

_MAGIC: Final = b"hl1|offer"
_HEAD: Final = struct.Struct(">9sBB16s32sIBB")
_KEY_LENGTH: Final = struct.Struct(">H")
_ROLE_NUMBERS: Final[dict[Role, int]] = {"professional": 1, "supervisor": 2}
_ROLES: Final[dict[int, Role]] = {number: role for role, number in _ROLE_NUMBERS.items()}

_CONTROLS: Final = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control and direction characters: a name must not rearrange the sentence it is shown in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRead:
    """An offer that was made for this conversation. `bytes` is what a grant answers to."""

    suite: int
    epoch: int
    role: Role
    name: str = field(repr=False)
    key: bytes
    """65-byte uncompressed point, known to be on the curve."""
    bytes: bytes = field(repr=False)


def make_offer(
    *, cid: bytes, commitment: bytes, epoch: int, role: Role, name: str, key: bytes
) -> bytes:
    """Write an offer of suite 1.

    Raises:
        Hl1Error: `refused` for a name or role nobody could accept.
    """
    shown = _checked_name(name).encode()
    number = _ROLE_NUMBERS.get(role)
    if number is None:
        raise refused("nobody offers to be the visitor")
    head = _HEAD.pack(
        _MAGIC, suite.VERSION, suite.SUITE, cid, commitment, epoch, number, len(shown)
    )
    return head + shown + _KEY_LENGTH.pack(len(key)) + key


def read_offer(offer: bytes, *, cid: bytes, commitment: bytes) -> OfferRead:
    """Read an offer meant for the conversation with this cid and commitment.

    Raises:
        Hl1Error: `unsupported` for another version or suite, `refused` for
            another conversation, a broken shape or anything after the last byte.
    """
    if len(offer) < _HEAD.size or not offer.startswith(_MAGIC):
        raise refused("not an offer")
    _, version, number, its_cid, its_commitment, epoch, role, n = _HEAD.unpack_from(offer)
    if (version, number) != (suite.VERSION, suite.SUITE):
        raise Hl1Error("unsupported", "version or suite of an offer")
    if (its_cid, its_commitment) != (cid, commitment):
        raise refused("an offer for another conversation")
    if role not in _ROLES:
        raise refused("role of an offer")
    key_at = _HEAD.size + n + _KEY_LENGTH.size
    name, length, key = offer[_HEAD.size : key_at - 2], offer[key_at - 2 : key_at], offer[key_at:]
    if length != _KEY_LENGTH.pack(suite.POINT_BYTES):
        raise refused("key of an offer")
    read_point(key)
    return OfferRead(
        suite=suite.SUITE,
        epoch=epoch,
        role=_ROLES[role],
        name=_read_name(name),
        key=key,
        bytes=offer,
    )


def read_point(key: bytes) -> ec.EllipticCurvePublicKey:
    """Return the public key; only 65-byte uncompressed points of P-256 are keys.

    Raises:
        Hl1Error: `refused`.
    """
    if len(key) != suite.POINT_BYTES:
        raise refused("length of a public key")
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), key)
    except ValueError:
        raise refused("a public key that is not on the curve") from None


def _read_name(name: bytes) -> str:
    try:
        return _checked_name(name.decode())
    except UnicodeDecodeError:
        raise refused("name of an offer") from None


def _checked_name(name: str) -> str:
    if not 1 <= len(name.encode()) <= suite.MAX_NAME_BYTES or _CONTROLS.search(name):
        raise refused("name of an offer")
    return name
