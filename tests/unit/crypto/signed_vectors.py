"""The sections of hl1.json that are about who somebody is: `roster`, `offers`, `words`, `xwing`.

Used by tests/vectors/make_hl1.py. Python's signatures are made with RFC 6979, so that they
come out the same each time; any other signature by the same keys is as good.
"""

import dataclasses
import hashlib
import struct
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, mlkem, utils, x25519
from cryptography.hazmat.primitives.hpke import MLKEM768X25519PrivateKey

from chatserver.crypto.hl1 import (
    Entry,
    GrantKey,
    device_id,
    keys,
    make_entry,
    make_revoked,
    to_base64,
)
from chatserver.crypto.hl1.encoding import from_base64
from chatserver.crypto.hl1.grant import Answered, Grant, seal_grant
from chatserver.crypto.hl1.offer import make_offer
from chatserver.crypto.hl1.roster import Sign, point_of
from chatserver.crypto.hl1.words import device_words, words_for

AT = 29_430_000
DAY = 24 * 60
NAME = "Sam 🌿"


def fixed(label: str) -> ec.EllipticCurvePrivateKey:
    """Return the private key whose scalar is the hash of a label."""
    return ec.derive_private_key(int.from_bytes(sha256(label.encode()).digest()), ec.SECP256R1())


