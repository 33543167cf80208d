"""A server whose every word with the vault can be held up, so that a test chooses the order.

The use cases and the scripts are the real ones. What one frame asks of them runs as one `Deed`,
which stops before each step in the vault until it is let go on; or it is cut off there for
ever, as when its process dies.
"""

import asyncio
import contextlib
import inspect
from collections.abc import AsyncIterator, Coroutine
from contextvars import ContextVar
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

from chatserver.app.parts import Parts
from chatserver.app.stores import Stores
from chatserver.app.tasks import owning_tasks
from chatserver.cli import signing
from chatserver.clock import ManualClock
from chatserver.crypto.hl1 import device_id
from chatserver.crypto.roster_key import DeviceKey, RosterKey
from chatserver.domain.errors import Refused
from chatserver.domain.people import Role
from chatserver.helpline.counting import Who
from chatserver.store.ledger import RedisLedger
from chatserver.store.reach import Redis
from chatserver.store.vault import RedisVault
from tests.support import redis_servers
from tests.support.cast import QUICK
from tests.support.servers import loaded, settings_for
from tests.support.vaults import running_vault

_DEED: ContextVar["Deed | None"] = ContextVar("deed", default=None)


class Deed:
    """One thing that a process does."""

    def __init__(self, name: str, work: Coroutine[Any, Any, Any]) -> None:
        self.name = name
        self._go: asyncio.Future[None] | None = None
        self._stopped = asyncio.Event()
        self.is_done = False
        self._task = asyncio.create_task(self._run(work))

    async def _run(self, work: Coroutine[Any, Any, Any]) -> None:
        _DEED.set(self)
        try:
            with contextlib.suppress(Refused):
                await work
        finally:
            self.is_done = True
            self._stopped.set()

    @property
    def is_running_here(self) -> bool:
        """False within what it does at once in several tasks: that is only ever reading."""
        return asyncio.current_task() is self._task

    async def stop(self) -> None:
        """Wait, before a step in the vault, to be let go on."""
        self._go = asyncio.get_running_loop().create_future()
        self._stopped.set()
        await self._go

    async def rests(self) -> None:
        """Until it stands before a step, or is done."""
        await self._stopped.wait()
        if self.is_done:
            await self._task

    async def goes_on(self) -> None:
        """One step."""
        self._stopped.clear()
        assert self._go is not None
        self._go.set_result(None)
        await self.rests()

    async def dies(self) -> None:
        """Its process ends here."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


class Held:
    """A part of the vault before which deeds stop."""

    def __init__(self, inner: object) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._inner, name)
        if not inspect.iscoroutinefunction(real):
            return real

        async def after_a_stop(*args: Any, **named: Any) -> Any:
            deed = _DEED.get()
            if deed is not None and deed.is_running_here:
                await deed.stop()
            return await real(*args, **named)

        return after_a_stop


class HeldVault:
    """The vault of a run, held up."""

    def __init__(self, vault: RedisVault) -> None:
        self.conversations = Held(vault.conversations)
        self.desk = Held(vault.desk)
        self.returns = Held(vault.returns)
        self.crew = Held(vault.crew)
        self.footfall = vault.footfall
        self.afterwards = vault.afterwards
        self.cool_downs = vault.cool_downs
        self.presents = vault.presents
        self.drills = vault.drills
        self.consults = vault.consults
        self.sessions = vault.sessions
        self.on_restored = vault.on_restored


class Staff:
    """Some professionals, with devices of the roster; made once for a run."""

    def __init__(self, people: list[tuple[Who, bytes]]) -> None:
        self.people = people

    @classmethod
    async def hired(cls, parts: Parts, how_many: int) -> "Staff":
        key = RosterKey.new()
        await parts.rosters.found(key.public)
        people = []
        for number in range(how_many):
            device = DeviceKey.new()
            name = f"Collega {number}"
            staffing = replace(parts.staffing, cost=QUICK)
            account = await staffing.add(name, Role.PROFESSIONAL, "correct horse battery")
            await parts.rosters.enrol(account, device.public)
            who = Who(name=name, role=account.role, pseudonym=account.number.encode())
            people.append((who, device_id(device.public)))
        await signing.approve_waiting(parts.rosters, key, minute=29_791_440)
        return cls(people)


@contextlib.asynccontextmanager
async def held_up(
    stores: redis_servers.Stores, directory: Path
) -> AsyncIterator[tuple[Parts, RedisVault]]:
    """The parts of a server on a vault that is held up, and the same vault that is not."""
    async with running_vault(stores) as vault, Redis.from_url(stores.ledger.url) as ledger:
        reached = Stores(
            vault=cast("RedisVault", HeldVault(vault)), ledger=RedisLedger(ledger), died=None
        )
        settings = loaded(settings_for(stores, directory))
        async with owning_tasks() as tasks:
            yield Parts(settings, reached, ManualClock(), tasks, counted=None), vault
