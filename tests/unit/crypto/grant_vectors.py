"""The section `grants` of hl1.json: plaintexts of grants, good and bad, for the scene's offers.

Anybody who knows an offer can seal any of them to it.
"""

import dataclasses
import struct
from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.asymmetric import utils

from chatserver.crypto.hl1 import GrantKey, keys, to_base64
from chatserver.crypto.hl1.grant import Answered, Grant, write_grant
from tests.unit.crypto.signed_vectors import (
    GRANT_KEY,
    Addressed,
    a_grant_key,
    flipped,
    given,
    replaced,
    xwing_answered,
)

SERVERS = a_grant_key("hl1 vector grant key of a server")
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
"""Of P-256: s and ORDER - s sign the same."""
KEY_AT, MEMBER_AT, SINCE_AT, RECORD_AT, COUNT_AT, EPOCHS_AT = 1, 66, 67, 71, 103, 104


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """A plaintext as a professional's page meets it."""

    name: str
    plaintext: bytes
    commitment: bytes = GRANT_KEY.commitment
    suite: int = 1
    reason: str = "refused"

    def vector(self) -> dict[str, Any]:
        """Return it as it stands in the file."""
        return {
            "name": self.name,
            "suite": self.suite,
            "commitment": to_base64(self.commitment),
            "plaintext": to_base64(self.plaintext),
        }


def grants_section(
    it: Addressed, to: Answered, grant: Grant, by_typescript: bytes
) -> dict[str, Any]:
    """Return grants for the scene that are believed, and grants that are not.

    Args:
        to: the offer of the scene.
        grant: what the visitor of the scene grants.
        by_typescript: the plaintext that TypeScript made of it.
    """
    in_suite_2 = xwing_answered(it)
    whole = dataclasses.replace(grant, secrets={n: bytes([n]) * 32 for n in range(50)})
    later = dataclasses.replace(grant, member=255, since=3, secrets={49: bytes(32)})
    good = write_grant(grant, to, GRANT_KEY)
    accepted = [
        (Case("by Python", good), grant),
        (Case("by TypeScript", by_typescript), grant),
        (Case("the other signature of the two", with_the_other_s(good)), grant),
        (Case("of all epochs", write_grant(whole, to, GRANT_KEY)), whole),
        (Case("of the last, since an earlier one", write_grant(later, to, GRANT_KEY)), later),
        (Case("in suite 2", write_grant(grant, in_suite_2, GRANT_KEY), suite=2), grant),
    ]
    bad = [*_versions(good), *_shapes(good, to), *_keys(grant, to), *_signatures(grant, to)]
    return {
        "cid": to_base64(it.cid),
        "answered": {
            str(suite): {"key": to_base64(each.key), "hash": to_base64(each.hash)}
            for suite, each in ((1, to), (2, in_suite_2))
        },
        "accepted": [case.vector() | given(it_gives) for case, it_gives in accepted],
        "refused": [case.vector() | {"reason": case.reason} for case in bad],
    }


def with_the_other_s(plaintext: bytes) -> bytes:
    """Return the same grant with a signature that is as good."""
    return plaintext[:-32] + (ORDER - int.from_bytes(plaintext[-32:])).to_bytes(32)


def resigned(plaintext: bytes, to: Answered) -> bytes:
    """Return what the visitor would have signed in a shape that her page never makes."""
    body = plaintext[:-64]
    return body + GRANT_KEY.sign(b"hl1|granted" + bytes([1]) + to.cid + to.hash + body)


def _versions(good: bytes) -> Iterator[Case]:
    before = bytes(32) + b"\1\1" + bytes(36)
    for name, plaintext in {
        "nothing": b"",
        "version 1": replaced(good, 0, b"\1"),
        "version 3": replaced(good, 0, b"\3"),
        "of the draft before, with an opening": before,
    }.items():
        yield Case(name, plaintext, reason="unsupported")


