"""A Redis Cluster as one store: a line to each primary, and each command to who has its slot.

Theory of operation. The map of slots is asked of any node: at the start, while a line is
down, when a node says that a slot has moved, and when a subscription is refused or taken
away. Lines are begun and ended by that map. Channels are counted here and live on the line
of their slot; when that changes, news was missed, so `on_restored` is called.

While a slot is being moved to another node its keys are in two places: what touches it is
Unavailable for that moment, and the pages come back and say it again.
"""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Final, cast

from redis.crc import REDIS_CLUSTER_HASH_SLOTS, key_slot
from redis.exceptions import AskError, MovedError, RedisError

from chatserver.domain.errors import Unavailable
from chatserver.store.commands import Argument, Reply, Script
from chatserver.store.pipeline import Pipeline, heed_cancellation
from chatserver.store.reach import Nodes

Where = tuple[str, int]
"""Host and port of a node."""

ANSWER_WITHIN: Final = 1.0
"""Seconds for one node to tell the map, before another is asked."""

LOOK_EVERY: Final = 0.25
"""Seconds between two looks while something is down or moving. A failover takes seconds."""

MOVED_WITHIN: Final = 2.0
"""Seconds to learn where a slot has moved, before whoever asked is told that it is away."""


@dataclass(slots=True)
class _Line:
    pipeline: Pipeline
    task: asyncio.Task[None]

    @property
    def is_up(self) -> bool:
        return self.pipeline.connected.is_set()


