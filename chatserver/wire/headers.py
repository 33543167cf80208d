"""The headers a page of ours travels under: it may do nothing it does not need (SECURITY 24-27).

The server sends them, a static host is told to, and `verify-site` looks whether it does.
"""

import re
from collections.abc import Mapping
from typing import Final

RESOURCE_POLICY: Final = "Cross-Origin-Resource-Policy"
READABLE_BY: Final = "Access-Control-Allow-Origin"

FIXED: Final = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    RESOURCE_POLICY: "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Permissions-Policy": (
        "accelerometer=(), autoplay=(), camera=(), display-capture=(), fullscreen=(), "
        "geolocation=(), gyroscope=(), microphone=(), midi=(), payment=(), usb=()"
    ),
    "Origin-Agent-Cluster": "?1",
    "X-Robots-Tag": "noarchive",
    "Integrity-Policy": "blocked-destinations=(script)",
}

FOR_ANYBODY: Final = {RESOURCE_POLICY: "cross-origin", READABLE_BY: "*"}
"""Instead, with the one file that is made for pages of others (decision 0039). Readable, because
no browser compares the hash of a script that it may not read."""

BUTTON: Final = re.compile(r"button-[0-9a-f]+[.]js", re.ASCII)
"""The name of that file."""

POLICY: Final = "Content-Security-Policy"

TRANSPORT: Final = {"Strict-Transport-Security": "max-age=63072000; includeSubDomains"}
"""On TLS only: an onion service has none."""

ONION_LOCATION: Final = "Onion-Location"
"""By this, Tor Browser offers an onion service to who came by another way. Others ignore it."""


def offered(onion: str) -> dict[str, str]:
    """Return the header that says an onion service. Args: onion: its origin; "" for none."""
    return {ONION_LOCATION: f"{onion}/"} if onion else {}


FRESH: Final = "no-store"
FOREVER: Final = "public, max-age=31536000, immutable"


def cache_control(page: str, file: str) -> str:
    """Return how long a file of a page is kept.

    Nothing of the visitor's page is (decision 0040): a script in a cache says what it was for, to
    who looks for it after the history was cleared. Of the staff's, what has its hash in its name.
    """
    stem, _, ending = file.rpartition(".")
    has_hash = "-" in stem and ending in {"js", "css"}
    return FOREVER if page == "staff" and has_hash else FRESH


def fixed_with(file: str) -> Mapping[str, str]:
    """Return the headers of one file of a page, without its policy and how long it is kept."""
    return {**FIXED, **FOR_ANYBODY} if BUTTON.fullmatch(file) else FIXED


def content_security_policy(reaches: tuple[str, ...]) -> str:
    """Return the one policy. Args: reaches: origins beside its own, schemes of sockets included."""
    connect = " ".join(("'self'", *reaches))
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
        f"connect-src {connect}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    )


def socket_of(origin: str) -> str:
    """Return the websocket origin of a server, named in full for Safari before 15.4."""
    return origin.replace("http", "ws", 1)