def _shapes(good: bytes, to: Answered) -> Iterator[Case]:
    first, second = good[EPOCHS_AT : EPOCHS_AT + 36], good[EPOCHS_AT + 36 : EPOCHS_AT + 72]
    head, end = good[:COUNT_AT], bytes(64)
    beyond = struct.pack(">I", 50) + bytes(32)
    for name, plaintext in {
        "no epochs": head + b"\0" + end,
        "the visitor's number": replaced(good, MEMBER_AT, b"\0"),
        "fewer epochs than it says": replaced(good, COUNT_AT, b"\3"),
        "more epochs than it says": replaced(good, COUNT_AT, b"\1"),
        "epochs not ascending": head + b"\2" + second + first + end,
        "the same epoch twice": head + b"\2" + first + first + end,
        "an epoch beyond all": head + b"\1" + beyond + end,
        "an epoch from before the first one": replaced(good, SINCE_AT, struct.pack(">I", 1)),
        "trailing byte": good[:-64] + b"\0" + end,
        "one byte less": good[:-65] + end,
    }.items():
        yield Case(f"signed: {name}", resigned(plaintext, to))
    yield Case("cut after the key", good[:MEMBER_AT])
    yield Case("version only", good[:1])


def _keys(grant: Grant, to: Answered) -> Iterator[Case]:
    good = write_grant(grant, to, GRANT_KEY)
    yield Case("key of a server", write_grant(grant, to, SERVERS))
    yield Case("another commitment", good, commitment=SERVERS.commitment)
    yield Case("bit flip in the key", flipped(good, KEY_AT + 64))
    hybrid = bytes([6 + GRANT_KEY.public[64] % 2]) + GRANT_KEY.public[1:]
    for name, key in {
        "zeros": bytes(65),
        "not on the curve": flipped(GRANT_KEY.public, 64),
        "x beyond the field": b"\4" + b"\xff" * 32 + GRANT_KEY.public[33:],
        "compressed, and filled up": b"\2" + GRANT_KEY.public[1:33] + bytes(32),
        "hybrid": hybrid,
    }.items():
        plaintext = write_grant(grant, to, dataclasses.replace(GRANT_KEY, public=key))
        yield Case(f"committed to a key: {name}", plaintext, keys.commitment_of(key))


def _signatures(grant: Grant, to: Answered) -> Iterator[Case]:
    good = write_grant(grant, to, GRANT_KEY)
    r, s = good[-64:-32], good[-32:]
    der = utils.encode_dss_signature(int.from_bytes(r), int.from_bytes(s))
    pretended: GrantKey = dataclasses.replace(SERVERS, public=GRANT_KEY.public)
    order = ORDER.to_bytes(32)
    for name, signature in {
        "by a server": write_grant(grant, to, pretended)[-64:],
        "zeros": bytes(64),
        "ones": b"\xff" * 64,
        "r is 0": bytes(32) + s,
        "s is 0": r + bytes(32),
        "r is the order of the curve": order + s,
        "s is the order of the curve": r + order,
        "r and s swapped": s + r,
        "bit flip in r": flipped(r, 0) + s,
        "bit flip in s": r + flipped(s, 31),
        "in DER": der,
        "one byte less": r + s[:-1],
        "none": b"",
        "over the plaintext only": GRANT_KEY.sign(good[:-64]),
    }.items():
        yield Case(f"signature: {name}", good[:-64] + signature)
    yield from _signed_for_others(grant, to, good[:-64])


def _signed_for_others(grant: Grant, to: Answered, body: bytes) -> Iterator[Case]:
    """Give signatures that the visitor made, over something else."""
    changed = dataclasses.replace
    in_suite_2 = changed(to, key=bytes(1216))
    for name, other in {
        "conversation": write_grant(grant, changed(to, cid=bytes(16)), GRANT_KEY),
        "offer": write_grant(grant, changed(to, hash=bytes(32)), GRANT_KEY),
        "suite": write_grant(grant, in_suite_2, GRANT_KEY),
        "member": write_grant(changed(grant, member=2), to, GRANT_KEY),
        "first epoch": write_grant(
            changed(grant, since=1, secrets={1: grant.secrets[1]}), to, GRANT_KEY
        ),
        "record": write_grant(changed(grant, record=bytes(32)), to, GRANT_KEY),
        "epoch": write_grant(changed(grant, secrets={2: grant.secrets[1]}), to, GRANT_KEY),
        "secret": write_grant(
            changed(grant, secrets=grant.secrets | {1: bytes(32)}), to, GRANT_KEY
        ),
    }.items():
        yield Case(f"signed for another {name}", body + other[-64:])
