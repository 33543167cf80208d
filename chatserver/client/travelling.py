"""Whether each file of a site travels under its headers, and under no others that matter."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final
from urllib.parse import urlsplit

from chatserver.client.answers import Answer
from chatserver.crypto.manifest import Manifest
from chatserver.wire.headers import (
    FRESH,
    POLICY,
    READABLE_BY,
    TRANSPORT,
    cache_control,
    content_security_policy,
    fixed_with,
    socket_of,
)

UNWANTED: Final = (
    *("Set-Cookie", "Link", "Refresh", "Accept-CH", "Critical-CH", "SourceMap", "X-SourceMap"),
    *("Content-Security-Policy-Report-Only", "Reporting-Endpoints", "Report-To", "NEL"),
    *("Service-Worker-Allowed", "Speculation-Rules", "No-Vary-Search"),
)
"""Would make a browser keep, load, tell or ask something that the page does not."""

MOST_NAMED: Final = 3

SOCKET: Final = re.compile(
    r"wss?://[a-z0-9.-]+(:[0-9]+)?|wss?://\[[0-9a-f:]+\](:[0-9]+)?", re.ASCII
)
"""A source that is one host; "wss:" and "wss://*" are all of them."""


def is_policy_for(api: str, policy: str) -> bool:
    """Whether a page under this policy reaches its server, one single host, and nothing else."""
    socket = socket_of(api)
    return bool(SOCKET.fullmatch(socket)) and policy == content_security_policy((api, socket))


def faults(url: str, manifest: Manifest, answers: Mapping[str, Answer]) -> list[str]:
    """Return what is wrong, one line for each header."""
    wrong: dict[str, list[str]] = {}
    for name, answer in answers.items():
        if not answer.fault:
            for header in _wrong(url, manifest, name, answer):
                wrong.setdefault(header, []).append(name)
    return [f"{header}: not as it must be, with {_named(names)}" for header, names in wrong.items()]


def _named(files: Sequence[str]) -> str:
    """Name a few: a page has two dozen files, and what is wrong is mostly so with all."""
    more = len(files) - MOST_NAMED
    return ", ".join(files[:MOST_NAMED]) + (f" and {more} more" if more > 0 else "")


def reaches(url: str, manifest: Manifest, index: Answer) -> list[str]:
    """Return where a page may open sockets beside its own host, if its manifest does not say."""
    if manifest.csp:
        return []
    return [each for each in _sockets(index) if each != socket_of(_origin(url))]


def _wrong(url: str, manifest: Manifest, name: str, answer: Answer) -> Iterator[str]:
    expected = {**fixed_with(name), POLICY: _policy(url, manifest, answer)}
    # The others can only ever be what their name says.
    if cache_control(manifest.page, name) == FRESH:
        expected["Cache-Control"] = FRESH
    host = urlsplit(url).hostname or ""
    if url.startswith("https:") and not host.endswith(".onion"):
        expected |= TRANSPORT
    for header, value in expected.items():
        if answer.headers.get(header.lower()) != (value,):
            yield header
    unwanted = UNWANTED if READABLE_BY in expected else (*UNWANTED, READABLE_BY)
    yield from (header for header in unwanted if header.lower() in answer.headers)


def _policy(url: str, manifest: Manifest, answer: Answer) -> str:
    """Return the policy there must be: of the manifest, or the server's own.

    The server names each of its hosts in full, so that sockets to itself must be among
    what it names, and single hosts all the rest.
    """
    if manifest.csp:
        return manifest.csp
    named = _sockets(answer)
    own = socket_of(_origin(url))
    return content_security_policy(named if own in named else (own,))


def _sockets(answer: Answer) -> tuple[str, ...]:
    policy = " ".join(answer.headers.get(POLICY.lower(), ()))
    found = re.search(r"connect-src 'self' ([^;]*)", policy)
    sources = found[1].split(" ") if found else []
    return tuple(source for source in sources if SOCKET.fullmatch(source))


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
