"""Stores behind Sentinel: a primary dies while people talk, and nothing accepted is lost."""

import asyncio
import contextlib
import signal
import time
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from chatserver.app import App
from chatserver.client import Professional, Visitor
from chatserver.client.talk import Talk
from chatserver.domain.errors import Misconfigured, Unavailable
from chatserver.domain.people import Role
from chatserver.store.recipe import LEDGER, LEDGER_ACCESS
from tests.support.cast import PASSWORD, Cast
from tests.support.redis_servers import Stores
from tests.support.redis_sets import (
    WATCHER,
    WATCHER_PASSWORD,
    RedisSet,
    replicated,
    sentinel_set,
)
from tests.support.servers import served

RECOVERED_WITHIN = 10.0
"""Seconds that everybody may wait, from the death of the primary until they are heard again."""

PAIRS = 4


def on(vault: RedisSet, directory: Path) -> dict[str, str]:
    """The settings for a vault that acknowledges what one replica has."""
    password = directory / "sentinels"
    if not password.exists():
        password.touch(mode=0o600)
        password.write_text(WATCHER_PASSWORD)
    return {
        "CHATSERVER_VAULT_URL": vault.url,
        "CHATSERVER_VAULT_ACKNOWLEDGED_BY": "1",
        "CHATSERVER_VAULT_SENTINEL_USERNAME": WATCHER,
        "CHATSERVER_VAULT_SENTINEL_PASSWORD_FILE": str(password),
        "CHATSERVER_LIMITS_CAPACITY": "8",
    }


@dataclass(slots=True)
class Pair:
    """Two people who talk, each on a process of their own."""

    visitor: Visitor
    professional: Professional
    talk: Talk
    said: int = 0

    def say(self) -> None:
        """Both say something."""
        self.said += 1
        self.visitor.say(f"v{self.said}")
        self.professional.say(self.talk, f"p{self.said}")

    @property
    def is_quiet(self) -> bool:
        """Whether everything that was said was accepted, and opened by the other."""
        mine, theirs = self.visitor.transcript, self.talk.transcript
        return (
            not mine.outbox
            and not theirs.outbox
            and len(mine.texts) == len(theirs.texts) == 2 * self.said
        )

    def check(self) -> None:
        """Everything once, in the same order, and nothing marked."""
        here, there = self.visitor.texts, self.talk.texts
        assert [said.text for said in here] == [said.text for said in there]
        assert [said.seq for said in here] == [said.seq for said in there]
        assert not any(said.marks for said in (*here, *there))
        assert self.visitor.lost is None  # the replica has everything: nothing was lost
        every = Counter(said.text for said in here)
        assert every == Counter(f"{who}{n + 1}" for who in "vp" for n in range(self.said))


class Night:
    """People who talk and people who arrive, on two processes, until it is over."""

    def __init__(self, cast: Cast, second: App) -> None:
        self._cast = cast
        self._urls = (cast.app, second)
        self._is_over = asyncio.Event()
        self.pairs: list[Pair] = []
        self.arrived: list[Visitor] = []
        self.professionals: list[Professional] = []

    async def begin(self) -> None:
        """Four conversations, visitor and professional on different processes."""
        for number in range(PAIRS):
            visitor = await self._cast.visitor(url=self._urls[number % 2].visitor_url)
            professional = await self._cast.professional(url=self._urls[1 - number % 2].staff_url)
            talk = await self._cast.conversation(visitor, professional)
            self.pairs.append(Pair(visitor, professional, talk))
            self.professionals.append(professional)

    @contextlib.asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        """Everybody does what they do, for as long as the block lasts."""
        async with asyncio.TaskGroup() as group:
            for pair in self.pairs:
                group.create_task(self._talk(pair))
            for professional in self.professionals:
                group.create_task(self._take(professional))
            group.create_task(self._arrive())
            yield
            self._is_over.set()

    async def _talk(self, pair: Pair) -> None:
        while not self._is_over.is_set():
            pair.say()
            await asyncio.sleep(0.05)

    async def _arrive(self) -> None:
        while not self._is_over.is_set():
            url = self._urls[len(self.arrived) % 2].visitor_url
            self.arrived.append(await self._cast.visitor(url=url))
            await asyncio.sleep(0.3)

    async def _take(self, professional: Professional) -> None:
        """All of them always take the next, at the same time."""
        while not self._is_over.is_set():
            with contextlib.suppress(PermissionError, TimeoutError):
                async with asyncio.timeout(1):
                    await professional.take()
            await asyncio.sleep(0.03)

    async def all_heard(self, within: float) -> None:
        """Wait until everything that anybody said was accepted and opened."""
        async with asyncio.timeout(within):
            while not all(pair.is_quiet for pair in self.pairs):  # noqa: ASYNC110 - of many lines at once
                await asyncio.sleep(0.02)

    def holders(self, visitor: Visitor) -> int:
        """How many professionals hold this visitor."""
        return sum(
            visitor.keys.cid in each.talks and each.talks[visitor.keys.cid].ended is None
            for each in self.professionals
        )


@contextlib.asynccontextmanager
async def a_night(stores: Stores, vault: RedisSet, directory: Path) -> AsyncIterator[Night]:
    environ = on(vault, directory)
    async with (
        served(stores, directory, more=environ) as first,
        Cast.around(first) as cast,
        served(stores, directory, more=environ) as second,
    ):
        night = Night(cast, second)
        await night.begin()
        yield night


