"""The log: what happened, never who, from where or what was said.

One line per event on stderr, to the minute. Our own loggers (`chatserver.*`) are trusted to
write events. Every other library is not: aiohttp logs the address of the peer and the bytes
it sent, asyncio the arguments of callbacks, and any exception may quote its input. Of their
records only the logger, the class of the exception and places in the code are kept.

    setup(); quiet_loop(asyncio.get_running_loop())
"""

import asyncio
import logging
import sys
import threading
import time
import traceback
from pathlib import Path
from types import TracebackType
from typing import Any, Final, TextIO

from chatserver.domain.errors import ChatError

OURS: Final = "chatserver"

PACKAGE: Final = Path(__file__).parent

LIBRARIES: Final = (
    *("aiohttp.access", "aiohttp.client", "aiohttp.internal", "aiohttp.server", "aiohttp.web"),
    *("aiohttp.websocket", "asyncio", "push_response", "py.warnings"),
    *("redis.asyncio.cluster", "redis.asyncio.connection", "redis.cluster", "redis.connection"),
)
"""Loggers that get the filter themselves, so that a handler somebody else adds (a test's, a
debugger's) gets clean records too. Ours is clean without this list: its handler filters all."""

SCRUBBED: Final = "luwte_scrubbed"
"""Marks a library's record: logger and handler both have the filter, the first one counts."""

MOST_PLACES: Final = 4
"""Frames of our own named for an exception: enough to find the way it came."""

SILENT: Final = ("aiohttp.access", "push_response")
"""An address on every line; every message of every channel."""


class Scrub(logging.Filter):
    """Takes out of a record whatever might come from a visitor."""

    def filter(self, record: logging.LogRecord) -> bool:  # type: ignore[explicit-override] # typing has it from 3.12
        """Clean the record in place (in Python 3.11 a filter cannot replace it)."""
        found = record.exc_info[1] if record.exc_info else None
        if record.name == OURS or record.name.startswith(OURS + "."):
            record.msg = _message(record) + (f" [{describe(found)}]" if found else "")
        elif not hasattr(record, SCRUBBED):
            # Its level and where it was logged tell enough to look it up in the library.
            where = f"{Path(record.pathname).name}:{record.lineno}"
            record.msg = f"{record.name}: {describe(found) if found else 'event'} logged at {where}"
            setattr(record, SCRUBBED, True)
        record.args = None
        record.exc_info = record.exc_text = record.stack_info = None
        return record.levelno >= logging.INFO


class Lines(logging.StreamHandler[TextIO]):
    """Writes records; says no more than that when one cannot be written."""

    def handleError(self, record: logging.LogRecord) -> None:  # type: ignore[explicit-override] # noqa: N802, ARG002
        """Stand in for logging's own, which prints the arguments of the record."""
        sys.stderr.write("a log line could not be written\n")


def setup(stream: TextIO | None = None) -> None:
    """Send all logging through one clean handler; silence what must never be written.

    Args:
        stream: where to; standard error if None.
    """
    handler = Lines(stream or sys.stderr)
    # Whoever knows when somebody came needs no more than a minute (SECURITY property 21).
    formatter = logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%dT%H:%MZ")
    formatter.converter = time.gmtime
    handler.setFormatter(formatter)
    handler.addFilter(Scrub())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO)
    for name in LIBRARIES:
        library = logging.getLogger(name)
        library.filters[:] = [Scrub()]
        library.setLevel(logging.CRITICAL + 1 if name in SILENT else logging.INFO)
    logging.captureWarnings(capture=True)
    sys.excepthook = _on_exception
    sys.unraisablehook = _on_unraisable
    threading.excepthook = _on_thread_exception


def say_less() -> None:
    """Only warnings and worse: for commands whose output a person reads."""
    logging.getLogger().setLevel(logging.WARNING)


def quiet_loop(loop: asyncio.AbstractEventLoop) -> None:
    """Make this loop log what nobody caught by its class and place only."""
    loop.set_exception_handler(_on_loop_exception)


def describe(error: BaseException) -> str:
    """Say what an exception is and which of our lines it went through; never its text.

    The text of our own errors holds nothing of a visitor (domain/errors.py) and is kept.
    """
    name = type(error).__name__
    if isinstance(error, ChatError):
        name += f": {error}"
    if isinstance(error, BaseExceptionGroup):
        name += f" ({', '.join(describe(inner) for inner in error.exceptions)})"
    files = (
        (Path(frame.f_code.co_filename), line)
        for frame, line in traceback.walk_tb(error.__traceback__)
    )
    places = [f"{f.relative_to(PACKAGE)}:{line}" for f, line in files if f.is_relative_to(PACKAGE)]
    return f"{name} at {' < '.join(reversed(places[-MOST_PLACES:]))}" if places else name


def _message(record: logging.LogRecord) -> str:
    """Fill in the arguments, exceptions among them by what they are."""
    if isinstance(record.args, tuple):
        record.args = tuple(
            describe(value) if isinstance(value, BaseException) else value for value in record.args
        )
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return str(record.msg)  # a wrong format: logging would print the arguments


_log = logging.getLogger("chatserver")


def _on_loop_exception(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    # The message of the context may hold the repr of a callback, arguments and all.
    if isinstance(error := context.get("exception"), BaseException):
        _log.error("not caught in the event loop: %s", error)
    else:
        _log.error("the event loop reports a problem with: %s", ", ".join(sorted(context)))


def _on_exception(
    _kind: type[BaseException], error: BaseException, _trace: TracebackType | None
) -> None:
    _log.critical("not caught: %s", error)


def _on_unraisable(unraisable: "sys.UnraisableHookArgs") -> None:
    if unraisable.exc_value:
        _log.error("not caught while cleaning up: %s", unraisable.exc_value)


def _on_thread_exception(hook: threading.ExceptHookArgs) -> None:
    if hook.exc_value:
        _log.error("not caught in a thread: %s", hook.exc_value)
