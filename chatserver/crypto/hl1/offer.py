"""A professional's public key, made for one conversation (docs/protocol.md §1.4)."""

import struct
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from chatserver.crypto.hl1 import suite
from chatserver.crypto.hl1.encapsulation import check_key
from chatserver.crypto.hl1.errors import Hl1Error, refused
from chatserver.crypto.hl1.keys import digest
from chatserver.crypto.hl1.names import ROLE_NUMBERS, ROLES, Role, checked_name, read_name
from chatserver.crypto.hl1.roster import Roster, public_key, verify

_MAGIC: Final = b"hl1|offer"
_HEAD: Final = struct.Struct(">9sBB16s32sIBB")
_KEY_LENGTH: Final = struct.Struct(">H")


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """What an offer says; nobody has vouched for it yet."""

    suite: int
    epoch: int
    role: Role
    name: str = field(repr=False)
    key: bytes
    """A public key of that suite, known to be one."""
    bytes: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferRead(Offer):
    """An offer for this conversation by somebody on the roster. Only `verified` makes one."""

    person: bytes
    device: bytes
    """16 bytes: the id of the device that signed it."""

    @property
    def hash(self) -> bytes:
        """H(offer), which grants to it are bound to."""
        return digest(self.bytes)


def make_offer(
    *, cid: bytes, commitment: bytes, suite_number: int, role: Role, name: str, key: bytes
) -> bytes:
    """Write an offer.

    Raises:
        Hl1Error: `refused` for a name or role nobody could accept.
    """
    shown = checked_name(name).encode()
    number = ROLE_NUMBERS.get(role)
    if number is None:
        raise refused("nobody offers to be the visitor")
    head = _HEAD.pack(_MAGIC, suite.VERSION, suite_number, cid, commitment, 0, number, len(shown))
    return head + shown + _KEY_LENGTH.pack(len(key)) + key


def read_offer(offer: bytes, *, cid: bytes, commitment: bytes) -> Offer:
    """Read an offer meant for the conversation with this cid and commitment.

    Raises:
        Hl1Error: `unsupported` for another version or suite, `refused` for
            another conversation, a broken shape or anything after the last byte.
    """
    if len(offer) < _HEAD.size or not offer.startswith(_MAGIC):
        raise refused("not an offer")
    _, version, number, its_cid, its_commitment, epoch, role, n = _HEAD.unpack_from(offer)
    if version != suite.VERSION or number not in suite.KEY_BYTES:
        raise Hl1Error("unsupported", "version or suite of an offer")
    if (its_cid, its_commitment) != (cid, commitment):
        raise refused("an offer for another conversation")
    if role not in ROLES:
        raise refused("role of an offer")
    key_at = _HEAD.size + n + _KEY_LENGTH.size
    name, length, key = offer[_HEAD.size : key_at - 2], offer[key_at - 2 : key_at], offer[key_at:]
    if length != _KEY_LENGTH.pack(len(key)):
        raise refused("key of an offer")
    check_key(number, key)
    return Offer(
        suite=number, epoch=epoch, role=ROLES[role], name=read_name(name), key=key, bytes=offer
    )


def verified(
    offer: Offer,
    *,
    signature: bytes,
    entry: bytes,
    roster: Roster,
    suites: Collection[int],
    at: int,
) -> OfferRead:
    """Return an offer that somebody on the roster has signed.

    Args:
        suites: what the visitor's page said it knows.
        at: whole minutes since 1970.

    Raises:
        Hl1Error: `unsupported` for a suite that was not named, else `refused`.
    """
    if offer.suite not in suites:
        raise Hl1Error("unsupported", "a suite we did not name")
    theirs = roster.check(entry, at=at)
    verify(public_key(theirs.key), offer.bytes, signature)
    if (offer.role, offer.name) != (theirs.role, theirs.name):
        raise refused("an offer in another name than its device's")
    return OfferRead(
        suite=offer.suite,
        epoch=offer.epoch,
        role=offer.role,
        name=offer.name,
        key=offer.key,
        bytes=offer.bytes,
        person=theirs.person,
        device=theirs.device,
    )
