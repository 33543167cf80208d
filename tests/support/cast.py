"""People for a test: visitors and professionals with real sockets and real keys."""

import contextlib
from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass, replace
from typing import Protocol, Self

import aiohttp

from chatserver.app import App
from chatserver.cli import signing
from chatserver.client import Coordinator, Professional, Visitor
from chatserver.client.talk import Talk
from chatserver.clock import SystemClock
from chatserver.crypto.hl1 import ProfessionalConversation, Roster, device_id
from chatserver.crypto.passwords import Cost
from chatserver.crypto.roster_key import DeviceKey, RosterKey
from chatserver.domain.people import Role
from chatserver.helpline.rosters import Rosters
from chatserver.helpline.staffing import Staffing
from chatserver.store.interface import Ledger
from chatserver.wire import frames

PASSWORD = "correct horse battery"  # noqa: S105 - of accounts that live for one test

QUICK = Cost(passes=1, memory=8, lanes=1)
"""Of hashing it. Hundreds of people sign in, and each guess would cost a quarter of a second."""

MINUTE = 29_791_440
"""Whole minutes since 1970 that messages of a test carry; no test looks at a clock."""


class Served(Protocol):
    """What people need of a server: a running App, or an Office beside one."""

    visitor_url: str
    staff_url: str
    staffing: Staffing
    rosters: Rosters


@dataclass(slots=True, kw_only=True)
class Office:
    """Makes accounts and keeps the roster for a server in other processes."""

    visitor_url: str
    staff_url: str
    staffing: Staffing
    rosters: Rosters

    @classmethod
    def of(cls, ledger: Ledger, visitor_url: str, staff_url: str) -> Self:
        """The office of whoever serves from this ledger."""
        return cls(
            visitor_url=visitor_url,
            staff_url=staff_url,
            staffing=Staffing(ledger),
            rosters=Rosters(ledger, SystemClock()),
        )


class Cast:
    """Makes people and lets them go at the end."""

    def __init__(self, served: Served, stack: contextlib.AsyncExitStack) -> None:
        self.served = served
        self.key = RosterKey.new()
        self._stack = stack
        self._numbers = 0

    @classmethod
    @contextlib.asynccontextmanager
    async def around(cls, served: Served) -> AsyncIterator["Cast"]:
        """People around a server."""
        async with contextlib.AsyncExitStack() as stack:
            cast = cls(served, stack)
            await served.rosters.found(cast.key.public)
            yield cast

    @property
    def app(self) -> App:
        """The server, where it is in this process."""
        assert isinstance(self.served, App)
        return self.served

    async def session(self, address: str = "") -> aiohttp.ClientSession:
        """One browser: cookies of its own. Args: address: where it is, as a proxy would say."""
        headers = {"X-Forwarded-For": address} if address else {}
        return await self._stack.enter_async_context(
            aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True), headers=headers)
        )

    async def played(self, sealed: bytes | None, *, before: frames.Before | None = None) -> Visitor:
        """Who comes with this pass, and has the server's answer."""
        visitor = Visitor(
            await self.session(),
            self.served.visitor_url,
            roster=Roster(self.key.public),
            minute=lambda: MINUTE,
            rehearsal=sealed,
        )
        visitor._before = before
        self._stack.push_async_callback(visitor.close)
        visitor.arrive()
        await visitor.until(
            lambda: (
                bool(visitor.position or visitor.desk or visitor.refusals)
                or visitor.line.closed_with is not None
            )
        )
        return visitor

    async def visitor(self, language: str = "nl", *, url: str = "", address: str = "") -> Visitor:
        """A visitor who stands in the waiting list, or was told why not."""
        visitor = await self.arriving(language, url=url, address=address)
        await visitor.until(lambda: visitor.position is not None or visitor.desk is not None)
        return visitor

    async def arriving(self, language: str = "nl", *, url: str = "", address: str = "") -> Visitor:
        """A visitor whose page was opened this moment."""
        visitor = await self.unopened(language, url=url, address=address)
        visitor.arrive()
        return visitor

    async def unopened(self, language: str = "nl", *, url: str = "", address: str = "") -> Visitor:
        """A visitor who is about to open the page."""
        visitor = Visitor(
            await self.session(address),
            url or self.served.visitor_url,
            language=language,
            roster=Roster(self.key.public),
            minute=lambda: MINUTE,
        )
        self._stack.push_async_callback(visitor.close)
        return visitor

    async def account(self, role: Role, languages: Collection[str] = ()) -> str:
        """A new account; its name."""
        self._numbers += 1
        name = f"{role.value} {self._numbers}"
        await replace(self.served.staffing, cost=QUICK).add(name, role, PASSWORD, languages)
        return name

    async def professional(
        self,
        role: Role = Role.PROFESSIONAL,
        *,
        url: str = "",
        is_approved: bool = True,
        languages: Collection[str] = (),
    ) -> Professional:
        """A professional who has signed in on a device of the roster and sees the desk."""
        professional = Professional(
            await self.session(),
            url or self.served.staff_url,
            key=DeviceKey.new(),
            minute=lambda: MINUTE,
        )
        professional.consults.roster = Roster(self.key.public)
        self._stack.push_async_callback(professional.close)
        await professional.sign_in(await self.account(role, languages), PASSWORD)
        await professional.enrol()
        if is_approved:
            await signing.approve_waiting(self.served.rosters, self.key, minute=MINUTE)
        professional.work()
        await professional.until(lambda: professional.has_begun)
        if is_approved:  # another process may hear of it a moment later
            await professional.until(lambda: professional.may_work)
        return professional

    async def revoke(self, professional: Professional) -> None:
        """The organisation takes a professional's device back."""
        device = device_id(professional.key.public)
        await signing.revoke(self.served.rosters, device, self.key, minute=MINUTE)

    async def with_keys_of(self, before: Professional) -> Professional:
        """The same professional after a reload: the keys come from the browser's database."""
        return await self.again(before, keeps_keys=True)

    async def again(self, before: Professional, *, keeps_keys: bool = False) -> Professional:
        """The same professional in a new window, with the same session and no memory."""
        professional = Professional(
            before._session, before._url, key=before.key, minute=lambda: MINUTE
        )
        self._stack.push_async_callback(professional.close)
        professional.name = before.name
        professional.consults.roster = Roster(self.key.public)
        for talk in before.talks.values() if keeps_keys else ():
            keys = ProfessionalConversation.restore(talk.keys.kept())
            professional.talks[talk.cid] = Talk(
                cid=talk.cid, ticket=talk.ticket, language=talk.language, keys=keys
            )
        professional.work()
        await professional.until(lambda: professional.has_begun)
        return professional

    async def coordinator(self) -> Coordinator:
        """A coordinator who has signed in."""
        coordinator = Coordinator(await self.session(), self.served.staff_url)
        await coordinator.sign_in(await self.account(Role.COORDINATOR), PASSWORD)
        return coordinator

    async def conversation(self, visitor: Visitor, professional: Professional) -> Talk:
        """Let these two meet: taken by name, let in, open."""
        talk = await professional.take(visitor.keys.cid)
        await visitor.let_in()
        await professional.until(lambda: talk.is_open)
        return talk
