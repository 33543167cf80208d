"""Reads settings from a file and the environment, value by value.

Value by value, so that an error names the very setting and the line where it was written.
"""

import difflib
import re
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec
from msgspec.structs import fields

from chatserver.config.settings import Seconds, Section, Settings
from chatserver.config.site import SiteConfig
from chatserver.domain.errors import Misconfigured
from chatserver.domain.lines import Lines

PREFIX: Final = "CHATSERVER_"


def load(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read the settings.

    Raises:
        Misconfigured: names the file or variable, the setting and what is expected.
    """
    return _read(Settings, path, environ)


def load_site(path: Path | None) -> SiteConfig:
    """Read what a site says about itself; raises Misconfigured as `load` does."""
    return _read(SiteConfig, path, {})


AnySection = TypeVar("AnySection", bound=Section)


def _read(kind: type[AnySection], path: Path | None, environ: Mapping[str, str]) -> AnySection:
    try:
        text = path.read_text("utf-8") if path else ""
        tree = tomllib.loads(text)
    except OSError as error:
        raise Misconfigured(f"{path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Misconfigured(f"{path}: not a TOML file: {error}") from None
    return _Reader(path, Lines.of(text), environ).build(kind, tree, ())


class _Reader:
    """What is being read, and from where."""

    def __init__(self, path: Path | None, lines: Lines, environ: Mapping[str, str]) -> None:
        self._label = str(path or "settings")
        self._lines = lines
        self._directory = path.parent if path else Path()
        self._environ = environ

    def build(self, kind: type[AnySection], table: object, at: tuple[str, ...]) -> AnySection:
        if not isinstance(table, dict):
            raise Misconfigured(f"{self._named(at)}: expected a [table]")
        names = {known.name: known.type for known in fields(kind)}
        self._refuse_unknown(names, table, at)
        values: dict[str, Any] = {}
        for name, expected in names.items():
            here = (*at, name)
            variable = PREFIX + "_".join(here).upper()
            if isinstance(expected, type) and issubclass(expected, Section):
                values[name] = self.build(expected, table.get(name, {}), here)
            elif variable in self._environ:
                text = self._environ[variable]
                value = _split(text) if expected == tuple[str, ...] else text
                values[name] = _convert(value, expected, variable, strict=False)
            elif name in table:
                value = _convert(table[name], expected, self._named(here), strict=True)
                values[name] = self._directory / value if isinstance(value, Path) else value
        try:
            return kind(**values)
        except ValueError as error:
            name, _, said = str(error).partition(": ")
            raise Misconfigured(f"{self._named((*at, *name.split('.')))}: {said}") from None

    def _named(self, at: tuple[str, ...]) -> str:
        """A setting, and where it is written: nowhere if a variable says it."""
        is_variable = PREFIX + "_".join(at).upper() in self._environ
        line = None if is_variable else self._lines.at(at)
        return f"{self._label}{f':{line}' if line else ''}: {'.'.join(at)}"

    def _refuse_unknown(
        self, names: Mapping[str, object], given: Iterable[str], at: tuple[str, ...]
    ) -> None:
        prefix = PREFIX + "".join(f"{name}_" for name in at).upper()
        variables = {prefix + name.upper() for name in names}
        # At the top, other software may own a variable that starts with our name.
        strays = {name for name in self._environ if at and name.startswith(prefix)} - variables
        for stray in sorted(strays):
            raise Misconfigured(f"{stray}: no such setting{_closest(stray, variables)}")
        for stray in given:
            if stray not in names:
                where = self._named((*at, stray))
                raise Misconfigured(f"{where}: no such setting{_closest(stray, names)}")


def _convert(value: object, expected: Any, where: str, *, strict: bool) -> Any:
    try:
        return msgspec.convert(value, expected, strict=strict, dec_hook=_decode)
    except msgspec.ValidationError as error:
        said = re.sub(r" - at `.*`$", "", str(error)).replace("`", "")
        raise Misconfigured(f"{where}: {said[:1].lower()}{said[1:]}") from None


def _decode(kind: type, value: object) -> object:
    if kind is Seconds:
        return Seconds.parse(value)
    if kind is Path and isinstance(value, str) and value:
        return Path(value)
    raise ValueError("Expected a path")


def _closest(stray: str, names: Iterable[str]) -> str:
    close = difflib.get_close_matches(stray, list(names), n=1, cutoff=0)
    return f"; did you mean {close[0]}?" if close else ""


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]
