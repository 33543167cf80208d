"""Several real Redis servers that belong together: behind Sentinel, or as a Cluster.

    async with sentinel_set() as vault:
        ... vault.url ...
        await vault.kill_primary()

They speak TCP on 127.0.0.1, on ports that were free a moment ago: a set whose port was taken
meanwhile is started anew. Each has a unix socket too, by which a test looks into it.
"""

import asyncio
import contextlib
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, cast

from redis.asyncio import Redis
from redis.exceptions import RedisError

from chatserver.domain.errors import Misconfigured
from chatserver.store.embedded import PrivateRedis
from chatserver.store.recipe import ACCESS, USERNAME, VAULT, Address, find_binary
from tests.support.keeper import KEEPER, KEEPER_ACL, KEEPER_PASSWORD, as_keeper

PASSWORD: Final = "of-these-servers"  # noqa: S105 - guards nothing but empty test stores
WATCHER: Final = "watcher"
WATCHER_PASSWORD: Final = "of-the-sentinels"  # noqa: S105 - the same
SERVICE: Final = "vault"

TRIES: Final = 5
"""How often a set is started before its ports are to blame no more."""

SLOTS: Final = 16384

SETTINGS: Final = f"{VAULT}{{user}} {ACCESS}\n"

REPLICATING: Final = "replication"
WATCHING: Final = "sentinel"
TOGETHER: Final = (
    f"{KEEPER_ACL}\nmasteruser {REPLICATING}\nmasterauth {PASSWORD}\n"
    # What servers and sentinels need of a server, and nothing more (docs/operating.md).
    f"user {REPLICATING} on >{PASSWORD} -@all +psync +replconf +ping\n"
    f"user {WATCHING} on >{PASSWORD} &* -@all +multi +exec +slaveof +ping +info +role +publish"
    " +subscribe +config|rewrite +client|setname +client|kill +script|kill\n"
    "min-replicas-max-lag 5\n"
    "repl-diskless-sync-delay 0\nrepl-diskless-load swapdb\nbind 127.0.0.1\n"
)

WATCHER_ACL: Final = (
    f"user {WATCHER} on >{WATCHER_PASSWORD} -@all +@connection"
    " +sentinel|masters +sentinel|replicas +sentinel|slaves"
)
"""What chatserver needs of a sentinel, and nothing more (docs/operating.md)."""


@dataclass(slots=True)
class Node:
    """One server of a set."""

    port: int
    server: PrivateRedis

    def keeper(self) -> Redis:
        """A client that may do everything."""
        return Redis.from_url(as_keeper(self.server.address).url)

    async def ask(self, *command: Any) -> Any:
        """Ask it something, as the keeper."""
        async with self.keeper() as client:
            return await client.execute_command(*command)  # type: ignore[no-untyped-call]

    async def role(self) -> str:
        """Whether it is a primary: "master" or "slave"."""
        async with self.keeper() as client:
            return str((await client.info("replication"))["role"])

    def signal(self, number: int) -> None:
        """Send it a signal."""
        os.kill(self.server.pid, number)

    async def kill(self) -> None:
        """SIGKILL: no goodbye of any kind."""
        self.signal(signal.SIGKILL)
        await self.server.ended


