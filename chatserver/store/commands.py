"""What the vault's parts need of whatever carries their commands: one server, or a cluster."""

import asyncio
import hashlib
from collections.abc import Sequence
from typing import Final, Protocol

Reply = int | bytes | None | list["Reply"] | dict["Reply", "Reply"] | bool
Argument = bytes | str | int | float


class Script:
    """A server-side script and its digest."""

    def __init__(self, text: str) -> None:
        """Args: text: Lua source, the common part included."""
        self.text: Final = text.encode()
        self.sha: Final = hashlib.sha1(self.text, usedforsecurity=False).hexdigest()


class Commands(Protocol):
    """Carries commands, and news of channels. Raises as `interface` says.

    connected: set while everything can be reached.
    """

    connected: asyncio.Event

    async def call(self, *arguments: Argument) -> Reply:
        """Send one command; what follows its name is a key or a channel."""

    async def run_script(
        self, script: Script, keys: Sequence[Argument], arguments: Sequence[Argument]
    ) -> Reply:
        """Run a script; its keys and the channels that it publishes on share a hash tag."""

    def subscribe(self, channel: bytes) -> None:
        """Listen to a channel; counted, so that each subscribe needs an unsubscribe."""

    def unsubscribe(self, channel: bytes) -> None:
        """Stop listening when nobody else here does."""

    async def run(self) -> None:
        """Keep connected until cancelled."""
