"""A file has one reason to change; at 400 lines it usually has two."""

from pathlib import Path

import pytest

from tests.architecture.tree import SERVER, WEB, files, named

MOST_LINES = 400


@pytest.mark.parametrize(
    "path", [*files(SERVER, ".py", ".lua"), *files(WEB, ".ts", ".tsx", ".css")], ids=named
)
def test_a_file_has_at_most_400_lines(path: Path) -> None:
    lines = path.read_text("utf-8").count("\n")

    assert lines <= MOST_LINES
