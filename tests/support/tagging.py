"""Tags without conversations: a ticket is owed at the desk, and its tag counted by hand."""

import contextlib
import secrets
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass, replace

from redis.asyncio import Redis

from chatserver.app.codebooks import released
from chatserver.clock import ManualClock
from chatserver.crypto.at_rest import KeyRing
from chatserver.domain.people import Role
from chatserver.helpline.counting import Counting, Who
from chatserver.store.ledger import RedisLedger
from chatserver.store.vault import RedisVault
from tests.support.redis_servers import Stores
from tests.support.vaults import running_vault

WHO = Who(name="Sam", role=Role.PROFESSIONAL, pseudonym=b"s" * 32)

QUARTER = 92 * 86400
"""Seconds; after them, whatever waits is of a period that is over."""

Answers = Mapping[str, Sequence[str]]


@dataclass
class Office:
    """Tags and counts as a server does, on real stores, with a clock of its own."""

    counting: Counting
    vault: RedisVault

    async def tag(self, answers: Answers, counting: Counting | None = None) -> bytes:
        """Owe a ticket and tag it; the ticket."""
        ticket = secrets.token_bytes(16)
        await self.owe(ticket)
        await self.correct(ticket, answers, counting)
        return ticket

    async def owe(self, ticket: bytes) -> None:
        """A conversation has ended, and waits for its tag."""
        now = int(self.counting.clock.now())
        await self.vault.returns.owe(
            WHO.pseudonym,
            cid=secrets.token_bytes(16),
            ticket=ticket,
            note=b"",
            until=now + 60,
            now=now,
        )

    async def correct(
        self, ticket: bytes, answers: Answers, counting: Counting | None = None
    ) -> None:
        """Tag it, or tag it again."""
        counting = counting or self.counting
        await counting.tag(WHO, ticket, counting.codebooks.current.key, answers)

    def later(self, seconds: int = QUARTER) -> Counting:
        """The same at a later time."""
        now = self.counting.clock.now()
        return replace(self.counting, clock=ManualClock(now + seconds))


@contextlib.asynccontextmanager
async def an_office(stores: Stores, ledger_url: str = "") -> AsyncIterator[Office]:
    """An office on these stores. Args: ledger_url: another ledger than theirs."""
    address = ledger_url or stores.ledger_keeper.url
    async with running_vault(stores) as vault, Redis.from_url(address) as client:
        yield Office(
            counting=Counting(
                ledger=RedisLedger(client),
                desk=vault.desk,
                clock=ManualClock(),
                ring=KeyRing.fresh(),
                vault_ring=KeyRing.fresh(),
                codebooks=released(),
                window=0,
                batch=10,
                marks=14,
            ),
            vault=vault,
        )
