"""The settings: one TOML file, the environment over it, secrets in files of their own.

    settings = load(Path("chatserver.toml"), os.environ)

A setting `max_waiting` in `[limits]` is `CHATSERVER_LIMITS_MAX_WAITING` in the environment;
lists are separated by commas. Durations are written as a person would: "20 s", "4 h".
A relative path is relative to the file it is written in, else to the working directory.
May import: domain, msgspec, the standard library.
"""

from chatserver.config.reader import load, load_site
from chatserver.config.settings import (
    CoolDown,
    DeskHours,
    Edge,
    Limits,
    Listener,
    Seconds,
    Settings,
    Store,
    Vault,
    check_origin,
    read_secret,
)
from chatserver.config.site import Hours, SiteConfig

__all__ = [
    "CoolDown",
    "DeskHours",
    "Edge",
    "Hours",
    "Limits",
    "Listener",
    "Seconds",
    "Settings",
    "SiteConfig",
    "Store",
    "Vault",
    "check_origin",
    "load",
    "load_site",
    "read_secret",
]
