"""Malformed, oversized, unknown, repeated and out-of-turn frames, from either side, in every state.

Each gets a clear error or close code; nothing changes, and the other side is undisturbed.
"""

import base64
import json
import secrets
from pathlib import Path

import pytest

from chatserver.client import Professional, Visitor
from chatserver.client.talk import Talk
from chatserver.crypto.hl1 import Roster, VisitorConversation
from chatserver.wire import frames, limits
from tests.support.cast import MINUTE, Cast
from tests.support.raw import Raw
from tests.support.redis_servers import Stores
from tests.support.servers import served

SEALED = secrets.token_bytes(min(limits.SEALED_SIZES))
REF = secrets.token_bytes(16)
CID = secrets.token_bytes(16)

GARBAGE: dict[str, str | bytes] = {
    "empty": "",
    "not json": "hallo",
    "half": '{"type":"say","ref":"',
    "an array": "[]",
    "a number": "7",
    "no type": '{"ref":1}',
    "unknown type": '{"type":"whisper"}',
    "a type that only the server sends": '{"type":"welcome"}',
    "unknown field": '{"type":"leave","how":"left","why":"x"}',
    "wrong value": '{"type":"leave","how":"later"}',
    "wrong type of field": '{"type":"delivered","seq":"1"}',
    "negative": '{"type":"delivered","seq":-1}',
    "huge number": '{"type":"delivered","seq":99999999999999999999}',
    "deep": '{"type":' + "[" * 5000,
    "duplicate keys and null": '{"type":null,"type":null}',
    "not base64": '{"type":"say","ref":"***","epoch":0,"sealed":"AAAA"}',
    "sealed of a length no bucket has": json.dumps(
        {"type": "say", "ref": "A" * 22 + "==", "epoch": 0, "sealed": "A" * 440}
    ),
    "binary": b'{"type":"leave","how":"left"}',
}

CROSSED: dict[str, dict[str, frames.FromPage]] = {
    "visitor": {
        "end": frames.End(cid=CID),
        "take": frames.Take(ref=REF),
        "tag": frames.Tag(ref=REF, ticket=REF, codebook="thb-nl-0.1.0", answers={}),
        "offer": frames.Offer(cid=CID, offer=b"x", signature=bytes(64), entry=b"x"),
        "ask": frames.Ask(cid=CID, how="join"),
        "sit in": frames.SitIn(ref=REF, cid=CID),
        "step out": frames.StepOut(cid=CID),
        "be": frames.Be(state="free"),
        "go on": frames.GoOn(),
        "pass on": frames.PassOn(cid=CID),
        "reopen": frames.Reopen(ref=REF, ticket=REF),
        "give back": frames.GiveBack(cid=CID),
        "not now": frames.NotNow(cid=CID),
        "confide": frames.Confide(consult=CID, ref=REF, sealed=SEALED),
        "part": frames.Part(consult=CID),
        "say of a professional": frames.StaffSay(cid=CID, ref=REF, epoch=0, sealed=SEALED),
    },
    "professional": {
        "leave": frames.Leave(how="exit"),
        "keep": frames.Keep(blob=b"x"),
        "grant": frames.Grant(place=b"12345678", epoch=1, grant=b"x"),
        "decline": frames.Decline(place=b"12345678", why="no"),
        "say of a visitor": frames.Say(ref=REF, epoch=0, sealed=SEALED),
        "resume": frames.Resume(cid=CID, token=secrets.token_bytes(32), after=0),
        "return": frames.Return(cid=CID, token=secrets.token_bytes(32), slip=b"x", count=1),
        "pieces": frames.Pieces(first=1, sealed=[SEALED]),
    },
}


def arrive(keys: VisitorConversation) -> frames.Arrive:
    return frames.Arrive(
        cid=keys.cid, token=keys.token, commitment=keys.commitment, language="nl", suites=[1]
    )


