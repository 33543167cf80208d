"""Promise 4, the second half: each tag is counted exactly once, whoever is killed where.

Real workers, a real ledger, and somebody is killed at every step of tagging and of folding: before
the ledger has seen it, and after it has done it but before they hear so. `CHAOS=long` does it again
and again with ten times the tags; CHAOS_SEED changes who answers what and which step comes when.
"""

import asyncio
import contextlib
import itertools
import os
import secrets
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random  # noqa: TID251 - a seed makes a night that went wrong come back
from typing import Final, cast

import pytest
from redis.asyncio import Redis

from chatserver.app import reaching_ledger
from chatserver.app.codebooks import released
from chatserver.client import Professional
from chatserver.clock import ManualClock, SystemClock
from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.hours import date_of
from chatserver.domain.questions import Answers, Parts
from chatserver.domain.tallies import TOTAL, Cell, cells
from chatserver.helpline.counting import Counting
from chatserver.store import desk, keys, ledger, rewriting
from chatserver.store.vault import RedisVault
from chatserver.wire import frames
from tests.support.cast import Cast, Office
from tests.support.disk import on_disk
from tests.support.redis_servers import Stores
from tests.support.servers import ServerProcess, loaded, settings_for
from tests.support.tagging import QUARTER
from tests.support.toll import WHEN, Command, Toll, When, toll
from tests.support.vaults import running_vault

IS_LONG: Final = os.environ.get("CHAOS") == "long"
SEED: Final = int(os.environ.get("CHAOS_SEED", "1"))
TAGS: Final = 10_000 if IS_LONG else 1_000
ROUNDS: Final = 5 if IS_LONG else 1
"""How often somebody is killed at each step."""

WORKERS: Final = 4
ALIVE: Final = 3
"""So many workers at least, before the next one is killed."""

PROFESSIONALS: Final = 3
BOOK: Final = released().current

OF_VAULT: Final = {
    (b"HGET", keys.TICKETS): "the ticket is looked for",
    (b"EVALSHA", desk.SETTLE.sha.encode()): "the ticket is settled",
}
KEPT: Final = "a tag is kept"
OF_LEDGER: Final = {
    (b"EVAL", ledger.PEND.text): KEPT,
    (b"HGETALL", keys.PENDING): "pending tags are read",
    (b"ZREMRANGEBYSCORE", keys.COUNTED): "old marks are forgotten",
    (b"EVAL", ledger.FOLD.text): "tags are counted",
    (b"GET", keys.OWED_TO_DISK): "a rewrite is looked for",
    (b"BGREWRITEAOF",): "the file is rewritten",
    (b"INFO", b"persistence"): "the rewrite is waited for",
    (b"EVAL", rewriting.REWRITTEN.text): "the rewrite is noted",
}
"""Every command of tagging and folding, by its beginning."""


def step_of(command: Command) -> str:
    """Name a step; "" for anything else."""
    known = OF_VAULT | OF_LEDGER
    return known.get(tuple(command[:2])) or known.get(tuple(command[:1]), "")


STEPS: Final[Sequence[tuple[str, When]]] = [
    (step, when) for step in (*OF_VAULT.values(), *OF_LEDGER.values()) for when in WHEN
]


