"""Fetches the files of a site as a browser would, and no more of them than it is worth."""

import asyncio
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

import aiohttp
from aiohttp import hdrs

from chatserver.domain.errors import ChatError

MAX_BYTES: Final = 4 * 1024 * 1024
"""Of one file, unpacked; ours have 40 kB. A host in the wrong hands may send without end."""

SECONDS: Final = 15.0
"""For one file."""

LIKE_A_BROWSER: Final = {
    # A host could still tell us from a visitor, but not by reading one line.
    hdrs.USER_AGENT: (
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
        "Chrome/140.0.0.0 Safari/537.36"
    ),
    hdrs.ACCEPT: "*/*",
    hdrs.ACCEPT_ENCODING: "gzip",
    hdrs.CACHE_CONTROL: "no-cache",
}

_GZIP: Final = 31
"""zlib's name for gzip with the largest window."""


class Unreachable(ChatError):
    """A site could not be asked; nothing is known about it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came for one file. `fault`: why it is no file, or empty. Headers by lower-case name."""

    headers: Mapping[str, tuple[str, ...]]
    body: bytes = b""
    fault: str = ""


async def fetch(session: aiohttp.ClientSession, url: str) -> Answer:
    """Fetch one file; redirects are not followed.

    Raises:
        Unreachable: no answer, or not within SECONDS.
    """
    try:
        async with (
            asyncio.timeout(SECONDS),
            session.get(url, headers=LIKE_A_BROWSER, allow_redirects=False) as answer,
        ):
            headers = {name.lower(): tuple(answer.headers.getall(name)) for name in answer.headers}
            if answer.status != HTTPStatus.OK:
                return Answer(headers, fault=f"answered {answer.status}")
            return _unpacked(headers, await _read(answer.content))
    except TimeoutError:
        raise Unreachable(f"{url}: no whole answer within {SECONDS:.0f} s") from None
    except (aiohttp.ClientError, OSError, ValueError) as error:
        raise Unreachable(f"{url}: {_why(error)}") from None


async def _read(content: aiohttp.StreamReader) -> bytes:
    body = bytearray()
    async for piece in content.iter_chunked(65_536):
        body += piece
        if len(body) > MAX_BYTES:
            break
    return bytes(body)


def _unpacked(headers: Mapping[str, tuple[str, ...]], body: bytes) -> Answer:
    match headers.get("content-encoding", ("identity",)):
        case ("identity",):
            pass
        case ("gzip",):
            try:
                body = zlib.decompressobj(_GZIP).decompress(body, MAX_BYTES + 1)
            except zlib.error:
                return Answer(headers, fault="not gzip, though it says so")
        case _:
            return Answer(headers, fault="packed in a way that nobody asked for")
    if len(body) > MAX_BYTES:
        return Answer(headers, fault=f"longer than {MAX_BYTES} bytes")
    return Answer(headers, body)


def _why(error: Exception) -> str:
    """Say what went wrong; an error of aiohttp may quote what the host sent."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return type(error).__name__
