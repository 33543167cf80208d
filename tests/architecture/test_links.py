"""A claim that names its test names one that exists, and a link leads somewhere."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.tree import DOCS, ROOT, files, named, parsed

PAGES = [*files(DOCS, ".md"), ROOT / "README.md", ROOT / "CHANGELOG.md"]
TEST = re.compile(r"\b(tests/[a-z0-9_/]+\.py)(?:::([A-Za-z0-9_]+))?")


def names_in(path: Path) -> set[str]:
    return {
        node.name
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_test_that_is_named_exists(page: Path) -> None:
    missing = [
        f"{path}::{name}" if name else path
        for path, name in TEST.findall(page.read_text("utf-8"))
        if not (ROOT / path).is_file() or (name and name not in names_in(ROOT / path))
    ]

    assert missing == []


def test_the_threat_model_names_its_tests() -> None:
    claims = re.findall(
        r"^\| \d \|.*$", (DOCS / "threat-model.md").read_text("utf-8"), re.MULTILINE
    )

    assert len(claims) == 7
    assert [claim for claim in claims if not TEST.search(claim)] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_a_link_to_a_page_leads_there(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text("utf-8"))

    assert [link for link in links if not (page.parent / link).exists()] == []
