"""Conversations in the vault: one script for each step, each atomic on the keys of {cid}."""

import hmac
from collections.abc import AsyncIterator, Collection
from typing import Final, cast

from chatserver.domain.errors import Code, Refused
from chatserver.store import keys
from chatserver.store.commands import Argument, Commands, Reply, Script
from chatserver.store.lua import load
from chatserver.store.replies import pairs
from chatserver.store.values import (
    VISITOR,
    Attendance,
    Birth,
    Life,
    Mark,
    News,
    Seated,
    Standing,
    State,
)

PAGE: Final = 200
"""Messages fetched at a time when a page catches up: about 100 KiB."""

MOST_MESSAGES: Final = 5000
"""Of one conversation. A four-hour conversation has a few hundred."""

MESSAGE: Final = b"m"
"""Kind of the news that say.lua makes itself."""

PLACE_ENDS: Final = len(b"g:") + 8
"""Where the place ends in the name of a grant's field."""

STATES: Final[dict[bytes, State]] = {b"w": "waiting", b"c": "called", b"o": "open"}
"""As scripts/_conversation.lua writes them."""


def _script(name: str) -> Script:
    return load(name, common="_conversation")


ARRIVE: Final = _script("arrive")
ENTER: Final = _script("enter")
SEAT: Final = _script("seat")
SAY: Final = _script("say")
MARKED: Final = _script("marked")
PUT: Final = _script("put")
GRANT: Final = _script("grant")
FINISH: Final = _script("finish")
STAND_UP: Final = _script("stand_up")
ATTEND: Final = _script("attend")
STANDING: Final = _script("standing")
STAY: Final = _script("stay")


