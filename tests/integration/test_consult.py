"""Words between two colleagues, aside: over real sockets, and nothing of it to a visitor."""

import json
import secrets
from pathlib import Path

import pytest

from chatserver.client import Professional, Visitor
from chatserver.client.consults import Consult
from chatserver.crypto.hl1 import to_base64
from chatserver.domain.people import Role
from chatserver.store import keys
from chatserver.wire import codec, frames
from tests.support.cast import MINUTE, Cast
from tests.support.redis_servers import Stores
from tests.support.servers import served

SEALED = secrets.token_bytes(327)


async def sees(professional: Professional, name: str) -> None:
    await professional.until(lambda: name in {each.name for each in professional.colleagues})


async def asked_aside(
    asks: Professional, whom: Professional, about: bytes | None = None
) -> tuple[Consult, Consult]:
    """One asks the other, who sees it and has not answered."""
    await sees(asks, whom.name)
    ours = asks.ask_aside(whom.name, about)
    await whom.until(lambda: ours.call.cid in whom.consults.all)
    return ours, whom.consults.all[ours.call.cid]


async def talk_aside(
    asks: Professional, whom: Professional, about: bytes | None = None
) -> tuple[Consult, Consult]:
    """Both sit."""
    ours, theirs = await asked_aside(asks, whom, about)
    whom.consults.come(theirs)
    await asks.until(lambda: ours.is_open)
    await whom.until(lambda: theirs.is_open)
    return ours, theirs


async def two(cast: Cast) -> tuple[Professional, Professional]:
    return await cast.professional(), await cast.professional()


async def test_two_colleagues_talk_aside_and_know_each_other(cast: Cast) -> None:
    sanne, noor = await two(cast)
    ours, theirs = await talk_aside(sanne, noor)

    sanne.consults.say(ours, "ze zegt dat hij meeleest")
    noor.consults.say(theirs, "vraag of ze alleen is")
    await sanne.until(lambda: len(ours.texts) == 2)
    await noor.until(lambda: len(theirs.texts) == 2)

    assert theirs.name == sanne.name
    assert ours.texts == theirs.texts
    assert not any(each.marks for each in (*ours.words, *theirs.words))
    assert ours.faults == theirs.faults == []


@pytest.mark.parametrize("role", [Role.PROFESSIONAL, Role.SUPERVISOR])
async def test_either_may_ask_a_supervisor_too(cast: Cast, role: Role) -> None:
    supervisor, other = await cast.professional(Role.SUPERVISOR), await cast.professional(role)
    ours, theirs = await talk_aside(supervisor, other)

    other.consults.say(theirs, "mag ik iets vragen?")

    await supervisor.until(lambda: ours.texts == ["mag ik iets vragen?"])


class Tap:
    """Every frame on a visitor's socket, both ways, as it is on the wire."""

    def __init__(self, visitor: Visitor) -> None:
        self.texts: list[str] = []
        self._line = visitor.line
        self._read, self._send = self._line._read, self._line.send
        self._line._read = self._heard
        self._line.send = self._said  # type: ignore[method-assign]

    @property
    def kinds(self) -> list[str]:
        """Of the frames, in order."""
        return [json.loads(text)["type"] for text in self.texts]

    def _heard(self, text: str) -> frames.ToVisitor:
        self.texts.append(text)
        return self._read(text)

    def _said(self, frame: frames.FromPage) -> None:
        self.texts.append(codec.encode(frame).decode())
        self._send(frame)


