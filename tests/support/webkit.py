"""WebKitGTK: the nearest to Safari that runs here, driven by WebDriver (W3C), which is plain HTTP.

Playwright drives a WebKit of its own making only, and downloads it; this is Debian's, with the
small browser that comes with it, on a screen of its own that nobody sees.
"""

import asyncio
import contextlib
import json
import os
import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final, Self

import pytest
from aiohttp import ClientConnectionError, ClientSession

PATIENCE: Final = 30.0
"""Seconds that a page may take on a machine with other work to do."""

LOOK_EVERY: Final = 0.05
"""Seconds."""

ELEMENT: Final = "element-6066-11e4-a52e-4f735466cecf"
"""By this name an answer of WebDriver names an element (W3C WebDriver, 12.1)."""

PARTS: Final = ("WebKitWebDriver", "Xvfb")


def minibrowser() -> str:
    """The browser that comes with the library. A test that cannot run has failed."""
    found = sorted(Path("/usr").glob("lib*/**/webkit2gtk-4*/MiniBrowser"))
    missing = [name for name in PARTS if not shutil.which(name)]
    if not found or missing:
        needs = "Debian's webkit2gtk-driver and xvfb"
        pytest.fail(f"this test needs {needs} (tests/support/have-browsers)", pytrace=False)
    return str(found[-1])


class WebKitPage:
    """One window of one browser, and what somebody does and sees there."""

    def __init__(self, client: ClientSession, address: str) -> None:
        self._client = client
        self._address = address

    @classmethod
    @contextlib.asynccontextmanager
    async def of(cls, directory: Path) -> AsyncIterator[Self]:
        """An empty window. Args: directory: the home of this browser, and of no other."""
        browser = minibrowser()
        async with (
            _screen() as display,
            _driver(display, directory) as driver,
            ClientSession(driver) as client,
        ):
            options = {"binary": browser, "args": ["--automation"]}
            wanted = {"alwaysMatch": {"webkitgtk:browserOptions": options}}
            async with asyncio.timeout(PATIENCE):
                made = await _asks(client, "/session", {"capabilities": wanted})
            yield cls(client, f"/session/{made['sessionId']}")
            await _asks(client, f"/session/{made['sessionId']}", method="DELETE")

    async def opens(self, url: str) -> None:
        """Load this address."""
        await self._does("/url", {"url": url})

    async def goes_back(self) -> None:
        """Press the browser's Back."""
        await self._does("/back", {})

    async def runs(self, script: str, *given: Any) -> Any:
        """What this function body returns in the page."""
        return await self._does("/execute/sync", {"script": script, "args": list(given)})

    async def waits_for(self, claim: str) -> None:
        """Wait until this expression is true in the page."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE):
                while True:
                    if await self.runs(f"return !!({claim});"):
                        return
                    await asyncio.sleep(LOOK_EVERY)
        seen = await self.runs("return document.body && document.body.innerText;")
        raise AssertionError(f"not so: {claim}\n{seen}")

    async def sees(self, test_id: str) -> None:
        """Wait until this part of the page is there and takes space."""
        await self.waits_for(f"{_part(test_id)}?.offsetHeight > 0")

    async def taps(self, test_id: str) -> None:
        """Press this part of the page, where it is on the screen."""
        await self.sees(test_id)
        await self._does(f"/element/{await self._finds(test_id)}/click", {})

    async def types(self, text: str) -> None:
        """Write without sending, key by key."""
        await self.sees("composer")
        await self._does(f"/element/{await self._finds('composer')}/value", {"text": text})

    async def presses(self, key: str, times: int = 1) -> None:
        """Press a key. Args: key: its character, or its number in W3C WebDriver 17.4.2."""
        steps = [
            {"type": kind, "value": key} for _ in range(times) for kind in ("keyDown", "keyUp")
        ]
        keyboard = {"type": "key", "id": "keyboard", "actions": steps}
        await self._does("/actions", {"actions": [keyboard]})

    async def _finds(self, test_id: str) -> str:
        how = {"using": "css selector", "value": f'[data-testid="{test_id}"]'}
        found: dict[str, str] = await self._does("/element", how)
        return found[ELEMENT]

    async def _does(self, what: str, given: dict[str, Any]) -> Any:
        return await _asks(self._client, self._address + what, given)


async def _asks(
    client: ClientSession, path: str, given: dict[str, Any] | None = None, method: str = "POST"
) -> Any:
    data = None if given is None else json.dumps(given).encode()
    headers = {"Content-Type": "application/json; charset=utf-8"}
    async with client.request(method, path, data=data, headers=headers) as answer:
        value = (await answer.json(content_type=None))["value"]
        assert answer.ok, value
        return value


def _part(test_id: str) -> str:
    return f"document.querySelector('[data-testid=\"{test_id}\"]')"


@contextlib.asynccontextmanager
async def _screen() -> AsyncIterator[str]:
    """A screen of which X itself chooses the number; its name."""
    reads, writes = os.pipe()
    screen = await asyncio.create_subprocess_exec(
        "Xvfb",
        *("-displayfd", str(writes), "-screen", "0", "1024x768x24", "-nolisten", "tcp"),
        pass_fds=(writes,),
        stderr=asyncio.subprocess.DEVNULL,
    )
    os.close(writes)
    try:
        number = await asyncio.to_thread(os.read, reads, 16)
        yield f":{number.decode().strip()}"
    finally:
        os.close(reads)
        screen.kill()
        await screen.wait()


@contextlib.asynccontextmanager
async def _driver(display: str, directory: Path) -> AsyncIterator[str]:
    """WebKit's driver on a free port; its address."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    driver = await asyncio.create_subprocess_exec(
        "WebKitWebDriver",
        f"--port={port}",
        "--host=127.0.0.1",
        env={
            "PATH": os.environ["PATH"],
            "LANG": "nl_NL.UTF-8",
            "DISPLAY": display,
            "GDK_BACKEND": "x11",
            "HOME": str(directory),
            "XDG_RUNTIME_DIR": str(directory),
            "NO_AT_BRIDGE": "1",
            "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
            "LIBGL_ALWAYS_SOFTWARE": "1",
        },
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
        start_new_session=True,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        async with asyncio.timeout(PATIENCE), ClientSession(address) as client:
            while True:
                with contextlib.suppress(ClientConnectionError):
                    await _asks(client, "/status", method="GET")
                    break
                await asyncio.sleep(LOOK_EVERY)
        yield address
    finally:
        # With the browser, which is a child of it.
        os.killpg(driver.pid, 9)
        await driver.wait()
