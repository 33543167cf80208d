"""Time passes only when a test says so, and wakes sleepers in order."""

import asyncio
import time

import pytest

from chatserver.clock import Clock, ManualClock, SystemClock


async def test_the_system_clock_tells_the_machines_time() -> None:
    clock: Clock = SystemClock()

    before = time.time()  # noqa: TID251 - what it is compared with
    await clock.sleep(-1)

    assert before <= clock.now() <= time.time()  # noqa: TID251


async def test_a_manual_clock_stands_still() -> None:
    clock: Clock = ManualClock(100.0)

    await clock.sleep(0)

    assert clock.now() == 100.0


async def test_sleepers_wake_in_order_each_at_its_own_moment() -> None:
    clock = ManualClock(0.0)
    woken: list[tuple[str, float]] = []

    async def sleeper(name: str, seconds: float) -> None:
        await clock.sleep(seconds)
        woken.append((name, clock.now()))

    async with asyncio.TaskGroup() as group:
        for name, seconds in (("late", 30), ("early", 10), ("twin", 10)):
            group.create_task(sleeper(name, seconds))
        await clock.advance(30)

    assert woken == [("early", 10.0), ("twin", 10.0), ("late", 30.0)]


async def test_nobody_wakes_too_early() -> None:
    clock = ManualClock(0.0)
    sleeping = asyncio.create_task(clock.sleep(10))

    await clock.advance(9.5)

    assert clock.sleepers == 1
    assert not sleeping.done()
    await clock.advance(0.5)
    assert sleeping.done()


async def beat(clock: Clock, beats: list[float]) -> None:
    """Every 20 seconds, note when it is."""
    while True:
        await clock.sleep(20)
        beats.append(clock.now())


async def test_a_loop_that_sleeps_again_is_woken_as_often_as_time_allows() -> None:
    clock = ManualClock(0.0)
    beats: list[float] = []
    beating = asyncio.create_task(beat(clock, beats))
    await clock.advance(65)
    beating.cancel()

    assert beats == [20.0, 40.0, 60.0]
    assert clock.now() == 65.0


async def test_a_cancelled_sleeper_is_forgotten() -> None:
    clock = ManualClock(0.0)
    sleeping = asyncio.create_task(clock.sleep(10))
    await clock.advance(1)

    sleeping.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sleeping

    assert clock.sleepers == 0
    await clock.advance(100)
    assert clock.now() == 101.0


async def test_a_jump_wakes_who_was_due_once_and_nobody_else() -> None:
    clock = ManualClock(0.0)
    beats: list[float] = []
    beating = asyncio.create_task(beat(clock, beats))
    late = asyncio.create_task(clock.sleep(100))
    cancelled = asyncio.create_task(clock.sleep(30))
    await clock.advance(0)
    cancelled.cancel()

    await clock.jump(65)

    assert beats == [65.0]
    assert not late.done()
    beating.cancel()
    await clock.jump(35)
    assert late.done()
