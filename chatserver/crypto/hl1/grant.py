"""Letting somebody in: epoch secrets, signed and sealed to an offer (docs/protocol.md §1.5)."""

import struct
from dataclasses import dataclass, field
from typing import Final

from chatserver.crypto.hl1 import suite
from chatserver.crypto.hl1.body import Member
from chatserver.crypto.hl1.encapsulation import PrivateKey, open_with, seal_to, suite_of
from chatserver.crypto.hl1.errors import Hl1Error, refused
from chatserver.crypto.hl1.grant_key import GrantKey
from chatserver.crypto.hl1.keys import commitment_of
from chatserver.crypto.hl1.roster import public_key, verify

_VERSION: Final = 2
_KEY: Final = struct.Struct(">B65s")
_HEAD: Final = struct.Struct(">BI32sB")
_ENTRY: Final = struct.Struct(">I32s")
_INFO: Final = b"hl1|grant"
_SIGNED: Final = b"hl1|granted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What a grant gives."""

    member: int
    """The number by which the receiver seals from now on."""
    since: int
    """The first epoch that this member was ever given, by this grant or an earlier one: from
    here on everything is for them, also where the server keeps a grant back."""
    record: bytes
    """H(sealed) of the record of the newest epoch: no other record of it is the visitor's."""
    secrets: dict[int, bytes] = field(repr=False)
    """ES of each epoch."""

    @property
    def newest(self) -> int:
        """The newest epoch it gives."""
        return max(self.secrets)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The offer that a grant answers: it is for this one and no other."""

    cid: bytes
    key: bytes
    """The public key of the offer; its length tells the suite."""
    hash: bytes
    """H(offer), 32 bytes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantTo:
    """What one member of a new epoch is sent."""

    member: Member
    grant: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Granted:
    """To be kept (`state`), each grant sent, and then said: in this order (§1.5)."""

    epoch: int
    grants: tuple[GrantTo, ...]
    record: bytes = field(repr=False)
    """The sealed epoch record: the first message of the new epoch."""


def write_grant(grant: Grant, to: Answered, by: GrantKey) -> bytes:
    """Return the plaintext of a grant, epochs ascending, with its signature."""
    entries = (_ENTRY.pack(epoch, grant.secrets[epoch]) for epoch in sorted(grant.secrets))
    head = _HEAD.pack(grant.member, grant.since, grant.record, len(grant.secrets))
    body = _KEY.pack(_VERSION, by.public) + head + b"".join(entries)
    return body + by.sign(_signed(body, to))


def read_grant(plaintext: bytes, to: Answered, *, commitment: bytes) -> Grant:
    """Read the plaintext of a grant, if whoever made the commitment has signed it for this offer.

    Raises:
        Hl1Error: `unsupported` for another version, else `refused`.
    """
    if not plaintext.startswith(bytes([_VERSION])):
        raise Hl1Error("unsupported", "version of a grant")
    body, signature = plaintext[: -suite.SIGNATURE_BYTES], plaintext[-suite.SIGNATURE_BYTES :]
    entries_at = _KEY.size + _HEAD.size
    if len(body) <= entries_at or (len(body) - entries_at) % _ENTRY.size:
        raise refused("length of a grant")
    _, key = _KEY.unpack_from(body)
    # HPKE does not say who sealed. Nothing else of a grant is looked at before this is known.
    if commitment_of(key) != commitment:
        raise refused("a grant that the visitor did not make")
    verify(public_key(key), _signed(body, to), signature)
    return _read_body(body)


def seal_grant(grant: Grant, to: Answered, by: GrantKey) -> bytes:
    """Sign a grant and seal it to the key of an offer.

    Raises:
        Hl1Error: `refused` for a key with which nothing can be agreed.
    """
    return seal_to(to.key, write_grant(grant, to, by), info=_INFO + to.hash)


def open_grant(sealed: bytes, to: Answered, *, commitment: bytes, private: PrivateKey) -> Grant:
    """Open a grant that answers our offer and that the visitor made.

    Args:
        private: the key of the offer.

    Raises:
        Hl1Error: see `read_grant`; `refused` if it does not even open.
    """
    plaintext = open_with(private, sealed, info=_INFO + to.hash)
    return read_grant(plaintext, to, commitment=commitment)


def _signed(body: bytes, to: Answered) -> bytes:
    """Return what is signed: every part before the last is as long as it always is."""
    return _SIGNED + bytes([suite_of(to.key)]) + to.cid + to.hash + body


def _read_body(body: bytes) -> Grant:
    """Read what the visitor has signed; an old page of hers may still be wrong."""
    member, since, record, count = _HEAD.unpack_from(body, _KEY.size)
    entries = list(_ENTRY.iter_unpack(body[_KEY.size + _HEAD.size :]))
    epochs = [epoch for epoch, _ in entries]
    if count != len(entries) or epochs != sorted(set(epochs)) or epochs[-1] >= suite.MAX_EPOCHS:
        raise refused("epochs of a grant")
    if since > epochs[0]:
        raise refused("a grant from before the first one")
    if member == suite.VISITOR:
        raise refused("member of a grant")
    return Grant(member=member, since=since, record=record, secrets=dict(entries))
