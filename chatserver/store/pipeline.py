"""One multiplexed connection to a Redis: every command of a loop tick in one write.

Theory of operation. `call` packs a command, appends a future to a queue and
wakes the writer; the writer sends whatever has gathered in one write; the
reader hands replies to the futures in order. RESP3 pushes (what was published
on a channel) arrive in the same stream and go to `on_news`. This is four to
six times faster than a pool with an await per command (docs: PERFORMANCE).

Connections are redis-py's own, so TLS, AUTH, unix sockets and Sentinel stay
the library's. When the line breaks every waiting call raises Unavailable: the
command may or may not have run, so everything sent through here is a script
that may be sent again. Then it connects anew, subscribes again, and calls
`on_restored`: news was missed meanwhile, so whoever listens must ask for the state anew.

A subscription is answered by a push, which is no reply, or refused by an error, which is
one. So each is followed by a PING: whatever error comes before the PONG belongs to it,
and no reply is ever handed to another call.

With `replicas`, a write is answered only when so many replicas have it: each batch that
wrote ends in one WAIT, and its calls are settled by the answer to that. WAIT covers what
*this* connection wrote, so a script that finds its work done already must write something
all the same (it renews). What could not be acknowledged may have happened, as always.

Never await between packing a command and appending what it waits for: replies are
matched by order alone.
"""

import asyncio
import contextlib
import logging
import math
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar, cast

import hiredis
from redis.asyncio import ConnectionPool
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import NoScriptError, ReadOnlyError, RedisError, ResponseError

from chatserver.domain.errors import Unavailable
from chatserver.store.answers import NOT_PRIMARY, code_of, meaning_of
from chatserver.store.commands import Argument, Reply, Script

T = TypeVar("T")

RETRY_SECONDS: Final = (0.05, 0.1, 0.2, 0.5, 1.0)
"""Waits between attempts to connect; the last one repeats. Short, because a
restart or failover of the store should not be felt for longer than it takes."""

CONNECT_SECONDS: Final = 5.0

PATIENCE_SECONDS: Final = 5.0
"""A call unanswered for that long, twice at most, means that the store is away: a script
takes microseconds. Pages are told within ten seconds and come back."""

ACKNOWLEDGED_WITHIN: Final = 2.0
"""Seconds for the replicas to have a batch: they need a round trip. More, and one is away."""

STEADY_AFTER: Final = 1.0
"""Seconds. A line that was lost sooner is not tried again at once: it would be lost again."""

READS: Final = frozenset(
    (
        *("CLUSTER", "EXISTS", "GET", "HGET", "HGETALL", "HKEYS"),
        *("SPUBLISH", "XRANGE", "ZRANGE", "ZSCORE"),
    )
)
"""Commands of ours that leave nothing to be acknowledged; whatever is not named here writes."""

logger: Final = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class _Call:
    """Waits for one reply."""

    future: asyncio.Future[Reply]
    is_write: bool


@dataclass(slots=True, eq=False)
class _Listening:
    """Waits for the PONG after a subscription, or after its end (`is_ending`)."""

    channel: bytes
    is_ending: bool
    is_refused: bool = False


class _Acknowledging:
    """Waits for how many replicas have the batch."""


class _LineLost(Exception):
    """This connection is of no use any more."""


