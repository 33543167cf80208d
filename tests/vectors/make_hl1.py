"""Make hl1.json, the vectors of HL1 that Python and TypeScript both run (docs/protocol.md §7).

    PYTHONPATH=. python tests/vectors/make_hl1.py > tests/vectors/hl1.json

Everything is made from fixed inputs and must come out the same, byte for byte,
in both languages. HPKE chooses its own randomness, so the grants are frozen
outputs, made by each language; they must open. Signatures are Python's; those of
another language must be believed too. A vector never changes without a new
version number.
"""

import json
from collections.abc import Iterator
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chatserver.crypto.hl1 import (
    Kept,
    OfferRead,
    ProfessionalConversation,
    Random,
    Roster,
    VisitorConversation,
    envelope,
    keys,
    offer,
    state,
    to_base64,
)
from chatserver.crypto.hl1.body import (
    Alive,
    Body,
    Content,
    End,
    Leave,
    Member,
    Record,
    Text,
    decode,
    encode,
)
from chatserver.crypto.hl1.encoding import from_base64
from chatserver.crypto.hl1.envelope import Header
from chatserver.crypto.hl1.order import Line, Seen
from tests.unit.crypto.offer_vectors import offers_section
from tests.unit.crypto.signed_vectors import (
    AT,
    ENTRY,
    NAME,
    ORGANISATION,
    SIGN_OFFER,
    jwk,
    public,
    roster_section,
    words_section,
    xwing_key,
    xwing_section,
)
from tests.unit.crypto.signed_vectors import CONVERSATION_KEY as PRIVATE
from tests.unit.crypto.signed_vectors import flipped as _flipped
from tests.unit.crypto.state_vectors import ROOT, SHARE, refused_states, state_vector

GRANT_BY_PYTHON = (
    "BPjG66nJIcWE4httlidgSnkxQcdhDE+bua1NX9BzNM2RtaCLFahCbdYyYU4sJZwSRVXBU4yphbczvHLC"
    "FbXKLwe9D8VDfsqIA58t5v0b33wu6/hHIe5DJTtD060n3J4EuvwsujU7UVrtsFw5OXv8ykXpzmNSDpLs"
    "BwARfOq+mOzGRclAX6NCa3u5c+tco+3IMQdP7K04esLTPCcmU1Z5lLhuAJ0p4OuP1AFFed2Yg9lDatEc"
    "tgmwvXjtGA=="
)
GRANT_BY_TYPESCRIPT = (
    "BIUDjVKBqNzQah+hxoF9quefOdbxs/soPfruY6uVFTFwHT5coxSfU3SoF9qqNpmIoWiJFx6g7hv3puex"
    "oUCuMIVrVIchVB4JLb84U1eUAGgQY74FejUOGD4FLCj5vOuokBcsvlc6V6vZ+UPmnRHJqPNGbHQt3AEj"
    "m2SDqNkjXn+XjQ9RB1IBz35Doo5Q2vAUksv2Q0yFF1a5SSsO3bR/INCAdHcDEGtPG9k5Y/hB3i3sIo0h"
    "mC5RLIBdWg=="
)