@dataclass(slots=True)
class RedisSet:
    """Servers that belong together. `url`: as the settings want it, password included."""

    url: str
    nodes: list[Node]
    sentinels: list[Node] = field(default_factory=list)

    async def primary(self) -> Node:
        """Whoever is the primary now."""
        for node in self.nodes:
            with contextlib.suppress(RedisError, OSError):  # dead, or just cutting its lines
                if await node.role() == "master":
                    return node
        raise AssertionError("there is no primary")

    async def kill_primary(self) -> Node:
        """Kill whoever is the primary now; who it was."""
        node = await self.primary()
        await node.kill()
        return node


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on at this moment."""
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(count)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return [each.getsockname()[1] for each in sockets]


async def until(holds: Callable[[], Awaitable[bool]], within: float = 30.0) -> None:
    """Wait until something holds; a server that does not answer yet says no."""
    async with asyncio.timeout(within):
        while True:
            with contextlib.suppress(RedisError, OSError):
                if await holds():
                    return
            await asyncio.sleep(0.05)


class _Starting:
    """Starts servers in one directory, and stops them all."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._servers: list[PrivateRedis] = []

    async def start(self, name: str, port: int, settings: str, binary: Path) -> Node:
        where = self._directory / name
        where.mkdir()
        address = Address(socket=where / "redis.sock", username=USERNAME, password=PASSWORD)
        text = settings.replace("{user}", address.acl) + f"port {port}\ndir {where}\n"
        server = await PrivateRedis.start(binary, address, text)
        self._servers.append(server)
        return Node(port=port, server=server)

    async def stop(self) -> None:
        for server in self._servers:
            with contextlib.suppress(ProcessLookupError):
                os.kill(server.pid, signal.SIGCONT)  # a frozen one cannot stop
        await asyncio.gather(*(server.stop() for server in self._servers))


@contextlib.asynccontextmanager
async def _set(make: Callable[[_Starting], Awaitable[RedisSet]]) -> AsyncIterator[RedisSet]:
    for attempt in range(TRIES):
        directory = Path(tempfile.mkdtemp(prefix="luwte-test-"))
        starting = _Starting(directory)
        try:
            try:
                made = await make(starting)
            except Misconfigured:  # a port was taken
                if attempt + 1 == TRIES:
                    raise
                continue
            yield made
            return
        finally:
            await starting.stop()
            shutil.rmtree(directory)


@contextlib.asynccontextmanager
async def replicated(settings: str = SETTINGS, *, replicas: int = 1) -> AsyncIterator[RedisSet]:
    """One primary and its replicas, with nobody to watch over them."""

    async def make(starting: _Starting) -> RedisSet:
        nodes = await _primary_and_replicas(starting, settings, free_ports(1 + replicas))
        return RedisSet(f"redis://{USERNAME}:{PASSWORD}@127.0.0.1:{nodes[0].port}", nodes)

    async with _set(make) as made:
        yield made


@contextlib.asynccontextmanager
async def sentinel_set(
    settings: str = SETTINGS, *, replicas: int = 2, down_after: int = 1500
) -> AsyncIterator[RedisSet]:
    """One primary, its replicas, and three sentinels that want a password.

    Args:
        down_after: milliseconds of silence after which the primary counts as gone.
    """

    async def make(starting: _Starting) -> RedisSet:
        ports = free_ports(1 + replicas + 3)
        nodes = await _primary_and_replicas(starting, settings, ports[:-3])
        sentinels = await _sentinels(starting, ports[0], ports[-3:], down_after)
        await until(lambda: _all_know(sentinels, replicas))
        hosts = ",".join(f"127.0.0.1:{port}" for port in ports[-3:])
        url = f"redis+sentinel://{USERNAME}:{PASSWORD}@{hosts}/{SERVICE}"
        return RedisSet(url, nodes, sentinels)

    async with _set(make) as made:
        yield made


async def _primary_and_replicas(
    starting: _Starting, settings: str, ports: Sequence[int]
) -> list[Node]:
    binary, settings = find_binary(), settings + TOGETHER
    follows = f"replicaof 127.0.0.1 {ports[0]}\n"
    nodes = [
        await starting.start(f"node{port}", port, settings + (follows if number else ""), binary)
        for number, port in enumerate(ports)
    ]
    for node in nodes:
        await node.server.ready()

    async def are_here() -> bool:
        lines = str(await nodes[0].ask("INFO", "replication"))
        return lines.count("state': 'online'") == len(ports) - 1

    await until(are_here)
    return nodes


