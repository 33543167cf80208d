"""The vault: the memory-only store, behind one pipeline."""

from collections.abc import Callable

from redis.asyncio import ConnectionPool

from chatserver.store.conversations import RedisConversations
from chatserver.store.desk import RedisDesk
from chatserver.store.pipeline import Pipeline
from chatserver.store.sessions import RedisSessions


class RedisVault:
    """`interface.Vault`. `run` it in a task group; cancel to close."""

    def __init__(self, pool: ConnectionPool) -> None:
        """Args: pool: makes connections; must speak RESP3."""
        self._restored: list[Callable[[], None]] = []
        self._pipeline = Pipeline(pool, on_news=self._pass_on, on_restored=self._tell_restored)
        self.conversations = RedisConversations(self._pipeline)
        self.desk = RedisDesk(self._pipeline)
        self.sessions = RedisSessions(self._pipeline)

    async def run(self) -> None:
        """Keep the connection until cancelled."""
        await self._pipeline.run()

    async def ready(self) -> None:
        """Wait for the first connection."""
        await self._pipeline.connected.wait()

    def on_restored(self, restored: Callable[[], None]) -> None:
        """See the interface."""
        self._restored.append(restored)

    def _pass_on(self, channel: bytes, payload: bytes) -> None:
        self.desk.pass_on(channel, payload)
        self.conversations.pass_on(channel, payload)

    def _tell_restored(self) -> None:
        for restored in self._restored:
            restored()
