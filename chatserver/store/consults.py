"""Words between two colleagues, in the vault: one hash for each consult, and who is in which."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final, cast

from chatserver.store import keys
from chatserver.store.commands import Argument, Commands, Reply, Script
from chatserver.store.desk import LIVES
from chatserver.store.lua import load
from chatserver.store.replies import pairs, unless_refused
from chatserver.store.values import Consult, ConsultNews

CONSULT_LIVES: Final = 1800
"""Seconds that a consult outlives its last word: as the conversation that it is about."""

MOST_OF_ONE: Final = 8
"""Consults that one person is in at once."""

MOST_WORDS: Final = 500
"""Of one consult."""

WHO: Final = 32
"""Bytes of a pseudonym."""

CALL: Final = load("consult_call")
PUT: Final = load("consult_put")
SAY: Final = load("consult_say")
END: Final = load("consult_end")


class RedisConsults:
    """`interface_of_consults.Consults` over one pipeline."""

    def __init__(self, pipeline: Commands) -> None:
        """Args: pipeline: connected, or connecting."""
        self._pipeline = pipeline
        self._watchers: list[Callable[[ConsultNews], None]] = []
        pipeline.subscribe(keys.CONSULT_NEWS)

    async def _run(self, what: Script, id_: bytes, *arguments: Argument) -> Reply:
        names = (keys.CONSULTS, keys.consult(id_))
        said = (keys.CONSULT_NEWS, *arguments)
        return unless_refused(await self._pipeline.run_script(what, names, said))

    async def call(self, consult: Consult) -> None:
        """See the interface."""
        arguments = (consult.id, consult.asks, consult.asked, consult.facts, MOST_OF_ONE)
        await self._run(CALL, consult.id, LIVES, CONSULT_LIVES, *arguments)

    async def sit_down(self, id_: bytes, pseudonym: bytes, chair: bytes) -> None:
        """See the interface."""
        arguments = (id_, pseudonym, "b", "j", "", "o", chair)
        await self._run(PUT, id_, LIVES, CONSULT_LIVES, *arguments)

    async def seat(self, id_: bytes, pseudonym: bytes, mine: bytes, theirs: bytes) -> None:
        """See the interface."""
        arguments = (id_, pseudonym, "a", "s", "o", "ga", mine, "gb", theirs)
        await self._run(PUT, id_, LIVES, CONSULT_LIVES, *arguments)

    async def say(self, id_: bytes, pseudonym: bytes, ref: bytes, word: bytes) -> int:
        """See the interface."""
        arguments = (id_, pseudonym, ref, word, MOST_WORDS)
        return cast("int", await self._run(SAY, id_, LIVES, CONSULT_LIVES, *arguments))

    async def end(self, id_: bytes, *, by: bytes = b"", why: str = "ended") -> bool:
        """See the interface."""
        return await self._run(END, id_, id_, by, why) == 1

    async def read(self, id_: bytes) -> Consult | None:
        """See the interface."""
        kept = pairs(await self._pipeline.call("HGETALL", keys.consult(id_)))
        return _consult(id_, kept) if kept else None

    async def of(self, pseudonym: bytes) -> Sequence[Consult]:
        """See the interface."""
        ids = [id_ for id_, both in (await self.all()).items() if pseudonym in both]
        return [each for id_ in ids if (each := await self.read(id_)) is not None]

    async def all(self) -> Mapping[bytes, tuple[bytes, bytes]]:
        """See the interface."""
        kept = pairs(await self._pipeline.call("HGETALL", keys.CONSULTS))
        return {id_: (both[:WHO], both[WHO:]) for id_, both in kept.items()}

    def watch(self, heard: Callable[[ConsultNews], None]) -> None:
        """See the interface."""
        self._watchers.append(heard)

    def pass_on(self, channel: bytes, payload: bytes) -> None:
        """Hand published news of consults to those who watch them."""
        if channel != keys.CONSULT_NEWS:
            return
        news = _news(payload)
        for heard in self._watchers:
            heard(news)


def _news(payload: bytes) -> ConsultNews:
    """Read what a script published: kind(1) id(16) who asks(32) whom(32), and the rest."""
    return ConsultNews(
        kind=payload[:1],
        id=payload[1:17],
        both=(payload[17:49], payload[49:81]),
        body=payload[81:],
    )


def _consult(id_: bytes, kept: Mapping[bytes, bytes]) -> Consult:
    return Consult(
        id=id_,
        asks=kept[b"a"],
        asked=kept[b"b"],
        facts=kept[b"f"],
        chair=kept.get(b"o", b""),
        grants=(kept.get(b"ga", b""), kept.get(b"gb", b"")),
        words=tuple(kept[b"w:%d" % number] for number in range(1, int(kept[b"n"]) + 1)),
    )
