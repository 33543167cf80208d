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
from chatserver.crypto.hl1.encapsulation import open_with
from chatserver.crypto.hl1.encoding import from_base64
from chatserver.crypto.hl1.envelope import Header
from chatserver.crypto.hl1.grant import Answered, Grant
from chatserver.crypto.hl1.order import Line, Seen
from tests.unit.crypto.grant_vectors import grants_section
from tests.unit.crypto.offer_vectors import offers_section
from tests.unit.crypto.signed_vectors import (
    AT,
    ENTRY,
    GRANT_KEY,
    NAME,
    ORGANISATION,
    SIGN_OFFER,
    Addressed,
    given,
    jwk,
    pair_of,
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
    "BPMOy7Fg4Xn/B+E8mbowzfZqYb/nCWhcZYziN7BZAeDz1E5kFqz60USSbRDewnq97vPoQkbEFvhUl3d9"
    "MIPvitosKWyp8jFfm7tpXyfaxSuogaoAaCNVf9FLRdkaDJYAyUrrmn+T4zDIK+KkYEGtuDz5+1GBLsgy"
    "oTN1DbRiWbOKjUnbv++4F293A4rAlvmP9S31soZtXRwmLGcCXJdN9T5CAYHhFw+YDRjYxJTCh4oXZ7Gy"
    "ywJ8amcZxHhu+VncbQ4tHv5FRqTVnG/sNZ3QH2Hp0+Txck1/ISZwSks/Lp6gV6EXFlKaRbd4DOaUjmof"
    "/nrA03cbLsWgZvo6KL0UALVOg/NM+Obrf0OcSyp72akBqnrIjta4TRYtVRHwds/2T302FY81lZ5wryyM"
    "ATKsjTKbZwrPNcVrBkmzfMcJe8kG"
)
GRANT_BY_TYPESCRIPT = (
    "BFIeVNFCLYQlp5agXKxCabc532i0CFutjrjRKWChN6IX2yhSeQPq/h0RmuKhqvVoVICN6/B5y5OGVJrl"
    "IGrFI71fwGG9cfO+FjJ69PdNwtuXFf2Fr/QANQcE2B7ntOG28sy8BEkJGrCIJfoUOdpq4O/lm3RrX7dT"
    "i+CbsaVuGfNRgWvoMIhqdG/SrzINakukgEwe9wZbcSLIN8Gqe7u1aCEcM9cYCopsz7lpTDwYpXWrq+1S"
    "1jPuMrvXIxEdgcksOvcts4OWWxgAc3ulHw6SimEtq/Fb65aXwCouw4ixqt6EmLeeO9UCOZoumGNBp7fV"
    "7nw8ybI57YlrBhy23SvA1qfUFot6N2ViTzBEg10s3Yb/gIqM9dUzOiFKbcat5PZ/bdUYnOopV1ZG6i5i"
    "nHYGjqvx/AjI/VmUwk+Ipmr0qcBz"
)