class Pipeline:
    """`Commands` for one server; see the module's text. `run` it in a task, cancel to stop."""

    def __init__(
        self,
        pool: ConnectionPool,
        *,
        on_news: Callable[[bytes, bytes], None],
        on_restored: Callable[[], None],
        on_unheard: Callable[[bytes], None] | None = None,
        replicas: int = 0,
    ) -> None:
        """Wire it up; nothing is connected yet.

        Args:
            on_news: called with channel and payload; must not block or raise.
            on_unheard: called with a channel that this store does not serve (any more), and
                that is no longer subscribed to. Without it, the line is made anew.
            replicas: how many must have a write before it is answered.
        """
        self._pool = pool
        self._on_news = on_news
        self._on_restored = on_restored
        self._on_unheard = on_unheard
        self._replicas = replicas
        self._channels: dict[bytes, int] = {}
        self._outgoing: list[bytes] = []
        self._waiting: deque[_Call | _Listening | _Acknowledging] = deque()
        self._held: list[tuple[asyncio.Future[Reply], Reply | ResponseError]] = []
        self._has_written = False
        self._wake = asyncio.Event()
        self._connection: AbstractConnection | None = None
        self.connected = asyncio.Event()

    async def call(self, *arguments: Argument) -> Reply:
        """Send one command; raises Unavailable when the store is away."""
        return await self._send(*arguments)

    async def run_script(
        self, script: Script, keys: Sequence[Argument], arguments: Sequence[Argument]
    ) -> Reply:
        """Run a script by digest, by text if the store does not know it yet."""
        try:
            return await self._send("EVALSHA", script.sha, len(keys), *keys, *arguments)
        except NoScriptError:
            return await self._send("EVAL", script.text, len(keys), *keys, *arguments)

    def subscribe(self, channel: bytes) -> None:
        """Listen to a channel; counted, so that each subscribe needs an unsubscribe."""
        count = self._channels.get(channel, 0)
        self._channels[channel] = count + 1
        if count == 0 and self._connection is not None:
            self._listen(channel)

    def unsubscribe(self, channel: bytes) -> None:
        """Stop listening when nobody else here does."""
        count = self._channels.get(channel, 0)
        if count > 1:
            self._channels[channel] = count - 1
            return
        if self._channels.pop(channel, None) and self._connection is not None:
            self._listen(channel, is_ending=True)

    def _listen(self, channel: bytes, *, is_ending: bool = False) -> None:
        command = "SUNSUBSCRIBE" if is_ending else "SSUBSCRIBE"
        self._outgoing += _packed((command, channel)), PING
        self._waiting.append(_Listening(channel, is_ending))
        self._wake.set()

    def _send(self, *arguments: Argument) -> asyncio.Future[Reply]:
        future: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        if self._connection is None:
            future.set_exception(Unavailable("the store is away"))
            return future
        is_write = arguments[0] not in READS
        self._has_written |= is_write
        self._outgoing.append(_packed(arguments))
        self._waiting.append(_Call(future, is_write))
        self._wake.set()
        return future

    async def run(self) -> None:
        """Keep a connection for as long as this runs."""
        now, attempt = asyncio.get_running_loop().time, 0
        while True:
            if attempt:
                await asyncio.sleep(RETRY_SECONDS[min(attempt, len(RETRY_SECONDS)) - 1])
            attempt += 1
            connection = self._pool.make_connection()  # type: ignore[no-untyped-call]
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    await connection.connect()
                    await _insist_on_primary(connection)
                heed_cancellation()
                began = now()
                await self._serve(connection)
            except (RedisError, OSError, TimeoutError):
                continue
            finally:
                self._drop()
                with contextlib.suppress(RedisError, OSError):
                    await connection.disconnect(nowait=True)
            logger.warning("store connection lost")
            if now() - began > STEADY_AFTER:
                attempt = 0

    async def _serve(self, connection: AbstractConnection) -> None:
        connection._parser.set_pubsub_push_handler(_pass_on)  # type: ignore[attr-defined]  # noqa: SLF001 - as redis-py's own PubSub does; its default handler would format every payload for a debug log
        self._connection = connection
        for channel in self._channels:
            self._listen(channel)
        self.connected.set()
        self._on_restored()
        tasks = [
            asyncio.create_task(self._read(connection)),
            asyncio.create_task(self._write(connection)),
            asyncio.create_task(self._watch()),
        ]
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._connection = None  # says "stop" to a writer that misses its cancellation
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _write(self, connection: AbstractConnection) -> None:
        # The library can swallow a cancellation while it sends (python/cpython#86296).
        while self._connection is connection:
            await self._wake.wait()
            self._wake.clear()
            batch = self._batch()
            await connection.send_packed_command(batch, check_health=False)

    def _batch(self) -> list[bytes]:
        batch, self._outgoing = self._outgoing, []
        if self._replicas and self._has_written:
            within = round(ACKNOWLEDGED_WITHIN * 1000)
            batch.append(_packed(("WAIT", self._replicas, within)))
            self._waiting.append(_Acknowledging())
        self._has_written = False
        return batch

    async def _watch(self) -> None:
        """Return when the oldest call has waited too long: the store is frozen or unreachable."""
        oldest = None
        while oldest is None or not self._waiting or self._waiting[0] is not oldest:
            oldest = self._waiting[0] if self._waiting else None
            await asyncio.sleep(PATIENCE_SECONDS)

    async def _read(self, connection: AbstractConnection) -> None:
        while True:
            try:
                reply = await connection.read_response(
                    disable_decoding=True, timeout=math.inf, push_request=True
                )
            except ResponseError as error:
                self._settle(error)
                continue
            if isinstance(reply, hiredis.PushNotification):
                self._receive_push(cast("list[bytes]", reply))
            else:
                self._settle(cast("Reply", reply))

    def _settle(self, outcome: Reply | ResponseError) -> None:
        match self._waiting[0]:
            case _Call() as call:
                self._waiting.popleft()
                if isinstance(outcome, ResponseError) and code_of(outcome) in NOT_PRIMARY:
                    _answer(call.future, outcome)
                    raise _LineLost
                if call.is_write and self._replicas:
                    self._held.append((call.future, outcome))
                else:
                    _answer(call.future, outcome)
            case _Listening() as listening:
                if isinstance(outcome, ResponseError):
                    listening.is_refused = True
                    return  # its PONG is still to come
                self._waiting.popleft()
                if listening.is_refused and not listening.is_ending:
                    self._lose(listening.channel)
            case _Acknowledging():
                self._waiting.popleft()
                self._release(outcome)

    def _release(self, acknowledged: Reply | ResponseError) -> None:
        if not isinstance(acknowledged, int) or acknowledged < self._replicas:
            logger.warning("too few replicas have what was written")
            raise _LineLost  # there may be another primary by now
        held, self._held = self._held, []
        for future, outcome in held:
            _answer(future, outcome)

    def _receive_push(self, push: list[bytes]) -> None:
        if push[0] in {b"smessage", b"message"}:
            self._on_news(push[1], push[2])
        elif push[0] == b"sunsubscribe":
            match self._waiting[0] if self._waiting else None:
                case _Listening(channel, is_ending=True) if channel == push[1]:
                    return  # as we asked
            self._lose(push[1])  # its slot has moved to another node

    def _lose(self, channel: bytes) -> None:
        """News of a channel no longer comes this way."""
        if channel not in self._channels:
            return
        if self._on_unheard is None:
            logger.error("store refused a subscription")
            raise _LineLost
        del self._channels[channel]
        self._on_unheard(channel)

    def _drop(self) -> None:
        self._connection = None
        self.connected.clear()
        self._outgoing.clear()
        self._has_written = False
        waiting, self._waiting = self._waiting, deque()
        held, self._held = self._held, []
        calls = [entry.future for entry in waiting if isinstance(entry, _Call)]
        for future in (*(future for future, _ in held), *calls):
            if not future.done():
                future.set_exception(Unavailable("the store went away"))
                future.exception()  # read once: a caller that was cancelled leaves no warning


