"""Who may be let in: devices of professionals, signed by the organisation (docs/protocol.md §1.4).

The visitor's page knows one public key. Whatever a server says about who somebody is,
only an entry signed by that key is believed.
"""

import struct
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Final, Self

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils

from chatserver.crypto.hl1 import suite
from chatserver.crypto.hl1.errors import refused
from chatserver.crypto.hl1.keys import digest
from chatserver.crypto.hl1.names import ROLE_NUMBERS, ROLES, Role, checked_name, read_name

Sign = Callable[[bytes], bytes]
"""Signs with ECDSA P-256 and SHA-256; gives 64 bytes, r and s."""

_ENTRY: Final = b"hl1|entry"
_ENTRY_HEAD: Final = struct.Struct(">9sB16sBB")
_ENTRY_TAIL: Final = struct.Struct(">II65s64s")
_REVOKED: Final = b"hl1|revoked"
_REVOKED_HEAD: Final = struct.Struct(">11sBIH")
_HASH: Final = ec.ECDSA(hashes.SHA256())


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One device of one person. Times are whole minutes since 1970."""

    person: bytes
    role: Role
    name: str = field(repr=False)
    since: int
    until: int
    key: bytes
    """The device key: a 65-byte point of P-256."""

    @property
    def device(self) -> bytes:
        """16 bytes by which the device is known."""
        return device_id(self.key)


def device_id(key: bytes) -> bytes:
    """Return the id of a device key."""
    return digest(b"hl1|device" + key)[: suite.DEVICE_BYTES]


def make_entry(entry: Entry, sign: Sign) -> bytes:
    """Write and sign an entry.

    Raises:
        Hl1Error: `refused` for a name or role nobody could accept.
    """
    shown = checked_name(entry.name).encode()
    number = ROLE_NUMBERS.get(entry.role)
    public_key(entry.key)
    if number is None or len(entry.person) != suite.PERSON_BYTES:
        raise refused("an entry nobody would take")
    if not 0 <= entry.since <= entry.until <= suite.LAST_MINUTE:
        raise refused("an entry of no time")
    head = _ENTRY_HEAD.pack(_ENTRY, suite.VERSION, entry.person, number, len(shown))
    signed = head + shown + struct.pack(">II", entry.since, entry.until) + entry.key
    return signed + sign(signed)


def make_revoked(devices: Collection[bytes], *, issued: int, sign: Sign) -> bytes:
    """Write and sign a list of revoked devices. Args: issued: whole minutes since 1970."""
    ids = sorted(set(devices))
    if len(ids) > suite.MAX_REVOKED or any(len(each) != suite.DEVICE_BYTES for each in ids):
        raise refused("too many revoked devices for one list, or ids that are none")
    signed = _REVOKED_HEAD.pack(_REVOKED, suite.VERSION, issued, len(ids)) + b"".join(ids)
    return signed + sign(signed)


def read_entry(entry: bytes) -> Entry:
    """Read an entry without believing it.

    Raises:
        Hl1Error: `refused`.
    """
    if len(entry) < _ENTRY_HEAD.size + 1 + _ENTRY_TAIL.size:
        raise refused("length of an entry")
    magic, version, person, role, n = _ENTRY_HEAD.unpack_from(entry)
    tail = _ENTRY_HEAD.size + n
    if (magic, version) != (_ENTRY, suite.VERSION) or len(entry) != tail + _ENTRY_TAIL.size:
        raise refused("not an entry")
    if role not in ROLES:
        raise refused("role of an entry")
    since, until, key, _ = _ENTRY_TAIL.unpack_from(entry, tail)
    public_key(key)
    name = read_name(entry[_ENTRY_HEAD.size : tail])
    return Entry(person=person, role=ROLES[role], name=name, since=since, until=until, key=key)


class Roster:
    """The organisation's key, and the devices that it has taken back."""

    def __init__(self, key: bytes) -> None:
        """Args: key: 65 bytes. Raises Hl1Error `refused` if it is no point of P-256."""
        self.key = key
        self._public = public_key(key)
        self._revoked: set[bytes] = set()

    @property
    def revoked(self) -> frozenset[bytes]:
        """Ids of devices that some list named."""
        return frozenset(self._revoked)

    def check(self, entry: bytes, *, at: int) -> Entry:
        """Return an entry that is to be believed. Args: at: whole minutes since 1970.

        Raises:
            Hl1Error: `refused`: not signed, not of today, or its device was revoked.
        """
        read = read_entry(entry)
        verify(self._public, entry[: -suite.SIGNATURE_BYTES], entry[-suite.SIGNATURE_BYTES :])
        if not read.since - suite.GRACE_MINUTES <= at <= read.until + suite.GRACE_MINUTES:
            raise refused("an entry of another time")
        if read.device in self._revoked:
            raise refused("a device that was revoked")
        return read

    def revoke(self, listed: bytes) -> None:
        """Take a list of revoked devices; nothing that an earlier one named comes back.

        Raises:
            Hl1Error: `refused`, and nothing was taken.
        """
        self._revoked |= self.read_revoked(listed)

    def read_revoked(self, listed: bytes) -> frozenset[bytes]:
        """Return the devices a signed list names.

        Raises:
            Hl1Error: `refused`.
        """
        if len(listed) < _REVOKED_HEAD.size + suite.SIGNATURE_BYTES:
            raise refused("length of a list of revoked devices")
        magic, version, _, count = _REVOKED_HEAD.unpack_from(listed)
        signed, signature = listed[: -suite.SIGNATURE_BYTES], listed[-suite.SIGNATURE_BYTES :]
        ids = signed[_REVOKED_HEAD.size :]
        if (magic, version) != (_REVOKED, suite.VERSION) or count > suite.MAX_REVOKED:
            raise refused("not a list of revoked devices")
        size = suite.DEVICE_BYTES
        devices = [ids[at : at + size] for at in range(0, len(ids), size)]
        if len(ids) != count * size or devices != sorted(set(devices)):
            raise refused("ids of revoked devices")
        verify(self._public, signed, signature)
        return frozenset(devices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A professional's device: its entry, and what signs for it."""

    entry: bytes
    sign: Sign = field(repr=False)

    @classmethod
    def of(cls, private: ec.EllipticCurvePrivateKey, entry: bytes) -> Self:
        """Return the device that holds this key."""
        return cls(entry=entry, sign=signer(private))


def signer(private: ec.EllipticCurvePrivateKey) -> Sign:
    """Return what signs with this key."""

    def sign(message: bytes) -> bytes:
        r, s = utils.decode_dss_signature(private.sign(message, _HASH))
        return r.to_bytes(32) + s.to_bytes(32)

    return sign


def verify(public: ec.EllipticCurvePublicKey, message: bytes, signature: bytes) -> None:
    """Check a raw signature.

    Raises:
        Hl1Error: `refused`.
    """
    if len(signature) != suite.SIGNATURE_BYTES:
        raise refused("length of a signature")
    r, s = int.from_bytes(signature[:32]), int.from_bytes(signature[32:])
    try:
        public.verify(utils.encode_dss_signature(r, s), message, _HASH)
    except InvalidSignature:
        raise refused("a signature of somebody else") from None


def public_key(key: bytes) -> ec.EllipticCurvePublicKey:
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


def point_of(public: ec.EllipticCurvePublicKey) -> bytes:
    """Return the 65 bytes of a public key."""
    return public.public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