class Cluster:
    """`Commands` for the primaries of a cluster; see the module's text."""

    def __init__(
        self,
        nodes: Nodes,
        *,
        on_news: Callable[[bytes, bytes], None],
        on_restored: Callable[[], None],
        replicas: int = 0,
    ) -> None:
        """Args: see `Pipeline`; `replicas` is of each primary."""
        self._nodes = nodes
        self._begin = partial(Pipeline, on_news=on_news, replicas=replicas)
        self._on_restored = on_restored
        self._lines: dict[Where, _Line] = {}
        self._slots: list[Where | None] = [None] * REDIS_CLUSTER_HASH_SLOTS
        self._channels: dict[bytes, int] = {}
        self._homes: dict[bytes, Where] = {}
        self._is_stale = asyncio.Event()
        self._is_adopted = asyncio.Event()
        self._ending: set[asyncio.Task[None]] = set()
        self._turn = 0
        self.connected = asyncio.Event()

    async def call(self, *arguments: Argument) -> Reply:
        """Send one command to who has its key, or its channel."""
        return await self._routed(arguments[1], lambda line: line.call(*arguments))

    async def run_script(
        self, script: Script, keys: Sequence[Argument], arguments: Sequence[Argument]
    ) -> Reply:
        """Run a script where its keys are."""
        return await self._routed(keys[0], lambda line: line.run_script(script, keys, arguments))

    async def _routed(self, key: Argument, send: Callable[[Pipeline], Awaitable[Reply]]) -> Reply:
        slot = key_slot(_bytes(key))
        for is_last in (False, True):
            where = self._slots[slot]
            if where is None or where not in self._lines:
                break
            try:
                return await send(self._lines[where].pipeline)
            except MovedError:
                if not is_last:
                    await self._look_again()
            except AskError:
                break
        raise Unavailable("the slot is on its way to another node")

    async def _look_again(self) -> None:
        self._is_adopted.clear()
        self._is_stale.set()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(MOVED_WITHIN):
                await self._is_adopted.wait()

    def subscribe(self, channel: bytes) -> None:
        """Listen to a channel; counted, so that each subscribe needs an unsubscribe."""
        self._channels[channel] = self._channels.get(channel, 0) + 1
        if channel not in self._homes:
            self._settle(channel)

    def unsubscribe(self, channel: bytes) -> None:
        """Stop listening when nobody else here does."""
        count = self._channels.pop(channel, 0)
        if count > 1:
            self._channels[channel] = count - 1
        elif (where := self._homes.pop(channel, None)) is not None:
            self._lines[where].pipeline.unsubscribe(channel)

    def _settle(self, channel: bytes) -> None:
        """Listen where the channel's slot is now; later, while nobody has it."""
        where = self._slots[key_slot(channel)]
        if where in self._lines:
            self._homes[channel] = where
            self._lines[where].pipeline.subscribe(channel)

    async def run(self) -> None:
        """Keep a line to each primary for as long as this runs."""
        try:
            while True:
                if self._is_stale.is_set() or not self._is_whole():
                    self._is_stale.clear()
                    found = await self._ask()
                    heed_cancellation()
                    if found is not None:
                        self._adopt(found)
                if self._is_whole():
                    self.connected.set()
                else:
                    self.connected.clear()
                await asyncio.sleep(LOOK_EVERY)
        finally:
            for where in tuple(self._lines):
                self._end(where)
            await asyncio.gather(*self._ending, return_exceptions=True)

    def _is_whole(self) -> bool:
        return None not in self._slots and all(line.is_up for line in self._lines.values())

    async def _ask(self) -> list[Where | None] | None:
        """Ask for the map, somebody else first each time: a node that was cut off knows less."""
        self._turn += 1
        known = [*self._lines, *(seed for seed in self._nodes.seeds if seed not in self._lines)]
        first = self._turn % len(known)
        for where in known[first:] + known[:first]:
            # Whatever goes wrong there, another node may know.
            with contextlib.suppress(RedisError, OSError, TimeoutError, Unavailable):
                async with asyncio.timeout(ANSWER_WITHIN):
                    return _map_of(await self._told_by(where), asked=where)
        return None

    async def _told_by(self, where: Where) -> list[Any]:
        line = self._lines.get(where)
        if line is not None and line.is_up:
            return cast("list[Any]", await line.pipeline.call("CLUSTER", "SLOTS"))
        connection = self._nodes.pool(*where).make_connection()  # type: ignore[no-untyped-call]
        try:
            await connection.connect()
            await connection.send_command("CLUSTER", "SLOTS")
            return cast("list[Any]", await connection.read_response(disable_decoding=True))
        finally:
            await connection.disconnect(nowait=True)

    def _adopt(self, slots: list[Where | None]) -> None:
        wanted = {where for where in slots if where is not None}
        self._slots = slots
        has_moved = False
        for where in wanted - self._lines.keys():
            self._lines[where] = self._line_to(where)
        for channel in tuple(self._channels):
            home, now = self._homes.get(channel), slots[key_slot(channel)]
            if home == now:
                continue
            has_moved = True
            if home is not None:
                del self._homes[channel]
                self._lines[home].pipeline.unsubscribe(channel)
            self._settle(channel)
        for where in self._lines.keys() - wanted:
            self._end(where)
        self._is_adopted.set()
        if has_moved:
            self._on_restored()

    def _line_to(self, where: Where) -> _Line:
        pipeline = self._begin(
            self._nodes.pool(*where),
            on_restored=self._on_restored,
            on_unheard=self._unheard,
        )
        return _Line(pipeline, asyncio.create_task(pipeline.run()))

    def _unheard(self, channel: bytes) -> None:
        self._homes.pop(channel, None)
        self._is_stale.set()

    def _end(self, where: Where) -> None:
        task = self._lines.pop(where).task
        task.cancel()
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)


def _map_of(reply: list[Any], *, asked: Where) -> list[Where | None]:
    """Read CLUSTER SLOTS: first slot, last slot, primary, replicas.

    Args:
        asked: who answered; a node that does not know its own address leaves it out.
    """
    slots: list[Where | None] = [None] * REDIS_CLUSTER_HASH_SLOTS
    for first, last, where in _ranges(reply, asked[0]):
        slots[first : last + 1] = [where] * (last + 1 - first)
    return slots


def _ranges(reply: list[Any], host: str) -> Iterator[tuple[int, int, Where]]:
    for first, last, primary, *_ in reply:
        yield first, last, (primary[0].decode() if primary[0] else host, primary[1])


def _bytes(key: Argument) -> bytes:
    return key if isinstance(key, bytes) else str(key).encode()
