"""Every task of the process, so that none is lost and none outlives it."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Coroutine
from typing import Any, Final

TOLD_EVERY: Final = 1.0
"""Seconds that a task has to put things in order after it was cancelled."""

logger: Final = logging.getLogger(__name__)


class Tasks:
    """Every task of the process: started here, cancelled and awaited here."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Start one; when it fails, the kind of its error is logged."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            # The kind of error only: its text may hold what a store or a page said.
            logger.error("a task failed error=%s", type(error).__name__)

    async def close(self) -> None:
        """Cancel all and wait for them.

        Whoever goes on is told again: a library can swallow a cancellation while it sends
        (python/cpython#86296), and a loop that missed it would keep the server from ending.
        """
        while self._tasks:
            for task in tuple(self._tasks):
                task.cancel()
            await asyncio.wait(tuple(self._tasks), timeout=TOLD_EVERY)


@contextlib.asynccontextmanager
async def owning_tasks() -> AsyncIterator[Tasks]:
    """Tasks that end with the block."""
    tasks = Tasks()
    try:
        yield tasks
    finally:
        await tasks.close()
