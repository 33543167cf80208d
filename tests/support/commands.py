"""Our commands, run as an operator runs them."""

import asyncio
import contextlib
import os
import re
import sys
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from tests.support.servers import ROOT


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str


@contextlib.asynccontextmanager
async def command(
    *arguments: str, environ: Mapping[str, str] | None = None
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A command for as long as the block lasts."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "chatserver", *arguments),
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), **(environ or {})},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
            await process.communicate()


async def run(*arguments: str, environ: Mapping[str, str] | None = None, say: str = "") -> Ended:
    """Run a command to its end."""
    async with asyncio.timeout(60), command(*arguments, environ=environ) as process:
        out, err = await process.communicate(say.encode())
        return Ended(process.returncode or 0, out.decode(), err.decode())


def is_one_clear_line(ended: Ended) -> bool:
    """Whether it said what is wrong, and nothing else."""
    return bool(re.fullmatch(r"Error: [^\n]+\n", ended.err)) and "Traceback" not in ended.err
