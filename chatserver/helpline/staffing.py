"""Staff accounts in the ledger."""

import re
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Final

import msgspec

from chatserver.crypto import passwords
from chatserver.domain.errors import ChatError
from chatserver.domain.people import Role
from chatserver.store.interface import Ledger

LONGEST_NAME: Final = 64
"""Characters. The name is what a visitor sees, so it must fit an offer (docs/protocol.md 1.4)."""


LANGUAGE: Final = re.compile("[a-z]{2}", re.ASCII)


class StaffingError(ChatError):
    """An account cannot be made or changed like that; the text is for the operator."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A staff account.

    `number` is random and is what the vault knows the person by, so that a
    copy of the vault's memory names nobody.
    """

    name: str
    role: Role
    password: str
    number: str
    is_disabled: bool = False
    languages: tuple[str, ...] = ()
    """Those in which they help, two letters each; empty for all."""


@dataclass(frozen=True, slots=True)
class Staffing:
    """Adds, lists, disables. `cost`: of guessing the password of an account that is added."""

    ledger: Ledger
    cost: passwords.Cost = passwords.RECOMMENDED

    async def add(
        self, name: str, role: Role, password: str, languages: Collection[str] = ()
    ) -> Account:
        """Add an account; its password is hashed here and kept nowhere else.

        Args:
            languages: two letters each (ISO 639-1); empty for all.

        Raises:
            StaffingError: a name that is taken or unfit, a password that is too weak, something
                that is no language.
        """
        name = name.strip()
        fits = len(name) > 0 and len(name.encode()) <= LONGEST_NAME and name.isprintable()
        if not fits:
            raise StaffingError(f"a name has 1 to {LONGEST_NAME} printable characters")
        if await self.find(name) is not None:
            raise StaffingError(f"there is an account {name!r} already")
        try:
            hashed = passwords.hash(password, self.cost)
        except passwords.WeakPasswordError as error:
            raise StaffingError(str(error)) from None
        account = Account(
            name=name,
            role=role,
            password=hashed,
            number=secrets.token_hex(16),
            languages=_spoken(languages),
        )
        await self._put(account)
        return account

    async def find(self, name: str) -> Account | None:
        """One account; None when there is none of that name."""
        encoded = await self.ledger.account(_key(name))
        return msgspec.json.decode(encoded, type=Account) if encoded is not None else None

    async def everybody(self) -> Sequence[Account]:
        """All accounts by name."""
        found = [
            msgspec.json.decode(account, type=Account)
            for account in (await self.ledger.accounts()).values()
        ]
        return sorted(found, key=lambda account: _key(account.name))

    async def speaks(self, name: str, languages: Collection[str]) -> None:
        """Change the languages of an account, from its next sign-in or reload on.

        Raises:
            StaffingError: no such account, or something that is no language.
        """
        account = await self._existing(name)
        await self._put(replace(account, languages=_spoken(languages)))

    async def disable(self, name: str) -> None:
        """Stop an account from signing in; running sessions end within a minute.

        Raises:
            StaffingError: no such account.
        """
        await self._put(replace(await self._existing(name), is_disabled=True))

    async def _existing(self, name: str) -> Account:
        account = await self.find(name)
        if account is None:
            raise StaffingError(f"there is no account {name!r}")
        return account

    async def _put(self, account: Account) -> None:
        await self.ledger.put_account(_key(account.name), msgspec.json.encode(account))


def _spoken(languages: Collection[str]) -> tuple[str, ...]:
    for language in languages:
        if not LANGUAGE.fullmatch(language):
            raise StaffingError(f"expected two small letters, such as nl: {language!r}")
    return tuple(sorted(set(languages)))


def _key(name: str) -> str:
    """Names are compared without case: nobody should be refused for a capital at night."""
    return name.strip().casefold()
