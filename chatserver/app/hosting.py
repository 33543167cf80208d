"""What another host needs to know to serve our pages: the headers, and how nginx is told."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import urlsplit

from chatserver.crypto.manifest import Manifest, PageName
from chatserver.wire.headers import (
    BUTTON,
    FIXED,
    FOR_ANYBODY,
    FOREVER,
    FRESH,
    POLICY,
    READABLE_BY,
    RESOURCE_POLICY,
    TRANSPORT,
    content_security_policy,
    offered,
    socket_of,
)

HEADERS_FILE: Final = "headers.txt"

BUTTON_FILE: Final = "button-HASH.js"
"""How headers.txt calls the one file that pages of others load (decision 0039)."""

_OF_BUTTON: Final = (
    f'set $luwte_resource "{FIXED[RESOURCE_POLICY]}";',
    'set $luwte_readable_by "";',
    f'if ($uri ~ "^/{BUTTON.pattern}$") {{',
    f'    set $luwte_resource "{FOR_ANYBODY[RESOURCE_POLICY]}";',
    f'    set $luwte_readable_by "{FOR_ANYBODY[READABLE_BY]}";',
    "}",
    f"add_header {RESOURCE_POLICY} $luwte_resource always;",
    "# Where it is empty, nginx leaves it out.",
    f"add_header {READABLE_BY} $luwte_readable_by;",
)


def policy_for(api: str) -> str:
    """Return what the host of a page must send, or "" where the chat server is that host."""
    return content_security_policy((api, socket_of(api))) if api else ""


def headers_for(manifest: Manifest, api: str, onion: str) -> dict[str, str]:
    """Return the headers of every answer, but for how long it is kept.

    Args:
        onion: origin of an onion service of the same page; "" for none.
    """
    is_secure = urlsplit(api).scheme == "https"
    return {
        **FIXED,
        POLICY: manifest.csp,
        **(TRANSPORT if is_secure else {}),
        **offered(onion),
    }


def headers_text(pages: Mapping[PageName, Mapping[str, str]]) -> str:
    """Write the headers of each page for people, and for hosts that are not nginx."""
    lines = [
        "# What the host of each page must send with every answer, errors included.",
        f"# Cache-Control: {FRESH}. Only of the staff's page may be kept what has its hash in its",
        f"# name, app-HASH.js or style-HASH.css: {FOREVER}.",
    ]
    for page, headers in pages.items():
        lines += ["", f"[{page}]"]
        lines += [f"{name}: {value}" for name, value in headers.items()]
        if not headers:
            lines.append(
                "# Its api is empty: the chat server is its host, and sends them by itself."
            )
    lines += [
        "",
        f"# {BUTTON_FILE} of the visitor's page alone, because it is for pages of others.",
        f"[{BUTTON_FILE}]",
        *(f"{name}: {value}" for name, value in FOR_ANYBODY.items()),
    ]
    return "\n".join(lines) + "\n"


def nginx_file(page: PageName) -> str:
    """Return the name of a page's snippet."""
    return f"nginx-{page}.conf"


def nginx_text(page: PageName, headers: Mapping[str, str]) -> str:
    """Write a snippet for `server { listen …; server_name …; include nginx-PAGE.conf; }`."""
    lines = [
        f"# The {page}'s page and nothing else. Change root; all the rest is as it must be.",
        f"root /srv/luwte/{page};",
        "index index.html;",
        "access_log off;",
        "error_log /dev/null crit;",
        "server_tokens off;",
        "charset utf-8;",
        *_nginx_cache(page),
    ]
    apart = _OF_BUTTON if page == "visitor" else ()
    lines += [
        f'add_header {name} "{value}" always;'
        for name, value in headers.items()
        if not (apart and name == RESOURCE_POLICY)
    ]
    lines += apart
    return "\n".join(lines) + "\n"


def _nginx_cache(page: PageName) -> list[str]:
    if page == "visitor":
        return [f'add_header Cache-Control "{FRESH}" always;']
    return [
        f'set $luwte_cache "{FRESH}";',
        'if ($uri ~ "^/[a-z][a-z-]*-[0-9a-f]+[.](js|css)$") {',
        f'    set $luwte_cache "{FOREVER}";',
        "}",
        "# Without `always`: an error is never kept.",
        "add_header Cache-Control $luwte_cache;",
    ]
