"""Debian's Firefox, so that Playwright can drive it.

Playwright speaks WebDriver BiDi with a Firefox that is not of its own build, but it begins with a
command that Firefox ESR 153 does not know, and gives up. So a program of a few lines stands
between the two: it answers that command itself and carries everything else to and fro. It also
lets one tab crash without closing the browser, as it is for everybody but Playwright.
"""

import asyncio
import contextlib
import json
import os
import re
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from aiohttp import ClientSession, ClientWebSocketResponse, web

NOT_KNOWN: Final = "emulation.setMediaFeaturesOverride"
"""The preferred colour scheme. No test that runs in Firefox asks for one."""

CLOSES_ALL: Final = "MOZ_CRASHREPORTER_SHUTDOWN"
"""Set by Playwright: the first tab that crashes closes the browser."""


def drivable(firefox: str, directory: Path) -> Path:
    """Write a program into this directory that Playwright can take for this Firefox."""
    directory.mkdir(exist_ok=True)
    program = directory / "firefox"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{__file__}" "{firefox}" "$@"\n')
    program.chmod(0o700)
    return program


async def stand_between(firefox: str, *arguments: str) -> int:
    """Run Firefox until it ends; its exit code."""
    environ = {name: value for name, value in os.environ.items() if name != CLOSES_ALL}
    process = await asyncio.create_subprocess_exec(firefox, *arguments, stderr=PIPE, env=environ)
    there = await _address(process)
    async with _listening(there) as here:
        _tell(f"WebDriver BiDi listening on {here}\n".encode())
        assert process.stderr is not None
        while line := await process.stderr.readline():
            _tell(line)
        return await process.wait()


async def _address(process: Process) -> str:
    """Where Firefox listens: it says so itself."""
    assert process.stderr is not None
    while line := await process.stderr.readline():
        if found := re.search(rb"WebDriver BiDi listening on (ws://\S+)", line):
            return found[1].decode()
        _tell(line)
    sys.exit(await process.wait())


def _tell(line: bytes) -> None:
    sys.stderr.buffer.write(line)
    sys.stderr.flush()


@contextlib.asynccontextmanager
async def _listening(there: str) -> AsyncIterator[str]:
    """Listen on a free port; its address."""

    async def session(request: web.Request) -> web.WebSocketResponse:
        here = web.WebSocketResponse(max_msg_size=0)
        await here.prepare(request)
        async with (
            ClientSession() as client,
            client.ws_connect(there + request.path, max_msg_size=0) as beyond,
        ):
            answers = asyncio.create_task(_carry_answers(beyond, here))
            async for message in here:
                command = json.loads(message.data)
                if command["method"] == NOT_KNOWN:
                    await here.send_json({"type": "success", "id": command["id"], "result": {}})
                else:
                    await beyond.send_str(message.data)
            answers.cancel()
        return here

    app = web.Application()
    app.router.add_get("/session", session)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0, shutdown_timeout=1)
    await site.start()
    try:
        host, port = runner.addresses[0]
        yield f"ws://{host}:{port}"
    finally:
        await runner.cleanup()


async def _carry_answers(beyond: ClientWebSocketResponse, here: web.WebSocketResponse) -> None:
    async for message in beyond:
        await here.send_str(message.data)
    await here.close()


if __name__ == "__main__":
    sys.exit(asyncio.run(stand_between(*sys.argv[1:])))