XWING_GRANT_BY_PYTHON = (
    "bfi3FBnC4lhWvD/5zahI0/zTVO62xZqWRS8y3gqUFHo+Nr2x7RyIu3evytBP6u+XQhX507AhACKMv2Xr9IH4tpNT"
    "ZUZWSmnDyySTQzFpkVo3+t77pfk3Tqbkbwk08oumS3eZHNP0+mrkea0x9Lvj8TLvFvYP1+IyujKmebDSS1/a69hL"
    "eey7dK5HFwuBNB42CuzUI9ReP36Zr6y0YR11/iAIjqNt+U/ysRG3JgWFtP5YZ5/QsXnQx66WExLvzUTaAsbOgfyd"
    "WIVfIHvzTIHLAO6n/L2eUd6Ff05PLET1cBXqbN6ke02gr7ouSUpXtIjw7YDIJOa8RGqLzfHPFRZQ2JdhA5YdNWMr"
    "CjaVQS++PPeVUARE6MT3fzZ24/ntv8afUuMNFJT6EDuoEP5XI3btSDnwr3OV5mr7aKdw7bVtIVy0jTejICGlIVJE"
    "C4POWE6BXCLxlZLbVqRjxG9uAK7+Zp1lxctlEz7EjjZXjNglzYTFbZRhZ7iyoErYHFbIBEaPw33gRFS0SZ9JeVuK"
    "hI/Yi5LCp8Qb+pgCzTS86BgeQca6YkQMN1niPOFEd4AtiXl3kxGX1ltgSiirMjoMZas/u7H/9HRFyvMYq3FI7M3x"
    "ud+YSIY7dmFrk45NHzKfVyGzUxUsso0QF5vHU7eUpk02UAgJKIKA4c2iXpJtSxWpQ8txVaPjeXujOG2FrNXNGivq"
    "TX8u78DDDskoar7BunDA0yQwpkYsbEATVSpSgTvjp/NcAPSb5pwpnDB7rCQkNOq8SHImLBPQC42No3NuO34VFw72"
    "cciFEtLU8yxNzd0HaGiGglphXHo46TGsWKkfJALcMSV8+eqpj8YnuTQHdjCCD4LgRyEk9iQul/rpz0wTtDVAg8ro"
    "EsLRwoa7XmO6qrQ/+cmI99JKtdPxndvzWVMlpLtil+I9qIp/idGjcycrB+H9mFyBFfHIWkd1ShN8qmiEZ0lCQsja"
    "loFq/CIHH2sUyWDoe2Wm55y+DAkS+rSM3TFF6zv6vY4LVOrVx5m86R9GIaUjQXDw8WJND6xZ3QhcZrMaaMH1kc/u"
    "Kxs0y3pxi+epoCwdWbW7fqPpnHrfAVsVZmt+6OTEFsZ1EESj1nzdGUGMlhfTgKqfgO/SjDqznymPqW7SqMRnhTCR"
    "g5bnutR2NGsLkGMMo+ClHr0Gnoga/Zf9DSJyAxKK+oEtB+S0BYr7/ijVqSSjXxx/H3cDYUHqXMirNIItIS+UvXeq"
    "KDe4CzGq7ZKQyuvuIxeeJ2DK7AS/9Uz/jT/DEImJeiuhBhpZ5EXN0qDTspJGWsbmAo74CBOl9MQLJqUJiRo2stgV"
    "eV7/Aa9izg3xYXsS5W1YTs4/7FD1CrqKZoQwG+tqSYkDoJ+iW3TKs62eXppEFS81ST3Uxpw1Z7i29G75gkOpgkTZ"
    "lBvFfstEmvyuy9iTj8eB5u1jZq8oRifIJfBescId0QjNRAlKBMu+JfkTLEwHAzbd0VJmb8+RonnHc7Jdr288MKZ6"
    "h7OJq9hrJEOHlUn7f2LiiUz39nuXh2mzLCisUaCS8R6wVnSUwh+YVgs9r4QjaLyfj6KqTC6x00bZqU6e2oVj54TF"
    "qTpPCVueIPGMIMB+XoEqSSLw0e5n/WLoRhYp7ijjvYimmK4Y67xzvpkjJHmQ5bwtodmEN5BV"
)

TEXTS = {
    "short": "Hoi",
    "emoji": "👋🏽 ik ben bang 👩‍👩‍👧 ẞß",
    "arabic": "أحتاج إلى مساعدة، هل أنت هناك؟",
    "escapes": 'tab\t quote " back\\slash \x01 \x7f line\u2028end\n',
    "fills 1024": "a" * 700,
    "fills 4096": "b" * 3000,
    "longest": "🫂" * 4000,
}


def counted(seed: int) -> Random:
    """Return "random" bytes that count upwards from a seed, modulo 251."""
    numbers = _count(seed)
    return lambda length: bytes(next(numbers) for _ in range(length))


def _count(seed: int) -> Iterator[int]:
    while True:
        yield seed % 251
        seed += 1


def point() -> bytes:
    """Return the professional's public key, 65 bytes."""
    return public(PRIVATE)


def identity_vector() -> dict[str, str]:
    """Return a root and what it stands for."""
    it = keys.identity(ROOT)
    return {
        "root": to_base64(ROOT),
        "cid": to_base64(it.cid),
        "token": to_base64(it.token),
        "commitment": to_base64(it.commitment),
        "opening": to_base64(it.opening),
    }


