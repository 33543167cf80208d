"""On which line of a TOML file something stands: `tomllib` does not say.

    Lines.of(text).at(("number", 1, "name", "nl"))

No second parser: it only looks at how lines begin, in a file that `tomllib` has taken
already, so that a broken rule can be said with its line. What it does not find (an entry
of an inline table) has the line of what holds it.
"""

import re
from dataclasses import dataclass, field
from typing import Final, TypeAlias

Path: TypeAlias = tuple[str | int, ...]
"""Keys, and places in lists, from the top of the file."""

_NAME: Final = r"""(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')"""
_NAMES: Final = rf"{_NAME}(?:\s*\.\s*{_NAME})*"
_HEADER: Final = re.compile(rf"\s*(\[\[?)\s*({_NAMES})\s*\]", re.ASCII)
_KEY: Final = re.compile(rf"\s*({_NAMES})\s*=", re.ASCII)


@dataclass(frozen=True, slots=True)
class Lines:
    """Lines by path, from 1. Empty: nothing is known of the text, and no line is said."""

    found: dict[Path, int] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> "Lines":
        """Look through the text of a file."""
        found: dict[Path, int] = {}
        counts: dict[Path, int] = {}
        base: Path = ()
        quote = ""
        for number, line in enumerate(text.split("\n"), 1):
            if quote:
                quote = "" if quote in line else quote
                continue
            if header := _HEADER.match(line):
                base = _opened(header[2], counts, is_list=header[1] == "[[")
                found[base] = number
            elif key := _KEY.match(line):
                path = base
                for name in _split(key[1]):
                    path = (*path, name)
                    found.setdefault(path, number)
                quote = next((q for q in ('"""', "'''") if line.count(q) % 2), "")
        return cls(found)

    def at(self, path: Path) -> int | None:
        """Return the line of a path, else of the nearest that holds it; None: unknown."""
        held = (self.found.get(path[:length]) for length in range(len(path), 0, -1))
        return next((line for line in held if line is not None), None)


def _opened(names: str, counts: dict[Path, int], *, is_list: bool) -> Path:
    """Where the keys below a header belong: in the newest element of each list on the way."""
    path: Path = ()
    *above, last = _split(names)
    for name in above:
        path = (*path, name)
        path = (*path, counts[path] - 1) if path in counts else path
    path = (*path, last)
    if not is_list:
        return path
    counts[path] = counts.get(path, 0) + 1
    return (*path, counts[path] - 1)


def _split(names: str) -> list[str]:
    return [name.strip("\"'") for name in re.findall(_NAME, names)]
