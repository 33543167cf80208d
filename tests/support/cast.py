"""People for a test: visitors and professionals with real sockets and real keys."""

import contextlib
from collections.abc import AsyncIterator

import aiohttp

from chatserver.app import App
from chatserver.client import Coordinator, Professional, Visitor
from chatserver.client.professional import Talk
from chatserver.domain.people import Role

PASSWORD = "correct horse battery"  # noqa: S105 - of accounts that live for one test

MINUTE = 29_791_440
"""Whole minutes since 1970 that messages of a test carry; no test looks at a clock."""


class Cast:
    """Makes people and lets them go at the end."""

    def __init__(self, app: App, stack: contextlib.AsyncExitStack) -> None:
        self.app = app
        self._stack = stack
        self._numbers = 0

    @classmethod
    @contextlib.asynccontextmanager
    async def around(cls, app: App) -> AsyncIterator["Cast"]:
        """People around a server in this process."""
        async with contextlib.AsyncExitStack() as stack:
            yield cls(app, stack)

    async def session(self) -> aiohttp.ClientSession:
        """One browser: cookies of its own."""
        return await self._stack.enter_async_context(
            aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        )

    async def visitor(self, language: str = "nl", *, url: str = "") -> Visitor:
        """A visitor who stands in the waiting list."""
        visitor = Visitor(
            await self.session(),
            url or self.app.visitor_url,
            language=language,
            minute=lambda: MINUTE,
        )
        self._stack.push_async_callback(visitor.close)
        visitor.arrive()
        await visitor.until(lambda: visitor.position is not None or visitor.desk is not None)
        return visitor

    async def account(self, role: Role) -> str:
        """A new account; its name."""
        self._numbers += 1
        name = f"{role.value} {self._numbers}"
        await self.app.staffing.add(name, role, PASSWORD)
        return name

    async def professional(self, *, url: str = "") -> Professional:
        """A professional who has signed in and sees the desk."""
        professional = Professional(
            await self.session(), url or self.app.staff_url, minute=lambda: MINUTE
        )
        self._stack.push_async_callback(professional.close)
        await professional.sign_in(await self.account(Role.PROFESSIONAL), PASSWORD)
        professional.work()
        await professional.until(lambda: professional.has_begun)
        return professional

    async def again(self, before: Professional) -> Professional:
        """The same professional in a new window, with the same session and no memory."""
        professional = Professional(before._session, before._url, minute=lambda: MINUTE)
        self._stack.push_async_callback(professional.close)
        professional.name = before.name
        professional.work()
        await professional.until(lambda: professional.has_begun)
        return professional

    async def coordinator(self) -> Coordinator:
        """A coordinator who has signed in."""
        coordinator = Coordinator(await self.session(), self.app.staff_url)
        await coordinator.sign_in(await self.account(Role.COORDINATOR), PASSWORD)
        return coordinator

    async def conversation(self, visitor: Visitor, professional: Professional) -> Talk:
        """Let these two meet: taken by name, let in, open."""
        talk = await professional.take(visitor.keys.cid)
        await visitor.let_in()
        await professional.until(lambda: talk.is_open)
        return talk
