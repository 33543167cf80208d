"""Makes the line that an organisation puts on its own site: a link, and the button it becomes.

A link first, because a link works everywhere; the script after it, by its hash, so that the
organisation's page runs these bytes or none (decision 0039).
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Final, Literal, TypeAlias

from chatserver.crypto.manifest import CONFIG, MANIFEST, Manifest, ManifestError, hash_of, integrity
from chatserver.domain.errors import Misconfigured
from chatserver.wire.headers import BUTTON

Language: TypeAlias = Literal["nl", "en"]
LABELS: Final[dict[Language, str]] = {"nl": "Chat met ons", "en": "Chat with us"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants of a button.

    Attributes:
        page: origin of the chat page, such as https://chat.example.org.
        language: None: that of the page it stands on.
        label: empty: the usual one in that language.
        tokens: what makes up its looks, by name; only what was chosen.
    """

    page: str
    language: Language | None = None
    label: str = ""
    tokens: tuple[tuple[str, str], ...] = ()


def snippet(site: Path, wish: Wish) -> str:
    """Return the line for a published site.

    Args:
        site: as `publish` leaves it, or as it was built.

    Raises:
        Misconfigured: there is no such site, or its button was changed since it was published.
    """
    name, script, api = _button_of(site / "visitor")
    label = wish.label or LABELS[wish.language or "nl"]
    link = {
        "href": f"{wish.page}/",
        "target": "_blank",
        "rel": "noopener noreferrer",
        "referrerpolicy": "no-referrer",
    }
    loaded = {
        "src": f"{wish.page}/{name}",
        "integrity": integrity(script),
        "crossorigin": "anonymous",
        "referrerpolicy": "no-referrer",
    }
    chosen = {"language": wish.language or "", "api": "" if api == wish.page else api}
    chosen |= dict(wish.tokens)
    data = {f"data-{name}": value for name, value in chosen.items() if value}
    tag = " ".join((*_written(loaded), "async", *_written(data)))
    return f"<a {' '.join(_written(link))}>{escape(label)}</a><script {tag}></script>"


def _written(attributes: dict[str, str]) -> Iterator[str]:
    return (f'{name}="{escape(value)}"' for name, value in attributes.items())


def _button_of(folder: Path) -> tuple[str, bytes, str]:
    """Return the file's name and bytes, and the origin of the chat server if it is another."""
    try:
        manifest = Manifest.read((folder / MANIFEST).read_bytes())
        (name,) = filter(BUTTON.fullmatch, manifest.files)
        script = (folder / name).read_bytes()
        api = str(json.loads((folder / CONFIG).read_bytes())["api"])
    except (OSError, ManifestError, ValueError, KeyError, TypeError):
        raise Misconfigured(f"no visitor's page with a button in {folder}") from None
    if hash_of(script) != manifest.files[name]:
        raise Misconfigured(f"{folder / name}: changed since it was built")
    return name, script, api
