"""Two private Redis servers for one machine: a vault and a ledger of our own.

Both listen on a unix socket in a directory only we may enter, know one user with
a random password, and die with the server. A real Redis always, never an imitation.

    stores = EmbeddedStores(Path("data"))
    async with stores:
        connect(stores.vault.url)

Two servers can never append to one ledger: see places.py.
"""

import asyncio
import contextlib
import os
import re
import shutil
import sys
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from chatserver.domain.errors import Misconfigured
from chatserver.store.places import POLL, locked, private_directory, sweep, write_private
from chatserver.store.recipe import (
    ACCESS,
    LEDGER,
    LEDGER_ACCESS,
    VAULT,
    Address,
    find_binary,
    quoted,
)

READY_WITHIN: Final = 30.0
"""Seconds. Reading back a ledger of years takes a few; a hang must not look like a start."""

FREE_WITHIN: Final = 10.0
"""Seconds to wait for the ledger of a server that was just killed."""

STOPPED_WITHIN: Final = 5.0
"""Seconds between asking a store to stop and killing it."""


class PrivateRedis:
    """One redis-server of ours, from its first line of output to its last."""

    def __init__(self, address: Address, process: asyncio.subprocess.Process) -> None:
        self.name = name = address.socket.stem
        self.address = address
        self.pid = process.pid
        self._process = process
        self._said = b""
        self._listening = asyncio.create_task(self._listen(), name=f"{name} output")
        self.ended = asyncio.create_task(process.wait(), name=f"{name} end")

    @classmethod
    async def start(cls, binary: Path, address: Address, settings: str, *keep: int) -> Self:
        """Start one; wait for `ready` before using it.

        Args:
            binary: what `find_binary` found.
            address: where it shall listen; the directory exists and is ours alone.
            settings: its whole configuration but for the socket.
            keep: open files that it shall hold on to for as long as it runs.
        """
        configuration = address.socket.with_suffix(".conf")
        text = f"{settings}unixsocket {quoted(address.socket)}\n"
        await asyncio.to_thread(write_private, configuration, text)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-I", "-S", str(Path(__file__).with_name("leash.py"))),
            *(str(os.getpid()), str(binary), str(configuration)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            pass_fds=keep,
            env={"PATH": os.defpath},  # ours may hold secrets; /proc shows a child's
        )
        return cls(address, process)

    async def _listen(self) -> None:
        while self._process.stdout and (more := await self._process.stdout.read(4096)):
            self._said = (self._said + more)[-2000:]  # an undrained pipe would stop it

    @property
    def last_words(self) -> str:
        """How it ended, and the last thing it said that was not advice about the kernel."""
        code = self._process.returncode
        ended = "" if code is None else f" (exit code {code})"
        lines = [line for line in self._said.decode(errors="replace").splitlines() if line.strip()]
        told = [re.sub(r"^\d+:\w .*? # ", "", line) for line in lines if "WARNING" not in line]
        return f"{ended}: {told[-1]}" if told else ended

    async def ready(self) -> None:
        """Return when it answers a PING; raise Misconfigured when it does not."""
        where = self.address
        client = Redis(
            unix_socket_path=str(where.socket),
            username=where.username,
            password=where.password,
            retry=Retry(NoBackoff(), 0),  # we ask again ourselves, and sooner
            driver_info=None,  # redis-py would look for its version on the disk
        )
        try:
            async with asyncio.timeout(READY_WITHIN), client:
                while not await _answers(client):
                    if self.ended.done():
                        await self._listening
                        raise Misconfigured(f"the private {self.name} stopped{self.last_words}")
                    await asyncio.sleep(POLL)
        except TimeoutError:
            raise Misconfigured(
                f"the private {self.name} did not answer in {READY_WITHIN:.0f} s{self.last_words}"
            ) from None

    async def stop(self) -> None:
        """Ask it to stop, insist after STOPPED_WITHIN."""
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
            await asyncio.wait({self.ended}, timeout=STOPPED_WITHIN)
            if not self.ended.done():
                self._process.kill()
        await self.ended
        await self._listening


async def _answers(client: Redis) -> bool:
    try:
        return bool(await client.ping())
    except (RedisError, OSError):
        return False


class EmbeddedStores:
    """The private vault and ledger; enter it to start them, leave it to stop them.

    `died` is set to one clear line when a store ends without having been asked to.
    """

    vault: Address
    ledger: Address
    died: asyncio.Future[str]

    def __init__(
        self,
        data_directory: Path,
        *,
        vault_megabytes: int = 256,
        extra_acl: Iterable[str] = (),
        free_within: float = FREE_WITHIN,
    ) -> None:
        """Say what is wanted; nothing is started yet.

        Args:
            data_directory: the ledger is kept in `ledger` below it.
            vault_megabytes: where the vault says it is full, instead of filling the machine.
            extra_acl: more ACL `user` lines for both (tests need one that may flush).
            free_within: seconds to wait for a ledger that is still in use.
        """
        self._free_within = free_within
        self._data = data_directory
        self._vault_settings = f"{VAULT}maxmemory {vault_megabytes}mb\n"
        self._extra_acl = "".join(line + "\n" for line in extra_acl)
        self._directory: Path | None = None
        self._children: list[PrivateRedis] = []

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def start(self) -> None:
        """Start both and return when both answer.

        Raises:
            Misconfigured: no binary, a data directory in use, or a store that will not start.
        """
        self.died = asyncio.get_running_loop().create_future()
        try:
            await self._start()
        except OSError as error:
            await self.close()
            raise Misconfigured(f"private stores: {error.strerror}: {error.filename}") from None
        except BaseException:
            await self.close()
            raise
        for child in self._children:
            child.ended.add_done_callback(partial(self._report, child))

    async def _start(self) -> None:
        binary = await asyncio.to_thread(find_binary)
        await asyncio.to_thread(sweep)
        directory, held = await asyncio.to_thread(private_directory)
        self._directory = directory
        try:
            await self._start_both(binary, directory, held)
        finally:
            os.close(held)
        for child in self._children:  # both are starting already: the second wait is short
            await child.ready()

    async def _start_both(self, binary: Path, directory: Path, held: int) -> None:
        self.vault = Address(socket=directory / "vault.sock")
        self.ledger = Address(socket=directory / "ledger.sock")
        settings = f"{self._vault_settings}{self.vault.acl} {ACCESS}\n"
        await self._start_child(binary, self.vault, settings, directory, held)
        lasting = self._data / "ledger"
        settings = f"{LEDGER}{self.ledger.acl} {LEDGER_ACCESS}\n"
        async with locked(lasting, self._free_within) as lock:
            await self._start_child(binary, self.ledger, settings, lasting, held, lock)

    async def _start_child(
        self, binary: Path, address: Address, settings: str, lasting: Path, *keep: int
    ) -> None:
        settings += f"dir {quoted(lasting)}\n{self._extra_acl}"
        self._children.append(await PrivateRedis.start(binary, address, settings, *keep))

    def _report(self, child: PrivateRedis, _ended: asyncio.Task[int]) -> None:
        if not self.died.done():
            self.died.set_result(f"the private {child.name} stopped{child.last_words}")

    async def close(self) -> None:
        """Stop both and remove the private directory. Closing twice is harmless."""
        if hasattr(self, "died"):
            self.died.cancel()
        children, self._children = self._children, []
        await asyncio.gather(*(child.stop() for child in children))
        if self._directory:
            await asyncio.to_thread(shutil.rmtree, self._directory, ignore_errors=True)
            self._directory = None
