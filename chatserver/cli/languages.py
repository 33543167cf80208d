"""Which languages the pages have, and which of them a native speaker has read."""

from pathlib import Path
from typing import Final

import msgspec

from chatserver.config import Settings
from chatserver.transport.pages import bundles

FILE: Final = "languages.json"
"""Beside index.html, made by web/build.mjs of web/messages/visitor (docs/translating.md)."""


class Language(msgspec.Struct, frozen=True):
    """One language. `reviewed`: who has read it and when; False: no native speaker has."""

    name: str
    reviewed: str | bool


PHRASES: Final = "phrasebook.json"
"""The same of the phrase book of the staff page (web/phrasebook)."""


def spoken(settings: Settings) -> str:
    """Say which languages the page of this configuration has, and which nobody has reviewed."""
    return _said("languages", bundles(settings.web_directory) / "visitor" / FILE)


def phrases(settings: Settings) -> str:
    """Say in which languages professionals have phrases at hand, and which nobody has reviewed."""
    return _said("phrase book", bundles(settings.web_directory) / "staff" / PHRASES)


def _said(what: str, path: Path) -> str:
    languages = _read(path)
    if not languages:
        return f"{what}: the pages of this configuration do not say which they have"
    said = f"{what}: {' '.join(languages)}"
    unread = [tag for tag, language in languages.items() if not language.reviewed]
    if not unread:
        return f"{said}; native speakers have reviewed all"
    return f"{said}; not reviewed by a native speaker: {' '.join(unread)}"


def _read(path: Path) -> dict[str, Language]:
    """Read the file; nothing if it is absent, as in pages of an older build, or not one."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Language])
    except (OSError, msgspec.MsgspecError):
        return {}
