"""Every task of the process, so that none is lost and none outlives it."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Coroutine
from typing import Any, Final

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
        """Cancel all and wait for them."""
        tasks = tuple(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@contextlib.asynccontextmanager
async def owning_tasks() -> AsyncIterator[Tasks]:
    """Tasks that end with the block."""
    tasks = Tasks()
    try:
        yield tasks
    finally:
        await tasks.close()
