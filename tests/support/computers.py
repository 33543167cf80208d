"""Somebody's own computer: a browser with a profile on disk, as everybody has at home.

    async with Computer.running("firefox", playwright, directory) as computer:
        visitor = VisitorPage(await computer.tab(), scene.visitors.origin)

The profile can be searched, and what draws the pages can crash. What people have and Playwright
turns off is on: the memory of pages for the back button, and reports of crashes.
"""

import asyncio
import contextlib
import os
import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final, Literal, Self

from playwright.async_api import BrowserContext, Page, Playwright
from playwright.async_api import Error as PlaywrightError

from tests.support.browsers import ARGUMENTS, VisitorPage, chromium, firefox, keep_inside
from tests.support.firefox import drivable
from tests.support.memory import family
from tests.support.outside import outside

Engine = Literal["chromium", "firefox"]

ENGINES: Final[tuple[Engine, ...]] = ("chromium", "firefox")

TURNED_OFF: Final = ("--disable-back-forward-cache", "--disable-breakpad")
"""By Playwright, for its own convenience."""

PREFERENCES: Final[dict[str, str | float | bool]] = {
    # Milliseconds between two looks at what the tabs hold, to write it down; 15 s for people.
    "browser.sessionstore.interval": 500,
    "browser.sessionstore.resume_from_crash": True,
    # What Firefox itself wants to know of the world: from a proxy that is not there.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 1,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 1,
}

ONE_SITE: Final = "Isolated Web Co"
"""How the kernel knows a process of Firefox that draws the pages of one site and nothing else."""


class Computer:
    """One person's browser.

    Attributes:
        engine: whose.
        profile: the directory in which the browser keeps everything.
        context: its windows.
    """

    def __init__(
        self, engine: Engine, profile: Path, playwright: Playwright, context: BrowserContext
    ) -> None:
        self.engine = engine
        self.profile = profile
        self.context = context
        self._playwright = playwright

    @classmethod
    @contextlib.asynccontextmanager
    async def running(
        cls, engine: Engine, playwright: Playwright, directory: Path, **options: Any
    ) -> AsyncIterator[Self]:
        """Turn it on; off afterwards.

        Args:
            options: of the browser; `preferences`: of Firefox, beside ours.
        """
        profile = directory / "profile"
        start = _firefox if engine == "firefox" else _chromium
        async with start(playwright, profile, {"locale": "nl-NL", **options}) as context:
            try:
                yield cls(engine, profile, playwright, context)
            finally:
                with contextlib.suppress(PlaywrightError):  # it has lost power
                    await context.close()

    async def tab(self) -> Page:
        """Open an empty tab; those of whoever was here before are closed."""
        for page in self.context.pages[1:]:
            await page.close()
        if self.engine == "firefox":
            await self.context.unroute_all()
            await keep_inside([self.context])
        return await self.context.new_page()

    async def leaves_traces(self, stored_word: str, typed_word: str) -> None:
        """Do what our pages must not, in another page: let the browser keep words.

        Both engines write the text of an ordinary field to disk, to restore it after a crash.
        """
        page = await self.context.new_page()
        await page.goto("https://www.example.org/")
        await page.evaluate("(word) => localStorage.setItem('word', word)", stored_word)
        await page.locator("textarea").press_sequentially(typed_word)

    @contextlib.asynccontextmanager
    async def crash(self, visitor: VisitorPage) -> AsyncIterator[VisitorPage]:
        """What draws the page dies of a bad memory access, and the visitor loads it again.

        Gives what the same tab shows then.
        """
        if self.engine == "firefox":
            await self._crash_of_firefox(visitor.page)
            yield visitor
        else:
            async with self._crash_of_chromium(visitor.page) as page:
                yield VisitorPage(page, visitor.url)

    async def loses_power(self) -> None:
        """Every process of the browser dies at once; nothing is tidied up or written down."""
        for each in self._processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(each, signal.SIGKILL)

    def _processes(self) -> list[int]:
        """Those of the browser, the first of them first."""
        mark = os.fsencode(self.profile)
        first = next(each for each in family(os.getpid()) if mark in _kept(each, "cmdline"))
        return family(first)

    async def _crash_of_firefox(self, page: Page) -> None:
        for each in self._processes():
            if _kept(each, "comm").decode().strip() == ONE_SITE:
                os.kill(each, signal.SIGSEGV)
        await page.wait_for_url(re.compile("^about:tabcrashed"), wait_until="commit")
        await page.reload()

    @contextlib.asynccontextmanager
    async def _crash_of_chromium(self, page: Page) -> AsyncIterator[Page]:
        """Playwright gives a page up that crashed: a second one looks at what comes after it."""
        browser = self.context.browser
        assert browser is not None
        tools = await self.context.new_cdp_session(page)
        tab = (await tools.send("Target.getTargetInfo"))["targetInfo"]["targetId"]
        async with page.expect_event("crash"):
            never = asyncio.create_task(tools.send("Page.crash"))
        never.cancel()

        tools = await browser.new_browser_cdp_session()
        begun = asyncio.Event()
        tools.on("Target.receivedMessageFromTarget", lambda _: begun.set())
        attached = await tools.send("Target.attachToTarget", {"targetId": tab, "flatten": False})
        message = '{"id": 1, "method": "Page.reload"}'
        await tools.send("Target.sendMessageToTarget", {**attached, "message": message})
        await begun.wait()
        port = (self.profile / "DevToolsActivePort").read_text().split()[0]
        second = await self._playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{port}")
        yield next(each for each in second.contexts[0].pages if each.url == page.url)
        await second.close()


@contextlib.asynccontextmanager
async def _chromium(
    playwright: Playwright, profile: Path, options: dict[str, Any]
) -> AsyncIterator[BrowserContext]:
    async with outside(profile.parent) as leads_there:
        yield await playwright.chromium.launch_persistent_context(
            profile,
            executable_path=chromium(),
            args=[*ARGUMENTS, *leads_there, "--remote-debugging-port=0"],
            ignore_default_args=TURNED_OFF,
            **options,
        )


@contextlib.asynccontextmanager
async def _firefox(
    playwright: Playwright, profile: Path, options: dict[str, Any]
) -> AsyncIterator[BrowserContext]:
    preferences = options.pop("preferences", {})
    yield await playwright.firefox.launch_persistent_context(
        profile,
        channel="moz-firefox",
        executable_path=drivable(firefox(), profile.parent),
        firefox_user_prefs={**PREFERENCES, **preferences},
        **options,
    )


def _kept(pid: int, name: str) -> bytes:
    """What the kernel keeps about a process."""
    try:
        return Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return b""  # it ended while we looked
