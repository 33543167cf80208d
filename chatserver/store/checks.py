"""Whether a Redis is fit to be a vault or a ledger, asked before the server starts.

Every answer but "yes" is one line for the operator: what is wrong and what to set, without
a password and without the address. What cannot be asked counts as wrong (fail closed).

Not visible from here, so in docs/operating.md instead: whether a replica of the vault
writes to its own disk, and whether the machine swaps.
"""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

from redis import exceptions as redis_errors
from redis.asyncio import Redis
from redis.asyncio.cluster import RedisCluster
from redis.asyncio.sentinel import MasterNotFoundError

from chatserver.domain.errors import Misconfigured
from chatserver.store.reach import SentinelPool
from chatserver.store.recipe import OLDEST_VERSION

AnyRedis = Redis | RedisCluster

ANSWER_WITHIN: Final = 15.0
"""Seconds for all questions to one store; longer and a supervisor had better try again."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A setting that must have one value, and what it means when it has another."""

    name: str
    wanted: str
    otherwise: str

    @property
    def cure(self) -> str:
        """The line for the configuration file of that Redis."""
        return f"{self.name} {self.wanted}" if self.wanted else f'{self.name} ""'


SLOWLOG: Final = Rule(
    "slowlog-log-slower-than", "-1", "keeps whole commands and client addresses in its slow log"
)
EVICTION: Final = Rule("maxmemory-policy", "noeviction", "throws keys away when it is full")

VAULT_RULES: Final = (
    Rule("save", "", "writes its memory to a disk"),
    Rule("appendonly", "no", "writes every command to a disk"),
    EVICTION,
    SLOWLOG,
    # Without it, a replica that connects makes the vault write a dump first.
    Rule("repl-diskless-sync", "yes", "writes a dump to a disk whenever a replica connects"),
)

LEDGER_RULES: Final = (
    Rule("appendonly", "yes", "forgets everything when it restarts"),
    Rule("appendfsync", "always", "can lose what it has acknowledged"),
    Rule("save", "", "also writes dumps, in which counted tags survive"),
    EVICTION,
    SLOWLOG,
)

FORBIDDEN: Final = (
    ("EXISTS", "luwte:outside"),
    ("SLOWLOG", "LEN"),
    ("CLIENT", "LIST"),
    ("LASTSAVE",),
    ("CONFIG", "SET", SLOWLOG.name, SLOWLOG.wanted),
)
"""What our user must not be allowed (SECURITY property 16). Only commands that do no harm
where they *are* allowed: nobody tries FLUSHALL to see whether it works."""


async def check_vault(
    client: AnyRedis, *, allow_default_user: bool = False, replicas: int = 0
) -> None:
    """Return if this Redis is fit to be the vault.

    Args:
        client: connected or not; every node of a cluster is asked, and every replica that
            sentinels know: it is the vault after the next failover.
        allow_default_user: do without an ACL user (decision 0003).
        replicas: how many each primary must have.

    Raises:
        Misconfigured: it is not; one line says why.
    """
    await _check("vault", client, VAULT_RULES, allow_default_user, replicas)


async def check_ledger(
    client: AnyRedis, *, allow_default_user: bool = False, replicas: int = 0
) -> None:
    """Return if this Redis is fit to be the ledger; otherwise as `check_vault`."""
    await _check("ledger", client, LEDGER_RULES, allow_default_user, replicas)


async def check_distinct(vault: AnyRedis, ledger: AnyRedis) -> None:
    """Return if these are two servers: one must never write to a disk, the other always.

    Raises:
        Misconfigured: they are one and the same, perhaps under two addresses.
    """
    if await _run_ids("vault", vault) & await _run_ids("ledger", ledger):
        raise Misconfigured("the vault and the ledger are the same Redis server: give each its own")


async def _run_ids(store: str, client: AnyRedis) -> set[str]:
    async with _explained(store), _nodes(client) as nodes:
        return {(await _info(node))["run_id"] for node in nodes}


async def _check(
    store: str,
    client: AnyRedis,
    rules: tuple[Rule, ...],
    allow_default_user: bool,  # noqa: FBT001 - passed on
    replicas: int,
) -> None:
    async with _explained(store), _nodes(client) as nodes:
        for node in nodes:
            info = await _info(node)
            _check_version(store, info)
            _check_role(store, node, info, replicas)
            await _check_rules(store, node, rules)
            await _check_user(store, node, allow_default_user=allow_default_user)


class _Node:
    """One Redis process: of a cluster, or the only one."""

    def __init__(
        self, client: AnyRedis, *, kind: Literal["only", "cluster", "replica"], **where: Any
    ) -> None:
        self.kind = kind
        self._client = client
        self._where = where

    async def ask(self, *command: str) -> Any:
        # redis-py knows two-word commands under one name, and parses replies by it.
        words = 2 if command[0] in {"CONFIG", "ACL", "CLIENT", "SLOWLOG"} else 1
        name = " ".join(command[:words])
        return await self._client.execute_command(name, *command[words:], **self._where)


