"""A vault that dies: killed as a crash does, and started again with nothing in it."""

import contextlib
import os
import signal
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from redis.asyncio import Redis

from chatserver.store.embedded import PrivateRedis
from chatserver.store.recipe import ACCESS, VAULT, Address, find_binary
from tests.support.redis_servers import KEEPER_ACL, as_keeper


class MortalVault:
    """One redis-server at one address, with nothing on a disk, in one life after the other."""

    def __init__(self, directory: Path) -> None:
        self.address = Address(socket=directory / "vault.sock")
        self._server: PrivateRedis | None = None

    @classmethod
    @contextlib.asynccontextmanager
    async def alive(cls) -> AsyncIterator["MortalVault"]:
        """A vault for as long as the block lasts."""
        # Not our own prefix: a server that starts sweeps away what is named so and not locked.
        with tempfile.TemporaryDirectory(prefix="mortal-vault-") as directory:
            vault = cls(Path(directory))
            await vault.start()
            try:
                yield vault
            finally:
                await vault.stop()

    @property
    def url(self) -> str:
        """As the settings want it, password included."""
        return self.address.url

    def keeper(self) -> Redis:
        """A client that may do everything."""
        return Redis.from_url(as_keeper(self.address).url)

    async def start(self) -> None:
        """Begin a life."""
        text = f"{VAULT}{self.address.acl} {ACCESS}\n{KEEPER_ACL}\n"
        text += f"dir {self.address.socket.parent}\n"
        self._server = await PrivateRedis.start(find_binary(), self.address, text)
        await self._server.ready()

    async def stop(self) -> None:
        """End it."""
        if self._server is not None:
            await self._server.stop()

    async def dies(self) -> None:
        """SIGKILL: no goodbye of any kind."""
        assert self._server is not None
        os.kill(self._server.pid, signal.SIGKILL)
        await self._server.ended
        self.address.socket.unlink(missing_ok=True)
        self.address.socket.with_suffix(".conf").unlink(missing_ok=True)

    async def dies_and_starts_empty(self) -> None:
        """What a crash without a replica is."""
        await self.dies()
        await self.start()
