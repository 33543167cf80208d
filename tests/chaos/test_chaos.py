"""Promise 4 under fire: processes are killed, frozen, cut off and replaced while people talk.

`make test` runs a short night with every kind of disaster once; `make chaos` a long one, and
asserts times too: how long a loaded machine takes is no property of the code.
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from chatserver.app import reaching_ledger
from tests.chaos import disasters
from tests.chaos.crowd import CAPACITY, Crowd
from tests.support.cast import Cast, Office
from tests.support.redis_servers import Stores
from tests.support.servers import ServerProcess, loaded, server_process, settings_for

BACK_WITHIN = 5.0
"""Seconds, the promise; asserted by `make chaos`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Night:
    """How bad it gets. `pace`: seconds between words of one side."""

    conversations: int
    workers: int
    rounds: int
    disasters: tuple[disasters.Disaster, ...]
    pace: float
    seed: int
    are_times_asserted: bool


def night() -> Night:
    """The night that was asked for: CHAOS=long, CHAOS_SEED=7, CHAOS_ROUNDS=20."""
    seed = int(os.environ.get("CHAOS_SEED", "1"))
    if os.environ.get("CHAOS") == "long":
        return Night(
            conversations=int(os.environ.get("CHAOS_CONVERSATIONS", "500")),
            workers=4,
            rounds=int(os.environ.get("CHAOS_ROUNDS", "6")),
            disasters=(*disasters.AT_ONCE, *disasters.LASTING),
            pace=3.0,
            seed=seed,
            are_times_asserted=True,
        )
    return Night(
        conversations=30,
        workers=3,
        rounds=1,
        # The last one is a rolling restart too.
        disasters=(*disasters.AT_ONCE, disasters.kill_during_a_rolling_restart),
        pace=0.5,
        seed=seed,
        are_times_asserted=False,
    )


NIGHT = night()


@pytest.fixture
async def server(stores: Stores, tmp_path: Path) -> AsyncIterator[ServerProcess]:
    more = {
        "CHATSERVER_LIMITS_CAPACITY": str(CAPACITY),
        "CHATSERVER_LIMITS_MAX_WAITING": "10000",
    }
    arguments = ("--workers", str(NIGHT.workers))
    async with server_process(stores, tmp_path, *arguments, more=more) as started:
        yield started


@pytest.fixture
async def cast(server: ServerProcess, stores: Stores, tmp_path: Path) -> AsyncIterator[Cast]:
    settings = loaded(settings_for(stores, tmp_path))
    async with reaching_ledger(settings) as ledger:
        office = Office.of(ledger, server.visitor_url, server.staff_url)
        async with Cast.around(office) as people:
            yield people


@pytest.mark.timeout(3600)
async def test_every_acknowledged_message_arrives_once_and_in_order_whatever_dies(
    cast: Cast, server: ServerProcess, stores: Stores
) -> None:
    crowd = Crowd(cast, NIGHT.conversations, seed=NIGHT.seed, pace=NIGHT.pace)
    struck: dict[str, float] = {}
    try:
        await crowd.come()
        for _ in range(NIGHT.rounds):
            for disaster in NIGHT.disasters:
                name = disaster.__name__
                took = await disasters.strike(disaster, server, crowd)
                struck[name] = max(struck.get(name, 0.0), took)
                await asyncio.sleep(2 * NIGHT.pace)
        await crowd.be_quiet()
        assert len(server.workers()) == NIGHT.workers

        for met in crowd.talking:
            met.check()
        await nobody_is_lost_or_held_twice(crowd, stores)
    finally:
        report(crowd, struck)
        await crowd.go_home()

    for trouble in (b"a task failed", b"not caught", b"keeping the workers failed"):
        assert trouble not in server.output
    if NIGHT.are_times_asserted:
        assert max(struck.values()) <= BACK_WITHIN


async def nobody_is_lost_or_held_twice(crowd: Crowd, stores: Stores) -> None:
    """Each visitor has one professional, on their screens and in the vault."""
    for visitor in crowd.visitors:
        holders = [each for each in crowd.professionals if visitor.keys.cid in each.talks]
        assert len(holders) <= 1
    async with stores.looking_into_vault() as vault:
        held = await vault.hgetall("hl:{desk}:held")
        line = await vault.zrange("hl:{desk}:waiting", 0, -1)
        load = await vault.hgetall("hl:{desk}:load")
    for met in crowd.talking:
        assert met.talk.ended is None
        assert met.visitor.ended is None
        assert met.visitor.refusals == []
        assert held[met.visitor.keys.cid][:32] == await number_of(crowd, met.professional.name)
    assert not {*held} & {*line}
    # Whoever is neither held nor in line has left.
    here = {each.keys.cid for each in crowd.visitors if each.ended is None}
    gone = {each.keys.cid for each in crowd.visitors if "gone" in each.refusals}
    assert here - gone == {*held} | {*line}
    assert sum(map(int, load.values())) == len(held)


async def number_of(crowd: Crowd, name: str) -> bytes:
    """What the vault knows a professional by."""
    account = await crowd._cast.served.staffing.find(name)
    assert account is not None
    return account.number.encode()


def report(crowd: Crowd, struck: dict[str, float]) -> None:
    """Print what this night came to; -s shows it, and a failure does."""
    figures = crowd.figures
    figures.acknowledged = sum(len(met.visitor.texts) for met in crowd.met)
    figures.reconnections = sum(line.losses for line in crowd.lines)
    print()  # noqa: T201 - the figures are what a long night is run for
    for name, value in {**asdict(figures), **struck}.items():
        print(f"  {name:<32} {round(value, 2)}")  # noqa: T201
    print(json.dumps({"seed": NIGHT.seed, **asdict(figures), **struck}))  # noqa: T201
