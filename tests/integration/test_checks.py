"""A store that is not what it must be stops the start, with one line that says the cure.

Every server in here is a real redis-server on a unix socket, started with the wrong setting.
"""

import asyncio
import contextlib
import socket
import ssl
import subprocess
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from chatserver.domain.errors import Misconfigured
from chatserver.store.checks import AnyRedis, check_distinct, check_ledger, check_vault
from chatserver.store.recipe import ACCESS, LEDGER, LEDGER_ACCESS, VAULT
from tests.support.redis_servers import a_redis

GOOD_VAULT = f"{VAULT}{{user}} {ACCESS}\n"
GOOD_LEDGER = f"{LEDGER}{{user}} {LEDGER_ACCESS}\n"
OPEN_VAULT = f"{VAULT.replace('user default off', '')}{{user}} {ACCESS}\n"

ONCE = Retry(NoBackoff(), 0)


@contextlib.asynccontextmanager
async def connected(settings: str) -> AsyncIterator[Redis]:
    async with a_redis(settings) as address, Redis.from_url(address.url, retry=ONCE) as client:
        yield client


async def refusal_of_vault(client: AnyRedis, *, allow_default_user: bool = False) -> str:
    with pytest.raises(Misconfigured) as refused:
        await check_vault(client, allow_default_user=allow_default_user)
    assert "\n" not in str(refused.value)
    return str(refused.value)


async def refusal_of_ledger(client: AnyRedis) -> str:
    with pytest.raises(Misconfigured) as refused:
        await check_ledger(client)
    assert "\n" not in str(refused.value)
    return str(refused.value)


async def test_a_vault_as_we_start_it_is_good() -> None:
    async with connected(GOOD_VAULT) as client:
        await check_vault(client)


async def test_a_ledger_as_we_start_it_is_good() -> None:
    async with connected(GOOD_LEDGER) as client:
        await check_ledger(client)


async def test_a_vault_that_persists_stops_the_start() -> None:
    async with connected(GOOD_VAULT + "save 3600 1\n") as client:
        said = await refusal_of_vault(client)

    assert said == 'the vault writes its memory to a disk: set `save ""`'


async def test_a_vault_with_an_append_only_file_stops_the_start() -> None:
    async with connected(GOOD_VAULT + "appendonly yes\n") as client:
        said = await refusal_of_vault(client)

    assert said == "the vault writes every command to a disk: set `appendonly no`"


@pytest.mark.parametrize("policy", ["allkeys-lru", "volatile-ttl"])
async def test_a_vault_that_evicts_stops_the_start(policy: str) -> None:
    async with connected(f"{GOOD_VAULT}maxmemory-policy {policy}\n") as client:
        said = await refusal_of_vault(client)

    assert said.endswith("set `maxmemory-policy noeviction`")


async def test_a_vault_that_dumps_for_its_replicas_stops_the_start() -> None:
    async with connected(GOOD_VAULT + "repl-diskless-sync no\n") as client:
        said = await refusal_of_vault(client)

    assert said.endswith("set `repl-diskless-sync yes`")


async def test_a_store_with_a_slow_log_stops_the_start() -> None:
    async with connected(GOOD_VAULT + "slowlog-log-slower-than 10000\n") as client:
        said = await refusal_of_vault(client)

    assert said.endswith("set `slowlog-log-slower-than -1`")


async def test_a_ledger_that_forgets_stops_the_start() -> None:
    async with connected(GOOD_LEDGER + "appendonly no\n") as client:
        said = await refusal_of_ledger(client)

    assert said == "the ledger forgets everything when it restarts: set `appendonly yes`"


async def test_a_ledger_that_may_lose_a_second_stops_the_start() -> None:
    async with connected(GOOD_LEDGER + "appendfsync everysec\n") as client:
        said = await refusal_of_ledger(client)

    assert said == "the ledger can lose what it has acknowledged: set `appendfsync always`"


async def test_a_ledger_that_writes_dumps_stops_the_start() -> None:
    async with connected(GOOD_LEDGER.replace('save ""', "save 3600 1")) as client:
        said = await refusal_of_ledger(client)

    assert said == ('the ledger also writes dumps, in which counted tags survive: set `save ""`')


async def test_a_store_that_hides_its_settings_stops_the_start() -> None:
    async with connected(f"{VAULT}{{user}} {ACCESS} -config|get\n") as client:
        said = await refusal_of_vault(client)

    assert "refuses CONFIG GET" in said
    assert "`+config|get`" in said


async def test_a_store_that_hides_its_version_stops_the_start() -> None:
    async with connected(f"{VAULT}{{user}} {ACCESS} -info\n") as client:
        said = await refusal_of_vault(client)

    assert "`+info`" in said


async def test_a_store_without_a_user_of_our_own_stops_the_start() -> None:
    async with (
        a_redis(OPEN_VAULT) as address,
        Redis(unix_socket_path=str(address.socket), retry=ONCE) as client,
    ):
        said = await refusal_of_vault(client)

    assert "deploy/vault.acl" in said
    assert "vault.password_file" in said


