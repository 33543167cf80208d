"""The vault: the memory-only store, behind one pipeline or a cluster of them."""

from collections.abc import Callable

from chatserver.store.afterwards import RedisBoxes
from chatserver.store.cluster import Cluster
from chatserver.store.commands import Commands
from chatserver.store.consults import RedisConsults
from chatserver.store.conversations import RedisConversations
from chatserver.store.cooldowns import RedisCoolDowns
from chatserver.store.crew import RedisCrew
from chatserver.store.desk import RedisDesk
from chatserver.store.footfall import RedisCounts
from chatserver.store.pipeline import Pipeline
from chatserver.store.present import RedisPresents
from chatserver.store.reach import ConnectionPool, Nodes
from chatserver.store.rehearsals import RedisDrills
from chatserver.store.returns import RedisReturns
from chatserver.store.sessions import RedisSessions


class RedisVault:
    """`interface.Vault`. `run` it in a task group; cancel to close."""

    def __init__(self, way: ConnectionPool | Nodes, *, replicas: int = 0) -> None:
        """Wire it up.

        Args:
            way: makes connections; must speak RESP3.
            replicas: how many must have a write before it is acknowledged.
        """
        self._restored: list[Callable[[], None]] = []
        told, restored = self._pass_on, self._tell_restored
        self._pipeline: Commands = (
            Cluster(way, on_news=told, on_restored=restored, replicas=replicas)
            if isinstance(way, Nodes)
            else Pipeline(way, on_news=told, on_restored=restored, replicas=replicas)
        )
        self.conversations = RedisConversations(self._pipeline, tells_late=replicas > 0)
        self.desk = RedisDesk(self._pipeline)
        self.returns = RedisReturns(self._pipeline)
        self.cool_downs = RedisCoolDowns(self._pipeline)
        self.crew = RedisCrew(self._pipeline)
        self.presents = RedisPresents(self._pipeline)
        self.consults = RedisConsults(self._pipeline)
        self.footfall = RedisCounts(self._pipeline)
        self.afterwards = RedisBoxes(self._pipeline)
        self.drills = RedisDrills(self._pipeline)
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
        self.consults.pass_on(channel, payload)

    def _tell_restored(self) -> None:
        for restored in self._restored:
            restored()
