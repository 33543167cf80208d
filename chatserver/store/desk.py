"""The desk in the vault: the waiting list, who holds what, which tickets wait for a tag."""

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Final, Literal, cast

from chatserver.domain.desk import Pace
from chatserver.domain.errors import Code, Refused
from chatserver.domain.footfall import Moment
from chatserver.store import keys
from chatserver.store.commands import Argument, Commands, Reply, Script
from chatserver.store.lua import load
from chatserver.store.replies import pairs, unless_refused
from chatserver.store.values import Ask, Claim, Holding, InLine, News, Unseated

LIVES: Final = 16 * 3600
"""Seconds that desk keys outlive their last change: the longest shift of twelve
hours and the longest conversation of four, so that no ticket is lost in one."""

SHIFT: Final = 12 * 3600
"""Seconds that the desk knows who gave a tag: the longest shift."""

PACE_LIVES: Final = 2 * 86400
"""Seconds that the pace of the line is kept: tomorrow evening goes on from what was learnt."""

PSEUDONYM: Final = slice(0, 32)
TICKET: Final = slice(32, 48)
PLACE: Final = slice(48, 56)
TURN: Final = slice(68, 80)
NOTE: Final = slice(80, None)
"""Parts of a `held` value (scripts/_desk.lua)."""

GUEST: Final = 57
"""Bytes of each guest in a `guests` value: the same parts, and whether they may go on alone."""

_HOWS: Final[dict[bytes, Literal["handover", "join"]]] = {
    b"h": "handover",
    b"H": "handover",
    b"j": "join",
    b"J": "join",
    b"s": "join",
}
"""By the letter with which a request begins (scripts/_desk.lua)."""

DESK_KEYS: Final = (
    keys.WAITING,
    keys.TURN,
    keys.FACTS,
    keys.HELD,
    keys.LOAD,
    keys.TICKETS,
    keys.OWED,
    keys.GUESTS,
    keys.ASKS,
    keys.CREW,
    keys.PROPOSED,
    keys.DECLINED,
    keys.SINCE,
)
"""What every script on the desk is given, in the order of scripts/_desk.lua."""

MOST_GUESTS: Final = 3
"""Beside who holds a conversation: more would be a crowd, and no reason was ever heard for it."""


def counts_of(at: Moment) -> tuple[bytes, ...]:
    """Where scripts that count do so: what they have for themselves (scripts/_desk.lua)."""
    return tuple(keys.FOOTFALL + period.encode() for period in at.periods)


def hour_of(at: Moment) -> str:
    """Two digits, as the names of counts have them."""
    return f"{at.hour:02}"


def script(name: str) -> Script:
    """Load a script on the desk."""
    return load(name, common="_desk")


JOIN: Final = script("join")
CLAIM: Final = script("claim")
RELEASE: Final = script("release")
SETTLE: Final = script("settle")
ASK: Final = script("ask")
KEEP_PACE: Final = load("keep_pace")
NOT_NOW: Final = script("not_now")
SIT_IN: Final = script("sit_in")
UNSEAT: Final = script("unseat")
ROUSE: Final = script("rouse")


