"""The closing questions through every layer: who is asked, and who said what nobody can tell."""

import asyncio
import json
import re
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest
from redis.asyncio import Redis

from chatserver.app import App
from chatserver.app.codebooks import closing_questions
from chatserver.client import Visitor
from chatserver.clock import ManualClock
from chatserver.crypto.at_rest import KeyRing
from chatserver.crypto.hl1 import to_base64
from chatserver.domain.errors import Refused, Unavailable
from chatserver.domain.synthetic import afterwards_of_a_year
from chatserver.domain.tallies import cells
from chatserver.helpline.afterwards import Afterwards, Parcel
from chatserver.helpline.counting import Counting, PendingTag, open_tag, seal_tag, sums
from chatserver.helpline.sealing import unpack
from chatserver.store import keys
from chatserver.store.ledger import RedisLedger
from chatserver.store.recipe import Address
from tests.support.cast import Cast
from tests.support.commands import run
from tests.support.memory import forms
from tests.support.redis_servers import Stores
from tests.support.servers import served, settings_for

DAY, TOMORROW = "2027-01-15", "2027-01-16"
Kept = dict[bytes, bytes]
BOOK = closing_questions().current
SAID = (
    {"heard": "yes", "next": "some", "back": "yes"},
    {"heard": "no"},
    {"next": "no", "back": "some"},
)


@dataclass(kw_only=True)
class Desk:
    """A helpline on a day in January 2027, nine in the morning."""

    app: App
    cast: Cast
    clock: ManualClock
    stores: Stores

    async def talked(self, how: str = "done") -> Visitor:
        """A visitor whose conversation is over."""
        visitor, professional = await self.cast.visitor(), await self.cast.professional()
        talk = await self.cast.conversation(visitor, professional)
        visitor.say("hoi")
        await professional.until(lambda: len(talk.texts) == 1)
        if how == "done":
            professional.end(talk)
        else:
            visitor.leave("exit" if how == "exit" else "left")
        await visitor.until(lambda: visitor.ended is not None)
        return visitor

    async def asked(self, said: Mapping[str, str] | None = None) -> None:
        """Somebody is shown the questions, and perhaps answers, without a conversation."""
        voucher = self.app.afterwards.voucher("done")
        assert voucher is not None
        await self.app.afterwards.shown(voucher)
        if said is not None:
            await self.app.afterwards.answer(voucher, said)

    async def counted(self) -> Counter[str]:
        """The cells of the closing questions."""
        return Counter(await self.app.ledger.cells(BOOK.key))

    async def post(self, body: str, **headers: str) -> int:
        session = await self.cast.session()
        url = f"{self.app.visitor_url}api/afterwards"
        async with session.post(url, data=body, headers=headers) as answer:
            return answer.status

    def at(self, utc: str) -> Afterwards:
        """What a process does with the questions at this time, such as 2027-01-16T01:05."""
        moments = replace(self.app.afterwards.moments, clock=clock_at(utc))
        return replace(self.app.afterwards, moments=moments)

    def counting_at(self, utc: str) -> Counting:
        return replace(self.app.counting_afterwards, clock=clock_at(utc))

    async def in_stores(self, *servers: Address) -> bytes:
        """Every key and every value of a hash, a sorted set and a string, as they are."""
        found = []
        for server in servers:
            async with Redis.from_url(server.url) as client:
                async for key in client.scan_iter():
                    found += [key, await client.dump(key) or b""]
        return b"\n".join(found)


@pytest.fixture
async def desk(stores: Stores, tmp_path: Path) -> AsyncIterator[Desk]:
    clock = ManualClock()
    async with served(stores, tmp_path, clock=clock) as app, Cast.around(app) as cast:
        yield Desk(app=app, cast=cast, clock=clock, stores=stores)


def clock_at(utc: str) -> ManualClock:
    return ManualClock(datetime.fromisoformat(utc).replace(tzinfo=UTC).timestamp())


