"""Signing in: Argon2id, a random session token, a sealed session in the vault.

The answer and its timing are the same for a wrong password and an unknown
name; repeated failures make that name wait, and lock nobody out (SECURITY 50).
"""

import asyncio
from dataclasses import dataclass
from typing import Final

import msgspec

from chatserver.clock import Clock
from chatserver.crypto import passwords
from chatserver.crypto.at_rest import KeyRing, SealError
from chatserver.crypto.tokens import digest, new_token
from chatserver.domain.errors import Code, Refused
from chatserver.domain.people import Role
from chatserver.domain.throttle import pause_after
from chatserver.helpline.counting import Who
from chatserver.helpline.staffing import Account, Staffing
from chatserver.store.interface import Sessions

HASHES_AT_ONCE: Final = 2
"""Argon2 takes 64 MiB each (SECURITY property 50)."""

FAILURES_KEPT: Final = 900
"""Seconds that a failed sign-in is remembered."""


class SessionRecord(msgspec.Struct, frozen=True):
    """A session as sealed. `until`: Unix seconds, whatever happens."""

    name: str
    until: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Signs people in and out. `idle` and `absolute`: seconds a session lives."""

    staffing: Staffing
    sessions: Sessions
    ring: KeyRing
    clock: Clock
    idle: int
    absolute: int
    hashing: asyncio.Semaphore

    async def sign_in(self, name: str, password: str) -> tuple[bytes, Who]:
        """Check and open a session; its token is known to the browser only.

        Raises:
            Refused: WRONG_PASSWORD, also for unknown and disabled accounts.
        """
        counter = digest(b"attempts|" + name.strip().casefold().encode()).hex()[:32]
        failures = await self.sessions.failures(counter)
        await self.clock.sleep(pause_after(failures))
        account = await self.staffing.find(name)
        stored = account.password if account is not None else None
        async with self.hashing:
            is_right = await asyncio.to_thread(passwords.verify, stored, password)
        if account is None or not is_right or account.is_disabled:
            await self.sessions.failed(counter, lives=FAILURES_KEPT)
            raise Refused(Code.WRONG_PASSWORD)
        await self.sessions.forgive(counter)
        token = new_token()
        record = SessionRecord(account.name, int(self.clock.now()) + self.absolute)
        sealed = self.ring.wrap(msgspec.json.encode(record), b"session|" + digest(token))
        await self.sessions.put(digest(token), sealed, lives=self.idle)
        return token, who_is(account)

    async def recognise(self, token: bytes) -> Who:
        """Who holds this token; renews the idle time.

        Raises:
            Refused: NOT_SIGNED_IN: unknown, ended, too old, or the account was disabled.
        """
        sealed = await self.sessions.get(digest(token), lives=self.idle)
        if sealed is None:
            raise Refused(Code.NOT_SIGNED_IN)
        try:
            record = msgspec.json.decode(
                self.ring.unwrap(sealed, b"session|" + digest(token)), type=SessionRecord
            )
        except SealError:
            raise Refused(Code.NOT_SIGNED_IN) from None
        account = await self.staffing.find(record.name)
        if account is None or account.is_disabled or record.until <= self.clock.now():
            await self.sessions.drop(digest(token))
            raise Refused(Code.NOT_SIGNED_IN)
        return who_is(account)

    async def sign_out(self, token: bytes) -> None:
        """End the session."""
        await self.sessions.drop(digest(token))


def who_is(account: Account) -> Who:
    """What the desk needs to know of somebody."""
    return Who(account.name, Role(account.role), account.number.encode(), account.languages)
