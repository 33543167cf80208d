"""Who a visitor is, is never read; what somebody says is never logged (promises 1 and 2)."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.tree import SERVER, files, named, parsed, strings

IDENTIFYING: tuple[str, ...] = (
    "x-forwarded",
    "x-real-ip",
    "forwarded",
    "user-agent",
    "referer",
    "accept-language",
)
IDENTIFYING += ("peername", "cf-connecting-ip")
READ = {
    "remote",
    "transport",
    "get_extra_info",
    "getpeername",
    "host",
    "url",
    "rel_url",
    "raw_path",
}
"""Of a request: an address, or what may hold one."""

SOURCES = SERVER / "transport" / "sources.py"
"""The one place that looks at an address, and what it does with it is tested by what is left:
tests/integration/test_sources.py."""

LEVELS = {"info", "warning", "error", "critical"}
HARMLESS = {"reason", "count"}
"""Names that may be logged: a word of ours, and a number."""

LOGS = SERVER / "logs.py"
"""Cleans what others log, and is tested by what it writes: tests/unit/test_logs.py."""


def calls_of_loggers(path: Path) -> Iterator[ast.Call]:
    for node in ast.walk(parsed(path)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id in {"logger", "log", "_log", "logging"}
            and node.func.attr != "getLogger"
        ):
            yield node


def is_harmless(value: ast.expr) -> bool:
    """A fixed text, a number, a word of ours, or the class of an error."""
    if isinstance(value, ast.Name):
        return value.id in HARMLESS
    return isinstance(value, ast.Constant) or ast.unparse(value) == "type(error).__name__"


def identifying(path: Path) -> list[str]:
    found = [text for text in strings(path) if text.lower().startswith(IDENTIFYING)]
    return found + [
        ast.unparse(node)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Attribute)
        and node.attr in READ
        and isinstance(node.value, ast.Name)
        and node.value.id in {"request", "_request"}
    ]


@pytest.mark.parametrize(
    "path", [path for path in files(SERVER, ".py") if path != SOURCES], ids=named
)
def test_nothing_that_identifies_a_visitor_is_read(path: Path) -> None:
    assert identifying(path) == []


def test_an_address_is_all_that_limits_by_source_look_at() -> None:
    assert identifying(SOURCES) == ["X-Forwarded-For", "request.remote"]


@pytest.mark.parametrize("path", [path for path in files(SERVER, ".py") if path != LOGS], ids=named)
def test_a_log_line_is_a_fixed_text_with_harmless_words(path: Path) -> None:
    found = [
        ast.unparse(call)
        for call in calls_of_loggers(path)
        if not (
            isinstance(call.func, ast.Attribute)
            and call.func.attr in LEVELS
            and call.args
            and isinstance(call.args[0], ast.Constant)
            and all(map(is_harmless, call.args[1:]))
            and not call.keywords
        )
    ]

    assert found == []


def test_the_lines_are_found() -> None:
    assert sum(len(list(calls_of_loggers(path))) for path in files(SERVER, ".py")) >= 10
