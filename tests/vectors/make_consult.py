"""Make consult.json: calls to a consult, good and bad (docs/protocol.md §1.12, §7).

    PYTHONPATH=. python tests/vectors/make_consult.py > tests/vectors/consult.json

A vector never changes without a new version number.
"""

import json
from hashlib import sha256

from chatserver.crypto.hl1 import Entry, make_entry, to_base64
from chatserver.crypto.hl1.consult import signed
from chatserver.crypto.hl1.roster import signer
from tests.unit.crypto.signed_vectors import AT, DAY, NAME, fixed, public

ORGANISATION, SAM, KIM = (fixed(f"consult {name}") for name in ("organisation", "sam", "kim"))
CID, COMMITMENT = sha256(b"consult cid").digest()[:16], sha256(b"consult commitment").digest()


def entry_of(name: str, since: int = AT - DAY) -> bytes:
    """Return the entry of Sam's device under a name."""
    entry = Entry(
        person=sha256(name.encode()).digest()[:16],
        role="professional",
        name=name,
        since=since,
        until=since + 100 * DAY,
        key=public(SAM),
    )
    return make_entry(entry, signer(ORGANISATION))


def call(case: str, name: str, signature: bytes, **other: bytes) -> dict[str, str]:
    """Return a call; `name`: whose it is, empty where it is to be refused."""
    parts = {"cid": CID, "commitment": COMMITMENT, "entry": entry_of(NAME), **other}
    texts = {part: to_base64(value) for part, value in parts.items()}
    return {"case": case, "name": name, "signature": to_base64(signature), **texts}


def vectors() -> dict[str, object]:
    """Return what consult.json holds."""
    good = signer(SAM)(signed(CID, COMMITMENT))
    other = bytes(reversed(COMMITMENT))
    return {
        "roster": to_base64(public(ORGANISATION)),
        "at": AT,
        "calls": [
            call("good", NAME, good),
            call("of another commitment", "", good, commitment=other),
            call("of another consult", "", good, cid=bytes(reversed(CID))),
            call("signed by another device", "", signer(KIM)(signed(CID, COMMITMENT))),
            call("signed as an offer", "", signer(SAM)(b"hl1|offer" + CID + COMMITMENT)),
            call("of next year", "", good, entry=entry_of(NAME, AT + 300 * DAY)),
            call("an entry that was changed", "", good, entry=bytes(200)),
            call("a signature that is none", "", bytes(64)),
        ],
    }


if __name__ == "__main__":
    print(json.dumps(vectors(), indent=1))
