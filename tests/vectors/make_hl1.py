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
    "BLFTX2AE4aywHA+xFlRuCB/t57UpE8v0PwNU6vYw80yt1A0j2ORj6c5uzQHCajODyhNmMsFkdkqK7DWK"
    "rRrzNNwpY3JCSo8ivIduJMZaacBxK2xqyAUAT152J/zigy4iOmbQnhEByW5lPuLRnqFkTrsNhHVjAuiz"
    "BQJfCoAW4VQIdt4pnTM7KPhq2NtlstYWSvvBBHiOE3DbQpSwNaNrnmexrX871O35fps/Gv3dlG6sWS4z"
    "1uUbQieLkQ=="
)
GRANT_BY_TYPESCRIPT = (
    "BIiQrMOD8/LrUPgT4pAmXPLv+MmwOTXnyB8Nzddy3rYLLX2mD18ZXMd2Gc4CFkfjSfCwdu337TJWEM9B"
    "+ePhB91k4VxArn8Wsc50jaPRG4xOaUA/wFYyRNMqfnyNlM4EZUGOy5UARsh6cmrXoyTyfVBV/2rf6QX8"
    "/0sqHukm8VzhS8yH9gKg4CcjbAxW4S0hRtlIwdYgKUd4LZnJdpFjfWqrfotHarqTABXXtl+5lqsh/TCH"
    "HKEQqwJGfA=="
)

XWING_GRANT_BY_PYTHON = (
    "VXeJs9OTvSl118lRBmQK431aB+C7AHD75upqzfy1maAnqghNO6v0rF2M/C5t7DFOLb9xr7lGlhOAxOzZ3tZb0LND"
    "vTlEPLfBosviH23WVSb4fwNVX7SEEhkGEoLikx4E4kpz7OdEbWOpZmidzt1eHEV96e/kECqDxRq0uCQ8npwNajDy"
    "pikNnNVuwjuqh/WjU3M9xhkddXfTJ2kDQ+CC/n5scGd+zyaIXVKfDTiuGNaOXAw1dYqh7I/1giOrE9b4ajcaXvKk"
    "yJkzKCkKPXpMUb4XVz/PSNKRW6JBNR8A6vUaOWPYioDbUHHcYActnZ+2mrgUu3zBEnak6mcC6Eb9r+ILuCHz9mXc"
    "xQimhZuCTgkOATh3LSyVqs2hbMbCw6rS9j/E3c0YzDzbPAJhFgVoQswElIdVD28Ooa4NECT9LAt4+4v6mK6RlgLX"
    "X3WFh/PIfYM0CL13aQ4d9MfzeSZuInH4uOMtAOKpj/IohKMIKED5R+JDoAQtp+ucB8q72fpwWC890QntfYfOPMhP"
    "q1YV/k/twBhFH97BW2e66I7uZb4vIFxtD7s15pHq1L2VGQTGb7GGUdiuo4Hr8lL1B4cxBaEGyPxqs1jF87//gINs"
    "S5p1vQjcNQ3ArzoTslCS1snJJAC+AMM4ZhOTnXzq3/jF9mMpgWlLvMAiwy7QYmeBXYqrvMP20mgs5kelaPN0O6GA"
    "ZltcQtaten2JSSk/ERgK6NyYsR/bjdPHgaM5NJNAQMjwZwbPgSbvX84l+IMwN5y9iMcwC5N6J8+1SH68Ek6s+YZJ"
    "Lbo1tKc3P7sHYIYt5TbDKykWy2c1hpv8xBK9BDzfRd9FZ3GJq1rKmJS0u1BjZBKUD6OEiXG8OzdUYMvyfO5pkizu"
    "ot1Y685Wj2zRQLxZoUAdmQE6GTNJnRiAQpcViG9r6tl5oaE2wXktOhhCwaH8SSIlHZ40WkxRiTtMsgW0HA3bRE2A"
    "NFrOzOROT0E3StIriurVouwQ5XaAo3mdP9mzwi6pCYZlBjAulKXlk6+7dE3ZgAO958Ww8Wiopy8hKKIzS3q4VD+c"
    "CCHDRG4N3rKTsuBf3ZvmTsMG2oUCxTvngnqVgNkx+h0X/HIWKyvHEHhSgbJHrdGHPNkpAkq+IsSOpxlydvBAnyKi"
    "+vB2yB4MbTKAy8LXZ6WHop+pVzWNPRHOSJr0yU0C2cSHt+rH2tZenJB1zKQ1DI+r6NjGOLmEABNszVcy38KHQKdv"
    "d8JrWGDKRw9gMgG3sBVtQgAX1kkEPCj2QjQkWFA1gn8mZ5aSUGKYZPThvcgr02ZmKdZIRkBSm+7LhTXErUb/XFhS"
    "uPF94V7RuupYqrHZ1Y8ZnGGbAe++REY2ZRbYFBbIn+PcWP5FiJd+YMSyomHims6AS/wAPbT/1C4b2A/m1S+RZ8Wl"
    "1Yrh3C4YKITA72xbYL20LyrzwNoWw9tL8VHs0HxprLQsBuon0zc4b0+0E3uMF1arIsUH39MJJRbWy1euYtiUAMNb"
    "8KMMjqy53lw1RZMrrIEJR0w8the4V1pgU1VYFYTRvjdQaIW857butuUwy2+C/geR5s43+RfF3/MJngpYpm9tQzT7"
    "kWTaNTMZj/FljSDXKIdZ/wk0R4cNwQvgYkbkb6nrqb/a6enyNsB6W2Glv3tydzFU+Shm6GDa"
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


def identity_vector() -> dict[str, object]:
    """Return a root and what it stands for."""
    it = keys.identity(ROOT)
    return {
        "root": to_base64(ROOT),
        "cid": to_base64(it.cid),
        "token": to_base64(it.token),
        "commitment": to_base64(it.commitment),
        "openings": [
            [epoch, to_base64(keys.opening_of(ROOT, epoch=epoch))] for epoch in (0, 1, 48, 49)
        ],
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
        seen=(Seen(line=other, seq=at, epoch=at),) if at else (),
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
            "opening": to_base64(keys.opening_of(self.visitor.root, epoch=1)),
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
        "an epoch beyond all": bytes(32) + b"\1\1" + b"\0\0\0\x32" + bytes(32),
        "trailing byte": bytes(32) + b"\1\1" + entry + b"\0",
    }
    return [{"name": name, "plaintext": to_base64(data)} for name, data in cases.items()]


def make() -> dict[str, object]:
    """Return all vectors."""
    scene = Scene()
    kept = state_vector()
    it = keys.identity(scene.visitor.root)
    return {
        "version": 3,
        "identity": identity_vector(),
        "envelopes": envelope_vectors(),
        "state": kept,
        "scene": scene.vector(),
        "roster": roster_section(),
        "offers": offers_section(it),
        "words": words_section(it, scene.offer, scene.granted.record),
        "xwing": xwing_section(
            scene.visitor.root, scene.secrets(), {"python": XWING_GRANT_BY_PYTHON}
        ),
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
