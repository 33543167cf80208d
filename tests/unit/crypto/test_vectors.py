"""The frozen vectors of HL1 (docs/protocol.md §7); vectors.test.ts of web/src/hl1 runs them too."""

import dataclasses
import json
import runpy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from chatserver.crypto.hl1 import (
    GrantKey,
    Hl1Error,
    Kept,
    ProfessionalConversation,
    Roster,
    VisitorConversation,
    body,
    envelope,
    from_base64,
    grant,
    keys,
    offer,
    state,
    to_base64,
)
from chatserver.crypto.hl1.grant import Answered, Grant

VECTORS = Path(__file__).parents[2] / "vectors"
HL1: dict[str, Any] = json.loads((VECTORS / "hl1.json").read_text(encoding="ascii"))
SCENE: dict[str, Any] = HL1["scene"]
ROOT = from_base64(SCENE["root"])


def named(cases: list[dict[str, Any]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case["name"] for case in cases])


def counted(seed: int) -> Callable[[int], bytes]:
    numbers = iter(range(seed, 10**6))
    return lambda length: bytes(next(numbers) % 251 for _ in range(length))


def kept_key(pair: list[str]) -> GrantKey:
    scalar, public = map(from_base64, pair)
    return GrantKey.restore(scalar, public)


def answered(suite: int = 1) -> Answered:
    section = HL1["grants"]
    it = section["answered"][str(suite)]
    cid = from_base64(section["cid"])
    return Answered(cid=cid, key=from_base64(it["key"]), hash=from_base64(it["hash"]))


def given(case: dict[str, Any]) -> Grant:
    return Grant(
        member=case["member"],
        since=case["since"],
        record=from_base64(case["record"]),
        secrets={n: from_base64(secret) for n, secret in case["secrets"]},
    )


def private_key() -> ec.EllipticCurvePrivateKey:
    jwk = SCENE["private"]
    d = from_base64(jwk["d"].replace("-", "+").replace("_", "/") + "=")
    return ec.derive_private_key(int.from_bytes(d), ec.SECP256R1())


def professional(granted: str = "python") -> ProfessionalConversation:
    kept = Kept(
        cid=keys.identity(ROOT).cid,
        commitment=from_base64(SCENE["commitment"]),
        offer=from_base64(SCENE["offer"]),
        signature=from_base64(SCENE["signature"]),
        entry=from_base64(SCENE["entry"]),
        private=private_key(),
    )
    party = ProfessionalConversation.restore(kept, random=counted(SCENE["professional_seed"]))
    party.admit(from_base64(SCENE["grants"][granted]))
    return party


def said(name: str) -> bytes:
    return from_base64(SCENE["sealed"][name])


def test_the_committed_vectors_are_what_the_generator_makes(
    capsys: pytest.CaptureFixture[str],
) -> None:
    runpy.run_path(str(VECTORS / "make_hl1.py"), run_name="__main__")

    assert capsys.readouterr().out == (VECTORS / "hl1.json").read_text(encoding="ascii")


def test_a_root_stands_for_these_names() -> None:
    root = from_base64(HL1["identity"]["root"])
    it = keys.identity(root)

    assert it.cid == from_base64(HL1["identity"]["cid"])
    assert it.token == from_base64(HL1["identity"]["token"])
    assert kept_key(HL1["identity"]["grant_key"]).commitment == from_base64(
        HL1["identity"]["commitment"]
    )


@named(HL1["envelopes"])
def test_an_envelope_opens_and_is_made_byte_for_byte(case: dict[str, Any]) -> None:
    sealed, secret = from_base64(case["sealed"]), from_base64(case["secret"])
    header = envelope.read_header(sealed)

    opened = envelope.open_sealed(sealed, secret=secret)

    assert opened.decode() == case["json"]
    assert body.encode(body.decode(opened)) == opened
    assert (header.epoch, header.sender, header.seq) == (
        case["epoch"],
        case["sender"],
        case["seq"],
    )
    assert header.instance == from_base64(case["instance"])
    again = envelope.seal(header, opened, secret=secret, nonce=from_base64(case["nonce"]))
    assert again == sealed


def test_the_vectors_fill_every_bucket() -> None:
    sizes = {len(from_base64(case["sealed"])) for case in HL1["envelopes"]}

    assert sizes == {327, 1095, 4167, 16455}