async def test_nothing_of_a_consult_is_ever_on_the_visitors_socket(cast: Cast) -> None:
    sanne, noor = await two(cast)
    visitor = await cast.visitor()
    talk = await cast.conversation(visitor, sanne)
    visitor.say("ik durf niet te bellen")
    await sanne.until(lambda: len(talk.texts) == 1)
    # What sanne has, the visitor's page knows to be there: nothing of before is still on its way.
    await visitor.until(lambda: visitor.transcript.delivered == talk.transcript.cursor)
    tap = Tap(visitor)

    await sees(sanne, noor.name)
    ours, theirs = await talk_aside(sanne, noor, about=talk.cid)
    for number in range(10):
        sanne.consults.say(ours, f"vraag {number}")
        noor.consults.say(theirs, f"antwoord {number}")
    await sanne.until(lambda: len(ours.texts) == 20)
    sanne.consults.part(ours)
    await noor.until(lambda: theirs.parted == "ended")
    aside = tap.kinds
    sanne.say(talk, "Ik zoek het voor je uit.")
    await visitor.until(lambda: len(visitor.texts) == 2)

    # The server asks every page whether it is there, and seals a receipt each minute.
    assert set(aside) <= {"beat", "awake", "slip"}
    assert [kind for kind in tap.kinds if kind == "message"] == ["message"]
    everything = "".join(tap.texts)
    for part in (ours.call.cid, ours.call.commitment, ours.call.signature, theirs.call.entry):
        assert to_base64(part) not in everything
    assert theirs.about == talk.cid


async def test_who_cannot_come_says_so_and_nothing_is_kept(cast: Cast, stores: Stores) -> None:
    sanne, noor = await two(cast)
    ours, theirs = await asked_aside(sanne, noor)

    noor.consults.part(theirs)

    await sanne.until(lambda: ours.parted == "not_now")
    await noor.until(lambda: theirs.parted == "not_now")
    async with stores.looking_into_vault() as client:
        assert [key async for key in client.scan_iter("hl:{desk}:consult*")] == []


async def test_a_question_can_be_taken_back(cast: Cast) -> None:
    sanne, noor = await two(cast)
    ours, theirs = await asked_aside(sanne, noor)

    sanne.consults.part(ours)
    await noor.until(lambda: theirs.parted == "ended")
    noor.consults.come(theirs)

    await noor.until(lambda: bool(noor.refusals))
    assert noor.refusals[-1][0] == "gone"


async def test_the_vault_holds_words_and_names_only_sealed(cast: Cast, stores: Stores) -> None:
    sanne, noor = await two(cast)
    ours, _ = await talk_aside(sanne, noor)
    sanne.consults.say(ours, "CANARY-van-een-collega")
    await sanne.until(lambda: len(ours.texts) == 1)

    async with stores.looking_into_vault() as client:
        kept = await client.hgetall(keys.consult(ours.call.cid).decode())
        lives = await client.ttl(keys.consult(ours.call.cid).decode())

    held = b"".join(part for pair in kept.items() for part in pair if isinstance(part, bytes))
    assert b"CANARY" not in held
    assert sanne.name.encode() not in held
    assert ours.call.commitment not in held
    assert 0 < lives <= 1800


async def test_a_lost_line_loses_no_word(cast: Cast) -> None:
    sanne, noor = await two(cast)
    ours, theirs = await talk_aside(sanne, noor)

    await noor.line.lose()
    sanne.consults.say(ours, "ben je er nog?")
    await sanne.until(lambda: len(ours.texts) == 1)
    await noor.until(lambda: theirs.texts == ["ben je er nog?"])
    await sanne.line.lose()
    await sanne.until(lambda: sanne.is_in)
    noor.consults.say(theirs, "ja hoor")

    await sanne.until(lambda: ours.texts == ["ben je er nog?", "ja hoor"])
    assert not any(each.marks for each in (*ours.words, *theirs.words))


async def test_a_word_said_twice_is_kept_once(cast: Cast) -> None:
    sanne, noor = await two(cast)
    ours, theirs = await talk_aside(sanne, noor)
    assert ours.keys is not None
    sealed, ref = ours.keys.seal_text("één keer", MINUTE), secrets.token_bytes(16)

    sanne.consults.pass_on(ours, sealed, ref)
    sanne.consults.pass_on(ours, sealed, ref)
    sanne.consults.say(ours, "en door")

    await noor.until(lambda: len(theirs.texts) == 2)
    assert theirs.texts == ["één keer", "en door"]


