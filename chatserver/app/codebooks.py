"""Where codebooks come from: files of this package, or one that somebody is writing."""

import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path
from types import ModuleType

from chatserver import codebooks
from chatserver.codebooks import closing
from chatserver.domain.codebook import Codebook, parse
from chatserver.domain.errors import Misconfigured
from chatserver.domain.versions import Codebooks


@cache
def released() -> Codebooks:
    """All codebooks of this package that tags are taken in; read once, they never change."""
    return _versions_in(codebooks)


@cache
def closing_questions() -> Codebooks:
    """All codebooks of what visitors are asked when a conversation is over (decision 0043)."""
    return _versions_in(closing)


def _versions_in(package: ModuleType) -> Codebooks:
    found = (each for each in files(package).iterdir() if each.name.endswith(".toml"))
    return Codebooks.of(read(each.read_text("utf-8"), each.name) for each in found)


def read(text: str, name: str) -> Codebook:
    """Read a codebook.

    Raises:
        Misconfigured: names the file, the place and the rule; the line where it is no TOML.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        said = str(error)
        raise Misconfigured(f"{name}: {said[:1].lower()}{said[1:]}") from None
    return parse(data, name)


def proposed(path: Path) -> Codebook:
    """Read a codebook that is to become a version beside the released ones.

    Raises:
        Misconfigured: as `read`; also when it changes a released version, or drops a code
            without a new major number (V1).
    """
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "not UTF-8"
        raise Misconfigured(f"{path.name}: {reason}") from None
    book = read(text, path.name)
    same = [each for each in released().versions if each.id == book.id]
    kept = next((each for each in same if each.key == book.key), None)
    if kept is None:
        Codebooks.of([*same, book])
    elif kept != book:
        raise Misconfigured(f"{path.name}: {book.key} is released, and never changes (V1)")
    return book