XWING_GRANT_BY_PYTHON = (
    "+CAIO4tz2R5trZ1vZ/j6xhHGMYYgshQmkHKWiBzPG6apkk+uCECQ8+fxv6DVBTvCg/+yrMWlZ74qjYEvOAZEv3J+"
    "Iy2vMW1xn7+Y/usa+qbTBvTf0h/2YRcajNufIarS4rhntsWbTs9krgyLPjUL1ED41eT7EFTMPjpSEY/6gqBZRiJZ"
    "BZBOZ4y97TUkP+s4TceQdAzbPVaIaeXPR3LN4EuNdEdCjU7UtJHMEfkZXpLx5oczHTGlpEgEqjjIJv4bp7juuuo9"
    "cCfCLImouxpm+4l4CYynlnGPnf7duMj2fszzpVfsRKUiytxOG57MCIsk6lqftnj0cfRFeWRS1YnqWIALga4JiEd3"
    "f7grshTJTiNS4JZBbptwGTo8OhqBSpdDnmloODDbkqn+64waAfoItCa6sffwubUA8GjPBlMl+MWTbjjw3offbQUh"
    "iZr4b9NWvQ+gpah4VJd5HEdzewvfRX6rjq5T+63PV1fGUy2K/9vP5M9KCagScsU/sA4JEnwEWkYWamANgwhhxxiG"
    "+n36twFlEhJP5g2wXxpyKZDUtwdSJPSH5/fSrHXAX4lMHvWzDi3UHTF0xZkBsArdbH3tam1Tl7qjVikw7tmHBuhn"
    "p4fw3u89gntGBOhUumN3bG3OGh0OWI1CvPQ9whlB64vAZtSrbVuDGVL2s3yVhx/jBYJmAhLr2u7FRFeCr21eKcek"
    "/5NFAaY/z3dpc8V42z+sUdUBB269PY5JcBUWjqoOmU7zdmIV0Eqzkchzb3BDn+VbxlM4s0DqYDGxHMMLbSbkiMEd"
    "hc0FzFSOh6bDij8HLdlkJQTUwXZxXpn0vyXJyRtxjtMIBpM5oGEvxDISd6Tk+GKm+Q7GB4uMp6Mm819/cjYd9PDp"
    "DIyILYqCXy7xnKr9FgTQ98JGjI3WNHKi/U5pr1tj59ZG1EwAz+vMPQK0iRE7amgEFqdiwFw2RdNZZWWlSe3JbVvS"
    "L8vCm6qcyubWKP6Up5cYdfj+xoX2Gen1mC1XGe68dsTPvEnyiX0PHsAaoVWyXE0iBIIEJChVQvlIwvJQSgWuq9pn"
    "SEyP6U8gcqfmoUDzewTyWVJF21o0yaSF3AYG2NL9DoO01tg/BumiIqFKsBZd6CpWsjcwO4OxgYgWfMKbONjLyqlp"
    "lS9fnqZ5M5PmkEsw1tS069YtQUST/FjJbByjQrkll9x19kyd1zj8XuanGI3aA5TqQ9db1MimGbea2vJjggFF9Zym"
    "tQP4QlLzVtT8QvGG6/dXLo90L43q0xz9K4z/WF+wyIe6yvNhUYaN+40jCIp+5L+Pty9Jg1LaKAeIHTQSIe8w+r0y"
    "5bA7C9ptBV23cWPK3VTh6lVIkcOE7gWHeR1Ij5hIbxoPSvvotJ4H/1n0nGc4SsCwI7B7hV/IatOt/+d0beD6BVcf"
    "/9UOj8dXgRINnpai2JPcBjzFRZPJBMda9WxJiuB3PyEgIqg5frLGeTnkWrnD3FVAgfoNuBXxfrbvG02PEZY1DaN4"
    "qcU2aXuDFSQolxWmr6Uk75JuSnOZogyp3Mo6C87G4gyGEcNftLHMhRXQInlFCK35bZM6FX0x0diXHmPoZOcCJPWR"
    "SWNc6jj0jdPJzc8On93WNpQrPUB0f3yHRMF3DVUtDHTnKnzjrgpbVjG01KEuKf40nBGfyKk6gGY2ThQUhe9e/v46"
    "3Q4ISwfO5eMSsTmB4Sf41FJ+awhKAmPmpdu4XXnxeliK+ZhPjSuVa3e/PPFqV32kIxnWMirResH7ErBH1sWL8Stj"
    "WcfjCLo292ty2A9Qg73lDP18Vblr/dr98syx66GMqhIqwRvEixFEGo1eI61nml69FkCOnfYCiwQ="
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


CARD = "Veilig Thuis\nGeweld of misbruik thuis. Gratis.\n0800-2000\ndag en nacht"


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
    """Return a root and what it stands for, and the commitment to a grant key."""
    it = keys.identity(ROOT)
    return {
        "root": to_base64(ROOT),
        "cid": to_base64(it.cid),
        "token": to_base64(it.token),
        "grant_key": pair_of(GRANT_KEY),
        "commitment": to_base64(GRANT_KEY.commitment),
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
    contents |= {"contact card": Text(text=CARD, is_card=True)}
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
        self.visitor = VisitorConversation.begin(key=GRANT_KEY, random=counted(1))
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

    @property
    def it(self) -> Addressed:
        """The conversation as offers name it."""
        return Addressed(self.visitor.cid, self.visitor.commitment)

    @property
    def answered(self) -> Answered:
        """The offer as grants name it."""
        return Answered(cid=self.visitor.cid, key=point(), hash=keys.digest(self.offer))

    @property
    def grant(self) -> Grant:
        """What the visitor grants."""
        record = keys.digest(self.granted.record)
        return Grant(member=1, since=0, record=record, secrets=self.secrets())

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
            "grant_key": pair_of(GRANT_KEY),
            "commitment": to_base64(GRANT_KEY.commitment),
            **given(self.grant),
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


def by_typescript(scene: Scene) -> bytes:
    """Return the plaintext that TypeScript made and signed."""
    info = b"hl1|grant" + keys.digest(scene.offer)
    return open_with(PRIVATE, from_base64(GRANT_BY_TYPESCRIPT), info=info)


def make() -> dict[str, object]:
    """Return all vectors."""
    scene = Scene()
    kept = state_vector()
    it = scene.it
    return {
        "version": 4,
        "identity": identity_vector(),
        "envelopes": envelope_vectors(),
        "state": kept,
        "scene": scene.vector(),
        "roster": roster_section(),
        "offers": offers_section(it),
        "words": words_section(it, scene.offer, scene.granted.record),
        "grants": grants_section(it, scene.answered, scene.grant, by_typescript(scene)),
        "xwing": xwing_section(it, scene.grant, {"python": XWING_GRANT_BY_PYTHON}),
        "refused": {
            "messages": refused_messages(scene),
            "offers": refused_offers(scene),
            "grants": refused_grants(),
            "states": refused_states(kept),
        },
    }


def as_text() -> str:
    """Return the file's text."""
    return json.dumps(make(), indent=1, ensure_ascii=True) + "\n"


if __name__ == "__main__":
    print(as_text(), end="")