async def test_a_third_colleague_neither_hears_nor_speaks_nor_ends(cast: Cast) -> None:
    sanne, noor = await two(cast)
    kim = await cast.professional()
    ours, theirs = await talk_aside(sanne, noor)
    cid, offer, sign = ours.call.cid, b"offer", bytes(64)

    kim.line.send(frames.Confide(consult=cid, ref=secrets.token_bytes(16), sealed=SEALED))
    kim.line.send(frames.SitDown(consult=cid, offer=offer, signature=sign, entry=b"e"))
    kim.line.send(frames.Seat(consult=cid, mine=[b"g"], theirs=[b"g"]))
    kim.line.send(frames.Part(consult=cid))
    await kim.until(lambda: len(kim.refusals) == 4)
    sanne.consults.say(ours, "alleen voor jou")
    await noor.until(lambda: theirs.texts == ["alleen voor jou"])

    assert {code for code, _ in kim.refusals} == {"not_yours"}
    assert kim.consults.all == {}


async def test_what_comes_out_of_turn_changes_nothing(cast: Cast) -> None:
    sanne, noor = await two(cast)
    ours, theirs = await asked_aside(sanne, noor)
    cid = ours.call.cid
    nowhere = secrets.token_bytes(16)

    sanne.line.send(frames.Confide(consult=cid, ref=nowhere, sealed=SEALED))
    sanne.line.send(frames.Seat(consult=cid, mine=[b"g"], theirs=[b"g"]))
    sanne.line.send(frames.Confide(consult=nowhere, ref=nowhere, sealed=SEALED))
    sanne.line.send(frames.Part(consult=nowhere))
    await sanne.until(lambda: len(sanne.refusals) == 4)
    codes = [code for code, _ in sanne.refusals]
    noor.consults.come(theirs)
    await noor.until(lambda: theirs.is_open)
    noor.consults.come(theirs)
    await noor.until(lambda: ("out_of_turn", None) in noor.refusals)

    assert codes == ["out_of_turn", "out_of_turn", "gone", "gone"]


async def test_nobody_is_asked_who_is_not_here_nor_oneself(cast: Cast) -> None:
    sanne, noor = await two(cast)
    await sees(noor, sanne.name)
    await sees(sanne, noor.name)
    me = noor.known_as(sanne.name)

    sanne.consults.ask(me, sanne.name)
    sanne.consults.ask(b"nobody..", "Niemand")
    await sanne.until(lambda: len(sanne.refusals) == 2)

    assert [code for code, _ in sanne.refusals] == ["out_of_turn", "not_here"]


async def test_the_same_consult_is_not_asked_twice(cast: Cast) -> None:
    sanne, noor = await two(cast)
    ours, _ = await asked_aside(sanne, noor)
    call = ours.call

    sanne.line.send(
        frames.Call(
            consult=call.cid,
            whom=sanne.known_as(noor.name),
            commitment=call.commitment,
            signature=call.signature,
            entry=call.entry,
        )
    )

    await sanne.until(lambda: ("out_of_turn", None) in sanne.refusals)
    assert ours.parted is None


async def test_two_colleagues_have_one_consult_at_a_time(cast: Cast) -> None:
    sanne, noor = await two(cast)
    first, _ = await talk_aside(sanne, noor)

    second, theirs = await talk_aside(noor, sanne)

    assert first.parted == "ended"
    assert second.call.cid != first.call.cid
    assert theirs.is_open


async def test_who_sits_down_in_anothers_name_is_not_let_in(cast: Cast) -> None:
    sanne, noor = await two(cast)
    kim = await cast.professional()
    ours, theirs = await asked_aside(sanne, noor)
    kim.consults.all[ours.call.cid] = theirs
    kim.consults._send = noor.line.send  # what a server would do that lies about who came

    kim.consults.come(theirs)

    await sanne.until(lambda: ours.parted is not None)
    assert sanne.consults.rejected == ["refused: another colleague than was asked"]


async def test_a_device_that_was_revoked_meanwhile_is_not_talked_to(cast: Cast) -> None:
    sanne, noor = await two(cast)
    ours, theirs = await asked_aside(sanne, noor)
    before = noor.consults._device()
    await cast.revoke(noor)
    await noor.until(lambda: not noor.may_work)
    noor.consults._device = lambda: before

    noor.consults.come(theirs)

    await noor.until(lambda: ("not_approved", None) in noor.refusals)
    assert not ours.is_seated


