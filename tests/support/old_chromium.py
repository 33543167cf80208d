"""Chromium of 2016 to 2018: the engine inside the PyQt5 of that time, driven by its devtools.

Playwright needs a newer one. What is here is enough to walk through a conversation.
"""

import asyncio
import contextlib
import itertools
import json
import os
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final, Self

from aiohttp import ClientConnectionError, ClientSession, ClientWebSocketResponse

from tests.support.servers import ROOT

PLACE: Final = ROOT / ".old-browsers"
"""Where tests/support/have-old-browsers puts them, each under its version."""

PATIENCE: Final = 30.0
"""Seconds that a page may take on a machine with other work to do."""

LOOK_EVERY: Final = 0.05
"""Seconds."""


class OldPage:
    """One page.

    Attributes:
        complaints: what went wrong in its scripts.
    """

    def __init__(self, tools: ClientWebSocketResponse) -> None:
        self.complaints: list[str] = []
        self._tools = tools
        self._ids = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}

    async def leaves(self, to: str) -> None:
        """Press the exit, which leads to this origin; what was here is not in the history."""
        past = await self.runs("history.length")
        await self.runs(f"document.getElementById('exit').href = '{to}/'")
        await self.taps("exit")
        await self.waits_for(f"location.origin === '{to}'")
        assert await self.runs("[history.length, window.name]") == [past, ""]

    @classmethod
    @contextlib.asynccontextmanager
    async def of(cls, version: str, url: str) -> AsyncIterator[Self]:
        """Open this address in this version of Chromium."""
        port = _free_port()
        environ = {
            **os.environ,
            "QTWEBENGINE_REMOTE_DEBUGGING": str(port),
            "QTWEBENGINE_DISABLE_SANDBOX": "1",
            "QT_QPA_PLATFORM": "xcb",
        }
        window = await asyncio.create_subprocess_exec(
            PLACE / version / "bin" / "python",
            Path(__file__).with_name("old_window.py"),
            "about:blank",
            env=environ,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            async with ClientSession() as client:
                async with asyncio.timeout(PATIENCE):
                    address = await _address(client, port)
                tools = await client.ws_connect(address, max_msg_size=0)
                page = cls(tools)
                listening = asyncio.create_task(page._listen())
                await page._asks("Runtime.enable")
                await page._asks("Page.enable")
                await page._asks("Page.navigate", url=url)
                yield page
                listening.cancel()
        finally:
            window.kill()
            await window.wait()

    async def runs(self, script: str) -> Any:
        """What this expression is in the page."""
        answer = await self._asks("Runtime.evaluate", expression=script, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    async def waits_for(self, claim: str) -> None:
        """Wait until this expression is true in the page."""
        try:
            async with asyncio.timeout(PATIENCE):
                while True:
                    if await self.runs(f"!!({claim})"):
                        return
                    await asyncio.sleep(LOOK_EVERY)
        except TimeoutError:
            seen = await self.runs("document.body && document.body.innerText")
            raise AssertionError(f"not so: {claim}\n{self.complaints}\n{seen}") from None

    async def sees(self, test_id: str) -> None:
        """Wait until this part of the page is there and takes space."""
        await self.waits_for(f"({_part(test_id)} || {{}}).offsetHeight > 0")

    async def taps(self, test_id: str) -> None:
        """Press this part of the page."""
        await self.sees(test_id)
        await self.runs(f"{_part(test_id)}.click()")

    async def says(self, text: str) -> None:
        """Write and send."""
        await self.sees("composer")
        await self.runs(f"{_part('composer')}.focus()")
        await self.runs(f"document.execCommand('insertText', false, {json.dumps(text)})")
        await self.taps("send")

    async def _asks(self, method: str, **params: Any) -> dict[str, Any]:
        number = next(self._ids)
        self._answers[number] = asyncio.get_running_loop().create_future()
        await self._tools.send_json({"id": number, "method": method, "params": params})
        answer = await self._answers[number]
        assert "error" not in answer, answer["error"]
        result: dict[str, Any] = answer["result"]
        return result

    async def _listen(self) -> None:
        async for message in self._tools:
            told = json.loads(message.data)
            if told.get("method") == "Runtime.exceptionThrown":
                details = told["params"]["exceptionDetails"]
                exception = details.get("exception", {})
                self.complaints.append(exception.get("description", details["text"]))
            elif "id" in told:
                self._answers.pop(told["id"]).set_result(told)


def _part(test_id: str) -> str:
    return f"document.querySelector('[data-testid=\"{test_id}\"]')"


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


async def _address(client: ClientSession, port: int) -> str:
    """Of the devtools of the one page, once the window is there."""
    while True:
        with contextlib.suppress(ClientConnectionError):
            async with client.get(f"http://127.0.0.1:{port}/json/list") as answer:
                pages = await answer.json(content_type=None)
                if pages:
                    address: str = pages[0]["webSocketDebuggerUrl"]
                    return address
        await asyncio.sleep(LOOK_EVERY)