def envelope_vectors() -> list[dict[str, object]]:
    """Return an envelope of each bucket, each kind, and each sort of text."""
    member = Member(id=1, role="professional", name="Yûsuf", key=to_base64(point()))
    visitor = Member(id=0, role="visitor", name="", key="")
    record = Record(n=1, members=(visitor, member), previous=b"", reason="start")
    later = Record(n=7, members=(visitor, member), previous=bytes(range(32)), reason="join")
    contents: dict[str, Content] = {name: Text(text=text) for name, text in TEXTS.items()}
    contents |= {"record": record, "later record": later, "end": End()}
    contents |= {"leave": Leave(), "alive": Alive(), "record of three": _record_of_three()}
    return [_envelope(name, content, at) for at, (name, content) in enumerate(contents.items())]


def _record_of_three() -> Record:
    visitor = Member(id=0, role="visitor", name="", key="")
    sam = Member(id=1, role="professional", name="Yûsuf", key=to_base64(point()))
    noor = Member(
        id=4, role="supervisor", name="Zoë", key=to_base64(xwing_key(sha256(b"Zoe").digest())[1])
    )
    return Record(n=9, members=(visitor, sam, noor), previous=bytes(range(32)), reason="leave")


def _envelope(name: str, content: Content, at: int) -> dict[str, object]:
    line = Line(sender=at % 3, instance=sha256(b"instance" + bytes([at])).digest()[:16])
    other = Line(sender=3, instance=sha256(b"other" + bytes([at])).digest()[:16])
    body = Body(
        at=AT + at,
        prev=sha256(b"prev").digest() if at else b"",
        seen=(Seen(line=other, seq=at),) if at else (),
        content=content,
    )
    header = Header(
        cid=keys.identity(ROOT).cid,
        epoch=content.n if isinstance(content, Record) else at * 1000,
        sender=line.sender,
        instance=line.instance,
        seq=at + 1,
    )
    secret, nonce = sha256(b"secret" + bytes([at])).digest(), sha256(bytes([at])).digest()[:12]
    sealed = envelope.seal(header, encode(body), secret=secret, nonce=nonce)
    return {
        "name": name,
        "secret": to_base64(secret),
        "epoch": header.epoch,
        "sender": header.sender,
        "instance": to_base64(header.instance),
        "seq": header.seq,
        "nonce": to_base64(nonce),
        "body": json.loads(encode(body)),
        "json": encode(body).decode(),
        "sealed": to_base64(sealed),
    }


class Scene:
    """A whole conversation with counted randomness; both languages must say the same bytes."""

    def __init__(self) -> None:
        """Let it happen."""
        self.visitor = VisitorConversation.begin(random=counted(1))
        self.offer = offer.make_offer(
            cid=self.visitor.cid,
            commitment=self.visitor.commitment,
            suite_number=1,
            role="professional",
            name=NAME,
            key=point(),
        )
        self.signature = SIGN_OFFER(self.offer)
        self.read: OfferRead = self.visitor.read_offer(
            self.offer,
            self.signature,
            ENTRY,
            roster=Roster(public(ORGANISATION)),
            suites=(1,),
            at=AT,
        )
        self.waiting = self.visitor.seal_text("Is daar iemand?", AT)
        self.granted = self.visitor.grant(self.read, AT + 1, back=False)
        self.professional = self.fresh_professional()
        self.opening_bytes = [self.waiting, self.granted.record]
        for sealed in self.opening_bytes:
            self.professional.open(sealed)
        self.answer = self.professional.seal_text("Ja. Neem de tijd. 🌱", AT + 2)
        self.visitor.open(self.answer)
        self.thanks = self.visitor.seal_text("Dank je", AT + 3)
        self.professional.open(self.thanks)
        self.end = self.professional.seal_end(AT + 4)
        self.blob = self.visitor.state(SHARE)

    def fresh_professional(self) -> ProfessionalConversation:
        """Return the professional after the grant, before any message."""
        kept = Kept(
            cid=self.visitor.cid,
            commitment=self.visitor.commitment,
            offer=self.offer,
            signature=self.signature,
            entry=ENTRY,
            private=PRIVATE,
        )
        professional = ProfessionalConversation.restore(kept, random=counted(101))
        professional.admit(from_base64(GRANT_BY_PYTHON))
        return professional

    def secrets(self) -> dict[int, bytes]:
        """Return ES of epochs 0 and 1."""
        kept = keys.state_key(self.visitor.root, share=SHARE, cid=self.visitor.cid)
        return state.open_state(self.blob, key=kept, cid=self.visitor.cid).secrets

    def vector(self) -> dict[str, object]:
        """Return what was said."""
        sealed = {
            "waiting": self.waiting,
            "record": self.granted.record,
            "answer": self.answer,
            "thanks": self.thanks,
            "end": self.end,
            "state": self.blob,
        }
        return {
            "visitor_seed": 1,
            "professional_seed": 101,
            "at": AT,
            "root": to_base64(self.visitor.root),
            "share": to_base64(SHARE),
            "private": jwk(PRIVATE),
            "name": NAME,
            "offer": to_base64(self.offer),
            "signature": to_base64(self.signature),
            "entry": to_base64(ENTRY),
            "roster": to_base64(public(ORGANISATION)),
            "opening": to_base64(keys.identity(self.visitor.root).opening),
            "member": 1,
            "secrets": [[n, to_base64(secret)] for n, secret in self.secrets().items()],
            "grants": {"python": GRANT_BY_PYTHON, "typescript": GRANT_BY_TYPESCRIPT},
            "sealed": {name: to_base64(data) for name, data in sealed.items()},
        }


