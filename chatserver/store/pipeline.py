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

Never await between packing a command and appending its future: replies are
matched by order alone.
"""

import asyncio
import contextlib
import hashlib
import logging
import math
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Final, TypeVar, cast

import hiredis
from redis.asyncio import ConnectionPool
from redis.asyncio.connection import AbstractConnection
from redis.exceptions import NoScriptError, RedisError, ResponseError

from chatserver.domain.errors import Unavailable

Reply = int | bytes | None | list["Reply"] | dict["Reply", "Reply"] | bool
Argument = bytes | str | int | float
T = TypeVar("T")

RETRY_SECONDS: Final = (0.05, 0.1, 0.2, 0.5, 1.0)
"""Waits between attempts to connect; the last one repeats. Short, because a
restart or failover of the store should not be felt for longer than it takes."""

CONNECT_SECONDS: Final = 5.0

PATIENCE_SECONDS: Final = 5.0
"""A call unanswered for that long, twice at most, means that the store is away: a script
takes microseconds. Pages are told within ten seconds and come back."""

logger: Final = logging.getLogger(__name__)


class Script:
    """A server-side script and its digest."""

    def __init__(self, text: str) -> None:
        """Args: text: Lua source, the common part included."""
        self.text: Final = text.encode()
        self.sha: Final = hashlib.sha1(self.text, usedforsecurity=False).hexdigest()


class Pipeline:
    """See the module's text. Start with `run` in a task group, stop by cancelling it."""

    def __init__(
        self,
        pool: ConnectionPool,
        *,
        on_news: Callable[[bytes, bytes], None],
        on_restored: Callable[[], None],
    ) -> None:
        """Args: on_news: called with channel and payload; must not block or raise."""
        self._pool = pool
        self._on_news = on_news
        self._on_restored = on_restored
        self._channels: dict[bytes, int] = {}
        self._outgoing: list[bytes] = []
        self._waiting: deque[asyncio.Future[Reply]] = deque()
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
            self._push_out("SSUBSCRIBE", channel)

    def unsubscribe(self, channel: bytes) -> None:
        """Stop listening when nobody else here does."""
        count = self._channels.get(channel, 0)
        if count > 1:
            self._channels[channel] = count - 1
            return
        if self._channels.pop(channel, None) and self._connection is not None:
            self._push_out("SUNSUBSCRIBE", channel)

    def _push_out(self, *arguments: Argument) -> None:
        """Queue a command that is answered by a push and not by a reply."""
        self._outgoing.append(_packed(arguments))
        self._wake.set()

    def _send(self, *arguments: Argument) -> asyncio.Future[Reply]:
        future: asyncio.Future[Reply] = asyncio.get_running_loop().create_future()
        if self._connection is None:
            future.set_exception(Unavailable("the store is away"))
            return future
        self._outgoing.append(_packed(arguments))
        self._waiting.append(future)
        self._wake.set()
        return future

    async def run(self) -> None:
        """Keep a connection for as long as this runs."""
        attempt = 0
        while True:
            connection = self._pool.make_connection()  # type: ignore[no-untyped-call]
            try:
                async with asyncio.timeout(CONNECT_SECONDS):
                    await connection.connect()
            except (RedisError, OSError, TimeoutError):
                await asyncio.sleep(RETRY_SECONDS[min(attempt, len(RETRY_SECONDS) - 1)])
                attempt += 1
                continue
            attempt = 0
            try:
                await self._serve(connection)
            finally:
                self._drop()
                with contextlib.suppress(RedisError, OSError):
                    await connection.disconnect(nowait=True)
            logger.warning("store connection lost")

    async def _serve(self, connection: AbstractConnection) -> None:
        connection._parser.set_pubsub_push_handler(_pass_on)  # type: ignore[attr-defined]  # noqa: SLF001 - as redis-py's own PubSub does; its default handler would format every payload for a debug log
        self._connection = connection
        for channel in self._channels:
            self._push_out("SSUBSCRIBE", channel)
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
            batch, self._outgoing = self._outgoing, []
            await connection.send_packed_command(batch, check_health=False)

    async def _watch(self) -> None:
        """Return when the oldest call has waited too long: the store is frozen or unreachable."""
        oldest: asyncio.Future[Reply] | None = None
        while oldest is None or oldest.done():
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
        if not self._waiting:
            # Only a refused SSUBSCRIBE has no future; the start-up check rules it out.
            logger.error("store refused a subscription")
            return
        future = self._waiting.popleft()
        if future.done():  # its caller was cancelled
            return
        if isinstance(outcome, ResponseError):
            future.set_exception(outcome)
        else:
            future.set_result(outcome)

    def _receive_push(self, push: list[bytes]) -> None:
        if push[0] in {b"smessage", b"message"}:
            self._on_news(push[1], push[2])

    def _drop(self) -> None:
        self._connection = None
        self.connected.clear()
        self._outgoing.clear()
        waiting, self._waiting = self._waiting, deque()
        for future in waiting:
            if not future.done():
                future.set_exception(Unavailable("the store went away"))
                future.exception()  # read once: a caller that was cancelled leaves no warning


def _packed(arguments: tuple[Argument, ...]) -> bytes:
    """One command as bytes. redis-py packs in Python, which took half the time of a message."""
    packed: bytes = hiredis.pack_command(cast("Any", arguments))
    return packed


async def _pass_on(push: object) -> object:
    return push


async def available(wait: Awaitable[T]) -> T:
    """Await a plain redis-py call, turning its ways to fail into Unavailable."""
    try:
        return await wait
    except ResponseError:
        raise
    except (RedisError, OSError, TimeoutError):
        raise Unavailable("the store is away") from None