class RedisConversations:
    """`interface.Conversations` over one pipeline."""

    def __init__(self, pipeline: Commands, *, tells_late: bool = False) -> None:
        """Wire it up.

        Args:
            pipeline: connected, or connecting.
            tells_late: a script does not publish its news; they are told when it was answered,
                so when the replicas have what it wrote. Otherwise a page could be given a
                message that a failover takes back, and its number goes to another one.
        """
        self._pipeline = pipeline
        self._tells_late = tells_late
        self._followers: dict[bytes, list[News]] = {}

    async def _run(self, script: Script, cid: bytes, *arguments: Argument) -> Reply:
        return await self._pipeline.run_script(script, keys.of_conversation(cid), arguments)

    def _channel(self, cid: bytes) -> bytes:
        return b"" if self._tells_late else keys.news(cid)

    async def _tell_late(self, cid: bytes, news: bytes) -> None:
        if self._tells_late:
            await self.tell(cid, news)

    async def arrive(
        self, cid: bytes, birth: Birth, *, connection: bytes, lives: int, now: int
    ) -> bool:
        """See the interface."""
        reply = await self._run(
            ARRIVE,
            cid,
            birth.token_digest,
            birth.wrapped_key,
            birth.facts,
            birth.share,
            birth.hard_end,
            lives,
            now,
            connection,
        )
        return reply == 1

    async def enter(
        self, cid: bytes, token_digest: bytes, *, connection: bytes, lives: int, now: int
    ) -> Life | None:
        """See the interface."""
        # Told at once: late, it would reach a page that has entered since, and end that one.
        # And a failover that takes it back takes nothing from anybody.
        reply = await self._run(ENTER, cid, token_digest, connection, lives, now, keys.news(cid))
        return _life(reply) if isinstance(reply, list) else None

    async def knows(self, cid: bytes, token_digest: bytes) -> bool:
        """See the interface."""
        kept = await self._pipeline.call("HGET", keys.life(cid), "t")
        return isinstance(kept, bytes) and hmac.compare_digest(kept, token_digest)

    async def seat(
        self, cid: bytes, *, place: bytes, turn: int, is_guest: bool, lives: int, now: int
    ) -> Seated | None:
        """See the interface."""
        reply = await self._run(SEAT, cid, place, lives, now, int(is_guest), turn)
        if reply == 0:
            raise Refused(Code.TAKEN)
        if not isinstance(reply, list):
            return None
        before, fields = reply
        return Seated(_life(cast("list[Reply]", fields)), cast("bytes", before))

    async def let_in(self, cid: bytes) -> Collection[bytes]:
        """See the interface."""
        fields = cast("list[bytes]", await self._pipeline.call("HKEYS", keys.life(cid)))
        return {name[2:PLACE_ENDS] for name in fields if name.startswith(b"g:")}

    async def stand_up(
        self,
        cid: bytes,
        *,
        place: bytes,
        successor: bytes,
        turn: int,
        news: bytes,
        lives: int,
        now: int,
    ) -> None:
        """See the interface."""
        arguments = (place, successor, turn, lives, now, self._channel(cid), news)
        _number(await self._run(STAND_UP, cid, *arguments))
        await self._tell_late(cid, news)

    async def say(
        self,
        cid: bytes,
        *,
        seat: bytes,
        ref: bytes,
        sealed: bytes,
        connection: bytes,
        lives: int,
        now: int,
    ) -> int:
        """See the interface."""
        channel = self._channel(cid)
        arguments = (seat, ref, sealed, lives, now, channel, connection, MOST_MESSAGES)
        number = _number(await self._run(SAY, cid, *arguments))
        await self._tell_late(cid, b"%b%b%d:%b" % (MESSAGE, connection, number, sealed))
        return number

    async def marked(
        self, cid: bytes, *, mark: Mark, seat: bytes, seq: int, news: bytes, lives: int, now: int
    ) -> None:
        """See the interface."""
        arguments = (seat, seq, lives, now, self._channel(cid), news, mark)
        if _number(await self._run(MARKED, cid, *arguments)):
            await self._tell_late(cid, news)

    async def keep_blob(self, cid: bytes, blob: bytes, *, lives: int, now: int) -> None:
        """See the interface."""
        _number(
            await self._run(
                PUT, cid, VISITOR, b"b", blob, lives, now, self._channel(cid), b"", b"", b"wco"
            )
        )

    async def stirred(self, cid: bytes, *, minute: int, lives: int, now: int) -> None:
        """See the interface."""
        arguments = (VISITOR, b"q", minute, lives, now, self._channel(cid), b"", b"", b"o")
        _number(await self._run(PUT, cid, *arguments))

    async def offer(
        self, cid: bytes, *, place: bytes, offer: bytes, news: bytes, lives: int, now: int
    ) -> None:
        """See the interface."""
        channel = self._channel(cid)
        arguments = (place, b"o:" + place, offer, lives, now, channel, news, b"", b"co")
        _number(await self._run(PUT, cid, *arguments))
        await self._tell_late(cid, news)

    async def grant(
        self,
        cid: bytes,
        *,
        place: bytes,
        epoch: int,
        grant: bytes,
        news: bytes,
        lives: int,
        now: int,
    ) -> None:
        """See the interface."""
        field = b"g:%b:%d" % (place, epoch)
        channel = self._channel(cid)
        _number(await self._run(GRANT, cid, place, field, grant, lives, now, channel, news))
        await self._tell_late(cid, news)

    async def finish(self, cid: bytes, *, seat: bytes, news: bytes) -> None:
        """See the interface."""
        _number(await self._run(FINISH, cid, seat, self._channel(cid), news))
        await self._tell_late(cid, news)

    async def standing(self, cid: bytes) -> Standing | None:
        """See the interface."""
        reply = await self._run(STANDING, cid)
        if not isinstance(reply, list):
            return None
        state, place, turn, *guests = cast("list[bytes]", reply[:3] + reply[7:])
        visitor, professional, stirred, hard_end = map(int, cast("list[bytes]", reply[3:7]))
        return Standing(
            state=STATES[state],
            place=place,
            turn=int(turn),
            visitor_until=visitor,
            professional_until=professional,
            stirred=stirred,
            hard_end=hard_end,
            guests=frozenset(guests),
        )

    async def attend(
        self, cid: bytes, *, seat: bytes, connection: bytes, until: int, is_leaving: bool = False
    ) -> Attendance | None:
        """See the interface."""
        reply = await self._run(ATTEND, cid, seat, until, connection, int(is_leaving))
        if not isinstance(reply, list):
            return None
        stirred, hard_end, *flat = cast("list[bytes]", reply)
        there = {seat: int(until) for seat, until in pairs(cast("Reply", flat)).items()}
        return Attendance(there, int(stirred), int(hard_end))

    async def stay(self, cid: bytes, *, lives: int, now: int) -> bool:
        """See the interface."""
        return await self._run(STAY, cid, lives, now) == 1

    async def transcript(self, cid: bytes, *, after: int) -> AsyncIterator[tuple[int, bytes]]:
        """See the interface."""
        while True:
            reply = await self._pipeline.call(
                "XRANGE", keys.said(cid), f"({after}-0", "+", "COUNT", PAGE
            )
            entries = cast("list[tuple[bytes, list[bytes]]]", reply)
            for number, fields in entries:
                after = int(number.partition(b"-")[0])
                yield after, fields[1]
            if len(entries) < PAGE:
                return

    async def tell(self, cid: bytes, news: bytes) -> None:
        """See the interface."""
        await self._pipeline.call("SPUBLISH", keys.news(cid), news)

    def follow(self, cid: bytes, news: News) -> None:
        """See the interface."""
        channel = keys.news(cid)
        self._followers.setdefault(channel, []).append(news)
        self._pipeline.subscribe(channel)

    def unfollow(self, cid: bytes, news: News) -> None:
        """See the interface."""
        channel = keys.news(cid)
        followers = self._followers.get(channel, [])
        if news in followers:
            followers.remove(news)
            self._pipeline.unsubscribe(channel)
        if not followers:
            self._followers.pop(channel, None)

    def pass_on(self, channel: bytes, payload: bytes) -> None:
        """Hand published news to those who follow that conversation."""
        for news in tuple(self._followers.get(channel, ())):
            news(payload)


def _number(reply: Reply) -> int:
    """A script's number, or the refusal it named."""
    if isinstance(reply, int):
        return reply
    raise Refused(Code(cast("bytes", reply).decode()))


def _life(reply: list[Reply]) -> Life:
    """The fields of a life as HGETALL in a script gives them: name, value, name, value."""
    fields = pairs(reply)
    offers = {name[2:]: value for name, value in fields.items() if name.startswith(b"o:")}
    grants = [
        (name[2:PLACE_ENDS], int(name[PLACE_ENDS + 1 :]), value)
        for name, value in fields.items()
        if name.startswith(b"g:")
    ]
    return Life(
        state=STATES[fields[b"s"]],
        wrapped_key=fields[b"k"],
        facts=fields[b"a"],
        share=fields[b"h"],
        blob=fields[b"b"],
        place=fields[b"p"],
        last=int(fields[b"n"]),
        hard_end=int(fields[b"x"]),
        opened_by_visitor=int(fields[b"dv"]),
        opened_by_professional=int(fields[b"dp"]),
        read_by_visitor=int(fields.get(b"rv", 0)),
        read_by_professional=int(fields.get(b"rp", 0)),
        offers=tuple(offers.items()),
        grants=tuple(sorted(grants, key=lambda grant: grant[1])),
        entry=int(fields.get(b"e", 0)),
    )