def body(voucher: bytes, answers: object = None) -> str:
    said = {} if answers is None else {"answers": answers}
    return json.dumps({"voucher": to_base64(voucher), **said})


# --- who is asked ----------------------------------------------------------------


@pytest.mark.parametrize("how", ["done", "left"])
async def test_who_has_talked_gets_a_voucher_and_may_answer(desk: Desk, how: str) -> None:
    visitor = await desk.talked(how)

    assert visitor.voucher is not None
    assert await visitor.answers(None) == 204
    assert await visitor.answers(SAID[0]) == 204
    box = await desk.app.afterwards.boxes.box(DAY)
    assert box is not None
    assert (box.shown, len(box.answers)) == (1, 1)


async def test_who_left_at_once_is_asked_nothing(desk: Desk) -> None:
    assert (await desk.talked("exit")).voucher is None


async def test_who_only_waited_or_was_only_called_is_asked_nothing(desk: Desk) -> None:
    waiting = await desk.cast.visitor()
    waiting.leave("left")
    await waiting.until(lambda: waiting.ended is not None)
    called, professional = await desk.cast.visitor(), await desk.cast.professional()
    await professional.take()
    await called.until(lambda: bool(called.offers))
    called.leave("left")
    await called.until(lambda: called.ended is not None)

    assert (waiting.voucher, called.voucher) == (None, None)


async def test_a_helpline_that_asks_nothing_hands_out_nothing(
    stores: Stores, tmp_path: Path
) -> None:
    more = {"CHATSERVER_VISITORS_ASKS_AFTERWARDS": "false"}
    async with served(stores, tmp_path, more=more) as app, Cast.around(app) as cast:
        quiet = Desk(app=app, cast=cast, clock=ManualClock(), stores=stores)

        assert (await quiet.talked()).voucher is None


# --- once, in order, in time, and nothing else -----------------------------------


async def test_a_voucher_is_good_once_and_in_order(desk: Desk) -> None:
    visitor = await desk.talked()

    said = [visitor.answers(each) for each in (SAID[0], None, None, SAID[0], SAID[1])]
    assert [await each for each in said] == [409, 204, 409, 204, 409]


async def test_of_twenty_answers_at_once_one_counts(desk: Desk) -> None:
    visitor = await desk.talked()
    await visitor.answers(None)

    statuses = await asyncio.gather(*(visitor.answers(SAID[0]) for _ in range(20)))

    assert Counter(statuses) == {204: 1, 409: 19}


@pytest.mark.parametrize(
    ("handed", "last", "end"),
    [("09:00:00", "09:59:59", "10:00:00"), ("09:29:59", "09:59:59", "10:00:00")],
)
async def test_a_voucher_ends_with_a_half_hour(
    desk: Desk, handed: str, last: str, end: str
) -> None:
    voucher = desk.at(f"{DAY}T{handed}").voucher("left")
    assert voucher is not None

    await desk.at(f"{DAY}T{last}").shown(voucher)
    with pytest.raises(Refused, match="gone"):
        await desk.at(f"{DAY}T{end}").answer(voucher, SAID[0])
    await desk.at(f"{DAY}T{last}").answer(voucher, SAID[0])


async def test_a_forged_or_foreign_voucher_is_refused_as_a_used_one(desk: Desk) -> None:
    real = (await desk.talked()).voucher
    assert real is not None
    slip = desk.app.counting.ring.wrap(b"x" * 24, b"voucher|")

    for voucher in (b"x", secrets.token_bytes(64), real[:-1] + bytes([real[-1] ^ 1]), slip):
        assert await desk.post(body(voucher)) == 409
        assert await desk.post(body(voucher, SAID[0])) == 409
    assert await desk.app.afterwards.boxes.box(DAY) is None