def public(private: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the 65 bytes of a key's public half."""
    return point_of(private.public_key())


def jwk(private: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    """Return a key as WebCrypto imports it."""

    def number(value: int) -> str:
        return to_base64(value.to_bytes(32)).rstrip("=").replace("+", "-").replace("/", "_")

    numbers = private.private_numbers()
    return {
        "kty": "EC",
        "crv": "P-256",
        "d": number(numbers.private_value),
        "x": number(numbers.public_numbers.x),
        "y": number(numbers.public_numbers.y),
    }


def always_the_same(private: ec.EllipticCurvePrivateKey) -> Sign:
    """Return what signs by RFC 6979."""
    how = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)

    def sign(message: bytes) -> bytes:
        r, s = utils.decode_dss_signature(private.sign(message, how))
        return r.to_bytes(32) + s.to_bytes(32)

    return sign


@dataclasses.dataclass(frozen=True, slots=True)
class Addressed:
    """Which conversation an offer is for."""

    cid: bytes
    commitment: bytes


def a_grant_key(label: str) -> GrantKey:
    """Return the grant key of a label, which signs by RFC 6979."""
    private = fixed(label)
    return dataclasses.replace(GrantKey.of(private), sign=always_the_same(private))


def pair_of(key: GrantKey) -> list[str]:
    """Return a grant key as a state writes it."""
    return [to_base64(key.scalar), to_base64(key.public)]


GRANT_KEY = a_grant_key("hl1 vector grant key")
ORGANISATION = fixed("hl1 vector roster")
DEVICE = fixed("hl1 vector device")
COLLEAGUE = fixed("hl1 vector colleague's device")
CONVERSATION_KEY = fixed("hl1 vector professional")
SIGN = always_the_same(ORGANISATION)
SIGN_OFFER = always_the_same(DEVICE)
SAM = Entry(
    person=sha256(b"hl1 vector person").digest()[:16],
    role="professional",
    name=NAME,
    since=AT - 30 * DAY,
    until=AT + 30 * DAY,
    key=public(DEVICE),
)
ENTRY = make_entry(SAM, SIGN)
NOOR = Entry(
    person=sha256(b"hl1 vector colleague").digest()[:16],
    role="supervisor",
    name="Noor",
    since=0,
    until=2**32 - 1,
    key=public(COLLEAGUE),
)
NOORS_ENTRY = make_entry(NOOR, SIGN)
OTHERS = [bytes([n]) * 16 for n in (200, 7, 80)]
LIST = make_revoked([SAM.device, *OTHERS], issued=AT, sign=SIGN)
XWING_SEED = sha256(b"hl1 vector X-Wing").digest()
BY_TYPESCRIPT: dict[str, dict[str, str]] = {}
"""What TypeScript signed with the same keys, frozen, by name of an entry or "list"."""


def flipped(data: bytes, at: int) -> bytes:
    """Return the same with one bit changed."""
    at %= len(data)
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def replaced(data: bytes, at: int, by: bytes) -> bytes:
    """Return the same with other bytes at a place."""
    at %= len(data)
    return data[:at] + by + data[at + len(by) :]


def resigned(data: bytes) -> bytes:
    """Return what the organisation would have signed in a shape it never makes."""
    return data[:-64] + SIGN(data[:-64])


def roster_section() -> dict[str, Any]:
    """Return the organisation's key, two devices with their entries, and a list."""
    return {
        "private": jwk(ORGANISATION),
        "key": to_base64(public(ORGANISATION)),
        "devices": [
            {
                "private": jwk(private),
                "key": to_base64(entry.key),
                "id": to_base64(device_id(entry.key)),
                "person": to_base64(entry.person),
                "role": entry.role,
                "name": entry.name,
                "since": entry.since,
                "until": entry.until,
                "entries": {"python": to_base64(signed)} | BY_TYPESCRIPT.get(entry.name, {}),
                "words": list(device_words(entry.key)),
            }
            for private, entry, signed in (
                (DEVICE, SAM, ENTRY),
                (COLLEAGUE, NOOR, NOORS_ENTRY),
            )
        ],
        "revoked": {
            "issued": AT,
            "devices": [to_base64(each) for each in sorted([SAM.device, *OTHERS])],
            "lists": {"python": to_base64(LIST)} | BY_TYPESCRIPT.get("list", {}),
        },
        "refused": {
            "entries": [
                {"name": name, "entry": to_base64(entry), "at": AT}
                for name, entry in refused_entries().items()
            ],
            "lists": [
                {"name": name, "list": to_base64(listed)}
                for name, listed in refused_lists().items()
            ],
        },
    }


def refused_entries() -> dict[str, bytes]:
    """Return entries that are not believed although most of them are signed."""
    name_at, n = 28, len(NAME.encode())
    tail = name_at + n
    intruder = always_the_same(fixed("hl1 vector another organisation"))
    return {
        "nothing": b"",
        "one byte less": ENTRY[:-1],
        "trailing byte": ENTRY + b"\0",
        "trailing byte before the signature": resigned(ENTRY[:-64] + b"\0" + ENTRY[-64:]),
        "another organisation": make_entry(SAM, intruder),
        "signature of zeros": ENTRY[:-64] + bytes(64),
        **{
            f"bit flip in {field}": flipped(ENTRY, at)
            for field, at in {
                "the label": 0,
                "the version": 9,
                "the person": 10,
                "the role": 26,
                "the name": name_at,
                "from": tail + 3,
                "until": tail + 7,
                "the key": tail + 8 + 64,
                "r": -64,
                "s": -1,
            }.items()
        },
        "another label": resigned(flipped(ENTRY, 0)),
        "another version": resigned(replaced(ENTRY, 9, b"\2")),
        "role 0": resigned(replaced(ENTRY, 26, b"\0")),
        "role 3": resigned(replaced(ENTRY, 26, b"\3")),
        "no name": resigned(replaced(ENTRY[:name_at] + ENTRY[tail:], 27, b"\0")),
        "name of 65 bytes": resigned(
            replaced(ENTRY[:name_at] + b"a" * 65 + ENTRY[tail:], 27, b"\x41")
        ),
        "name that is not UTF-8": resigned(replaced(ENTRY, name_at, b"\xff")),
        "control character in the name": resigned(replaced(ENTRY, name_at, b"\n")),
        "direction character in the name": resigned(replaced(ENTRY, name_at, "\u202e".encode())),
        "key that is not on the curve": resigned(flipped(ENTRY, tail + 8 + 64)),
        "compressed key": resigned(replaced(ENTRY, tail + 8, b"\2")),
        "until before from": resigned(replaced(ENTRY, tail, struct.pack(">II", AT + 1, 1))),
    }


def refused_lists() -> dict[str, bytes]:
    """Return lists of revoked devices that revoke nobody."""
    ids_at = 18
    intruder = always_the_same(fixed("hl1 vector another organisation"))
    return {
        "nothing": b"",
        "one byte less": LIST[:-1],
        "trailing byte": LIST + b"\0",
        "trailing byte before the signature": resigned(LIST[:-64] + b"\0" + LIST[-64:]),
        "another organisation": make_revoked(OTHERS, issued=AT, sign=intruder),
        "bit flip in the label": flipped(LIST, 0),
        "bit flip in the time": flipped(LIST, 15),
        "bit flip in an id": flipped(LIST, ids_at),
        "bit flip in the signature": flipped(LIST, -1),
        "another version": resigned(replaced(LIST, 11, b"\2")),
        "fewer ids than it says": resigned(replaced(LIST, 16, b"\0\5")),
        "more ids than it says": resigned(replaced(LIST, 16, b"\0\3")),
        "more than a list may hold": resigned(
            replaced(LIST[:ids_at], 16, b"\1\xf5")
            + b"".join(n.to_bytes(16) for n in range(501))
            + bytes(64)
        ),
        "ids not ascending": resigned(replaced(LIST, ids_at, b"\xff" * 16)),
        "the same id twice": resigned(replaced(LIST, ids_at, LIST[ids_at + 16 : ids_at + 32])),
    }


def words_section(it: Addressed, offer: bytes, record: bytes) -> list[dict[str, Any]]:
    """Return words of the scene, and of what is all zeros and all ones."""
    cases = [
        (it.cid, keys.digest(offer), keys.digest(record)),
        (bytes(16), bytes(32), bytes(32)),
        (b"\xff" * 16, b"\xff" * 32, b"\xff" * 32),
    ]
    return [
        {
            "cid": to_base64(cid),
            "offer_hash": to_base64(offer_hash),
            "record": to_base64(record_hash),
            "words": list(words_for(cid=cid, offer_hash=offer_hash, record=record_hash)),
        }
        for cid, offer_hash, record_hash in cases
    ]


def xwing_key(seed: bytes) -> tuple[MLKEM768X25519PrivateKey, bytes]:
    """Return the X-Wing key of a 32-byte seed (draft-connolly-cfrg-xwing-kem, §5.2)."""
    expanded = hashlib.shake_256(seed).digest(96)
    lattice = mlkem.MLKEM768PrivateKey.from_seed_bytes(expanded[:64])
    curve = x25519.X25519PrivateKey.from_private_bytes(expanded[64:])
    raw = (serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    key = lattice.public_key().public_bytes(*raw) + curve.public_key().public_bytes(*raw)
    return MLKEM768X25519PrivateKey(lattice, curve), key


def xwing_offer(it: Addressed) -> bytes:
    """Return Sam's offer in suite 2."""
    return make_offer(
        cid=it.cid,
        commitment=it.commitment,
        suite_number=2,
        role="professional",
        name=NAME,
        key=xwing_key(XWING_SEED)[1],
    )


def xwing_answered(it: Addressed) -> Answered:
    """Return what a grant to Sam in suite 2 answers."""
    key = xwing_key(XWING_SEED)[1]
    return Answered(cid=it.cid, key=key, hash=keys.digest(xwing_offer(it)))


def xwing_section(it: Addressed, grant: Grant, granted: dict[str, str]) -> dict[str, Any]:
    """Return a key of suite 2, an offer with it, and grants that answer it."""
    offer = xwing_offer(it)
    good = from_base64(granted["python"])
    expanded = hashlib.shake_256(XWING_SEED).digest(96)
    broken = {
        "bit flip in the ML-KEM part of enc": flipped(good, 40),
        "bit flip in the X25519 part of enc": flipped(good, 1088 + 5),
        "bit flip in the ciphertext": flipped(good, 1120 + 5),
        "bit flip in the tag": flipped(good, -1),
        "trailing byte": good + b"\0",
        "one byte less": good[:-1],
        "nothing": b"",
    }
    return {
        "seed": to_base64(XWING_SEED),
        "mlkem_seed": to_base64(expanded[:64]),
        "x25519_private": to_base64(expanded[64:]),
        "key": to_base64(xwing_key(XWING_SEED)[1]),
        "cid": to_base64(it.cid),
        "commitment": to_base64(it.commitment),
        "offer": to_base64(offer),
        "signature": to_base64(SIGN_OFFER(offer)),
        "entry": to_base64(ENTRY),
        **given(grant),
        "grants": granted,
        "refused": [{"name": name, "grant": to_base64(data)} for name, data in broken.items()],
    }


def given(grant: Grant) -> dict[str, Any]:
    """Return what a grant gives, as it stands in the file."""
    return {
        "member": grant.member,
        "since": grant.since,
        "record": to_base64(grant.record),
        "secrets": [[n, to_base64(secret)] for n, secret in sorted(grant.secrets.items())],
    }


def new_xwing_grant(it: Addressed, grant: Grant) -> str:
    """Return a grant to freeze; HPKE chooses its own randomness."""
    return to_base64(seal_grant(grant, xwing_answered(it), GRANT_KEY))