async def test_an_operator_may_do_without_a_user_of_our_own() -> None:
    async with (
        a_redis(OPEN_VAULT) as address,
        Redis(unix_socket_path=str(address.socket), retry=ONCE) as client,
    ):
        await check_vault(client, allow_default_user=True)


async def test_doing_without_a_user_excuses_nothing_else() -> None:
    async with (
        a_redis(OPEN_VAULT + "save 1 1\n") as address,
        Redis(unix_socket_path=str(address.socket), retry=ONCE) as client,
    ):
        said = await refusal_of_vault(client, allow_default_user=True)

    assert 'set `save ""`' in said


@pytest.mark.parametrize(
    ("too_much", "named"),
    [
        ("+slowlog", "SLOWLOG LEN"),
        ("+client|list", "CLIENT LIST"),
        ("+config|set", "CONFIG SET"),
        ("+lastsave", "LASTSAVE"),
        ("~*", "EXISTS"),
    ],
)
async def test_a_user_that_may_do_too_much_stops_the_start(too_much: str, named: str) -> None:
    async with connected(f"{VAULT}{{user}} {ACCESS} {too_much}\n") as client:
        said = await refusal_of_vault(client)

    assert said.startswith(f"the vault allows its user {named}")


async def test_a_command_that_was_renamed_away_is_as_good_as_forbidden() -> None:
    settings = f'{VAULT}{{user}} {ACCESS} +slowlog\nrename-command SLOWLOG ""\n'
    async with connected(settings) as client:
        await check_vault(client)


async def test_one_server_cannot_be_both_stores_not_even_under_two_addresses(
    tmp_path: Path,
) -> None:
    async with a_redis(GOOD_VAULT) as address:
        other_name = tmp_path / "other.sock"
        other_name.symlink_to(address.socket)
        url = address.url.replace(str(address.socket), str(other_name))
        async with Redis.from_url(address.url, retry=ONCE) as vault, Redis.from_url(url) as ledger:
            with pytest.raises(Misconfigured, match="the same Redis server"):
                await check_distinct(vault, ledger)


async def test_two_servers_are_two_stores() -> None:
    async with connected(GOOD_VAULT) as vault, connected(GOOD_LEDGER) as ledger:
        await check_distinct(vault, ledger)


async def test_a_read_only_replica_is_not_a_ledger(tmp_path: Path) -> None:
    async with connected(f"{GOOD_LEDGER}replicaof {tmp_path}/nobody 6379\n") as client:
        said = await refusal_of_ledger(client)

    assert "read-only replica" in said


async def test_a_wrong_password_is_one_line_without_the_password() -> None:
    async with (
        a_redis(GOOD_VAULT) as address,
        Redis.from_url(replace(address, password="not-this-one").url, retry=ONCE) as client,  # noqa: S106
    ):
        said = await refusal_of_vault(client)

    assert said == "the vault refuses our name or password: check username and password_file"


async def test_no_password_at_all_is_one_line() -> None:
    async with (
        a_redis(GOOD_VAULT) as address,
        Redis(unix_socket_path=str(address.socket), retry=ONCE) as client,
    ):
        said = await refusal_of_vault(client)

    assert said == "the vault refuses our name or password: check username and password_file"


async def test_a_missing_socket_is_one_line_without_its_path(tmp_path: Path) -> None:
    async with Redis(unix_socket_path=str(tmp_path / "nothing.sock"), retry=ONCE) as client:
        said = await refusal_of_vault(client)

    assert said == "the vault has no socket where its url points: is it running?"


async def test_a_closed_port_is_one_line_without_the_host() -> None:
    server = await asyncio.start_server(lambda _r, w: w.close(), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    server.close()
    await server.wait_closed()

    async with Redis(port=port, retry=ONCE) as client:
        said = await refusal_of_vault(client)

    assert said == "the vault cannot be reached: is it running where its url points?"


def make_certificate(certificate: Path, key: Path) -> None:
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=here"
    subprocess.run(  # noqa: S603 - words of our own
        [*command.split(), "-keyout", key, "-out", certificate], check=True, capture_output=True
    )


async def test_a_certificate_nobody_signed_is_one_line(tmp_path: Path) -> None:
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    await asyncio.to_thread(make_certificate, certificate, key)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = await asyncio.start_server(lambda _r, w: w.close(), "127.0.0.1", 0, ssl=context)
    port = server.sockets[0].getsockname()[1]

    async with server, Redis(port=port, ssl=True, retry=ONCE) as client:
        said = await refusal_of_vault(client)

    assert said == "the vault has a TLS certificate that is not trusted: set tls_ca_file"


async def test_a_store_that_is_silent_is_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as nobody_accepts:
        port = nobody_accepts.getsockname()[1]

        async with Redis(port=port, socket_timeout=0.05, retry=ONCE) as client:
            said = await refusal_of_vault(client)

    assert said == "the vault does not answer: is it overloaded or walled off?"
