"""A decision fits a page, and says what it costs."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import DOCS, files, named

DECISIONS = files(DOCS / "decisions", ".md")


@pytest.mark.parametrize("path", DECISIONS, ids=named)
def test_a_decision_has_context_choice_and_cost_on_one_page(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()

    assert re.fullmatch(rf"# {path.name[:4]}: .+", lines[0])
    assert re.findall(r"^\*\*(\w+)\.\*\*", "\n".join(lines), re.MULTILINE) == [
        "Context",
        "Choice",
        "Cost",
    ]
    assert len(lines) <= 60


def test_decisions_are_numbered_without_gaps() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