@pytest.mark.parametrize(
    ("answers", "status"),
    [
        ({}, 409),
        ({"heard": "perhaps"}, 409),
        ({"heard": "nd"}, 409),
        ({"mood": "yes"}, 409),
        ({"given": "no"}, 409),
        ({"given": "yes", "heard": "yes"}, 409),
        ({"heard": ["yes"]}, 400),
        ({"heard": 1}, 400),
        ({"heard": "A sentence, which nobody asked for."}, 400),
        ({f"q{n}": "yes" for n in range(9)}, 400),
        ([], 400),
        ("yes", 400),
    ],
)
async def test_what_is_no_answer_is_refused_and_the_voucher_stays_good(
    desk: Desk, answers: object, status: int
) -> None:
    visitor = await desk.talked()
    assert visitor.voucher is not None
    await visitor.answers(None)

    assert await desk.post(body(visitor.voucher, answers)) == status

    assert await visitor.answers(SAID[1]) == 204


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("", 400),
        ("{}", 400),
        ("[]", 400),
        ('{"voucher":"***"}', 400),
        ('{"voucher":""}', 400),
        (json.dumps({"voucher": "A" * 172 + "AA=="}), 400),
        ('{"voucher":"AAAA","cid":"AAAA"}', 400),
        ("x" * 20_000, 413),
    ],
)
async def test_what_is_malformed_or_too_long_changes_nothing(
    desk: Desk, said: str, status: int
) -> None:
    assert await desk.post(said) == status
    assert await desk.app.afterwards.boxes.box(DAY) is None


async def test_only_the_visitors_site_hears_answers_and_from_no_other_site(desk: Desk) -> None:
    voucher = (await desk.talked()).voucher
    assert voucher is not None
    professional = await desk.cast.professional()

    assert await desk.post(body(voucher), Origin="https://evil.example") == 403
    session = await desk.cast.session()
    async with session.get(f"{desk.app.visitor_url}api/afterwards") as answer:
        assert answer.status == 405
    async with professional._session.post(
        f"{desk.app.staff_url}api/afterwards", data=body(voucher)
    ) as answer:
        assert answer.status == 404
    assert await desk.post(body(voucher), Origin=desk.app.visitor_url.rstrip("/")) == 204


async def test_a_page_on_another_host_can_read_that_it_was_heard(desk: Desk) -> None:
    voucher = (await desk.talked()).voucher
    assert voucher is not None
    session = await desk.cast.session()

    async with session.post(f"{desk.app.visitor_url}api/afterwards", data=body(voucher)) as answer:
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in answer.headers
        assert await answer.read() == b""


# --- of whom nothing can be told (F21) --------------------------------------------


async def test_answers_cannot_be_joined_to_a_chat_id_or_to_a_time_finer_than_a_day(
    desk: Desk,
) -> None:
    """Somebody reads both stores before and after every step, and has the ledger's key."""
    seen = Seen(desk)
    for said in (*SAID, None):
        visitor = await desk.talked()
        await seen.look(visitor)
        assert await visitor.answers(None) == 204
        await seen.look()
        if said is not None:
            assert await visitor.answers(said) == 204
            await seen.look()

    # While the day lasts nothing reaches the disk: the ledger does not know that anybody answered.
    assert seen.ledger_keys == set()
    async with desk.stores.looking_into_vault() as client:
        box = cast(Kept, await client.hgetall(keys.box(DAY)))
        used = await client.zrange(keys.VOUCHERS, 0, -1, withscores=True)
    vouchers = cast("dict[bytes, float]", dict(used))  # type: ignore[arg-type]
    # What is kept is as long whatever was said, has a random name, and no time; a used voucher has
    # a half hour. Neither has anything of a conversation, or of the voucher itself.
    assert box.pop(b"shown") == b"4"
    assert {(len(name), len(sealed)) for name, sealed in box.items()} == {(16, 285)}
    assert len(box) == len(SAID)
    assert all(seen.has(sealed) for sealed in box.values())  # so the look does find things
    assert {int(end) % 1800 for end in vouchers.values()} == {0}
    assert not seen.secrets_in(*box, *box.values(), *vouchers)

    # Then all of them go together, under names that were nowhere before, and know the month only.
    await desk.at("2027-01-16T00:05").look()
    pending = await desk.app.ledger.pending()
    assert len(pending) == len(SAID) + 1
    assert len({len(sealed) for sealed in pending.values()}) == 1
    assert not any(seen.has(each) for pair in pending.items() for each in pair)
    ring = desk.app.counting.ring
    opened = [open_tag(ring, mark, sealed) for mark, sealed in pending.items()]
    tags = [msgspec.json.encode(tag) for tag in opened]
    assert not seen.secrets_in(*tags)
    assert {(tag.day, tag.by, tag.language) for tag in opened if tag} == {("2027-01-01", b"", None)}
    names = {"codebook", "answers", "day", "by", "language"}
    assert {frozenset(msgspec.json.decode(tag)) for tag in tags} == {frozenset(names)}
    async with desk.stores.looking_into_vault() as client:
        left = [key async for key in client.scan_iter() if re.search(rb"answers|parcel", key)]
    assert left == []


