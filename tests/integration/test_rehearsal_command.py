"""`chatserver rehearse`, and what a server starts beside itself: processes that play, and end."""

import asyncio
import contextlib
import os
import signal
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from chatserver.app import reaching_ledger
from chatserver.app.publishing import publish
from chatserver.client import Professional
from chatserver.config import SiteConfig
from chatserver.transport.pages import bundles
from tests.support.cast import Cast, Office
from tests.support.commands import command, is_one_clear_line, run
from tests.support.redis_servers import Stores
from tests.support.servers import ServerProcess, loaded, server_process, settings_for


@contextlib.asynccontextmanager
async def helpline(
    stores: Stores, directory: Path, *arguments: str
) -> AsyncIterator[tuple[Cast, ServerProcess, dict[str, str]]]:
    """A server of its own process, with a page that knows its roster, and people around it."""
    site = {"CHATSERVER_WEB_DIRECTORY": str(directory / "site")}
    environ = settings_for(stores, directory, site)
    async with reaching_ledger(loaded(environ)) as ledger, contextlib.AsyncExitStack() as stack:
        office = Office.of(ledger, "", "")
        cast = await stack.enter_async_context(Cast.around(office))
        publish(bundles(None), directory / "site", SiteConfig(), cast.key)
        process = server_process(stores, directory, *arguments, more=site)
        server = await stack.enter_async_context(process)
        office.visitor_url, office.staff_url = server.visitor_url, server.staff_url
        yield cast, server, environ


async def until(holds: Callable[[], bool], within: float = 20.0) -> None:
    """Wait for something outside this process."""
    async with asyncio.timeout(within):
        while not holds():  # noqa: ASYNC110 - another process sets no event of ours
            await asyncio.sleep(0.05)


async def played(professional: Professional, many: int) -> None:
    await professional.until(
        lambda: [each.rehearsal for each in professional.waiting] == [True] * many
    )


def players(server: ServerProcess) -> list[int]:
    """Processes that play, below the server or one of its workers."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (process / "cmdline").read_bytes().split(b"\0")
            is_ours = parent_of(int(process.name)) in {server.pid, *server.workers()}
            if b"play" in words and is_ours:
                found.append(int(process.name))
    return found


def parent_of(process: int) -> int:
    return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])


def is_running(process: int) -> bool:
    return Path(f"/proc/{process}").exists()


async def test_an_operator_lets_visitors_be_played_and_stops_it(
    stores: Stores, tmp_path: Path
) -> None:
    async with helpline(stores, tmp_path) as (cast, server, environ):
        professional = await cast.professional()
        options = ("--persona", "hoax", "--persona", "silent", "--language", "en")
        rehearsal = command("rehearse", *options, "--url", server.visitor_url, environ=environ)
        async with rehearsal as process:
            await played(professional, 2)
            assert [each.language for each in professional.waiting] == ["en", "en"]
            talk = await professional.take(professional.waiting[0].cid)
            await professional.until(lambda: talk.is_open)

            process.send_signal(signal.SIGINT)
            out, err = await process.communicate()

        assert (process.returncode, err) == (0, b"")
        assert b"Nothing of it is counted" in out
        assert b"Hoax: is with" in out
        assert out.endswith(b"The rehearsal is over.\n")
        await professional.until(lambda: talk.ended == "left")
        await professional.until(lambda: professional.waiting == [])
        await server.stop()
        assert server.output == b""


async def test_whoever_cannot_rehearse_here_is_told_why(stores: Stores, tmp_path: Path) -> None:
    async with helpline(stores, tmp_path) as (cast, server, environ):
        elsewhere = {**environ, "CHATSERVER_DATA_DIRECTORY": str(tmp_path / "nowhere")}
        url = ("--url", server.visitor_url)

        no_key = await run("rehearse", *url, environ=elsewhere)
        no_page = await run("rehearse", "--url", server.staff_url, environ=environ)
        nobody = await run("rehearse", "--url", "http://127.0.0.1:9/", environ=environ)
        unknown = await run("rehearse", "--persona", "somebody", *url, environ=environ)
        too_many = await run("rehearse", "--count", "6", *url, environ=environ)

        for ended in (no_key, no_page, nobody):
            assert ended.code == 1
            assert is_one_clear_line(ended)
        assert "ledger.key" in no_key.err
        assert "not the visitors' page" in no_page.err
        assert "no server answers" in nobody.err
        assert (unknown.code, too_many.code) == (2, 2)
        professional = await cast.professional()
        assert professional.waiting == []


async def test_a_server_that_stops_takes_its_rehearsal_with_it(
    stores: Stores, tmp_path: Path
) -> None:
    async with helpline(stores, tmp_path) as (cast, server, _):
        professional = await cast.professional()
        await (await cast.coordinator()).rehearse("silent", number=2)
        await played(professional, 2)
        (player,) = players(server)

        await server.stop()

        assert not is_running(player)
        assert server.output == b""


@pytest.mark.parametrize("workers", [1, 2])
async def test_a_server_that_is_killed_takes_it_with_it_too(
    stores: Stores, tmp_path: Path, workers: int
) -> None:
    async with helpline(stores, tmp_path, "--workers", str(workers)) as (cast, server, _):
        professional = await cast.professional()
        coordinator = await cast.coordinator()
        await coordinator.rehearse("silent")
        await played(professional, 1)
        (player,) = players(server)

        os.kill(parent_of(player), signal.SIGKILL)

        await until(lambda: not is_running(player))


async def test_another_worker_than_the_one_that_plays_shows_it_and_stops_it(
    stores: Stores, tmp_path: Path
) -> None:
    async with helpline(stores, tmp_path, "--workers", "2") as (cast, server, _):
        professional = await cast.professional()
        await (await cast.coordinator()).rehearse("silent", "hoax", number=2)
        await played(professional, 2)
        (player,) = players(server)

        for _ in range(8):  # whichever worker answers
            running = (await (await cast.coordinator()).rehearsal())["running"]
            assert running["personas"] == ["silent", "hoax"]
        await (await cast.coordinator()).stop_rehearsal()

        await professional.until(lambda: professional.waiting == [])
        await until(lambda: not is_running(player))
        assert (await (await cast.coordinator()).rehearsal())["running"] is None
        await server.stop()
        assert server.output == b""
