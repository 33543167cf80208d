"""Bytes and texts as both implementations write them."""

import base64
import json
import re
from typing import Final

from chatserver.crypto.hl1.errors import Hl1Error

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def to_base64(data: bytes) -> str:
    """Return standard base64 with padding (RFC 4648 §4)."""
    return base64.b64encode(data).decode("ascii")


def from_base64(text: str) -> bytes:
    """Return the bytes; one text for one value, so anything not canonical is refused.

    Raises:
        Hl1Error: `unreadable`.
    """
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        raise Hl1Error("unreadable", "not base64") from None
    if to_base64(data) != text:
        raise Hl1Error("unreadable", "not canonical base64")
    return data


def minute_of(milliseconds: float) -> int:
    """Return whole minutes since 1970: the only precision that is ever sent."""
    return int(milliseconds // 60_000)


def well_formed(text: str) -> str:
    """Replace half characters, as a browser's `TextEncoder` does, by U+FFFD."""
    return _SURROGATE.sub("\ufffd", text)


def compact_json(value: object) -> bytes:
    """Return what `JSON.stringify` would: no spaces, only what must be escaped is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def parse_json(data: bytes) -> object:
    """Read UTF-8 JSON as strictly as a browser.

    Raises:
        Hl1Error: `refused`.
    """
    try:
        value: object = json.loads(
            data.decode("utf-8"), parse_constant=_no_such_number, parse_float=_number
        )
    except (ValueError, RecursionError):
        # RecursionError: 16 KiB of "[" is deeper than the interpreter goes.
        raise Hl1Error("refused", "not JSON") from None
    return value


def _number(text: str) -> float:
    """Return 1 for 1.0, as a browser does: JSON has one kind of number."""
    value = float(text)
    return int(value) if value.is_integer() else value


def _no_such_number(name: str) -> float:
    raise ValueError(name)  # NaN and Infinity are Python's own, not JSON's