async def test_a_primary_that_dies_under_load_costs_seconds_and_not_a_word(
    stores: Stores, tmp_path: Path
) -> None:
    async with sentinel_set() as vault, a_night(stores, vault, tmp_path) as night:
        async with night.going_on():
            await asyncio.sleep(1.5)
            before = sum(pair.visitor.transcript.cursor for pair in night.pairs)
            assert before > PAIRS * 10
            began = time.monotonic()
            await vault.kill_primary()
            said = [pair.said for pair in night.pairs]
            async with asyncio.timeout(30):
                while any(  # noqa: ASYNC110 - of many lines at once
                    f"v{number + 1}" not in {said.text for said in pair.talk.texts}
                    for number, pair in zip(said, night.pairs, strict=True)
                ):
                    await asyncio.sleep(0.02)
            took = time.monotonic() - began
            await asyncio.sleep(1)
        await night.all_heard(within=20)

        for pair in night.pairs:
            pair.check()
        # Whoever arrived is held by one professional, or stands in line still.
        waiting = {entry.cid for entry in night.professionals[0].waiting}
        held = {visitor.keys.cid: night.holders(visitor) for visitor in night.arrived}
        assert max(held.values()) == 1
        assert [cid for cid, count in held.items() if not count and cid not in waiting] == []
        assert took <= RECOVERED_WITHIN


async def test_nobody_hears_what_no_replica_has(stores: Stores, tmp_path: Path) -> None:
    async with (
        replicated() as vault,
        served(stores, tmp_path, more=on(vault, tmp_path)) as app,
        Cast.around(app) as cast,
    ):
        visitor, professional = await cast.visitor(), await cast.professional()
        talk = await cast.conversation(visitor, professional)
        pair = Pair(visitor, professional, talk)
        vault.nodes[1].signal(signal.SIGSTOP)

        pair.say()
        await asyncio.sleep(0.5)
        # The primary has it already, and would give it to whoever asks.
        async with vault.nodes[0].keeper() as client:
            assert await client.xlen(f"hl:{{{talk.cid.hex()}}}:said") > 0
        await visitor.until(lambda: visitor.line.losses > 0)
        assert (visitor.texts, talk.texts) == ((), ())
        vault.nodes[1].signal(signal.SIGCONT)
        await visitor.until(lambda: pair.is_quiet)

        pair.check()


async def test_a_ledger_whose_primary_dies_has_kept_every_tag(
    stores: Stores, tmp_path: Path
) -> None:
    settings = f"{LEDGER}{{user}} {LEDGER_ACCESS}\n"
    async with sentinel_set(settings) as ledger:
        environ = {name.replace("VAULT", "LEDGER"): to for name, to in on(ledger, tmp_path).items()}
        async with served(stores, tmp_path, more=environ) as app, Cast.around(app) as cast:
            visitor, professional = await cast.visitor(), await cast.professional()
            talk = await cast.conversation(visitor, professional)
            professional.end(talk)
            await professional.until(lambda: professional.untagged == [talk.ticket])
            await professional.tag(talk.ticket, app.codebook.key, {"contact": ["hoax"]})

            await ledger.kill_primary()
            async with asyncio.timeout(RECOVERED_WITHIN):
                while not await is_taken(app):  # noqa: ASYNC110 - the asking is the wait
                    await asyncio.sleep(0.1)

            assert len(await app.ledger.pending()) == 1
            assert (await app.counting.fold()).tags == 1


async def is_taken(app: App) -> bool:
    """Whether the ledger takes a new account."""
    try:
        await app.staffing.add("later", Role.PROFESSIONAL, PASSWORD)
    except Unavailable:
        return False
    return True


async def test_a_ledger_says_when_no_replica_has_what_was_written(
    stores: Stores, tmp_path: Path
) -> None:
    async with replicated(f"{LEDGER}{{user}} {LEDGER_ACCESS}\n") as ledger:
        environ = {name.replace("VAULT", "LEDGER"): to for name, to in on(ledger, tmp_path).items()}
        async with served(stores, tmp_path, more=environ) as app:
            ledger.nodes[1].signal(signal.SIGSTOP)

            assert not await is_taken(app)


async def test_a_vault_without_the_replicas_it_is_to_wait_for_stops_the_start(
    stores: Stores, tmp_path: Path
) -> None:
    environ = {"CHATSERVER_VAULT_ACKNOWLEDGED_BY": "1"}

    with pytest.raises(Misconfigured, match="has 0 connected replicas"):
        async with served(stores, tmp_path, more=environ):
            pass


async def test_a_service_that_no_sentinel_knows_stops_the_start(
    stores: Stores, tmp_path: Path
) -> None:
    async with sentinel_set(replicas=1) as vault:
        environ = {**on(vault, tmp_path), "CHATSERVER_VAULT_URL": vault.url + "s"}

        with pytest.raises(Misconfigured, match="not known to any sentinel"):
            async with served(stores, tmp_path, more=environ):
                pass


async def test_a_replica_that_would_be_an_unfit_vault_stops_the_start(
    stores: Stores, tmp_path: Path
) -> None:
    async with sentinel_set(replicas=1) as vault:
        await vault.nodes[1].ask("CONFIG", "SET", "save", "3600 1")

        with pytest.raises(Misconfigured, match="writes its memory to a disk"):
            async with served(stores, tmp_path, more=on(vault, tmp_path)):
                pass
