"""Load a script with the part common to its kind in front."""

from importlib.resources import files
from typing import Literal

from chatserver.store import scripts
from chatserver.store.commands import Script


def load(name: str, *, common: Literal["_conversation", "_desk", ""] = "") -> Script:
    """Read `scripts/name.lua`, after `scripts/common.lua` where one is named."""
    folder = files(scripts)
    parts = [f"{part}.lua" for part in (common, name) if part]
    return Script("\n".join(folder.joinpath(part).read_text("utf-8") for part in parts))