@contextlib.asynccontextmanager
async def _nodes(client: AnyRedis) -> AsyncIterator[list[_Node]]:
    if isinstance(client, RedisCluster):
        _ = await client.initialize()
        yield [_Node(client, kind="cluster", target_nodes=node) for node in client.get_nodes()]
        return
    pool, nodes = client.connection_pool, [_Node(client, kind="only")]
    async with contextlib.AsyncExitStack() as stack:
        if isinstance(pool, SentinelPool):
            for replica in await pool.replicas():
                stack.push_async_callback(replica.aclose)
                nodes.append(_Node(replica, kind="replica"))
        yield nodes


async def _info(node: _Node) -> dict[str, Any]:
    try:
        return dict(await node.ask("INFO"))
    except redis_errors.NoPermissionError:
        raise _Refuses("INFO", "+info") from None


def _check_version(store: str, info: dict[str, Any]) -> None:
    version = str(info.get("redis_version", "0"))
    if tuple(int(part) for part in version.split(".")[:2]) < OLDEST_VERSION:
        raise Misconfigured(f"the {store} runs Redis {version}: it must be 7.0 or newer")


def _check_role(store: str, node: _Node, info: dict[str, Any], replicas: int) -> None:
    if node.kind == "only" and info.get("role") == "slave":
        raise Misconfigured(f"the {store} is a read-only replica: give the address of its primary")
    if node.kind != "cluster" and info.get("cluster_enabled"):
        raise Misconfigured(f"the {store} is a node of a cluster: give it as redis+cluster://")
    has = int(info.get("connected_slaves", 0))
    if info.get("role") == "master" and has < replicas:
        raise Misconfigured(
            f"the {store} has {has} connected replicas, and {store}.acknowledged_by asks for"
            f" {replicas}"
        )


async def _check_rules(store: str, node: _Node, rules: tuple[Rule, ...]) -> None:
    try:
        settings = await node.ask("CONFIG", "GET", *(rule.name for rule in rules))
    except redis_errors.NoPermissionError:
        raise _Refuses("CONFIG GET", "+config|get") from None
    for rule in rules:
        value = settings.get(rule.name)
        if value is None:
            raise Misconfigured(f"the {store} does not tell its `{rule.name}`: it must be visible")
        if value != rule.wanted:
            raise Misconfigured(f"the {store} {rule.otherwise}: set `{rule.cure}`")


async def _check_user(store: str, node: _Node, *, allow_default_user: bool) -> None:
    try:
        name = await node.ask("ACL", "WHOAMI")
    except redis_errors.NoPermissionError:
        raise _Refuses("ACL WHOAMI", "+acl|whoami") from None
    if name in {b"default", "default"}:
        if allow_default_user:
            return
        raise Misconfigured(
            f"the {store} has no user of its own for us: add the one in deploy/{store}.acl"
            f" and set {store}.username and {store}.password_file"
        )
    for command in FORBIDDEN:
        if await _may(node, *command):
            raise Misconfigured(
                f"the {store} allows its user {' '.join(command[:2])}:"
                f" use the rules in deploy/{store}.acl"
            )


async def _may(node: _Node, *command: str) -> bool:
    try:
        await node.ask(*command)
    except redis_errors.NoPermissionError:
        return False
    except redis_errors.ResponseError as error:
        return "unknown command" not in str(error)  # renamed away: as good as forbidden
    return True


class _Refuses(Exception):
    """The store refuses a question: what was asked, and the rule that would allow it."""


@contextlib.asynccontextmanager
async def _explained(store: str) -> AsyncIterator[None]:
    """Turn what goes wrong on the way to a store into one line for the operator."""
    try:
        async with asyncio.timeout(ANSWER_WITHIN):
            yield
    except _Refuses as refused:
        question, rule = refused.args
        raise Misconfigured(
            f"the {store} refuses {question}, so its settings cannot be trusted:"
            f" give our user `{rule}` (deploy/{store}.acl)"
        ) from None
    except (redis_errors.RedisError, OSError) as error:
        raise Misconfigured(f"the {store} {_why(error)}") from None


def _why(error: BaseException) -> str:
    """Say why, from what the errors *are*: their texts hold addresses."""
    for cause in _causes(error):
        for kind, explanation in EXPLANATIONS:
            if isinstance(cause, kind):
                return explanation
        if isinstance(cause, OSError) and cause.strerror:
            return f"cannot be reached ({cause.strerror})"
    if isinstance(error, redis_errors.ResponseError):
        return f"answers with an error ({str(error).partition(' ')[0]})"
    return f"cannot be reached ({type(error).__name__})"


EXPLANATIONS: Final = (
    (
        MasterNotFoundError,
        "is not known to any sentinel that answers: check its url and sentinel_password_file",
    ),
    (ssl.SSLCertVerificationError, "has a TLS certificate that is not trusted: set tls_ca_file"),
    (ssl.SSLError, "does not speak the TLS we expect: check rediss:// and its port"),
    (socket.gaierror, "has a host name that nobody knows: check its url"),
    (FileNotFoundError, "has no socket where its url points: is it running?"),
    (ConnectionRefusedError, "cannot be reached: is it running where its url points?"),
    (
        redis_errors.AuthenticationError,
        "refuses our name or password: check username and password_file",
    ),
    (redis_errors.BusyLoadingError, "is still reading its files: try again in a moment"),
    ((TimeoutError, redis_errors.TimeoutError), "does not answer: is it overloaded or walled off?"),
)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """Walk from the cause that came first to the error that was raised last."""
    if error is not None:
        yield from _causes(error.__cause__ or error.__context__)
        yield error
