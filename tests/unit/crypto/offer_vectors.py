"""The section `offers` of hl1.json: offers with their signatures and entries, good and bad."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from chatserver.crypto.hl1 import Role, make_entry, make_revoked, to_base64
from chatserver.crypto.hl1.offer import make_offer
from tests.unit.crypto.signed_vectors import (
    AT,
    COLLEAGUE,
    CONVERSATION_KEY,
    DAY,
    DEVICE,
    ENTRY,
    LIST,
    NAME,
    NOOR,
    NOORS_ENTRY,
    OTHERS,
    SAM,
    SIGN,
    SIGN_OFFER,
    Addressed,
    always_the_same,
    fixed,
    flipped,
    public,
    refused_entries,
    replaced,
    xwing_offer,
)

SIGN_AS_NOOR = always_the_same(COLLEAGUE)
NAME_AT = 65


@dataclasses.dataclass(frozen=True, slots=True)
class Case:
    """An offer as a visitor's page meets it."""

    name: str
    offer: bytes
    signature: bytes
    entry: bytes = ENTRY
    at: int = AT
    suites: tuple[int, ...] = (1,)
    revoked: bytes = b""

    def vector(self) -> dict[str, Any]:
        """Return it as it stands in the file."""
        return {
            "name": self.name,
            "offer": to_base64(self.offer),
            "signature": to_base64(self.signature),
            "entry": to_base64(self.entry),
            "at": self.at,
            "suites": list(self.suites),
            "revoked": to_base64(self.revoked),
        }


def offer_of(
    it: Addressed,
    *,
    role: Role = "professional",
    name: str = NAME,
    suite: int = 1,
    key: bytes = public(CONVERSATION_KEY),
) -> bytes:
    """Return an offer for the scene; by default the one of the scene itself."""
    return make_offer(
        cid=it.cid,
        commitment=it.commitment,
        suite_number=suite,
        role=role,
        name=name,
        key=key,
    )


def offers_section(it: Addressed) -> dict[str, Any]:
    """Return offers that the visitor of the scene believes, and offers that it does not."""
    return {
        "cid": to_base64(it.cid),
        "commitment": to_base64(it.commitment),
        "accepted": [_accepted(case) for case in accepted(it)],
        "refused": [
            case.vector() | {"reason": reason}
            for reason, cases in (("refused", refused(it)), ("unsupported", unsupported(it)))
            for case in cases
        ],
    }


def accepted(it: Addressed) -> list[Case]:
    """Return offers that are believed."""
    good, noors = offer_of(it), offer_of(it, role="supervisor", name="Noor")
    in_suite_2 = xwing_offer(it)
    signature = SIGN_OFFER(good)
    another_list = make_revoked([NOOR.device, *OTHERS], issued=AT, sign=SIGN)
    return [
        Case("of the scene", good, signature),
        Case("of a supervisor", noors, SIGN_AS_NOOR(noors), NOORS_ENTRY),
        Case("in suite 2", in_suite_2, SIGN_OFFER(in_suite_2), suites=(1, 2)),
        Case("a day before from", good, signature, at=SAM.since - DAY),
        Case("a day after until", good, signature, at=SAM.until + DAY),
        Case("somebody else was revoked", good, signature, revoked=another_list),
        Case("at the first minute", noors, SIGN_AS_NOOR(noors), NOORS_ENTRY, at=0),
        Case("at the last minute", noors, SIGN_AS_NOOR(noors), NOORS_ENTRY, at=2**32 - 1),
    ]


def _accepted(case: Case) -> dict[str, Any]:
    entry = NOOR if case.entry == NOORS_ENTRY else SAM
    return case.vector() | {
        "suite": case.offer[10],
        "role": entry.role,
        "display": entry.name,
        "person": to_base64(entry.person),
        "device": to_base64(entry.device),
    }


def unsupported(it: Addressed) -> Iterator[Case]:
    """Give offers in a suite that the page did not name, or in another version."""
    in_suite_2, in_suite_3 = xwing_offer(it), offer_of(it, suite=3)
    newer = replaced(offer_of(it), 9, b"\2")
    yield Case("suite 2 that was not named", in_suite_2, SIGN_OFFER(in_suite_2))
    yield Case("suite 3", in_suite_3, SIGN_OFFER(in_suite_3), suites=(1, 2, 3))
    yield Case("another version", newer, SIGN_OFFER(newer))


