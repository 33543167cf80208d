"""The sections `state` and `refused.states` of hl1.json."""

import json
from hashlib import sha256
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chatserver.crypto.hl1 import from_base64, keys, state, to_base64
from chatserver.crypto.hl1.body import Member
from tests.unit.crypto.signed_vectors import (
    CONVERSATION_KEY,
    GRANT_KEY,
    ORGANISATION,
    flipped,
    pair_of,
    public,
)

ROOT = sha256(b"hl1 vector root").digest()
SHARE = sha256(b"hl1 vector share").digest()


def state_vector() -> dict[str, Any]:
    """Return a visitor's state and its blob."""
    member = Member(id=3, role="supervisor", name="Zoë", key=to_base64(public(CONVERSATION_KEY)))
    second = Member(id=1, role="professional", name="Sam", key=to_base64(public(ORGANISATION)))
    visitor = Member(id=0, role="visitor", name="", key="")
    it = state.State(
        key=GRANT_KEY,
        secrets={n: sha256(b"epoch" + bytes([n])).digest() for n in range(3)},
        records={n: sha256(b"record" + bytes([n])).digest() for n in (1, 2)},
        members=(visitor, member, second),
        next=4,
        offers={
            n: state.Offered(
                hash=sha256(b"offer" + bytes([n])).digest(),
                device=sha256(b"device" + bytes([n])).digest()[:16],
                since=2 - n // 2,
            )
            for n in (3, 1)
        },
    )
    cid = keys.identity(ROOT).cid
    key = keys.state_key(ROOT, share=SHARE, cid=cid)
    nonce = bytes(range(12))
    return {
        "root": to_base64(ROOT),
        "share": to_base64(SHARE),
        "nonce": to_base64(nonce),
        "key": pair_of(it.key),
        "epochs": [
            [n, to_base64(secret), to_base64(it.records.get(n, b""))]
            for n, secret in it.secrets.items()
        ],
        "members": [{"id": m.id, "role": m.role, "name": m.name, "key": m.key} for m in it.members],
        "next": it.next,
        "offers": [
            [n, to_base64(offered.hash), to_base64(offered.device), offered.since]
            for n, offered in it.offers.items()
        ],
        "blob": to_base64(blob := state.seal_state(it, key=key, cid=cid, nonce=nonce)),
        "id": to_base64(state.state_id(blob)),
    }


def refused_states(vector: dict[str, Any]) -> list[dict[str, str]]:
    """Return states that do not open."""
    good = from_base64(str(vector["blob"]))
    cases = {
        "bit flip in the nonce": flipped(good, 0),
        "bit flip in the ciphertext": flipped(good, 12),
        "bit flip in the tag": flipped(good, len(good) - 1),
        "trailing byte": good + b"\0",
        "shorter than a tag": good[:20],
        "nothing": b"",
    }
    versions: dict[str, dict[str, Any]] = {
        "version 3": {
            "v": 3,
            "epochs": [[0, "A" * 43 + "=", ""]],
            "members": [{"id": 0, "role": "visitor", "name": "", "key": ""}],
            "next": 1,
            "offers": [],
        },
        "version 5": {"v": 5},
        "no version": {},
    }
    return [
        *(
            {"name": name, "blob": to_base64(data), "reason": "refused"}
            for name, data in cases.items()
        ),
        *(
            {"name": name, "blob": to_base64(_state_of(fields)), "reason": "unsupported"}
            for name, fields in versions.items()
        ),
        *(
            {"name": name, "blob": to_base64(_state_of(fields)), "reason": "refused"}
            for name, fields in _states_of_a_wrong_shape().items()
        ),
    ]


def _state_of(fields: dict[str, Any]) -> bytes:
    """Seal what `seal_state` would never make."""
    cid = keys.identity(ROOT).cid
    key = keys.state_key(ROOT, share=SHARE, cid=cid)
    json_text = json.dumps(fields, separators=(",", ":")).encode()
    return bytes(12) + AESGCM(key).encrypt(bytes(12), json_text, b"hl1|state" + cid)


def _states_of_a_wrong_shape() -> dict[str, dict[str, Any]]:
    secret, device = to_base64(bytes(32)), to_base64(bytes(16))
    nobody = {"id": 0, "role": "visitor", "name": "", "key": ""}
    sam = {
        "id": 1,
        "role": "professional",
        "name": "Sam",
        "key": to_base64(public(CONVERSATION_KEY)),
    }
    good: dict[str, Any] = {
        "v": 4,
        "key": pair_of(GRANT_KEY),
        "epochs": [[0, secret, ""], [1, secret, secret]],
        "members": [nobody, sam],
        "next": 2,
        "offers": [[1, secret, device, 0]],
    }
    scalar, point = pair_of(GRANT_KEY)
    return {
        "no key": {name: value for name, value in good.items() if name != "key"},
        "half a key": good | {"key": [scalar]},
        "halves of different keys": good | {"key": [scalar, to_base64(public(ORGANISATION))]},
        "a private key of 0": good | {"key": [to_base64(bytes(32)), point]},
        "a private key beyond all": good | {"key": [to_base64(b"\xff" * 32), point]},
        "a private key of 31 bytes": good | {"key": [to_base64(bytes(31)), point]},
        "a key that is not on the curve": good
        | {"key": [scalar, to_base64(flipped(GRANT_KEY.public, 64))]},
        "a compressed key": good | {"key": [scalar, to_base64(GRANT_KEY.public[:33])]},
        "no epochs": good | {"epochs": []},
        "a gap between epochs": good | {"epochs": [[0, secret, ""], [2, secret, secret]]},
        "the same epoch twice": good | {"epochs": [[0, secret, ""], [0, secret, ""]]},
        "an epoch without a record": good | {"epochs": [[0, secret, ""], [1, secret, ""]]},
        "an epoch without even that": good | {"epochs": [[0, secret]]},
        "a record of epoch 0": good | {"epochs": [[0, secret, secret]]},
        "a record of 16 bytes": good | {"epochs": [[0, secret, ""], [1, secret, device]]},
        "a member without an offer": good | {"offers": []},
        "an offer without a member": good | {"offers": [[2, secret, device, 0]]},
        "an offer without a device": good | {"offers": [[1, secret]]},
        "an offer of the visitor": good
        | {"offers": [[0, secret, device, 0], [1, secret, device, 0]]},
        "a device of 32 bytes": good | {"offers": [[1, secret, secret, 0]]},
        "a member since nobody knows when": good | {"offers": [[1, secret, device]]},
        "a member since after the last epoch": good | {"offers": [[1, secret, device, 50]]},
        "two visitors": good | {"members": [nobody, nobody, sam]},
    }
