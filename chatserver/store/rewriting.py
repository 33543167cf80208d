"""Rewrites the ledger's append-only file, so that no counted tag survives on a disk.

A tag is deleted when it is counted, and the file still tells that it was written. Redis forgets
that when it rewrites the file. The script that counts notes, in the same step, that a rewrite is
owed; the note goes only when one that began after it has ended well. So a process that is killed
in between leaves it to the next.

What was owed is read *before* the rewrite begins. Whatever is counted while it runs adds to that,
and then the note stays.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, Final

from redis.asyncio import Redis
from redis.exceptions import NoPermissionError, ResponseError

from chatserver.domain.errors import Unavailable
from chatserver.store import keys
from chatserver.store.answers import meaning_of
from chatserver.store.commands import Reply
from chatserver.store.lua import load
from chatserver.store.pipeline import available
from chatserver.store.reach import SentinelPool
from chatserver.store.values import Rewrite

REWRITTEN: Final = load("rewritten")

POLL: Final = 0.05
"""Seconds between two looks whether it has ended; a small ledger takes a few."""

WITHIN: Final = 60.0
"""Seconds for one server to rewrite or to catch up; longer, and the next round sees to it."""

REFUSALS: Final = ("unknown command", "disabled")
"""In the errors of hosted servers that do not let anybody rewrite."""


async def rewrite(client: Redis, run: Callable[..., Awaitable[Reply]]) -> Rewrite:
    """Do what `interface.Ledger.rewrite` promises.

    Args:
        client: reaches the primary.
        run: runs a script there, and waits for replicas.
    """
    owed = await available(client.get(keys.OWED_TO_DISK))
    if owed is None:
        return "clean"
    async with _servers(client) as (primary, *replicas):
        written = await _offset(primary, "master_repl_offset")
        for server in (primary, *replicas):
            if server is not primary and not await _has(server, written):
                return "busy"
            if (ended := await _rewritten(server)) != "done":
                return ended
    return "done" if await run(REWRITTEN, (keys.OWED_TO_DISK,), owed) == 1 else "busy"


@contextlib.asynccontextmanager
async def _servers(client: Redis) -> AsyncIterator[list[Redis]]:
    """The primary, and every replica that sentinels know: each has a file of its own."""
    pool = client.connection_pool
    async with contextlib.AsyncExitStack() as stack:
        found = [client]
        for replica in await available(pool.replicas()) if isinstance(pool, SentinelPool) else ():
            stack.push_async_callback(replica.aclose)
            found.append(replica)
        yield found


async def begin(server: Redis) -> Rewrite:
    """Begin to rewrite one server's file; busy if it does so already, refused if we may not."""
    try:
        await available(server.bgrewriteaof())
    except NoPermissionError:
        return "refused"
    except ResponseError as error:
        if any(word in str(error) for word in REFUSALS):
            return "refused"
        if "in progress" in str(error):  # begun before what is owed was read, perhaps
            return "busy"
        raise meaning_of(error) from None
    return "done"


async def _rewritten(server: Redis) -> Rewrite:
    """Rewrite one server's file, and wait until that has ended."""
    run_id = (await _info(server, "server"))["run_id"]
    if (begun := await begin(server)) != "done":
        return begun
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(WITHIN):
            while _is_writing(state := await _info(server, "persistence")):  # noqa: ASYNC110
                await asyncio.sleep(POLL)
            if state["aof_last_bgrewrite_status"] != "ok":
                raise Unavailable("the ledger could not rewrite its append-only file")
            # Who was restarted meanwhile says ok of nothing.
            is_same = (await _info(server, "server"))["run_id"] == run_id
            return "done" if is_same else "busy"
    return "busy"


async def _has(replica: Redis, written: int) -> bool:
    """Wait until a replica has what the primary had written: else it rewrites what was before."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(WITHIN):
            while await _offset(replica, "slave_repl_offset") < written:  # noqa: ASYNC110
                await asyncio.sleep(POLL)
            return True
    return False


async def _offset(server: Redis, name: str) -> int:
    return int((await _info(server, "replication")).get(name, 0))


def _is_writing(state: dict[str, Any]) -> bool:
    return bool(state["aof_rewrite_in_progress"] or state["aof_rewrite_scheduled"])


async def _info(server: Redis, section: str) -> dict[str, Any]:
    return dict(await available(server.info(section)))
