"""The files of the project, as the tests of its shape read them."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SERVER = ROOT / "chatserver"
WEB = ROOT / "web" / "src"
DOCS = ROOT / "docs"


def files(folder: Path, *endings: str) -> list[Path]:
    """Return the files below a folder, in order."""
    found = [path for ending in endings for path in folder.rglob(f"*{ending}")]
    assert found, f"no {endings} in {folder}"
    return sorted(path for path in found if "__pycache__" not in path.parts)


def named(path: Path) -> str:
    """Return a path as people write it."""
    return path.relative_to(ROOT).as_posix()


def words(text: str) -> set[str]:
    """Return the words of a text; `snakeCase` and `snake_case` are two each."""
    parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", text)
    return {part.lower() for part in parts}


@cache
def parsed(path: Path) -> ast.Module:
    """Return a Python file as a tree. Hundreds of tests look at the same hundred files."""
    return ast.parse(path.read_text("utf-8"))


def names(path: Path) -> Iterator[str]:
    """Give the names a Python file offers others: its own, and of what it defines.

    Not of local variables: nobody speaks of those.
    """
    yield path.stem
    for node in ast.walk(parsed(path)):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name
            case ast.ClassDef() | ast.Module():
                yield from (node.name,) if isinstance(node, ast.ClassDef) else ()
                yield from _assigned(node.body)
            case ast.arg():
                yield node.arg
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr
            case _:
                pass


def _assigned(body: list[ast.stmt]) -> Iterator[str]:
    for statement in body:
        if isinstance(statement, ast.Assign | ast.AnnAssign):
            for node in ast.walk(statement):
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                    yield node.id


def strings(path: Path) -> Iterator[str]:
    """Give every text constant of a Python file, docstrings included."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def between(page: Path, mark: str) -> str:
    """Return the generated part of a page: what stands between its two marks."""
    text = page.read_text("utf-8")
    begin, end = f"<!-- {mark}: made by tests/architecture/tables.py -->\n", f"<!-- end {mark} -->"
    assert text.count(begin) == 1, f"{named(page)} has no mark {mark}"
    return text.partition(begin)[2].partition(end)[0]
