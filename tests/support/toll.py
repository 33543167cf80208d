"""A gate between the servers and a store: whoever comes to a certain step there is killed at it.

    async with toll(stores.ledger, directory, step_of=..., workers=...) as gate:
        gate.armed.add(("a tag is kept", "before"))

A step is one command of a worker, known by what it asks. *Before*: the store never sees it.
*After*: the store has done it, and the worker never hears so. Which process is at the other end,
the socket itself says; only workers are killed, with SIGKILL.
"""

import asyncio
import contextlib
import os
import signal
import socket
import struct
from collections.abc import AsyncIterator, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

import hiredis

from chatserver.store.recipe import Address

When = Literal["before", "after"]
WHEN: tuple[When, When] = ("before", "after")
Command = Sequence[bytes]

ENOUGH = 65536
DONE_WITHIN = 0.02
"""Seconds in which a store has done what it was sent; it takes a fraction of one millisecond."""


@dataclass(slots=True)
class Toll:
    """Attributes:
    armed: steps at which the next worker is killed; each kills one.
    killed: at which steps somebody was.
    saw: every command that passed and `keeps` chose.
    """

    url: str
    armed: set[tuple[str, When]] = field(default_factory=set)
    killed: list[tuple[str, When]] = field(default_factory=list)
    saw: list[Command] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class _Gate:
    toll: Toll
    store: Path
    step_of: Callable[[Command], str]
    keeps: Callable[[Command], bool]
    workers: Callable[[], Collection[int]]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        pid = _peer(writer)
        # The end of a test cancels this, and asyncio would print that nobody heard of it.
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            behind, before = await asyncio.open_unix_connection(self.store)
            passing = _Passing(self, pid)
            ways = (passing.ask(reader, before), passing.answer(behind, writer))
            tasks = [asyncio.create_task(way) for way in ways]
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            before.close()
        writer.close()

    def kills(self, pid: int, step: tuple[str, When]) -> bool:
        """Kill who comes to a step that is armed."""
        if step not in self.toll.armed or pid not in self.workers():
            return False
        os.kill(pid, signal.SIGKILL)
        self.toll.armed.discard(step)
        self.toll.killed.append(step)
        return True


class _Passing:
    """One connection, both ways. The vault's answers several commands at once, and tells news."""

    def __init__(self, gate: _Gate, pid: int) -> None:
        self._gate, self._pid = gate, pid
        self._asked = hiredis.Reader()
        self._doomed = ""

    async def ask(self, worker: asyncio.StreamReader, store: asyncio.StreamWriter) -> None:
        while more := await worker.read(ENOUGH):
            self._asked.feed(more)
            while command := self._asked.gets():
                if self._gate.keeps(command):
                    self._gate.toll.saw.append(command)
                step = self._gate.step_of(command)
                if step and self._gate.kills(self._pid, (step, "before")):
                    return
                if (step, "after") in self._gate.toll.armed:
                    self._doomed = step
            store.write(more)
            await store.drain()

    async def answer(self, store: asyncio.StreamReader, worker: asyncio.StreamWriter) -> None:
        while more := await store.read(ENOUGH):
            if self._doomed:
                await asyncio.sleep(DONE_WITHIN)  # what came may be the answer to another command
                if self._gate.kills(self._pid, (self._doomed, "after")):
                    return
                self._doomed = ""
            worker.write(more)
            await worker.drain()


@contextlib.asynccontextmanager
async def toll(
    store: Address,
    directory: Path,
    *,
    step_of: Callable[[Command], str],
    workers: Callable[[], Collection[int]],
    keeps: Callable[[Command], bool] = lambda _: False,
) -> AsyncIterator[Toll]:
    """A gate for as long as the block lasts.

    Args:
        store: what is behind the gate.
        directory: where the gate's own socket may be.
        step_of: names a command; "" for one at which nobody is killed.
        workers: process ids that may be killed.
        keeps: which commands a test wants to see.
    """
    at = directory / store.socket.name
    gate = Toll(replace(store, socket=at).url)
    serving = _Gate(toll=gate, store=store.socket, step_of=step_of, keeps=keeps, workers=workers)
    server = await asyncio.start_unix_server(serving.serve, at)
    try:
        yield gate
    finally:
        server.close()


def _peer(writer: asyncio.StreamWriter) -> int:
    peer = writer.get_extra_info("socket")
    told = peer.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, struct.calcsize("3i"))
    return int(struct.unpack("3i", told)[0])
