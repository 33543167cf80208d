"""A whole helpline for a browser test: stores, a server, weather, and people at their screens."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from playwright.async_api import Browser, BrowserContext

from chatserver.app import App, reaching_ledger
from chatserver.app.publishing import publish
from chatserver.cli import signing
from chatserver.clock import Clock, SystemClock
from chatserver.config import SiteConfig
from chatserver.crypto.roster_key import RosterKey
from chatserver.domain.people import Role
from chatserver.helpline.rosters import Rosters
from chatserver.helpline.staffing import Staffing
from tests.support.browsers import (
    CoordinatorPage,
    ProfessionalPage,
    VisitorPage,
    keep_inside,
)
from tests.support.cast import QUICK
from tests.support.redis_servers import Stores
from tests.support.servers import ROOT, ServerProcess, loaded, served, server_process, settings_for
from tests.support.tampering import Tampering
from tests.support.weather import Weather

PASSWORD = "rustig aan vannacht"  # noqa: S105 - of accounts that live for one test


class Scene:
    """Opens windows for people; each has a browser context of its own.

    Attributes:
        visitors: the weather between visitors and the server.
        staff: the weather between staff and the server.
        app: the server, when it runs in this process.
        process: the server, when it is a process of its own.
        key: the organisation's; the visitors' page knows its public half.
        site: the two pages, published with that key.
    """

    def __init__(self, browser: Browser, stores: Stores, directory: Path) -> None:
        self.browser = browser
        self.stores = stores
        self.directory = directory
        self.visitors: Weather
        self.staff: Weather
        self.app: App | None = None
        self.process: ServerProcess | None = None
        self.clock: Clock | None = None
        self.key = RosterKey.new()
        self.site = directory / "site"
        self._stack = contextlib.AsyncExitStack()
        self._people = 0

    @classmethod
    @contextlib.asynccontextmanager
    async def here(
        cls,
        browser: Browser,
        stores: Stores,
        directory: Path,
        *,
        has_key: bool = True,
        clock: Clock | None = None,
        site: SiteConfig | None = None,
        **more: str,
    ) -> AsyncIterator[Self]:
        """With a server in this process.

        Args:
            has_key: the organisation has a roster key.
            clock: of the server; browsers look at the real one.
            site: what the published pages say of themselves.
        """
        async with cls._outdoors(browser, stores, directory, site) as scene:
            more = {**scene._origins, **more}
            scene.clock = clock
            served_here = served(stores, directory, clock=clock, more=more)
            scene.app = await scene._stack.enter_async_context(served_here)
            scene._leads_to(scene.app.visitor_url, scene.app.staff_url)
            if has_key:
                await scene.app.rosters.found(scene.key.public)
            yield scene

    @classmethod
    @contextlib.asynccontextmanager
    async def apart(
        cls, browser: Browser, stores: Stores, directory: Path, **more: str
    ) -> AsyncIterator[Self]:
        """With a server as a process of its own, which can be killed and looked into."""
        async with cls._outdoors(browser, stores, directory) as scene:
            process = server_process(stores, directory, more={**scene._origins, **more})
            scene.process = await scene._stack.enter_async_context(process)
            scene._leads_to(scene.process.visitor_url, scene.process.staff_url)
            async with scene._rosters() as rosters:
                await rosters.found(scene.key.public)
            yield scene

    @property
    def is_apart(self) -> ServerProcess:
        """The server's process."""
        assert self.process is not None
        return self.process

    async def context(self, **options: Any) -> BrowserContext:
        """A fresh browser: nothing of anybody before."""
        context = await self.browser.new_context(**{"locale": "nl-NL", **options})
        self._stack.push_async_callback(context.close)
        await keep_inside([context])
        return context

    def closes(self, context: BrowserContext) -> None:
        """Close this browser at the end, too."""
        self._stack.push_async_callback(context.close)

    async def visitor(self, *, url: str = "", hour: int = 12, **options: Any) -> VisitorPage:
        """Somebody with an empty window.

        Args:
            url: of the page, if it lies elsewhere.
            hour: on the clock of the phone; a page is dark at night.
        """
        page = await (await self.context(**options)).new_page()
        await page.add_init_script(f"Date.prototype.getHours = () => {hour};")
        return VisitorPage(page, url or self.visitors.origin)

    async def waiting_visitor(self, **options: Any) -> VisitorPage:
        """Somebody in the line."""
        visitor = await self.visitor(**options)
        await visitor.comes()
        return visitor

    async def account(self, role: Role, name: str = "") -> str:
        """A new account; its name."""
        self._people += 1
        name = name or f"Collega {self._people}"
        if self.app is not None:
            await replace(self.app.staffing, cost=QUICK).add(name, role, PASSWORD)
            return name
        settings = loaded(settings_for(self.stores, self.directory))
        async with reaching_ledger(settings) as ledger:
            await Staffing(ledger, QUICK).add(name, role, PASSWORD)
        return name

    async def professional(
        self,
        name: str = "",
        *,
        role: Role = Role.PROFESSIONAL,
        url: str = "",
        is_approved: bool = True,
        context: BrowserContext | None = None,
        **options: Any,
    ) -> ProfessionalPage:
        """A professional at the desk.

        Args:
            url: of the page, if it lies elsewhere.
            context: the browser; None: a fresh one.
        """
        page = await (context or await self.context(**options)).new_page()
        professional = ProfessionalPage(page, url or self.staff.origin)
        await professional.signs_in(await self.account(role, name), PASSWORD)
        await professional.is_at_the_desk()
        if is_approved:
            await self.comes_onto_the_roster(await professional.name())
        return professional

    async def second_window(self, of: ProfessionalPage) -> ProfessionalPage:
        """Another window of somebody who is signed in already."""
        window = ProfessionalPage(await of.page.context.new_page(), self.staff.origin)
        await window.opens()
        await window.is_at_the_desk()
        return window

    async def comes_onto_the_roster(self, name: str) -> None:
        """Approve the devices of an account as soon as one has been enrolled."""
        async with self._rosters() as rosters, asyncio.timeout(20):
            while True:
                await self._approve_waiting(rosters)
                devices = rosters.now.devices.values()
                if any(each.name == name and each.entry for each in devices):
                    return
                await asyncio.sleep(0.05)

    async def _approve_waiting(self, rosters: Rosters) -> None:
        """Approve for as long as holds by both clocks: browsers look at the real one."""
        here = _minute()
        there = int(self.clock.now()) // 60 if self.clock is not None else here
        days = signing.DAYS + abs(here - there) // signing.MINUTES_OF_A_DAY + 1
        await signing.approve_waiting(rosters, self.key, minute=min(here, there), days=days)

    async def revoke(self, name: str) -> None:
        """Take back every device of an account."""
        async with self._rosters() as rosters:
            await rosters.refresh()
            for device in rosters.now.devices.values():
                if device.name == name:
                    await signing.revoke(rosters, device.id, self.key, minute=_minute())

    @contextlib.asynccontextmanager
    async def _rosters(self) -> AsyncIterator[Rosters]:
        if self.app is not None:
            yield self.app.rosters
            return
        settings = loaded(settings_for(self.stores, self.directory))
        async with reaching_ledger(settings) as ledger:
            yield Rosters(ledger, SystemClock())

    async def coordinator(self, **options: Any) -> CoordinatorPage:
        """A coordinator who has signed in."""
        page = await (await self.context(**options)).new_page()
        coordinator = CoordinatorPage(page, self.staff.origin)
        await coordinator.signs_in(await self.account(Role.COORDINATOR), PASSWORD)
        return coordinator

    @classmethod
    @contextlib.asynccontextmanager
    async def _outdoors(
        cls, browser: Browser, stores: Stores, directory: Path, site: SiteConfig | None = None
    ) -> AsyncIterator[Self]:
        scene = cls(browser, stores, directory)
        publish(ROOT / "web" / "dist", scene.site, site or SiteConfig(), scene.key)
        async with scene._stack:
            scene.visitors = await scene._stack.enter_async_context(Weather.over())
            scene.staff = await scene._stack.enter_async_context(Weather.over())
            yield scene

    @classmethod
    @contextlib.asynccontextmanager
    async def betrayed(
        cls, browser: Browser, stores: Stores, directory: Path
    ) -> AsyncIterator[tuple[Self, Tampering, Tampering]]:
        """With a server that lies to visitors, to staff, or to both, at these two origins."""
        async with cls._outdoors(browser, stores, directory) as scene:
            liars = [await scene._stack.enter_async_context(Tampering.over()) for _ in range(2)]
            origins = {
                "CHATSERVER_VISITORS_ORIGINS": liars[0].origin,
                "CHATSERVER_STAFF_ORIGINS": liars[1].origin,
            }
            lying = served(stores, directory, more={**scene._origins, **origins})
            scene.app = await scene._stack.enter_async_context(lying)
            liars[0].leads_to(scene.app.visitor_url)
            liars[1].leads_to(scene.app.staff_url)
            await scene.app.rosters.found(scene.key.public)
            yield scene, liars[0], liars[1]

    @property
    def _origins(self) -> dict[str, str]:
        return {
            "CHATSERVER_VISITORS_ORIGINS": self.visitors.origin,
            "CHATSERVER_STAFF_ORIGINS": self.staff.origin,
            "CHATSERVER_WEB_DIRECTORY": str(self.site),
        }

    def _leads_to(self, visitor_url: str, staff_url: str) -> None:
        self.visitors.leads_to(visitor_url)
        self.staff.leads_to(staff_url)


def _minute() -> int:
    return int(time.time()) // 60  # noqa: TID251 - browsers look at the real clock
