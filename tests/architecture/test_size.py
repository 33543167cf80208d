"""A file has one reason to change; at 400 lines it usually has two."""

from pathlib import Path

import pytest

from tests.architecture.tree import SERVER, WEB, files, named

MOST_LINES = 400

MADE = WEB / "wire" / "frames.ts"
"""Nobody changes it: it is made from the frames, one for one, by `chatserver.wire.typescript`."""

FILES = [*files(SERVER, ".py", ".lua"), *files(WEB, ".ts", ".tsx", ".css")]


@pytest.mark.parametrize("path", [path for path in FILES if path != MADE], ids=named)
def test_a_file_has_at_most_400_lines(path: Path) -> None:
    lines = path.read_text("utf-8").count("\n")

    assert lines <= MOST_LINES