def _answer(future: asyncio.Future[Reply], outcome: Reply | ResponseError) -> None:
    if future.done():  # its caller was cancelled
        return
    if isinstance(outcome, ResponseError):
        future.set_exception(meaning_of(outcome))
    else:
        future.set_result(outcome)


def heed_cancellation() -> None:
    """Stop if this task was told to: a library can swallow that while it sends (cpython#86296)."""
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


async def _insist_on_primary(connection: AbstractConnection) -> None:
    """Raise ReadOnlyError if this is a replica: it would answer what is read, and be late."""
    await connection.send_command("INFO", "replication")
    said = cast("bytes", await connection.read_response(disable_decoding=True))
    if b"role:master" not in said:
        raise ReadOnlyError("a replica")


def _packed(arguments: tuple[Argument, ...]) -> bytes:
    """One command as bytes. redis-py packs in Python, which took half the time of a message."""
    packed: bytes = hiredis.pack_command(cast("Any", arguments))
    return packed


PING: Final = _packed(("PING",))


async def _pass_on(push: object) -> object:
    return push


async def available(wait: Awaitable[T]) -> T:
    """Await a plain redis-py call, turning its ways to fail into Unavailable."""
    try:
        return await wait
    except ResponseError as error:
        raise meaning_of(error) from None
    except (RedisError, OSError, TimeoutError):
        raise Unavailable("the store is away") from None