class Scene:
    """A raw visitor and a raw professional window, beside a pair that must not notice."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.keys = VisitorConversation.begin()

    async def begin(self) -> None:
        visitor, professional = await self.cast.visitor(), await self.cast.professional()
        self.pair: tuple[Visitor, Professional, Talk] = (
            visitor,
            professional,
            await self.cast.conversation(visitor, professional),
        )
        self.said = 0

    async def raw_visitor(self, state: str) -> Raw:
        raw = await Raw.open(await self.cast.session(), self.cast.app.visitor_url)
        if state == "new":
            return raw
        await raw.send(arrive(self.keys))
        await raw.next("waiting")
        if state == "waiting":
            return raw
        professional = await self.cast.professional()
        talk = await professional.take(self.keys.cid)
        offered = await raw.next("offer")
        if state == "called":
            return raw
        read = self.keys.read_offer(
            talk.keys.offer,
            talk.keys.signature,
            talk.keys.entry,
            roster=Roster(self.cast.key.public),
            suites=[1],
            at=MINUTE,
        )
        granted = self.keys.grant(read, MINUTE, back=False)
        place = json.loads(json.dumps(offered["place"]))
        await raw.send(
            json.dumps(
                {
                    "type": "grant",
                    "place": place,
                    "epoch": granted.epoch,
                    "grant": _text(granted.grants[0].grant),
                }
            )
        )
        await professional.until(lambda: talk.keys.granted == 1)
        await raw.send(frames.Say(ref=secrets.token_bytes(16), epoch=1, sealed=granted.record))
        await raw.next("accepted")
        await professional.until(lambda: talk.is_open)
        return raw

    async def pair_is_undisturbed(self) -> None:
        visitor, professional, talk = self.pair
        self.said += 1
        visitor.say(f"zin {self.said}")
        professional.say(talk, f"woord {self.said}")
        await visitor.until(lambda: len(visitor.texts) == 2 * self.said)
        await professional.until(lambda: len(talk.texts) == 2 * self.said)
        assert not visitor.refusals
        assert not professional.refusals


def _text(sealed: bytes) -> str:
    return base64.b64encode(sealed).decode()


@pytest.fixture
async def scene(cast: Cast) -> Scene:
    made = Scene(cast)
    await made.begin()
    return made


@pytest.mark.parametrize("state", ["new", "waiting", "called", "open"])
async def test_garbage_from_a_visitor_is_refused_and_closes_only_that_socket(
    scene: Scene, state: str
) -> None:
    for name, garbage in GARBAGE.items():
        scene.keys = VisitorConversation.begin()
        raw = await scene.raw_visitor(state)

        await raw.send(garbage)

        refused = await raw.next("refused")
        assert refused == {"type": "refused", "code": "malformed", "ref": None, "cid": None}, name
        assert await raw.until_closed() == 4400, name
    await scene.pair_is_undisturbed()


async def test_garbage_from_a_professional_is_refused_and_closes_only_that_socket(
    scene: Scene,
) -> None:
    professional = await scene.cast.professional()
    for begun in (False, True):
        for name, garbage in GARBAGE.items():
            raw = await Raw.open(professional._session, scene.cast.app.staff_url)
            if begun:
                await raw.send(frames.Hello(cursors=[]))
                await raw.next("line")

            await raw.send(garbage)

            assert (await raw.next("refused"))["code"] == "malformed", name
            assert await raw.until_closed() == 4400, name
    await scene.pair_is_undisturbed()


@pytest.mark.parametrize("role", ["visitor", "professional"])
async def test_frames_of_the_other_role_are_malformed(scene: Scene, role: str) -> None:
    professional = await scene.cast.professional()
    for name, frame in CROSSED[role].items():
        if role == "visitor":
            scene.keys = VisitorConversation.begin()
            raw = await scene.raw_visitor("waiting")
        else:
            raw = await Raw.open(professional._session, scene.cast.app.staff_url)
            await raw.send(frames.Hello(cursors=[]))
            await raw.next("line")

        await raw.send(frame)

        assert (await raw.next("refused"))["code"] == "malformed", name
        assert await raw.until_closed() == 4400, name
    await scene.pair_is_undisturbed()


async def test_a_frame_over_the_limit_closes_the_socket_and_one_at_the_limit_does_not(
    scene: Scene,
) -> None:
    raw = await scene.raw_visitor("waiting")
    fits = '{"type":"delivered","seq":0}'.ljust(limits.MAX_FRAME_BYTES)
    await raw.send(fits)
    await raw.send(fits + " ")

    assert await raw.until_closed() == 1009

    again = await Raw.open(await scene.cast.session(), scene.cast.app.visitor_url)
    await again.send(frames.Resume(cid=scene.keys.cid, token=scene.keys.token, after=0))
    assert (await again.next("waiting"))["position"] == 1
    await scene.pair_is_undisturbed()


async def test_more_than_sixteen_kibibytes_of_text_cannot_be_sent(scene: Scene) -> None:
    raw = await scene.raw_visitor("open")
    too_large = limits.HEADER_BYTES + 12 + 32768 + 16
    frame = {"type": "say", "ref": _text(REF), "epoch": 1, "sealed": _text(bytes(too_large))}
    await raw.send(json.dumps(frame))

    assert await raw.until_closed() == 1009
    await scene.pair_is_undisturbed()


OUT_OF_TURN: dict[str, tuple[str, frames.FromPage, str]] = {
    "say before arrive": ("new", frames.Say(ref=REF, epoch=0, sealed=SEALED), "out_of_turn"),
    "leave before arrive": ("new", frames.Leave(how="exit"), "out_of_turn"),
    "grant before arrive": (
        "new",
        frames.Grant(place=b"12345678", epoch=1, grant=b"x"),
        "out_of_turn",
    ),
    "resume of nothing": (
        "new",
        frames.Resume(cid=CID, token=secrets.token_bytes(32), after=0),
        "gone",
    ),
    "grant while waiting": (
        "waiting",
        frames.Grant(place=b"12345678", epoch=1, grant=b"x"),
        "out_of_turn",
    ),
    "return of nothing": (
        "new",
        frames.Return(cid=CID, token=secrets.token_bytes(32), slip=b"", count=0),
        "gone",
    ),
    "pieces before anything": ("new", frames.Pieces(first=1, sealed=[SEALED]), "out_of_turn"),
    "pieces while waiting": ("waiting", frames.Pieces(first=1, sealed=[SEALED]), "out_of_turn"),
    "pieces in a conversation": ("open", frames.Pieces(first=1, sealed=[SEALED]), "out_of_turn"),
    "return in a conversation": (
        "open",
        frames.Return(cid=CID, token=secrets.token_bytes(32), slip=b"x", count=0),
        "out_of_turn",
    ),
    "opened more than there is": ("waiting", frames.Delivered(seq=5), "out_of_turn"),
    "grant to another place": (
        "called",
        frames.Grant(place=b"12345678", epoch=1, grant=b"x"),
        "not_yours",
    ),
    "opened too much in a conversation": ("open", frames.Delivered(seq=99), "out_of_turn"),
}


@pytest.mark.parametrize("name", OUT_OF_TURN)
async def test_an_out_of_turn_frame_of_a_visitor_changes_nothing(scene: Scene, name: str) -> None:
    state, frame, code = OUT_OF_TURN[name]
    raw = await scene.raw_visitor(state)

    await raw.send(frame)

    assert (await raw.next("refused"))["code"] == code
    if state != "new":
        await raw.send(frames.Delivered(seq=0))
        await raw.send(frames.Say(ref=REF, epoch=0, sealed=SEALED))
        assert (await raw.next("accepted", "refused"))["type"] == "accepted"
    await scene.pair_is_undisturbed()


async def test_arriving_twice_on_one_socket_is_out_of_turn(scene: Scene) -> None:
    raw = await scene.raw_visitor("waiting")

    await raw.send(arrive(scene.keys))

    assert (await raw.next("refused"))["code"] == "out_of_turn"


async def test_arriving_again_from_a_new_socket_makes_no_second_visitor(scene: Scene) -> None:
    raw = await scene.raw_visitor("waiting")
    again = await Raw.open(await scene.cast.session(), scene.cast.app.visitor_url)

    await again.send(arrive(scene.keys))

    assert (await again.next("waiting"))["position"] == 1
    assert (await raw.next("refused"))["code"] == "replaced"
    assert await raw.until_closed() == 4409
    _, professional, _ = scene.pair
    await professional.until(lambda: [one.cid for one in professional.waiting] == [scene.keys.cid])


async def test_a_known_conversation_with_another_token_is_gone(scene: Scene) -> None:
    await scene.raw_visitor("waiting")
    stranger = await Raw.open(await scene.cast.session(), scene.cast.app.visitor_url)
    guess = frames.Resume(cid=scene.keys.cid, token=secrets.token_bytes(32), after=0)

    await stranger.send(guess)

    assert (await stranger.next())["code"] == "gone"


async def test_the_same_ref_again_is_answered_with_the_same_number(scene: Scene) -> None:
    raw = await scene.raw_visitor("open")
    said = frames.Say(ref=REF, epoch=1, sealed=SEALED)

    await raw.send(said)
    first = await raw.next("accepted")
    await raw.send(said)
    second = await raw.next("accepted")
    await raw.send(frames.Say(ref=secrets.token_bytes(16), epoch=1, sealed=SEALED))
    third = await raw.next("accepted")

    assert first["seq"] == second["seq"] == third["seq"] - 1


async def test_a_professional_cannot_touch_what_another_holds(scene: Scene) -> None:
    _, _, talk = scene.pair
    other = await scene.cast.professional()
    raw = await Raw.open(other._session, scene.cast.app.staff_url)
    await raw.send(frames.Hello(cursors=[frames.Cursor(cid=talk.cid, after=0)]))
    assert (await raw.next("ended"))["reason"] == "gone"
    await raw.next("line")

    for frame in (
        frames.StaffSay(cid=talk.cid, ref=REF, epoch=1, sealed=SEALED),
        frames.StaffDelivered(cid=talk.cid, seq=0),
        frames.End(cid=talk.cid),
        frames.Offer(cid=talk.cid, offer=b"x", signature=bytes(64), entry=b"x"),
        frames.Ask(cid=talk.cid, how="handover"),
        frames.StepOut(cid=talk.cid),
        frames.Tag(
            ref=REF,
            ticket=talk.ticket,
            codebook=scene.cast.app.codebook.key,
            answers={"contact": ["test"]},
        ),
        frames.Skip(ref=REF, ticket=talk.ticket, reason="other"),
    ):
        await raw.send(frame)
        assert (await raw.next("refused"))["code"] == "not_yours", frame
    await scene.pair_is_undisturbed()


async def test_a_professional_cannot_write_before_being_let_in(scene: Scene) -> None:
    visitor, professional = await scene.cast.visitor(), await scene.cast.professional()
    talk = await professional.take(visitor.keys.cid)

    professional.line.send(frames.StaffSay(cid=talk.cid, ref=REF, epoch=0, sealed=SEALED))

    await professional.until(lambda: ("out_of_turn", REF) in professional.refusals)


async def test_too_many_frames_close_the_socket_with_their_own_code(
    stores: Stores, tmp_path: Path
) -> None:
    slow = {"FRAMES_PER_SECOND": "1", "FRAMES_BURST": "60", "FIRST_FRAME": "60 s"}
    environ = {f"CHATSERVER_LIMITS_{name}": value for name, value in slow.items()}
    async with served(stores, tmp_path, more=environ) as app, Cast.around(app) as cast:
        keys = VisitorConversation.begin()
        raw = await Raw.open(await cast.session(), app.visitor_url)
        await raw.send(arrive(keys))
        await raw.next("waiting")

        for _ in range(2000):
            if raw.socket.closed:
                break
            await raw.send('{"type":"delivered","seq":0}')

        assert await raw.until_closed() == 4429
        again = await Raw.open(await cast.session(), app.visitor_url)
        await again.send(frames.Resume(cid=keys.cid, token=keys.token, after=0))
        assert (await again.next("waiting"))["position"] == 1


async def test_a_socket_that_says_nothing_is_closed(stores: Stores, tmp_path: Path) -> None:
    async with (
        served(stores, tmp_path, more={"CHATSERVER_LIMITS_FIRST_FRAME": "0.2 s"}) as app,
        Cast.around(app) as cast,
    ):
        raw = await Raw.open(await cast.session(), app.visitor_url)

        assert await raw.until_closed() == 4408