def test_a_whole_conversation_is_said_byte_for_byte() -> None:
    at = SCENE["at"]
    visitor = VisitorConversation.begin(
        key=kept_key(SCENE["grant_key"]), random=counted(SCENE["visitor_seed"])
    )
    read = visitor.read_offer(
        from_base64(SCENE["offer"]),
        from_base64(SCENE["signature"]),
        from_base64(SCENE["entry"]),
        roster=Roster(from_base64(SCENE["roster"])),
        suites=(1,),
        at=at,
    )

    assert visitor.root == ROOT
    assert visitor.seal_text("Is daar iemand?", at) == said("waiting")
    granted = visitor.grant(read, at + 1, back=False)
    assert granted.record == said("record")

    party = professional()
    assert party.open(said("waiting")).text == "Is daar iemand?"
    assert party.open(granted.record).kind == "epoch"
    assert party.seal_text("Ja. Neem de tijd. 🌱", at + 2) == said("answer")
    assert visitor.open(said("answer")).text == "Ja. Neem de tijd. 🌱"
    assert visitor.seal_text("Dank je", at + 3) == said("thanks")
    assert party.open(said("thanks")).marks == ()
    assert party.seal_end(at + 4) == said("end")
    assert visitor.open(said("end")).kind == "end"
    assert visitor.state(from_base64(SCENE["share"])) == said("state")


@pytest.mark.parametrize("made_by", ["python", "typescript"])
def test_a_grant_made_by_either_language_opens(made_by: str) -> None:
    opened = grant.open_grant(
        from_base64(SCENE["grants"][made_by]),
        answered(),
        commitment=from_base64(SCENE["commitment"]),
        private=private_key(),
    )

    assert opened == given(SCENE)
    assert opened.record == keys.digest(said("record"))
    assert professional(made_by).granted == 1


@named(HL1["grants"]["accepted"])
def test_a_grant_is_believed_and_written_byte_for_byte(case: dict[str, Any]) -> None:
    plaintext, to = from_base64(case["plaintext"]), answered(case["suite"])

    read = grant.read_grant(plaintext, to, commitment=from_base64(case["commitment"]))

    assert read == given(case)
    key = dataclasses.replace(kept_key(SCENE["grant_key"]), sign=lambda _: plaintext[-64:])
    assert grant.write_grant(read, to, key) == plaintext


@named(HL1["grants"]["refused"])
def test_a_grant_is_not_believed(case: dict[str, Any]) -> None:
    with pytest.raises(Hl1Error) as error:
        grant.read_grant(
            from_base64(case["plaintext"]),
            answered(case["suite"]),
            commitment=from_base64(case["commitment"]),
        )

    assert error.value.reason == case["reason"]


def test_a_state_opens_and_is_made_byte_for_byte() -> None:
    vector = HL1["state"]
    root, share = from_base64(vector["root"]), from_base64(vector["share"])
    cid = keys.identity(root).cid
    key = keys.state_key(root, share=share, cid=cid)

    opened = state.open_state(from_base64(vector["blob"]), key=key, cid=cid)

    assert opened.secrets == {n: from_base64(secret) for n, secret, _ in vector["epochs"]}
    assert opened.records == {n: from_base64(record) for n, _, record in vector["epochs"] if n}
    assert [(m.id, m.role, m.name, m.key) for m in opened.members] == [
        (m["id"], m["role"], m["name"], m["key"]) for m in vector["members"]
    ]
    assert opened.next == vector["next"]
    assert opened.key == kept_key(vector["key"])
    assert [
        [n, to_base64(o.hash), to_base64(o.device), o.since] for n, o in opened.offers.items()
    ] == vector["offers"]
    assert state.state_id(from_base64(vector["blob"])) == from_base64(vector["id"])
    nonce = from_base64(vector["nonce"])
    assert state.seal_state(opened, key=key, cid=cid, nonce=nonce) == from_base64(vector["blob"])


@named(HL1["refused"]["messages"])
def test_a_message_that_was_touched_is_refused_and_the_next_one_opens(
    case: dict[str, Any],
) -> None:
    party = professional()
    party.open(said("waiting"))
    party.open(said("record"))
    assert party.seal_text("Ja. Neem de tijd. 🌱", SCENE["at"] + 2) == said("answer")

    with pytest.raises(Hl1Error) as error:
        party.open(from_base64(case["sealed"]))

    assert error.value.reason == case["reason"]
    assert party.open(said("thanks")).marks == ()


@named(HL1["refused"]["offers"])
def test_an_offer_that_was_touched_is_refused(case: dict[str, Any]) -> None:
    cid, commitment = keys.identity(ROOT).cid, from_base64(SCENE["commitment"])

    with pytest.raises(Hl1Error) as error:
        offer.read_offer(from_base64(case["offer"]), cid=cid, commitment=commitment)

    assert error.value.reason == case["reason"]


@named(HL1["refused"]["grants"])
def test_a_grant_that_was_touched_is_refused(case: dict[str, Any]) -> None:
    party = professional()

    with pytest.raises(Hl1Error, match=r"^refused: a grant that does not open$"):
        party.admit(from_base64(case["grant"]))


@named(HL1["refused"]["states"])
def test_a_state_that_was_touched_is_refused(case: dict[str, Any]) -> None:
    root, share = from_base64(HL1["state"]["root"]), from_base64(HL1["state"]["share"])

    with pytest.raises(Hl1Error) as error:
        VisitorConversation.restore(root, share, from_base64(case["blob"]))
    assert error.value.reason == case["reason"]