def refused_messages(scene: Scene) -> list[dict[str, str]]:
    """Return messages that the professional of the scene refuses instead of `thanks`."""
    good = scene.thanks
    fields = {
        "version": 0,
        "suite": 1,
        "cid": 2,
        "epoch": 21,
        "sender": 22,
        "instance": 23,
        "seq": 42,
        "nonce": 43,
        "ciphertext": 55,
        "padding": 300,
        "tag": len(good) - 1,
    }
    cases = {f"bit flip in {name}": _flipped(good, at) for name, at in fields.items()}
    body = envelope.open_sealed(good, secret=scene.secrets()[1])
    header = envelope.read_header(good)
    cases |= {
        "one byte more": good + b"\0",
        "one byte less": good[:-1],
        "nothing": b"",
        "epoch that nobody granted": _resealed(header, body, scene, epoch=2),
        "epoch 0 by a professional": _resealed(header, body, scene, epoch=0, sender=1),
        "sender who is not in": _resealed(header, body, scene, sender=9),
        "the professional's own line": _reflected(scene),
        "another conversation": _resealed(header, body, scene, cid=bytes(16)),
        "seq 0": _resealed(header, body, scene, seq=0),
        "padding that is not zero": _padded(header, scene, envelope.pad(body)[:-1] + b"\1"),
        "length beyond the padding": _padded(header, scene, b"\xff\xff" + bytes(254)),
        "not JSON": _resealed(header, b"{", scene),
        "not an object": _resealed(header, b"[]", scene),
        "no fields": _resealed(header, b"{}", scene),
        "not UTF-8": _resealed(header, b'{"kind":"\xff"}', scene),
        "record for another epoch": _record(header, scene, n=2),
        "record again": _record(header, scene, n=1),
        "record by a professional": _record(header, scene, n=1, sender=1),
    }
    unsupported = ("bit flip in version", "bit flip in suite")
    return [
        {
            "name": name,
            "sealed": to_base64(sealed),
            "reason": "unsupported" if name in unsupported else "refused",
        }
        for name, sealed in cases.items()
    ]


def _header(header: Header, **changed: object) -> Header:
    fields: dict[str, object] = {
        "cid": header.cid,
        "epoch": header.epoch,
        "sender": header.sender,
        "instance": header.instance,
        "seq": header.seq,
    }
    return Header(**(fields | changed))  # type: ignore[arg-type]  # names are Header's own


def _resealed(header: Header, body: bytes, scene: Scene, **changed: object) -> bytes:
    other = _header(header, **changed)
    secret = scene.secrets().get(other.epoch, bytes(32))
    return envelope.seal(other, body, secret=secret, nonce=bytes(12))


def _reflected(scene: Scene) -> bytes:
    """Return a message in the professional's own page load that it never sealed."""
    header = envelope.read_header(scene.answer)
    body = envelope.open_sealed(scene.answer, secret=scene.secrets()[1])
    return _resealed(header, body, scene)


def _padded(header: Header, scene: Scene, padded: bytes) -> bytes:
    """Seal bytes that `pad` would never make."""
    aad = header.packed()
    key = keys.message_key(scene.secrets()[1], cid=header.cid, line=aad[18:39])
    return aad + bytes(12) + AESGCM(key).encrypt(bytes(12), padded, aad)


