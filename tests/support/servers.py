"""A chatserver for a test: in this process, or as a process of its own that can be killed."""

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from chatserver.app import App, Counted, running
from chatserver.clock import Clock
from chatserver.config import Settings, load
from tests.support.redis_servers import Stores

ROOT = Path(__file__).parent.parent.parent

AT_ONCE = Counted(window=0, batch=1)
"""Tags are counted by the next fold, so that a test need not wait for a week."""


def settings_for(
    stores: Stores, directory: Path, more: Mapping[str, str] | None = None
) -> dict[str, str]:
    """The environment of a server on these stores, on any free ports; `more` is laid over it."""
    (directory / "data").mkdir(exist_ok=True)
    return {
        "CHATSERVER_VAULT_URL": stores.vault.url,
        "CHATSERVER_LEDGER_URL": stores.ledger.url,
        "CHATSERVER_DATA_DIRECTORY": str(directory / "data"),
        "CHATSERVER_VISITORS_PORT": "0",
        "CHATSERVER_STAFF_PORT": "0",
        "CHATSERVER_STAFF_SECURE_COOKIES": "false",
        # As an operator would on one machine: a restart must still open what it sealed.
        "CHATSERVER_KEY_RING_FILE": str(directory / "vault.keys"),
        # Tests type faster than people.
        "CHATSERVER_LIMITS_FRAMES_PER_SECOND": "1000",
        "CHATSERVER_LIMITS_FRAMES_BURST": "5000",
        "CHATSERVER_LIMITS_BYTES_PER_MINUTE": "600000000",
        **(more or {}),
    }


def loaded(environ: Mapping[str, str]) -> Settings:
    """Settings from that environment alone."""
    return load(None, environ)


@contextlib.asynccontextmanager
async def served(
    stores: Stores,
    directory: Path,
    *,
    clock: Clock | None = None,
    more: Mapping[str, str] | None = None,
) -> AsyncIterator[App]:
    """A server in this process."""
    settings = loaded(settings_for(stores, directory, more))
    async with running(settings, clock=clock, counted=AT_ONCE) as app:
        yield app


class ServerProcess:
    """`chatserver serve` as a process of its own. Its output is kept for canaries."""

    def __init__(self, environ: Mapping[str, str], log: Path, *arguments: str) -> None:
        self._environ = dict(environ)
        self._arguments = arguments
        self._log = log
        self._process: asyncio.subprocess.Process | None = None
        self._reading: asyncio.Task[None] | None = None
        self.visitor_url = ""
        self.staff_url = ""

    async def start(self) -> None:
        """Start it, on the same ports as before if it ran already, and wait until it listens."""
        for name, url in (("VISITORS", self.visitor_url), ("STAFF", self.staff_url)):
            if url:
                self._environ[f"CHATSERVER_{name}_PORT"] = url.rstrip("/").rpartition(":")[2]
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "chatserver", "serve", *self._arguments),
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], **self._environ},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
        )
        self.visitor_url = await self._address("visitors")
        self.staff_url = await self._address("staff")
        self._reading = asyncio.create_task(self._read())

    @property
    def pid(self) -> int:
        """Its process id."""
        assert self._process is not None
        return self._process.pid

    def workers(self) -> list[int]:
        """The process ids of its workers, the oldest first."""
        found = [
            int(path.name)
            for path in Path("/proc").iterdir()
            if path.name.isdigit() and _is_worker_of(path, self.pid)
        ]
        return sorted(found, key=_started)

    @property
    def output(self) -> bytes:
        """Everything it wrote, in all its lives."""
        return self._log.read_bytes() if self._log.exists() else b""

    async def kill(self) -> None:
        """SIGKILL: no goodbye of any kind."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """SIGTERM, as an operator would; its exit code must be 0."""
        code = await self._end(signal.SIGTERM)
        assert code == 0, self.output.decode(errors="replace")

    async def _end(self, number: int) -> int:
        assert self._process is not None
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(number)
        async with asyncio.timeout(20):
            code = await self._process.wait()
            if self._reading is not None:
                await self._reading
        return code

    async def _address(self, name: str) -> str:
        assert self._process is not None
        assert self._process.stdout is not None
        async with asyncio.timeout(20):
            line = (await self._process.stdout.readline()).decode()
        found = re.fullmatch(rf"{name}\s+(http://\S+)\n", line)
        assert found, line
        return found[1]

    async def _read(self) -> None:
        assert self._process is not None
        assert self._process.stdout is not None
        with self._log.open("ab") as log:
            while line := await self._process.stdout.readline():
                log.write(line)
                log.flush()


def _is_worker_of(process: Path, parent: int) -> bool:
    try:
        words = (process / "cmdline").read_bytes().split(b"\0")
        # After the name, which may hold spaces: state, parent.
        of = (process / "stat").read_text("utf-8").rpartition(")")[2].split()[1]
    except OSError:  # it ended while we looked
        return False
    return int(of) == parent and b"worker" in words


def _started(pid: int) -> int:
    """When a process started, in clock ticks since the machine did; 0 when it is no more."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[19])
    except OSError:
        return 0


@contextlib.asynccontextmanager
async def server_process(
    stores: Stores, directory: Path, *arguments: str, more: Mapping[str, str] | None = None
) -> AsyncIterator[ServerProcess]:
    """A server process for as long as the block lasts."""
    environ = settings_for(stores, directory, more)
    server = ServerProcess(environ, directory / "server.log", *arguments)
    await server.start()
    try:
        yield server
    finally:
        await server.kill()
