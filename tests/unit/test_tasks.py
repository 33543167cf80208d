import asyncio
import contextlib

from chatserver.app.tasks import owning_tasks


async def test_no_task_outlives_the_process_not_even_one_that_missed_its_cancellation() -> None:
    turns: list[str] = []

    async def misses_one() -> None:
        with contextlib.suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        turns.append("missed")
        await asyncio.Event().wait()

    async def fails() -> None:
        raise RuntimeError

    async with asyncio.timeout(20), owning_tasks() as tasks:
        tasks.start(misses_one())
        tasks.start(fails())
        await asyncio.sleep(0)

    assert turns == ["missed"]
    assert len(asyncio.all_tasks()) == 1