async def _sentinels(
    starting: _Starting, primary: int, ports: Sequence[int], down_after: int
) -> list[Node]:
    settings = (
        f'logfile ""\nuser default off\n{{user}} +@all\n{KEEPER_ACL}\n{WATCHER_ACL}\n'
        "bind 127.0.0.1\n"
        f"sentinel monitor {SERVICE} 127.0.0.1 {primary} 2\n"
        f"sentinel auth-user {SERVICE} {WATCHING}\nsentinel auth-pass {SERVICE} {PASSWORD}\n"
        f"sentinel sentinel-user {KEEPER}\nsentinel sentinel-pass {KEEPER_PASSWORD}\n"
        f"sentinel down-after-milliseconds {SERVICE} {down_after}\n"
        f"sentinel failover-timeout {SERVICE} 5000\nsentinel parallel-syncs {SERVICE} 2\n"
    )
    nodes = []
    for port in ports:
        # A redis-server that is called so is one.
        named = Path(tempfile.mkdtemp(dir=starting._directory)) / "redis-sentinel"
        named.symlink_to(find_binary())
        nodes.append(await starting.start(f"sentinel{port}", port, settings, named))
    for node in nodes:
        await node.server.ready()
    return nodes


async def _all_know(sentinels: Sequence[Node], replicas: int) -> bool:
    for sentinel in sentinels:
        async with sentinel.keeper() as client:
            masters = cast("dict[str, dict[str, int]]", await client.sentinel_masters())
        found = masters[SERVICE]
        others, slaves = found["num-other-sentinels"], found["num-slaves"]
        if (others, slaves) != (len(sentinels) - 1, replicas):
            return False
    return True


@contextlib.asynccontextmanager
async def cluster_of(
    primaries: int = 3, *, replicas: int = 0, settings: str = SETTINGS
) -> AsyncIterator[RedisSet]:
    """A cluster; the first nodes are primaries, then come their replicas in the same order."""

    async def make(starting: _Starting) -> RedisSet:
        count = primaries * (1 + replicas)
        ports = free_ports(2 * count)
        text = (
            settings
            + TOGETHER
            + "cluster-enabled yes\ncluster-node-timeout 1500\n"
            + "cluster-replica-validity-factor 0\n"
        )
        nodes = [
            await starting.start(f"node{port}", port, f"{text}cluster-port {bus}\n", find_binary())
            for port, bus in zip(ports[:count], ports[count:], strict=True)
        ]
        for node in nodes:
            await node.server.ready()
        await _meet(nodes, ports[count:], primaries)
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in nodes)
        return RedisSet(f"redis+cluster://{USERNAME}:{PASSWORD}@{hosts}", nodes)

    async with _set(make) as made:
        yield made


async def _meet(nodes: Sequence[Node], buses: Sequence[int], primaries: int) -> None:
    for number, node in enumerate(nodes):
        await node.ask("CLUSTER", "SET-CONFIG-EPOCH", number + 1)
        await nodes[0].ask("CLUSTER", "MEET", "127.0.0.1", node.port, buses[number])
    for number, node in enumerate(nodes[:primaries]):
        first, last = SLOTS * number // primaries, SLOTS * (number + 1) // primaries - 1
        await node.ask("CLUSTER", "ADDSLOTSRANGE", first, last)

    async def all_met() -> bool:
        known = [await node.ask("CLUSTER INFO") for node in nodes]
        wanted = str(len(nodes))
        return all(
            info["cluster_known_nodes"] == wanted and info["cluster_state"] == "ok"
            for info in known
        )

    await until(all_met)
    names = [(await node.ask("CLUSTER", "MYID")).decode() for node in nodes[:primaries]]
    for number, node in enumerate(nodes[primaries:]):
        await node.ask("CLUSTER", "REPLICATE", names[number % primaries])

    async def all_follow() -> bool:
        infos = [await node.ask("INFO", "replication") for node in nodes[:primaries]]
        each = (len(nodes) - primaries) // primaries
        return all(int(info["connected_slaves"]) == each for info in infos)

    await until(all_follow)