class RedisDesk:
    """`interface.DeskList` over one pipeline."""

    def __init__(self, pipeline: Commands) -> None:
        """Args: pipeline: connected, or connecting."""
        self._pipeline = pipeline
        self._watchers: list[News] = []
        pipeline.subscribe(keys.DESK_NEWS)

    async def _run(self, what: Script, *arguments: Argument) -> Reply:
        return await self._pipeline.run_script(what, DESK_KEYS, arguments)

    async def _count(self, what: Script, at: Moment, *arguments: Argument) -> Reply:
        """Run a script that counts what it does."""
        names = (*DESK_KEYS, *counts_of(at))
        return await self._pipeline.run_script(what, names, (keys.DESK_NEWS, LIVES, *arguments))

    async def join(
        self, cid: bytes, facts: bytes, *, most: int, at: Moment, rehearses: bool = False
    ) -> int | None:
        """See the interface."""
        arguments = (cid, facts, most, at.now, hour_of(at), int(rehearses))
        place = cast("int", await self._count(JOIN, at, *arguments))
        if place == 0:
            raise Refused(Code.FULL)
        return place if place > 0 else None

    async def claim(
        self,
        pseudonym: bytes,
        *,
        cid: bytes,
        ticket: bytes,
        place: bytes,
        capacity: int,
        at: Moment,
    ) -> Claim:
        """See the interface."""
        arguments = (cid, pseudonym, ticket, place, capacity, at.now)
        reply = unless_refused(await self._count(CLAIM, at, *arguments))
        taken, note, turn, returned = cast("tuple[bytes, bytes, int, bytes]", reply)
        return Claim(
            cid=taken,
            ticket=ticket,
            place=place,
            note=note,
            turn=turn,
            has_returned=returned == b"1",
        )

    async def ask(self, pseudonym: bytes, cid: bytes, ask: Ask | None) -> None:
        """See the interface."""
        said = b"" if ask is None else written_ask(ask)
        unless_refused(await self._run(ASK, keys.DESK_NEWS, LIVES, cid, pseudonym, said))

    async def asks(self) -> Sequence[Ask]:
        """See the interface."""
        asks = await self._hash(keys.ASKS)
        return [read_ask(cid, said) for cid, said in asks.items()]

    async def not_now(self, pseudonym: bytes, cid: bytes) -> bytes:
        """See the interface."""
        arguments = (keys.DESK_NEWS, LIVES, cid, pseudonym)
        (place,) = cast("list[bytes]", unless_refused(await self._run(NOT_NOW, *arguments)))
        return place

    async def sit_in(
        self,
        pseudonym: bytes,
        *,
        cid: bytes,
        ticket: bytes,
        place: bytes,
        may_go_on: bool,
        capacity: int,
    ) -> Claim:
        """See the interface."""
        kind = b"p" if may_go_on else b"s"
        arguments = (cid, pseudonym, ticket, place, kind, capacity, MOST_GUESTS)
        reply = unless_refused(await self._run(SIT_IN, keys.DESK_NEWS, LIVES, *arguments))
        taken, note = cast("list[bytes]", reply)
        return Claim(cid=taken, ticket=ticket, place=place, note=note, is_guest=True)

    async def unseat(
        self,
        cid: bytes,
        place: bytes,
        *,
        let_in: Collection[bytes],
        may_be_alone: bool,
        is_ready: bool = True,
        spared_until: int = 0,
    ) -> Unseated:
        """See the interface."""
        alone, ready = int(may_be_alone), int(is_ready)
        arguments = (cid, place, alone, b"".join(let_in), ready, spared_until)
        reply = unless_refused(await self._run(UNSEAT, keys.DESK_NEWS, LIVES, *arguments))
        went, turn, *places = cast("tuple[bytes, int, *tuple[bytes, ...]]", reply)
        how = cast("Literal['guest', 'passed', 'front']", went.decode())
        if how == "front":
            return Unseated(how, turn, guests=tuple(places))
        return Unseated(how, turn, successor=b"".join(places))

    async def rouse(self, cid: bytes) -> None:
        """See the interface."""
        await self._run(ROUSE, keys.DESK_NEWS, LIVES, cid)

    async def release(self, cid: bytes, *, tagged: bool, at: Moment, note: bytes = b"") -> bool:
        """See the interface."""
        arguments = (cid, int(tagged), note, at.now, hour_of(at))
        return await self._count(RELEASE, at, *arguments) == 1

    async def settle(
        self, pseudonym: bytes, ticket: bytes, *, minute: int = 0, is_hard: bool = False
    ) -> bool:
        """See the interface."""
        names = (*DESK_KEYS, keys.TAGGED)
        arguments = (keys.DESK_NEWS, LIVES, pseudonym, ticket, int(is_hard), minute, SHIFT)
        return await self._pipeline.run_script(SETTLE, names, arguments) == 1

    async def tagged_by(self, pseudonym: bytes, *, now: int) -> Sequence[tuple[bytes, int]]:
        """See the interface."""
        command = ("ZREVRANGEBYSCORE", keys.TAGGED, "+inf", f"({now - SHIFT}", "WITHSCORES")
        reply = cast("list[tuple[bytes, float]]", await self._pipeline.call(*command))
        return [
            (each[len(pseudonym) :], int(minute))
            for each, minute in reply
            if each[PSEUDONYM] == pseudonym
        ]

    async def note_of(self, pseudonym: bytes, ticket: bytes) -> bytes | None:
        """See the interface."""
        kept = cast("bytes | None", await self._pipeline.call("HGET", keys.TICKETS, ticket))
        if kept is None or kept[PSEUDONYM] != pseudonym:
            return None
        return kept[len(pseudonym) :]

    async def held(self, cid: bytes) -> Claim | None:
        """See the interface."""
        kept = cast("bytes | None", await self._pipeline.call("HGET", keys.HELD, cid))
        return held_claim(cid, kept) if kept is not None else None

    async def held_by(self, pseudonym: bytes) -> Sequence[Claim]:
        """See the interface."""
        held = await self._hash(keys.HELD)
        guests = await self._hash(keys.GUESTS)
        return [
            held_claim(cid, value) for cid, value in held.items() if value[PSEUDONYM] == pseudonym
        ] + [
            Claim(
                cid=cid, ticket=each[TICKET], place=each[PLACE], note=held[cid][NOTE], is_guest=True
            )
            for cid, kept in guests.items()
            for each in guests_in(kept)
            if each[PSEUDONYM] == pseudonym and cid in held
        ]

    async def all_held(self) -> Sequence[Holding]:
        """See the interface."""
        held = await self._hash(keys.HELD)
        return [
            Holding(cid, value[PSEUDONYM], value[PLACE], int(value[TURN]), value[NOTE])
            for cid, value in held.items()
        ]

    async def tickets_of(self, pseudonym: bytes) -> Mapping[bytes, bytes]:
        """See the interface."""
        tickets = (await self._hash(keys.TICKETS)).items()
        width = len(pseudonym)
        return {name: kept[width:] for name, kept in tickets if kept[PSEUDONYM] == pseudonym}

    async def line(self) -> Sequence[InLine]:
        """See the interface."""
        reply = await self._pipeline.call("ZRANGE", keys.WAITING, 0, -1, "WITHSCORES")
        order = cast("list[tuple[bytes, float]]", reply)
        facts = await self._hash(keys.FACTS) if order else {}
        # Somebody may have been taken between the two commands: their facts are gone then.
        return [
            InLine(cid, facts[cid][1:], rank, is_ready=facts[cid][:1] == b"1")
            for cid, rank in order
            if cid in facts
        ]

    async def pace(self) -> Pace:
        """See the interface."""
        kept = await self._hash(keys.PACE)
        return (
            Pace(
                step=float(kept[b"step"]),
                width=float(kept[b"width"]),
                hits=float(kept[b"hits"]),
                judged=float(kept[b"judged"]),
                last=int(kept[b"last"]),
                takes=int(kept[b"takes"]),
            )
            if kept
            else Pace()
        )

    async def keep_pace(self, pace: Pace, *, before: Pace) -> bool:
        """See the interface."""
        values = itertools.chain.from_iterable(asdict(pace).items())
        arguments = (PACE_LIVES, before.takes, *values)
        return await self._pipeline.run_script(KEEP_PACE, (keys.PACE,), arguments) == 1

    def watch(self, changed: News) -> None:
        """See the interface."""
        self._watchers.append(changed)

    async def tell(self, news: bytes) -> None:
        """See the interface."""
        await self._pipeline.call("SPUBLISH", keys.DESK_NEWS, news)

    def pass_on(self, channel: bytes, payload: bytes) -> None:
        """Hand published news of the desk to those who watch it."""
        if channel == keys.DESK_NEWS:
            for changed in self._watchers:
                changed(payload)

    async def _hash(self, name: bytes) -> dict[bytes, bytes]:
        return pairs(await self._pipeline.call("HGETALL", name))


def written_ask(ask: Ask) -> bytes:
    """An `asks` value: how, of whom, and the sealed facts."""
    if ask.is_for_supervisors:
        return b"s" + ask.note
    letter = ask.how[:1].encode()
    return (letter.upper() + ask.whom if ask.whom else letter) + ask.note


def read_ask(cid: bytes, said: bytes) -> Ask:
    """Read an `asks` value."""
    letter, rest = said[:1], said[1:]
    size = PSEUDONYM.stop if letter.isupper() else 0
    return Ask(cid, _HOWS[letter], rest[size:], rest[:size], is_for_supervisors=letter == b"s")


def held_claim(cid: bytes, value: bytes) -> Claim:
    """Read a `held` value: the claim of who holds a conversation."""
    return Claim(
        cid=cid,
        ticket=value[TICKET],
        place=value[PLACE],
        note=value[NOTE],
        turn=int(value[TURN]),
    )


def guests_in(kept: bytes) -> Sequence[bytes]:
    """Read a `guests` value: a piece for each, with the same parts."""
    return [kept[at : at + GUEST] for at in range(0, len(kept), GUEST)]
