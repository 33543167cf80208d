"""The real pages against a server that changes what it passes on (SECURITY.md properties 4-7).

What the server can lie about is either refused, or marked, and said in plain words on the screen
of whom it was done to. Nothing it says lets anybody read.
"""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.async_api import expect

from chatserver.crypto.hl1 import (
    Device,
    Entry,
    ProfessionalConversation,
    make_entry,
)
from chatserver.crypto.roster_key import DeviceKey, RosterKey
from tests.support.betrayal import (
    Betrayed,
    about_offers,
    coded,
    first_word,
    marks,
    plain,
    talking,
    waiting,
)
from tests.support.browsers import Window, meet
from tests.support.tampering import Frame, honest


def own_offer(arrived: Frame, *, roster: RosterKey, entry: bytes | None = None) -> Frame:
    """An offer that a server can make: its own key, its own device, an entry of its choice."""
    device = DeviceKey.new()
    made = make_entry(
        Entry(
            person=bytes(16),
            role="professional",
            name="Sanne",
            since=0,
            until=2**32 - 1,
            key=device.public,
        ),
        roster.sign,
    )
    talk = ProfessionalConversation.begin(
        cid=plain(arrived["cid"]),
        commitment=plain(arrived["commitment"]),
        suite=1,
        device=Device(entry=made, sign=device.sign),
    )
    return {
        "offer": coded(talk.offer),
        "signature": coded(talk.signature),
        "entry": coded(talk.entry if entry is None else entry),
    }


def with_another_key(frame: Frame) -> Frame:
    """The real offer, but for the key at its end."""
    offer = plain(frame["offer"])
    return {**frame, "offer": coded(offer[: -len(DeviceKey.new().public)] + DeviceKey.new().public)}


async def test_no_offer_of_the_servers_own_lets_it_read(betrayed: Betrayed) -> None:
    visitor, professional = await waiting(betrayed)
    _, liar, _ = betrayed
    await visitor.comes()
    arrived = liar.frames("server", "arrive")[0]
    lies: list[Callable[[Frame], Frame]] = [
        lambda frame: {**frame, **own_offer(arrived, roster=RosterKey.new())},
        lambda frame: {
            **frame,
            **own_offer(arrived, roster=RosterKey.new(), entry=plain(frame["entry"])),
        },
        with_another_key,
    ]

    for number, lie in enumerate(lies, start=1):
        liar.to_page = about_offers(lie)
        await professional.part("take-next").click()
        await expect(visitor.part("note").filter(has_text="geweigerd")).to_have_count(number)
        await expect(professional.part("conversation-tab")).to_have_count(0)
    assert liar.frames("server", "grant") == []
    assert await visitor.notes() == ["stranger"] * 3

    liar.to_page = honest
    await meet(visitor, professional)
    await visitor.says("nu is het echt")
    await professional.hears("nu is het echt")


async def test_a_server_that_keeps_trying_is_answered_with_telephone_numbers(
    betrayed: Betrayed,
) -> None:
    visitor, professional = await waiting(betrayed)
    _, liar, _ = betrayed
    await visitor.comes()
    liar.to_page = about_offers(with_another_key)

    for number in range(1, 4):
        await professional.part("take-next").click()
        await expect(visitor.part("note")).to_have_count(number)
        await expect(professional.part("conversation-tab")).to_have_count(0)
    await professional.part("take-next").click()

    page = await visitor.sees("refused-page")
    await expect(page.get_by_role("link", name="112")).to_be_visible()
    assert liar.frames("server", "grant") == []


async def test_nothing_the_server_says_adds_a_reader(betrayed: Betrayed) -> None:
    visitor, professional = await talking(betrayed)
    _, liar, to_staff = betrayed
    shown = await visitor.part("readers").inner_text()

    for frame in (
        {"type": "joined", "members": ["Mallory"]},
        {"type": "presence", "state": "here", "place": coded(b"12345678")},
        {"type": "grant", "place": coded(b"12345678"), "epoch": 2, "grant": coded(bytes(150))},
        {"type": "revoked", "listed": coded(bytes(98))},
        {"type": "delivered", "seq": 2},
    ):
        await liar.say(frame)
    await to_staff.say({"type": "joined", "members": ["Mallory"]})
    await visitor.says("wie leest dit?")
    await professional.hears("wie leest dit?")

    assert await visitor.part("readers").inner_text() == shown
    assert "Mallory" not in await visitor.page.inner_text("body")
    assert "Mallory" not in await professional.page.inner_text("body")
    assert len(liar.frames("server", "grant")) == 1


class Weaver:
    """Changes the messages to one page and numbers them anew, so that no gap shows by itself."""

    def __init__(self, weave: Callable[[list[str]], list[str]], wait_for: int) -> None:
        """Args: weave: what to do with so many messages, once they are there."""
        self._weave = weave
        self._wait_for = wait_for
        self._held: list[Frame] = []
        self._shift = 0

    def __call__(self, frame: Frame) -> list[Frame]:
        """Hold messages until there are enough, then let the woven ones go."""
        if frame["type"] != "message":
            return [frame]
        if self._wait_for == 0:
            return [{**frame, "seq": frame["seq"] + self._shift}]
        self._held.append(frame)
        if len(self._held) < self._wait_for:
            return []
        woven = self._weave([each["sealed"] for each in self._held])
        first = self._held[0]
        self._shift, self._wait_for = len(woven) - len(self._held), 0
        return [
            {**first, "seq": first["seq"] + number, "sealed": sealed}
            for number, sealed in enumerate(woven)
        ]


