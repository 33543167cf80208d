"""Narrow parsed JSON to what a field may hold; anything else is refused."""

from chatserver.crypto.hl1.encoding import from_base64, well_formed
from chatserver.crypto.hl1.errors import refused


def an_object(value: object) -> dict[str, object]:
    """Return a JSON object."""
    if not isinstance(value, dict):
        raise refused("not an object")
    return value


def a_list(value: object, *, most: int) -> list[object]:
    """Return a JSON array of at most `most` items."""
    if not isinstance(value, list) or len(value) > most:
        raise refused("not a list, or too long")
    return value


def a_number(value: object, *, least: int, most: int) -> int:
    """Return a whole number in `least … most`; true and false are not numbers."""
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise refused("not a number in range")
    return value


def a_text(value: object) -> str:
    """Return a text without half characters."""
    if not isinstance(value, str):
        raise refused("not a text")
    return well_formed(value)


def some_bytes(value: object, *, lengths: tuple[int, ...]) -> bytes:
    """Return base64-coded bytes of one of the given lengths."""
    data = from_base64(a_text(value))
    if len(data) not in lengths:
        raise refused("bytes of a wrong length")
    return data
