"""Onion addresses: how one is recognised, and where the page without scripts says it (F60).

http://abcd…wxyz.onion    56 letters and digits of base32: a public key, two bytes that catch
a slip of the pen, and the version, 3 (Tor's rend-spec-v3, §6)
"""

import base64
import hashlib
import re
from typing import Final

ORIGIN: Final = re.compile(r"http://([a-z2-7]{56})\.onion", re.ASCII)
"""As a browser has it in its address bar. Without TLS: the address is the key."""

_VERSION: Final = b"\x03"
_CHECKED: Final = b".onion checksum"

_LEAD: Final = {
    "nl": "Met Tor Browser kun je ook hierheen. Niemand ziet dan dat je deze pagina bezoekt:",
    "en": "With Tor Browser you can also go here. Nobody then sees that you visit this page:",
}


def is_onion(origin: str) -> bool:
    """Say whether this is the origin of an onion service, of version 3 and without a slip."""
    found = ORIGIN.fullmatch(origin)
    if not found:
        return False
    raw = base64.b32decode(found[1].upper())
    key, checksum, version = raw[:32], raw[32:34], raw[34:]
    digest = hashlib.sha3_256(_CHECKED + key + version).digest()
    return version == _VERSION and checksum == digest[:2]


def shown(page: bytes, origin: str) -> bytes:
    """Say the address where the page has a place for it, in each language; "" takes it away."""
    text = page.decode()
    for language in _LEAD:
        text = _place(language).sub(lambda _: _said(language, origin), text)  # noqa: B023 - called at once
    return text.encode()


def _place(language: str) -> re.Pattern[str]:
    return re.compile(rf'<p data-onion="{language}"(?: hidden>|>[^<]*<strong>[^<]*</strong>)</p>')


def _said(language: str, origin: str) -> str:
    if not origin:
        return f'<p data-onion="{language}" hidden></p>'
    # As text: who opened it in another browser would ask their provider for that name.
    return f'<p data-onion="{language}">{_LEAD[language]} <strong>{origin}</strong></p>'


def origin_in(page: bytes) -> str:
    """Return the address that a page says; "" if it says none, or not as `shown` writes it."""
    try:
        found = ORIGIN.search(page.decode())
    except UnicodeDecodeError:
        return ""
    is_ours = found is not None and shown(page, found[0]) == page != shown(page, "")
    return found[0] if found and is_ours else ""
