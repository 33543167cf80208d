"""What a reloaded visitor's page goes on from (docs/protocol.md §1.6)."""

from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chatserver.crypto.hl1 import suite
from chatserver.crypto.hl1.body import Member, members_fields, read_members
from chatserver.crypto.hl1.encoding import compact_json, parse_json, to_base64
from chatserver.crypto.hl1.errors import Hl1Error, refused
from chatserver.crypto.hl1.grant_key import GrantKey
from chatserver.crypto.hl1.keys import digest
from chatserver.crypto.hl1.shape import a_list, a_number, an_object, some_bytes

_VERSION: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """What a member came in by: grants to them are bound to it."""

    hash: bytes
    """H(offer), 32 bytes."""
    device: bytes
    """16 bytes: the id of the device that signed the offer."""
    since: int
    """The first epoch that the member was ever given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The grant key, the epochs with their records, the newest members, and the next number."""

    key: GrantKey
    secrets: dict[int, bytes] = field(repr=False)
    records: dict[int, bytes]
    """H(sealed) of the record of each epoch but 0, which has none."""
    members: tuple[Member, ...]
    next: int
    offers: dict[int, Offered]
    """By member number, for every member but the visitor."""


def seal_state(state: State, *, key: bytes, cid: bytes, nonce: bytes) -> bytes:
    """Return nonce ‖ ciphertext. Args: key: `keys.state_key`; nonce: 12 random bytes."""
    fields = {
        "v": _VERSION,
        "key": [to_base64(state.key.scalar), to_base64(state.key.public)],
        "epochs": [
            [n, to_base64(secret), to_base64(state.records.get(n, b""))]
            for n, secret in sorted(state.secrets.items())
        ],
        "members": members_fields(state.members),
        "next": state.next,
        "offers": [
            [member.id, to_base64(offered.hash), to_base64(offered.device), offered.since]
            for member in state.members
            if (offered := state.offers.get(member.id))
        ],
    }
    return nonce + AESGCM(key).encrypt(nonce, compact_json(fields), _aad(cid))


def open_state(blob: bytes, *, key: bytes, cid: bytes) -> State:
    """Open the visitor's state.

    Raises:
        Hl1Error: `refused` if it is not exactly what this root and share sealed,
            `unsupported` if another version of the page made it.
    """
    if len(blob) < suite.NONCE_BYTES + suite.TAG_BYTES:
        raise refused("length of a state")
    nonce, sealed = blob[: suite.NONCE_BYTES], blob[suite.NONCE_BYTES :]
    try:
        fields = an_object(parse_json(AESGCM(key).decrypt(nonce, sealed, _aad(cid))))
    except InvalidTag:
        raise refused("a state that does not open") from None
    if fields.get("v") != _VERSION:
        raise Hl1Error("unsupported", "version of a state")
    epochs = [_epoch(item) for item in a_list(fields.get("epochs"), most=suite.MAX_EPOCHS)]
    if [n for n, _, _ in epochs] != list(range(len(epochs))) or not epochs:
        raise refused("epochs of a state")
    members = read_members(fields.get("members"))
    offers = dict(map(_offered, a_list(fields.get("offers"), most=suite.MAX_MEMBERS)))
    if set(offers) != {member.id for member in members} - {suite.VISITOR}:
        raise refused("offers of a state")
    return State(
        key=_grant_key(fields.get("key")),
        secrets={n: secret for n, secret, _ in epochs},
        records={n: record for n, _, record in epochs if n},
        members=members,
        next=a_number(fields.get("next"), least=1, most=256),
        offers=offers,
    )


def state_id(blob: bytes) -> bytes:
    """Return 16 bytes by which a tab knows its newest state again."""
    return digest(b"hl1|state" + blob)[: suite.STATE_ID_BYTES]


def _epoch(value: object) -> tuple[int, bytes, bytes]:
    entry = a_list(value, most=3)
    if len(entry) != 3:  # noqa: PLR2004 - number, secret, record
        raise refused("epoch of a state")
    number = a_number(entry[0], least=0, most=suite.MAX_EPOCH)
    secret = some_bytes(entry[1], lengths=(suite.SECRET_BYTES,))
    return number, secret, some_bytes(entry[2], lengths=(suite.HASH_BYTES if number else 0,))


def _grant_key(value: object) -> GrantKey:
    entry = a_list(value, most=2)
    if len(entry) != 2:  # noqa: PLR2004 - private, public
        raise refused("key of a state")
    scalar = some_bytes(entry[0], lengths=(suite.SCALAR_BYTES,))
    return GrantKey.restore(scalar, some_bytes(entry[1], lengths=(suite.POINT_BYTES,)))


def _offered(value: object) -> tuple[int, Offered]:
    entry = a_list(value, most=4)
    if len(entry) != 4:  # noqa: PLR2004 - member, hash, device, since
        raise refused("offer of a state")
    number = a_number(entry[0], least=1, most=255)
    return number, Offered(
        hash=some_bytes(entry[1], lengths=(suite.HASH_BYTES,)),
        device=some_bytes(entry[2], lengths=(suite.DEVICE_BYTES,)),
        since=a_number(entry[3], least=0, most=suite.MAX_EPOCHS - 1),
    )


def _aad(cid: bytes) -> bytes:
    return b"hl1|state" + cid
