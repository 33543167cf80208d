"""One entry of a parsed TOML file that knows where it stands, for exact error messages."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from chatserver.domain.errors import Misconfigured

NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,23}")
"""Names of questions, codes, bases and tables: the pattern of a `Word` on the wire."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A mapping of the file, with its place: "thb.toml, question who"."""

    data: Mapping[str, object]
    place: str

    def need(self, held: object, rule: str) -> None:
        """Refuse the file unless `held`.

        Raises:
            Misconfigured: names the place and the rule.
        """
        if not held:
            raise Misconfigured(f"{self.place}: {rule}")

    def only(self, known: Collection[str]) -> "Entry":
        """Refuse keys that mean nothing here: a misspelt one must not be overlooked."""
        for key in self.data:
            self.need(key in known, f"unknown key {key}")
        return self

    def text(self, key: str) -> str:
        """Read a text that must be there and say something."""
        found = self.data.get(key)
        if not isinstance(found, str) or not found.strip():
            raise Misconfigured(f"{self.place}: {key} is missing")
        return found

    def word(self, key: str, pattern: re.Pattern[str]) -> str:
        """Read a text of a given pattern."""
        found = self.text(key)
        self.need(pattern.fullmatch(found), f"{key} does not match {pattern.pattern}")
        return found

    def name(self, key: str) -> str:
        """Read a name."""
        return self.word(key, NAME)

    def flag(self, key: str) -> bool:
        """Read true or false; absent is false."""
        found = self.data.get(key, False)
        if not isinstance(found, bool):
            raise Misconfigured(f"{self.place}: {key} is neither true nor false")
        return found

    def number(self, key: str, *, default: int) -> int:
        """Read a whole number; absent is the default."""
        found = self.data.get(key, default)
        if not isinstance(found, int) or isinstance(found, bool):
            raise Misconfigured(f"{self.place}: {key} is not a whole number")
        return found

    def names(self, key: str) -> tuple[str, ...]:
        """Read a list of different names; absent is empty."""
        found = self._list(key)
        kept = tuple(n for n in found if isinstance(n, str) and NAME.fullmatch(n))
        self.need(len(kept) == len(found), f"{key} holds something that is not a name")
        self.need(len(set(kept)) == len(kept), f"{key} holds a name twice")
        return kept

    def entry(self, key: str) -> "Entry":
        """Read one entry within this one."""
        return self._within(self.data.get(key), key)

    def each(self, key: str) -> tuple["Entry", ...]:
        """Read a list of entries; absent is empty."""
        return tuple(self._within(found, key) for found in self._list(key))

    def named(self, key: str) -> dict[str, "Entry"]:
        """Read entries that are keyed by their names; absent is empty."""
        held = self._within(self.data.get(key, {}), key)
        return {name: held._within(found, name) for name, found in held.data.items()}  # noqa: SLF001

    def _list(self, key: str) -> list[object]:
        found = self.data.get(key, [])
        if not isinstance(found, list):
            raise Misconfigured(f"{self.place}: {key} is not a list")
        return found

    def _within(self, found: object, key: str) -> "Entry":
        if not isinstance(found, Mapping):
            raise Misconfigured(f"{self.place}: {key} is missing or not a table")
        called = found.get("id") or found.get("code")
        return Entry(found, f"{self.place}, {key}" + (f" {called}" if called else ""))


def opened(data: Mapping[str, object], source: str) -> Entry:
    """Begin reading a file."""
    return Entry(data, source)