@dataclass
class Night:
    """A server whose way to both stores leads through gates."""

    server: ServerProcess
    gates: Sequence[Toll]
    people: Sequence[Professional]
    numbers: Sequence[bytes]
    vault: RedisVault
    chance: Random
    names: list[bytes] = field(default_factory=list)
    """Every ticket and every conversation."""

    @property
    def killed(self) -> Counter[tuple[str, When]]:
        """How often somebody was killed at each step."""
        return Counter(each for gate in self.gates for each in gate.killed)

    async def kill_at_every_step(self) -> None:
        """In any order, while there are others to go on."""
        for _ in range(ROUNDS):
            steps = list(STEPS)
            self.chance.shuffle(steps)
            for step in steps:
                await self.until(lambda: len(self.server.workers()) >= ALIVE)
                gate = self.gates[step[0] in OF_VAULT.values()]
                gate.armed.add(step)
                await self.until(lambda: not gate.armed)  # noqa: B023 - at once

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for what happens in other processes."""
        async with asyncio.timeout(60):
            while not holds():  # noqa: ASYNC110 - they set no event of ours
                await asyncio.sleep(0.02)

    async def tag(self, number: int, done: Callable[[], bool]) -> list[Answers]:
        """Tag one conversation after the other until enough is done; what was answered."""
        told = list[Answers]()
        while not done() or len(told) * PROFESSIONALS < TAGS:
            cid, ticket = secrets.token_bytes(16), secrets.token_bytes(16)
            self.names += (cid, ticket)
            now = int(SystemClock().now())
            await self.vault.returns.owe(
                self.numbers[number],
                cid=cid,
                ticket=ticket,
                note=b"",
                until=now + 3600,
                now=now,
            )
            answers = drawn(self.chance)
            told.append(BOOK.check(answers))
            await tag_at_last(self.people[number], ticket, answers)
        return told


def drawn(chance: Random) -> dict[str, list[str]]:
    """Answers that are as different as they can be."""
    if chance.random() < 0.5:
        return {"contact": [chance.choice(("hoax", "abuse", "info", "test", "silent"))]}
    return {
        "contact": ["conv"],
        "thb": [chance.choice(("yes", "poss"))],
        "count": [chance.choice(("first", "backnew", "dup"))],
        "who": [chance.choice(("self", "both", "nd"))],
        "form": chance.sample(("sex", "crim", "lab"), chance.randint(1, 3)),
        "age": [chance.choice(("a12", "a15", "a18", "nd"))],
        "perp": chance.sample(("mo", "fa", "ptn", "grp"), chance.randint(1, 2)),
    }


async def tag_at_last(
    professional: Professional, ticket: bytes, answers: Mapping[str, Sequence[str]]
) -> None:
    """Send the tag again after each lost line, as a page does, until an answer came.

    Who was killed after the tag was kept and settled has told nobody, and by then it may even be
    counted: the page hears then that the ticket is not theirs any more.
    """
    for attempt in itertools.count():
        await professional.until(lambda: professional.is_in, within=60)
        losses, ref = professional.line.losses, secrets.token_bytes(16)
        told = {question: list(codes) for question, codes in answers.items()}
        professional.line.send(frames.Tag(ref=ref, ticket=ticket, codebook=BOOK.key, answers=told))

        def refusal(ref: bytes = ref) -> str | None:
            return next((code for code, of in professional.refusals if of == ref), None)

        def is_over(ref: bytes = ref, losses: int = losses) -> bool:
            return (
                ref in professional.tagged
                or refusal(ref) is not None
                or professional.line.losses > losses
            )

        await professional.until(is_over, within=60)
        if ref in professional.tagged:
            return
        if (code := refusal()) is not None:
            assert attempt > 0, code
            assert code in {"not_yours", "counted"}
            return


@pytest.fixture
async def night(stores: Stores, tmp_path: Path) -> AsyncIterator[Night]:
    async with contextlib.AsyncExitStack() as stack:
        servers = list[ServerProcess]()
        to_ledger, to_vault = [
            await stack.enter_async_context(
                toll(
                    at,
                    tmp_path,
                    step_of=step_of,
                    workers=lambda: servers[0].workers(),  # noqa: PLW0108 - it is not there yet
                    keeps=lambda command: step_of(command) == KEPT,
                )
            )
            for at in (stores.ledger, stores.nodes[0])
        ]
        more = {
            "CHATSERVER_LEDGER_URL": to_ledger.url,
            "CHATSERVER_VAULT_URL": to_vault.url,
            "CHATSERVER_TALLY_CORRECTION_WINDOW": "1 s",
            "CHATSERVER_TALLY_FOLD_EVERY": "0.25 s",
            "CHATSERVER_LIMITS_MAX_SOCKETS": "1000",
        }
        environ = settings_for(stores, tmp_path, more)
        server = ServerProcess(environ, tmp_path / "server.log", "--workers", str(WORKERS))
        await server.start()
        servers.append(server)
        stack.push_async_callback(server.kill)
        kept = await stack.enter_async_context(
            reaching_ledger(loaded(settings_for(stores, tmp_path)))
        )
        people_of = await stack.enter_async_context(
            Cast.around(Office.of(kept, server.visitor_url, server.staff_url))
        )
        people = [await people_of.professional() for _ in range(PROFESSIONALS)]
        accounts = [await people_of.served.staffing.find(each.name) for each in people]
        vault = await stack.enter_async_context(running_vault(stores))
        yield Night(
            server=server,
            gates=(to_ledger, to_vault),
            people=people,
            numbers=[each.number.encode() for each in accounts if each is not None],
            vault=vault,
            chance=Random(SEED),  # noqa: S311 - which step when, not a secret
        )


@pytest.mark.timeout(3600 if IS_LONG else 180)
async def test_every_tag_is_counted_once_whoever_is_killed_at_whatever_step(
    night: Night, stores: Stores, tmp_path: Path
) -> None:
    async with Redis.from_url(stores.ledger_keeper.url) as keeper:
        killing = asyncio.create_task(night.kill_at_every_step())
        tagging = [night.tag(number, killing.done) for number in range(PROFESSIONALS)]
        told = [each for some in await asyncio.gather(*tagging) for each in some]
        await killing
        sealed = {command[-1][-24:] for command in night.gates[0].saw}
        disk = await on_disk(keeper)
        assert any(each in disk for each in sealed)  # the same look finds what is there

        await count_what_is_left(night, stores, tmp_path)
        await until_rewritten(keeper)

        assert night.killed == Counter(dict.fromkeys(STEPS, ROUNDS))
        assert len(told) >= TAGS
        await cells_are_the_tags(keeper, told)
        disk = await on_disk(keeper)
        assert not [each for each in (*sealed, *night.names) if each in disk or named(each, disk)]
    await no_key_holds_both(stores, night.names)
    for trouble in (b"a task failed", b"not caught", b"do not open"):
        assert trouble not in night.server.output


async def count_what_is_left(night: Night, stores: Stores, directory: Path) -> None:
    """The quarter is over, and four workers count at once what stayed behind."""
    settings = loaded(settings_for(stores, directory))
    async with reaching_ledger(settings) as reached:
        counting = Counting(
            ledger=reached,
            desk=night.vault.desk,
            clock=ManualClock(SystemClock().now() + QUARTER),
            ring=KeyRing.create(settings.ledger_key_path),
            vault_ring=KeyRing.fresh(),
            codebooks=released(),
            window=0,
            batch=10,
            marks=1000,
        )
        # Four lines that are open already: else the first is done before the others have one.
        left, *_ = map(len, await asyncio.gather(*(reached.pending() for _ in range(4))))
        counted = await asyncio.gather(*(counting.fold() for _ in range(4)))
        assert sum(each.tags for each in counted) == left
        assert left >= counting.batch
        assert await reached.pending() == {}


async def until_rewritten(keeper: Redis) -> None:
    """One of the workers sees to it."""
    async with asyncio.timeout(60):
        while await keeper.exists(keys.OWED_TO_DISK):  # noqa: ASYNC110 - of other processes
            await asyncio.sleep(0.05)


async def cells_are_the_tags(keeper: Redis, told: Sequence[Answers]) -> None:
    """Whatever the month is called: a night may be the last of one."""
    today = date_of(SystemClock().now())
    expected = Counter(
        (cell.table, cell.row) for answers in told for cell in cells(BOOK, answers, today)
    )
    counts, sums = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for where, into in ((keys.CELLS, counts), (keys.CELL_KEYS, sums)):
        kept = cast("dict[bytes, bytes]", await keeper.hgetall(f"{where.decode()}{BOOK.key}"))
        for name, count in kept.items():
            cell = Cell.read(name.decode())
            into[cell.table, cell.row] += int(count)
    assert counts == expected
    assert await keeper.zcard(keys.COUNTED) == len(told)
    codes = {table.id: {TOTAL, *(each.code for each in table.of.options)} for table in BOOK.tables}
    assert all(row in codes[table] for table, row in counts)
    # The keys of all rows of a single answer are the keys of the base: each tag gave its own once.
    for table in BOOK.tables:
        if not (table.of.multi or isinstance(table.of, Parts)):
            rows = [sums[table.id, option.code] for option in table.of.options]
            assert sum(rows) == sums[table.id, TOTAL]


def named(name: bytes, where: bytes) -> bool:
    """Whether it stands somewhere in letters."""
    return name.hex().encode() in where


async def no_key_holds_both(stores: Stores, names: Sequence[bytes]) -> None:
    """A conversation or its ticket, and an answer."""
    for store in stores.keepers:
        async with Redis.from_url(store.url) as client:
            async for key in client.scan_iter():
                dump = key + (await client.dump(key) or b"")
                leads = any(name in dump or named(name, dump) for name in names)
                tells = any(word in dump for word in (b"hoax", b"self", b"conv/", b"contact"))
                assert not (leads and tells), key
