"""What a reloaded visitor's page goes on from (docs/protocol.md §1.6)."""

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chatserver.crypto.hl1 import suite
from chatserver.crypto.hl1.body import Member, members_fields, read_members
from chatserver.crypto.hl1.encoding import compact_json, parse_json, to_base64
from chatserver.crypto.hl1.errors import Hl1Error, refused
from chatserver.crypto.hl1.shape import a_list, a_number, an_object, some_bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The epochs, the newest members, and the next member number."""

    secrets: dict[int, bytes] = field(repr=False)
    record: bytes
    """H(sealed) of the newest epoch record, or empty."""
    members: tuple[Member, ...]
    next: int


def seal_state(state: State, *, key: bytes, cid: bytes, nonce: bytes) -> bytes:
    """Return nonce ‖ ciphertext. Args: key: `keys.state_key`; nonce: 12 random bytes."""
    fields = {
        "v": 1,
        "epochs": [[n, to_base64(secret)] for n, secret in sorted(state.secrets.items())],
        "record": to_base64(state.record),
        "members": members_fields(state.members),
        "next": state.next,
    }
    return nonce + AESGCM(key).encrypt(nonce, compact_json(fields), _aad(cid))


def open_state(blob: bytes, *, key: bytes, cid: bytes) -> State:
    """Open the visitor's state.

    Raises:
        Hl1Error: `refused` if it is not exactly what this root and share sealed,
            `unsupported` if a newer page made it.
    """
    if len(blob) < suite.NONCE_BYTES + suite.TAG_BYTES:
        raise refused("length of a state")
    nonce, sealed = blob[: suite.NONCE_BYTES], blob[suite.NONCE_BYTES :]
    try:
        fields = an_object(parse_json(AESGCM(key).decrypt(nonce, sealed, _aad(cid))))
    except InvalidTag:
        raise refused("a state that does not open") from None
    if fields.get("v") != 1:
        raise Hl1Error("unsupported", "version of a state")
    secrets = dict(_epoch(item) for item in a_list(fields.get("epochs"), most=suite.MAX_EPOCHS))
    if sorted(secrets) != list(range(len(secrets))) or not secrets:
        raise refused("epochs of a state")
    return State(
        secrets=secrets,
        record=some_bytes(fields.get("record"), lengths=(0, suite.HASH_BYTES)),
        members=read_members(fields.get("members")),
        next=a_number(fields.get("next"), least=1, most=256),
    )


def _epoch(value: object) -> tuple[int, bytes]:
    entry = a_list(value, most=2)
    if len(entry) != 2:  # noqa: PLR2004 - number, secret
        raise refused("epoch of a state")
    number = a_number(entry[0], least=0, most=suite.MAX_EPOCH)
    return number, some_bytes(entry[1], lengths=(suite.SECRET_BYTES,))


def _aad(cid: bytes) -> bytes:
    return b"hl1|state" + cid