def _record(header: Header, scene: Scene, *, n: int, sender: int = 0) -> bytes:
    first = envelope.open_sealed(scene.granted.record, secret=scene.secrets()[1])
    content = decode(first).content
    if not isinstance(content, Record):
        raise TypeError
    record = Record(
        n=n,
        members=content.members,
        previous=keys.digest(scene.granted.record),
        reason="join",
    )
    body = Body(at=AT, prev=b"", seen=(), content=record)
    return _resealed(header, encode(body), scene, sender=sender)


def refused_offers(scene: Scene) -> list[dict[str, str]]:
    """Return offers that the visitor of the scene refuses."""
    good = scene.offer
    name_at = 65
    cases = {
        "bit flip in the label": _flipped(good, 0),
        "another version": _flipped(good, 9),
        "another suite": _flipped(good, 10),
        "another cid": _flipped(good, 11),
        "wrong commitment": _flipped(good, 27),
        "role 0": good[:63] + b"\0" + good[64:],
        "role 3": good[:63] + b"\3" + good[64:],
        "length of the name": _flipped(good, 64),
        "control character in the name": good[:name_at] + b"\n" + good[name_at + 1 :],
        "name that is not UTF-8": good[:name_at] + b"\xff" + good[name_at + 1 :],
        "key that is not on the curve": _flipped(good, len(good) - 1),
        "compressed key": good[:-67] + b"\0\x21\2" + good[-64:-32],
        "trailing byte": good + b"\0",
        "one byte less": good[:-1],
        "nothing": b"",
    }
    unsupported = ("another version", "another suite")
    return [
        {
            "name": name,
            "offer": to_base64(data),
            "reason": "unsupported" if name in unsupported else "refused",
        }
        for name, data in cases.items()
    ]


def refused_grants() -> list[dict[str, str]]:
    """Return grants that do not open."""
    good = from_base64(GRANT_BY_PYTHON)
    cases = {
        "bit flip in enc": _flipped(good, 40),
        "bit flip in the ciphertext": _flipped(good, 70),
        "bit flip in the tag": _flipped(good, len(good) - 1),
        "trailing byte": good + b"\0",
        "one byte less": good[:-1],
        "nothing": b"",
    }
    return [{"name": name, "grant": to_base64(data)} for name, data in cases.items()]


def refused_grant_plaintexts() -> list[dict[str, str]]:
    """Return plaintexts of grants, which anybody who knows the offer can seal."""
    entry = bytes(4) + bytes(32)
    later = bytes([0, 0, 0, 1]) + bytes(32)
    cases = {
        "nothing": b"",
        "no epochs": bytes(32) + b"\1\0",
        "the visitor's number": bytes(32) + b"\0\1" + entry,
        "fewer epochs than it says": bytes(32) + b"\1\2" + entry,
        "more epochs than it says": bytes(32) + b"\1\1" + entry + later,
        "epochs not ascending": bytes(32) + b"\1\2" + later + entry,
        "the same epoch twice": bytes(32) + b"\1\2" + entry + entry,
        "an epoch beyond all": bytes(32) + b"\1\1" + b"\0\1\0\0" + bytes(32),
        "trailing byte": bytes(32) + b"\1\1" + entry + b"\0",
    }
    return [{"name": name, "plaintext": to_base64(data)} for name, data in cases.items()]


def make() -> dict[str, object]:
    """Return all vectors."""
    scene = Scene()
    kept = state_vector()
    it = keys.identity(scene.visitor.root)
    return {
        "version": 1,
        "identity": identity_vector(),
        "envelopes": envelope_vectors(),
        "state": kept,
        "scene": scene.vector(),
        "roster": roster_section(),
        "offers": offers_section(it),
        "words": words_section(it, scene.offer, scene.granted.record),
        "xwing": xwing_section(it, scene.secrets(), {"python": XWING_GRANT_BY_PYTHON}),
        "refused": {
            "messages": refused_messages(scene),
            "offers": refused_offers(scene),
            "grants": refused_grants(),
            "grant_plaintexts": refused_grant_plaintexts(),
            "states": refused_states(kept),
        },
    }


def as_text() -> str:
    """Return the file's text."""
    return json.dumps(make(), indent=1, ensure_ascii=True) + "\n"


if __name__ == "__main__":
    print(as_text(), end="")
