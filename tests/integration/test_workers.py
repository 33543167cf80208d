"""`serve --workers`: several processes that serve as one, whatever happens to each of them."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import aiohttp
import pytest

from chatserver.app import reaching_ledger
from chatserver.client import Visitor
from tests.support.cast import MINUTE, Cast, Office
from tests.support.commands import is_one_clear_line, run
from tests.support.redis_servers import Stores
from tests.support.servers import ServerProcess, loaded, server_process, settings_for

WORKERS = 2


@pytest.fixture
async def server(stores: Stores, tmp_path: Path) -> AsyncIterator[ServerProcess]:
    async with server_process(stores, tmp_path, "--workers", str(WORKERS)) as started:
        yield started


@pytest.fixture
async def cast(server: ServerProcess, stores: Stores, tmp_path: Path) -> AsyncIterator[Cast]:
    """People around a server of several processes, none of which is ours."""
    settings = loaded(settings_for(stores, tmp_path))
    async with reaching_ledger(settings) as ledger:
        office = Office.of(ledger, server.visitor_url, server.staff_url)
        async with Cast.around(office) as people:
            yield people


async def until(holds: Callable[[], bool], within: float = 20.0) -> None:
    """Wait for something outside this process."""
    async with asyncio.timeout(within):
        while not holds():  # noqa: ASYNC110 - another process sets no event of ours
            await asyncio.sleep(0.05)


async def test_people_on_different_workers_talk(cast: Cast, server: ServerProcess) -> None:
    visitors = [await cast.visitor() for _ in range(6)]
    professionals = [await cast.professional() for _ in range(2)]
    for number, visitor in enumerate(visitors):
        professional = professionals[number % 2]
        talk = await cast.conversation(visitor, professional)
        visitor.say("hallo")
        await professional.until(lambda talk=talk: len(talk.texts) == 1)  # type: ignore[misc]

    assert len(server.workers()) == WORKERS
    await server.stop()
    assert server.output == b""


async def test_a_killed_worker_is_replaced_and_nobody_notices_more_than_a_reconnection(
    cast: Cast, server: ServerProcess
) -> None:
    visitor, professional = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, professional)
    before = server.workers()

    for turn, pid in enumerate(before):
        os.kill(pid, signal.SIGKILL)
        visitor.say(f"v{turn}")
        professional.say(talk, f"h{turn}")
        await visitor.until(lambda turn=turn: len(visitor.texts) == 2 * turn + 2)  # type: ignore[misc]
        await professional.until(lambda turn=turn: len(talk.texts) == 2 * turn + 2)  # type: ignore[misc]
    await until(lambda: len(server.workers()) == WORKERS)

    assert not {*before} & {*server.workers()}
    assert [said.text for said in visitor.texts] == [said.text for said in talk.texts]
    assert server.output.count(b"a worker ended and is replaced reason=signal 9") == WORKERS


async def test_a_frozen_worker_keeps_nobody_waiting_and_is_replaced(
    cast: Cast, server: ServerProcess
) -> None:
    visitor, professional = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, professional)
    frozen = server.workers()[0]

    os.kill(frozen, signal.SIGSTOP)
    # Some of these connections are given to the frozen one by the kernel.
    arrived = await asyncio.gather(*(cast.visitor() for _ in range(6)))
    visitor.say("ben je er nog")
    await professional.until(lambda: len(talk.texts) == 1)
    await until(lambda: len({*server.workers()} - {frozen}) == WORKERS)

    assert [each.position for each in arrived if each.position is None] == []
    assert b"a worker is frozen and is ended" in server.output


async def test_a_rolling_restart_moves_everybody_once(cast: Cast, server: ServerProcess) -> None:
    waiting = [await cast.visitor() for _ in range(6)]
    visitor, professional = await cast.visitor(), await cast.professional()
    talk = await cast.conversation(visitor, professional)
    everybody = [each.line for each in (*waiting, visitor)] + [professional.line]
    losses = [line.losses for line in everybody]
    before = {*server.workers()}

    os.kill(server.pid, signal.SIGHUP)
    number = 0
    while b"all workers were replaced" not in server.output:
        visitor.say(f"{number}")
        number += 1
        await asyncio.sleep(0.05)
    await professional.until(lambda: len(talk.texts) == number)

    assert not before & {*server.workers()}
    assert len(server.workers()) == WORKERS
    assert [line.losses for line in everybody] == [count + 1 for count in losses]
    assert [said.text for said in talk.texts] == [f"{each}" for each in range(number)]
    assert sorted(each.position or 0 for each in waiting) == [1, 2, 3, 4, 5, 6]


async def test_a_worker_that_is_told_to_stop_sends_its_people_on(
    cast: Cast, server: ServerProcess
) -> None:
    visitors = [await cast.visitor() for _ in range(6)]
    before = server.workers()

    os.kill(before[0], signal.SIGTERM)
    await until(lambda: before[0] not in server.workers() and len(server.workers()) == WORKERS)
    for each in visitors:
        await each.until(lambda each=each: each.line.is_connected and each.position is not None)  # type: ignore[misc]

    assert sorted(each.position or 0 for each in visitors) == [1, 2, 3, 4, 5, 6]
    assert b"replaced reason=asked to stop" in server.output


async def test_the_workers_end_with_a_foreman_who_was_killed(server: ServerProcess) -> None:
    workers = server.workers()

    await server.kill()

    await until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in workers))


async def test_no_secret_is_in_an_argument_or_environment_of_a_worker(
    server: ServerProcess, stores: Stores
) -> None:
    for pid in server.workers():
        process = Path(f"/proc/{pid}")
        seen = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        assert stores.nodes[0].password.encode() not in seen
        assert b"CHATSERVER_" not in seen


async def test_settings_that_cannot_be_read_replace_nobody(stores: Stores, tmp_path: Path) -> None:
    path = tmp_path / "chat.toml"
    path.write_text("[limits]\ncapacity = 2\n")
    arguments = ("--workers", "2", "--config", str(path))
    async with server_process(stores, tmp_path, *arguments) as server:
        before = server.workers()

        path.write_text("[limits]\ncapacity = 0\n")
        os.kill(server.pid, signal.SIGHUP)
        await until(lambda: b"the workers were not replaced" in server.output)
        path.write_text("[vault]\nmax_megabytes = 100\n")
        os.kill(server.pid, signal.SIGHUP)
        await until(lambda: b"vault: a change needs a restart" in server.output)

        assert server.workers() == before


async def test_private_stores_and_their_keys_are_shared_and_outlive_every_worker(
    tmp_path: Path,
) -> None:
    environ = {
        "CHATSERVER_DATA_DIRECTORY": str(tmp_path / "data"),
        "CHATSERVER_VISITORS_PORT": "0",
        "CHATSERVER_STAFF_PORT": "0",
    }
    server = ServerProcess(environ, tmp_path / "server.log", "--workers", "2")
    await server.start()
    try:
        async with aiohttp.ClientSession() as session:
            visitor = Visitor(session, server.visitor_url, roster=None, minute=lambda: MINUTE)
            visitor.arrive()
            await visitor.until(lambda: visitor.position == 1)
            for _ in range(8):  # on both workers, but for one chance in two hundred and fifty
                await visitor.line.lose()
                await visitor.until(lambda: visitor.is_in)

            os.kill(server.pid, signal.SIGHUP)
            await until(lambda: b"all workers were replaced" in server.output)
            await visitor.until(lambda: visitor.line.losses == 9 and visitor.is_in)

            assert visitor.refusals == []
            assert visitor.position == 1
            await visitor.close()
        await server.stop()
    finally:
        await server.kill()


async def test_a_port_that_another_server_shares_is_taken(
    server: ServerProcess, stores: Stores, tmp_path: Path
) -> None:
    port = server.visitor_url.rstrip("/").rpartition(":")[2]
    environ = settings_for(stores, tmp_path, {"CHATSERVER_VISITORS_PORT": port})

    ended = await run("serve", "--workers", "2", environ=environ)

    assert ended.code == 1
    assert is_one_clear_line(ended), ended.err
    assert "in use" in ended.err


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("CHATSERVER_TALLY_FOLD_BATCH", "9", "FOLD_BATCH"),
        ("CHATSERVER_KEY_RING_FILE", "/nowhere/ring", "key ring"),
        ("CHATSERVER_VAULT_URL", "unix:///nowhere.sock", "vault"),
    ],
)
async def test_what_stops_one_process_stops_several_with_one_line(
    stores: Stores, tmp_path: Path, name: str, value: str, word: str
) -> None:
    environ = settings_for(stores, tmp_path, {name: value})

    ended = await run("serve", "--workers", "3", environ=environ)

    assert ended.code == 1
    assert is_one_clear_line(ended), ended.err
    assert word in ended.err


async def test_a_worker_is_not_for_people() -> None:
    ended = await run("worker", "3")

    assert ended.code != 0
    assert "Traceback" not in ended.err
