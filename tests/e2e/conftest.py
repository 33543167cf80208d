"""One Chromium and one event loop for all browser tests; a fresh context for every person."""

import inspect
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Playwright, async_playwright

from tests.support.betrayal import Betrayed
from tests.support.browsers import ARGUMENTS, chromium
from tests.support.redis_servers import Stores
from tests.support.scene import Scene

HERE = Path(__file__).parent

collect_ignore = [] if sys.platform == "linux" else ["test_webkit.py"]
"""WebKitGTK runs on Linux only. There, a test that does not find it has failed."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser belongs to the loop that started it, so these tests share one."""
    for item in items:
        is_coroutine = inspect.iscoroutinefunction(getattr(item, "obj", None))
        if is_coroutine and HERE in item.path.parents:
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def playwright() -> AsyncIterator[Playwright]:
    """What drives the browsers."""
    async with async_playwright() as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser(playwright: Playwright) -> AsyncIterator[Browser]:
    """The Chromium of this run."""
    browser = await playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
    yield browser
    await browser.close()


@pytest_asyncio.fixture(loop_scope="session")
async def scene(browser: Browser, stores: Stores, tmp_path: Path) -> AsyncIterator[Scene]:
    """A helpline with a server in this process."""
    async with Scene.here(browser, stores, tmp_path) as scene:
        yield scene


@pytest_asyncio.fixture(loop_scope="session")
async def scene_apart(browser: Browser, stores: Stores, tmp_path: Path) -> AsyncIterator[Scene]:
    """A helpline with a server as a process of its own."""
    async with Scene.apart(browser, stores, tmp_path) as scene:
        yield scene


@pytest_asyncio.fixture(loop_scope="session")
async def betrayed(browser: Browser, stores: Stores, tmp_path: Path) -> AsyncIterator[Betrayed]:
    """A helpline whose server is in the wrong hands: what it does to visitors, and to staff."""
    async with Scene.betrayed(browser, stores, tmp_path) as all_three:
        yield all_three