def refused(it: Addressed) -> Iterator[Case]:
    """Give offers that are against a rule."""
    good = offer_of(it)
    signature = SIGN_OFFER(good)
    for name, entry in refused_entries().items():
        yield Case(f"entry: {name}", good, signature, entry)
    yield from _signatures(good, signature)
    yield from _times(good, signature)
    for name, offer in _shapes(it, good).items():
        yield Case(f"signed: {name}", offer, SIGN_OFFER(offer), suites=(1, 2))
    yield from _somebody_else(it, good)


def _signatures(good: bytes, signature: bytes) -> Iterator[Case]:
    der = DEVICE.sign(good, ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    cases = {
        "none": b"",
        "one byte less": signature[:-1],
        "trailing byte": signature + b"\0",
        "zeros": bytes(64),
        "ones": b"\xff" * 64,
        "bit flip in r": flipped(signature, 0),
        "bit flip in s": flipped(signature, -1),
        "r and s swapped": signature[32:] + signature[:32],
        "in DER": der,
        "by the colleague's device": SIGN_AS_NOOR(good),
        "by the organisation": SIGN(good),
        "by the key that is offered": always_the_same(CONVERSATION_KEY)(good),
        "over something else": SIGN_OFFER(good[:-1]),
    }
    for name, each in cases.items():
        yield Case(f"signature: {name}", good, each)


def _times(good: bytes, signature: bytes) -> Iterator[Case]:
    yield Case("more than a day before from", good, signature, at=SAM.since - DAY - 1)
    yield Case("more than a day after until", good, signature, at=SAM.until + DAY + 1)
    yield Case("device that was revoked", good, signature, revoked=LIST)


def _shapes(it: Addressed, good: bytes) -> dict[str, bytes]:
    key_at = NAME_AT + len(NAME.encode()) + 2
    other_key = public(fixed("hl1 vector intruder"))
    return {
        "another cid": flipped(good, 11),
        "another commitment": flipped(good, 27),
        "role 0": replaced(good, 63, b"\0"),
        "role 3": replaced(good, 63, b"\3"),
        "another role than the entry's": offer_of(it, role="supervisor"),
        "another name than the entry's": offer_of(it, name="Sam"),
        "control character in the name": replaced(good, NAME_AT, b"\n"),
        "direction character in the name": replaced(good, NAME_AT, "\u2067".encode()),
        "name that is not UTF-8": replaced(good, NAME_AT, b"\xff"),
        "no name": replaced(good[:NAME_AT] + good[key_at - 2 :], 64, b"\0"),
        "key that is not on the curve": flipped(good, -1),
        "compressed key": good[: key_at - 2] + b"\0\x21\2" + other_key[1:33],
        "key of suite 1 in suite 2": offer_of(it, suite=2),
        "key of suite 2 that is none": offer_of(it, suite=2, key=b"\xff" * 1216),
        "key of suite 2 in suite 1": replaced(xwing_offer(it), 10, b"\1"),
        "length of the key": flipped(good, key_at - 1),
        "trailing byte": good + b"\0",
        "one byte less": good[:-1],
        "nothing": b"",
    }


def _somebody_else(it: Addressed, good: bytes) -> Iterator[Case]:
    """Give what a server could make of the offers and entries that it has seen."""
    own = fixed("hl1 vector intruder")
    sign = always_the_same(own)
    mine = offer_of(it, key=public(own))
    own_entry = make_entry(
        dataclasses.replace(SAM, key=public(own)), always_the_same(fixed("hl1 vector fake roster"))
    )
    with_own_device = replaced(ENTRY, -64 - 65, public(own))
    yield Case("a key that was swapped", mine, SIGN_OFFER(good))
    yield Case("a real entry and a signature of its own", mine, sign(mine))
    yield Case("a roster of its own", mine, sign(mine), own_entry)
    yield Case("a real entry with a device of its own", mine, sign(mine), with_own_device)
    yield Case("the entry of the colleague", good, SIGN_OFFER(good), NOORS_ENTRY)
    yield Case("the name of the colleague", good, SIGN_AS_NOOR(good), NOORS_ENTRY)
