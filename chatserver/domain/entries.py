"""One entry of a parsed TOML file that knows where it stands, for exact error messages."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from chatserver.domain.errors import Misconfigured
from chatserver.domain.lines import Lines, Path

NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,23}")
"""Names of questions, codes, bases and tables: the pattern of a `Word` on the wire."""


UNKNOWN: Final = Lines()
"""Nothing is known of the text, and no line is said."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A mapping of the file, with its place: "thb.toml:12, question who".

    Attributes:
        source: the file's name.
        within: what it is in the file, for who reads a message.
        path: where it is, for `lines`.
        lines: where what stands; empty, and messages name no line.
    """

    data: Mapping[str, object]
    source: str
    within: str = ""
    path: Path = ()
    lines: Lines = UNKNOWN

    def fault(self, rule: str, key: str = "") -> Misconfigured:
        """Say what is wrong, with the line of the key, else of this entry."""
        line = self.lines.at((*self.path, key) if key else self.path)
        return Misconfigured(f"{self.source}{f':{line}' if line else ''}{self.within}: {rule}")

    def need(self, held: object, rule: str, key: str = "") -> None:
        """Refuse the file unless `held`.

        Raises:
            Misconfigured: names the place and the rule.
        """
        if not held:
            raise self.fault(rule, key)

    def only(self, known: Collection[str]) -> "Entry":
        """Refuse keys that mean nothing here: a misspelt one must not be overlooked."""
        for key in self.data:
            self.need(key in known, f"unknown key {key}", key)
        return self

    def text(self, key: str) -> str:
        """Read a text that must be there and say something."""
        found = self.data.get(key)
        if not isinstance(found, str) or not found.strip():
            raise self.fault(f"{key} is missing", key)
        return found

    def word(self, key: str, pattern: re.Pattern[str]) -> str:
        """Read a text of a given pattern."""
        found = self.text(key)
        self.need(pattern.fullmatch(found), f"{key} does not match {pattern.pattern}", key)
        return found

    def name(self, key: str) -> str:
        """Read a name."""
        return self.word(key, NAME)

    def flag(self, key: str) -> bool:
        """Read true or false; absent is false."""
        found = self.data.get(key, False)
        if not isinstance(found, bool):
            raise self.fault(f"{key} is neither true nor false", key)
        return found

    def number(self, key: str, *, default: int) -> int:
        """Read a whole number; absent is the default."""
        found = self.data.get(key, default)
        if not isinstance(found, int) or isinstance(found, bool):
            raise self.fault(f"{key} is not a whole number", key)
        return found

    def names(self, key: str) -> tuple[str, ...]:
        """Read a list of different names; absent is empty."""
        found = self._list(key)
        kept = tuple(n for n in found if isinstance(n, str) and NAME.fullmatch(n))
        self.need(len(kept) == len(found), f"{key} holds something that is not a name", key)
        self.need(len(set(kept)) == len(kept), f"{key} holds a name twice", key)
        return kept

    def entry(self, key: str) -> "Entry":
        """Read one entry within this one."""
        return self._within(self.data.get(key), key, (key,))

    def each(self, key: str) -> tuple["Entry", ...]:
        """Read a list of entries; absent is empty."""
        found = self._list(key)
        return tuple(self._within(each, key, (key, at)) for at, each in enumerate(found))

    def named(self, key: str) -> dict[str, "Entry"]:
        """Read entries that are keyed by their names; absent is empty."""
        held = self._within(self.data.get(key, {}), key, (key,))
        return {name: held._within(found, name, (name,)) for name, found in held.data.items()}  # noqa: SLF001

    def _list(self, key: str) -> list[object]:
        found = self.data.get(key, [])
        if not isinstance(found, list):
            raise self.fault(f"{key} is not a list", key)
        return found

    def _within(self, found: object, key: str, at: Path) -> "Entry":
        if not isinstance(found, Mapping):
            raise self.fault(f"{key} is missing or not a table", key)
        called = found.get("id") or found.get("code")
        within = f"{self.within}, {key}" + (f" {called}" if called else "")
        return Entry(found, self.source, within, (*self.path, *at), self.lines)


def opened(data: Mapping[str, object], source: str, lines: Lines | None = None) -> Entry:
    """Begin reading a file. Args: lines: of its text, to say them in messages."""
    return Entry(data, source, lines=lines or UNKNOWN)
