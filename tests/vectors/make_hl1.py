"""Make hl1.json, the vectors of HL1 that Python and TypeScript both run (docs/protocol.md §7).

    PYTHONPATH=. python tests/vectors/make_hl1.py > tests/vectors/hl1.json

Everything is made from fixed inputs and must come out the same, byte for byte,
in both languages. HPKE chooses its own randomness, so the two grants are
frozen outputs, one made by each language; they must open. A vector never
changes without a new version number.
"""

import json
from collections.abc import Iterator
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chatserver.crypto.hl1 import (
    Kept,
    OfferRead,
    ProfessionalConversation,
    Random,
    VisitorConversation,
    envelope,
    keys,
    offer,
    state,
    to_base64,
)
from chatserver.crypto.hl1.body import Body, Content, End, Member, Record, Text, decode, encode
from chatserver.crypto.hl1.encoding import from_base64
from chatserver.crypto.hl1.envelope import Header
from chatserver.crypto.hl1.order import Line, Seen

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

ROOT = sha256(b"hl1 vector root").digest()
SHARE = sha256(b"hl1 vector share").digest()
PRIVATE = ec.derive_private_key(
    int.from_bytes(sha256(b"hl1 vector professional").digest()), ec.SECP256R1()
)
AT = 29_430_000
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


def jwk() -> dict[str, str]:
    """Return the professional's fixed key as WebCrypto imports it."""

    def number(value: int) -> str:
        return to_base64(value.to_bytes(32)).rstrip("=").replace("+", "-").replace("/", "_")

    private = PRIVATE.private_numbers()
    public = private.public_numbers
    return {
        "kty": "EC",
        "crv": "P-256",
        "d": number(private.private_value),
        "x": number(public.x),
        "y": number(public.y),
    }


def point() -> bytes:
    """Return the professional's public key, 65 bytes."""
    public = PRIVATE.private_numbers().public_numbers
    return b"\x04" + public.x.to_bytes(32) + public.y.to_bytes(32)


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
    return [_envelope(name, content, at) for at, (name, content) in enumerate(contents.items())]


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


def state_vector() -> dict[str, object]:
    """Return a visitor's state and its blob."""
    member = Member(id=3, role="supervisor", name="Zoë", key=to_base64(point()))
    visitor = Member(id=0, role="visitor", name="", key="")
    it = state.State(
        secrets={n: sha256(b"epoch" + bytes([n])).digest() for n in range(3)},
        record=sha256(b"record").digest(),
        members=(visitor, member),
        next=4,
    )
    cid = keys.identity(ROOT).cid
    key = keys.state_key(ROOT, share=SHARE, cid=cid)
    nonce = bytes(range(12))
    return {
        "root": to_base64(ROOT),
        "share": to_base64(SHARE),
        "nonce": to_base64(nonce),
        "epochs": [[n, to_base64(secret)] for n, secret in it.secrets.items()],
        "record": to_base64(it.record),
        "members": [{"id": m.id, "role": m.role, "name": m.name, "key": m.key} for m in it.members],
        "next": it.next,
        "blob": to_base64(state.seal_state(it, key=key, cid=cid, nonce=nonce)),
    }


class Scene:
    """A whole conversation with counted randomness; both languages must say the same bytes."""

    def __init__(self) -> None:
        """Let it happen."""
        self.visitor = VisitorConversation.begin(random=counted(1))
        self.offer = offer.make_offer(
            cid=self.visitor.cid,
            commitment=self.visitor.commitment,
            epoch=0,
            role="professional",
            name="Sam 🌿",
            key=point(),
        )
        self.read: OfferRead = self.visitor.read_offer(self.offer, b"", b"")
        self.waiting = self.visitor.seal_text("Is daar iemand?", AT)
        self.granted = self.visitor.grant(self.read, AT + 1)
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
            "private": jwk(),
            "name": "Sam 🌿",
            "offer": to_base64(self.offer),
            "opening": to_base64(keys.identity(self.visitor.root).opening),
            "member": 1,
            "secrets": [[n, to_base64(secret)] for n, secret in self.secrets().items()],
            "grants": {"python": GRANT_BY_PYTHON, "typescript": GRANT_BY_TYPESCRIPT},
            "sealed": {name: to_base64(data) for name, data in sealed.items()},
        }


def _flipped(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


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


def refused_states(vector: dict[str, object]) -> list[dict[str, str]]:
    """Return states that do not open."""
    good = from_base64(str(vector["blob"]))
    cases = {
        "bit flip in the nonce": _flipped(good, 0),
        "bit flip in the ciphertext": _flipped(good, 12),
        "bit flip in the tag": _flipped(good, len(good) - 1),
        "trailing byte": good + b"\0",
        "shorter than a tag": good[:20],
        "nothing": b"",
    }
    return [{"name": name, "blob": to_base64(data)} for name, data in cases.items()]


def make() -> dict[str, object]:
    """Return all vectors."""
    scene = Scene()
    kept = state_vector()
    return {
        "version": 1,
        "identity": identity_vector(),
        "envelopes": envelope_vectors(),
        "state": kept,
        "scene": scene.vector(),
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
