"""The real pages against a server that lies and is helped by somebody who was let in.

The helper is on the roster and in the conversation, and gives the server all that they are given.
"""

import struct

import pytest
from playwright.async_api import expect

from chatserver.crypto.hl1 import (
    Device,
    Entry,
    ProfessionalConversation,
    epoch_of,
    make_entry,
)
from chatserver.crypto.hl1.encapsulation import open_with, seal_to
from chatserver.crypto.hl1.keys import digest
from chatserver.crypto.roster_key import DeviceKey
from tests.support.betrayal import Betrayed, about_offers, coded, marks, plain, talking, waiting
from tests.support.scene import Scene
from tests.support.tampering import Frame, Tampering

INFO = b"hl1|grant"
NAME_AT = 65
"""Where the name begins in an offer, behind its length."""


def helper_on_the_roster(scene: Scene, arrived: Frame) -> ProfessionalConversation:
    """Mal: a real colleague with a real device, who gives the server all that they are given."""
    device = DeviceKey.new()
    entry = Entry(
        person=bytes(16),
        role="professional",
        name="Mal",
        since=0,
        until=2**32 - 1,
        key=device.public,
    )
    return ProfessionalConversation.begin(
        cid=plain(arrived["cid"]),
        commitment=plain(arrived["commitment"]),
        suite=1,
        device=Device(entry=make_entry(entry, scene.key.sign), sign=device.sign),
    )


def grant_read_by(party: ProfessionalConversation, sealed: bytes) -> bytes:
    """What stands in a grant, as the one it is for can read it past all rules."""
    return open_with(party.kept().private, sealed, info=INFO + digest(party.offer))


def sealed_to(offer: bytes, plaintext: bytes) -> bytes:
    """Anything as a grant that answers an offer: for that it takes nothing else."""
    key_at = NAME_AT + offer[NAME_AT - 1] + 2
    return seal_to(offer[key_at:], plaintext, info=INFO + digest(offer))


@pytest.mark.parametrize("what", ["the grant itself", "an epoch of its own, with its signature"])
async def test_no_former_member_answers_a_colleague_in_the_visitors_place(
    betrayed: Betrayed, what: str
) -> None:
    scene, liar, to_staff = betrayed
    visitor, professional = await waiting(betrayed)
    await visitor.comes()
    mal = helper_on_the_roster(scene, liar.frames("server", "arrive")[0])
    signed = {"offer": mal.offer, "signature": mal.signature, "entry": mal.entry}
    liar.to_page = about_offers(lambda it: {**it, **{k: coded(v) for k, v in signed.items()}})

    def answered_for_the_visitor(frame: Frame) -> list[Frame]:
        if frame["type"] != "grant":
            return [frame]
        given = grant_read_by(mal, plain(frame["grant"]))
        one_epoch = struct.pack(">BI32sBI32s", 1, 1, bytes(32), 1, 1, bytes(32))
        invented = given[:66] + one_epoch + given[-64:]
        plaintext = given if what == "the grant itself" else invented
        sanne = plain(to_staff.frames("server", "offer")[-1]["offer"])
        return [{**frame, "grant": coded(sealed_to(sanne, plaintext))}]

    liar.to_server = answered_for_the_visitor
    # No record comes after it: the grant alone is to be refused.
    to_staff.to_page = lambda frame: [] if frame["type"] == "message" else [frame]
    await professional.takes_next()
    await visitor.is_ready()

    await professional.sees("crypto-failure")
    await expect(professional.part("composer")).to_have_count(0)
    mal.admit(plain(liar.frames("server", "grant")[0]["grant"]))
    assert mal.granted == 1


class KeptBack:
    """Keeps the second grant of one place back, and every message of its epoch from all staff."""

    def __init__(self, to_visitors: Tampering) -> None:
        self._to_visitors = to_visitors
        self._gone: set[int] = set()

    def __call__(self, frame: Frame) -> list[Frame]:
        """Number what is left anew, so that no gap shows by itself."""
        if frame["type"] == "grant":
            return [] if frame["grant"] in self._grants() else [frame]
        if frame["type"] != "message":
            return [frame]
        if epoch_of(plain(frame["sealed"])) == 2:
            self._gone.add(frame["seq"])
            return []
        before = sum(seq < frame["seq"] for seq in self._gone)
        return [{**frame, "seq": frame["seq"] - before}]

    def _grants(self) -> list[str]:
        newest = self._to_visitors.frames("page", "offer")[1]["place"]
        grants = self._to_visitors.frames("server", "grant")
        return [it["grant"] for it in grants if (it["place"], it["epoch"]) == (newest, 2)]


async def test_words_that_were_kept_back_with_their_grant_are_missed(betrayed: Betrayed) -> None:
    scene, to_visitors, to_staff = betrayed
    visitor, sanne = await talking(betrayed)
    noor = await scene.professional("Noor", url=to_staff.origin)
    iris = await scene.professional("Iris", url=to_staff.origin)
    await sanne.asks_colleagues("join")
    await noor.sits_in()
    await visitor.sees("asking")
    to_staff.to_page = KeptBack(to_visitors)
    await visitor.lets_join(back=False)
    await visitor.says("dit houdt de server achter")
    await expect(noor.part("composer")).to_have_count(0)

    await sanne.asks_colleagues("join")
    await iris.sits_in()
    await visitor.sees("asking")
    await visitor.lets_join(back=False)
    await iris.is_let_in()

    await marks(noor, "missing")
    assert await noor.texts() == []
    assert "missing" not in await iris.remarks()