class Seen:
    """All that somebody saw who looked at both stores again and again."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._vault = b""
        self._secrets: list[bytes] = []
        self.ledger_keys: set[bytes] = set()

    async def look(self, visitor: Visitor | None = None) -> None:
        """Look now. Args: visitor: whose conversation this was."""
        if visitor is not None:
            assert visitor.voucher is not None
            named = (visitor.keys.cid, visitor.keys.token, visitor.voucher)
            self._secrets += [shape for secret in named for shape in forms(secret)]
        self._vault += await self._desk.in_stores(*self._desk.stores.vault_keepers)
        async with Redis.from_url(self._desk.stores.ledger_keeper.url) as client:
            found = {key async for key in client.scan_iter()}
        self.ledger_keys |= {key for key in found if re.search(rb"pending|cells|counted", key)}

    def has(self, some: bytes) -> bool:
        """Whether these bytes were in the vault."""
        return some in self._vault

    def secrets_in(self, *some: bytes) -> bool:
        """Whether any of these holds an id, a token or a voucher of anybody, in any form."""
        return any(secret in each for secret in self._secrets for each in some)


async def test_the_order_in_which_they_came_is_not_the_order_in_which_they_wait(
    desk: Desk,
) -> None:
    """Twenty-four who answer after one another; the order of the parcel is drawn anew each time."""
    for n in range(24):
        await desk.asked({"heard": "yes"} if n < 12 else {"heard": "no"})
    box = await desk.app.afterwards.boxes.box(DAY)
    assert box is not None
    ring = desk.app.counting.ring

    def heard(parcel: Parcel) -> str:
        tags = [open_tag(ring, mark, sealed) for mark, sealed in parcel.tags]
        return "".join(tag.answers["heard"][0][0] for tag in tags if tag)

    drawn = {heard(desk.app.afterwards._packed(DAY, box)) for _ in range(20)}
    assert len(drawn) == 20  # one in 2.7 million is the same as another
    assert {Counter(each)["y"] for each in drawn} == {12}


# --- from a box to a cell ---------------------------------------------------------


async def test_a_box_waits_until_its_last_voucher_has_run_out(desk: Desk) -> None:
    voucher = desk.at("2027-01-15T22:59").voucher("left")  # one minute to midnight on the wall
    assert voucher is not None
    late = desk.at("2027-01-15T23:20")
    await late.shown(voucher)
    await late.answer(voucher, SAID[0])
    for utc in ("2027-01-15T23:20", "2027-01-15T23:59"):
        await desk.at(utc).look()
        assert await desk.app.afterwards.boxes.box(DAY) is not None
    assert await desk.app.afterwards.boxes.box(TOMORROW) is None

    await desk.at("2027-01-16T00:01").look()  # an hour after that day

    assert await desk.app.afterwards.boxes.box(DAY) is None
    assert len(await desk.app.ledger.pending()) == 1


async def test_who_answered_nothing_is_counted_among_those_who_were_asked(desk: Desk) -> None:
    for said in (*SAID, None, None):
        await desk.asked(said)
    for _ in range(2):
        await desk.at("2027-01-17T08:00").look()
    later = desk.counting_at("2027-02-20T08:00")

    assert (await replace(later, codebooks=desk.app.counting.codebooks).fold()).tags == 0
    assert [(await later.fold()).tags for _ in range(2)] == [5, 0]

    counted = await desk.counted()
    assert counted["a1/*/2027-01"] == 5
    assert (counted["a1/yes/2027-01"], counted["a1/no/2027-01"]) == (3, 2)
    assert (counted["a2/*/2027-Q1"], counted["a2/nd/2027-Q1"]) == (3, 1)
    assert counted["a4/some/2027-Q1"] == 1


async def test_who_dies_with_a_parcel_in_hand_leaves_it_to_the_next(desk: Desk) -> None:
    for said in SAID:
        await desk.asked(said)
    after = desk.at("2027-01-16T08:00")
    boxes = after.boxes
    box = await boxes.box(DAY)
    assert box is not None
    assert await boxes.pack(DAY, msgspec.msgpack.encode(after._packed(DAY, box)))
    parcel = await boxes.parcel(DAY)
    assert parcel is not None
    tags = unpack(parcel, Parcel).tags
    await desk.app.ledger.pend(*tags[1])  # and here it died

    await asyncio.gather(*(after.look() for _ in range(5)))

    assert set(await desk.app.ledger.pending()) == {mark for mark, _ in tags}
    assert await boxes.parcel(DAY) is None


async def test_what_was_counted_meanwhile_is_not_counted_again(desk: Desk) -> None:
    for _ in range(12):
        await desk.asked(SAID[0])
    after = desk.at("2027-01-16T08:00")
    box = await after.boxes.box(DAY)
    assert box is not None
    parcel = msgspec.msgpack.encode(after._packed(DAY, box))
    assert await after.boxes.pack(DAY, parcel)
    await after.look()
    later = desk.counting_at("2027-02-20T08:00")
    assert (await later.fold()).tags == 12

    # A process that was stopped in the middle goes on with what it had read.
    for mark, sealed in unpack(parcel, Parcel).tags:
        assert not await desk.app.ledger.pend(mark, sealed)

    assert (await later.fold()).tags == 0
    assert (await desk.counted())["a1/*/2027-01"] == 12


async def test_what_no_key_opens_any_more_is_counted_as_nothing_at_all(desk: Desk) -> None:
    await desk.asked(SAID[0])
    await desk.asked()
    box = await desk.app.afterwards.boxes.box(DAY)
    assert box is not None

    other = replace(desk.app.afterwards, ring=KeyRing.fresh())

    assert len(desk.app.afterwards._packed(DAY, box).tags) == 2
    assert len(other._packed(DAY, box).tags) == 1


async def test_tags_and_answers_are_never_folded_in_one_batch(desk: Desk) -> None:
    """Nine of one kind and nine of the other would each show single people in the numbers."""
    for _ in range(9):
        await desk.asked(SAID[0])
    await desk.at("2027-01-16T08:00").look()
    tags = desk.app.counting
    book = tags.codebooks.current
    answers = {name: list(codes) for name, codes in book.check({"contact": ["hoax"]}).items()}
    for _ in range(9):
        mark = secrets.token_bytes(16)
        tag = PendingTag(codebook=book.key, answers=answers, day=DAY, by=b"s")
        await desk.app.ledger.pend(mark, seal_tag(tags.ring, mark, tag))
    later = replace(desk.counting_at("2027-02-20T08:00"), batch=10, window=7)

    both = (later, replace(later, codebooks=tags.codebooks))
    assert [(await each.fold()).tags for each in both] == [0, 0]
    await desk.asked(SAID[1])
    await desk.at("2027-01-17T08:00").look()
    assert [(await each.fold()).tags for each in both] == [10, 0]


async def test_without_a_ledger_a_box_waits_and_is_brought_later(desk: Desk) -> None:
    await desk.asked(SAID[0])
    nowhere = RedisLedger(Redis(unix_socket_path="/nowhere"))

    with pytest.raises(Unavailable):
        await replace(desk.at("2027-01-16T08:00"), ledger=nowhere).look()
    await desk.at("2027-01-19T08:00").look()

    assert len(await desk.app.ledger.pending()) == 1


async def test_coordinators_see_how_many_answered_and_nothing_of_an_open_month(
    desk: Desk, stores: Stores, tmp_path: Path
) -> None:
    for said in [SAID[0]] * 30 + [None] * 60:
        await desk.asked(said)
    await desk.at("2027-01-16T08:00").look()
    assert (await desk.counting_at("2027-01-31T08:00").fold()).tags == 90
    coordinator = await desk.cast.coordinator()
    nothing = {"codebook": BOOK.key, "years": []}
    assert (await coordinator.tally())["afterwards"] == nothing

    async with served(stores, tmp_path, clock=clock_at("2028-01-09T08:00")) as app:
        tally: dict[str, Any] = dict(await app.figures.tally())

    assert tally["years"] == []
    [year] = tally["afterwards"]["years"]
    tables = {table["id"]: table for table in year["tables"]}
    assert (tables["a1"]["total"], tables["a1"]["rows"][0]["count"]) == ("90", "30")
    assert (tables["a2"]["total"], tables["a2"]["rows"][0]["count"]) == ("30", "30")
    months = [table["period"] for table in year["periods"] if table["id"] == "a1"]
    assert months[0] == "2027-01"


async def test_an_operator_is_shown_what_coordinators_are_shown(
    stores: Stores, tmp_path: Path
) -> None:
    async with served(stores, tmp_path, clock=clock_at("2026-02-20T08:00")) as app:
        await app.counting_afterwards.load_synthetic(2025, afterwards_of_a_year(BOOK, 2025))
        page: dict[str, Any] = dict(await app.figures.tally())
    environ = settings_for(stores, tmp_path)

    told = (await run("tally", "show", "--year", "2025", environ=environ)).out
    shown = json.loads((await run("tally", "show", "--json", environ=environ)).out)
    audited = json.loads((await run("tally", "audit", "--json", environ=environ)).out)

    assert told.startswith("2025  closing-1.0.0  (made-up figures)")
    assert "Did you feel heard?" in told
    assert (shown["years"], shown["afterwards"]) == ([], page["afterwards"])
    assert [(each["codebook"], each["result"]) for each in audited["audits"]] == [
        (BOOK.key, "safe")
    ]


async def test_a_year_of_answers_is_released_by_two_and_apart_from_the_tags(
    stores: Stores, tmp_path: Path
) -> None:
    tags = afterwards_of_a_year(BOOK, 2027)
    async with (
        served(stores, tmp_path, clock=clock_at("2028-01-20T08:00")) as app,
        Cast.around(app) as cast,
    ):
        raised = sums(cells(BOOK, answers, day) for day, answers in tags)
        await app.ledger.add(raised, codebook=BOOK.key)
        anna, bram = await cast.coordinator(), await cast.coordinator()
        offers = (await anna.releases())["offers"]
        assert [(offer["codebook"], offer["years"]) for offer in offers] == [(BOOK.key, ["2027"])]

        draft = (await anna.propose(BOOK.key, ["2027"]))["draft"]
        await bram.approve(draft["id"])

        made = await app.ledger.publications.file_of(1, "figures.csv")
        book = await app.ledger.publications.file_of(1, "figures.xlsx")
    assert made is not None
    assert book is not None
    lines = [line.split(",") for line in made.decode("utf-8-sig").splitlines()]
    assert any("a1" in line and "yes" in line and "510" in line for line in lines), lines[:20]
    assert book.startswith(b"PK")


async def test_refusals_name_nothing_that_was_said(desk: Desk) -> None:
    voucher = desk.app.afterwards.voucher("done")
    assert voucher is not None
    await desk.app.afterwards.shown(voucher)

    with pytest.raises(Refused) as refused:
        await desk.app.afterwards.answer(voucher, {"heard": "kanarie"})

    assert "kanarie" not in str(refused.value)