def flipped(sealed: str) -> str:
    """The same bytes but for one bit."""
    raw = bytearray(plain(sealed))
    raw[-1] ^= 1
    return coded(bytes(raw))


WEAVES: dict[str, tuple[Callable[[list[str]], list[str]], str]] = {
    "one is dropped": (lambda them: [them[1]], "missing"),
    "one comes twice": (lambda them: [*them, them[0]], "repeated"),
    "two change places": (lambda them: them[::-1], "reordered"),
}


@pytest.mark.parametrize("what", WEAVES)
@pytest.mark.parametrize("side", ["visitor", "professional"])
async def test_what_is_dropped_repeated_or_reordered_is_said(
    betrayed: Betrayed, side: str, what: str
) -> None:
    visitor, professional = await talking(betrayed)
    _, to_visitors, to_staff = betrayed
    weave, note = WEAVES[what]
    is_visitor = side == "visitor"
    liar, reader = (to_visitors, visitor) if is_visitor else (to_staff, professional)
    writer: Window = professional if is_visitor else visitor
    liar.to_page = Weaver(weave, wait_for=2)

    await writer.says("twee")
    await writer.says("drie")
    await marks(reader, note)

    assert (await reader.texts()).count("drie") == 1
    assert (await reader.texts()).count("twee") == (0 if what == "one is dropped" else 1)


async def test_a_changed_bit_is_never_shown(betrayed: Betrayed) -> None:
    visitor, professional = await talking(betrayed)
    _, to_visitors, to_staff = betrayed

    def flips(frame: Frame) -> list[Frame]:
        if frame["type"] != "message":
            return [frame]
        return [{**frame, "sealed": flipped(frame["sealed"])}]

    to_staff.to_page = flips
    await visitor.says("verminkt onderweg")
    await marks(professional, "unreadable")
    await professional.sees("crypto-failure")
    assert "verminkt onderweg" not in await professional.texts()
    await visitor.stops()
    to_staff.to_page = honest

    await professional.tags_not_trafficking()
    await visitor.part("again").click()
    await visitor.sees("waiting-page")
    await meet(visitor, professional)
    to_visitors.to_page = flips
    await professional.says("ook verminkt")
    await visitor.sees("refused-page")
    assert "ook verminkt" not in await visitor.page.inner_text("body")


async def test_a_cut_end_shows_within_a_minute_of_silence(betrayed: Betrayed) -> None:
    scene, _, to_staff = betrayed
    visitor, professional = await waiting(betrayed)
    await visitor.page.clock.install()
    await first_word(visitor, professional)
    cut = Weaver(lambda _them: [], wait_for=1)
    to_staff.to_page = cut
    await visitor.says("dit wordt afgeknipt")
    await expect(visitor.part("message")).to_have_count(2)
    assert scene.app is not None

    await visitor.page.clock.fast_forward("01:10")

    await marks(professional, "missing")
    assert await professional.texts() == ["eerste woord"]


@pytest.mark.parametrize("mark", ["delivered", "read"])
async def test_a_server_that_calls_arrived_what_it_kept_is_doubted(
    betrayed: Betrayed, mark: str
) -> None:
    _, to_visitors, to_staff = betrayed
    visitor, professional = await waiting(betrayed)
    await visitor.page.clock.install()
    await first_word(visitor, professional)
    to_staff.to_page = lambda frame: [] if frame["type"] == "message" else [frame]
    await visitor.says("dit houdt de server")
    await expect(visitor.part("message")).to_have_count(2)
    await expect(visitor.part("message").last).not_to_have_attribute("data-state", "sending")

    await to_visitors.say({"type": mark, "seq": to_visitors.frames("page", "accepted")[-1]["seq"]})
    await expect(visitor.part("message").last).to_have_attribute("data-state", mark)
    await visitor.page.clock.fast_forward("03:10")

    await marks(visitor, "unconfirmed")


async def test_an_old_state_does_not_bring_back_who_was_left_out(betrayed: Betrayed) -> None:
    scene, liar, _ = betrayed
    visitor, _ = await talking(betrayed)
    old = liar.frames("server", "keep")[-1]["blob"]
    await scene.revoke("Sanne")
    await visitor.sees("waiting-page")

    def serves_the_old(frame: Frame) -> list[Frame]:
        return [{**frame, "blob": old} if frame["type"] == "welcome" else frame]

    liar.to_page = serves_the_old
    await visitor.page.reload()

    await visitor.sees("refused-page")
    assert await visitor.page.evaluate("window.name") == ""


async def test_a_grant_that_the_visitor_did_not_make_is_refused(betrayed: Betrayed) -> None:
    visitor, professional = await talking(betrayed)
    _, _, to_staff = betrayed
    cid = to_staff.frames("page", "held")[-1]["cid"]

    await to_staff.say({"type": "grant", "cid": cid, "epoch": 2, "grant": coded(bytes(200))})

    await professional.sees("crypto-failure")
    await expect(professional.part("composer")).to_have_count(0)
    sent: list[Any] = to_staff.frames("server", "say")
    await visitor.says("gaat er iets mis?")
    assert to_staff.frames("server", "say") == sent


async def test_the_quick_exit_also_goes_past_a_dead_line(betrayed: Betrayed) -> None:
    visitor, professional = await talking(betrayed)
    _, to_visitors, _ = betrayed
    to_visitors.to_server = lambda frame: [] if frame["type"] == "leave" else [frame]

    await visitor.part("exit").click()

    await professional.sees("ended", reason="exit")
