"""How a file of an organisation's own is read: its tables, and on which line what stands."""

import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from types import ModuleType
from typing import Final

from chatserver.domain.errors import Misconfigured
from chatserver.domain.lines import Lines

MOST_BYTES: Final = 131_072
"""Of a file. Written by hand; whatever is larger is another file, named by mistake."""


def read_table(
    path: Path | None, package: ModuleType, ours: str
) -> tuple[Mapping[str, object], str, Lines]:
    """Read a TOML file, or the one of a package where there is none.

    Args:
        ours: the name of the file in the package.

    Returns:
        What it holds, its name for messages, and its lines.

    Raises:
        Misconfigured: names the file, and the line if it is no TOML.
    """
    label = ours if path is None else str(path)
    source = files(package).joinpath(ours) if path is None else path
    try:
        with source.open("rb") as file:
            held = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise Misconfigured(f"{label}: {error.strerror}") from None
    if len(held) > MOST_BYTES:
        raise Misconfigured(f"{label}: larger than {MOST_BYTES} bytes")
    try:
        text = held.decode().replace("\r\n", "\n")
        return tomllib.loads(text), label, Lines.of(text)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{label}: not a TOML file: {error}") from None