async def test_who_asks_without_an_approved_device_is_refused(cast: Cast) -> None:
    sanne = await cast.professional()
    noor = await cast.professional()
    await sees(sanne, noor.name)
    consult = sanne.ask_aside(noor.name)
    await noor.until(lambda: consult.call.cid in noor.consults.all)
    await cast.revoke(sanne)
    await sanne.until(lambda: not sanne.may_work)

    sanne.line.send(
        frames.Confide(consult=consult.call.cid, ref=secrets.token_bytes(16), sealed=SEALED)
    )

    await sanne.until(lambda: [code for code, _ in sanne.refusals] == ["not_approved"])


GOOD: dict[str, object] = {
    "type": "call",
    "consult": "A" * 22 + "==",
    "whom": "A" * 11 + "=",
    "commitment": "A" * 43 + "=",
    "signature": "A" * 86 + "==",
    "entry": "AAAA",
}


@pytest.mark.parametrize(
    "text",
    [
        {**GOOD, "consult": "AAAA"},
        {**GOOD, "whom": "everybody"},
        {**GOOD, "commitment": None},
        {**GOOD, "entry": "A" * 400},
        {**GOOD, "more": 1},
        {"type": "seat", "consult": GOOD["consult"], "mine": [], "theirs": ["AAAA"]},
        {"type": "seat", "consult": GOOD["consult"], "mine": ["AAAA"] * 3, "theirs": ["AAAA"]},
        {"type": "confide", "consult": GOOD["consult"], "ref": "A" * 22 + "==", "sealed": "AAAA"},
        {"type": "confided", "consult": GOOD["consult"]},
        {"type": "ask", "cid": GOOD["consult"], "how": "join", "role": "professional"},
        {"type": "ask", "cid": GOOD["consult"], "how": "join", "whom": ""},
    ],
    ids=lambda text: json.dumps(text)[:60],
)
async def test_what_is_malformed_closes_that_socket_and_no_consult(
    cast: Cast, text: dict[str, object]
) -> None:
    sanne, noor = await two(cast)
    ours, theirs = await talk_aside(sanne, noor)

    sanne.line._sending.put_nowait(json.dumps(text).encode())
    await sanne.until(lambda: sanne.line.closed_with == 4400)
    sanne.line.start_again()
    noor.consults.say(theirs, "je was even weg")

    await sanne.until(lambda: ours.texts == ["je was even weg"])


async def test_who_is_gone_for_long_leaves_nothing_behind(cast: Cast, stores: Stores) -> None:
    sanne, noor = await two(cast)
    ours, theirs = await talk_aside(sanne, noor)
    sanne.consults.say(ours, "ben je er nog?")
    await noor.until(lambda: len(theirs.texts) == 1)

    await noor.close()
    async with stores.looking_into_vault() as client:  # as if a minute had passed
        seen = await client.hkeys(keys.PRESENT.decode())
        await client.hdel(keys.PRESENT.decode(), *(name for name in seen if name[:2] == b"u:"))

    await sanne.until(lambda: ours.parted == "gone", within=20)
    async with stores.looking_into_vault() as client:
        assert [key async for key in client.scan_iter("hl:{desk}:consult*")] == []


async def test_colleagues_talk_across_two_processes(
    cast: Cast, stores: Stores, tmp_path: Path
) -> None:
    sanne = await cast.professional()
    async with served(stores, tmp_path) as other:
        noor = await cast.professional(url=other.staff_url)
        await sees(noor, sanne.name)
        ours, theirs = await talk_aside(sanne, noor)
        for number in range(5):
            sanne.consults.say(ours, f"s{number}")
            noor.consults.say(theirs, f"n{number}")

        await sanne.until(lambda: len(ours.texts) == 10)
        await noor.until(lambda: len(theirs.texts) == 10)
        assert ours.texts == theirs.texts
        await noor.close()
