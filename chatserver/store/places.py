"""Two directories of the private stores: one nobody else enters, one nobody else writes.

Atomic here: a directory is locked by the running redis-server itself, which inherits the
locked descriptor. So the lock ends when that process does, not when we do: a server that was
killed cannot leave a child behind that still appends to the ledger of the next one.
"""

import asyncio
import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Final

from chatserver.domain.errors import Misconfigured

LONGEST_SOCKET_PATH: Final = 100
"""Bytes. Linux allows 107, macOS 103."""

PREFIX: Final = "luwte-"

POLL: Final = 0.02
"""Seconds between two looks at something that cannot be waited for."""


def private_directory() -> tuple[Path, int]:
    """Make a directory for sockets and settings.

    Returns:
        The directory, and a descriptor that keeps it locked for as long as anyone has it open.
    """
    for base in _bases():
        if os.access(base, os.W_OK):
            made = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))  # mode 0700
            held = os.open(made, os.O_RDONLY)
            _lock(held)
            return made, held
    raise Misconfigured("no directory for private sockets: set XDG_RUNTIME_DIR to a writable one")


def sweep() -> None:
    """Remove private directories that a killed server left behind: no store holds them."""
    for base in _bases():
        for left in base.glob(f"{PREFIX}*/vault.conf"):  # a newborn one has no settings yet
            with contextlib.suppress(OSError):
                if left.stat().st_uid == os.getuid():
                    _remove_unless_held(left.parent)


def _remove_unless_held(directory: Path) -> None:
    held = os.open(directory, os.O_RDONLY | os.O_NOFOLLOW)
    try:
        if _lock(held):
            shutil.rmtree(directory)
    finally:
        os.close(held)


def _bases() -> Iterator[Path]:
    room = LONGEST_SOCKET_PATH - len(f"/{PREFIX}12345678/ledger.sock")
    for base in (os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"):  # noqa: S108 - mkdtemp makes it 0700
        if base and len(os.fsencode(base)) < room:
            yield Path(base)


def write_private(path: Path, text: str) -> None:
    """Write a new file that only we may read."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


@contextlib.asynccontextmanager
async def locked(directory: Path, free_within: float) -> AsyncIterator[int]:
    """Make the directory if need be and hold its lock.

    Args:
        directory: where the ledger is.
        free_within: seconds to wait for a server that was just killed.

    Yields:
        The descriptor: a child that inherits it keeps the lock on.
    """
    lock = await asyncio.to_thread(_open_lock, directory)
    try:
        try:
            async with asyncio.timeout(free_within):
                while not _lock(lock):  # noqa: ASYNC110 - the kernel tells nobody
                    await asyncio.sleep(POLL)
        except TimeoutError:
            raise Misconfigured(f"{directory}: another server is using this ledger") from None
        yield lock
    finally:
        os.close(lock)


def _open_lock(directory: Path) -> int:
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    return os.open(directory / "lock", os.O_RDWR | os.O_CREAT, 0o600)


def _lock(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
