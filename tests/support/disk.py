"""What a Redis has on its disk: dump and append-only files, all bytes of them."""

import asyncio
from pathlib import Path

from redis.asyncio import Redis


async def on_disk(keeper: Redis) -> bytes:
    """Everything in the directory of a store. Args: keeper: a client that may do everything."""
    (directory,) = (await keeper.config_get("dir")).values()
    return await asyncio.to_thread(_all_of, Path(str(directory)))


async def forget(keeper: Redis) -> None:
    """Rewrite the append-only file: what was done before is in it no more."""
    await keeper.bgrewriteaof()
    while (await keeper.info("persistence"))["aof_rewrite_in_progress"]:  # noqa: ASYNC110
        await asyncio.sleep(0.01)


def _all_of(directory: Path) -> bytes:
    files = sorted(path for path in directory.rglob("*") if path.is_file())
    return b"".join(path.read_bytes() for path in files)
